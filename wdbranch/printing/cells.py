"""The cells of a form's grid as what fills them: labels, lines, tables, room for ink."""

from __future__ import annotations

from collections.abc import Sequence

from wdbranch.book.form import Cell, CellKind, FieldType, Form, PageRow
from wdbranch.book.words import Words, is_centred, stays_whole
from wdbranch.printing.flow import (
    CENTRE,
    LABEL,
    LEFT,
    NOTE,
    PAD_X,
    RIGHT,
    SMALL_LABEL,
    SMALL_TEXT,
    TEXT,
    WRITING,
    Flow,
    Label,
    Lines,
    Ruled,
    Sign,
    paragraph_lines,
)
from wdbranch.printing.grid import GridCell, GridRow
from wdbranch.printing.table import Table, TableColumn, TableRow, table_cell
from wdbranch.printing.typeset import MM_PER_PT, layout

_BLANK_ROWS = 3  # empty rows of a table on a blank form
_SIGNIN_PAIRS = 4
_SMALL_SIZES = (9.5, 9.0, 8.5)  # points


def grid_row(form: Form, row: PageRow, words: Words, *, blank: bool) -> GridRow:
    """One row of a form's page; ``blank``: it will be filled in by hand."""
    cells = []
    for cell in row.cells:
        filled = cell.kind in (CellKind.FIELD, CellKind.SIGN, CellKind.ATTACHMENTS)
        box = ("+".join(cell.fields), "+".join(cell.statuses)) if filled else None
        cells.append(GridCell(cell.width, _flow(form, row, cell, words, blank=blank), box))
    heading = all(cell.kind is CellKind.HEADING for cell in row.cells)
    return GridRow(row.height, cells, row.grow, heading)


def _flow(form: Form, row: PageRow, cell: Cell, words: Words, *, blank: bool) -> Flow:
    width = cell.width - 2 * PAD_X
    match cell.kind:
        case CellKind.LABEL | CellKind.HEADING:
            style = SMALL_LABEL if row.small else LABEL
            return Label(cell.text, cell.width, heading=cell.kind is CellKind.HEADING, style=style)
        case CellKind.SIGN:
            return Sign(cell.text)
        case CellKind.ATTACHMENTS:
            return Lines(paragraph_lines(words.attachments(), TEXT, width), value=not blank)
    if cell.show == "table":
        return _table(form, cell, words, blank=blank)
    if cell.show == "signin":
        return signin_table(words.people(cell), cell.width, blank=blank)
    if row.ruled:
        return _ruled(words.cell(cell), row.height, width)
    kind = form.field(cell.fields[0]).type
    whole = "、" if cell.show in ("names", "reasons") or kind is FieldType.PERSONS else ""
    align = LEFT
    if kind in (FieldType.INT, FieldType.NUMBER, FieldType.MONEY, FieldType.TICK):
        align = CENTRE if not blank or kind is FieldType.TICK else RIGHT
    if row.small:
        return _small(words.cell(cell), width, whole, align, value=not blank)
    return Lines(paragraph_lines(words.cell(cell), TEXT, width, whole=whole), align=align, value=not blank)


def _small(text: str, width: float, whole: str, align: str, *, value: bool) -> Lines:
    """A text set as small as it must be to stand on one line, though not too small to be read."""
    for size in _SMALL_SIZES:
        style = SMALL_TEXT._replace(size=size)
        lines = paragraph_lines(text, style, width, whole=whole)
        if len(lines) < 2:
            break
    return Lines(lines, style, align, value)


def _ruled(text: str, height: float, width: float) -> Ruled:
    lines, indents = [], []
    two_ems = 2 * WRITING.size * MM_PER_PT
    for paragraph in text.split("\n"):
        for number, line in enumerate(layout(paragraph, *WRITING[:2], width, indent=2)):
            lines.append(line)
            indents.append(0.0 if number else two_ems)
    return Ruled(lines, indents, max(0, int(height / WRITING.leading) - len(lines)))


def _table(form: Form, cell: Cell, words: Words, *, blank: bool) -> Table:
    by_id = {column.id: column for column in form.field(cell.fields[0]).columns}
    kinds = [by_id[column.id].type if column.id else None for column in cell.columns]
    rows = []
    for texts, note in words.table(cell):
        cells = tuple(
            table_cell(text, column.width, whole=kind is not None and stays_whole(kind))
            for text, kind, column in zip(texts, kinds, cell.columns, strict=True)
        )
        lines = tuple(layout(f"（{note}）", *NOTE[:2], cell.width - 2 * PAD_X)) if note else ()
        rows.append(TableRow(cells, lines))
    heads = [
        TableColumn(
            column.sign or by_id[column.id].label, column.width, kind is not None and is_centred(kind)
        )
        for kind, column in zip(kinds, cell.columns, strict=True)
    ]
    least = cell.lines or (_BLANK_ROWS if blank else 1)
    return Table(heads, rows, blank=max(0, least - len(rows)))


def signin_table(names: Sequence[str], width: float, *, blank: bool) -> Table:
    """Names with room for ink beside each; the room stays empty. ``width`` in mm."""
    name_width = 18.0
    ink_width = width / _SIGNIN_PAIRS - name_width
    columns = [
        TableColumn("", each, centre=True) for _ in range(_SIGNIN_PAIRS) for each in (name_width, ink_width)
    ]
    rows = []
    for at in range(0, len(names), _SIGNIN_PAIRS):
        some = [*names[at : at + _SIGNIN_PAIRS], *[""] * _SIGNIN_PAIRS][:_SIGNIN_PAIRS]
        cells = [
            (table_cell(name, name_width, whole=True), table_cell("", ink_width, whole=False))
            for name in some
        ]
        rows.append(TableRow(tuple(cell for pair in cells for cell in pair)))
    return Table(columns, rows, blank=_BLANK_ROWS if blank or not rows else 0)
