"""What stands where a list is empty."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wdbranch.ui import style


class Empty(QWidget):
    """What belongs here, and the first step to it."""

    def __init__(self) -> None:
        super().__init__()
        self._head, self._text = style.heading(""), style.label(tone="second", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(style.px(460))
        self.step = style.secondary("")
        self._act: Callable[[], None] = lambda: None
        self.step.clicked.connect(self._go)
        card = style.card(margins=(24, 36, 24, 36), gap=12)
        for part in (self._head, self._text, self.step):
            card.box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)
        box.addStretch(1)

    def _go(self) -> None:
        self._act()

    def say(self, head: str, text: str, step: str = "", act: Callable[[], None] | None = None) -> None:
        """Show a head, a sentence, and one button where there is a step to take."""
        self._head.setText(head)
        self._text.setText(text)
        self.step.setText(step)
        self.step.setAccessibleName(step)
        self.step.setVisible(bool(step))
        self._act = act or (lambda: None)
