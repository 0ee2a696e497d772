"""说明书 by F1: the section of what is on the screen, words found, links followed."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from ui_hands import Answers

from wdbranch.operations import manual
from wdbranch.ui.dialogs.manual import Manual
from wdbranch.ui.main_window import MainWindow


def test_f1_tells_of_the_page_and_opens_the_manual_where_it_is_about(branch_window: MainWindow, answers: Answers) -> None:
    window = branch_window
    book = window.desk.open_book()
    record = book.records(form="year_plan") or [book.add_record("year_plan", "2026", 2026, {})]
    window.navigate("record", {"record_id": record[0].id})
    answers.next(True)
    window._help()
    shown = window.findChild(Manual)
    assert shown is not None
    assert shown.isVisible()
    section = shown.shown()
    assert section is not None
    assert "form:year_plan" in section.keys
    assert section.title in shown.text.toPlainText()
    shown.close()


def test_words_narrow_the_contents_and_what_is_not_there_is_said(branch_window: MainWindow, qapp: QApplication) -> None:
    branch_window.open_manual()
    shown = branch_window.findChild(Manual)
    assert shown is not None
    whole = shown.list.count()
    shown.words.setText("整改 台账")
    assert 0 < shown.list.count() < whole
    assert "整改" in shown.text.toPlainText()
    shown.words.setText("没有写过的词")
    assert shown.list.count() == 0
    assert "没有写到" in shown.text.toPlainText()
    shown.open_at("error:nothing_of_the_kind")
    assert shown.shown() == manual.sections()[0]
    shown.close()
