"""One sitting on the record page; open items of earlier meetings; captions; speeches one after another."""

from __future__ import annotations

from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from ui_hands import TODAY, Answers

from wdbranch.operations import record as records
from wdbranch.operations import sitting
from wdbranch.ui.editors.rows import RowsEditor
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.new_record import several_at_once
from wdbranch.ui.pages.record import RecordPage


@pytest.fixture
def opened(branch_window: MainWindow):
    def go(record_id: str) -> RecordPage:
        branch_window.activateWindow()
        branch_window.desk.navigate("record", record_id=record_id)
        QApplication.processEvents()
        page = branch_window.page("record")
        assert isinstance(page, RecordPage)
        return page

    return go


def links(page: RecordPage) -> list[str]:
    QApplication.processEvents()
    return [button.text() for button in page.together.findChildren(QPushButton) if not button.isHidden()]


def test_several_records_are_made_at_once_and_lead_to_each_other(
    branch_window: MainWindow, opened, answers: Answers
) -> None:
    def tick(box) -> bool:
        for name in ("party_assembly", "lecture"):
            box.ticks[name].setChecked(True)
        return True

    answers.next(tick)
    several_at_once(branch_window.desk)
    page = branch_window.page("record")
    assert page.record.form == "theme_day"
    assert page.together.isVisible()
    assert links(page) == ["党员大会", "党课"]
    next(button for button in page.together.findChildren(QPushButton) if button.text() == "党课").click()
    assert page.record.form == "lecture"
    assert links(page) == ["主题党日", "党员大会"]


def test_marks_made_on_one_page_stand_on_the_other_and_undo_takes_them_back(branch_window: MainWindow, opened) -> None:
    book = branch_window.desk.open_book()
    first, second = sitting.begin(book, ["theme_day", "lecture"], day=TODAY).records
    page = opened(first.id)
    page.panel.attendance.everyone.click()
    assert {row["status"] for row in book.record(second.id).rows("attendance")} <= {"present", "exempt"}
    page.undo()
    assert {row["status"] for row in book.record(second.id).rows("attendance")} <= {None, "exempt"}


def test_a_record_may_leave_and_has_no_line_then(branch_window: MainWindow, opened) -> None:
    first, _ = sitting.begin(branch_window.desk.open_book(), ["theme_day", "lecture"], day=TODAY).records
    page = opened(first.id)
    page._errands.leave_sitting()
    assert not page.together.isVisible()
    assert branch_window.desk.open_book().record(page.record.id).sitting == ""


def test_open_items_are_added_with_one_click(branch_window: MainWindow, opened) -> None:
    book = branch_window.desk.open_book()
    records.new(book, "committee", day=date(2026, 11, 20), values={"decisions": [{"text": "修三号楼路灯", "owner": "马拟川"}]})
    page = opened(records.new(book, "committee", day=TODAY).record.id)
    editor = page.view.editor("agenda")
    assert isinstance(editor, RowsEditor)
    assert editor.offer.isVisible()
    assert "上次未办结" in editor.offer.text()
    editor.offer.click()
    assert any("修三号楼路灯" in row["title"] for row in book.record(page.record.id).rows("agenda"))
    assert not editor.offer.isVisible()


def test_nothing_of_one_record_is_left_on_the_sheet_of_the_next(branch_window: MainWindow, opened, qtbot: QtBot) -> None:
    book = branch_window.desk.open_book()
    first, second = (records.new(book, "lecture", day=day).record for day in (TODAY, date(2026, 11, 22)))
    page = opened(first.id)
    page.view.focus_box("place")
    box = page.view.editor("place").stops()[0]
    qtbot.keyClicks(box, "XY")
    page = opened(second.id)
    assert "XY" in (book.record(first.id).get("place") or "")
    assert "XY" not in (page.view.editor("place").raw() or "")
    page.view.focus_box("place")
    qtbot.keyClick(page.view.editor("place").stops()[0], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "XY" not in (page.view.editor("place").raw() or "")
    assert book.record(second.id).get("place") == second.get("place")


def test_enter_goes_to_the_next_speaker_and_those_who_came_are_offered_first(branch_window: MainWindow, opened, qtbot: QtBot) -> None:
    book = branch_window.desk.open_book()
    record = records.new(book, "party_assembly", day=TODAY).record
    last = [row["name"] for row in record.rows("attendance") if row["status"] is None][-1]
    records.mark(book, record.id, [last], "present")
    page = opened(record.id)
    assert page.view.setting.names().labels[0] == last
    page.view.focus_box("speeches")
    speeches = page.view.editor("speeches")
    assert isinstance(speeches, RowsEditor)
    speaker, text = (stop for box in speeches.lines[0].boxes.values() for stop in box.stops())
    speaker.setText(last)
    text.setFocus()
    qtbot.keyClicks(text, "agree")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert len(speeches.lines) == 2
    assert next(iter(speeches.lines[1].boxes.values())).has_focus()
    assert book.record(record.id).rows("speeches")[0]["text"] == "agree"


def test_a_photograph_gets_its_caption(branch_window: MainWindow, opened, answers: Answers, tmp_path) -> None:
    book = branch_window.desk.open_book()
    record = records.new(book, "theme_day", day=TODAY).record
    Image.new("RGB", (40, 30), "grey").save(tmp_path / "会场.jpg")
    records.attach(book, record.id, tmp_path / "会场.jpg", "photo")
    page = opened(record.id)

    def write(box) -> bool:
        box.words.setText("重温入党誓词")
        box._day.put(TODAY)
        return True

    answers.next(write)
    page.panel.kept.described.emit(page.record.attachments[0])
    kept = book.record(record.id).attachments[0]
    assert (kept.caption, kept.taken_on) == ("重温入党誓词", TODAY.isoformat())
    assert "重温入党誓词" in page.panel.kept.list.item(0).text()
