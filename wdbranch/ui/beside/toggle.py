"""One person in the attendance: a big toggle, quiet when all is well."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from wdbranch.book.form import Choice
from wdbranch.ui import style

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def cycle_of(statuses: Sequence[Choice]) -> list[str]:
    """The statuses that a click goes through: came, and the ordinary ways of not coming."""
    return [status.id for status in statuses if not {"not_due", "served"} & status.tags]


class Toggle(QAbstractButton):
    """A name with the mark of its status. A click or Space goes to the next status; 1, 2, 3 … choose one.

    ``chosen(status)`` is emitted for what the person wants; the button shows it when told with ``show``.
    """

    chosen = Signal(str)
    menu_wanted = Signal()
    moved = Signal(int)  # the key of an arrow

    def __init__(self, name: str, statuses: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = name
        self._statuses = {status.id: status for status in statuses}
        self._cycle = cycle_of(statuses)
        self._status: Choice | None = None
        self._reason = ""
        self._locked = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._next)
        self.show_status(None, "")

    @property
    def status(self) -> str | None:
        """The id of the status shown, None while nobody said."""
        return self._status.id if self._status else None

    def show_status(self, status: str | None, reason: str) -> None:
        """Show a status and its reason."""
        self._status = self._statuses.get(status or "")
        self._reason = reason
        said = self._status.label if self._status else "还没有点"
        self.setAccessibleName(f"{self.person} {said}" + (f"（{reason}）" if reason else ""))
        self.setToolTip(
            self.accessibleName() + ("" if self._locked else "\n点一下换一种；右键或数字键选别的、写原因")
        )
        self.update()

    def lock(self, locked: bool) -> None:
        """A final record shows who came without letting it change."""
        self._locked = locked
        self.setCursor(Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """One line, high enough for a finger, with room for the whole name: many may begin alike."""
        return QSize(style.px(44) + self.fontMetrics().horizontalAdvance(self.person), style.px(38))

    def minimumSizeHint(self) -> QSize:
        """Room for the mark and three characters."""
        return QSize(style.px(88), style.px(38))

    def _next(self) -> None:
        if self._locked or not self._cycle:
            return
        now = self.status
        after = (
            self._cycle[(self._cycle.index(now) + 1) % len(self._cycle)]
            if now in self._cycle
            else self._cycle[0]
        )
        self.chosen.emit(after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose a status, arrows go to the neighbours, Enter presses."""
        place = event.key() - Qt.Key.Key_1.value
        names = list(self._statuses)
        if 0 <= place < len(names) and not self._locked:
            self.chosen.emit(names[place])
        elif event.key() in _ARROWS:
            self.moved.emit(event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """All statuses and reasons."""
        del event
        if not self._locked:
            self.menu_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame, the mark, the name; the ground is coloured for exceptions only."""
        del event
        ground, badge, ink = self._tones()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(style.colour("red" if focused else "line"), 2 if focused else 1))
        painter.setBrush(style.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        side = style.px(22)
        mark = QRectF(style.px(8), (self.height() - side) / 2, side, side)
        painter.setPen(QPen(style.colour("strong"), 1) if badge == "surface" else Qt.PenStyle.NoPen)
        painter.setBrush(style.colour(badge))
        painter.drawRoundedRect(mark, 4, 4)
        font = QFont(self.font())
        font.setPixelSize(style.px(13))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(style.colour(ink))
        if self._status is not None:
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, self._status.short or self._status.label[:1])
        painter.setFont(self.font())
        painter.setPen(style.colour("text"))
        left = mark.right() + style.px(8)
        room = QRectF(left, 0, self.width() - left - style.px(4), self.height())
        shown = self.fontMetrics().elidedText(self.person, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _tones(self) -> tuple[str, str, str]:
        """Ground, badge and ink by what the status means; the ids are the edition's business."""
        tags = self._status.tags if self._status else frozenset()
        if self._status is None:
            return "surface", "surface", "text3"
        if "present" in tags:
            return "surface", "ok_soft", "ok"
        if "unexcused" in tags:
            return "soft", "red", "on_red"
        if "not_due" in tags:
            return "mute_soft", "mute_soft", "text2"
        return "warn_soft", "warn", "surface"
