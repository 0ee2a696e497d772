"""The printed page on the screen: paints the same plan as the PDF, glyph by glyph at the same places."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QGlyphRun,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRawFont,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from wdbranch.printing.fonts import font_file
from wdbranch.printing.plan import INKS, Page, Plan, Text, runs
from wdbranch.printing.typeset import MM_PER_PT
from wdbranch.ui import style

KEPT_PAGES = 8
"""How many painted pages are kept: those on the screen and a few around them."""
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


@lru_cache(maxsize=16)
def _face(name: str) -> QRawFont:
    return QRawFont(str(font_file(name)), 16.0, QFont.HintingPreference.PreferNoHinting)


@lru_cache(maxsize=64)
def _sized(name: str, tenths: int) -> QRawFont:
    font = QRawFont(_face(name))
    font.setPixelSize(tenths / 10)
    return font


def paint_page(painter: QPainter, plan: Plan, page: Page, scale: float) -> None:
    """Paint one page of a plan; ``scale``: device pixels for a millimetre. The ground is the caller's."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for key, place in ((picture.key, picture) for picture in page.pictures):
        shown = QImage.fromData(plan.images[key])
        painter.drawImage(QRectF(place.x * scale, place.y * scale, place.w * scale, place.h * scale), shown)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rule in page.rules:
        painter.setPen(_pen(rule.weight, scale))
        painter.drawLine(QPointF(rule.x0 * scale, rule.y0 * scale), QPointF(rule.x1 * scale, rule.y1 * scale))
    for frame in page.frames:
        painter.setPen(_pen(frame.weight, scale))
        painter.drawRect(QRectF(frame.x * scale, frame.y * scale, frame.w * scale, frame.h * scale))
    for text in page.texts:
        _paint_text(painter, text, scale)


def _pen(weight: float, scale: float) -> QPen:
    pen = QPen(QColor("black"), max(weight * MM_PER_PT * scale, 0.6))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _paint_text(painter: QPainter, text: Text, scale: float) -> None:
    red, green, blue = INKS[text.ink]
    painter.setPen(QColor.fromRgbF(red, green, blue))
    for run in runs(text):
        font = _sized(run.face, round(run.size * MM_PER_PT * scale * 10))
        x = run.x * scale
        places = []
        for advance in run.advances:
            places.append(QPointF(x, run.y * scale))
            x += advance * scale
        glyphs = QGlyphRun()
        glyphs.setRawFont(font)
        glyphs.setGlyphIndexes(font.glyphIndexesForString(run.shown))
        glyphs.setPositions(places)
        painter.drawGlyphRun(QPointF(0, 0), glyphs)


class _Pages(QWidget):
    """All pages one below the other; only those in sight are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = Plan()
        self.scale = 3.0
        self._painted: OrderedDict[tuple[int, float], QPixmap] = OrderedDict()
        self.gap = style.px(14)

    def tops(self) -> list[int]:
        """The upper edge of each page, px."""
        y, found = self.gap, []
        for page in self.plan.pages:
            found.append(y)
            y += round(page.height * self.scale) + self.gap
        return [*found, y]

    def fit(self) -> None:
        """Take the size of all pages together."""
        wide = max((page.width for page in self.plan.pages), default=210.0)
        self.setFixedSize(round(wide * self.scale) + 2 * self.gap, self.tops()[-1])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """White sheets with a thin edge."""
        painter = QPainter(self)
        for number, top in enumerate(self.tops()[:-1]):
            page = self.plan.pages[number]
            box = QRectF(self.gap, top, round(page.width * self.scale), round(page.height * self.scale))
            if box.intersects(QRectF(event.rect())):
                painter.drawPixmap(box.topLeft(), self._picture(number))
                painter.setPen(style.colour("strong"))
                painter.drawRect(box)

    def _picture(self, number: int) -> QPixmap:
        key = (number, self.scale)
        found = self._painted.pop(key, None)
        if found is None:
            page = self.plan.pages[number]
            ratio = self.devicePixelRatioF()
            found = QPixmap(
                QSize(round(page.width * self.scale * ratio), round(page.height * self.scale * ratio))
            )
            found.setDevicePixelRatio(ratio)
            found.fill(QColor("white"))
            painter = QPainter(found)
            paint_page(painter, self.plan, page, self.scale)
            painter.end()
        self._painted[key] = found
        while len(self._painted) > KEPT_PAGES:
            self._painted.popitem(last=False)
        return found


class PlanView(QScrollArea):
    """Shows a plan. Ctrl and the wheel, + and − zoom; PageUp and PageDown turn pages."""

    page_changed = Signal(int, int)  # page from 1, of how many

    def __init__(self, plan: Plan | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setAccessibleName("打印预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = _Pages()
        self.setWidget(self._pages)
        self._zoom = 0.0  # 0: as wide as the window
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._tell())
        if plan is not None:
            self.show_plan(plan)

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._pages.plan

    def show_plan(self, plan: Plan) -> None:
        """Show another plan from its first page."""
        self._pages.plan = plan
        self._pages._painted.clear()
        self.verticalScrollBar().setValue(0)
        self._rescale()

    def zoom(self, step: int) -> None:
        """One step larger or smaller; 0 as wide as the window."""
        if step == 0:
            self._zoom = 0.0
        else:
            now = self._pages.scale / self._natural()
            beyond = [z for z in ZOOMS if (z > now + 0.01 if step > 0 else z < now - 0.01)]
            if not beyond:
                return
            self._zoom = beyond[0] if step > 0 else beyond[-1]
        self._rescale()

    @property
    def page(self) -> int:
        """The page at the middle of the window, from 1; 0 where there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        tops = self._pages.tops()[:-1]
        return sum(1 for top in tops if top <= middle) or min(1, len(tops))

    def turn_to(self, page: int) -> None:
        """Bring a page up, from 1."""
        tops = self._pages.tops()
        place = min(max(page, 1), max(len(tops) - 1, 1))
        self.verticalScrollBar().setValue(tops[place - 1] - self._pages.gap)

    def _natural(self) -> float:
        return self.logicalDpiX() / 25.4

    def _rescale(self) -> None:
        at = self.page
        if self._zoom:
            self._pages.scale = round(self._natural() * self._zoom, 3)
        else:
            wide = max((page.width for page in self.plan.pages), default=210.0)
            room = self.viewport().width() - 2 * self._pages.gap
            self._pages.scale = round(min(max(room / wide, 1.5), self._natural() * 1.5), 3)
        self._pages.fit()
        self.turn_to(at)
        self._tell()

    def _tell(self) -> None:
        self.page_changed.emit(self.page, len(self.plan.pages))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the window where that was asked for."""
        super().resizeEvent(event)
        if not self._zoom and event.size().width() != event.oldSize().width():
            self._rescale()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a reader."""
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn_to(self.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.turn_to(1 if key == Qt.Key.Key_Home else len(self.plan.pages))
        else:
            super().keyPressEvent(event)
