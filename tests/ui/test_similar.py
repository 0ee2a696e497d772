"""并排对照: from the finding to both texts, through the common passages by keyboard, back to the box."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from ui_hands import Answers

from wdbranch.operations import record as records
from wdbranch.ui.main_window import MainWindow


@pytest.fixture
def copied(window: MainWindow, sample: Path) -> str:
    """A lecture whose contents were copied from an earlier one, with the date and one sentence changed."""
    assert window.desk.open_file(sample / "branch.wdbook")
    book = window.desk.open_book()
    earlier = max(book.records(form="lecture"), key=lambda record: len(record.get("content") or ""))
    saved = records.new(book, "lecture", day=window.desk.today(), values={
        "topic": "再讲一次", "content": earlier.get("content") + "\n最后请大家把自己楼里的灭火器看一遍。",
        "discussion": earlier.get("discussion"),
    })
    return saved.record.id


def open_dialog(window: MainWindow, record: str):
    window.navigate("record", {"record_id": record})
    page = window.page("record")
    button = next(b for b in page.panel.checks.findChildren(QPushButton) if b.text() == "并排对照")
    return button


def test_the_passages_are_gone_through_and_the_box_is_reached(window: MainWindow, qtbot: QtBot, answers: Answers, copied: str) -> None:
    seen = {}

    def look(box) -> bool:
        seen["count"] = box.found.passages
        assert "处，共" in box.where.text()
        first = [s.cursor.selectedText() for s in box.ours.extraSelections()]
        assert first == [s.cursor.selectedText() for s in box.theirs.extraSelections()]
        assert len(first[0]) >= 8
        box.activateWindow()
        qtbot.waitUntil(box.isActiveWindow)
        qtbot.keyClick(box, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
        assert box.at == box.found.passages - 1
        qtbot.keyClick(box, Qt.Key.Key_F3)
        assert box.at == 0
        return True

    answers.next(look)
    open_dialog(window, copied).click()
    assert seen["count"] >= 1
    assert window.current == "record"
    assert window.page("record").record.id == copied


def test_the_earlier_record_can_be_opened(window: MainWindow, answers: Answers, copied: str) -> None:
    target = {}

    def other(box) -> bool:
        target["id"] = box.found.theirs.record
        box.other.click()
        return False

    answers.next(other)
    open_dialog(window, copied).click()
    assert window.page("record").record.id == target["id"] != copied


def test_the_list_of_all_findings_leads_there_too(window: MainWindow, answers: Answers, copied: str) -> None:
    window.navigate("findings")
    page = window.page("findings")
    link = next(b for b in page.findChildren(QPushButton) if b.text() == "并排对照")
    answers.next(False)
    link.click()
    assert "个字相同" in answers.seen[-1].said
