"""全年安排: the year at a glance, its plan, and what of it goes to the street."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.book.form import View
from wdbranch.book.period import parse_period
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations import record as records
from wdbranch.operations.change import Saved
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import head_of, page_named
from wdbranch.rules.derive import Derived, derive
from wdbranch.rules.year import SCHEDULE, Year, pattern_of, schedule_of, year_view
from wdbranch.store.workbook import Workbook

__all__ = ["SCHEDULE", "Quarter", "copy_last_year", "export_quarter", "of_year", "plan_quarter", "schedule"]

if TYPE_CHECKING:
    from wdbranch.printing.plan import Plan

SHEET, REPORT = "plan_sheet", "plan_report_sheet"


@dataclass(frozen=True, slots=True)
class Quarter:
    """What is planned of a quarter, as it is told beforehand."""

    view: View
    derived: Derived
    title: str


def of_year(book: Workbook, year: int, on: date) -> Year:
    """What was planned for a year and how it stands on a day."""
    return year_view(book.snapshot(), year, on)


def schedule(book: Workbook, year: int) -> str | None:
    """The id of the record in which a year is planned, None where there is none yet."""
    found = schedule_of(book.snapshot(), year)
    return found.id if found else None


def copy_last_year(book: Workbook, year: int) -> Saved:
    """Plan a year as the one before: months, kinds and persons; days fall on the same weekday of the month.

    Raises UserError ``nothing_to_copy`` where the year before was not planned, ``planned_already`` where this
    one is.
    """
    snapshot = book.snapshot()
    if schedule_of(snapshot, year) is not None:
        raise UserError(f"{year}年已经排过了。", todo="请打开来修改。", code="planned_already")
    before = schedule_of(snapshot, year - 1)
    if before is None:
        raise UserError(
            f"{year - 1}年没有排过全年安排，没有可以照搬的。", todo="请新排一份。", code="nothing_to_copy"
        )
    today = book.clock().date()
    day = today if today.year == year else date(year, 1, 1)
    rows = pattern_of(before, year, snapshot.branch.fixed_day)
    return records.new(book, SCHEDULE, day=day, values={"items": rows})


def quarter(book: Readable, period: str) -> Quarter:
    """What is planned and what took place in a quarter (2026-Q3).

    Raises WrongUseError ``bad_period`` for anything but a quarter, UserError ``nothing_to_print`` where
    nothing is planned.
    """
    wanted = parse_period(period)
    if "Q" not in wanted.text:
        raise WrongUseError("计划报备表按季度。", todo="请写成 2026-Q3。", code="bad_period")
    year = wanted.first.year
    view = page_named(book, REPORT, year)
    assert isinstance(view, View)
    months = {f"{month}月" for month in range(wanted.first.month, wanted.last.month + 1)}
    whole = derive(view, book.snapshot(), year, book.clock().date())
    rows = [row for row in whole.rows if row.cells["month"] in months]
    if not rows:
        raise UserError(
            f"{wanted.label}还没有安排。", todo="请先在“全年安排”里排一排。", code="nothing_to_print"
        )
    numbered = tuple(replace(row, cells={**row.cells, "no": str(n)}) for n, row in enumerate(rows, 1))
    return Quarter(view, Derived(numbered), f"{view.title}（{wanted.label}）")


def plan_quarter(book: Readable, period: str) -> Plan:
    """The 计划报备表 of a quarter on paper."""
    from wdbranch.printing.view import plan_view

    found = quarter(book, period)
    year = parse_period(period).first.year
    return plan_view(replace(found.view, title=found.title), found.derived, head_of(book.snapshot(), year))


def export_quarter(book: Readable, period: str, out: Path) -> Path:
    """The 计划报备表 of a quarter as an Excel file. Raises UserError ``table_not_written``."""
    from wdbranch.exchange.table_out import TableColumn, write_table

    found = quarter(book, period)
    shown = [column for column in found.view.columns if column.id]
    return write_table(
        out,
        found.title,
        [TableColumn(column.label, column.width / 2) for column in shown],
        [[row.cells.get(column.id, "") for column in shown] for row in found.derived.rows],
    )
