"""One box at a time: what is typed, when it is saved, what never is."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from ui_hands import Answers, ime_commit

from wdbranch.book.form import Column, Edition, Field, FieldType
from wdbranch.ui.editors import base
from wdbranch.ui.editors.base import Editor
from wdbranch.ui.editors.kinds import Setting, editor_for
from wdbranch.ui.editors.moment import CalendarPopup, MomentEditor
from wdbranch.ui.editors.people import PersonEditor, PersonsEditor
from wdbranch.ui.editors.rows import RowsEditor


class Bench(QWidget):
    """An editor with another box to go to."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor, self.other = editor, QLineEdit()
        box = QVBoxLayout(self)
        box.addWidget(editor)
        box.addWidget(self.other)
        self.resize(700, 400)
        self.sent: list[Any] = []
        self.idle: list[Any] = []
        editor.committed.connect(self.sent.append)
        editor.edited.connect(self.idle.append)
        editor.done.connect(self.other.setFocus)

    def leave(self) -> None:
        self.other.setFocus()
        QApplication.processEvents()


@pytest.fixture
def bench(qtbot: QtBot, setting: Setting):
    def make(field: Field, value: Any = None, **kwargs: Any) -> Bench:
        made = Bench(editor_for(field, setting, **kwargs) if field.type is not FieldType.ROWS else kwargs["editor"])
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        made.editor.show_value(value)
        made.editor.take_focus()
        QApplication.processEvents()
        return made

    return make


def text_field(kind: FieldType = FieldType.TEXT, **kwargs: Any) -> Field:
    return Field("x", kind, "地点", **kwargs)


def test_leaving_commits_once_and_only_what_changed(bench) -> None:
    made = bench(text_field(), "老地方")
    made.leave()
    assert made.sent == []
    made.editor.take_focus()
    made.editor.text.selectAll()
    ime_commit(made.editor.text, "新地方")
    made.leave()
    made.editor.take_focus()
    made.leave()
    assert made.sent == ["新地方"]


@pytest.mark.parametrize("kind", [FieldType.TEXT, FieldType.LONG, FieldType.PERSON, FieldType.PERSONS])
def test_half_composed_text_is_never_sent(bench, qtbot: QtBot, kind: FieldType, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bench(text_field(kind))
    box = made.editor.stops()[0]
    made.editor._timer.setInterval(10)
    QApplication.sendEvent(box, QInputMethodEvent("zhong'guo", []))
    made.editor.touch()
    qtbot.wait(40)
    assert made.editor.composing()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert made.sent == [] and made.idle == []
    ime_commit(box, "中国")
    made.leave()
    assert made.sent == [("中国",) if kind is FieldType.PERSONS else "中国"]


def test_long_text_is_saved_after_a_pause_and_settled_when_left(bench, qtbot: QtBot) -> None:
    made = bench(text_field(FieldType.LONG))
    assert base.IDLE_MS == 2000
    made.editor._timer.setInterval(10)
    ime_commit(made.editor.text, "会议开始。")
    qtbot.waitUntil(lambda: made.idle == ["会议开始。"])
    assert made.sent == []
    made.leave()
    assert made.sent == ["会议开始。"]


def test_enter_goes_on_in_short_text_and_begins_a_paragraph_in_long_text(bench, qtbot: QtBot) -> None:
    short = bench(text_field())
    qtbot.keyClicks(short.editor.text, "abc")
    qtbot.keyClick(short.editor.text, Qt.Key.Key_Return)
    assert short.other.hasFocus() and short.sent == ["abc"]
    long = bench(text_field(FieldType.LONG))
    qtbot.keyClicks(long.editor.text, "abc")
    qtbot.keyClick(long.editor.text, Qt.Key.Key_Return)
    qtbot.keyClicks(long.editor.text, "d")
    assert long.editor.raw() == "abc\nd"
    qtbot.keyClick(long.editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert long.other.hasFocus()


@pytest.mark.parametrize(
    "kind", [FieldType.TEXT, FieldType.LONG, FieldType.INT, FieldType.DATE, FieldType.CHOICE, FieldType.PERSONS, FieldType.TICK]
)
def test_tab_leaves_every_box(bench, qtbot: QtBot, kind: FieldType) -> None:
    made = bench(text_field(kind, choices="vote_method" if kind is FieldType.CHOICE else None))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert made.other.hasFocus()


def wheel(widget: QWidget) -> bool:
    at = QPointF(5, 5)
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("kind", "value"), [(FieldType.INT, 20), (FieldType.CHOICE, "secret"), (FieldType.DATE, "2026-09-18"), (FieldType.LONG, "文\n字")]
)
def test_the_wheel_changes_nothing_and_belongs_to_the_page(bench, kind: FieldType, value: Any) -> None:
    made = bench(text_field(kind, choices="vote_method" if kind is FieldType.CHOICE else None), value)
    before = made.editor.raw()
    for stop in made.editor.stops():
        accepted = wheel(stop)
        assert not accepted or kind is FieldType.LONG
    made.leave()
    assert made.editor.raw() == before and made.sent == []


def test_an_empty_number_is_not_nought(bench, qtbot: QtBot) -> None:
    made = bench(text_field(FieldType.INT, unit="人"), 0)
    assert made.editor.raw() == "0"
    made.editor.line.selectAll()
    qtbot.keyClick(made.editor.line, Qt.Key.Key_Delete)
    made.leave()
    assert made.sent == [None]
    made.editor.take_focus()
    qtbot.keyClicks(made.editor.line, "1a2")
    assert made.editor.line.text() == "12"


def test_full_width_digits_can_be_typed(bench) -> None:
    made = bench(text_field(FieldType.INT))
    ime_commit(made.editor.line, "２７")
    assert made.editor.raw() == "２７"


def test_a_moment_shows_the_paper_form_and_a_short_one_while_written(bench, qtbot: QtBot) -> None:
    made = bench(Field("start", FieldType.DATETIME, "开会时间"), "2026-09-18T18:30")
    line = made.editor.line
    assert line.text() == "2026年9月18日 18:30"
    made.leave()
    assert line.text() == "2026年9月18日（星期五）18:30" and made.sent == []
    assert made.editor.raw() == "2026-09-18T18:30"


def test_an_end_of_the_same_day_is_typed_as_an_hour(bench, qtbot: QtBot, edition: Edition) -> None:
    made = bench(Field("end", FieldType.DATETIME, "散会时间"), like_day=lambda: "2026-09-18")
    qtbot.keyClicks(made.editor.line, "20:10")
    made.leave()
    assert made.sent == ["2026-09-18 20:10"]
    made.editor.show_value("2026-09-18T20:10")
    assert made.editor.line.text() == "20:10"
    made.editor.show_value("2026-09-19T00:10")
    assert "9月19日" in made.editor.line.text()


def test_a_day_is_picked_from_the_calendar_by_keys_alone(bench, qtbot: QtBot) -> None:
    made = bench(Field("start", FieldType.DATETIME, "开会时间"), "2026-09-18T18:30")
    qtbot.keyClick(made.editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = made.editor.findChild(CalendarPopup)
    assert isinstance(made.editor, MomentEditor) and popup is not None
    assert popup.calendar.selectedDate().day() == 18
    view = popup.calendar.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert made.sent == ["2026-09-19T18:30"]


def test_a_choice_is_saved_when_made_and_can_be_emptied(bench, qtbot: QtBot) -> None:
    made = bench(text_field(FieldType.CHOICE, choices="vote_method"), "secret")
    combo = made.editor.combo
    combo.setCurrentIndex(combo.findData("hands"))
    combo.activated.emit(combo.currentIndex())
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert made.sent == ["hands", None]


def test_a_choice_of_another_edition_is_shown_and_kept(bench) -> None:
    made = bench(text_field(FieldType.CHOICE, choices="vote_method"), "by_drum")
    made.leave()
    assert made.editor.raw() == "by_drum" and made.sent == []


def test_a_person_is_found_by_initials(bench, qtbot: QtBot) -> None:
    made = bench(text_field(FieldType.PERSON))
    assert isinstance(made.editor, PersonEditor)
    qtbot.keyClicks(made.editor.line, "hnq")
    assert made.editor.offer.names() == ["韩拟秋"]
    popup = made.editor.offer._offer.popup()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert made.editor.line.text() == "韩拟秋"
    made.leave()
    assert made.sent == ["韩拟秋"]


def test_a_guest_who_is_in_no_roster_is_written_as_called(bench) -> None:
    made = bench(text_field(FieldType.PERSON))
    ime_commit(made.editor.line, "卢拟衡")
    made.leave()
    assert made.sent == ["卢拟衡"]


def test_several_people_are_completed_one_by_one(bench, qtbot: QtBot) -> None:
    made = bench(text_field(FieldType.PERSONS), ("陈拟舟",))
    assert isinstance(made.editor, PersonsEditor)
    box = made.editor.text
    box.write("陈拟舟、", 4)
    qtbot.keyClicks(box, "mnc")
    qtbot.keyClick(made.editor.offer._offer.popup(), Qt.Key.Key_Tab)
    assert box.toPlainText() == "陈拟舟、马拟川、"
    qtbot.keyClicks(box, "zns")
    qtbot.keyClick(made.editor.offer._offer.popup(), Qt.Key.Key_Return)
    made.leave()
    assert made.sent == [("陈拟舟", "马拟川", "曾拟书")]


# ---- rows ------------------------------------------------------------------------------------------------

ROWS = Field(
    "agenda", FieldType.ROWS, "议题",
    columns=(
        Column("no", FieldType.INT, "序号"), Column("title", FieldType.TEXT, "题目", required=True),
        Column("due", FieldType.DATE, "时限"), Column("note", FieldType.TEXT, "备注"),
    ),
)  # fmt: skip
SEEN = (("no", 12.0), ("title", 80.0), ("due", 40.0))


@pytest.fixture
def rows(bench, setting: Setting):
    def make(value: Any = None) -> Bench:
        return bench(ROWS, value, editor=RowsEditor(ROWS, SEEN, setting))

    return make


def test_rows_are_numbered_and_tab_out_of_the_last_box_begins_a_new_one(rows, qtbot: QtBot) -> None:
    made = rows()
    editor: RowsEditor = made.editor
    editor.boxes_of(0)["title"].take_focus()
    ime_commit(QApplication.focusWidget(), "学习")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert len(editor.lines) == 2 and editor.boxes_of(1)["title"].has_focus()
    ime_commit(QApplication.focusWidget(), "通报")
    made.leave()
    assert [(str(row["no"]), row["title"]) for row in made.sent[-1]] == [("1", "学习"), ("2", "通报")]


def test_tab_out_of_an_empty_row_leaves_the_table(rows, qtbot: QtBot) -> None:
    made = rows([{"no": 1, "title": "学习"}])
    editor: RowsEditor = made.editor
    editor.add_after(0)
    for _ in range(4):
        if made.other.hasFocus():
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert made.other.hasFocus()
    assert made.sent == []


MANY = tuple({"no": number, "title": f"第{number}件事", "due": None} for number in range(1, 31))


def test_a_long_table_makes_its_boxes_little_by_little_and_sends_nothing_by_it(rows, qtbot: QtBot) -> None:
    made = rows(MANY)
    editor: RowsEditor = made.editor
    assert not editor.lines[10].made
    assert [row["title"] for row in editor.raw()] == [row["title"] for row in MANY]
    painted = editor.height_for(editor.width())
    qtbot.waitUntil(lambda: all(line.made for line in editor.lines), timeout=30000)
    assert abs(editor.height_for(editor.width()) - painted) <= len(MANY)
    made.leave()
    assert made.sent == made.idle == [] and not editor.dirty


def test_a_painted_row_is_written_in_by_a_click_and_reached_by_tab(rows, qtbot: QtBot) -> None:
    made = rows(MANY)
    editor: RowsEditor = made.editor
    editor._later.stop()  # as on a slow machine
    cell = editor.lines[3].cells[1]
    assert not editor.lines[3].made
    qtbot.mouseClick(editor, Qt.MouseButton.LeftButton, pos=cell.center())
    assert editor.boxes_of(3)["title"].has_focus()
    assert editor.lines[2].made and editor.lines[4].made, "Tab and Shift+Tab find the rows beside it"
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert editor.boxes_of(4)["no"].has_focus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    ime_commit(QApplication.focusWidget(), "改过的")
    made.leave()
    sent = [row["title"] for row in made.sent[-1]]
    assert len(sent) == len(MANY) and "改过的" in sent[4] and sent[20] == MANY[20]["title"]


def test_rows_are_moved_and_removed_by_keys(rows, qtbot: QtBot) -> None:
    made = rows([{"no": 1, "title": "甲"}, {"no": 2, "title": "乙"}])
    editor: RowsEditor = made.editor
    editor.boxes_of(1)["title"].take_focus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row["title"] for row in made.sent[-1]] == ["乙", "甲"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [row["title"] for row in made.sent[-1]] == ["甲"]


def test_a_box_that_cannot_be_read_keeps_its_text_and_the_rest_is_saved(rows, qtbot: QtBot) -> None:
    made = rows([{"no": 1, "title": "甲", "due": "2026-09-21"}])
    editor: RowsEditor = made.editor
    editor.boxes_of(0)["due"].take_focus()
    line = QApplication.focusWidget()
    line.selectAll()
    ime_commit(line, "下个月吧")
    editor.boxes_of(0)["title"].take_focus()
    assert "时限" in editor.problem()
    QApplication.focusWidget().selectAll()
    ime_commit(QApplication.focusWidget(), "乙")
    made.leave()
    assert made.sent[-1][0]["title"] == "乙" and made.sent[-1][0]["due"] == "2026-09-21"
    editor.show_value(made.sent[-1])
    assert line.text() == "下个月吧" and editor.problem()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "2026.9.30")
    made.leave()
    assert editor.problem() == "" and made.sent[-1][0]["due"] == "2026.9.30"


def test_columns_that_the_paper_has_no_room_for_are_kept_and_edited(rows, answers: Answers) -> None:
    made = rows([{"no": 1, "title": "甲", "note": "旧"}])
    editor: RowsEditor = made.editor
    assert editor.raw()[0]["note"] == "旧"

    def fill(box: Any) -> bool:
        box._boxes["note"].put("新")
        return True

    answers.next(fill)
    editor.edit_unseen(0)
    assert made.sent[-1][0]["note"] == "新"


def test_showing_saved_rows_keeps_the_caret_where_it_is(rows, qtbot: QtBot) -> None:
    made = rows([{"no": 1, "title": "甲"}])
    editor: RowsEditor = made.editor
    editor.boxes_of(0)["title"].take_focus()
    focused = QApplication.focusWidget()
    editor.show_value(({"no": 1, "title": "甲", "due": None, "note": None},))
    assert QApplication.focusWidget() is focused
