"""What is printed and saved: page kinds by name, records in the order of the book, what every page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from wdbranch.book import values as book_values
from wdbranch.book.form import Form, View, edition_of_year
from wdbranch.book.record import Record, within_day
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations.cover import cover
from wdbranch.operations.gathered import Readable
from wdbranch.rules.periods import period_named

if TYPE_CHECKING:
    from wdbranch.printing.page import Head
    from wdbranch.rules.derive import Derived


def page_named(book: Readable, page_id: str, year: int) -> Form | View:
    """The form or view of that id. Raises WrongUseError (no_form) naming those there are."""
    edition = edition_of_year(book.editions, year)
    found: Form | View | None = edition.forms.get(page_id) or edition.views.get(page_id)
    if found is None:
        known = "、".join(f"{page.id}（{page.short}）" for page in edition.pages())
        raise WrongUseError(f"没有“{page_id}”这种表。", todo=f"可用的有：{known}。", code="no_form")
    return found


def pages_in_use(book: Readable, year: int) -> list[Form | View]:
    """Forms and views that the branch uses, in the order of the book: what can be printed of a year."""
    snapshot = book.snapshot()
    return [page for page in edition_of_year(book.editions, year).pages() if snapshot.shows(page)]


def in_book_order(snapshot: Snapshot, records: Sequence[Record] | None = None) -> list[Record]:
    """Records (all of them where none are given) form by form as in the book, each by its day."""
    far = date.max
    chosen = snapshot.records if records is None else records
    return sorted(chosen, key=lambda r: (snapshot.form_of(r).order, snapshot.day(r) or far, within_day(r)))


def readable(snapshot: Snapshot, record: Record) -> Record:
    """The record with references to other records written as people write them."""
    form = snapshot.form_of(record)
    if not any(field.ref_form for field in form.fields):
        return record
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


def worked_out(snapshot: Snapshot, view: View, year: int, today: date, period: str = "") -> tuple[View, Derived]:
    """A view and what it shows of a year; of a ``period`` (2026-09, 2026-Q3) where its source knows periods.

    The title then says of which. Raises WrongUseError ``bad_period``.
    """
    from wdbranch.rules.derive import OF_PERIOD, derive

    if not period:
        return view, derive(view, snapshot, year, today)
    try:
        asked, source = period_named(period), OF_PERIOD[view.source]
    except KeyError:
        raise WrongUseError(
            f"《{view.title}》没有“{period}”这一期。",
            todo="请写成 2026-09 或 2026-Q3；有的表只按全年统计。",
            code="bad_period",
        ) from None
    return replace(view, title=f"{view.title}（{asked.say}）"), source(snapshot, asked, today)


def head_of(snapshot: Snapshot, year: int) -> Head:
    """What every page of a year says about the book, and what stands on its cover.

    The number and the days of use are those of the year's cover, see ``operations.cover``.
    """
    from wdbranch.printing.page import Head

    branch = snapshot.branch
    written = cover(branch, year)
    return Head(
        book_title=edition_of_year(snapshot.editions, year).title,
        year=year,
        branch=branch.name,
        short=branch.short,
        superior=branch.superior,
        secretary=snapshot.secretary(date(year, 12, 31)),
        book_no=written.book_no,
        opened=book_values.show_day(written.opened_on),
        closed=book_values.show_day(written.closed_on),
    )


def records_of_month(snapshot: Snapshot, year: int, month: int) -> list[Record]:
    """The records of a calendar month. Raises UserError ``nothing_to_print`` where there is none."""
    chosen = [
        record
        for record in snapshot.records
        if (day := snapshot.day(record)) and (day.year, day.month) == (year, month)
    ]
    if not chosen:
        raise UserError(
            f"{year}年{month}月还没有记录。", code="nothing_to_print", todo="空白表可以在“打印空白表”里打印。"
        )
    return chosen


def record_named(snapshot: Snapshot, record_id: str) -> Record:
    """One record of a reading. Raises UserError ``no_record``."""
    found = next((record for record in snapshot.records if record.id == record_id), None)
    if found is None:
        raise UserError("没有这份记录，或者它在回收站里。", code="no_record")
    return found
