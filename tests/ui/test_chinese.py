"""Qt's own texts speak Chinese, Chinese can be typed, and days are read as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ui_hands import ime_commit
from wdbranch.ui.widgets.day_edit import DayEdit, read_day


def test_standard_buttons_are_chinese(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert [button.text() for button in box.buttons()] == ["确定", "取消"]
    assert QLocale().language() == QLocale.Language.Chinese


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_chinese_is_typed_through_the_input_method(qtbot: QtBot, kind: type) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    widget.show()
    ime_commit(widget, "拟安社区")
    assert (widget.text() if kind is QLineEdit else widget.toPlainText()) == "拟安社区"


@pytest.mark.parametrize(
    "typed", ["2026-09-18", "2026.9.18", "2026/9/18", "2026年9月18日", "２０２６．９．１８", " 2026年9月18 "]
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert read_day(typed) == date(2026, 9, 18)


@pytest.mark.parametrize("typed", ["", "9月18日", "2026-13-01", "2026-02-30", "今天", "2026-9"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed) is None


def test_a_wrong_day_is_marked_and_a_right_one_tidied(qtbot: QtBot) -> None:
    edit = DayEdit("哪天")
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "2026.13.40")
    assert edit.property("wrong") == "true" and edit.day() is None
    edit.clear()
    qtbot.keyClicks(edit, "2026.9.18\r")
    assert edit.property("wrong") == "false"
    assert edit.text() == "2026年9月18日"
