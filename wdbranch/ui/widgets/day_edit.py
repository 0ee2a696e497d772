"""A day typed as people type it; empty is allowed, a wrong day is marked."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QLineEdit

from wdbranch.ui import style

_PARTS = re.compile(r"\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\s*")
_WIDE = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")


def read_day(text: str) -> date | None:
    """The day that was typed (2026.9.18, 2026-09-18, 2026年9月18日, full-width digits), None for none.

    >>> read_day("2026年9月18日")
    datetime.date(2026, 9, 18)
    """
    found = _PARTS.fullmatch(text.translate(_WIDE))
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


class DayEdit(QLineEdit):
    """A line for a day, shown as 2026年9月18日."""

    def __init__(self, name: str, value: date | None = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText("例如 2026.9.18")
        self.setFixedWidth(style.px(190))
        self.put(value)
        self.textChanged.connect(self._mark)
        self.editingFinished.connect(self._tidy)

    def put(self, value: date | None) -> None:
        """Show a day, or nothing."""
        self.setText(f"{value.year}年{value.month}月{value.day}日" if value else "")

    def day(self) -> date | None:
        """The day typed; None where empty or wrong."""
        return read_day(self.text())

    def _mark(self) -> None:
        wrong = "true" if self.text().strip() and self.day() is None else "false"
        if self.property("wrong") != wrong:
            self.setProperty("wrong", wrong)
            style.restyle(self)

    def _tidy(self) -> None:
        if (value := self.day()) is not None:
            self.put(value)
