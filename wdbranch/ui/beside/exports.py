"""A record, or its month, as a Word document for WPS; the check-up of this one record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.operations import word
from wdbranch.ui.save_file import WORD, ask_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from wdbranch.store.workbook import Workbook
    from wdbranch.ui.pages.record import RecordPage


class Exports:
    """What leaves the record page for a file or another page, from its menu."""

    def __init__(self, page: RecordPage) -> None:
        self._page = page

    def fill(self, menu: QMenu) -> None:
        """The lines of the menu."""
        record = self._page.record
        if record is None:
            return
        menu.addAction("只查这一份…").triggered.connect(self.check)
        menu.addAction("导出 Word…").triggered.connect(self.save_record)
        day = self._page.desk.open_book().snapshot().day(record)
        if day is not None:
            menu.addAction(f"{day.month}月的记录一起导出 Word…").triggered.connect(
                lambda: self.save_month(day.year, day.month)
            )

    def save_record(self) -> None:
        """The record on the page as a Word document."""
        page = self._page
        if page.record is not None:
            record_id = page.record.id
            name = f"{page.header.title.text()}{page.header.number.text()}"
            self._save(name, lambda book, out: word.save_records(book, [record_id], out))

    def save_month(self, year: int, month: int) -> None:
        """The records of a month as a Word document."""
        self._save(f"{year}年{month}月", lambda book, out: word.save_month(book, year, month, out))

    def _save(self, name: str, write: Callable[[Workbook, Path], Path]) -> None:
        page = self._page
        if page.view is None:
            return
        page.view.flush()
        path = ask_path(page, page.desk, "导出 Word", name, WORD)
        if path is not None and page.desk.run(write, path) is not None:
            page.desk.note(f"已导出：{path.name}")

    def check(self) -> None:
        """The check-up of this one record, each line leading to its box."""
        page = self._page
        if page.record is not None and page.view is not None:
            page.view.flush()
            page.desk.navigate("findings", record_id=page.record.id)
