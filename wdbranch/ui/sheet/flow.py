"""Widgets side by side that go on in the next line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowBox(QWidget):
    """Children in reading order. ``columns`` > 0 makes them equally wide, that many in a line at least.

    ``least`` is the narrowest a column may become, in pixels. With ``spans`` a child that needs more than a
    column takes as many as it needs.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = 8,
        margin: int = 4,
        least: int = 0,
        spans: bool = False,
    ) -> None:
        super().__init__(parent)
        self._spans = spans
        self._children: list[QWidget] = []
        self._gap, self._margin, self._least = gap, margin, least
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, child: QWidget) -> None:
        """Append a child."""
        child.setParent(self)
        self._children.append(child)
        child.show()
        self.updateGeometry()

    def clear(self) -> None:
        """Remove all children."""
        for child in self._children:
            child.hide()
            child.setParent(None)
            child.deleteLater()
        self._children = []
        self.updateGeometry()

    def height_for(self, width: int) -> int:
        """Pixels needed at that width."""
        return self._place(width, apply=False)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels needed at that width, for Qt's layouts."""
        return self.height_for(width)

    def sizeHint(self) -> QSize:
        """One line of the widest child at least."""
        wide = max((child.sizeHint().width() for child in self._children), default=0)
        return QSize(wide + 2 * self._margin, self.height_for(max(self.width(), wide)))

    def minimumSizeHint(self) -> QSize:
        """Narrow: children wrap."""
        return QSize(self._least or 40, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the children out anew."""
        super().resizeEvent(event)
        self._place(self.width(), apply=True)

    def relayout(self) -> None:
        """Lay out after children were added, hidden or renamed."""
        self._place(self.width(), apply=True)
        self.updateGeometry()

    def _place(self, width: int, *, apply: bool) -> int:
        room = max(width - 2 * self._margin, 1)
        column, count = 0, 1
        if self._least:
            count = max(1, (room + self._gap) // (self._least + self._gap))
            column = (room - (count - 1) * self._gap) // count
        x, y, line = self._margin, self._margin, 0
        for child in self._children:
            if child.isHidden():
                continue
            hint = child.sizeHint()
            wide = column or min(hint.width(), room)
            if self._spans and hint.width() > column > 0:
                taken = min(count, -(-(hint.width() + self._gap) // (column + self._gap)))
                wide = taken * column + (taken - 1) * self._gap
            if x > self._margin and x + wide > self._margin + room:
                x, y, line = self._margin, y + line + self._gap, 0
            if apply:
                child.setGeometry(QRect(x, y, wide, hint.height()))
            x += wide + self._gap
            line = max(line, hint.height())
        return y + line + self._margin
