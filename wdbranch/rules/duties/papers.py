"""Duties that are papers of the year: the plan, the summary, the book handed in (D-29, D-30, D-34)."""

from __future__ import annotations

from wdbranch.book.record import State
from wdbranch.rules.duties.kinds import Entry, Judged
from wdbranch.rules.held import Held
from wdbranch.rules.periods import Period


def planned(entry: Entry, period: Period, held: Held) -> Judged:
    """D-29: the plan of the year is written, and a meeting discussed it."""
    found = held.of_year(entry["form"], period.first.year)
    if not found:
        return Judged()
    plan = found[0]
    if plan.get("prior_committee") or plan.get("assembly"):
        return Judged(held.day(plan), record=plan.id)
    return Judged(variant="undiscussed", record=plan.id)


def handed_in(entry: Entry, period: Period, held: Held) -> Judged:  # noqa: ARG001 - one shape for all
    """D-34: every record of the year is final, printed and signed; ``count`` are not."""
    snapshot, year = held.snapshot, period.first.year
    mine = [record for record in snapshot.records if record.year == year and snapshot.form_of(record).bound]
    waiting = [record for record in mine if record.state is not State.ARCHIVED]
    if mine and not waiting:
        return Judged(held.today)
    return Judged(fill={"count": len(waiting)}, needed=bool(mine))
