"""Pages of the book on paper: plans for the preview, PDFs proved against the records.

Every ``plan_…`` takes a workbook or what ``gather`` read of one, so that it may run beside the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.book import values as book_values
from wdbranch.book.form import Form, View, edition_of_year
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations.cover import photo_frames
from wdbranch.operations.gathered import Gathered, Readable, gather
from wdbranch.operations.pages import (
    head_of,
    in_book_order,
    page_named,
    pages_in_use,
    readable,
    record_named,
    records_of_month,
    reference_text,
    worked_out,
)
from wdbranch.rules.appraisal import TALLY, grade_labels
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.printing.plan import Plan
    from wdbranch.printing.year import Volume
    from wdbranch.rules.derive import Derived

__all__ = ["PHOTOS", "Gathered", "Printed", "gather", "pages_in_use", "reference_text"]

PHOTOS = "photos"
"""The page of photographs among the page kinds: it is no form."""

Report = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF that was written and read back."""

    path: Path
    pages: int


# --- one page ---------------------------------------------------------------------------------------------


def plan_record(book: Readable, record_id: str) -> Plan:
    """The leaves of one record, for preview and print; of a ledger, its line by itself."""
    from wdbranch.printing.page import plan_record as lay_out

    snapshot = book.snapshot()
    record = readable(snapshot, record_named(snapshot, record_id))
    return lay_out(snapshot.edition_of(record), snapshot.form_of(record), record, head_of(snapshot, record.year))


def plan_blank(book: Readable, page_id: str, year: int | None = None) -> Plan:
    """A blank leaf of a form, ledger or view, or of photographs ("photos"), for writing by hand."""
    from wdbranch.printing.page import plan_record as lay_out
    from wdbranch.printing.photos import plan_blank_photos
    from wdbranch.printing.view import plan_view as lay_out_view

    of = year or book.clock().year
    head = head_of(book.snapshot(), of)
    if page_id == PHOTOS:
        return plan_blank_photos(head, frames=photo_frames(book.snapshot().branch))
    page = page_named(book, page_id, of)
    if isinstance(page, View):
        return lay_out_view(page, None, head)
    return lay_out(edition_of_year(book.editions, of), page, None, head)


def plan_view(book: Readable, year: int, view_id: str, period: str = "") -> Plan:
    """A page that is worked out from records and roster, as the book stands today.

    ``period``: only a month or quarter of it, see ``pages.worked_out``.
    """
    from wdbranch.printing.view import plan_view as lay_out

    page = page_named(book, view_id, year)
    if not isinstance(page, View):
        raise WrongUseError(f"“{page.title}”不是自动生成的表。", code="no_view")
    shown, derived = worked_out(book.snapshot(), page, year, book.clock().date(), period)
    return lay_out(shown, derived, head_of(book.snapshot(), year))


def plan_signin(book: Readable, record_id: str) -> Plan:
    """The sign-in sheet of a meeting, with the names of everyone due on its day and room for their ink.

    Raises UserError (nobody_due) where the record does not say yet who is due, (no_attendance) where its
    form keeps no attendance.
    """
    from wdbranch.printing.bound import plan_signin as lay_out

    snapshot = book.snapshot()
    record = record_named(snapshot, record_id)
    form = snapshot.form_of(record)
    if form.attendance is None:
        raise UserError(f"{form.short}不记到会情况，没有签到表。", code="no_attendance")
    not_due = snapshot.edition_of(record).tagged("attendance", "not_due")
    rows = record.rows(form.attendance.id)
    names = [str(row["name"]) for row in rows if row.get("status") not in not_due]
    if not names:
        raise UserError(
            "还不知道谁应到，签到表没有名字可印。",
            todo="请先填写时间，应到的人按那一天的花名册列出。",
            code="nobody_due",
        )
    title = book_values.title_of(form, record, snapshot.edition_of(record))
    place = str(record.get("place") or "")
    return lay_out(head_of(snapshot, record.year), form, names, snapshot.day(record), name=title, place=place)


def plan_ballot(book: Readable, record_id: str) -> Plan:
    """The blank ballot of an appraisal, with those who are appraised; printed once for each voter.

    Raises UserError (no_ballot) where the form counts no grades or names nobody yet.
    """
    from wdbranch.printing.ballot import plan_ballot as lay_out

    snapshot = book.snapshot()
    record = record_named(snapshot, record_id)
    form = snapshot.form_of(record)
    names = [str(row["person"]) for row in record.rows(TALLY) if row.get("person")]
    if not names:
        raise UserError(
            "还不知道测评谁，测评票没有名字可印。",
            todo="请先填写时间，正式党员按那一天的花名册列出。",
            code="no_ballot",
        )
    return lay_out(head_of(snapshot, record.year), names, grade_labels(form), snapshot.day(record))


# --- several records --------------------------------------------------------------------------------------


def plan_records(book: Readable, records: Sequence[str]) -> Plan:
    """Several records one after another, in the order of the book; those of a ledger on one sheet."""
    snapshot = book.snapshot()
    wanted = set(records)
    return plan_these(snapshot, [record for record in snapshot.records if record.id in wanted])


def plan_these(snapshot: Snapshot, records: Sequence[Record]) -> Plan:
    """These records as given (the branch's own, or as the street may read them), in the order of the book."""
    from wdbranch.printing.bound import plan_records as lay_out

    found = [readable(snapshot, record) for record in in_book_order(snapshot, records)]
    if not found:
        raise UserError("没有可以打印的记录。", code="nothing_to_print")
    year = found[0].year
    return lay_out(
        edition_of_year(snapshot.editions, year),
        head_of(snapshot, year),
        [(snapshot.form_of(record), record) for record in found],
    )


def plan_month(book: Readable, year: int, month: int) -> Plan:
    """All records of a calendar month."""
    snapshot = book.snapshot()
    return plan_these(snapshot, records_of_month(snapshot, year, month))


def plan_kind(book: Readable, year: int, page_id: str, period: str = "") -> Plan:
    """All that a year has of one page kind: every record of a form, a whole ledger, a view (or a period of it)."""
    from wdbranch.printing.ledger import plan_ledger

    page = page_named(book, page_id, year)
    if isinstance(page, View):
        return plan_view(book, year, page_id, period)
    snapshot = book.snapshot()
    records = snapshot.of_year(page_id, year)
    if not records:
        raise UserError(
            f"{year}年还没有{page.short}。", code="nothing_to_print", todo="空白表可以在“打印空白表”里打印。"
        )
    if page.page.kind != "ledger":
        return plan_these(snapshot, records)
    edition = snapshot.edition_of(records[0])
    lines = [readable(snapshot, record) for record in records]
    return plan_ledger(edition, edition.forms[page_id], lines, head_of(snapshot, year))


def plan_changed(book: Readable, year: int) -> Plan:
    """What of a year was finished or changed since it was printed last; of a ledger the whole sheet.

    Views are not in it: they are worked out anew each time and go with the bound year.
    """
    from wdbranch.operations.printed import changed

    snapshot = book.snapshot()
    found = changed(book, year)
    ledgers = {record.form for record in found if snapshot.form_of(record).page.kind == "ledger"}
    chosen = {record.id for record in found}
    records = [
        record
        for record in snapshot.records
        if record.id in chosen or (record.form in ledgers and snapshot.belongs(record, year))
    ]
    if not records:
        raise UserError(
            "从上次打印以后，没有新定稿或改过的记录。", code="nothing_to_print", todo="草稿请先定稿，再打印。"
        )
    return plan_these(snapshot, records)


# --- the bound year ---------------------------------------------------------------------------------------


def plan_year(book: Readable, year: int, *, blanks: bool = False) -> Plan:
    """The bound book of a year: cover, 填写说明, contents, chapters, index of persons.

    Pages that the branch does not use are left out, unless something was written on them. ``blanks``: pages
    in use that the year has nothing of are bound as blank leaves, for writing by hand.
    """
    from wdbranch.printing.year import plan_year as lay_out

    return lay_out(_volume(book, year, blanks=blanks))


def plan_chapter(book: Readable, year: int, chapter: str) -> Plan:
    """One chapter of the year by itself. Raises WrongUseError (no_chapter), UserError (nothing_to_print)."""
    from wdbranch.printing.year import plan_chapter as lay_out

    edition = edition_of_year(book.editions, year)
    titles = {one.id: one.title for one in edition.chapters}
    if chapter not in titles:
        known = "、".join(f"{key}（{title}）" for key, title in titles.items())
        raise WrongUseError(f"没有“{chapter}”这一部分。", todo=f"可用的有：{known}。", code="no_chapter")
    plan = lay_out(_volume(book, year), chapter)
    if not plan.pages:
        raise UserError(f"{year}年的“{titles[chapter]}”还没有内容。", code="nothing_to_print")
    return plan


def plan_leaf(book: Readable, year: int, page: int, *, both_sides: bool = False) -> Plan:
    """One page of the year as it was bound last, with the page number it had, and with what it says now.

    ``both_sides``: front and back of its leaf. What has grown since goes on on pages 12-1, 12-2. Raises
    UserError (never_bound, no_such_page).
    """
    from wdbranch.operations.printed import bound
    from wdbranch.printing.year import leaf_of
    from wdbranch.printing.year import plan_year as lay_out

    kept = bound(book, year)
    if kept is None:
        raise UserError(
            f"{year}年还没有打印过合订本，不知道哪一页印的是什么。",
            todo="请先打印全年装订，以后改了哪一页，就可以单独补印那一页。",
            code="never_bound",
        )
    blanks = any(item.key.startswith("blank:") for item in kept.items)
    plan = leaf_of(lay_out(_volume(book, year, blanks=blanks), kept=kept), page, both_sides=both_sides)
    if not plan.pages:
        raise UserError(
            f"{year}年的合订本里，第 {page} 页现在没有内容。",
            todo=f"合订本一共 {kept.pages} 页。",
            code="no_such_page",
        )
    return plan


def _volume(book: Readable, year: int, *, blanks: bool = False) -> Volume:
    from wdbranch.printing.year import Volume

    snapshot = book.snapshot()
    edition = edition_of_year(snapshot.editions, year)
    records = [
        readable(snapshot, record)
        for record in in_book_order(snapshot)
        if snapshot.belongs(record, year) and snapshot.form_of(record).bound
    ]
    if not records and not blanks:
        raise UserError(f"{year}年还没有记录，没有可以装订的内容。", code="nothing_to_print")
    shown = [page for page in edition.pages() if snapshot.shows(page)]
    views = {page.id: _derived(book, page, year) for page in shown if isinstance(page, View)}
    return Volume(
        edition,
        head_of(snapshot, year),
        [(snapshot.form_of(record), record) for record in records],
        editions=snapshot.editions,
        views={key: derived for key, derived in views.items() if blanks or derived.rows},
        blanks={page.id for page in shown if isinstance(page, Form) and page.bound} if blanks else (),
        photo_of=lambda kept: book.attachment_bytes(kept.digest),
        frames=photo_frames(snapshot.branch),
    )


def _derived(book: Readable, view: View, year: int) -> Derived:
    from wdbranch.rules.derive import derive

    return derive(view, book.snapshot(), year, book.clock().date())


# --- writing ----------------------------------------------------------------------------------------------


def print_record(
    book: Workbook,
    record_id: str,
    out: Path,
    *,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Printed:
    """One record as a PDF. A final record becomes 已打印, unless the book is open read-only."""
    return print_plan(book, plan_record(book, record_id), out, report=report, cancelled=cancelled)


def print_blank(book: Workbook, page_id: str, out: Path) -> Printed:
    """A blank form as a PDF."""
    return write(plan_blank(book, page_id), out)


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
    return print_plan(book, plan_month(book, year, month), out, report=report, cancelled=cancelled)


def print_year(
    book: Workbook,
    year: int,
    out: Path,
    *,
    blanks: bool = False,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Printed:
    """The bound year as a PDF."""
    return print_plan(book, plan_year(book, year, blanks=blanks), out, report=report, cancelled=cancelled)


def print_plan(
    book: Workbook, plan: Plan, out: Path, *, report: Report | None = None, cancelled: Cancelled | None = None
) -> Printed:
    """Any plan as a PDF; what is on it counts as printed (see ``printed.remember``)."""
    from wdbranch.operations.printed import remember

    done = write(plan, out, report=report, cancelled=cancelled)
    remember(book, plan)
    return done


def overprinted(plan: Plan, right: float, down: float) -> Plan:
    """The plan for 套打: only what was entered, moved by mm. Raises WrongUseError ``bad_offset``."""
    from wdbranch.printing.overprint import FARTHEST, Offset, overprint

    if max(abs(right), abs(down)) > FARTHEST:
        raise WrongUseError(f"套打的偏移最多 {FARTHEST:g} 毫米。", todo="请打印校准页，重新量一量。", code="bad_offset")
    return overprint(plan, Offset(right, down))


def plan_calibration(right: float = 0.0, down: float = 0.0) -> Plan:
    """The test sheet for 套打, as it comes out with these offsets in mm."""
    from wdbranch.printing.overprint import Offset, calibration

    return calibration(Offset(right, down))


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
        _refuse(missing(shown), book_values.record_number(source.form, source.record))
    for worked in plan.worked:
        _refuse(missing(worked.texts), worked.mark)


def _refuse(lost: Sequence[str], where: str) -> None:
    if lost:
        raise UserError(
            f"{where}里的“{''.join(lost)}”，现有字库里没有，印出来会是空框。",
            safe="没有写出 PDF，记录没有改动。",
            todo="请改用规范字；改不了的，打印空白表，这一处用笔填写。",
            code="unprintable",
        )
