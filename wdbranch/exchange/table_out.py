"""Writes tables for offices: .xlsx that Excel and WPS print as they stand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.disk import disk_told, put

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_PAPER_A4 = 9
_EDGE = 0.5            # margins in inches
_LONGEST_SHEET_NAME = 31
_SHEET_SIGNS = str.maketrans("[]:*?/\\'", "（）：＊？／＼’")     # Excel refuses these in a sheet's name

Area = tuple[int, int, int, int]     # first row, first column, last row, last column

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column. ``width`` in characters of Excel's standard font; ``above``: a head over several columns.

    ``number`` columns are written as numbers (``money``: with two decimals); all others as text, so that no
    digit is ever lost.
    """

    head: str
    width: float = 10
    number: bool = False
    above: str = ""
    money: bool = False


@dataclass(frozen=True, slots=True)
class OutSheet:
    """One sheet of a workbook: its title, columns, rows, and sentences below them."""

    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()


def write_table(
    path: Path, title: str, columns: Sequence[TableColumn], rows: Iterable[Sequence[Value]]
) -> Path:
    """Writes one sheet: title, head (two rows where some column has ``above``), rows. Returns the path.

    Landscape A4, as wide as one page, the head repeated and frozen. The file is written beside its place
    and renamed: an older file of that name stays whole until the new one is. Raises UserError
    (``table_not_written``).
    """
    return write_sheets(path, [OutSheet(title, columns, list(rows))])


def write_sheets(path: Path, sheets: Sequence[OutSheet]) -> Path:
    """As ``write_table``, several sheets in one file; each is named after its title."""
    data = _workbook(sheets)
    with disk_told(path.parent, code="table_not_written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, data)
    return path


def _workbook(sheets: Sequence[OutSheet]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    line = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 10}
    formats = {
        "head": book.add_format({**line, "bold": True, "align": "center", "bg_color": "#EDEDED"}),
        "text": book.add_format({**line, "num_format": "@"}),
        "number": book.add_format({**line, "align": "center", "num_format": "General"}),
        "money": book.add_format({**line, "align": "right", "num_format": "0.00"}),
        "big": book.add_format({**line, "border": 0, "bold": True, "font_size": 16, "align": "center"}),
        "note": book.add_format({**line, "border": 0, "align": "left"}),
    }
    taken: set[str] = set()
    for sheet in sheets:
        _fill(book.add_worksheet(_sheet_name(sheet.title, taken)), sheet, formats)
    book.close()
    return out.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has (it does not tell capitals apart)."""
    plain = title.translate(_SHEET_SIGNS)
    name, number = plain[:_LONGEST_SHEET_NAME], 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _LONGEST_SHEET_NAME - 3]}{number}"
    taken.add(name.lower())
    return name


def _fill(sheet: Worksheet, said: OutSheet, formats: Mapping[str, Format]) -> None:
    columns = said.columns
    last = max(len(columns) - 1, 0)
    _across(sheet, (0, 0, 0, last), said.title, formats["big"])
    sheet.set_row(0, 30)
    first_row = _heads(sheet, columns, formats["head"])
    at = first_row - 1
    for at, row in enumerate(said.rows, start=first_row):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            if column.number and isinstance(value, (int, float)):
                sheet.write_number(at, place, value, formats["money" if column.money else "number"])
            elif value in (None, ""):
                sheet.write_blank(at, place, None, formats["text"])
            else:
                sheet.write_string(at, place, str(value), formats["text"])      # never read as a formula
    for note in said.notes:
        at += 1
        _across(sheet, (at, 0, at, last), note, formats["note"])
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(first_row, 0)
    sheet.repeat_rows(0, first_row - 1)
    sheet.print_area(0, 0, max(at, first_row - 1), last)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(_EDGE, _EDGE, _EDGE, _EDGE + 0.25)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _heads(sheet: Worksheet, columns: Sequence[TableColumn], form: Format) -> int:
    """Writes the head below the title; returns the first row of the body."""
    if not any(column.above for column in columns):
        for place, column in enumerate(columns):
            _across(sheet, (1, place, 1, place), column.head, form)
        return 2
    for above, members in groupby(enumerate(columns), key=lambda pair: pair[1].above):
        places = [place for place, _ in members]
        if above:
            _across(sheet, (1, places[0], 1, places[-1]), above, form)
        for place in places:
            _across(sheet, (2 if above else 1, place, 2, place), columns[place].head, form)
    return 3


def _across(sheet: Worksheet, area: Area, value: str, form: Format) -> None:
    """One text over an area; Excel knows no merged area of a single cell."""
    if area[:2] == area[2:]:
        sheet.write_string(area[0], area[1], value, form)
    else:
        sheet.merge_range(*area, value, form)
