"""A long table on leaves of its own: ledgers, views, registers; heads repeated, padded with empty rows.

The rows of a sheet are as high as its ``lines`` divide a leaf, so that a filled leaf looks like the blank one
that is written on by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wdbranch.printing.flow import NOTE, PAD_X, Lines, Sign, paragraph_lines
from wdbranch.printing.grid import GridCell, GridRow, lay_out
from wdbranch.printing.leaf import Head, area, header, landscape, title
from wdbranch.printing.plan import Page
from wdbranch.printing.table import ROW, Table, TableColumn, TableRow

_SIGN_ROW = 12.0
_LOWEST = 7.0  # mm: a row of a sheet that fills one leaf so, or takes a leaf less


@dataclass(frozen=True, slots=True)
class Sheet:
    """A long table: its columns fill the leaf (160 mm, landscape 253 mm).

    ``lines``: empty rows of a blank sheet, and what a leaf holds at most of one-line rows. ``foot`` stands at
    the foot of the last leaf, ``notes`` are sentences above it. ``pad``: the last leaf is filled with empty
    rows. ``key`` distinguishes what is on the sheet, ``kind`` is what the footer calls it. ``note_box``: the
    fields that the notes of its rows tell.
    """

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    landscape: bool = False
    lines: int = 0
    foot: tuple[GridRow, ...] = ()
    notes: tuple[str, ...] = ()
    pad: bool = True
    note_box: str = ""


def sign_row(labels: Sequence[str], width: float) -> GridRow:
    """Room for signatures side by side, ``width`` mm together."""
    each = width / len(labels)
    return GridRow(_SIGN_ROW, [GridCell(each, Sign(label), ("", "")) for label in labels])


def lay_out_sheet(sheet: Sheet, head: Head, first: int, *, again: bool = False) -> list[Page]:
    """The leaves of a sheet, without footers; ``first`` is the number of the first, ``again`` makes it （续）."""

    def opener(leaf: int, more: bool) -> Page:
        page = landscape(first + leaf) if sheet.landscape else Page(first + leaf)
        header(page, head)
        title(page, sheet.title, again=more or again)
        return page

    place = area(landscape(first) if sheet.landscape else Page(first))
    height = place.bottom - place.top
    foot = [*_notes(sheet.notes, place.w), *sheet.foot]

    def laid_out(row_height: float) -> list[Page]:
        table = Table(
            sheet.columns,
            sheet.rows,
            blank=0 if sheet.rows else max(sheet.lines, 1),
            row_height=row_height,
            note_box=sheet.note_box,
        )
        body = GridRow(table.head_height + row_height, [GridCell(place.w, table)], grow=sheet.pad)
        return lay_out([body], foot, opener, "", height=height, fill=False)

    pages = laid_out(_row_height(sheet, height - sum(row.natural() for row in foot)))
    if sheet.rows and len(pages) > 1:
        tight = laid_out(_LOWEST)
        pages = tight if len(tight) < len(pages) else pages
    return pages


def _row_height(sheet: Sheet, room: float) -> float:
    if not sheet.lines:
        return ROW
    heads = Table(sheet.columns, ()).head_height
    row = (room - heads) / sheet.lines - 0.001
    return row if row >= _LOWEST else ROW


def _notes(notes: Sequence[str], width: float) -> list[GridRow]:
    if not notes:
        return []
    lines = [line for note in notes for line in paragraph_lines(note, NOTE, width - 2 * PAD_X)]
    return [GridRow(ROW, [GridCell(width, Lines(lines, NOTE))])]
