"""The ``[page]`` part of a form file → ``Page``, with every rule of the grid checked."""

from __future__ import annotations

from typing import Any

from wdbranch.book.form import CONTENT_WIDTH_MM, Cell, CellKind, Field, FieldType, Page, PageRow, Shown
from wdbranch.book.ledgerfile import read_ledger
from wdbranch.book.strict import Table
from wdbranch.book.vocabulary import PAGE_KINDS, SHOWS

_TOLERANCE_MM = 0.01
_HEADS = {"label": CellKind.LABEL, "heading": CellKind.HEADING, "sign": CellKind.SIGN}


def read_page(table: Table, fields: tuple[Field, ...]) -> Page:
    """Build the page. Raises FormError where a row does not fill the grid or a field is on no cell or two."""
    kind = table.need("kind", str)
    if kind not in PAGE_KINDS:
        table.fail("kind", f"没有“{kind}”这种页面")
    by_id = {field.id: field for field in fields}
    title, foot = table.need("title", str), _rows(table, "foot", by_id)
    if kind == "ledger":
        return read_ledger(table, title, fields, foot)
    page = Page(kind=kind, title=title, rows=_rows(table, "row", by_id), foot=foot)
    table.done()
    if not page.rows:
        table.fail("row", "页面上一行也没有")
    _each_once(table, page, fields)
    return page


def _rows(table: Table, name: str, fields: dict[str, Field]) -> tuple[PageRow, ...]:
    found = []
    for number, data in enumerate(table.tables(name), 1):
        part = Table(data, table.file, f"page.{name}[{number}]")
        found.append(_row(part, fields))
    return tuple(found)


def _row(table: Table, fields: dict[str, Field]) -> PageRow:
    height = table.need("height", float)
    if not 0 < height <= 240:
        table.fail("height", "行高应当在 0 到 240 毫米之间")
    cells = tuple(
        _cell(Table(data, table.file, f"{table.where}.cells[{number}]"), fields)
        for number, data in enumerate(table.tables("cells"), 1)
    )
    row = PageRow(
        height=height,
        cells=cells,
        grow=table.take("grow", bool, default=False),
        ruled=table.take("ruled", bool, default=False),
        small=table.take("small", bool, default=False),
    )
    table.done()
    width = sum(cell.width for cell in cells)
    if abs(width - CONTENT_WIDTH_MM) > _TOLERANCE_MM:
        table.fail("cells", f"各格宽度合计 {width:g} 毫米，应当正好 {CONTENT_WIDTH_MM:g} 毫米")
    return row


def _cell(table: Table, fields: dict[str, Field]) -> Cell:
    width = table.need("w", float)
    if width <= 0:
        table.fail("w", "格宽应当大于 0")
    heads = [name for name in (*_HEADS, "field", "fields", "attachments", "ink") if table.has(name)]
    if len(heads) != 1:
        table.fail("", "一格里只能有 label、heading、sign、ink、field、fields、attachments 中的一项")
    head = heads[0]
    if head in _HEADS:
        cell = Cell(_HEADS[head], width, text=table.need(head, str))
    elif head in ("attachments", "ink"):
        if not table.need(head, bool):
            table.fail(head, "只能是 true")
        cell = Cell(CellKind.LABEL if head == "ink" else CellKind.ATTACHMENTS, width)
    elif head == "fields":
        cell = _span(table, width, fields)
    else:
        cell = _field_cell(table, width, fields)
    table.done()
    return cell


def _known(table: Table, key: str, name: str, fields: dict[str, Field]) -> Field:
    if name not in fields:
        table.fail(key, f"没有“{name}”这个字段")
    return fields[name]


def _span(table: Table, width: float, fields: dict[str, Field]) -> Cell:
    names = table.strings("fields")
    for name in names:
        if _known(table, "fields", name, fields).type is not FieldType.DATETIME:
            table.fail("fields", f"字段“{name}”不是日期时间，不能合成一段时间")
    if len(names) != 2 or table.need("show", str) != "span":
        table.fail("fields", '只有两个日期时间可以合成一格，写作 show = "span"')
    return Cell(CellKind.FIELD, width, fields=names, show="span")


def _field_cell(table: Table, width: float, fields: dict[str, Field]) -> Cell:
    field = _known(table, "field", table.need("field", str), fields)
    show = table.take("show", str, "")
    if show not in SHOWS.get(field.type.value, frozenset({""})):
        table.fail("show", f"“{field.type}”类型的字段不能这样显示：“{show}”")
    columns: tuple[Shown, ...] = ()
    lines = 0
    if field.type is FieldType.ROWS:
        columns = _columns(table, field, ink=show == "table")
        lines = table.take("lines", int, 0) if show == "table" else 0
        total = sum(column.width for column in columns)
        if show == "table" and abs(total - width) > _TOLERANCE_MM:
            table.fail("columns", f"各栏宽度合计 {total:g} 毫米，应当正好 {width:g} 毫米")
    statuses: tuple[str, ...] = ()
    if field.type is FieldType.ATTENDANCE:
        statuses = table.strings("statuses")
        if not statuses:
            table.fail("statuses", "不能为空")
        for status in statuses:
            if status not in field.statuses:
                table.fail("statuses", f"字段“{field.id}”没有“{status}”这种到会情况")
    return Cell(
        CellKind.FIELD, width, fields=(field.id,), show=show, statuses=statuses, columns=columns, lines=lines
    )


def _columns(table: Table, field: Field, *, ink: bool) -> tuple[Shown, ...]:
    pairs: list[Any] = table.need("columns", list)
    known = {column.id for column in field.columns}
    found: list[Shown] = []
    for pair in pairs:
        if ink and isinstance(pair, dict):
            found.append(_ink(Table(pair, table.file, f"{table.where}.columns")))
            continue
        if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], int | float)):
            table.fail("columns", "每栏写作 [栏目, 宽度]")
        if pair[0] not in known:
            table.fail("columns", f"字段“{field.id}”没有“{pair[0]}”这个栏目")
        if any(pair[0] == other.id for other in found):
            table.fail("columns", f"栏目“{pair[0]}”重复")
        found.append(Shown(pair[0], float(pair[1])))
    return tuple(found)


def _ink(table: Table) -> Shown:
    column = Shown("", table.need("w", float), table.need("sign", str))
    table.done()
    return column


def _each_once(table: Table, page: Page, fields: tuple[Field, ...]) -> None:
    """Every field stands in exactly one cell; of an attendance field, every status does."""
    places: dict[tuple[str, str], int] = {}
    for row in (*page.rows, *page.foot):
        for cell in row.cells:
            for name in cell.fields:
                for status in cell.statuses or ("",):
                    places[name, status] = places.get((name, status), 0) + 1
    for field in fields:
        for status in field.statuses or ("",):
            what = f"字段“{field.id}”" + (f"的“{status}”" if status else "")
            count = places.get((field.id, status), 0)
            if count == 0:
                table.fail("row", f"{what}在页面上没有位置")
            if count > 1:
                table.fail("row", f"{what}在页面上出现了 {count} 次")
