"""The papers of an election: its blank ballot, and the report of its result.

The ballot bears no number, name or signature of whoever fills it: the ballot is secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wdbranch.printing.flow import PAD_X, TEXT, WRITING, Lines, paragraph_lines
from wdbranch.printing.grid import GridCell, GridRow, lay_out
from wdbranch.printing.leaf import BOTTOM, TOP, Head, area, baseline, footer, header, put, title, width_of
from wdbranch.printing.plan import Mark, Page, Plan
from wdbranch.printing.table import Table, TableColumn, TableRow, table_cell
from wdbranch.printing.typeset import MM_PER_PT, Line, layout, one_line
from wdbranch.rules.elections.report import Report
from wdbranch.rules.tables import words_table

_WIDTH, _NAME = 160.0, 64.0
_ROW = 12.0
_LEADING = 9.5  # mm, of the report
_BODY = WRITING[:2]


def plan_election_ballot(head: Head, name: str, candidates: Sequence[str], seats: int) -> Plan:
    """One ballot, to be printed as often as there are voters; as many lines for others as seats."""
    words = words_table("phrases", "election")["ballot"]
    heading = str(words["title"])

    def opener(leaf: int, again: bool) -> Page:
        page = Page(1 + leaf)
        header(page, head)
        title(page, heading, again=again)
        return page

    fill = {"title": name, "seats": seats, "count": len(candidates)}
    pages = lay_out(
        [
            GridRow(12.0, [GridCell(_WIDTH, _said(words["how"].format(**fill)))]),
            GridRow(12.0, [GridCell(_WIDTH, _boxes(words["names"], candidates, words))]),
            GridRow(12.0, [GridCell(_WIDTH, _boxes(words["other"], [""] * seats, words))]),
            GridRow(12.0, [GridCell(_WIDTH, _said(words["valid"].format(**fill)))]),
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


def _said(text: str) -> Lines:
    return Lines(paragraph_lines(text, TEXT, _WIDTH - 2 * PAD_X))


def _boxes(over_names: str, names: Sequence[str], words: dict[str, Any]) -> Table:
    heads = (over_names, *words["boxes"])
    each = (_WIDTH - _NAME) / len(words["boxes"])
    widths = [_NAME, *[each] * len(words["boxes"])]
    columns = [TableColumn(text, wide, centre=True) for text, wide in zip(heads, widths, strict=True)]
    rows = []
    for name in names:
        texts = (name, *[""] * len(words["boxes"]))
        rows.append(
            TableRow(tuple(table_cell(text, w, whole=True) for text, w in zip(texts, widths, strict=True)))
        )
    return Table(columns, rows, row_height=_ROW)


def plan_election_report(head: Head, report: Report) -> Plan:
    """The report as a letter; it is stamped and signed by hand."""
    lines: list[tuple[Line, float]] = []
    width = area(Page(1)).w
    em = _BODY[1] * MM_PER_PT
    lines.append((one_line(report.to, _BODY[0]), 0.0))
    for paragraph in report.paragraphs:
        for number, line in enumerate(layout(paragraph, *_BODY, width, indent=2)):
            lines.append((line, 0.0 if number else 2 * em))
    lines.append((one_line("", _BODY[0]), 0.0))
    for text in (report.branch, report.day):
        line = one_line(text, _BODY[0])
        lines.append((line, max(0.0, width - width_of(line, _BODY[1]) - 2 * em)))
    room = int((BOTTOM - TOP) / _LEADING)
    pages: list[Page] = []
    for start in range(0, len(lines), room):
        page = Page(1 + len(pages))
        header(page, head)
        title(page, report.title, again=bool(pages))
        left = area(page).x
        for at, (line, indent) in enumerate(lines[start : start + room]):
            put(page, line, left + indent, baseline(TOP + (at + 0.5) * _LEADING, *_BODY), _BODY)
        pages.append(page)
    for page in pages:
        footer(page, head, report.title, page.number, len(pages))
    return Plan(pages, [Mark(report.title, 1, len(pages))], report.title, head.branch)
