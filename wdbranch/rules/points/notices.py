"""When the points of a quarter were shown in public, and what changed after that."""

from __future__ import annotations

from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.periods import Period

NOTICE = "points_notice"
"""The form by which a branch notes that the points of a quarter were shown."""


def notices(snapshot: Snapshot, quarter: Period) -> list[Record]:
    """The notices of a quarter in the order of their days."""
    number = (quarter.first.month + 2) // 3
    return [
        record
        for record in snapshot.of(NOTICE)
        if record.year == quarter.first.year and record.get("quarter") == number and record.get("shown_from")
    ]


def changed_since(snapshot: Snapshot, quarter: Period) -> int:
    """How many entries of a quarter were written after its last notice was entered; 0 where there is none."""
    shown = notices(snapshot, quarter)
    if not shown:
        return 0
    said = max(record.created_at for record in shown)
    later = {posting.seq for posting in snapshot.points.postings if posting.at > said}
    first, last = quarter.first.isoformat(), quarter.last.isoformat()
    entries = snapshot.points.by_year.get(f"{quarter.first.year:04}", ())
    return sum(entry.posting in later and first <= entry.line.day <= last for entry in entries)
