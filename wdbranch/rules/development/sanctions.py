"""Whose sanction is still in its influence period (影响期), read from the records of awards and sanctions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot

_FORM = "award"


def in_force(snapshot: Snapshot, name: str, day: date) -> Iterator[tuple[date, str]]:
    """The sanctions of a person whose influence period covers the day: its last day, and what it is called.

    Source: 细则 2026 第十四条: not fit to introduce anybody while it lasts.
    """
    for record in snapshot.of(_FORM):
        given, until = snapshot.day(record), day_of(record.get("influence_until"))
        if record.get("member") == name and given is not None and until is not None and given <= day <= until:
            yield until, str(record.get("title") or "")
