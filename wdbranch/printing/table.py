"""Ruled tables inside a cell or over a whole leaf, with heads repeated on every leaf."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wdbranch.printing.flow import (
    CENTRE,
    EPS,
    LEFT,
    NOTE,
    TABLE_HEAD,
    TABLE_TEXT,
    Place,
    draw_block,
    even_lines,
    paragraph_lines,
)
from wdbranch.printing.leaf import RULE_WEIGHT, WRITING_WEIGHT
from wdbranch.printing.plan import Box, Page, Rule
from wdbranch.printing.typeset import Line

ROW = 8.0
"""Least height of a row in mm."""

_SMALLEST = 8.5  # points
_NARROW = 40.0  # mm: in a column narrower than this, letters pulled apart to both edges look torn
_CHUNK = 12  # lines of a row that stay together


class TableRow(NamedTuple):
    """One row of a table: the lines and font size of each cell, and a note below, over the whole width.

    In a ledger, ``record`` is the id of the record that the row tells of.
    """

    cells: tuple[tuple[tuple[Line, ...], float], ...]
    note: tuple[Line, ...] = ()
    record: str = ""

    def lines(self) -> int:
        """The highest cell, in lines."""
        return max((len(lines) for lines, _ in self.cells), default=0)


class Chunk(NamedTuple):
    """Lines ``start`` to ``end`` of a table row, then some of its note's lines, which stay on one leaf."""

    row: int
    start: int
    end: int
    note: tuple[Line, ...]
    height: float
    last: bool


class TableColumn(NamedTuple):
    """Head (may be empty in a table without heads), width in mm, whether its values stand in the middle.

    ``box``: the (field, part) of a ledger's column; its rows leave boxes on the page.
    """

    label: str
    width: float
    centre: bool
    box: tuple[str, str] | None = None


class Table:
    """A ruled table that fills its cell; its head is repeated on every leaf."""

    repeats = False

    def __init__(
        self,
        columns: Sequence[TableColumn],
        rows: Sequence[TableRow],
        *,
        blank: int = 0,
        row_height: float = ROW,
        note_box: str = "",
    ) -> None:
        """``blank`` empty rows follow the rows; no row is lower than ``row_height`` mm.

        ``note_box``: the fields whose values stand in the note of a ledger's row.
        """
        self.columns = list(columns)
        self._row = row_height
        self._note_box = note_box
        empty = TableRow(tuple(((), TABLE_TEXT.size) for _ in columns))
        self.rows = [*rows, *[empty] * blank]
        self._heads = [
            [line for part in c.label.split("\n") if part for line in even_lines(part, TABLE_HEAD, c.width - 1.2)]
            for c in columns
        ]
        deepest = max((len(lines) for lines in self._heads), default=0)
        self.head_height = max(deepest * TABLE_HEAD.leading + 2.4, 7.0) if deepest else 0.0
        self.chunks: list[Chunk] = []
        for number, row in enumerate(self.rows):
            self._cut(number, row)

    def _cut(self, number: int, row: TableRow) -> None:
        lines = max(row.lines(), 1)
        start, note = 0, row.note
        while start < lines or note:
            end = lines if lines - start <= _CHUNK + 2 else start + _CHUNK
            some = () if end < lines else note if len(note) <= _CHUNK + 2 else note[:_CHUNK]
            note = note[len(some) :]
            last = end == lines and not note
            height = (end - start) * TABLE_TEXT.leading
            if end > start:
                height += (2.0 if start == 0 else 0.8) + (0.6 if end == lines else 0.0)
            if start == 0 and end == lines:
                height = max(height, self._row)
            if some:
                height += len(some) * NOTE.leading + 1.0
            self.chunks.append(Chunk(number, start, end, some, height, last))
            start = end

    @property
    def count(self) -> int:
        """Chunks of rows."""
        return len(self.chunks)

    def height(self, at: int, to: int) -> float:
        """Head and rows."""
        return self.head_height + sum(chunk.height for chunk in self.chunks[at:to])

    def fit(self, at: int, room: float) -> int:
        """As many rows as fit below the head."""
        room -= self.head_height
        to = at
        while to < self.count and self.chunks[to].height <= room + EPS:
            room -= self.chunks[to].height
            to += 1
        return to

    def draw(self, page: Page, place: Place, at: int, to: int) -> None:
        """Head, rows, empty rows below while there is room; what is left is shared out among the rows."""
        y = self._draw_head(page, place)
        free = place.h - self.height(at, to)
        extra_rows = int((free + EPS) / self._row) if to == self.count else 0
        count = to - at + extra_rows
        share = (free - extra_rows * self._row) / count if count else 0.0
        bottom = place.y + place.h
        for chunk in self.chunks[at:to]:
            height = chunk.height + share
            self._draw_chunk(page, Place(place.x, y, place.w, height), chunk)
            y += height
            if chunk.last and y < bottom - 0.01:
                page.rules.append(Rule(place.x, y, place.x + place.w, y, RULE_WEIGHT))
        for _ in range(extra_rows):
            self._verticals(page, place.x, y, self._row + share)
            y += self._row + share
            if y < bottom - 0.01:
                page.rules.append(Rule(place.x, y, place.x + place.w, y, RULE_WEIGHT))

    def _draw_head(self, page: Page, place: Place) -> float:
        x, y = place.x, place.y
        if not self.head_height:
            return y
        for column, lines in zip(self.columns, self._heads, strict=True):
            draw_block(page, lines, Place(x, y, column.width, self.head_height), TABLE_HEAD, align=CENTRE)
            x += column.width
        self._verticals(page, place.x, y, self.head_height)
        y += self.head_height
        page.rules.append(Rule(place.x, y, place.x + place.w, y, RULE_WEIGHT))
        return y

    def _verticals(self, page: Page, x: float, y: float, height: float) -> None:
        for column in self.columns[:-1]:
            x += column.width
            page.rules.append(Rule(x, y, x, y + height, RULE_WEIGHT))

    def _draw_chunk(self, page: Page, place: Place, chunk: Chunk) -> None:
        row = self.rows[chunk.row]
        note_height = len(chunk.note) * NOTE.leading + 1.0 if chunk.note else 0.0
        height = place.h - note_height
        x = place.x
        for column, (lines, size) in zip(self.columns, row.cells, strict=True):
            style = TABLE_TEXT._replace(size=size)
            part = lines[chunk.start : chunk.end]
            cell = Place(x, place.y, column.width, height)
            draw_block(page, part, cell, style, align=CENTRE if column.centre else LEFT, pad=1.2, value=True)
            if row.record and column.box and chunk.end > chunk.start:
                page.boxes.append(Box(row.record, *column.box, *cell))
            x += column.width
        if chunk.end > chunk.start:
            self._verticals(page, place.x, place.y, height)
        if chunk.note:
            below = Place(place.x, place.y + height, place.w, note_height)
            if chunk.end > chunk.start:
                page.rules.append(Rule(place.x, below.y, place.x + place.w, below.y, WRITING_WEIGHT))
            draw_block(page, chunk.note, below, NOTE, value=True)
            if row.record:
                page.boxes.append(Box(row.record, self._note_box, "note", *below))


def table_cell(text: str, width: float, *, whole: bool) -> tuple[tuple[Line, ...], float]:
    """A table cell's lines and font size; what should stay whole is set smaller before it is broken."""
    width -= 2.4
    lines = paragraph_lines(text, TABLE_TEXT, width) if text else []
    size = TABLE_TEXT.size
    while whole and len(lines) > 1 and size > _SMALLEST:
        size -= 0.5
        smaller = paragraph_lines(text, TABLE_TEXT._replace(size=size), width)
        if len(smaller) == 1:
            return tuple(smaller), size
    if width < _NARROW:
        lines = [line._replace(spread=0.0) for line in lines]
    return tuple(lines), TABLE_TEXT.size
