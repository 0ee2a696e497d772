"""Line icons, drawn in a colour of the look. They are rendered at the first use of each."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from wdbranch.paths import resource
from wdbranch.ui import style

DRAWN_AT = 24


def icon(name: str, tone: str = "text2", checked: str = "") -> QIcon:
    """The icon of that name (file under ``resources/icons/line``) in a colour of the look.

    ``checked`` is the colour of a checked button. Raises FileNotFoundError.
    """
    made = QIcon()
    side = style.px(DRAWN_AT)
    made.addPixmap(pixmap(name, side, tone))
    made.addPixmap(pixmap(name, side, "text3"), QIcon.Mode.Disabled)
    if checked:
        made.addPixmap(pixmap(name, side, checked), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, side: int, tone: str = "text2") -> QPixmap:
    """The icon as a square picture of ``side`` px, crisp at the screen's pixel ratio."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _drawn(name, side, style.colour(tone).name(), ratio)


@lru_cache(maxsize=256)
def _drawn(name: str, side: int, colour: str, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    source = resource("icons", "line", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made
