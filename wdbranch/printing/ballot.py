"""The blank ballot of a democratic appraisal: one line for each member, one box for each grade.

It bears no number, name or signature of whoever fills it: the ballot is secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wdbranch.book.moments import show_day
from wdbranch.printing.flow import PAD_X, TEXT, Lines, paragraph_lines
from wdbranch.printing.grid import GridCell, GridRow, lay_out
from wdbranch.printing.leaf import BOTTOM, TOP, Head, footer, header, title
from wdbranch.printing.plan import Mark, Page, Plan
from wdbranch.printing.table import Table, TableColumn, TableRow, table_cell
from wdbranch.rules.tables import words_table

_NUMBER, _NAME = 16.0, 36.0
_WIDTH = 160.0


def plan_ballot(head: Head, names: Sequence[str], grades: Sequence[str], day: date | None) -> Plan:
    """One ballot, to be printed as often as there are voters. ``grades``: the heads of the boxes."""
    words = words_table("phrases", "ballot")
    heading = str(words["title"])

    def opener(leaf: int, again: bool) -> Page:
        page = Page(1 + leaf)
        header(page, head)
        title(page, heading, again=again)
        return page

    when = f"（{show_day(day)}）" if day else ""
    how = paragraph_lines(str(words["how"]) + when, TEXT, _WIDTH - 2 * PAD_X)
    pages = lay_out(
        [
            GridRow(12.0, [GridCell(_WIDTH, Lines(how))]),
            GridRow(9.0, [GridCell(_WIDTH, _boxes(names, grades))]),
        ],
        (),
        opener,
        "",
        height=BOTTOM - TOP,
        fill=False,
    )
    for page in pages:
        footer(page, head, heading, page.number, len(pages))
    return Plan(pages, [Mark(heading, 1, len(pages))], heading, head.branch)


def _boxes(names: Sequence[str], grades: Sequence[str]) -> Table:
    width = (_WIDTH - _NUMBER - _NAME) / len(grades)
    widths = [_NUMBER, _NAME, *[width] * len(grades)]
    heads = ("序号", "被测评人", *grades)
    columns = [TableColumn(text, wide, centre=True) for text, wide in zip(heads, widths, strict=True)]
    rows = []
    for number, name in enumerate(names, 1):
        texts = (str(number), name, *[""] * len(grades))
        cells = [table_cell(text, wide, whole=True) for text, wide in zip(texts, widths, strict=True)]
        rows.append(TableRow(tuple(cells)))
    return Table(columns, rows)
