"""The pages of the record book in every look: nothing cut, nothing over another, everything named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot
from test_window import LOOKS, cut_texts, overlapping, relook, settle

from wdbranch.operations import record as operations
from wdbranch.ui import style
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.page import Page

PAGES = ("book", "roster", "record")


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[None]:
    before = style.look()
    yield
    style.apply(qapp, before)


def show(window: MainWindow, page: str, form: str = "party_assembly") -> Page:
    book = window.desk.open_book()
    where = {}
    if page == "record":
        where["record_id"] = next(one.id for one in book.records(form=form) if one.get("seq") == 3 or form != "party_assembly")
    window.desk.navigate(page, **where)
    return window.page(page)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.factor}{'dark' if look.dark else ''}")
def test_the_pages_fit_a_small_screen_in_every_look(branch_window: MainWindow, qapp: QApplication, looks: None, look: style.Look) -> None:
    window = branch_window
    relook(window, look)
    window.resize(1366, 688)
    for name in PAGES:
        page = show(window, name)
        settle(qapp)
        assert (window.width(), window.height()) == (1366, 688), name
        assert cut_texts(page) == [], name
        assert overlapping(page) == [], name
        for area in page.findChildren(QAbstractScrollArea):
            if area.isVisible() and not isinstance(area, QTextEdit):
                assert area.horizontalScrollBar().maximum() == 0 or not area.horizontalScrollBar().isVisible(), area


@pytest.mark.parametrize("form", ["party_assembly", "committee", "theme_day", "lecture"])
@pytest.mark.parametrize("factor", [1.0, 1.4])
def test_no_text_of_the_sheet_is_cut(branch_window: MainWindow, qapp: QApplication, looks: None, form: str, factor: float) -> None:
    relook(branch_window, style.Look(factor))
    branch_window.resize(1366, 688)
    page = show(branch_window, "record", form)
    settle(qapp)
    for box in page.view.paper.boxes:
        for name, editor in box.editors.items():
            assert box.rect.contains(editor.geometry()), (form, name)
            for text in editor.findChildren(QTextEdit):
                assert text.verticalScrollBar().maximum() == 0, (form, name)
            for line in editor.findChildren(QLineEdit):
                need = line.fontMetrics().horizontalAdvance(line.text())
                assert need <= line.width() - style.px(12) - 4, (form, name, line.text(), need, line.width())


def test_the_record_page_comes_back_after_a_change_of_look(branch_window: MainWindow, qapp: QApplication, looks: None) -> None:
    page = show(branch_window, "record")
    wanted = page.record.id
    relook(branch_window, style.Look(1.2, dark=True))
    settle(qapp)
    again = branch_window.page("record")
    assert again is not page and again.record.id == wanted and again.view.isVisible()


@pytest.mark.parametrize("name", PAGES)
def test_everything_that_takes_the_keyboard_has_a_name(branch_window: MainWindow, qapp: QApplication, name: str) -> None:
    page = show(branch_window, name)
    settle(qapp)
    unnamed = [
        part for part in page.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.accessibleName()
        and part.focusProxy() is None
    ]  # fmt: skip
    assert unnamed == []


@pytest.mark.parametrize("name", PAGES)
def test_tab_goes_round_the_whole_page(branch_window: MainWindow, qapp: QApplication, qtbot: QtBot, name: str) -> None:
    branch_window.activateWindow()
    page = show(branch_window, name)
    if name == "record":
        record = operations.new(branch_window.desk.open_book(), "party_assembly", day=branch_window.desk.today()).record
        page.go(record_id=record.id)
    settle(qapp)
    seen: list[QWidget] = []
    for _ in range(400):
        qtbot.keyClick(QApplication.focusWidget() or branch_window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now in seen:
            break
        seen.append(now)
    buttons = {"record": "定稿", "book": "记一次会议", "roster": "登记党员"}
    assert buttons[name] in [part.accessibleName() for part in seen]
