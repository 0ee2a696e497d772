"""Gets things ready while nobody is typing: search first, then pages and sheets, then the next start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from wdbranch.errors import UserError

if TYPE_CHECKING:
    from wdbranch.ui.desk import Desk

FIRST_MS = 1200
"""Opening and the first look at the page go before."""
STEP_MS = 40
QUIET_MS = 15_000
"""So long after the last change of the book the home pages of the next starts are worked out."""


class GetReady(QObject):
    """Begins anew whenever another book is opened. ``ahead()`` builds one thing of the window at each step."""

    def __init__(self, desk: Desk, parent: QObject, ahead: Callable[[], Iterator[None]]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._steps: Iterator[None] = iter(())
        self._ahead = ahead
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._begin_next_start)
        desk.opened.connect(self.begin)
        desk.arrived.connect(self.begin)
        desk.book_changed.connect(lambda *_: self._quiet.start())
        self.begin()

    def begin(self) -> None:
        """From the first record on."""
        self._steps = self._all()
        self._timer.start(FIRST_MS)
        self._quiet.start()

    def _begin_next_start(self) -> None:
        """After whatever is still to be done."""
        self._steps = chain(self._steps, self._next_start())
        self._timer.start(STEP_MS)

    def _all(self) -> Iterator[None]:
        from wdbranch.operations import search

        at = 0
        while self._desk.book is not None:
            at = search.warm(self._desk.book, at)
            yield
            if not at:
                yield from self._ahead()
                return

    def _next_start(self) -> Iterator[None]:
        from wdbranch.ui import keep_home

        if self._desk.book is not None:
            yield from keep_home.coming(self._desk.book, self._desk.today(), self._desk.computed)

    def _step(self) -> None:
        if self._desk.book is None:
            return
        try:
            next(self._steps)
        except (StopIteration, UserError):      # whoever asks the book next is told
            return
        self._timer.start(STEP_MS)
