"""One page kind in the table of contents: a line that is a button."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from wdbranch.ui import style
from wdbranch.ui.widgets.click import cut

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_GROUNDS = {"bad": ("soft", "soft_text"), "warn": ("warn_soft", "warn"), "mute": ("mute_soft", "text2")}


class PageRow(QAbstractButton):
    """``title`` on the left, ``detail`` at the right, and a tag in colour and words where something is due.

    Enter and Space open; the arrows go to the neighbours (``moved(±1)``).
    """

    moved = Signal(int)

    def __init__(self, title: str, detail: str, tag: str = "", tone: str = "mute") -> None:
        super().__init__()
        self._title, self._detail, self._tag, self._tone = title, detail, tag, tone
        said = "，".join(part for part in (title, detail, tag) if part)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """One line, high enough for a finger."""
        return QSize(style.px(320), style.px(38))

    def minimumSizeHint(self) -> QSize:
        """Narrow pages cut the detail, then the title."""
        return QSize(style.px(180), style.px(38))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, the arrows walk."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title, detail, tag; a ground under the mouse, a frame around the focus."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(1, 1, -1, -1)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(style.colour("red"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(style.colour("mute_soft") if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, 4, 4)
        inner = room.adjusted(style.px(8), 0, -style.px(8), 0)
        small = QFont(self.font())
        small.setPixelSize(style.px(13))
        painter.setFont(small)
        right = self._paint_tag(painter, inner)
        metrics = painter.fontMetrics()
        title_wide = self.fontMetrics().horizontalAdvance(self._title)
        left_over = right - inner.left() - title_wide - style.px(16)
        detail = cut(self._detail, metrics, left_over) if left_over > style.px(60) else ""
        painter.setPen(style.colour("text2"))
        painter.drawText(QRect(inner.left(), inner.top(), right - inner.left(), inner.height()), _RIGHT, detail)
        painter.setFont(self.font())
        painter.setPen(style.colour("text"))
        room_for_title = right - inner.left() - (metrics.horizontalAdvance(detail) + style.px(12) if detail else 0)
        painter.drawText(inner, _LEFT, cut(self._title, self.fontMetrics(), room_for_title))

    def _paint_tag(self, painter: QPainter, inner: QRect) -> int:
        """The tag at the right end; returns where the rest must end."""
        if not self._tag:
            return inner.right()
        ground, ink = _GROUNDS[self._tone]
        wide = painter.fontMetrics().horizontalAdvance(self._tag) + style.px(16)
        high = painter.fontMetrics().height() + style.px(4)
        box = QRect(inner.right() - wide, inner.center().y() - high // 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(style.colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._tag)
        return box.left() - style.px(10)
