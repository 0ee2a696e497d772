"""Every table of the book as Excel: ledgers, views, the records of a kind, the list of all records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wdbranch.book import values as book_values
from wdbranch.book.form import Edition, Field, FieldType, Form, View, edition_of_year
from wdbranch.book.record import STATE_LABELS, Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import in_book_order, page_named, pages_in_use, readable, worked_out
from wdbranch.rules.derive import Derived

if TYPE_CHECKING:
    from wdbranch.exchange.table_out import OutSheet, TableColumn, Value

_NUMBERS = (FieldType.INT, FieldType.NUMBER, FieldType.MONEY)
_DAYS = (FieldType.DATE, FieldType.DATETIME)
_WIDTHS = {FieldType.LONG: 40.0, FieldType.ROWS: 40.0, FieldType.ATTENDANCE: 40.0, FieldType.TEXT: 22.0}
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{1,2})?")
_MM_A_CHARACTER = 2.2


@dataclass(frozen=True, slots=True)
class SavedTables:
    """An Excel file that was written: (title, rows) of each sheet."""

    path: Path
    sheets: tuple[tuple[str, int], ...]


def save_page(book: Readable, year: int, page_id: str, out: Path, period: str = "") -> SavedTables:
    """What a year has of a form, ledger or view (or a ``period`` of it has, see ``pages.worked_out``).

    Raises WrongUseError (no_form), UserError (nothing_to_save).
    """
    page = page_named(book, page_id, year)
    sheet = _view_sheet(book, page, year, period) if isinstance(page, View) else _form_sheet(book, page, year)
    if not sheet.rows:
        raise UserError(f"{year}年还没有{page.short}，没有可以存的内容。", code="nothing_to_save")
    return _save([sheet], out)


def save_view(view: View, derived: Derived, out: Path) -> SavedTables:
    """A table that was worked out already. Raises UserError (nothing_to_save) where it has no row."""
    if not derived.rows:
        raise UserError(f"“{view.title}”还没有内容，没有可以存的。", code="nothing_to_save")
    return _save([_derived_sheet(view, derived)], out)


def save_records(book: Readable, year: int, out: Path) -> SavedTables:
    """The list of all records of a year, one line each."""
    return _save([_list_sheet(book.snapshot(), year)], out)


def save_all(book: Readable, year: int, out: Path) -> SavedTables:
    """Everything of a year in one file: the list of records, then each page kind that has something."""
    snapshot = book.snapshot()
    sheets = [_list_sheet(snapshot, year)]
    used = {page.id for page in pages_in_use(book, year)}
    written = {record.form for record in snapshot.records if snapshot.belongs(record, year)}
    for page in edition_of_year(book.editions, year).pages():
        if isinstance(page, View) and page.id in used:
            sheets.append(_view_sheet(book, page, year))
        elif isinstance(page, Form) and page.id in written:
            sheets.append(_form_sheet(book, page, year))
    return _save([sheet for sheet in sheets if sheet.rows], out)


def _save(sheets: list[OutSheet], out: Path) -> SavedTables:
    from wdbranch.exchange.table_out import write_sheets

    if not sheets:
        raise UserError("这一年还没有记录，没有可以存的内容。", code="nothing_to_save")
    path = write_sheets(out, sheets)
    return SavedTables(path, tuple((sheet.title, len(sheet.rows)) for sheet in sheets))


def _list_sheet(snapshot: Snapshot, year: int) -> OutSheet:
    from wdbranch.exchange.table_out import OutSheet, TableColumn

    named = (("序号", 6), ("编号", 14), ("种类", 18), ("日期", 12), ("名称", 40), ("状态", 12))
    heads = (*named, ("补记", 6), ("附件", 6))
    columns = [TableColumn(head, width, number=head in ("序号", "附件")) for head, width in heads]
    rows: list[list[Value]] = []
    for number, record in enumerate([r for r in in_book_order(snapshot) if snapshot.belongs(r, year)], 1):
        form, edition = snapshot.form_of(record), snapshot.edition_of(record)
        rows.append(
            [
                number,
                book_values.record_number(form, record),
                form.short,
                _dotted(record.get(form.date_field)),
                book_values.title_of(form, record, edition),
                STATE_LABELS[record.state],
                "是" if record.late else "",
                len(record.attachments),
            ]
        )
    return OutSheet(f"{year}年记录清单", columns, rows)


def _form_sheet(book: Readable, form: Form, year: int) -> OutSheet:
    """One record a row, one field a column, child rows as one text."""
    from wdbranch.exchange.table_out import OutSheet, TableColumn

    snapshot = book.snapshot()
    edition = edition_of_year(book.editions, year)
    columns = [TableColumn("编号", 14), *map(_column, form.fields), TableColumn("状态", 12)]
    rows: list[list[Value]] = []
    for record in snapshot.of_year(form.id, year):
        told = readable(snapshot, record)
        cells = [_cell(edition, field, told) for field in form.fields]
        number = book_values.record_number(snapshot.form_of(record), record)
        rows.append([number, *cells, STATE_LABELS[record.state]])
    return OutSheet(form.page.title, columns, rows)


def _column(field: Field) -> TableColumn:
    from wdbranch.exchange.table_out import TableColumn

    head = f"{field.label}（{field.unit}）" if field.unit and field.type in _NUMBERS else field.label
    width = _WIDTHS.get(field.type, max(10.0, len(head) * 2.0))
    return TableColumn(head, width, number=field.type in _NUMBERS, money=field.type is FieldType.MONEY)


def _cell(edition: Edition, field: Field, record: Record) -> Value:
    value: Any = record.get(field.id)
    if value is None or field.type in _NUMBERS:
        return value  # type: ignore[no-any-return]
    if field.type in _DAYS:
        return _dotted(value)
    return book_values.show(field, value, edition)


def _dotted(value: Any) -> str:
    """2026.09.18 or 2026.09.18 18:30: sorts as it reads."""
    return str(value or "").replace("-", ".").replace("T", " ")


def _view_sheet(book: Readable, view: View, year: int, period: str = "") -> OutSheet:
    return _derived_sheet(*worked_out(book.snapshot(), view, year, book.clock().date(), period))


def _derived_sheet(view: View, derived: Derived) -> OutSheet:
    from wdbranch.exchange.table_out import OutSheet, TableColumn

    columns: list[TableColumn] = []
    keys: list[str] = []
    for column in view.columns:
        named = derived.repeated if column.repeat else ((column.id, column.label),)
        for key, label in named:
            if key:
                number, money = _is_number(derived, key)
                width = max(6.0, column.width / _MM_A_CHARACTER)
                columns.append(TableColumn(label, width, number=number, money=money))
                keys.append(key)
    numbers = [column.number for column in columns]
    rows = [
        [_plain(row.cells.get(key, ""), number) for key, number in zip(keys, numbers, strict=True)]
        for row in derived.rows
    ]
    return OutSheet(view.title, columns, rows, derived.notes)


def _is_number(derived: Derived, key: str) -> tuple[bool, bool]:
    """Whether a column holds numbers only (nothing that looks like an id or telephone), and with decimals."""
    cells = [cell for row in derived.rows if (cell := row.cells.get(key, ""))]
    number = bool(cells) and all(map(_PLAIN_NUMBER.fullmatch, cells))
    return number, number and any("." in cell for cell in cells)


def _plain(cell: str, number: bool) -> Value:
    if not cell or not number:
        return cell
    return float(cell) if "." in cell else int(cell)
