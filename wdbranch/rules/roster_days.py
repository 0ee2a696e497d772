"""The roster day by day, worked out once for each stretch of days on which nothing changes.

A roster changes on a few hundred days in ten years; thousands of records ask about it. Between two changes
every answer is the same, so it is worked out once per stretch, not once per record.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from wdbranch.book.people import Member, Roster, Span
from wdbranch.book.record import day_of


@dataclass(frozen=True, slots=True)
class DayRoster:
    """Who is who on one day, as sets of member ids."""

    on: frozenset[int]  # members of the branch
    due: frozenset[int]  # members but for the approved exclusions
    voters: frozenset[int]  # due and with a vote
    probationary: frozenset[int]
    committee: frozenset[int]
    away: frozenset[int]  # registered as 外出 or 住院
    mobile_infirm: frozenset[int]
    excluded: dict[int, Span]  # approved exclusions


class RosterDays:
    """Answers about any day. ``committee``: the ids of the posts that sit in the branch committee."""

    def __init__(self, roster: Roster, committee: Collection[str]) -> None:
        self.roster = roster
        self._committee = frozenset(committee)
        self._changes = sorted({day for member in roster.members for day in _changes(member)})
        self._known: dict[int, DayRoster] = {}

    def at(self, day: date) -> DayRoster:
        """Who is who on that day."""
        stretch = bisect_right(self._changes, day)
        found = self._known.get(stretch)
        if found is None:
            found = self._known[stretch] = self._work_out(day)
        return found

    def _work_out(self, day: date) -> DayRoster:
        members = self.roster.on(day)
        exclusions = ((member.id, member.excluded(day)) for member in members)
        excluded = {who: span for who, span in exclusions if span is not None}
        on = frozenset(member.id for member in members)
        rights = frozenset(member.id for member in members if member.may_vote(day))
        return DayRoster(
            on=on,
            due=on - excluded.keys(),
            voters=rights - excluded.keys(),
            probationary=frozenset(member.id for member in members if member.is_probationary(day)),
            committee=frozenset(m.id for m in members if self._committee.intersection(m.posts(day))),
            away=frozenset(member.id for member in members if member.has("away", day)),
            mobile_infirm=frozenset(m.id for m in members if m.infirm or m.has("floating", day)),
            excluded=excluded,
        )


def _changes(member: Member) -> Iterator[date]:
    """Every day on which an answer about the member may become another."""
    marks: list[str | None] = [member.join_date, member.full_date, member.in_date, member.out_date]
    for span in member.spans:
        marks += [span.start, span.end, span.approved_on, span.passed_on]
    for mark in marks:
        day = day_of(mark)
        if day is not None:
            yield day
