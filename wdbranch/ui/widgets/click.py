"""A card or a line that is one big button."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wdbranch.ui import first_picture, style


class ClickCard(QPushButton):
    """A button with widgets in ``box``; reached by Tab, pressed by Space, named for screen readers.

    ``kind``: "tile" a card, "row" a line inside a card.
    """

    def __init__(
        self,
        name: str,
        *,
        kind: str = "tile",
        across: bool = False,
        margins: tuple[int, int, int, int] = (14, 12, 14, 12),
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        first_picture.hand(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.box: QBoxLayout = QHBoxLayout(self) if across else QVBoxLayout(self)
        self.box.setContentsMargins(*(style.px(side) for side in margins))
        self.box.setSpacing(style.px(6))

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """Put a widget in; clicks on it are clicks on the card."""
        first_picture.unseen_by_mouse(part)
        self.box.addWidget(part, stretch)

    def sizeHint(self) -> QSize:
        """What the content asks for."""
        hint = self.box.sizeHint()
        if self.box.hasHeightForWidth() and self.width() > 0:
            hint.setHeight(self.box.heightForWidth(max(self.width(), self.box.minimumSize().width())))
        return hint

    def minimumSizeHint(self) -> QSize:
        """What the content needs."""
        least = self.box.minimumSize()
        if self.box.hasHeightForWidth() and self.width() > 0:
            least.setHeight(self.box.minimumHeightForWidth(max(self.width(), least.width())))
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wrapped text may need another height at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self.box.hasHeightForWidth():
            self.updateGeometry()


class Elided(QLabel):
    """One line that ends in … where it does not fit; the whole text is its tool tip."""

    def __init__(self, text: str, *, size: str = "", tone: str = "", strong: bool = False) -> None:
        super().__init__(text)
        self._shown = self.whole = text
        self.setProperty("textFormat", first_picture.PLAIN_TEXT)
        for name, value in (("rank", size), ("tone", tone), ("strong", "true" if strong else "")):
            if value:
                self.setProperty(name, value)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self.whole = text
        self.setText(text)
        self.setAccessibleName(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """A few characters wide."""
        return QSize(style.px(40), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut again."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits. The label keeps the whole text: another text would have the page laid out anew."""
        del event
        painter = QPainter(self)
        box, metrics = self.contentsRect(), self.fontMetrics()
        top = box.y() + (box.height() - metrics.height() + 1) // 2
        painter.drawText(box.x(), top + metrics.ascent(), self._shown)

    def _fit(self) -> None:
        self._shown = cut(self.whole, self.fontMetrics(), max(self.contentsRect().width(), style.px(40)))
        hint = "" if self._shown == self.whole else self.whole
        if hint != self.toolTip():
            self.setToolTip(hint)


def cut(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text, or as much of it with … as is no wider than ``width`` px."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    room = width - metrics.horizontalAdvance("…")
    fits = bisect_right(range(len(text) + 1), room, key=lambda end: metrics.horizontalAdvance(text[:end]))
    return text[: max(0, fits - 1)].rstrip() + "…"
