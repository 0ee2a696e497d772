"""What the street is told of the points of a period: counts, and the list that was shown in public anyway."""

from __future__ import annotations

from datetime import date
from typing import Any

from wdbranch.book.points import WHOLE
from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.periods import Period, period_of
from wdbranch.rules.points.notices import notices
from wdbranch.rules.points.scheme import scheme_on
from wdbranch.rules.points.standing import band_of, cards, due_members, posted, sums, within


def report(snapshot: Snapshot, first: date, last: date) -> dict[str, Any]:
    """The table T6 for the days of a packet; empty where no points are kept.

    ``people`` counted, ``average`` points of the period, ``excellent`` in the highest band of the year so far,
    ``warned`` reminders of the quarter, ``published_on`` first day of the last notice (ISO, "" where none) and
    ``shown``: name, points of the quarter and deductions of each quarter that was shown, as on the public sheet.
    No reason ever leaves, nor any line. Source: 街道汇总表 T6 (多地做法).
    """
    year = last.year
    known = posted(snapshot, year)
    if not known:
        return {}
    scheme, quarter = scheme_on(snapshot, last), period_of("quarter", last)
    members = due_members(snapshot, Period("year", first, last), last)
    so_far = Period("year", date(year, 1, 1), last)
    total = excellent = warned = 0
    best = scheme.levels[0].id
    for member in members:
        mine = known.get(member.id, ())
        total += sums(within(mine, Period("year", first, last)), scheme).total
        band = band_of(sums(within(mine, so_far), scheme).total, member, scheme, year, last)
        excellent += band is not None and band.id == best
        warned += bool(mine) and bool(cards(snapshot, member, within(mine, so_far), quarter, last))
    quarters = [period_of("quarter", date(year, 3 * n, 1)) for n in range(1, 5)]
    shown = [q for q in quarters if first <= q.last <= last and notices(snapshot, q)]
    days = [str(found[-1].get("shown_from")) for q in quarters if (found := _until(snapshot, q, last))]
    return {
        "people": len(members),
        "average": round(total / WHOLE / len(members), 1) if members else 0,
        "excellent": excellent,
        "warned": warned,
        "published_on": max(days, default=""),
        "shown": [row for q in shown for row in _public(snapshot, q)],
    }


def _until(snapshot: Snapshot, quarter: Period, last: date) -> list[Any]:
    return [one for one in notices(snapshot, quarter) if (day_of(one.get("shown_from")) or last) <= last]


def _public(snapshot: Snapshot, quarter: Period) -> list[dict[str, Any]]:
    """What the public sheet of a quarter said of each member."""
    scheme = scheme_on(snapshot, quarter.last)
    rows = []
    for member in due_members(snapshot, quarter, quarter.last):
        mine = sums(within(posted(snapshot, quarter.first.year).get(member.id, ()), quarter), scheme)
        row = {"quarter": quarter.id, "name": snapshot.roster.label(member), "points": mine.total / WHOLE}
        rows.append({**row, "deductions": mine.deductions})
    return rows
