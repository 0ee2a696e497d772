"""Lays a roster file over the branch's roster: who is new, what changes, what stays, what is in the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wdbranch.book.finding import MUST, SHOULD
from wdbranch.book.people import Member, Roster, Span
from wdbranch.exchange.dates import agree
from wdbranch.exchange.identity import long_number
from wdbranch.exchange.roster_table import Problem, RosterRow, RosterTable
from wdbranch.exchange.words import roster_words

_DATES = frozenset({"birth", "apply_date", "join_date", "full_date", "in_date", "out_date"})
_SPANS = ("group", "floating", "excluded", "membership_suspended")     # at most one of each at a time
_LABELS = {
    "applicant": "党员身份",
    "post": "党内职务",
    "excluded": "不计入应到",
    "membership_suspended": "停止党籍",
}
_WORDS = {True: "是", False: "否", None: "", "": ""}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One box that changes: old and new as a person reads them."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One member of the roster whom the file changes: ``member`` as it will be (id kept)."""

    row: int
    before: Member
    member: Member
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """The whole batch. It goes in by ``members()`` if not ``blocked``; nothing is applied here."""

    table: RosterTable                      # what was read: heads, notes, sheets
    new: tuple[Member, ...]                 # id 0
    changed: tuple[Changed, ...]
    same: tuple[Member, ...]                # as the roster has them
    missing: tuple[Member, ...]             # members of the branch whom the file does not name; they stay
    problems: tuple[Problem, ...]
    groups: tuple[str, ...]                 # all groups after the import, new ones last

    @property
    def blocked(self) -> bool:
        """Whether any 必 problem stands against the batch."""
        return any(problem.blocks for problem in self.problems)

    def members(self) -> list[Member]:
        """What is to be written: new members (id 0) and changed ones."""
        return [*self.new, *(change.member for change in self.changed)]


def merge(table: RosterTable, roster: Roster, *, day: date | None = None) -> Merge:
    """What importing the table would do to the roster as it stands on ``day`` (left out: today).

    A row finds its person by identity number, then by name and birth, then by a name that only one bears
    and that nothing contradicts. An empty cell never erases. A new group or post of a known member begins
    on ``day`` and ends the old one; where none stood before, it has no beginning.
    """
    day = day or date.today()
    finder = _Finder(table, roster)
    new: list[Member] = []
    changed: list[Changed] = []
    same: list[Member] = []
    problems = list(table.problems)
    found_by: dict[int, int] = {}
    for row in table.rows:
        member, objections = finder.find(row)
        problems += [problem for problem in row.problems if not _known(problem, member)]
        problems += objections
        if member is None:
            if not any(problem.blocks for problem in objections):
                new.append(row.member)
            continue
        if member.id in found_by:
            other = f"与第 {found_by[member.id]} 行都对应花名册里的{roster.label(member)}"
            say = f"{other}，请删去一行，或补上身份证号"
            problems.append(_problem(MUST, row, "name", say))
            continue
        found_by[member.id] = row.number
        after, fields = _lay_over(member, row, day)
        if fields:
            changed.append(Changed(row.number, member, after, tuple(fields)))
        else:
            same.append(member)
    missing = tuple(member for member in roster.on(day) if member.id not in found_by)
    return Merge(
        table, tuple(new), tuple(changed), tuple(same), missing, tuple(problems), _groups(table, roster)
    )


def _known(problem: Problem, member: Member | None) -> bool:
    """Whether the file only lacks what the roster has."""
    return problem.absent and member is not None and bool(getattr(member, problem.field))


def _problem(level: str, row: RosterRow, field: str, say: str) -> Problem:
    who = f"第 {row.number} 行{row.member.name}："
    return Problem(level, f"{who}{say}。", row.number, field, row.member.name)


def _groups(table: RosterTable, roster: Roster) -> tuple[str, ...]:
    named = [span.value for row in table.rows for span in row.member.spans if span.kind == "group"]
    return tuple(dict.fromkeys([*roster.groups, *named]))


class _Finder:
    """Finds the person of the roster whom a row means."""

    def __init__(self, table: RosterTable, roster: Roster) -> None:
        self._roster = roster
        self._by_number = {long_number(m.id_no): m for m in roster.members if m.id_no}
        self._by_name: dict[str, list[Member]] = {}
        for member in roster.members:
            self._by_name.setdefault(member.name, []).append(member)
        self._names_in_file = Counter(row.member.name for row in table.rows)

    def find(self, row: RosterRow) -> tuple[Member | None, list[Problem]]:
        """The person meant (None: somebody new), and what has to be said about it."""
        draft = row.member
        if draft.id_no and (member := self._by_number.get(long_number(draft.id_no))):
            if member.name == draft.name:
                return member, []
            say = f"身份证号与花名册里的{member.name}相同，姓名将改为“{draft.name}”，请核对是不是同一个人"
            return member, [_problem(SHOULD, row, "name", say)]
        namesakes = self._by_name.get(draft.name, [])
        alike = [member for member in namesakes if agree(draft.birth, member.birth)]
        if len(alike) == 1:
            return self._check_number(row, alike[0])
        if len(alike) > 1:
            return None, [_problem(MUST, row, "name", "花名册里有几个同名又同生日的人，请补上身份证号")]
        possible = [member for member in namesakes if not _contradicts(draft, member)]
        if len(possible) == 1 and len(namesakes) == 1 and self._names_in_file[draft.name] == 1:
            return possible[0], []
        if possible:
            return None, [_problem(MUST, row, "name", "有同名的人，分不清是哪一个，请补上身份证号或出生日期")]
        if namesakes:
            say = "花名册里有同名的人，但身份证号、出生日期或性别不同，将作为另一个人新增，请核对"
            return None, [_problem(SHOULD, row, "name", say)]
        return None, []

    def _check_number(self, row: RosterRow, member: Member) -> tuple[Member | None, list[Problem]]:
        theirs, ours = row.member.id_no, member.id_no
        if theirs and ours and long_number(theirs) != long_number(ours):
            say = "姓名、出生日期与花名册里的一致，身份证号却不同，请先在花名册里核对改正"
            return None, [_problem(MUST, row, "id_no", say)]
        return member, []


def _contradicts(draft: Member, member: Member) -> bool:
    if draft.id_no and member.id_no and long_number(draft.id_no) != long_number(member.id_no):
        return True
    if draft.birth and member.birth and not agree(draft.birth, member.birth):
        return True
    return bool(draft.sex and member.sex and draft.sex != member.sex)


def _lay_over(member: Member, row: RosterRow, day: date) -> tuple[Member, list[FieldChange]]:
    values: dict[str, Any] = {}
    fields: list[FieldChange] = []
    spans = member.spans
    for field in sorted((row.given | row.derived) - {"post", *_SPANS}):
        old, new = getattr(member, field), getattr(row.member, field)
        if _same(field, old, new) or (field in row.derived and old not in ("", None)):
            continue
        values[field] = new
        fields.append(FieldChange(field, _label(field), _show(field, old), _show(field, new)))
    for kind in _SPANS:
        if kind in row.given:
            spans, change = _lay_span(member, row, kind, day, spans)
            fields += change
    if "post" in row.given:
        spans, change = _lay_posts(member, row, day, spans)
        fields += change
    return replace(member, spans=spans, **values), fields


def _same(field: str, old: Any, new: Any) -> bool:
    if old == new:
        return True
    if field in _DATES and old and new:
        return bool(str(old).startswith(str(new)))       # the roster knows it more exactly
    return field == "id_no" and bool(old) and long_number(old) == long_number(new) and len(old) > len(new)


def _label(field: str) -> str:
    return _LABELS.get(field) or roster_words().labels.get(field, field)


def _show(field: str, value: Any) -> str:
    if field == "applicant":
        return "非党员" if value else "党员"
    return _WORDS[value] if isinstance(value, bool) or value is None else str(value)


def _lay_span(
    member: Member, row: RosterRow, kind: str, day: date, spans: tuple[Span, ...]
) -> tuple[tuple[Span, ...], list[FieldChange]]:
    wanted = next(span for span in row.member.spans if span.kind == kind)
    now = member.span(kind, day)
    if now and now.value == (wanted.value or now.value) and _approvals(now, wanted):
        return spans, []
    change = FieldChange(kind, _label(kind), now.value if now else "", wanted.value or "是")
    if now is None:
        return (*spans, wanted), [change]
    if kind == "group":
        return (*_ended(spans, now, day), replace(wanted, start=day.isoformat())), [change]
    better = replace(
        now,
        value=wanted.value or now.value,
        approved_on=wanted.approved_on or now.approved_on,
        passed_on=wanted.passed_on or now.passed_on,
    )
    return tuple(better if span is now else span for span in spans), [change]


def _approvals(now: Span, wanted: Span) -> bool:
    return wanted.approved_on in (None, now.approved_on) and wanted.passed_on in (None, now.passed_on)


def _lay_posts(
    member: Member, row: RosterRow, day: date, spans: tuple[Span, ...]
) -> tuple[tuple[Span, ...], list[FieldChange]]:
    wanted = [span.value for span in row.member.spans if span.kind == "post"]
    now = member.posts(day)
    if set(now) == set(wanted):
        return spans, []
    start = day.isoformat() if now else None
    for span in member.spans:
        if span.kind == "post" and span.covers(day) and span.value not in wanted:
            spans = _ended(spans, span, day)
    spans += tuple(Span("post", start, value=post) for post in wanted if post not in now)
    labels = roster_words().post_labels
    old, new = ("、".join(labels.get(post, post) for post in posts) for posts in (now, wanted))
    return spans, [FieldChange("post", _label("post"), old, new)]


def _ended(spans: tuple[Span, ...], span: Span, day: date) -> tuple[Span, ...]:
    """The spans with one ended on that day; a span that began no earlier goes altogether."""
    if span.start is not None and span.start >= day.isoformat():
        return tuple(one for one in spans if one is not span)
    return tuple(replace(one, end=day.isoformat()) if one is span else one for one in spans)
