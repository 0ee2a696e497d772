"""Recording a meeting with the keyboard alone: Enter, Tab, initials of names, days without a year."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from ui_hands import ime_commit

from wdbranch.book.people import Member
from wdbranch.operations import record as operations
from wdbranch.ui import style
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.new_record import begin
from wdbranch.ui.pages.record import RecordPage


@pytest.fixture
def page(branch_window: MainWindow, qapp: QApplication) -> RecordPage:
    """A new assembly of 20 November, open."""
    made = operations.new(branch_window.desk.open_book(), "party_assembly", day=date(2026, 11, 20)).record
    branch_window.desk.navigate("record", record_id=made.id)
    branch_window.activateWindow()
    qapp.processEvents()
    shown = branch_window.page("record")
    assert isinstance(shown, RecordPage)
    return shown


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def type_here(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def test_enter_selects_what_stands_in_the_next_box(page: RecordPage, qtbot: QtBot) -> None:
    page.view.editor("start").take_focus()
    press(qtbot, Qt.Key.Key_Return)
    type_here(qtbot, "20:10")
    press(qtbot, Qt.Key.Key_Return)
    assert page.record.get("end") == "2026-11-20T20:10"


def test_a_day_without_year_in_a_row_is_of_the_records_year(page: RecordPage, qtbot: QtBot) -> None:
    page.view.focus_box("decisions")
    ime_commit(QApplication.focusWidget(), "报街道党工委审批。")
    boxes = page.view.editor("decisions").boxes_of(0)
    boxes["due"].take_focus()
    type_here(qtbot, "12.1")
    press(qtbot, Qt.Key.Key_Return)
    assert page.record.get("decisions")[0]["due"] == "2026-12-01"


def test_a_box_of_a_row_that_was_not_understood_says_so(page: RecordPage, qtbot: QtBot) -> None:
    page.view.focus_box("decisions")
    ime_commit(QApplication.focusWidget(), "报街道党工委审批。")
    page.view.editor("decisions").boxes_of(0)["due"].take_focus()
    type_here(qtbot, "13.45")
    press(qtbot, Qt.Key.Key_Return)
    box = page.view.paper.by_field["decisions"][0]
    assert "13.45" in box.problem
    assert page.record.get("decisions")[0]["text"] == "报街道党工委审批。", "the rest is saved"
    assert page.record.get("decisions")[0]["due"] is None


def test_who_is_looked_for_after_all_came_is_an_exception(page: RecordPage, qtbot: QtBot, qapp: QApplication) -> None:
    card = page.panel.attendance
    card.everyone.click()
    card.search.setFocus()
    type_here(qtbot, "dnb")
    press(qtbot, Qt.Key.Key_Return)
    menu = qapp.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert card.search.text() == ""
    qtbot.keyClick(menu, Qt.Key.Key_2)  # 请假, whose reasons open
    reasons = qapp.activePopupWidget()
    assert reasons is not menu
    qtbot.keyClick(reasons, Qt.Key.Key_Down)  # below 不写原因
    qtbot.keyClick(reasons, Qt.Key.Key_Return)
    row = next(row for row in page.record.rows("attendance") if row["name"] == "丁拟白")
    assert (row["status"], row["reason"]) == ("leave", "病假")


def test_down_goes_from_the_search_to_the_person_and_tab_to_the_reasons(
    page: RecordPage, qtbot: QtBot, qapp: QApplication
) -> None:
    card = page.panel.attendance
    card.everyone.click()
    card.search.setFocus()
    type_here(qtbot, "qnj")
    press(qtbot, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is card.toggles["邱拟江"]
    press(qtbot, Qt.Key.Key_2)
    qapp.processEvents()
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "邱拟江的原因"
    ime_commit(QApplication.focusWidget().lineEdit(), "外出务工")
    press(qtbot, Qt.Key.Key_Return)
    row = next(row for row in page.record.rows("attendance") if row["name"] == "邱拟江")
    assert row["reason"] == "外出务工"
    assert QApplication.focusWidget().accessibleName() != "邱拟江的原因", "Enter goes on"


def test_escape_gives_the_sheet_its_room_back(page: RecordPage, branch_window: MainWindow, qtbot: QtBot) -> None:
    branch_window.resize(1000, 700)  # as narrow as large type makes the page
    QApplication.processEvents()
    assert not page.panel.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert page.panel.isVisible()
    card = page.panel.attendance
    card.search.setFocus()
    type_here(qtbot, "dnb")
    press(qtbot, Qt.Key.Key_Escape)
    assert card.search.text() == "" and page.panel.isVisible(), "first everybody is shown again"
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert QApplication.focusWidget() is page.header.panel


def test_the_calendar_button_never_lies_over_the_time(branch_window: MainWindow, qapp: QApplication) -> None:
    made = operations.new(branch_window.desk.open_book(), "theme_day", day=date(2026, 12, 11)).record
    branch_window.desk.navigate("record", record_id=made.id)
    qapp.processEvents()
    editor = branch_window.page("record").view.editor("start")
    end_of_text = editor.line.fontMetrics().horizontalAdvance(editor.line.text())
    assert not editor.pick.isVisible() or editor.pick.x() > end_of_text


def test_what_is_recorded_late_gets_its_day_from_the_person(
    branch_window: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    begin(branch_window.desk, "lecture", overdue=date(2026, 9, 30))
    branch_window.activateWindow()
    qapp.processEvents()
    page = branch_window.page("record")
    assert page.record.get("start") is None, "it was not today"
    assert QApplication.focusWidget() is page.view.editor("start").line
    type_here(qtbot, "9.25 15:00")
    press(qtbot, Qt.Key.Key_Return)
    assert page.record.get("start") == "2026-09-25T15:00"
    assert page.panel.attendance.toggles, "who was due follows from the day"


def test_a_late_record_of_last_year_stands_in_last_years_book(branch_window: MainWindow) -> None:
    begin(branch_window.desk, "lecture", overdue=date(2025, 12, 31))
    assert branch_window.page("record").record.year == 2025


def test_what_stood_in_the_way_is_no_longer_told_once_something_is_mended(page: RecordPage) -> None:
    page.finalize()
    assert "必须先改" in page.header.also.whole
    page.panel.attendance.everyone.click()
    assert "必须先改" not in page.header.also.whole


@pytest.mark.parametrize("factor", [1.0, 1.4])
def test_long_names_that_begin_alike_can_be_told_apart(
    branch_window: MainWindow, qapp: QApplication, factor: float
) -> None:
    before = style.look()
    try:
        book = branch_window.desk.open_book()
        names = [f"阿卜杜热合曼·拟{mark}买买提" for mark in "甲乙丙"]
        facts = {"join_date": "1995-07-01", "full_date": "1996-07-01"}
        book.put_members([Member(0, name, **facts) for name in names], "新来的")
        branch_window.desk.settings.factor = factor
        branch_window.relook()
        made = operations.new(book, "party_assembly", day=date(2026, 11, 20)).record
        branch_window.desk.navigate("record", record_id=made.id)
        page = branch_window.page("record")
        page._fold.open()
        for _ in range(4):
            qapp.processEvents()
        for name in names:
            toggle = page.panel.attendance.toggles[name]
            assert toggle.width() >= toggle.sizeHint().width(), name
        branch_window.desk.navigate("roster")
        qapp.processEvents()
        table = branch_window.page("roster").table
        need = max(table.fontMetrics().horizontalAdvance(name) for name in names)
        assert table.columnWidth(0) >= need + 2 * 8
    finally:
        style.apply(qapp, before)
