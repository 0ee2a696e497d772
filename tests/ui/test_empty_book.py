"""A book in which nothing is written yet: every page comes up, says what belongs there, and fits the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from test_window import relook, settle

from wdbranch.operations import book as books
from wdbranch.ui import style
from wdbranch.ui.main_window import BRANCH_ENTRIES, MainWindow


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[None]:
    before = style.look()
    yield
    style.apply(qapp, before)


@pytest.fixture
def empty_window(window: MainWindow, tmp_path: Path, looks: None) -> MainWindow:
    """A window in large type with a new book."""
    books.create(tmp_path / "空.wdbook", "中共拟和街道拟安社区新支部", "urban").close()
    assert window.desk.open_file(tmp_path / "空.wdbook")
    relook(window, style.Look(1.4))
    window.resize(1366, 688)
    return window


def test_every_page_of_an_empty_book_comes_up_and_fits(empty_window: MainWindow, qapp: QApplication) -> None:
    for entry in BRANCH_ENTRIES:
        empty_window.navigate(entry.page)
        settle(qapp)
        assert empty_window.current == entry.page
        assert empty_window.width() == 1366, entry.page


def test_every_ledger_and_view_of_an_empty_book_fits_and_offers_a_first_step(empty_window: MainWindow, qapp: QApplication) -> None:
    edition = empty_window.desk.open_book().editions["2026"]
    ledgers = [form.id for form in edition.forms.values() if form.page.kind == "ledger"]
    assert ledgers and edition.views
    for page_id in (*ledgers, *edition.views):
        empty_window.navigate("sheet", {"sheet": page_id})
        settle(qapp)
        page = empty_window.page("sheet")
        assert empty_window.width() == 1366, page_id
        assert page.sheet.page.id == page_id
        if page_id in ledgers:
            assert page.empty.isVisible() and page.empty.step.isVisible(), page_id
