"""One row of child rows: its boxes are made when they are first wanted, until then it is painted as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import Any

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QToolButton, QWidget

from wdbranch.book import values as book_values
from wdbranch.book.form import Column, Edition, FieldType
from wdbranch.ui import style
from wdbranch.ui.editors.base import Editor, pad_x, pad_y

WRAPPING = frozenset({FieldType.TEXT, FieldType.LONG, FieldType.PERSONS})
"""Columns whose boxes grow with their text; the others hold one line."""
PARAGRAPH_LINE = 25
"""Height of a line of paragraphs, px at normal type size (as ``TextBox.line_height``)."""


class RowLine:
    """One row: its boxes, the tools at its end, and values of columns that the paper does not show.

    ``good`` is what each box last held, canonical; it is the whole row while no box is made. ``boxes`` makes
    them with ``make(self)``, which calls ``take``.
    """

    def __init__(self, make: Callable[[RowLine], None]) -> None:
        self._make = make
        self._boxes: dict[str, Editor] | None = None
        self._tool: QToolButton | None = None
        self._heights: dict[tuple[str, int], int] = {}
        self.cells: list[QRect] = []
        self.unseen: dict[str, Any] = {}
        self.good: dict[str, Any] = {}
        self.problems: dict[str, str] = {}

    @property
    def made(self) -> bool:
        """Whether the row has its boxes."""
        return self._boxes is not None

    @property
    def boxes(self) -> Mapping[str, Editor]:
        """The boxes by column id; the first to ask has them made."""
        if self._boxes is None:
            self._make(self)
        assert self._boxes is not None
        return self._boxes

    @property
    def tool(self) -> QToolButton:
        """The verbs of the row."""
        if self._tool is None:
            self._make(self)
        assert self._tool is not None
        return self._tool

    def take(self, boxes: dict[str, Editor], tool: QToolButton) -> None:
        """Have boxes from now on."""
        self._boxes, self._tool = boxes, tool

    def widgets(self) -> list[QWidget]:
        """What there is of the row."""
        return [*self._boxes.values(), self.tool] if self._boxes is not None else []

    def raw(self, name: str) -> Any:
        """What stands in a column, as its box would send it or as it was last shown."""
        return self._boxes[name].raw() if self._boxes is not None else self.good.get(name)

    def kept(self, columns: Iterable[Column]) -> dict[str, Any]:
        """The row as it would be saved: where a box cannot be read, what it last held."""
        row = dict(self.unseen)
        for column in columns:
            name = column.id
            row[name] = self.good.get(name) if name in self.problems else self.raw(name)
        return row

    def heights(self, columns: Sequence[Column], edges: Sequence[int], edition: Edition) -> list[int]:
        """Pixels that each column needs between its edges."""
        rooms = [right - left - 1 for left, right in pairwise(edges)]
        if self._boxes is not None:
            return [box.height_for(room) for box, room in zip(self._boxes.values(), rooms, strict=False)]
        return [self._needs(c, room, edition) for c, room in zip(columns, rooms, strict=False)]

    def _needs(self, column: Column, room: int, edition: Edition) -> int:
        font = QGuiApplication.font()
        if column.type not in WRAPPING:
            return QFontMetrics(font).height() + 2 * pad_y()
        said = book_values.show_column(column, self.good.get(column.id), edition)
        known = self._heights.get((said, room))
        if known is None:
            _, high = _laid(said, font, room - 2 * pad_x(), column)
            known = self._heights[said, room] = high + 2 * pad_y() + 2
        return known

    def paint(self, painter: QPainter, column: Column, cell: QRect, edition: Edition) -> None:
        """Write what stands in a column where its box would show it."""
        said = book_values.show_column(column, self.good.get(column.id), edition)
        room = cell.adjusted(pad_x(), pad_y(), -pad_x(), -pad_y())
        painter.setPen(style.colour("text"))
        painter.setFont(QGuiApplication.font())
        if column.type in WRAPPING:
            layout, _ = _laid(said, QGuiApplication.font(), room.width(), column)
            layout.draw(painter, QPointF(room.topLeft()))
        else:
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)


def _laid(text: str, font: QFont, width: int, column: Column) -> tuple[QTextLayout, int]:
    """The text broken into lines of ``width`` px as its box breaks it, and the height of them all."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    y = 0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 40))
        own = ceil(line.height())
        step = style.px(PARAGRAPH_LINE) if column.type is FieldType.LONG else own
        line.setPosition(QPointF(0, y + step - own))
        y += step
    layout.endLayout()
    return layout, y


def paint_arithmetic(painter: QPainter, font: QFont, frame: QRect, told: Iterable[tuple[bool, str]]) -> None:
    """Below a row with paper ballots: what adds up quietly, what does not in red."""
    room = frame.adjusted(0, frame.height() - style.px(24), 0, 0)
    painter.fillRect(room.adjusted(1, 0, 0, 0), style.colour("surface"))
    small = QFont(font)
    small.setPixelSize(style.px(13))
    painter.setFont(small)
    left = room.left() + style.px(8)
    for holds, said in sorted(told):
        painter.setPen(style.colour("text2" if holds else "red_text"))
        wide = painter.fontMetrics().horizontalAdvance(said)
        painter.drawText(QRect(left, room.top(), wide + 2, room.height()), Qt.AlignmentFlag.AlignVCenter, said)
        left += wide + style.px(20)
