"""A frame that takes files: by button, or dragged from the file manager."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton

from wdbranch.ui import style


class DropFrame(QFrame):
    """``taken(paths)`` is called with the local files or folders dropped; ``act`` is the button for the others."""

    def __init__(self, text: str, verb: str, icon: str, taken: Callable[[list[Path]], None]) -> None:
        super().__init__()
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(text)
        self._taken = taken
        self.act: QPushButton = style.secondary(verb, icon)
        words = style.label(text, tone="second", wrap=True)
        box = style.row([self.act], 12)
        box.addWidget(words, 1)
        box.setContentsMargins(*(style.px(side) for side in (14, 12, 14, 12)))
        self.setLayout(box)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Light up for local files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._light(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go dark again."""
        del event
        self._light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files over."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self._light(on=False)
        event.acceptProposedAction()
        if paths:
            self._taken(paths)

    def _light(self, *, on: bool) -> None:
        self.setProperty("over", "true" if on else "false")
        style.restyle(self)
