"""Duties that the minutes of meetings fulfil."""

from __future__ import annotations

from wdbranch.book.record import Record
from wdbranch.rules.duties.kinds import Entry, Judged
from wdbranch.rules.group_meetings import groups_missing
from wdbranch.rules.held import Held, by_secretary
from wdbranch.rules.periods import Period
from wdbranch.rules.wording import say_names


def held_in_period(entry: Entry, period: Period, held: Held) -> Judged:
    """A record of the form on a day of the period; with ``by_year`` of its 所属年度, whenever it was."""
    form = entry.get("form")
    if form is None:
        return Judged()
    found = held.of_year(form, period.first.year) if entry.get("by_year") else held.within(form, period)
    return _first(found, held)


def secretary_lectured(entry: Entry, period: Period, held: Held) -> Judged:
    """A lecture that was given by whoever was secretary on its day."""
    return _first([r for r in held.within(entry["form"], period) if by_secretary(r, held.snapshot)], held)


def every_group_met(entry: Entry, period: Period, held: Held) -> Judged:
    """Every party group has a record of its own in the period; ``groups`` names those that have not."""
    lacking = groups_missing(held.snapshot, period, held.today)
    fill = {"groups": say_names(lacking, 3, "个小组")}
    records = held.within(entry["form"], period)
    if lacking or not records:
        return Judged(fill=fill)
    return Judged(held.day(records[-1]), fill)


def _first(records: list[Record], held: Held) -> Judged:
    if not records:
        return Judged()
    return Judged(held.day(records[0]), record=records[0].id)
