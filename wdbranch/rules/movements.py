"""Who came, who went, who became what: read off the dates of the roster, with the balance of the year.

年初数 ＋ 增 － 减 ＝ 年末数 (record_book P08). Only what the roster cannot know is read from minutes: a prolonged
probation, from the party assembly that decided it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wdbranch.book.people import Member
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.development.steps import FORM as DEVELOPMENT

ASSEMBLY = "party_assembly"


@dataclass(frozen=True, slots=True)
class Movement:
    """One change. ``change`` is +1, -1, or 0 where the number of members stays."""

    day: date
    member: int
    kind: str  # 转入 发展 转正 延长预备期 停止党籍 恢复党籍, or the reason of leaving
    change: int
    record: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """The members at both ends of a stretch of days and what lies between."""

    first: int
    plus: int
    minus: int
    last: int

    @property
    def holds(self) -> bool:
        """Whether the sum comes out."""
        return self.first + self.plus - self.minus == self.last


def movements(snapshot: Snapshot, first: date, last: date) -> list[Movement]:
    """Every change between two days, both included, in order."""
    admitted = _admitted(snapshot)
    found = [
        move
        for member in snapshot.roster.members
        if not member.applicant
        for move in _of(member, admitted.get(snapshot.roster.label(member)))
        if first <= move.day <= last
    ]
    found += _prolonged(snapshot, first, last)
    return sorted(found, key=lambda move: (move.day, move.member, move.kind))


def _admitted(snapshot: Snapshot) -> Mapping[str, Record]:
    """The cases of those whom the branch admitted itself and the superior approved, by label."""
    cases = snapshot.of(DEVELOPMENT)
    return {record.values["person"]: record for record in cases if record.get("person") and record.get("approve_on")}


def _of(member: Member, case: Record | None) -> Iterator[Movement]:
    """The changes of one member; whoever is counted from the approval of a case did not come from elsewhere."""
    came, joined = day_of(member.in_date), day_of(member.join_date)
    full, left = day_of(member.full_date), day_of(member.out_date)
    here = came or joined
    if came is not None and case is not None and case.get("approve_on") == member.in_date:
        yield Movement(came, member.id, "发展", 1, case.id)
    elif came is not None:
        yield Movement(came, member.id, "转入", 1)
    elif joined is not None:
        yield Movement(joined, member.id, "发展", 1)
    if full is not None and (here is None or here <= full) and (left is None or full < left):
        yield Movement(full, member.id, "转正", 0)
    if left is not None:
        was_here = member.belongs(left - timedelta(days=1))
        yield Movement(left, member.id, member.out_reason or "转出", -1 if was_here else 0)
    for span in member.spans:
        if span.kind != "membership_suspended":
            continue
        start, end = day_of(span.start), day_of(span.end)
        if start is not None and (left is None or start < left):
            yield Movement(start, member.id, "停止党籍", -1)
        if end is not None and (left is None or end < left):
            yield Movement(end, member.id, "恢复党籍", 1)


def _prolonged(snapshot: Snapshot, first: date, last: date) -> Iterator[Movement]:
    """Probations that a party assembly prolonged: an agenda item with the mark, not voted down."""
    for record in snapshot.of(ASSEMBLY):
        day = snapshot.day(record)
        if day is None or not first <= day <= last:
            continue
        edition = snapshot.edition_of(record)
        kinds, lost = edition.tagged("agenda_kind", "extension"), edition.tagged("vote_result", "lost")
        failed = {row.get("agenda") for row in record.rows("votes") if row.get("result") in lost}
        for row in record.rows("agenda"):
            member = snapshot.roster.by_label.get(row.get("person") or "")
            if row.get("kind") in kinds and member is not None and row.get("no") not in failed:
                yield Movement(day, member.id, "延长预备期", 0, record.id)


def balance(snapshot: Snapshot, first: date, last: date) -> Balance:
    """The balance of the days from ``first`` to ``last``, against the roster of the day before and of the last."""
    moves = movements(snapshot, first, last)
    return Balance(
        first=len(snapshot.roster.on(first - timedelta(days=1))),
        plus=sum(move.change for move in moves if move.change > 0),
        minus=-sum(move.change for move in moves if move.change < 0),
        last=len(snapshot.roster.on(last)),
    )
