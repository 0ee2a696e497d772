"""What fills a cell: lines of text, tables, labels. A flow can be cut over several leaves, never losing a line.

A flow has ``count`` atoms (lines, table rows). ``height(at, to)`` is what a portion takes, ``fit(at, room)`` how
far a portion may go, ``draw`` paints one portion. All lengths in mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from wdbranch.printing.fonts import FANGSONG, KAI, SANS
from wdbranch.printing.leaf import RULE_WEIGHT, WRITING_WEIGHT, baseline, centred, letter_spaced, put, width_of
from wdbranch.printing.plan import Page, Rule
from wdbranch.printing.typeset import Line, layout, one_line

PAD_X, PAD_Y = 2.2, 1.3
PAD_RULED = 3.6                            # above and below ruled lines together
EPS = 0.001
LEFT, CENTRE, RIGHT = "left", "centre", "right"


class Place(NamedTuple):
    """A rectangle on the page."""

    x: float
    y: float
    w: float
    h: float


class Style(NamedTuple):
    """Role, size in points, distance of lines in mm."""

    role: str
    size: float
    leading: float


TEXT = Style(FANGSONG, 12.0, 6.2)
WRITING = Style(FANGSONG, 14.0, 8.0)       # on ruled lines
TABLE_TEXT = Style(FANGSONG, 11.0, 5.4)
TABLE_HEAD = Style(SANS, 10.0, 4.6)
LABEL = Style(SANS, 11.0, 5.2)
HEADING = Style(SANS, 13.0, 6.0)
SIGN = Style(KAI, 12.5, 6.0)
NOTE = Style(KAI, 10.0, 5.0)

_SMALLEST = 8.5
_ROW = 8.0                                 # least height of a table row
_CHUNK = 12                                # lines of a table row that stay together
_BASE = 2.35                               # baseline above the ruled line


class Flow(Protocol):
    """One cell's content."""

    @property
    def count(self) -> int:
        """How many atoms there are."""

    @property
    def repeats(self) -> bool:
        """Whether it stands on every leaf of its row (labels) and is never cut."""

    def height(self, at: int, to: int, /) -> float:
        """What atoms ``at`` to ``to`` take."""

    def fit(self, at: int, room: float, /) -> int:
        """The furthest ``to`` so that the portion fits into ``room``; ``at`` where nothing fits."""

    def draw(self, page: Page, place: Place, at: int, to: int, /) -> None:
        """Paint a portion into its place, which may be higher than needed."""


@dataclass(slots=True)
class Label:
    """A head: wrapped evenly, short words spaced to four letters; with ``spread`` a full-width heading."""

    text: str
    width: float
    heading: bool = False
    _lines: list[Line] = field(default_factory=list)
    count: int = 1
    repeats: bool = True

    def __post_init__(self) -> None:
        self._lines = even_lines(self.text, LABEL, self.width - 3.6)

    def height(self, _at: int, _to: int, /) -> float:
        """One line or several, and air."""
        return len(self._lines) * LABEL.leading + 2 * PAD_Y

    def fit(self, _at: int, _room: float, /) -> int:
        """Whole or not at all."""
        return 1

    def draw(self, page: Page, place: Place, at: int, _to: int, /) -> None:
        """In the middle of its place; ``at`` > 0 says （续）."""
        again = "（续）" if at else ""
        if self.heading:
            middle = place.y + place.h / 2
            letter_spaced(page, self.text, (place.x, place.w, middle), HEADING[:2], again=bool(again))
            return
        if len(self._lines) == 1 and not again:
            count = len(self.text)
            spread = {2: 2000.0, 3: 500.0}.get(count, 0.0)
            if spread and (count * 1000 + spread * (count - 1)) * LABEL.size * 0.00035278 > place.w - 5.0:
                spread = 0.0
            centred(page, self.text, (place.x, place.w), place.y + place.h / 2, LABEL[:2], spread=spread)
            return
        lines = [*self._lines, one_line(again, *LABEL[:2])] if again else self._lines
        draw_block(page, lines, place, LABEL, align=CENTRE)


@dataclass(slots=True)
class Sign:
    """A label and room for ink. Nothing else is ever drawn here."""

    text: str
    count: int = 1
    repeats: bool = True

    def height(self, _at: int, _to: int, /) -> float:
        """One line."""
        return SIGN.leading + 2 * PAD_Y

    def fit(self, _at: int, _room: float, /) -> int:
        """Whole or not at all."""
        return 1

    def draw(self, page: Page, place: Place, _at: int, _to: int, /) -> None:
        """The label at the left."""
        line = one_line(self.text + "：", *SIGN[:2])
        put(page, line, place.x + PAD_X, baseline(place.y + place.h / 2, *SIGN[:2]), SIGN[:2])


@dataclass(slots=True)
class Lines:
    """Text in a cell: one line or many."""

    lines: list[Line]
    style: Style = TEXT
    align: str = LEFT
    value: bool = True
    repeats: bool = False

    @property
    def count(self) -> int:
        """Lines."""
        return len(self.lines)

    def height(self, at: int, to: int) -> float:
        """Lines and air above and below."""
        return (to - at) * self.style.leading + 2 * PAD_Y

    def fit(self, at: int, room: float) -> int:
        """As many lines as fit."""
        return min(self.count, at + max(0, int((room - 2 * PAD_Y + EPS) / self.style.leading)))

    def draw(self, page: Page, place: Place, at: int, to: int) -> None:
        """In the middle of the cell's height."""
        draw_block(page, self.lines[at:to], place, self.style, align=self.align, value=self.value)


@dataclass(slots=True)
class Ruled:
    """Text on ruled lines, 8 mm apart; ``blank`` lines follow the text."""

    lines: list[Line]
    indents: list[float]
    blank: int = 0
    repeats: bool = False

    @property
    def count(self) -> int:
        """Lines, with and without text."""
        return len(self.lines) + self.blank

    def height(self, at: int, to: int) -> float:
        """8 mm a line, and a little below."""
        return (to - at) * WRITING.leading + PAD_RULED

    def fit(self, at: int, room: float) -> int:
        """As many lines as fit."""
        return min(self.count, at + max(0, int((room - PAD_RULED + EPS) / WRITING.leading)))

    def draw(self, page: Page, place: Place, at: int, to: int) -> None:
        """Rules over the whole height, text on the first of them."""
        x, right = place.x + PAD_X, place.x + place.w - PAD_X
        room = place.h - PAD_RULED
        number = max(int((room + EPS) / WRITING.leading), to - at)
        top = place.y + 1.0 + min((room - number * WRITING.leading) / 3, 1.5)
        for n in range(number):
            y = top + (n + 1) * WRITING.leading
            page.rules.append(Rule(x, y, right, y, WRITING_WEIGHT))
            if at + n < min(to, len(self.lines)):
                put(page, self.lines[at + n], x + self.indents[at + n], y - _BASE, WRITING[:2], value=True)


class TableRow(NamedTuple):
    """One row of a table: the lines and font size of each cell, and a note below, over the whole width."""

    cells: tuple[tuple[tuple[Line, ...], float], ...]
    note: tuple[Line, ...] = ()

    def lines(self) -> int:
        """The highest cell, in lines."""
        return max((len(lines) for lines, _ in self.cells), default=0)


class Chunk(NamedTuple):
    """Lines ``start`` to ``end`` of a table row, which stay on one leaf."""

    row: int
    start: int
    end: int
    height: float
    last: bool


class TableColumn(NamedTuple):
    """Head (may be empty in a table without heads), width in mm, whether its values stand in the middle."""

    label: str
    width: float
    centre: bool


class Table:
    """A ruled table that fills its cell; its head is repeated on every leaf."""

    repeats = False

    def __init__(self, columns: Sequence[TableColumn], rows: Sequence[TableRow], *, blank: int = 0) -> None:
        """``blank`` empty rows follow the rows."""
        self.columns = list(columns)
        empty = TableRow(tuple(((), TABLE_TEXT.size) for _ in columns))
        self.rows = [*rows, *[empty] * blank]
        self._heads = [even_lines(c.label, TABLE_HEAD, c.width - 1.2) if c.label else [] for c in columns]
        deepest = max((len(lines) for lines in self._heads), default=0)
        self.head_height = max(deepest * TABLE_HEAD.leading + 2.4, 7.0) if deepest else 0.0
        self.chunks: list[Chunk] = []
        for number, row in enumerate(self.rows):
            self._cut(number, row)

    def _cut(self, number: int, row: TableRow) -> None:
        lines = max(row.lines(), 1)
        start = 0
        while start < lines:
            end = lines if lines - start <= _CHUNK + 2 else start + _CHUNK
            last = end == lines
            height = (end - start) * TABLE_TEXT.leading + (2.0 if start == 0 else 0.8) + (0.6 if last else 0.0)
            if start == 0 and last:
                height = max(height, _ROW)
            if last and row.note:
                height += len(row.note) * NOTE.leading + 1.0
            self.chunks.append(Chunk(number, start, end, height, last))
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
        extra_rows = int((free + EPS) / _ROW) if to == self.count else 0
        count = to - at + extra_rows
        share = (free - extra_rows * _ROW) / count if count else 0.0
        bottom = place.y + place.h
        for chunk in self.chunks[at:to]:
            height = chunk.height + share
            self._draw_chunk(page, Place(place.x, y, place.w, height), chunk)
            y += height
            if chunk.last and y < bottom - 0.01:
                page.rules.append(Rule(place.x, y, place.x + place.w, y, RULE_WEIGHT))
        for _ in range(extra_rows):
            self._verticals(page, place.x, y, _ROW + share)
            y += _ROW + share
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
        note = row.note if chunk.last else ()
        note_height = len(note) * NOTE.leading + 1.0 if note else 0.0
        height = place.h - note_height
        x = place.x
        for column, (lines, size) in zip(self.columns, row.cells, strict=True):
            style = TABLE_TEXT._replace(size=size)
            part = lines[chunk.start : chunk.end]
            cell = Place(x, place.y, column.width, height)
            draw_block(page, part, cell, style, align=CENTRE if column.centre else LEFT, pad=1.2, value=True)
            x += column.width
        self._verticals(page, place.x, place.y, height)
        if note:
            y = place.y + height
            page.rules.append(Rule(place.x, y, place.x + place.w, y, WRITING_WEIGHT))
            draw_block(page, note, Place(place.x, y, place.w, note_height), NOTE, value=True)


def draw_block(
    page: Page, lines: Sequence[Line], place: Place, style: Style, *,
    align: str = LEFT, pad: float = PAD_X, value: bool = False,
) -> None:
    """Lines in the middle of a place's height, at its left or right edge or in the middle."""
    y = place.y + (place.h - len(lines) * style.leading) / 2 + style.leading / 2
    for line in lines:
        x = place.x + pad
        if align != LEFT:
            free = place.w - width_of(line, style.size)
            x = place.x + (free / 2 if align == CENTRE else free - pad)
        put(page, line, x, baseline(y, style.role, style.size), style[:2], value=value)
        y += style.leading


def even_lines(text: str, style: Style, width: float) -> list[Line]:
    """A label broken into as few lines as possible, of about the same length."""
    lines = layout(text, *style[:2], width)
    if len(lines) < 2:
        return [one_line(text, *style[:2])] if text else []
    em = style.size * 0.35278
    narrow = width
    while narrow - em / 2 > em and len(layout(text, *style[:2], narrow - em / 2)) == len(lines):
        narrow -= em / 2
    return [one_line(line.text, *style[:2]) for line in layout(text, *style[:2], narrow)]


def paragraph_lines(text: str, style: Style, width: float, *, whole: str = "") -> list[Line]:
    """The lines of a text of one or several paragraphs; what fits one line is set without gaps beside digits."""
    found: list[Line] = []
    for paragraph in filter(None, text.split("\n")):
        tight = one_line(paragraph, *style[:2], gaps=False)
        if width_of(tight, style.size) <= width:
            found.append(tight)
        else:
            found += layout(paragraph, *style[:2], width, whole=whole)
    return found


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
    return tuple(lines), TABLE_TEXT.size
