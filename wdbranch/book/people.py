"""The roster (党员花名册) and what it says about any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from wdbranch.book.record import day_of


@dataclass(frozen=True, slots=True)
class Span:
    """A state of a member over time: from ``start`` to the day before ``end`` (ISO dates, None: open).

    kinds: "group" (value: group name) · "post" (value: id of the choice list posts; ``approved_on`` and
    ``approval``: day and number of the superior's approval or filing; note: what the person looks after) ·
    "excluded" (不计入应到; value: category; approved_on: superior's consent; passed_on: by party assembly) ·
    "rights_suspended" 权利中止 · "on_probation" 留党察看 · "membership_suspended" 停止党籍 ·
    "away" (外出、住院, value: where) · "floating" (流动, value: where; note: why) · "lost" (失联)
    """

    kind: str
    start: str | None
    end: str | None = None
    value: str = ""
    approved_on: str | None = None
    passed_on: str | None = None
    note: str = ""
    approval: str = ""               # number of the document

    def covers(self, day: date) -> bool:
        """Whether the span holds on that day."""
        start, end = day_of(self.start), day_of(self.end)
        return (start is None or start <= day) and (end is None or day < end)


@dataclass(frozen=True, slots=True)
class Member:
    """One person in the roster. Dates are ISO, ``birth`` and party dates may be shortened to ``1990-05``."""

    id: int
    name: str
    sex: str = ""                    # 男 | 女
    ethnicity: str = ""
    native_place: str = ""
    id_no: str = ""                  # 公民身份号码; never leaves the branch, printed masked
    birth: str | None = None
    education: str = ""
    apply_date: str | None = None
    join_date: str | None = None     # day of the assembly that made them a probationary member
    full_date: str | None = None     # day of becoming a full member
    category: str = ""               # 在职 离退休 农民 …
    job: str = ""
    address: str = ""
    phone: str = ""
    in_date: str | None = None       # relation moved in; None: joined here
    in_from: str = ""                # from which branch
    in_letter: str = ""              # 介绍信号 or number in the system
    out_date: str | None = None      # first day on which they no longer belong to the branch
    out_reason: str = ""             # 转出 去世 开除 除名 退党 取消预备资格
    out_to: str = ""                 # to which branch
    out_letter: str = ""
    infirm: bool = False
    hardship: bool = False
    note: str = ""
    applicant: bool = False          # 申请人、积极分子、发展对象: known by name, not a member
    spans: tuple[Span, ...] = ()

    def belongs(self, day: date) -> bool:
        """Whether the person's party relation is with this branch on that day."""
        if self.applicant:
            return False
        joined = day_of(self.in_date) or day_of(self.join_date)
        left = day_of(self.out_date)
        here = (joined is None or joined <= day) and (left is None or day < left)
        return here and not self.has("membership_suspended", day)

    def is_full(self, day: date) -> bool:
        """Whether a full member (正式党员) on that day."""
        full = day_of(self.full_date)
        return self.belongs(day) and full is not None and full <= day

    def is_probationary(self, day: date) -> bool:
        """Whether a probationary member (预备党员) on that day."""
        return self.belongs(day) and not self.is_full(day)

    def span(self, kind: str, day: date) -> Span | None:
        """The span of that kind that holds on that day."""
        return next((span for span in self.spans if span.kind == kind and span.covers(day)), None)

    def has(self, kind: str, day: date) -> bool:
        """Whether a span of that kind holds on that day."""
        return self.span(kind, day) is not None

    def posts(self, day: date) -> tuple[str, ...]:
        """The posts held on that day (ids of the choice list ``posts``)."""
        return tuple(span.value for span in self.spans if span.kind == "post" and span.covers(day))

    def group(self, day: date) -> str:
        """The name of the party group (党小组) on that day, empty where none."""
        found = self.span("group", day)
        return found.value if found else ""

    def excluded(self, day: date) -> Span | None:
        """The approved exclusion from the number due, valid on that day.

        Source: 共产党员网口径（讨论接收预备党员大会）: only with the superior's consent and the party
        assembly's vote, both no later than the day.
        """
        found = self.span("excluded", day)
        if found is None:
            return None
        approved, passed = day_of(found.approved_on), day_of(found.passed_on)
        return found if approved and passed and approved <= day and passed <= day else None

    def may_vote(self, day: date) -> bool:
        """Whether the member has a vote on that day (选举工作条例 2020 第五条)."""
        return self.is_full(day) and not self.has("on_probation", day) and not self.has("rights_suspended", day)

    def status(self, day: date) -> str:
        """正式 | 预备 | 停止党籍 | 已转出 … | 非党员 on that day."""
        if self.applicant:
            return "非党员"
        if self.has("membership_suspended", day):
            return "停止党籍"
        left = day_of(self.out_date)
        if left is not None and left <= day:
            return "已" + (self.out_reason or "转出")
        joined = day_of(self.in_date) or day_of(self.join_date)
        if joined is not None and day < joined:
            return "未到本支部"
        return "正式" if self.is_full(day) else "预备"


@dataclass(frozen=True)
class Roster:
    """All people the branch knows, members past and present. Ask it about a day."""

    members: tuple[Member, ...] = ()
    groups: tuple[str, ...] = ()                       # party groups in order

    @cached_property
    def memory(self) -> dict[Hashable, Any]:
        """What the rules have worked out of this roster and no other."""
        return {}

    @cached_property
    def labels(self) -> Mapping[int, str]:
        """How each person is written in records: the name, with the birth year where two share it."""
        seen = Counter(member.name for member in self.members)
        taken: Counter[str] = Counter()
        result: dict[int, str] = {}
        for member in self.members:
            label = member.name
            if seen[member.name] > 1:
                label = f"{member.name}（{(member.birth or '')[:4] or member.id}）"
                taken[label] += 1
                if taken[label] > 1:
                    label = f"{label[:-1]}·{member.id}）"
            result[member.id] = label
        return result

    @cached_property
    def by_label(self) -> Mapping[str, Member]:
        """People by label; a plain name that only one person bears works too."""
        table = {member.name: member for member in reversed(self.members)}
        table.update({self.labels[member.id]: member for member in self.members})
        return table

    @cached_property
    def by_id(self) -> Mapping[int, Member]:
        """People by id."""
        return {member.id: member for member in self.members}

    def label(self, member: Member) -> str:
        """How the person is written in records."""
        return self.labels[member.id]

    def on(self, day: date) -> list[Member]:
        """The members of the branch on that day, in roster order."""
        return [member for member in self.members if member.belongs(day)]

    def due(self, day: date) -> list[Member]:
        """Members due at a party assembly on that day: all but the approved exclusions."""
        return [member for member in self.on(day) if member.excluded(day) is None]

    def voters(self, day: date) -> list[Member]:
        """Members due who have a vote on that day."""
        return [member for member in self.due(day) if member.may_vote(day)]

    def holding(self, day: date, posts: Iterable[str]) -> list[Member]:
        """Whoever holds one of these posts on that day: the committee, the secretary."""
        wanted = frozenset(posts)
        return [member for member in self.on(day) if wanted.intersection(member.posts(day))]
