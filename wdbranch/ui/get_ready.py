"""Gets the book ready for the first search while nobody is typing: a few milliseconds at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from wdbranch.errors import UserError

if TYPE_CHECKING:
    from wdbranch.ui.desk import Desk

FIRST_MS = 4000
"""Opening and the first looks at the pages go before."""
STEP_MS = 60


class GetReady(QObject):
    """Begins anew whenever another book is opened."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._at = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        desk.opened.connect(self.begin)
        desk.arrived.connect(self.begin)
        self.begin()

    def begin(self) -> None:
        """From the first record on."""
        self._at = 0
        self._timer.start(FIRST_MS)

    def _step(self) -> None:
        if self._desk.book is None:
            return
        from wdbranch.operations import search

        try:
            self._at = search.warm(self._desk.book, self._at)
        except UserError:      # whoever asks the book next is told
            return
        if self._at:
            self._timer.start(STEP_MS)
