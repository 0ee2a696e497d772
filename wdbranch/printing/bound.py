"""Several records as one document: a month, a kind; and the sign-in sheet before a meeting.

In every plan a page's ``number`` is its place in the document, so odd pages are front sides and the binding
edge is right when printed double-sided. The bound year (``printing.year``) is numbered through, cover
included; in a collection of records each record counts its own pages, because it will be filed on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wdbranch.book.form import Edition, Form
from wdbranch.book.moments import show_day, weekday
from wdbranch.printing.flow import PAD_X, TEXT, Label, Lines, paragraph_lines
from wdbranch.printing.grid import GridCell, GridRow, lay_out
from wdbranch.printing.leaf import BOTTOM, TOP, Head, footer, header, title
from wdbranch.printing.ledger import add_ledger
from wdbranch.printing.page import lay_out_record
from wdbranch.printing.plan import Mark, Page, Plan
from wdbranch.printing.table import Table, TableColumn, TableRow, table_cell
from wdbranch.printing.year import Filled, add_record, in_book_order

__all__ = ["plan_records", "plan_signin"]

_SIGNIN_ROWS = 22


def plan_records(edition: Edition, head: Head, records: Sequence[Filled]) -> Plan:
    """Records one after another in the order of the book: a month, or all of a kind.

    Records of a ledger stand on one sheet together.
    """
    plan = Plan(title=f"{head.book_title}（{head.year}年度）", author=head.branch)
    ordered = in_book_order(records)
    for form, record in ordered:
        first = len(plan.pages) + 1
        if form.page.kind == "ledger":
            lines = [other for of, other in ordered if of.id == form.id]
            if record is not lines[0]:
                continue
            pages = add_ledger(plan, edition, form, lines, head, first=first)
        else:
            pages = lay_out_record(edition, form, record, head, first)
            add_record(plan, edition, form, record, pages)
        for number, page in enumerate(pages, 1):
            footer(page, head, form.page.title, number, len(pages))
    return plan


def plan_signin(
    head: Head, form: Form, names: Sequence[str], day: date | None, *, name: str = "", place: str = ""
) -> Plan:
    """The sign-in sheet to be laid out before a meeting: numbered names, room for ink, some empty lines.

    ``day`` None, ``name`` (of the meeting) and ``place`` empty leave those boxes for the pen.
    """
    heading = f"{form.short}签到表"

    def opener(leaf: int, again: bool) -> Page:
        page = Page(1 + leaf)
        header(page, head)
        title(page, heading, again=again)
        return page

    when = f"{show_day(day)}（{weekday(day)}）" if day else ""
    rows = [
        _info(("名称", 26.0), (name, 134.0)),
        _info(("日期", 26.0), (when, 54.0), ("地点", 20.0), (place, 60.0)),
    ]
    pages = lay_out(
        [*rows, GridRow(9.0, [GridCell(160.0, _signatures(names))])],
        (),
        opener,
        "",
        height=BOTTOM - TOP,
        fill=True,
    )
    for page in pages:
        footer(page, head, heading, page.number, len(pages))
    return Plan(pages, [Mark(heading, 1, len(pages))], heading, head.branch)


def _info(*cells: tuple[str, float]) -> GridRow:
    """Labels and values in turn."""
    made = []
    for number, (text, width) in enumerate(cells):
        filled = Lines(paragraph_lines(text, TEXT, width - 2 * PAD_X)) if number % 2 else Label(text, width)
        made.append(GridCell(width, filled))
    return GridRow(10.0, made)


def _signatures(names: Sequence[str]) -> Table:
    widths = (14.0, 26.0, 40.0)
    heads = ("序号", "姓名", "签名")
    columns = [
        TableColumn(head, width, centre=True) for head, width in zip(heads * 2, widths * 2, strict=True)
    ]
    filled = -(-len(names) // 2)
    length = max(filled + 2, _SIGNIN_ROWS)
    rows = []
    for line in range(length):
        cells = []
        for at in (line, line + length):
            name = names[at] if at < len(names) else ""
            texts = (str(at + 1) if name else "", name, "")
            cells += [table_cell(text, width, whole=True) for text, width in zip(texts, widths, strict=True)]
        rows.append(TableRow(tuple(cells)))
    return Table(columns, rows)
