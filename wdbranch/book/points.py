"""The ledger of points as it stands in the file: lines that were posted, and lines that take others back.

A score is kept in hundredths of a point, so that sums are exact. A line is never changed or removed: what is
no longer so is taken back by a reversal (红冲) that names it, and posted anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

WHOLE = 100
"""How many hundredths one point has."""


class Key(NamedTuple):
    """What makes two lines the same one: whose, by which item, from which part of which record."""

    member: int
    code: str
    source: str
    part: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of points: ``member`` id, ``code`` of the item, ``day`` ISO, ``score`` in hundredths.

    ``source``: id of the record that shows it; ``part`` tells several lines of one record and item apart
    (a month of dues). ``reason`` is what a person reads. ``scheme``: version of the rules it follows.
    """

    member: int
    code: str
    day: str
    score: int
    source: str
    part: str = ""
    reason: str = ""
    scheme: str = ""

    @property
    def key(self) -> Key:
        """What makes it the same line."""
        return Key(self.member, self.code, self.source, self.part)

    @property
    def month(self) -> str:
        """The month that it counts for: 2026-03."""
        return self.day[:7]

    def says(self, other: Line) -> bool:
        """Whether the other one gives the same points for the same day."""
        return self.score == other.score and self.day == other.day


@dataclass(frozen=True, slots=True)
class Entry:
    """One posted line. ``reverses``: the ``seq`` of the entry that it takes back, its score the opposite."""

    seq: int
    posting: int
    line: Line
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One act of posting (月结) up to a month (2026-03), with the moment and who did it."""

    seq: int
    at: str
    who: str
    until: str


@dataclass(frozen=True)
class PointsLedger:
    """All postings and entries in the order of writing."""

    postings: tuple[Posting, ...] = ()
    entries: tuple[Entry, ...] = ()
    _years: dict[str, Mapping[Key, Entry]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def reversed_by(self) -> Mapping[int, int]:
        """The entry that takes an entry back, by the ``seq`` of the latter."""
        return {entry.reverses: entry.seq for entry in self.entries if entry.reverses is not None}

    @cached_property
    def by_year(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries by the year of their day."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.line.day[:4], []).append(entry)
        return {year: tuple(entries) for year, entries in found.items()}

    def live(self, year: int) -> Mapping[Key, Entry]:
        """What counts of a year: the entries that were not taken back, by what makes them the same."""
        key = f"{year:04}"
        found = self._years.get(key)
        if found is None:
            found = self._years[key] = standing(self.by_year.get(key, ()))
        return found


def standing(entries: Iterable[Entry]) -> dict[Key, Entry]:
    """The entries that were not taken back, by what makes them the same."""
    known = tuple(entries)
    gone = {entry.reverses for entry in known if entry.reverses is not None}
    return {entry.line.key: entry for entry in known if entry.reverses is None and entry.seq not in gone}
