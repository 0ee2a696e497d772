"""The ``[page]`` of a ledger: its columns on paper, and the grid in which one record of it is written."""

from __future__ import annotations

from collections.abc import Iterator

from wdbranch.book.form import (
    CONTENT_WIDTH_MM,
    LANDSCAPE_WIDTH_MM,
    Cell,
    CellKind,
    Field,
    FieldType,
    LedgerColumn,
    Page,
    PageRow,
    Shown,
)
from wdbranch.book.strict import Table

_TOLERANCE_MM = 0.01
_LINES = 18              # of a leaf, where the form does not say
_HEIGHT = 9.0
_LABEL = 28.0            # mm: six characters of a label
_LONGEST = 6
_CHARACTER = 3.75        # mm
_WRITING = 24.0
_SHORT = frozenset(
    {
        FieldType.INT, FieldType.NUMBER, FieldType.MONEY, FieldType.DATE, FieldType.TIME, FieldType.TICK,
        FieldType.PERSON, FieldType.CHOICE,
    }
)
_TALL = frozenset({FieldType.LONG, FieldType.ROWS})
"""Types that are written below a heading, over the whole width."""


def read_ledger(table: Table, title: str, fields: tuple[Field, ...], foot: tuple[PageRow, ...]) -> Page:
    """Build the page. Raises FormError where the columns do not fill the leaf or show a field twice."""
    by_id = {field.id: field for field in fields}
    landscape = table.take("landscape", bool, default=False)
    columns = tuple(
        _column(Table(data, table.file, f"page.columns[{number}]"), by_id)
        for number, data in enumerate(table.tables("columns"), 1)
    )
    lines = table.take("lines", int, _LINES)
    table.done()
    fill(table, "columns", [column.width for column in columns], landscape=landscape)
    shown = [name for column in columns for name in column.fields]
    for name in shown:
        if shown.count(name) > 1:
            table.fail("columns", f"字段“{name}”出现了两次")
    if any(field.type is FieldType.ATTENDANCE for field in fields):
        table.fail("kind", "有到会情况的记录不能印成台账")
    return Page("ledger", title, _grid(fields, columns), foot, columns, landscape, lines)


def fill(table: Table, key: str, widths: list[float], *, landscape: bool) -> None:
    """Refuse columns that do not fill the leaf exactly."""
    whole = LANDSCAPE_WIDTH_MM if landscape else CONTENT_WIDTH_MM
    if abs(sum(widths) - whole) > _TOLERANCE_MM:
        table.fail(key, f"各栏宽度合计 {sum(widths):g} 毫米，应当正好 {whole:g} 毫米")


def _column(table: Table, fields: dict[str, Field]) -> LedgerColumn:
    width = table.need("w", float)
    if table.has("sign"):
        column = LedgerColumn(table.need("sign", str), width)
    elif table.has("fields"):
        names = table.strings("fields")
        moments = [name for name in names if name in fields and fields[name].type is FieldType.DATETIME]
        if len(names) != 2 or len(moments) != 2 or table.need("show", str) != "span":
            table.fail("fields", '只有两个日期时间可以合成一栏，写作 show = "span"')
        column = LedgerColumn(table.take("label", str, "时间"), width, names, "span")
    else:
        name = table.need("field", str)
        if name not in fields:
            table.fail("field", f"没有“{name}”这个字段")
        if fields[name].type is FieldType.ROWS:
            table.fail("field", "多行的字段不能作台账的一栏，它印在这一行下面")
        column = LedgerColumn(table.take("label", str, fields[name].label), width, (name,))
    table.done()
    return column


# --- the grid of one record ---------------------------------------------------------------------------------


def _grid(fields: tuple[Field, ...], columns: tuple[LedgerColumn, ...]) -> tuple[PageRow, ...]:
    """Labels and boxes in the order of the fields: short ones in pairs, long ones over the whole width."""
    tall = [field for field in fields if field.type in _TALL]
    rows: list[PageRow] = []
    for group in _groups(fields, columns):
        if group[0].type in _TALL:
            heading = Cell(CellKind.HEADING, CONTENT_WIDTH_MM, text=group[0].label)
            rows.append(PageRow(_HEIGHT, (heading,)))
            rows.append(_tall(group[0], grow=group[0] is tall[-1]))
        else:
            rows.append(PageRow(_HEIGHT, _labelled(group)))
    kept = Cell(CellKind.ATTACHMENTS, CONTENT_WIDTH_MM - _LABEL)
    rows.append(PageRow(_HEIGHT, (Cell(CellKind.LABEL, _LABEL, text="附件"), kept), grow=not tall))
    return tuple(rows)


def _groups(fields: tuple[Field, ...], columns: tuple[LedgerColumn, ...]) -> Iterator[list[Field]]:
    """Fields that share a row: the two ends of a span, or two short ones."""
    spans = {column.fields[0]: column.fields[1] for column in columns if column.show == "span"}
    ends = set(spans.values())
    by_id = {field.id: field for field in fields}
    waiting: Field | None = None
    for field in fields:
        if field.id in ends:
            continue
        if field.type in _SHORT and len(field.label) <= _LONGEST:
            if waiting is None:
                waiting = field
            else:
                yield [waiting, field]
                waiting = None
            continue
        if waiting is not None:
            yield [waiting]
            waiting = None
        yield [field, by_id[spans[field.id]]] if field.id in spans else [field]
    if waiting is not None:
        yield [waiting]


def _labelled(group: list[Field]) -> tuple[Cell, ...]:
    first = group[0]
    if len(group) == 2 and first.type is FieldType.DATETIME:
        names = (first.id, group[1].id)
        return (
            Cell(CellKind.LABEL, _LABEL, text="时间"),
            Cell(CellKind.FIELD, CONTENT_WIDTH_MM - _LABEL, fields=names, show="span"),
        )
    width = CONTENT_WIDTH_MM / len(group)
    cells: list[Cell] = []
    for field in group:
        label = max(_LABEL, len(field.label) * _CHARACTER + 5)
        cells.append(Cell(CellKind.LABEL, label, text=field.label))
        cells.append(Cell(CellKind.FIELD, width - label, fields=(field.id,)))
    return tuple(cells)


def _tall(field: Field, *, grow: bool) -> PageRow:
    if field.type is FieldType.LONG:
        cell = Cell(CellKind.FIELD, CONTENT_WIDTH_MM, fields=(field.id,))
        return PageRow(_WRITING, (cell,), grow=grow, ruled=True)
    each = CONTENT_WIDTH_MM / len(field.columns)
    columns = tuple(Shown(column.id, each) for column in field.columns)
    cell = Cell(CellKind.FIELD, CONTENT_WIDTH_MM, fields=(field.id,), show="table", columns=columns)
    return PageRow(_WRITING, (cell,), grow=grow)
