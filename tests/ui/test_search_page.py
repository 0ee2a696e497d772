"""搜索 by keyboard: from any page, into the answers, to the box."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_hands import ime_commit

from wdbranch.book import search as book_search
from wdbranch.operations import search as operations
from wdbranch.ui.get_ready import GetReady
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.models.hits import HIT_ROLE


@pytest.fixture
def open_window(window: MainWindow, sample: Path) -> MainWindow:
    assert window.desk.open_file(sample / "branch.wdbook")
    return window


def searching(window: MainWindow, qtbot: QtBot, text: str):
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page = window.page("search")
    assert page.line.hasFocus()
    page.line.clear()
    ime_commit(page.line, text)
    qtbot.waitUntil(lambda: not page._pause.isActive() and not page._go_on.isActive())  # answers among all records
    return page


@pytest.mark.parametrize("start", ["home", "book", "roster", "stars", "packets", "settings"])
def test_control_f_leads_to_the_line_from_every_page(open_window: MainWindow, qtbot: QtBot, start: str) -> None:
    open_window.navigate(start)
    page = searching(open_window, qtbot, "充电桩")
    assert page.model.rowCount() > 2
    assert "找到" in page._said.text()


def test_enter_opens_the_record_at_the_box(open_window: MainWindow, qtbot: QtBot) -> None:
    page = searching(open_window, qtbot, "再等半年")
    hit = page.model.index(0).data(HIT_ROLE)
    assert (hit.form, hit.field) == ("party_assembly", "speeches")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert open_window.current == "record"
    shown = open_window.page("record")
    assert shown.record.id == hit.record


def test_the_arrows_go_into_the_answers_and_back(open_window: MainWindow, qtbot: QtBot) -> None:
    page = searching(open_window, qtbot, "党费")
    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Up)
    assert page.line.hasFocus()
    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert page.line.hasFocus()


def test_initials_lead_to_the_roster(open_window: MainWindow, qtbot: QtBot) -> None:
    page = searching(open_window, qtbot, "cnz")
    hit = page.model.index(0).data(HIT_ROLE)
    assert hit.title == "花名册　陈拟舟"


def test_filters_narrow_and_are_kept(open_window: MainWindow, qtbot: QtBot) -> None:
    page = searching(open_window, qtbot, "党费")
    before = page.model.rowCount()
    page.forms.setCurrentIndex(page.forms.findData("theme_day"))
    page.forms.activated.emit(page.forms.currentIndex())
    assert 0 < page.model.rowCount() < before
    page.refresh()
    assert page.forms.currentData() == "theme_day"


def test_nothing_found_says_what_to_try(open_window: MainWindow, qtbot: QtBot) -> None:
    page = searching(open_window, qtbot, "无影无踪")
    assert page.list.isHidden()
    assert "换个说法" in page._empty.text()


def test_what_is_written_meanwhile_is_found(open_window: MainWindow, qtbot: QtBot) -> None:
    from wdbranch.operations import record

    page = searching(open_window, qtbot, "桐油")
    assert page.model.rowCount() == 0
    open_window.desk.change(None, record.new, "lecture", day=open_window.desk.today(), values={"topic": "桐油怎么刷"})
    assert page.model.rowCount() == 1


def test_a_book_that_is_not_got_ready_answers_at_once_from_its_latest_records(
    open_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "WARM_AT_ONCE", 40)
    monkeypatch.setattr(operations, "AT_ONCE_SECONDS", 0.0)
    open_window.navigate("search")
    page = open_window.page("search")
    page._go_on.stop()
    told = []
    show = page._show
    monkeypatch.setattr(page, "_show", lambda found, text: (told.append(found), show(found, text)))
    page.line.setText("党费")
    page.ask()
    assert [found.whole for found in told] == [False] and 0 < told[0].total
    assert page.model.rowCount() == len(told[0].hits) and "还在找" in page._said.text()
    qtbot.waitUntil(lambda: told[-1].whole)
    assert told[-1].total > told[0].total and told[-1].hits[:3] == told[0].hits[:3]
    assert "还在找" not in page._said.text()
    known = set(book_search.names(open_window.desk.open_book().snapshot()))
    qtbot.waitUntil(lambda: {page.people.itemText(i) for i in range(1, page.people.count())} == known)


def test_the_book_gets_ready_while_nobody_types(open_window: MainWindow, qtbot: QtBot) -> None:
    ready = open_window.findChild(GetReady)
    book = open_window.desk.open_book()
    for _ in range(len(book.records()) // 50):
        ready._step()
    assert all(("told", record.id) in book.snapshot().memory for record in book.records())


def test_sheets_and_pages_are_built_ahead_without_coming_up(open_window: MainWindow) -> None:
    ready = open_window.findChild(GetReady)
    for _ in range(500):
        ready._step()
        if not ready._timer.isActive():
            break
        ready._timer.stop()
    page = open_window.page("record")
    assert page._kept and page.record is None, "sheets are made, no record is opened"
    assert not any(view.isVisibleTo(page) for view in (*page._kept.values(), *page._panels.values()))
    assert open_window.current == "home"
