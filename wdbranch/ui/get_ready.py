"""Gets the book ready while nobody is typing: search first, then the pages and sheets likely to be wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from wdbranch.errors import UserError

if TYPE_CHECKING:
    from wdbranch.ui.desk import Desk

FIRST_MS = 4000
"""Opening and the first looks at the pages go before."""
STEP_MS = 60


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
        desk.opened.connect(self.begin)
        desk.arrived.connect(self.begin)
        self.begin()

    def begin(self) -> None:
        """From the first record on."""
        self._steps = self._all()
        self._timer.start(FIRST_MS)

    def _all(self) -> Iterator[None]:
        from wdbranch.operations import search

        at = 0
        while self._desk.book is not None:
            at = search.warm(self._desk.book, at)
            yield
            if not at:
                yield from self._ahead()
                return

    def _step(self) -> None:
        if self._desk.book is None:
            return
        try:
            next(self._steps)
        except (StopIteration, UserError):      # whoever asks the book next is told
            return
        self._timer.start(STEP_MS)
