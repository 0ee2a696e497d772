"""The columns of child rows on the screen: widths, and the head above them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from wdbranch.book.form import Column, FieldType
from wdbranch.ui import style
from wdbranch.ui.editors.kinds import Setting
from wdbranch.ui.editors.rows_line import WRAPPING

_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere
_TALK = {FieldType.PERSON: 104, FieldType.INT: 56, FieldType.DATE: 150, FieldType.TIME: 84}
_USUAL = {
    FieldType.DATE: "2026年12月28日",
    FieldType.TIME: "18:30",
    FieldType.INT: "00",
    FieldType.PERSON: "拟拟拟",
}


class RowsGrid:
    """The columns with their widths in mm on paper. ``talk``: speaker and text, without a head."""

    def __init__(
        self, columns: Sequence[Column], widths: Sequence[float], setting: Setting, *, talk: bool
    ) -> None:
        self.columns = columns
        self.talk = talk
        self._shares = [max(width, 1.0) for width in widths]
        self._setting = setting

    def edges(self, room: int, metrics: QFontMetrics) -> list[int]:
        """Where each column begins, and where the last one ends, in ``room`` pixels."""
        if self.talk:
            fixed = [style.px(_TALK.get(column.type, 0)) for column in self.columns]
            rest = max(room - sum(fixed), 60) // max(fixed.count(0), 1)
            return [0, *accumulate(width or rest for width in fixed)]
        return [round(edge) for edge in accumulate(self._widths(room, metrics), initial=0.0)]

    def _widths(self, room: int, metrics: QFontMetrics) -> list[float]:
        """The paper's proportions; a column whose content would not fit takes from those that can wrap."""
        total = sum(self._shares) or 1
        widths = [room * share / total for share in self._shares]
        least = [self._least(column, metrics) for column in self.columns]
        lacking = sum(max(0.0, need - width) for need, width in zip(least, widths, strict=True))
        spare = [
            max(0.0, width - max(need, style.px(60))) if column.type in WRAPPING else 0.0
            for column, need, width in zip(self.columns, least, widths, strict=True)
        ]
        part = min(1.0, lacking / sum(spare)) if sum(spare) else 0.0
        given = lacking and min(1.0, sum(spare) / lacking)
        return [
            width - extra * part + max(0.0, need - width) * given
            for width, extra, need in zip(widths, spare, least, strict=True)
        ]

    def _least(self, column: Column, metrics: QFontMetrics) -> float:
        """Pixels that a column needs to show what it usually holds on one line."""
        if column.type is FieldType.CHOICE:
            labels = [c.label for c in self._setting.edition.choices.get(column.choices or "", ())]
            return max((metrics.horizontalAdvance(label) for label in labels), default=0) + style.px(30)
        return metrics.horizontalAdvance(_USUAL.get(column.type, "")) + style.px(18)

    def head_height(self, edges: Sequence[int], font: QFont) -> int:
        """Pixels that the head needs; 0 where there is none."""
        if self.talk:
            return 0
        metrics = QFontMetrics(_small(font))
        tallest = 0
        for column, left, right in zip(self.columns, edges, edges[1:], strict=False):
            room = QRect(0, 0, max(right - left - 2, 8), 999)
            tallest = max(tallest, metrics.boundingRect(room, _CENTRED, _said(column)).height())
        return tallest + style.px(10)

    def paint_head(self, painter: QPainter, edges: Sequence[int], font: QFont) -> None:
        """The names of the columns on shaded cells."""
        high = self.head_height(edges, font)
        painter.setFont(_small(font))
        for column, left, right in zip(self.columns, edges, edges[1:], strict=False):
            cell = QRect(left, 0, right - left, high)
            painter.fillRect(cell, style.colour("page"))
            painter.setPen(style.colour("text2"))
            painter.drawText(cell.adjusted(1, 0, -1, 0), _CENTRED, _said(column))


def _said(column: Column) -> str:
    return column.label + ("＊" if column.required else "")


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(style.px(13))
    return made
