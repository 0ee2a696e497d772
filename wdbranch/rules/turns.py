"""The rotating chair of a community's wider Party committee: one standing unit and the others by turns.

Source: 共驻共建轮值主席制度 (1 家常任＋N 家轮值) as the local article names it; how long a turn lasts is data.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wdbranch.book.form import edition_of_year
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.periods import Period, period_of
from wdbranch.rules.tables import rules_table

MEMBERS, TURNS = "joint_member", "chair_turn"
_LAST = 999


def length() -> str:
    """How long a turn lasts: a kind of period."""
    return str(rules_table("ledgers")["turn"]["period"])


def standing_unit(snapshot: Snapshot, day: date) -> str:
    """The unit that chairs always in the period of a day; empty where none is written."""
    return next((str(record.get("name") or "") for record in _with_role(snapshot, day, "standing")), "")


def rotating(snapshot: Snapshot, day: date) -> list[str]:
    """The units that take turns in the period of a day: by their number in the order, then as they joined."""
    found = sorted(_with_role(snapshot, day, "rotating"), key=lambda record: record.get("turn_no") or _LAST)
    return [str(record.get("name")) for record in found if record.get("name")]


def _with_role(snapshot: Snapshot, day: date, tag: str) -> list[Record]:
    """The members of a role at the end of the period of a day: who joins while it runs counts already."""
    until = period_of(length(), day).last
    roles = edition_of_year(snapshot.editions, day.year).tagged("joint_role", tag)
    return [record for record in snapshot.in_force(MEMBERS, until) if record.get("role") in roles]


def next_unit(snapshot: Snapshot, after: str, day: date) -> str:
    """Whose turn comes after a unit's; the first of the order where that unit takes no turns."""
    units = rotating(snapshot, day)
    if not units:
        return ""
    return units[(units.index(after) + 1) % len(units)] if after in units else units[0]


def turn_on(snapshot: Snapshot, day: date) -> Record | None:
    """The turn that was running on a day."""
    return next((turn for turn in turns_before(snapshot, day, included=True) if _holds(turn, day)), None)


def _holds(turn: Record, day: date) -> bool:
    first, last = day_of(turn.get("first")), day_of(turn.get("last"))
    return first is not None and last is not None and first <= day <= last


def turns_before(snapshot: Snapshot, day: date, *, included: bool = False) -> list[Record]:
    """The turns that began before a day (or on it), latest first."""
    found = [(begun, turn) for turn in snapshot.of(TURNS) if (begun := day_of(turn.get("first"))) is not None]
    return [turn for begun, turn in reversed(found) if begun < day or (included and begun == day)]


def planned(snapshot: Snapshot, wanted: Iterable[Period]) -> list[tuple[Period, str, Record | None]]:
    """For each period whose turn it is, and the record that was written of it.

    What was written counts; what comes after goes on from there by the order of the units.
    """
    found: list[tuple[Period, str, Record | None]] = []
    unit = ""
    for period in wanted:
        written = next((turn for turn in snapshot.of(TURNS) if _begins_in(turn, period)), None)
        if not unit and (earlier := turns_before(snapshot, period.first)):
            unit = str(earlier[0].get("unit") or "")
        unit = str(written.get("unit") or "") if written else next_unit(snapshot, unit, period.first)
        found.append((period, unit, written))
    return found


def _begins_in(turn: Record, period: Period) -> bool:
    day = day_of(turn.get("first"))
    return day is not None and period.first <= day <= period.last
