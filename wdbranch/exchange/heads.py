"""Finds the head of a roster in a sheet, whatever stands above it and however many rows it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wdbranch.exchange.cells import Cell, text_of
from wdbranch.exchange.roster_table import Head
from wdbranch.exchange.sheets import Sheet
from wdbranch.exchange.words import plain_head, roster_words

_LOOK_AT = 30          # rows from the top
_DEEPEST = 3           # rows of a head
_REPEATABLE = frozenset({None, "ignored", "seq", "standing"})    # 党员类别 and 人员类别 share a meaning
_FEWEST = 2            # known columns besides the name for a sheet to count as a roster


@dataclass(frozen=True, slots=True)
class Band:
    """The head of a sheet: rows ``first`` … ``last`` (from 0), and what each column means."""

    first: int
    last: int
    heads: tuple[Head, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the head gives."""
        return frozenset(head.field for head in self.heads if head.field)

    @property
    def score(self) -> int:
        """How much of a roster it is: number of different known columns, 0 without a name."""
        return len(self.fields) if "name" in self.fields else 0

    @property
    def rank(self) -> tuple[int, int]:
        """For comparing: the richer head, and of two as rich the one with fewer rows."""
        return self.score, self.first - self.last


def find_head(sheet: Sheet, mapping: Mapping[int, str | None] | None = None) -> Band | None:
    """The band of rows that reads most like the head of a roster; None if there is none.

    ``mapping`` (column from 0 → field or None) overrides what the heads say.
    """
    filled = fill_merged(sheet)
    best: Band | None = None
    for first in range(min(_LOOK_AT, len(filled))):
        for last in range(first, min(first + _DEEPEST, len(filled))):
            band = Band(first, last, _meaning(filled[first : last + 1]))
            if band.score > _FEWEST and (best is None or band.rank > best.rank):
                best = band
    if best is None:
        return None
    # heads merged downwards belong to the head as far as they reach
    reach = [bottom for top, _, bottom, _ in sheet.merged if best.first <= top <= best.last]
    last = max([best.last, *(bottom for bottom in reach if bottom < best.first + _DEEPEST)])
    chosen = mapping or {}
    heads = (Head(h.column, h.text, chosen.get(h.column, h.field)) for h in best.heads)
    return Band(best.first, last, tuple(heads))


def fill_merged(sheet: Sheet) -> list[list[Cell]]:
    """The rows with each merged area filled from its first cell, all of equal length."""
    width = max((len(row) for row in sheet.rows), default=0)
    rows = [list(row) + [None] * (width - len(row)) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        if top >= len(rows) or left >= width:
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, width)):
                row[column] = value
    return rows


def _meaning(rows: list[list[Cell]]) -> tuple[Head, ...]:
    """What each column means; a field named twice belongs to its first column, but for a few."""
    known = roster_words().heads
    taken: set[str] = set()
    heads = []
    for column in range(len(rows[0])):
        parts: list[str] = []
        for row in rows:
            part = plain_head(row[column])
            if part and (not parts or parts[-1] != part):
                parts.append(part)
        # 入党＋时间 first, then the lower head alone, then the upper one
        trials = ["".join(parts[start:]) for start in range(len(parts))] + list(reversed(parts))
        field = next((known[trial] for trial in trials if trial in known), None)
        if field not in _REPEATABLE and field in taken:
            field = None
        if field:
            taken.add(field)
        shown = [text_of(row[column]) for row in rows]
        heads.append(Head(column, "／".join(dict.fromkeys(filter(None, shown))), field))
    return tuple(head for head in heads if head.text or head.field)


def twice(band: Band) -> list[Head]:
    """Columns whose head names a person although another one does already: two tables side by side."""
    known = roster_words().heads
    return [head for head in band.heads if head.field is None and known.get(plain_head(head.text)) == "name"]
