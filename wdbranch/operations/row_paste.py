"""Rows of a record out of a spreadsheet: many lines copied there come in at once."""

from __future__ import annotations

from typing import Any

from wdbranch.book.form import Column, FieldType
from wdbranch.errors import UserError
from wdbranch.operations import record as records
from wdbranch.operations.change import Saved
from wdbranch.store.workbook import Workbook


def row_fields(book: Workbook, record_id: str) -> list[tuple[str, str]]:
    """The fields of a record that hold rows: (id, label)."""
    record = book.record(record_id)
    form = book.editions[record.edition].forms[record.form]
    return [(field.id, field.label) for field in form.fields if field.type is FieldType.ROWS]


def paste_rows(book: Workbook, record_id: str, field_id: str, text: str) -> tuple[Saved, int]:
    """Append a copied table to a field of rows; all of it or nothing. Gives how many rows came in.

    Cells are parted by tabs, rows by line ends; they go into the columns in their order, or by the heads where the
    first line has them. Raises UserError: ``nothing_to_paste``, or what is wrong with a value.
    """
    record = book.record(record_id)
    field = book.editions[record.edition].forms[record.form].field(field_id)
    lines = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
    columns = _heads(lines[0], field.columns) if lines else None
    if columns is not None:
        lines = lines[1:]
    if not lines:
        order = "、".join(column.label for column in field.columns)
        raise UserError(
            "没有可以粘贴的表格。",
            safe="记录没有改动。",
            todo=f"请先在表格软件里选中几行几列，复制，再来粘贴；各列依次是：{order}。",
            code="nothing_to_paste",
        )
    rows = [_row(cells, columns or list(field.columns)) for cells in lines]
    kept = [dict(row) for row in record.rows(field_id)]
    return records.set_value(book, record_id, field_id, (*kept, *rows)), len(rows)


def _heads(cells: list[str], columns: tuple[Column, ...]) -> list[Column | None] | None:
    """The columns in the order of a line of heads; None where the line is none."""
    by_label = {column.label: column for column in columns}
    return [by_label.get(cell) for cell in cells] if columns[0].label in cells else None


def _row(cells: list[str], columns: list[Column | None]) -> dict[str, Any]:
    return {column.id: cell for column, cell in zip(columns, cells, strict=False) if column is not None and cell}
