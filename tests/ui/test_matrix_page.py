"""报送情况: every branch and period in one table, reminders, Excel, one click to what a branch handed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from ui_hands import Answers

from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.matrix import MatrixPage


@pytest.fixture
def page(street_window: MainWindow) -> MatrixPage:
    street_window.navigate("matrix")
    return street_window.page("matrix")


def row(page: MatrixPage, number: int) -> list[str]:
    return [str(page.model.index(number, column).data()) for column in range(page.model.columnCount())]


def test_each_branch_has_its_states(page: MatrixPage) -> None:
    heads = [page.model.headerData(n, Qt.Orientation.Horizontal) for n in range(page.model.columnCount())]
    assert heads == ["支部", "第一季度", "第二季度", "第三季度", "第四季度"]
    assert row(page, 0) == ["拟安一支部", "—", "逾期 136 天", "待审", "未到期"]
    assert row(page, 1) == ["拟安二支部", "—", "逾期 136 天", "逾期 44 天", "未到期"]
    assert "2026年第三季度已报 1 个" in page._told.text()
    assert "3 个支部有到期没交的" in page._told.text()
    assert "应报日 2026年10月10日" in page.model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)


def test_months_say_their_state_in_few_words_and_fit(page: MatrixPage) -> None:
    page.kind.setCurrentIndex(page.kind.findData("month"))
    page.kind.activated.emit(page.kind.currentIndex())
    assert page.days.currentData() == 5
    assert row(page, 0)[1:] == ["—"] * 5 + ["未交", "待审", "待审", "待审", "未交", "未到期", "未到期"]
    assert not page.table.horizontalScrollBar().isVisibleTo(page.table)


def test_a_cell_opens_what_the_branch_handed_in(page: MatrixPage) -> None:
    page.table.activated.emit(page.model.index(0, 3))
    street = page.desk.window.page("street")
    assert street.isVisible()
    assert street.matrix.chosen() == "NH-NA-01"
    assert street.branch.isVisible()


def test_reminders_are_shown_before_they_are_printed(page: MatrixPage, answers: Answers) -> None:
    answers.next(False)
    page.remind.click()
    plan = answers.seen[0].plan
    assert [mark.title for mark in plan.marks] == ["催报单"] * 3


def test_the_table_is_saved_for_excel(page: MatrixPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "情况"), ""))
    page.excel.click()
    assert (tmp_path / "情况.xlsx").stat().st_size > 0
