"""Line icons, drawn in a colour of the look. They are rendered at the first use of each."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap

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
    shape = _shape(name, round(side * ratio))
    made = QPixmap(shape.size())
    made.fill(QColor(0, 0, 0, 0))
    painter = QPainter(made)
    painter.drawPixmap(0, 0, shape)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.drawPixmap(0, 0, _plain(colour, shape.width()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _plain(colour: str, side: int) -> QPixmap:
    made = QPixmap(side, side)
    made.fill(QColor(colour))
    return made


@lru_cache(maxsize=128)
def _shape(name: str, side: int) -> QPixmap:
    """The icon in black, ``side`` device px: read by Qt's picture reader, whose colours are only a mask here."""
    source = resource("icons", "line", f"{name}.svg").read_text("utf-8").replace("currentColor", "#000")
    sized = source.replace("<svg ", f'<svg width="{side}" height="{side}" ', 1).encode()
    made = QPixmap()
    made.loadFromData(sized, "SVG")  # type: ignore[call-overload]  # PySide's stub says bytes, the call takes text
    return made
