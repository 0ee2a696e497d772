"""Boxes for a day, a time, or both: a line that understands what people type, and a calendar beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from wdbranch.book.record import day_of
from wdbranch.errors import UserError
from wdbranch.ui import icons, style
from wdbranch.ui.editors.base import Editor, LineBox, pad_x

Read = Callable[[str], Any]
Show = Callable[[Any], str]

_ONLY_TIME = re.compile(r"\s*\d{1,2}\s*[:：点时]\s*\d{0,2}\s*分?\s*")
_DEFAULT_HOUR = "09:00"


class CalendarPopup(QFrame):
    """A month to pick a day from; Escape closes it, the arrows and Enter work as well as the mouse."""

    def __init__(self, chosen: Callable[[date], None], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "card")
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName("选择日期")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        self.calendar.setMinimumSize(style.px(320), style.px(260))
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.addWidget(self.calendar)
        self._chosen = chosen
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        self.setFocusProxy(self.calendar)

    def _pick(self, day: QDate) -> None:
        self.close()
        self._chosen(date(day.year(), day.month(), day.day()))


class MomentEditor(Editor):
    """A date, a time, or both. ``read`` makes a canonical value of what was typed (raises UserError),
    ``show`` writes it as the paper does. ``like_day`` gives the day that a bare time belongs to.
    """

    def __init__(
        self,
        name: str,
        *,
        kind: str,
        read: Read,
        show: Show,
        like_day: Callable[[], str | None] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._kind, self._read, self._show, self._like_day = kind, read, show, like_day
        self._value: str | None = None
        self.line = LineBox(name, self)
        self._box.addWidget(self.line, 1)
        self.line.settled.connect(self._leave)
        self.line.done.connect(self.done)
        self.line.installEventFilter(self)
        self.pick: QToolButton | None = None
        if kind != "time":
            self.pick = QToolButton(self)
            self.pick.setProperty("kind", "tool")
            self.pick.setIcon(icons.icon("calendar-check", "text3"))
            self.pick.setIconSize(QSize(style.px(16), style.px(16)))
            self.pick.setAccessibleName(f"{name}：从日历里选")
            self.pick.setToolTip("从日历里选（Alt+↓）")
            self.pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+Down opens it from the line
            self.pick.clicked.connect(self.open_calendar)
            self.pick.resize(style.px(28), style.px(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the way to the calendar at the right edge."""
        super().resizeEvent(event)
        self._show_pick()

    def enterEvent(self, event: QEnterEvent) -> None:
        """A narrow box shows its calendar only to the mouse or the keyboard in it."""
        super().enterEvent(event)
        self._show_pick(near=True)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse went away."""
        super().leaveEvent(event)
        self._show_pick()

    def _show_pick(self, *, near: bool = False) -> None:
        if self.pick is None:
            return
        said = self.line.fontMetrics().horizontalAdvance(self.line.text()) + 2 * pad_x()
        wide = self.width() > said + self.pick.width()  # it must not lie over the text
        self.pick.setVisible(not self._read_only and (wide or near or self.line.hasFocus()))
        self.pick.move(self.width() - self.pick.width() - 2, (self.height() - self.pick.height()) // 2)
        self.pick.raise_()

    def raw(self) -> str | None:
        """What stands here: the canonical value while nobody changed it, else the text as typed."""
        text = self.line.text().strip()
        if not text:
            return None
        if self._value is not None and text in (self._pretty(), self._plain()):
            return self._value
        day = self._like_day() if self._kind == "datetime" and _ONLY_TIME.fullmatch(text) else None
        return f"{day} {text}" if day else text

    def put(self, value: Any) -> None:
        """Show a canonical value, at length where the box is not being written in."""
        self._value = value
        self.line.put(self._plain() if self.line.hasFocus() else self._pretty())
        self._show_pick(near=self.line.hasFocus())

    def stops(self) -> list[QWidget]:
        """The line; the calendar opens from it with Alt+Down."""
        return [self.line]

    def lock(self, locked: bool) -> None:
        """Also hide the way to the calendar."""
        super().lock(locked)
        self._show_pick()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Short form while writing, the paper's form otherwise; Alt+Down opens the calendar."""
        if watched is self.line:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self._show_pick(near=event.type() == QEvent.Type.FocusIn)
            if event.type() == QEvent.Type.FocusIn and not self.dirty and not self._read_only:
                self.line.put(self._plain())
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._opens(event):
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def open_calendar(self) -> None:
        """Show the calendar below the box, at the day that stands there."""
        if self._read_only or self.pick is None:
            return
        popup = CalendarPopup(self._picked, self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        day = self._day()
        if day is not None:
            popup.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()
        popup.calendar.setFocus()

    def _opens(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Down and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)

    def _picked(self, day: date) -> None:
        hour = (self._canonical() or "")[11:16] or _DEFAULT_HOUR
        self._value = f"{day.isoformat()}T{hour}" if self._kind == "datetime" else day.isoformat()
        self.line.setText(self._plain())
        self.line.setFocus()
        self.settle()

    def _leave(self) -> None:
        was_dirty = self.dirty
        self.settle()
        if not was_dirty and not self.line.hasFocus():
            self.line.put(self._pretty())

    def _canonical(self) -> str | None:
        raw = self.raw()
        if raw is None:
            return None
        try:
            return str(self._read(raw))
        except UserError:
            return None

    def _day(self) -> date | None:
        found = self._canonical()
        return day_of(found) if found and self._kind != "time" else day_of(self._like_day())

    def _pretty(self) -> str:
        if self._value is None:
            return ""
        day = self._like_day()
        if self._kind == "datetime" and day and self._value[:10] == day:
            return self._value[11:16]
        return self._show(self._value)

    def _plain(self) -> str:
        if self._value is None:
            return ""
        if self._kind == "time" or len(self._value) < 10:
            return self._value if self._kind == "time" else self._show(self._value)
        day = self._like_day()
        if self._kind == "datetime" and day and self._value[:10] == day:
            return self._value[11:16]
        at = date.fromisoformat(self._value[:10])
        said = f"{at.year}年{at.month}月{at.day}日"
        return f"{said} {self._value[11:16]}" if self._kind == "datetime" else said
