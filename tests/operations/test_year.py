"""The plan of the year and the quarter's report, in a real workbook."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations import printing, record, year
from wdbranch.store.workbook import Workbook


def planned(book: Workbook) -> str:
    rows = [
        {"month": 9, "kind": "committee", "topic": None, "planned_on": "2026-09-10", "person": "陈拟舟"},
        {"month": 12, "kind": "theme_day", "topic": "一年回头看", "planned_on": "2026-12-11", "person": "马拟川"},
    ]
    return record.new(book, "schedule", day=date(2026, 9, 1), values={"items": rows}).record.id


def test_next_year_is_planned_like_this_one(book: Workbook, clock: list[datetime]) -> None:
    planned(book)
    clock[0] = datetime(2027, 1, 5, 9, 0)
    made = year.copy_last_year(book, 2027).record
    assert (made.year, made.get("made_on")) == (2027, "2027-01-05")
    assert [row["planned_on"] for row in made.rows("items")] == ["2027-09-09", "2027-12-10"]
    assert year.schedule(book, 2027) == made.id
    with pytest.raises(UserError) as refused:
        year.copy_last_year(book, 2027)
    assert refused.value.code == "planned_already"


def test_without_a_plan_there_is_nothing_to_copy_or_to_report(book: Workbook) -> None:
    for attempt, code in (
        (lambda: year.copy_last_year(book, 2026), "nothing_to_copy"),
        (lambda: year.quarter(book, "2026-Q2"), "nothing_to_print"),
    ):
        with pytest.raises(UserError) as refused:
            attempt()
        assert refused.value.code == code
    with pytest.raises(WrongUseError):
        year.quarter(book, "2026-09")


def test_the_quarter_goes_out_on_paper_and_as_excel(book: Workbook, tmp_path: Path) -> None:
    planned(book)
    done = printing.write(year.plan_quarter(book, "2026-Q4"), tmp_path / "报备.pdf")
    assert done.pages == 1
    sheet = load_workbook(year.export_quarter(book, "2026-Q4", tmp_path / "报备.xlsx")).active
    cells = [[value for value in row if value] for row in sheet.iter_rows(values_only=True)]
    assert cells[0] == ["组织生活计划报备表（2026年第四季度）"]
    assert ["1", "12月", "主题党日", "一年回头看", "12月11日", "马拟川"] in cells
    assert len(cells) == 3                 # what is planned of September is of another quarter
