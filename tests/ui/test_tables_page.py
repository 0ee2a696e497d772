"""汇总表: the chosen table, on paper and for Excel; the notice; a row opens its branch."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from ui_hands import Answers

from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.tables import TablesPage


@pytest.fixture
def page(street_window: MainWindow) -> TablesPage:
    street_window.navigate("tables")
    return street_window.page("tables")


def texts(page: TablesPage, row: int) -> list[str]:
    return [page.table.item(row, column).text() for column in range(page.table.columnCount())]


def choose(page: TablesPage, table: str) -> None:
    page.which.setCurrentIndex(page.which.findData(table))
    page.which.activated.emit(page.which.currentIndex())


def test_who_did_not_report_is_said_and_in_no_sum(page: TablesPage) -> None:
    choose(page, "T3")
    assert texts(page, 0)[1].isdigit()
    assert set(texts(page, 1)[1:]) == {"未报"}
    last = texts(page, page.table.rowCount() - 1)
    assert last[0] == "合计（1 个支部）"
    assert last[1] == texts(page, 0)[1]
    assert "2 个未报，不计入合计" in page._told.text()


def test_every_table_can_be_shown_for_every_period(page: TablesPage) -> None:
    for number in range(page.which.count()):
        page.which.setCurrentIndex(number)
        for period in range(page.period.count()):
            page.period.setCurrentIndex(period)
            page.period.activated.emit(period)
            assert page.table.rowCount() == 4
            assert page.table.horizontalHeaderItem(0).text() == "支部"


def test_table_and_notice_are_shown_before_they_are_printed(page: TablesPage, answers: Answers) -> None:
    answers.next(False)
    page.printing.click()
    assert "“三会一课”" in answers.seen[0].windowTitle()
    answers.next(False)
    page.notice.click()
    assert "通报" in answers.seen[1].windowTitle()


def test_all_tables_go_into_one_file(page: TablesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "表"), ""))
    page.excel.click()
    assert (tmp_path / "表.xlsx").stat().st_size > 0


def test_a_row_opens_its_branch(page: TablesPage) -> None:
    page.table.cellActivated.emit(0, 1)
    street = page.desk.window.page("street")
    assert street.isVisible()
    assert street.matrix.chosen() == "NH-NA-01"
