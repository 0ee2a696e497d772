"""A ledger: the records of a form as lines of one table, one below the other as they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from wdbranch.book.form import Edition, Form, LedgerColumn
from wdbranch.book.moments import show_day
from wdbranch.book.record import Record, day_of
from wdbranch.book.values import record_number, title_of
from wdbranch.book.words import (
    Words,
    is_centred,
    ledger_head,
    ledger_notes,
    ledger_text,
    stays_whole,
    unshown,
)
from wdbranch.printing.cells import grid_row
from wdbranch.printing.flow import NOTE, PAD_X
from wdbranch.printing.grid import GridRow
from wdbranch.printing.leaf import Head, footer
from wdbranch.printing.plan import Mark, Page, Plan, Source
from wdbranch.printing.sheet import Sheet, lay_out_sheet
from wdbranch.printing.table import TableColumn, TableRow, table_cell
from wdbranch.printing.typeset import Line, layout


def plan_ledger(edition: Edition, form: Form, records: Sequence[Record], head: Head) -> Plan:
    """The ledger of a form with these records as its lines; none gives the blank sheet."""
    name = form.page.title if records else f"{form.page.title}（空白）"
    plan = Plan(title=name, author=head.branch)
    add_ledger(plan, edition, form, records, head, first=1)
    for page in plan.pages:
        footer(page, head, form.page.title, page.number, len(plan.pages))
    return plan


def plan_line(edition: Edition, form: Form, record: Record, head: Head) -> Plan:
    """One line of a ledger by itself, to be signed and filed before the ledger is full."""
    sheet = ledger_sheet(edition, form, [record], pad=False)
    pages = lay_out_sheet(sheet, head, 1)
    for page in pages:
        footer(page, head, form.page.title, page.number, len(pages))
    name = f"{form.page.title} {record_number(form, record)}"
    mark = Mark(name, 1, len(pages), record.id)
    return Plan(pages, [mark], name, head.branch, sources=[Source(edition, form, record)])


def add_ledger(
    plan: Plan, edition: Edition, form: Form, records: Sequence[Record], head: Head, *, first: int, level: int = 0
) -> list[Page]:
    """Append a ledger to a plan, without footers; each record is marked on the page of its line.

    ``first`` is the number of its first page.
    """
    before = len(plan.pages)
    pages = lay_out_sheet(ledger_sheet(edition, form, records), head, first)
    plan.pages += pages
    plan.marks.append(Mark(form.page.title, before + 1, len(plan.pages), "", level))
    for record in records:
        on = [at for at, page in enumerate(pages, before + 1) if _tells(page, record)]
        parts = record_number(form, record), title_of(form, record, edition), show_day(_day(form, record))
        said = "　".join(filter(None, parts))
        plan.marks.append(Mark(said, on[0], on[-1], record.id, level + 1))
        plan.sources.append(Source(edition, form, record))
    return pages


def _tells(page: Page, record: Record) -> bool:
    return any(box.record == record.id for box in page.boxes)


def _day(form: Form, record: Record) -> date | None:
    return day_of(record.get(form.date_field))


def ledger_sheet(edition: Edition, form: Form, records: Sequence[Record], *, pad: bool = True) -> Sheet:
    """The sheet of a ledger; a field that no column shows is told in a note below its record's line."""
    page = form.page
    words = Words(edition, form, None)
    width = sum(column.width for column in page.columns)
    return Sheet(
        title=page.title,
        columns=tuple(_head(form, column) for column in page.columns),
        rows=tuple(
            TableRow(
                tuple(_cell(edition, form, column, record) for column in page.columns),
                tuple(
                    line
                    for paragraph in ledger_notes(edition, form, record)
                    for line in layout(paragraph, *NOTE[:2], width - 2 * PAD_X)
                ),
                record.id,
            )
            for record in records
        ),
        landscape=page.landscape,
        lines=page.lines,
        foot=tuple(_widened(grid_row(form, row, words, blank=True), width) for row in page.foot),
        pad=pad,
        note_box="+".join(field.id for field in unshown(form)),
    )


def _widened(row: GridRow, width: float) -> GridRow:
    """A row of the foot, which forms describe for a leaf that stands upright, over ``width`` mm."""
    by = width / sum(cell.width for cell in row.cells)
    return replace(row, cells=[replace(cell, width=cell.width * by) for cell in row.cells])


def _head(form: Form, column: LedgerColumn) -> TableColumn:
    label = ledger_head(form, column)
    if not column.fields:
        return TableColumn(label, column.width, centre=True)
    kind = form.field(column.fields[0]).type
    return TableColumn(label, column.width, is_centred(kind), ("+".join(column.fields), ""))


def _cell(edition: Edition, form: Form, column: LedgerColumn, record: Record) -> tuple[tuple[Line, ...], float]:
    if not column.fields:
        return (), 0.0
    kind = form.field(column.fields[0]).type
    text = ledger_text(edition, form, column, record)
    return table_cell(text, column.width, whole=stays_whole(kind) and column.show != "span")
