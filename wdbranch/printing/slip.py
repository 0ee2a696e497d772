"""Slips: the papers that go between branch and street with a packet or a card, and the street's notices.

A slip is a title over framed parts: labelled boxes, paragraphs, a table, a QR code, room for signatures. It
grows over as many leaves as it needs; nothing on it belongs to the record book, and it is not bound.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from wdbranch.printing.flow import PAD_X, PAD_Y, TEXT, WRITING, Label, Lines, Place, paragraph_lines
from wdbranch.printing.grid import GridCell, GridRow, lay_out
from wdbranch.printing.leaf import Head, area, footer, header, landscape, title
from wdbranch.printing.plan import Mark, Page, Picture, Plan
from wdbranch.printing.sheet import sign_row
from wdbranch.printing.table import Table, TableColumn, TableRow, table_cell
from wdbranch.printing.typeset import MM_PER_PT, Line, layout, one_line

_LABEL_WIDTH = 28.0
_ROW = 10.0
_CODE = 48.0                       # mm of a QR code with the air around it
_CODE_AIR = 4.0
_SHORT = 12                        # characters that stand in the middle of a table's cell, and are not broken
_INDENT = 2                        # characters


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled boxes, ``across`` of them side by side; a label "" makes one wide box."""

    pairs: Sequence[tuple[str, str]]
    across: int = 2
    height: float = _ROW           # mm, the least of each


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs, after a heading if there is one."""

    paragraphs: Sequence[str]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A table: head and share of the width of each column; ``lines`` rows at least, for writing by hand."""

    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    heading: str = ""
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Coded:
    """A QR code of these bytes, with paragraphs beside it."""

    data: bytes
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Written:
    """Lines in large type, to be copied by hand without a slip of the pen."""

    lines: Sequence[str]


Part = Facts | Prose | Listed | Coded | Written


@dataclass(frozen=True, slots=True)
class Slip:
    """One paper; ``signs`` are the signatures at its foot, in rows."""

    title: str
    parts: Sequence[Part]
    signs: Sequence[Sequence[str]] = ()
    landscape: bool = False


def plan_slip(slip: Slip, head: Head) -> Plan:
    """The pages of a slip. Every text of it is on them."""
    plan = Plan(title=slip.title, author=head.branch)

    def opener(leaf: int, again: bool) -> Page:
        page = landscape(1 + leaf) if slip.landscape else Page(1 + leaf)
        header(page, head)
        title(page, slip.title, again=again)
        return page

    place = area(landscape(1) if slip.landscape else Page(1))
    rows = [row for part in slip.parts for row in _rows(part, place.w, plan)]
    rows = [*rows, *(sign_row(labels, place.w) for labels in slip.signs)]
    plan.pages = lay_out(rows, (), opener, "", height=place.bottom - place.top, fill=False)
    for page in plan.pages:
        footer(page, head, slip.title, page.number, len(plan.pages))
    plan.marks.append(Mark(slip.title, 1, len(plan.pages)))
    return plan


def plan_slips(slips: Sequence[Slip], head: Head) -> Plan:
    """Several slips in one plan, each numbered for itself."""
    whole = plan_slip(slips[0], head)
    for slip in slips[1:]:
        more = plan_slip(slip, head)
        first = len(whole.pages) + 1
        whole.pages += more.pages
        whole.marks.append(Mark(slip.title, first, len(whole.pages)))
    return whole


def _rows(part: Part, width: float, plan: Plan) -> list[GridRow]:
    match part:
        case Facts():
            return _facts(part, width)
        case Prose():
            return [*_heading(part.heading, width), _prose(part.paragraphs, width)]
        case Listed():
            return [*_heading(part.heading, width), GridRow(0.0, [GridCell(width, _table(part, width))])]
        case Coded():
            key = f"qr-{hashlib.sha256(part.data).hexdigest()[:16]}"
            plan.images[key] = qr_picture(part.data)
            beside = _words(part.paragraphs, width - _CODE)
            return [GridRow(_CODE, [GridCell(_CODE, _Code(key)), GridCell(width - _CODE, beside)])]
        case Written():
            return [_written(part.lines, width)]


def _written(lines: Sequence[str], width: float) -> GridRow:
    return GridRow(_ROW, [GridCell(width, Lines([one_line(text, WRITING.role) for text in lines], WRITING))])


def _heading(text: str, width: float) -> list[GridRow]:
    return [GridRow(_ROW, [GridCell(width, Label(text, width, heading=True))], heading=True)] if text else []


def _facts(part: Facts, width: float) -> list[GridRow]:
    rows: list[GridRow] = []
    waiting: list[tuple[str, str]] = []
    for label, text in part.pairs:
        if label:
            waiting.append((label, text))
        if waiting and (not label or len(waiting) == part.across):
            rows.append(_boxes(waiting, width, part.height))
            waiting = []
        if not label:
            rows.append(GridRow(part.height, [GridCell(width, _said(text, width))]))
    if waiting:
        rows.append(_boxes(waiting, width, part.height))
    return rows


def _boxes(pairs: Sequence[tuple[str, str]], width: float, height: float) -> GridRow:
    each = width / len(pairs)
    cells = []
    for label, text in pairs:
        room = each - _LABEL_WIDTH
        cells += [GridCell(_LABEL_WIDTH, Label(label, _LABEL_WIDTH)), GridCell(room, _said(text, room))]
    return GridRow(height, cells)


def _said(text: str, width: float) -> Lines:
    return Lines(paragraph_lines(text, TEXT, width - 2 * PAD_X))


def _prose(paragraphs: Sequence[str], width: float) -> GridRow:
    return GridRow(_ROW, [GridCell(width, _words(paragraphs, width))])


def _words(paragraphs: Sequence[str], width: float) -> _Words:
    room = width - 2 * PAD_X
    lines = [
        (line, 0.0 if number else _INDENT * TEXT.size * MM_PER_PT)
        for paragraph in paragraphs
        for number, line in enumerate(layout(paragraph, *TEXT[:2], room, indent=_INDENT))
    ]
    return _Words(Lines([line for line, _ in lines]), [indent for _, indent in lines])


def _table(part: Listed, width: float) -> Table:
    whole = sum(share for _, share in part.columns)
    widths = [width * share / whole for _, share in part.columns]
    short = [all(len(row[at]) <= _SHORT for row in part.rows) for at in range(len(widths))]
    columns = [
        TableColumn(label, wide, centre=centre)
        for (label, _), wide, centre in zip(part.columns, widths, short, strict=True)
    ]
    rows = [TableRow(tuple(map(_table_cell, row, widths))) for row in part.rows]
    return Table(columns, rows, blank=max(0, part.lines - len(rows)))


def _table_cell(text: str, width: float) -> tuple[tuple[Line, ...], float]:
    return table_cell(text, width, whole=len(text) <= _SHORT)


def qr_picture(data: bytes) -> bytes:
    """A PNG of the QR code of these bytes, error correction M."""
    import segno

    out = io.BytesIO()
    segno.make(data, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    return out.getvalue()


@dataclass(slots=True)
class _Words:
    """Paragraphs whose first lines are indented."""

    lines: Lines
    indents: list[float]
    repeats: bool = False

    @property
    def count(self) -> int:
        """Lines."""
        return self.lines.count

    def height(self, at: int, to: int) -> float:
        """As the lines."""
        return self.lines.height(at, to)

    def fit(self, at: int, room: float) -> int:
        """As the lines."""
        return self.lines.fit(at, room)

    def draw(self, page: Page, place: Place, at: int, to: int) -> None:
        """Line by line from the top, each at its own indent."""
        step = TEXT.leading
        for number in range(at, to):
            top = place.y + PAD_Y + (number - at) * step
            line = Lines([self.lines.lines[number]])
            room = Place(place.x + self.indents[number], top - PAD_Y, place.w, step + 2 * PAD_Y)
            line.draw(page, room, 0, 1)


@dataclass(slots=True)
class _Code:
    """A QR code in the middle of its cell."""

    key: str
    count: int = 1
    repeats: bool = False

    def height(self, _at: int, _to: int, /) -> float:
        """Its height with the air around it."""
        return _CODE

    def fit(self, at: int, room: float, /) -> int:
        """Whole or not at all."""
        return 1 if room >= _CODE else at

    def draw(self, page: Page, place: Place, at: int, to: int, /) -> None:
        """As large as its width allows."""
        if to > at:
            side = _CODE - 2 * _CODE_AIR
            x, y = place.x + (place.w - side) / 2, place.y + (place.h - side) / 2
            page.pictures.append(Picture(x, y, side, side, self.key))

