"""A star that fills from below."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from wdbranch.ui import first_picture, style

_INNER = 0.46  # of the outer radius: full arms, as on the badge


class Star(QWidget):
    """A five-pointed star of ``side`` px in colour ``tone``, filled from below by ``share`` (0 to 1)."""

    def __init__(self, side: int, share: float = 1.0, tone: str = "gold") -> None:
        super().__init__()
        self._share = min(1.0, max(0.0, share))
        self._tone = tone
        self._side = style.px(side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        first_picture.unseen_by_mouse(self)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the empty star, then the filled part clipped from below."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addPolygon(star_shape(self.width() / 2, self.height() / 2, self._side / 2))
        shape.closeSubpath()
        if self._share < 1.0:
            painter.fillPath(shape, style.brush("gold_rest"))
        bounds = shape.boundingRect()
        high = bounds.height() * self._share
        painter.setClipRect(QRectF(bounds.left(), bounds.bottom() - high, bounds.width(), high))
        painter.fillPath(shape, style.brush(self._tone))


def star_shape(x: float, y: float, radius: float) -> QPolygonF:
    """The outline of a star around (x, y), one point up."""
    points = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * _INNER
        angle = -pi / 2 + step * pi / 5
        points.append(QPointF(x + reach * cos(angle), y + reach * sin(angle)))
    return QPolygonF(points)
