"""体检: filtered, explained in place, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from ui_hands import TODAY, Answers

from wdbranch.operations import checkup, overview, printing
from wdbranch.ui.dialogs.link import LinkDialog
from wdbranch.ui.finding_line import FindingLine
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.findings import ONE_RECORD, FindingsPage


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


def pick(page: FindingsPage, data: str) -> None:
    page.scope.setCurrentIndex(page.scope.findData(data))
    page.scope.activated.emit(page.scope.currentIndex())


def test_before_a_period_is_sent_only_what_belongs_to_it_is_looked_at(page: FindingsPage) -> None:
    book = page.desk.open_book()
    snapshot = book.snapshot()
    whole = page.chosen()
    pick(page, "2026-Q3")
    found = page.chosen()
    days = {record.id: snapshot.day(record) for record in snapshot.records}
    assert 0 < len(found) < len(whole)
    assert {(days[one.record].month + 2) // 3 for one in found if one.record} == {3}
    assert "C-31" in {one.rule for one in found}, "no lecture in the third quarter"
    pick(page, "2026-04")
    assert "C-31" not in {one.rule for one in page.chosen()}
    assert page.told() == "报送前：2026年4月"
    pick(page, "")
    assert page.chosen() == whole


def test_one_record_alone_is_looked_at(page: FindingsPage, answers: Answers) -> None:
    wanted = next(one.record for one in page.chosen() if one.record)

    def take(box: LinkDialog) -> bool:
        rows = [row for row in range(box.list.count()) if box.list.item(row).data(Qt.ItemDataRole.UserRole) == wanted]
        box.list.setCurrentRow(rows[0])
        return True

    answers.next(take)
    pick(page, ONE_RECORD)
    assert {one.record for one in page.chosen()} == {wanted}
    shown = [line for line in page.findChildren(FindingLine) if not line.isHidden()]
    assert len(shown) == len(page.chosen())
    answers.next(lambda _box: False)
    pick(page, ONE_RECORD)
    assert page.scope.currentData() == "", "nothing chosen: the whole book again"
