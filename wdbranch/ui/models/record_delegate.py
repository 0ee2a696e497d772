"""Draws a line of the book: icon, bold title, details, tags for its standing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from wdbranch.ui import icons, style
from wdbranch.ui.models.records import LINE_ROLE, RecordLine
from wdbranch.ui.new_record import FORM_ICONS, OTHER_ICON

_TONES = {"ok": ("ok_soft", "ok"), "warn": ("warn_soft", "warn"), "mute": ("mute_soft", "text2")}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RecordDelegate(QStyledItemDelegate):
    """Rows 60 px high, heads of months 40, at normal type size."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of a line."""
        del option
        line: RecordLine = index.data(LINE_ROLE)
        return QSize(style.px(200), style.px(60 if line.record else 42))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        line: RecordLine = index.data(LINE_ROLE)
        rect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if line.record:
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect, style.colour("soft"))
            elif state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, style.colour("mute_soft"))
            self._record(painter, rect, line)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(style.colour("red"), 2))
                painter.drawRect(rect.adjusted(1, 1, -2, -2))
        else:
            self._head(painter, rect, line)
        painter.setPen(style.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, line: RecordLine) -> None:
        painter.fillRect(rect, style.colour("page"))
        font = _font(15, bold=True)
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        room = rect.adjusted(style.px(16), 0, -style.px(16), 0)
        painter.drawText(room, _LEFT, line.title)
        used = QFontMetrics(font).horizontalAdvance(line.title) + style.px(10)
        painter.setFont(_font(13))
        painter.setPen(style.colour("text3"))
        painter.drawText(room.adjusted(used, 0, 0, 0), _LEFT, line.detail)

    def _record(self, painter: QPainter, rect: QRect, line: RecordLine) -> None:
        side = style.px(22)
        icon = icons.pixmap(FORM_ICONS.get(line.form, OTHER_ICON), side, "text2")
        painter.drawPixmap(rect.left() + style.px(16), rect.center().y() - side // 2, icon)
        right = rect.right() - style.px(14)
        right = self._tag(painter, rect, right, line.state, line.tone)
        if line.late:
            right = self._tag(painter, rect, right, "补记", "warn")
        left = rect.left() + style.px(52)
        wide = right - left - style.px(8)
        half = rect.height() // 2
        elide = Qt.TextElideMode.ElideRight
        title = _font(15, bold=True)
        painter.setFont(title)
        painter.setPen(style.colour("text"))
        top = QRect(left, rect.top() + style.px(6), wide, half - style.px(4))
        painter.drawText(top, _LEFT, QFontMetrics(title).elidedText(line.title, elide, wide))
        small = _font(13)
        painter.setFont(small)
        painter.setPen(style.colour("text2"))
        below = QRect(left, rect.top() + half, wide, half - style.px(6))
        painter.drawText(below, _LEFT, QFontMetrics(small).elidedText(line.detail, elide, wide))

    def _tag(self, painter: QPainter, rect: QRect, right: int, text: str, tone: str) -> int:
        ground, ink = _TONES[tone]
        font = _font(13)
        wide = QFontMetrics(font).horizontalAdvance(text) + style.px(20)
        high = style.px(24)
        box = QRect(right - wide, rect.center().y() - high // 2, wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.setPen(style.colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return box.left() - style.px(8)


def _font(size: int, *, bold: bool = False) -> QFont:
    from PySide6.QtWidgets import QApplication

    font = QFont(QApplication.font())
    font.setPixelSize(style.px(size))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font
