"""What is still to be posted: the difference between the points worked out and those in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wdbranch.book.points import Entry, Key, Line
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.points.count import lines_of_year


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the next posting would do: entries to take back, and lines to add."""

    back: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()

    def __len__(self) -> int:
        """How many facts are waiting: a line that changes counts once."""
        return len({entry.line.key for entry in self.back} | {line.key for line in self.lines})

    def of(self, member: int) -> Waiting:
        """What is waiting for one member."""
        return Waiting(
            tuple(entry for entry in self.back if entry.line.member == member),
            tuple(line for line in self.lines if line.member == member),
        )

    @property
    def score(self) -> int:
        """By how much the sums will change, in hundredths."""
        return sum(line.score for line in self.lines) - sum(entry.line.score for entry in self.back)


def waiting(snapshot: Snapshot, year: int, today: date, *, until: str = "") -> Waiting:
    """What waits to be posted of a year; ``until`` (2026-03): only what concerns that month and earlier ones."""
    return difference(lines_of_year(snapshot, year, today), snapshot.points.live(year), until or f"{year:04}-12")


def difference(lines: Iterable[Line], live: Mapping[Key, Entry], until: str) -> Waiting:
    """What leads from the ledger to the lines, up to a month.

    An entry is taken back where its line is gone or says something else; a line that moved from a later month
    into the posted ones, or out of them, is taken back and posted where it belongs.
    """
    wanted = {line.key: line for line in lines}
    back: list[Entry] = []
    fresh: list[Line] = []
    for key, entry in live.items():
        line = wanted.get(key)
        if line is not None and line.says(entry.line):
            continue
        if entry.line.month <= until or (line is not None and line.month <= until):
            back.append(entry)
    gone = {entry.line.key for entry in back}
    for key, line in wanted.items():
        if line.month <= until and (key not in live or key in gone):
            fresh.append(line)
    return Waiting(tuple(back), tuple(fresh))
