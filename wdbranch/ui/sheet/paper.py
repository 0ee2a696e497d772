"""The sheet itself: white paper with the form's grid, painted; the editors stand in its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygon,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from wdbranch.book.finding import MUST, SHOULD, Finding
from wdbranch.book.form import CellKind, Form
from wdbranch.ui import style
from wdbranch.ui.editors.base import Editor
from wdbranch.ui.editors.kinds import Setting
from wdbranch.ui.editors.rows import RowsEditor
from wdbranch.ui.sheet.cells import (
    Box,
    Remark,
    Wanted,
    build,
    editors_height,
    page_rows,
    place_row,
    text_room,
)

INK = "打印后手签"
MOST_REMARKS = 2
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_LABEL = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class Paper(QWidget):
    """All leaves of one record. The height follows from the width; ``grown`` tells when it changed."""

    grown = Signal()
    focus_moved = Signal(object)  # Box | None

    def __init__(self, form: Form, setting: Setting, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self._arranging = False
        self._held = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)  # boxes that grow together, as when the page comes up, are laid out once
        self._soon.timeout.connect(self.arrange)
        self.rows = build(form, setting, wanted, self)
        self.boxes = [box for boxes in self.rows for box in boxes]
        self.by_field: dict[str, list[Box]] = {}
        for box in self.boxes:
            for name, editor in box.editors.items():
                self.by_field.setdefault(name, []).append(box)
                editor.resized.connect(self._grew)
        self._focused: Box | None = None
        self._leaf_of: dict[int, int] = {}
        self._leaves: list[QRect] = []
        self._chained: list[QWidget] = []
        self._chain()

    # ---- what it is told -------------------------------------------------------------------------------

    def begin(self) -> None:
        """Another record is coming: no marks, no problems, one leaf."""
        self._focused = None
        self._leaf_of = {}
        for box in self.boxes:
            box.remarks, box.problem = [], ""

    def set_focused(self, box: Box | None) -> None:
        """Frame the cell with the keyboard in red."""
        if box is not self._focused:
            for touched in (self._focused, box):
                if touched is not None:
                    self.update(touched.rect.adjusted(-2, -2, 3, 3))
            self._focused = box

    def set_remarks(self, remarks: Mapping[str, Sequence[Finding]]) -> None:
        """Show findings in the cells of their fields; a field in several cells shows them in the first."""
        before = [box.remarks for box in self.boxes]
        for box in self.boxes:
            box.remarks = []
        for name, findings in remarks.items():
            for box in self.by_field.get(name, [])[:1]:
                box.remarks = [Remark(found.level, found.say) for found in findings]
        if [box.remarks for box in self.boxes] != before:
            self.arrange()

    def set_problem(self, name: str, text: str) -> None:
        """Say in the cell of a field why what stands there was not saved; empty takes it back."""
        for box in self.by_field.get(name, [])[:1]:
            if box.problem != text:
                box.problem = text
                self.arrange()

    def set_leaves(self, leaf_of: Mapping[int, int]) -> None:
        """On which printed leaf each row of the grid begins, numbered from 0."""
        if dict(leaf_of) != self._leaf_of:
            self._leaf_of = dict(leaf_of)
            self.arrange()

    def box_of(self, editor: QWidget) -> Box | None:
        """The cell in which a widget stands."""
        for box in self.boxes:
            if any(own is editor or own.isAncestorOf(editor) for own in box.editors.values()):
                return box
        return None

    def editors(self) -> list[Editor]:
        """All editors in page order."""
        return [editor for box in self.boxes for editor in box.editors.values()]

    def stops(self) -> list[QWidget]:
        """Everything that takes the focus, in page order."""
        return [stop for box in self.boxes for stop in box.stops()]

    def get_ready_beside(self, box: Box) -> None:
        """The keyboard is in a cell: tables in the cells before and behind must have a box to go to."""
        places = [one for one in self.boxes if one.editors]
        at = places.index(box)
        for near in places[max(at - 1, 0) : at + 2]:
            for editor in near.editors.values():
                if isinstance(editor, RowsEditor):
                    editor.get_ready()
        self._chain()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Lay out once at the end, whatever changes its height in between."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        self.arrange()

    def _chain(self) -> None:
        stops = self.stops()
        if stops == self._chained:
            return
        self._chained = stops
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    # ---- geometry --------------------------------------------------------------------------------------

    def _grew(self) -> None:
        """A box needs another height; while all are being laid out they get what they asked for."""
        if not (self._arranging or self._held):
            self._soon.start()

    def arrange(self) -> None:
        """Lay out all leaves at the present width."""
        if self._arranging or self._held or self.width() < 100:
            return
        self._arranging = True
        side, top = style.px(20), style.px(12)
        width = self.width() - 2 * side
        title_height = style.px(64)
        y = top + title_height
        self._leaves = []
        leaf, leaf_top = 0, 0
        for boxes, row in zip(self.rows, page_rows(self.form), strict=True):
            here = self._leaf_of.get(boxes[0].row, leaf)
            if here > leaf:
                self._leaves.append(QRect(0, leaf_top, self.width(), y + top * 2 - leaf_top))
                leaf, leaf_top = here, y + top * 2 + style.px(14)
                y = leaf_top + top + title_height
            y += place_row(boxes, row, side, y, width, measure=self._measure)
        self._leaves.append(QRect(0, leaf_top, self.width(), y + top * 2 - leaf_top))
        total = self._leaves[-1].bottom() + 1
        if total != self.height():
            self.setFixedHeight(total)
            self.grown.emit()
        self._arranging = False
        self._chain()
        self.update()

    def _measure(self, box: Box, width: int) -> int:
        kind = box.cell.kind
        if kind in (CellKind.LABEL, CellKind.HEADING):
            return self._text_height(
                self._label_font(), self._label_text(box), width - style.px(8), _LABEL
            ) + style.px(12)
        if kind is CellKind.SIGN:
            return style.px(44)
        lines = self._remark_lines(box)
        small = self._small_font()
        box.remark_height = sum(
            self._text_height(small, text, text_room(width), _WRAPPED) + 2 for _, text in lines
        )
        box.remark_height += style.px(6) if lines else 0
        return editors_height(box, width) + box.remark_height

    def _remark_lines(self, box: Box) -> list[tuple[str, str]]:
        lines = [("red_text", f"没有保存：{box.problem}")] if box.problem else []
        tones = {MUST: "red_text", SHOULD: "warn"}
        lines += [(tones.get(remark.level, "text2"), remark.say) for remark in box.remarks[:MOST_REMARKS]]
        if len(box.remarks) > MOST_REMARKS:
            lines.append(("text2", f"还有 {len(box.remarks) - MOST_REMARKS} 条，见右边的“检查”。"))
        return lines

    def _text_height(self, font: QFont, text: str, width: int, flags: Qt.AlignmentFlag | Qt.TextFlag) -> int:
        return QFontMetrics(font).boundingRect(QRect(0, 0, max(width, 12), 10000), int(flags), text).height()

    def _label_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(style.px(15))
        return font

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(style.px(13))
        return font

    def _label_text(self, box: Box) -> str:
        return box.cell.text + ("＊" if box.required else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew where the width changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    # ---- painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Leaves, titles, cells, rules, marks and the frame of the focus."""
        painter = QPainter(self)
        for number, leaf in enumerate(self._leaves):
            if leaf.intersects(event.rect()):
                self._paint_leaf(painter, leaf, number)
        for box in self.boxes:
            if box.rect.adjusted(-3, -3, 3, 3).intersects(event.rect()):
                self._paint_cell(painter, box)
        painter.setPen(QPen(style.colour("strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self.boxes:
            painter.drawRect(box.rect)
        self._paint_focus(painter)

    def _paint_leaf(self, painter: QPainter, leaf: QRect, number: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(style.colour("line"))
        painter.setBrush(style.colour("surface"))
        painter.drawRoundedRect(leaf.adjusted(0, 0, -1, -1), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        font = QFont(self.font())
        font.setPixelSize(style.px(23))
        font.setWeight(QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, style.px(2))
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        title = self.form.page.title + ("（续）" if number else "")
        painter.drawText(
            QRect(leaf.left(), leaf.top() + style.px(12), leaf.width(), style.px(58)),
            Qt.AlignmentFlag.AlignCenter,
            title,
        )

    def _paint_cell(self, painter: QPainter, box: Box) -> None:
        kind = box.cell.kind
        if kind in (CellKind.LABEL, CellKind.HEADING):
            painter.fillRect(box.rect, style.colour("page"))
            font = self._label_font()
            if kind is CellKind.HEADING:
                font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, style.px(4))
                font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            self._paint_label(painter, box)
        elif kind is CellKind.SIGN:
            self._paint_sign(painter, box)
        else:
            if len(box.editors) > 1:
                painter.setPen(style.colour("text2"))
                painter.setFont(self._label_font())
                painter.drawText(
                    self._between(box),
                    Qt.AlignmentFlag.AlignCenter,
                    "至" if box.cell.show == "span" else "／",
                )
            self._paint_remarks(painter, box)

    def _paint_label(self, painter: QPainter, box: Box) -> None:
        painter.setPen(style.colour("text2" if box.cell.kind is CellKind.LABEL else "text"))
        room = box.rect.adjusted(style.px(4), 0, -style.px(4), 0)
        painter.drawText(room, int(_LABEL), self._label_text(box))

    def _paint_sign(self, painter: QPainter, box: Box) -> None:
        room = box.rect.adjusted(style.px(10), 0, -style.px(8), 0)
        painter.setFont(self._label_font())
        painter.setPen(style.colour("text2"))
        painter.drawText(
            room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{box.cell.text}："
        )
        used = QFontMetrics(self._label_font()).horizontalAdvance(f"{box.cell.text}：")
        painter.setFont(self._small_font())
        painter.setPen(style.colour("text3"))
        painter.drawText(
            room.adjusted(used, 0, 0, 0),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap),
            INK,
        )

    def _between(self, box: Box) -> QRect:
        editors = list(box.editors.values())
        left, right = editors[0].geometry().right(), editors[1].geometry().left()
        return QRect(left, box.rect.top(), right - left, box.rect.height() - box.remark_height)

    def _paint_remarks(self, painter: QPainter, box: Box) -> None:
        lines = self._remark_lines(box)
        if not lines:
            return
        painter.setFont(self._small_font())
        inset = (box.rect.width() - text_room(box.rect.width())) // 2
        y = box.rect.bottom() - box.remark_height + 1
        for tone, text in lines:
            high = self._text_height(self._small_font(), text, text_room(box.rect.width()), _WRAPPED)
            painter.setPen(style.colour(tone))
            painter.drawText(
                QRect(box.rect.left() + inset, y, text_room(box.rect.width()), high), int(_WRAPPED), text
            )
            y += high + 2
        self._paint_mark(painter, box, style.colour("red" if lines[0][0] == "red_text" else "gold"))

    def _paint_mark(self, painter: QPainter, box: Box, colour: QColor) -> None:
        side = style.px(9)
        corner = box.rect.topRight() + QPoint(0, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygon([corner, corner - QPoint(side, 0), corner + QPoint(0, side)]))

    def _paint_focus(self, painter: QPainter) -> None:
        if self._focused is not None:
            painter.setPen(QPen(style.colour("red"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._focused.rect.adjusted(1, 1, 0, 0))

    def event(self, event: QEvent) -> bool:
        """The help and the findings of a cell as a tip, wherever the mouse rests in it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            box = next((box for box in self.boxes if box.rect.contains(event.pos())), None)
            said = [remark.say for remark in box.remarks] if box is not None else []
            if box is not None and box.problem:
                said.insert(0, box.problem)
            QToolTip.showText(event.globalPos(), "\n".join(said), self)
            return True
        return super().event(event)
