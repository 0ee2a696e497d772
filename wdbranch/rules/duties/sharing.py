"""Duties of the ledgers of building together: agreements that run out, turns of the chair to be handed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wdbranch.book.record import Record, day_of
from wdbranch.rules.duties.kinds import Entry, Line
from wdbranch.rules.held import Held


def runs_out(entry: Entry, held: Held) -> Iterator[Line]:
    """What is in force until a day runs out within ``days``; a later one with the same partner fulfils it.

    Nobody is asked any more ``forgotten`` days after it ran out: then it was not to be renewed.
    """
    records, name = held.snapshot.of(entry["form"]), _name(entry, held)
    for record in records:
        until = day_of(record.get("until"))
        if until is None or not _near(until, entry, held.today):
            continue
        same = [one for one in records if one.get(name) == record.get(name)]
        later = [one for one in same if (day_of(one.get("until")) or until) > until]
        yield Line(
            key=f"{record.id}-{until}",
            due=until,
            done=min((held.day(one) or held.today for one in later), default=None),
            name=str(record.get(name) or ""),
            record=record.id,
            form=entry["form"],
        )


def _name(entry: Entry, held: Held) -> str:
    return max(held.snapshot.editions.items())[1].forms[entry["form"]].title_field


def _near(until: date, entry: Entry, today: date) -> bool:
    return until - timedelta(days=entry["days"]) <= today <= until + timedelta(days=entry["forgotten"])


def handed_over(entry: Entry, held: Held) -> Iterator[Line]:
    """A turn that ends within ``days``, or has ended, and was not handed over."""
    for turn in held.snapshot.of(entry["form"]):
        last, handed = day_of(turn.get("last")), day_of(turn.get("handed_on"))
        if last is None or not _near(last, entry, held.today):
            continue
        yield Line(
            key=f"{turn.id}-{last}",
            due=last,
            done=handed if handed is not None and handed <= held.today else None,
            fill={"next": _next(turn)},
            name=str(turn.get("unit") or ""),
            record=turn.id,
            form=entry["form"],
        )


def _next(turn: Record) -> str:
    return str(turn.get("handed_to") or "下一家")
