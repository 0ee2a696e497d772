"""What every page of the window is."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wdbranch.ui import style
from wdbranch.ui.desk import Desk


class Page(QWidget):
    """One page. Built at its first visit, refreshed when shown after something changed.

    ``nav_id`` is the entry of the navigation that is lit while the page is shown; ``scrolls`` False says that
    the page scrolls inside itself and gets no scroll area around it; ``help`` is what F1 says.
    """

    title: ClassVar[str] = ""
    nav_id: ClassVar[str] = ""
    help: ClassVar[str] = ""
    scrolls: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.stale = True
        self.setProperty("kind", "page")
        self.setAccessibleName(self.title)

    def body(self, gap: int = 12) -> QVBoxLayout:
        """The page's column with the page margins (24 px)."""
        made = QVBoxLayout(self)
        made.setContentsMargins(*(style.px(side) for side in (24, 20, 24, 18)))
        made.setSpacing(style.px(gap))
        return made

    def refresh(self) -> None:
        """Show what the book says now."""

    def go(self, **where: Any) -> None:
        """Called after ``desk.navigate(page, **where)`` brought the page up."""

    def manual_keys(self, name: str) -> tuple[str, ...]:
        """Where the manual opens for this page, which the window calls ``name``; the nearest key first."""
        return (f"page:{name}",)

    def leave(self) -> bool:
        """Called before another page comes up; False keeps this one."""
        return True

    def book_changed(self, change: Any) -> None:
        """Something in the book changed elsewhere. Reloads now if visible, otherwise when next shown."""
        del change
        if self.isVisible():
            self.freshen()
        else:
            self.stale = True

    def freshen(self) -> None:
        """Refresh, telling a failure instead of dying of it."""
        self.stale = False
        self.desk.attempt(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh if something changed since."""
        if self.stale:
            self.freshen()
        super().showEvent(event)
