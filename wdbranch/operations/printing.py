"""Pages of the book on paper: plans for the preview, PDFs proved against the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.book import values as book_values
from wdbranch.book.form import edition_of_year
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError
from wdbranch.operations.record import current_edition, form_named, printed
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.printing.page import Head
    from wdbranch.printing.plan import Plan

Report = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF that was written and read back."""

    path: Path
    pages: int


def plan_record(book: Workbook, record_id: str) -> Plan:
    """The leaves of one record, for preview and print."""
    from wdbranch.printing.page import plan_record as lay_out

    snapshot = book.snapshot()
    record = _readable(snapshot, book.record(record_id))
    return lay_out(
        snapshot.edition_of(record), snapshot.form_of(record), record, _head(snapshot, record.year)
    )


def plan_blank(book: Workbook, form_id: str, year: int | None = None) -> Plan:
    """A blank leaf of a form, for hand filling."""
    from wdbranch.printing.page import plan_record as lay_out

    day_year = year or book.clock().year
    form = form_named(book, form_id, day_year)
    return lay_out(current_edition(book, day_year), form, None, _head(book.snapshot(), day_year))


def plan_records(book: Workbook, records: Sequence[str]) -> Plan:
    """Several records one after another, in the order of the book."""
    snapshot = book.snapshot()
    wanted = set(records)
    return plan_these(snapshot, [record for record in snapshot.records if record.id in wanted])


def plan_these(snapshot: Snapshot, records: Sequence[Record]) -> Plan:
    """These records as given (the branch's own, or as the street may read them), in the order of the book."""
    from wdbranch.printing.bound import plan_records as lay_out

    found = [_readable(snapshot, record) for record in _in_book_order(snapshot, records)]
    if not found:
        raise UserError("没有可以打印的记录。", code="nothing_to_print")
    year = found[0].year
    return lay_out(
        edition_of_year(snapshot.editions, year),
        _head(snapshot, year),
        [(snapshot.form_of(record), record) for record in found],
    )


def plan_month(book: Workbook, year: int, month: int) -> Plan:
    """All records of a calendar month."""
    snapshot = book.snapshot()
    chosen = [
        record.id
        for record in snapshot.records
        if (day := snapshot.day(record)) and (day.year, day.month) == (year, month)
    ]
    if not chosen:
        raise UserError(
            f"{year}年{month}月还没有记录。", code="nothing_to_print", todo="空白表可以在“打印空白表”里打印。"
        )
    return plan_records(book, chosen)


def plan_year(book: Workbook, year: int) -> Plan:
    """The bound book of a year: cover, 填写说明, contents, every record."""
    from wdbranch.printing.bound import plan_year as lay_out

    snapshot = book.snapshot()
    records = [_readable(snapshot, record) for record in _in_book_order(snapshot) if record.year == year]
    if not records:
        raise UserError(f"{year}年还没有记录，没有可以装订的内容。", code="nothing_to_print")
    return lay_out(
        edition_of_year(snapshot.editions, year),
        _head(snapshot, year),
        [(snapshot.form_of(record), record) for record in records],
        editions=snapshot.editions,
        photo_of=lambda attachment: book.attachment_bytes(attachment.digest),
    )


def plan_signin(book: Workbook, record_id: str) -> Plan:
    """The sign-in sheet of a meeting, with the names of everyone due on its day and room for their ink."""
    from wdbranch.printing.bound import plan_signin as lay_out

    snapshot = book.snapshot()
    record = book.record(record_id)
    form = snapshot.form_of(record)
    rows = record.rows(form.attendance.id) if form.attendance else ()
    not_due = snapshot.edition_of(record).tagged("attendance", "not_due")
    names = [str(row["name"]) for row in rows if row.get("status") not in not_due]
    if not names:
        raise UserError(
            "还不知道谁应到，签到表没有名字可印。",
            todo="请先填写时间，应到的人按那一天的花名册列出。",
            code="nobody_due",
        )
    title = book_values.title_of(form, record, book.editions[record.edition])
    place = str(record.get("place") or "")
    return lay_out(_head(snapshot, record.year), form, names, snapshot.day(record), name=title, place=place)


def print_record(
    book: Workbook,
    record_id: str,
    out: Path,
    *,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Printed:
    """One record as a PDF. A final record becomes 已打印, unless the book is open read-only."""
    done = write(plan_record(book, record_id), out, report=report, cancelled=cancelled)
    if not book.readonly:
        printed(book, record_id)
    return done


def print_blank(book: Workbook, form_id: str, out: Path) -> Printed:
    """A blank form as a PDF."""
    return write(plan_blank(book, form_id), out)


def print_month(
    book: Workbook,
    year: int,
    month: int,
    out: Path,
    *,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Printed:
    """A month as a PDF."""
    return write(plan_month(book, year, month), out, report=report, cancelled=cancelled)


def print_year(
    book: Workbook, year: int, out: Path, *, report: Report | None = None, cancelled: Cancelled | None = None
) -> Printed:
    """The bound year as a PDF."""
    return write(plan_year(book, year), out, report=report, cancelled=cancelled)


def write(
    plan: Plan, out: Path, *, report: Report | None = None, cancelled: Cancelled | None = None
) -> Printed:
    """Paint a plan and read the file back. Raises UserError ``print_differs`` if one character was lost.

    A character that no face has is told before anything is written (``unprintable``). Safe to run beside
    the window: it needs no database.
    """
    from wdbranch.printing.paint import write_pdf
    from wdbranch.printing.proof import prove

    _refuse_unprintable(plan)
    write_pdf(plan, out, report=report, cancelled=cancelled)
    problems = prove(out, plan)
    if problems:
        raise UserError(
            f"打印核对没有通过：{problems[0].say}",
            safe="记录没有改动。",
            todo="这份 PDF 请不要使用。",
            code="print_differs",
        )
    return Printed(out, len(plan.pages))


def _refuse_unprintable(plan: Plan) -> None:
    from wdbranch.printing.fonts import missing

    for source in plan.sources:
        shown = (book_values.show(f, source.record.get(f.id), source.edition) for f in source.form.fields)
        lost = missing(shown)
        if lost:
            number = book_values.record_number(source.form, source.record)
            raise UserError(
                f"{number}里的“{''.join(lost)}”，现有字库里没有，印出来会是空框。",
                safe="没有写出 PDF，记录没有改动。",
                todo="请改用规范字；改不了的，打印空白表，这一处用笔填写。",
                code="unprintable",
            )


def _in_book_order(snapshot: Snapshot, records: Sequence[Record] | None = None) -> list[Record]:
    far = date.max
    chosen = snapshot.records if records is None else records
    return sorted(chosen, key=lambda r: (snapshot.form_of(r).order, snapshot.day(r) or far, r.id))


def _readable(snapshot: Snapshot, record: Record) -> Record:
    """The record with references to other records written as people write them."""
    form = snapshot.form_of(record)
    by_id = {other.id: other for other in snapshot.records}
    values = dict(record.values)
    for field in form.fields:
        other = by_id.get(values.get(field.id) or "") if field.ref_form else None
        if other is not None:
            values[field.id] = reference_text(snapshot, other)
    return replace(record, values=values)


def reference_text(snapshot: Snapshot, record: Record) -> str:
    """How another record is referred to: its number, kind and day."""
    form = snapshot.form_of(record)
    day = snapshot.day(record)
    return f"{book_values.record_number(form, record)}　{form.short}" + (
        f"　{book_values.show_day(day)}" if day else ""
    )


def _head(snapshot: Snapshot, year: int) -> Head:
    from wdbranch.printing.page import Head

    branch = snapshot.branch
    return Head(
        book_title=edition_of_year(snapshot.editions, year).title,
        year=year,
        branch=branch.name,
        short=branch.short,
        superior=branch.superior,
        secretary=snapshot.secretary(date(year, 12, 31)),
        book_no=str(branch.settings.get("book_no", "")),
    )
