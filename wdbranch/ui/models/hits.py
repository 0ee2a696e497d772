"""The answers to a search as a list, drawn with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from wdbranch.book.search import EVIDENCE, MEMBER, Hit
from wdbranch.ui import icons, style
from wdbranch.ui.new_record import FORM_ICONS, OTHER_ICON

Index = QModelIndex | QPersistentModelIndex

HIT_ROLE = Qt.ItemDataRole.UserRole + 1
_KIND_ICONS = {MEMBER: "user", EVIDENCE: "star"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class HitsModel(QAbstractListModel):
    """One row for each answer."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.hits = list(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many answers."""
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The answer, or its text."""
        if not index.isValid() or not 0 <= index.row() < len(self.hits):
            return None
        hit = self.hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "，".join(part for part in (hit.title, hit.label, hit.snippet) if part)
        return None


class HitDelegate(QStyledItemDelegate):
    """Rows of 60 px at normal type size: what it is in bold, below it the box and the words where they stand."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a row."""
        del option, index
        return QSize(style.px(200), style.px(60))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        hit: Hit = index.data(HIT_ROLE)
        rect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, style.colour("soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, style.colour("mute_soft"))
        side = style.px(22)
        name = _KIND_ICONS.get(hit.kind) or FORM_ICONS.get(hit.form, OTHER_ICON)
        painter.drawPixmap(
            rect.left() + style.px(16), rect.center().y() - side // 2, icons.pixmap(name, side, "text2")
        )
        left = rect.left() + style.px(52)
        wide = rect.right() - style.px(14) - left
        half = rect.height() // 2
        font = _font(15, bold=True)
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        title = QFontMetrics(font).elidedText(hit.title, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRect(left, rect.top() + style.px(6), wide, half - style.px(4)), _LEFT, title)
        _pieces(painter, QRect(left, rect.top() + half, wide, half - style.px(6)), hit)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(style.colour("red"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.setPen(style.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


def _pieces(painter: QPainter, room: QRect, hit: Hit) -> None:
    """The box in grey, then the snippet; the words on a ground of their own, and bold, for who sees no colour."""
    plain, bold = _font(13), _font(13, bold=True)
    at = room.left()
    parts = [(hit.label, plain, "text3", ""), ("　", plain, "text3", "")] if hit.label else []
    for piece in hit.pieces:
        told = (piece.text, bold, "warn", "warn_soft") if piece.found else (piece.text, plain, "text2", "")
        parts.append(told)
    for text, font, ink, ground in parts:
        metrics = QFontMetrics(font)
        left_over = room.right() - at
        if left_over <= 0:
            return
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, left_over)
        wide = metrics.horizontalAdvance(shown)
        box = QRect(at, room.top(), wide, room.height())
        if ground:
            high = metrics.height()
            painter.fillRect(QRect(at, box.center().y() - high // 2, wide, high), style.colour(ground))
        painter.setFont(font)
        painter.setPen(style.colour(ink))
        painter.drawText(box, _LEFT, shown)
        at += wide


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(style.px(size))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font
