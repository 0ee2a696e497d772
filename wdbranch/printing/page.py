"""The grid engine: one record, or a blank form, becomes one or more leaves.

The form's rows are placed from top to bottom. What does not fit goes on on a （续） leaf, which repeats only the
title and the head of what was cut. Growing rows take the free height, over all leaves; signatures stand at the
foot of the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wdbranch.book.form import CONTENT_WIDTH_MM, Cell, CellKind, Edition, FieldType, Form, PageRow
from wdbranch.book.record import Record, State, moment_of
from wdbranch.book.values import record_number
from wdbranch.printing.flow import (
    EPS,
    NOTE,
    PAD_X,
    TEXT,
    WRITING,
    Flow,
    Label,
    Lines,
    Place,
    Ruled,
    Sign,
    Table,
    TableColumn,
    TableRow,
    paragraph_lines,
    table_cell,
)
from wdbranch.printing.leaf import (
    BOTTOM,
    DRAFT_NOTE,
    FRAME_WEIGHT,
    RULE_WEIGHT,
    TOP_FIRST,
    TOP_MORE,
    Head,
    footer,
    header,
    left_edge,
    title,
)
from wdbranch.printing.plan import BLACK, Box, Frame, Mark, Page, Plan, Rule
from wdbranch.printing.typeset import layout
from wdbranch.printing.words import Words, is_centred, stays_whole

__all__ = ["Head", "lay_out_record", "plan_record"]

_WHOLE = 40.0        # a row of plain cells lower than this is not cut
_BLANK_ROWS = 3      # empty rows of a table on a blank form
_SIGNIN_PAIRS = 4


def plan_record(edition: Edition, form: Form, record: Record | None, head: Head) -> Plan:
    """The pages of one record; ``record`` None gives the blank form for filling in by hand."""
    pages = lay_out_record(edition, form, record, head, 1)
    for page in pages:
        footer(page, head, form.page.title, page.number, len(pages))
    name = f"{form.page.title} {record_number(form, record)}" if record else f"{form.page.title}（空白）"
    mark = Mark(name, 1, len(pages), record.id if record else "")
    return Plan(pages, [mark], name, head.branch)


def lay_out_record(edition: Edition, form: Form, record: Record | None, head: Head, first: int) -> list[Page]:
    """The pages of one record without footers; ``first`` is the number of the first page."""
    words = Words(edition, form, record, head.refs)
    rows = [_Row(row, _flows(form, row, words, record is None)) for row in form.page.rows]
    for above, row in zip(rows, rows[1:], strict=False):
        if above.is_heading:
            row.heading = above
    foot = [_Row(row, _flows(form, row, words, record is None)) for row in form.page.foot]
    leaves = _place_all(rows, sum(row.natural() for row in foot))
    pages = []
    for number, placed in enumerate(leaves):
        page = Page(first + number)
        header(page, head, _notes(form, record))
        title(page, form.page.title, again=number > 0)
        _draw_leaf(page, placed, foot if number == len(leaves) - 1 else [], record.id if record else "", first=number == 0)
        pages.append(page)
    return pages


def _notes(form: Form, record: Record | None) -> list[tuple[str, str]]:
    """What the header says of the record: its number, 补记, 更正, 草稿."""
    if record is None:
        return []
    notes = [(f"第{record.version}版（更正）", BLACK)] if record.version > 1 else []
    if record.late:
        done = moment_of(record.recorded_at)
        notes.append((f"补记于{done.month}月{done.day}日" if done else "补记", BLACK))
    if record.state is State.DRAFT:
        notes.append(DRAFT_NOTE)
    if isinstance(record.get("seq"), int):
        notes.append((record_number(form, record), BLACK))
    return notes


# --- rows and what fills them ---------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """One row of the grid with the flows of its cells; ``heading``: the heading row right above it."""

    row: PageRow
    flows: list[Flow]
    heading: _Row | None = None

    @property
    def is_heading(self) -> bool:
        return all(cell.kind is CellKind.HEADING for cell in self.row.cells)

    def natural(self, at: Sequence[int] | None = None) -> float:
        """What the row takes from those positions on; the least height holds for a row that begins."""
        need = self.row.height if at is None else 0.0
        for number, flow in enumerate(self.flows):
            need = max(need, flow.height(at[number] if at else 0, flow.count))
        return need

    def start(self) -> list[int]:
        return [0] * len(self.flows)

    def end(self) -> list[int]:
        return [flow.count for flow in self.flows]

    def cut(self, at: Sequence[int], room: float) -> list[int] | None:
        """How far each cell gets within ``room``; None where it is better to begin on a new leaf."""
        to = [flow.count if flow.repeats else flow.fit(start, room) for flow, start in zip(self.flows, at, strict=True)]
        long = [n for n, flow in enumerate(self.flows) if not flow.repeats and at[n] < flow.count]
        if not long:
            return None
        if not any(isinstance(self.flows[n], Ruled | Table) for n in long) and self.natural(at) <= _WHOLE:
            return None
        for n in long:
            flow = self.flows[n]
            least = 1 if isinstance(flow, Table) else 2
            if to[n] < flow.count and to[n] - at[n] < least:
                return None
            if flow.count - to[n] == 1 and to[n] - at[n] > least and not isinstance(flow, Table):
                to[n] -= 1  # no single line on the next leaf
        return to


def _flows(form: Form, row: PageRow, words: Words, blank: bool) -> list[Flow]:
    return [_flow(form, row, cell, words, blank) for cell in row.cells]


def _flow(form: Form, row: PageRow, cell: Cell, words: Words, blank: bool) -> Flow:
    if cell.kind is CellKind.LABEL:
        return Label(cell.text, cell.width)
    if cell.kind is CellKind.HEADING:
        return Label(cell.text, cell.width, heading=True)
    if cell.kind is CellKind.SIGN:
        return Sign(cell.text)
    width = cell.width - 2 * PAD_X
    if cell.kind is CellKind.ATTACHMENTS:
        return Lines(paragraph_lines(words.attachments(), TEXT, width))
    if cell.show == "table":
        return _table(form, row, cell, words, blank)
    if cell.show == "signin":
        return _signin_table(words.people(cell), cell.width, blank)
    if row.ruled:
        return _ruled(words.cell(cell), row.height, width)
    whole = "、" if cell.show in ("names", "reasons") else ""
    centre = form.field(cell.fields[0]).type in (FieldType.INT, FieldType.NUMBER, FieldType.TICK)
    return Lines(paragraph_lines(words.cell(cell), TEXT, width, whole=whole), centre=centre, value=not blank)


def _ruled(text: str, height: float, width: float) -> Ruled:
    lines, indents = [], []
    em = WRITING.size * 0.35278
    for paragraph in text.split("\n"):
        for number, line in enumerate(layout(paragraph, *WRITING[:2], width, indent=2)):
            lines.append(line)
            indents.append(2 * em if number == 0 else 0.0)
    least = int(height / WRITING.leading)
    return Ruled(lines, indents, max(0, least - len(lines)))


def _table(form: Form, row: PageRow, cell: Cell, words: Words, blank: bool) -> Table:
    field = form.field(cell.fields[0])
    by_id = {column.id: column for column in field.columns}
    columns = [by_id[column_id] for column_id, _ in cell.columns]
    widths = [width for _, width in cell.columns]
    rows = []
    for texts, note in words.table(cell):
        cells = tuple(
            table_cell(text, width, whole=stays_whole(column.type))
            for text, width, column in zip(texts, widths, columns, strict=True)
        )
        lines = tuple(layout(f"（{note}）", *NOTE[:2], cell.width - 2 * PAD_X)) if note else ()
        rows.append(TableRow(cells, lines))
    heads = [TableColumn(c.label, width, is_centred(c.type)) for c, width in zip(columns, widths, strict=True)]
    return Table(heads, rows, blank=_BLANK_ROWS if blank else 0 if rows else 1)


def _signin_table(names: Sequence[str], width: float, blank: bool) -> Table:
    """Names with room for ink beside each; the room stays empty."""
    pairs = _SIGNIN_PAIRS
    name_width = 18.0
    ink_width = width / pairs - name_width
    columns = [TableColumn("", each, centre=True) for _ in range(pairs) for each in (name_width, ink_width)]
    rows = []
    for at in range(0, len(names), pairs):
        cells = []
        for name in (*names[at : at + pairs], *[""] * (pairs - len(names[at : at + pairs]))):
            cells += [table_cell(name, name_width, whole=True), table_cell("", ink_width, whole=False)]
        rows.append(TableRow(tuple(cells)))
    return Table(columns, rows, blank=_BLANK_ROWS if blank or not rows else 0)


# --- placing --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Placed:
    """A portion of a row on one leaf."""

    row: _Row
    at: list[int]
    to: list[int]
    height: float


_Leaves = list[list[_Placed]]


def _used(leaf: Sequence[_Placed]) -> float:
    return sum(placed.height for placed in leaf)


def _place_all(rows: Sequence[_Row], foot: float) -> _Leaves:
    """Portions of rows on leaves: as few leaves as possible, the foot on the last, free height given out."""
    capacity = _capacities(rows, foot)
    leaves = _place(rows, capacity)
    growing = next((flow for row in rows if row.row.grow for flow in row.flows if isinstance(flow, Ruled)), None)
    if growing is not None:
        spare = int((capacity(len(leaves) - 1, last=True) - _used(leaves[-1])) / WRITING.leading)
        before = growing.blank
        for lines in range(spare, 0, -1):
            growing.blank = before + lines
            longer = _place(rows, capacity)
            if len(longer) == len(leaves) and _used(longer[-1]) <= capacity(len(leaves) - 1, last=True) + EPS:
                leaves = longer
                break
            growing.blank = before
    for number, leaf in enumerate(leaves):
        _stretch(leaf, capacity(number, last=number == len(leaves) - 1) - _used(leaf), last=number == len(leaves) - 1)
    return leaves


class _Capacity:
    """The height of each leaf; ``short`` leaves keep room for the foot because the last one must."""

    def __init__(self, foot: float) -> None:
        self._foot = foot
        self.short: set[int] = set()

    def __call__(self, leaf: int, *, last: bool = False) -> float:
        height = BOTTOM - (TOP_MORE if leaf else TOP_FIRST)
        return height - self._foot if last or leaf in self.short else height


def _capacities(rows: Sequence[_Row], foot: float) -> _Capacity:
    """Where rows and foot do not fit the last leaf together, rows move on, so that no foot stands alone."""
    capacity = _Capacity(foot)
    while True:
        leaves = _place(rows, capacity)
        last = len(leaves) - 1
        if _used(leaves[-1]) <= capacity(last, last=True) + EPS or last in capacity.short:
            return capacity
        capacity.short.add(last)


def _place(rows: Sequence[_Row], capacity: Callable[[int], float]) -> _Leaves:
    leaves: _Leaves = [[]]
    room = capacity(0)

    def new_leaf(row: _Row | None = None) -> float:
        leaves.append([])
        free = capacity(len(leaves) - 1)
        if row is not None and row.heading is not None:
            heading = row.heading
            leaves[-1].append(_Placed(heading, [1], [1], heading.natural()))
            free -= heading.natural()
        return free

    for number, row in enumerate(rows):
        at, begun = row.start(), False
        while True:
            height = row.natural(at if begun else None)
            follows = _least(rows[number + 1]) if row.is_heading and number + 1 < len(rows) else 0.0
            if height + follows <= room + EPS:
                leaves[-1].append(_Placed(row, at, row.end(), height))
                room -= height
                break
            to = None if row.is_heading else row.cut(at, room)
            if to is None and (begun or not leaves[-1]):
                to = [flow.count if flow.repeats else max(flow.fit(a, room), min(a + 1, flow.count))
                      for flow, a in zip(row.flows, at, strict=True)]
            if to is None:
                room = new_leaf()
                continue
            leaves[-1].append(_Placed(row, at, to, room))
            at = [a if flow.repeats else t for flow, a, t in zip(row.flows, at, to, strict=True)]
            at = [1 if flow.repeats else a for flow, a in zip(row.flows, at, strict=True)]
            begun = True
            room = new_leaf(row)
    return leaves


def _least(row: _Row) -> float:
    """What must stand below a heading: two lines, or a table head with one row, or the whole low row."""
    least = 0.0
    for flow in row.flows:
        if flow.repeats:
            least = max(least, flow.height(0, flow.count))
        else:
            least = max(least, flow.height(0, min(flow.count, 1 if isinstance(flow, Table) else 2)))
    whole = row.natural()
    return whole if whole <= 18.0 else least


def _stretch(leaf: list[_Placed], free: float, *, last: bool) -> None:
    """Give the free height of a leaf to its growing row, else (not on the last leaf) to its last row."""
    if free <= EPS or not leaf:
        return
    growing = [placed for placed in leaf if placed.row.row.grow]
    if growing:
        growing[-1].height += free
    elif not last or free < WRITING.leading:
        leaf[-1].height += free


# --- drawing --------------------------------------------------------------------------------------


def _draw_leaf(page: Page, placed: Sequence[_Placed], foot: Sequence[_Row], record: str, *, first: bool) -> None:
    x = left_edge(page.number)
    top = y = TOP_FIRST if first else TOP_MORE
    right = x + CONTENT_WIDTH_MM
    for number, portion in enumerate(placed):
        _draw_row(page, portion, x, y, record)
        y += portion.height
        if foot or number < len(placed) - 1:
            page.rules.append(Rule(x, y, right, y, RULE_WEIGHT))
    bottom = y
    if foot:
        foot_top = BOTTOM - sum(row.natural() for row in foot)
        if foot_top > y + EPS:
            page.rules.append(Rule(x, foot_top, right, foot_top, RULE_WEIGHT))
        y = foot_top
        for number, row in enumerate(foot):
            portion = _Placed(row, row.start(), row.end(), row.natural())
            _draw_row(page, portion, x, y, record)
            y += portion.height
            if number < len(foot) - 1:
                page.rules.append(Rule(x, y, right, y, RULE_WEIGHT))
        bottom = BOTTOM
    page.frames.append(Frame(x, top, CONTENT_WIDTH_MM, bottom - top, FRAME_WEIGHT))


def _draw_row(page: Page, portion: _Placed, x: float, y: float, record: str) -> None:
    height = portion.height
    cells = portion.row.row.cells
    for number, (cell, flow) in enumerate(zip(cells, portion.row.flows, strict=True)):
        place = Place(x, y, cell.width, height)
        flow.draw(page, place, portion.at[number], portion.to[number])
        if cell.kind in (CellKind.FIELD, CellKind.SIGN, CellKind.ATTACHMENTS):
            page.boxes.append(Box(record, "+".join(cell.fields), "+".join(cell.statuses), *place))
        x += cell.width
        if number < len(cells) - 1:
            page.rules.append(Rule(x, y, x, y + height, RULE_WEIGHT))
