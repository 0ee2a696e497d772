"""A page of the book as a table on the screen: a ledger with a line for each record, or a derived page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from wdbranch.book import values as book_values
from wdbranch.book.form import Edition, FieldType, Form, LedgerColumn, View, edition_of_year
from wdbranch.book.record import STATE_LABELS, Record, State
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.words import ledger_text
from wdbranch.operations import record as records
from wdbranch.operations.change import Saved
from wdbranch.operations.pages import worked_out
from wdbranch.rules.derive import OF_PERIOD
from wdbranch.rules.periods import periods
from wdbranch.store.workbook import Workbook

_SUMMED = frozenset({FieldType.MONEY, FieldType.NUMBER})
_CENTRED = frozenset(
    {FieldType.INT, FieldType.DATE, FieldType.TIME, FieldType.PERSON, FieldType.CHOICE, FieldType.TICK}
)
_FROM_BEFORE = frozenset({FieldType.ROWS, FieldType.ATTENDANCE, FieldType.REF})
STATE = "@state"
"""Id of the column that tells drafts; not on paper."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: ``width`` in mm as on the paper, where it repeats as much as there is room for."""

    id: str
    label: str
    width: float
    centre: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of texts, a column each; ``record`` or ``member`` is where it leads.

    ``lacking``: something that should be there is missing, such as the holder of a post.
    """

    cells: tuple[str, ...]
    record: str = ""
    member: int | None = None
    draft: bool = False
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of a year. ``sums``: column id → total as shown. ``notes``: sentences below the table."""

    page: Form | View
    year: int
    columns: tuple[SheetColumn, ...]
    lines: tuple[SheetLine, ...]
    sums: Mapping[str, str]
    notes: tuple[str, ...] = ()


def sheet(book: Workbook, page_id: str, year: int, on: date, period: str = "") -> Sheet:
    """The table of a ledger or a derived page for a year. Raises KeyError for an unknown page.

    ``period``: of a derived page only that month or quarter, see ``periods_of``.
    """
    snapshot = book.snapshot()
    edition = edition_of_year(snapshot.editions, year)
    if page_id in edition.views:
        return _derived(edition.views[page_id], snapshot, year, on, period)
    return _ledger(edition.forms[page_id], edition, snapshot, year)


def _ledger(form: Form, edition: Edition, snapshot: Snapshot, year: int) -> Sheet:
    shown = [column for column in form.page.columns if column.fields]
    found = list(snapshot.of_year(form.id, year))
    lines = tuple(_line(snapshot, record, shown) for record in found)
    columns = [
        SheetColumn(column.fields[0], _head(form, column), column.width, form.field(column.fields[0]).type in _CENTRED)
        for column in shown
    ]
    if any(line.draft for line in lines):
        columns.append(SheetColumn(STATE, "状态", 16, centre=True))
        lines = tuple(
            replace(line, cells=(*line.cells, STATE_LABELS[record.state]))
            for line, record in zip(lines, found, strict=True)
        )
    return Sheet(form, year, tuple(columns), lines, _sums(form, edition, shown, found))


def _head(form: Form, column: LedgerColumn) -> str:
    unit = form.field(column.fields[0]).unit
    return f"{column.label}（{unit}）" if unit and unit not in column.label else column.label


def _line(snapshot: Snapshot, record: Record, shown: list[LedgerColumn]) -> SheetLine:
    form, edition = snapshot.form_of(record), snapshot.edition_of(record)
    cells = tuple(ledger_text(edition, form, column, record) for column in shown)
    return SheetLine(cells, record.id, None, record.state is State.DRAFT)


def _sums(form: Form, edition: Edition, shown: list[LedgerColumn], found: list[Record]) -> dict[str, str]:
    result = {}
    for column in shown:
        field = form.field(column.fields[0])
        told = [record.get(field.id) for record in found if record.get(field.id) is not None]
        if field.type in _SUMMED and told:
            result[field.id] = book_values.show(field, round(sum(told), 2), edition)
    return result


def sheet_page(book: Workbook, page_id: str, year: int) -> Form | View:
    """The form or view of that id. Raises KeyError for an unknown page."""
    edition = edition_of_year(book.editions, year)
    return edition.views.get(page_id) or edition.forms[page_id]


def periods_of(page: Form | View, year: int) -> tuple[tuple[str, str], ...]:
    """What a page may be asked of within a year: (id, as it is called), the year first; empty for most pages."""
    if not isinstance(page, View) or page.source not in OF_PERIOD:
        return ()
    start, until = date(year, 1, 1), date(year, 12, 31)
    parts = (one for kind in ("quarter", "month") for one in periods(kind, start, until))
    return (("", "全年"), *((one.id, one.short) for one in parts))


def _derived(view: View, snapshot: Snapshot, year: int, on: date, period: str) -> Sheet:
    view, derived = worked_out(snapshot, view, year, on, period)
    columns: list[SheetColumn] = []
    for column in view.columns:
        if column.repeat:
            columns += [SheetColumn(name, head, column.width, column.centre) for name, head in derived.repeated]
        elif column.id:
            columns.append(SheetColumn(column.id, column.label, column.width, column.centre))
    lines = tuple(
        SheetLine(
            tuple(row.cells.get(column.id, "") for column in columns), row.record, row.member, lacking=row.lacking
        )
        for row in derived.rows
    )
    return Sheet(view, year, tuple(columns), lines, {}, derived.notes)


def duplicate(book: Workbook, record_id: str, day: date) -> Saved:
    """A new draft like a record, dated another day: what is the same every time need not be typed again.

    Its number is the next one; child rows, attendance and related records are not taken over, nor what may
    be written only once, such as when it was done. A yearly page has no twin: its record is given.
    """
    record = book.record(record_id)
    form = book.editions[record.edition].forms[record.form]
    taken = {
        field.id: record.get(field.id)
        for field in form.fields
        if field.type not in _FROM_BEFORE
        and field.suggest is None
        and field.type not in (FieldType.DATE, FieldType.DATETIME)
        and record.get(field.id) is not None
    }
    return records.new(book, form.id, day=day, values=taken)
