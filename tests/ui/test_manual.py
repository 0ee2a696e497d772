"""说明书 by F1: the section of what is on the screen, words found, links followed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from ui_hands import Answers

from wdbranch.errors import UserError
from wdbranch.operations import manual
from wdbranch.ui import messages
from wdbranch.ui.dialogs.manual import Enlarged, Manual
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


def by_the_keyboard(box: messages.Box) -> bool:
    """Tab away from the button that has the focus, to the link, and press it."""
    assert box.yes.hasFocus() or box.focusWidget() is box.yes
    link = next(button for button in box.findChildren(QPushButton) if button.text().strip() == "说明书里怎么说")
    assert link.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert box.result() == box.DialogCode.Accepted
    return True


def test_an_error_offers_what_the_manual_says_of_it(branch_window: MainWindow, answers: Answers) -> None:
    def full() -> None:
        raise UserError("磁盘已满。", safe="此前保存的内容完好。", todo="请清理磁盘。", code="disk_full")

    answers.next(by_the_keyboard)
    branch_window.desk.attempt(full)
    shown = branch_window.findChild(Manual)
    assert shown is not None
    section = shown.shown()
    assert section is not None
    assert "error:disk_full" in section.keys
    shown.close()


def test_an_error_told_in_a_dialog_leads_there_too_and_one_that_the_manual_lacks_offers_nothing(
    branch_window: MainWindow, answers: Answers
) -> None:
    dialog = messages.Box(branch_window, "要填的", [])
    answers.next(by_the_keyboard)
    messages.tell_error(dialog, UserError("姓名不能空着。", code="no_name"))
    shown = branch_window.findChild(Manual)
    assert shown is not None
    shown.close()

    def nothing_to_read(box: messages.Box) -> bool:
        assert [button.text() for button in box.findChildren(QPushButton)] == ["知道了"]
        return True

    answers.next(nothing_to_read)
    messages.tell_error(branch_window, UserError("不知道的错。", code="nothing_of_the_kind"))
    answers.next(nothing_to_read)
    messages.tell_error(None, UserError("姓名不能空着。", code="no_name"))


def test_while_a_dialog_waits_the_manual_belongs_to_it_so_that_it_can_be_read(branch_window: MainWindow) -> None:
    dialog = messages.Box(branch_window, "要填的", [])
    dialog.setModal(True)
    dialog.show()
    branch_window.open_manual("error:no_name")
    shown = dialog.findChild(Manual)
    assert shown is not None
    assert shown.isVisible()
    dialog.close()


def widest(shown: Manual) -> float:
    """The width of the widest picture in the section that is read, in pixels."""
    document = shown.text.document()
    cursor, found = QTextCursor(document), 0.0
    while not (cursor := document.find("\N{OBJECT REPLACEMENT CHARACTER}", cursor)).isNull():
        name = cursor.charFormat().toImageFormat().name()
        found = max(found, document.resource(QTextDocument.ResourceType.ImageResource.value, QUrl(name)).width())
    return found


def test_pictures_are_as_wide_as_the_text_at_most_and_open_in_their_own_size(branch_window: MainWindow, qapp: QApplication) -> None:
    branch_window.open_manual("page:home")
    shown = branch_window.findChild(Manual)
    assert shown is not None
    shown.resize(900, 600)
    qapp.processEvents()
    narrow = widest(shown)
    assert 0 < narrow <= shown.text.viewport().width()
    assert shown.text.horizontalScrollBar().maximum() == 0
    shown.resize(1200, 600)
    qapp.processEvents()
    assert narrow < widest(shown) <= shown.text.viewport().width()
    assert shown.text.horizontalScrollBar().maximum() == 0
    shown.text.anchorClicked.emit(QUrl("pictures/home.png"))
    large = shown.findChild(Enlarged)
    assert large is not None
    assert large.isVisible()
    QTest.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()
    shown.close()


def test_every_picture_reads_as_a_link_that_the_keyboard_reaches(branch_window: MainWindow) -> None:
    branch_window.open_manual("page:home")
    shown = branch_window.findChild(Manual)
    assert shown is not None
    opened: list[str] = []
    shown.text.anchorClicked.connect(lambda link: opened.append(link.path()))
    shown.text.setFocus()
    QTest.keyClick(shown.text, Qt.Key.Key_Tab)
    QTest.keyClick(shown.text, Qt.Key.Key_Return)
    assert [Path(path).name for path in opened] == ["home.png"]
    assert shown.findChild(Enlarged) is not None
    shown.close()
