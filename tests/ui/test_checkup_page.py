"""体检: filtered, explained in place, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from ui_hands import TODAY, Answers

from wdbranch.operations import checkup, overview, printing
from wdbranch.ui.finding_line import FindingLine
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.findings import FindingsPage


@pytest.fixture
def page(branch_window: MainWindow, qapp: QApplication) -> FindingsPage:
    branch_window.navigate("findings")
    qapp.processEvents()
    shown = branch_window.page("findings")
    assert isinstance(shown, FindingsPage)
    return shown


def test_one_level_and_one_kind_can_be_looked_at_and_a_missed_meeting_explained(
    page: FindingsPage, answers: Answers, tmp_path: Path
) -> None:
    page.level.setCurrentIndex(page.level.findData("必"))
    page.level.activated.emit(page.level.currentIndex())
    assert {one.level for one in page.chosen()} == {"必"}
    page.level.setCurrentIndex(0)
    page.kind.setCurrentIndex(page.kind.findData(""))
    page.kind.activated.emit(page.kind.currentIndex())
    missed = page.chosen()
    assert missed
    assert all(one.record is None for one in missed)
    shown = [line for line in page.findChildren(FindingLine) if not line.isHidden()]
    assert len(shown) >= len(missed)

    lecture = next(one for one in missed if one.rule == "C-31")

    def write(box: object) -> bool:
        box.answer.setPlainText("授课人生病，推迟到十月")        # type: ignore[attr-defined]
        return True

    answers.next(write)
    page.explain(lecture)
    book = page.desk.open_book()
    after = next(one for one in overview.findings(book, TODAY) if one.key == lecture.key)
    assert after.waived == "授课人生病，推迟到十月"
    page.explain(after)                                      # taken back without a question
    assert next(one for one in overview.findings(book, TODAY) if one.key == lecture.key).waived is None
    done = printing.write(checkup.plan_checkup(book, overview.findings(book, TODAY)), tmp_path / "体检单.pdf")
    assert done.pages >= 1
