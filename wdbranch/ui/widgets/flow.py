"""Layouts that give way: as many columns as fit, fewer on a narrow window or in large type."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from wdbranch.ui import style


class Columns(QWidget):
    """Widgets in equal (or weighted) columns; below ``least`` px a column (at normal type size) they wrap."""

    def __init__(self, least: int, *, gap: int = 12, weights: tuple[int, ...] = ()) -> None:
        super().__init__()
        self._least = style.px(least)
        self._weights = weights
        self._parts: list[QWidget] = []
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(style.px(gap))

    def put(self, parts: list[QWidget]) -> None:
        """Show these widgets, in reading order, in place of what was there."""
        style.clear(self._grid)
        self._parts = parts
        self._across = 0
        self._arrange(self.width())

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for one column, high enough for what is shown."""
        widest = max((part.minimumSizeHint().width() for part in self._parts), default=0)
        return QSize(widest, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the columns that fit."""
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _fits(self, width: int) -> int:
        most = len(self._parts)
        gap = self._grid.spacing()
        fits = max(1, min(most, (width + gap) // (self._least + gap)))
        # Five as 3 + 2, never 4 + 1: the rows should look alike.
        rows = -(-most // fits) if most else 1
        return max(1, -(-most // rows))

    def _arrange(self, width: int) -> None:
        across = self._fits(width)
        if across == self._across:
            return
        for number in range(self._across):
            self._grid.setColumnStretch(number, 0)
        self._across = across
        for place, part in enumerate(self._parts):
            self._grid.addWidget(part, place // across, place % across)
        for number in range(across):
            weight = self._weights[number] if across == len(self._weights) else 1
            self._grid.setColumnStretch(number, weight)
        self.updateGeometry()
