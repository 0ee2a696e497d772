"""One file of the folder ``views`` → one ``View``: a page that is worked out, not typed."""

from __future__ import annotations

import re
from typing import Any

from wdbranch.book.form import CONTENT_WIDTH_MM, LANDSCAPE_WIDTH_MM, View, ViewColumn
from wdbranch.book.ledgerfile import fill
from wdbranch.book.strict import Table
from wdbranch.book.vocabulary import VIEWS

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_LINES = 20


def read_view(data: dict[str, Any], file: str, edition: str, chapters: frozenset[str]) -> View:
    """Build one view from its parsed file. Raises FormError naming file and key."""
    table = Table(data, file)
    view_id = table.need("id", str)
    if not _ID.match(view_id) or f"/{view_id}.toml" not in f"/{file}":
        table.fail("id", "小写字母开头，只用小写字母、数字和下划线，并且与文件同名")
    chapter = table.need("chapter", str)
    if chapter not in chapters:
        table.fail("chapter", f"目录里没有“{chapter}”这一章")
    source = table.need("source", str)
    if source not in VIEWS:
        table.fail("source", f"没有“{source}”这种由程序算出的表")
    view = View(
        id=view_id,
        edition=edition,
        title=table.need("title", str),
        short=table.need("short", str),
        page_no=table.need("page_no", str),
        chapter=chapter,
        order=table.need("order", int),
        source=source,
        columns=tuple(
            _column(Table(part, file, f"column[{number}]"), source)
            for number, part in enumerate(table.tables("column"), 1)
        ),
        landscape=table.take("landscape", bool, default=False),
        lines=table.take("lines", int, _LINES),
        optional=table.take("optional", bool, default=False),
        goes_to=table.take("goes_to", str, ""),
        intro=table.take("intro", str, ""),
        signs=table.strings("signs"),
    )
    table.done()
    _whole(table, view)
    return view


def _column(table: Table, source: str) -> ViewColumn:
    width = table.need("w", float)
    if table.has("sign"):
        column = ViewColumn("", table.need("sign", str), width)
        table.done()
        return column
    column_id = table.need("id", str)
    if column_id not in VIEWS[source]:
        table.fail("id", f"“{source}”里没有“{column_id}”这一栏")
    repeat = table.take("repeat", bool, default=False)
    label = table.take("label", str, "") if repeat else table.need("label", str)
    column = ViewColumn(column_id, label, width, table.take("centre", bool, default=False), repeat)
    table.done()
    return column


def _whole(table: Table, view: View) -> None:
    """The columns are distinct and fill the leaf; what repeats takes the room that the others leave."""
    ids = [column.id for column in view.columns if column.id]
    for name in ids:
        if ids.count(name) > 1:
            table.fail("column", f"栏目“{name}”重复")
    repeated = [column for column in view.columns if column.repeat]
    if len(repeated) > 1:
        table.fail("column", "只能有一栏重复（repeat）")
    widths = [column.width for column in view.columns]
    if not repeated:
        fill(table, "column", widths, landscape=view.landscape)
    elif sum(widths) > (LANDSCAPE_WIDTH_MM if view.landscape else CONTENT_WIDTH_MM):
        table.fail("column", "各栏宽度合计超过了纸宽")
