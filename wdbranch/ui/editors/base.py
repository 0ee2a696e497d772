"""What every box on the sheet has in common: the rules of saving.

An editor never commits half-composed text: while an input method is at work (preedit text shows in the box)
neither the idle timer nor a key sends anything, and what is being composed is never part of ``raw()``.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wdbranch.ui.editors.lines import LineBox, TextBox, in_sheet, pad_x, pad_y

IDLE_MS = 2000
"""How long after the last key long text is saved while typing goes on."""


class Editor(QWidget):
    """One box of the sheet.

    ``edited(raw)`` while typing goes on (idle save), ``committed(raw)`` when the box is left or Enter was
    pressed; both only when the content differs from what was last shown or sent. ``done`` asks for the next
    box, ``resized`` tells the sheet that the content needs another height.
    """

    edited = Signal(object)
    committed = Signal(object)
    done = Signal()
    resized = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._settled: Any = None
        self._idle: Any = None
        self._read_only = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self._on_idle)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    # what a kind of box must say

    def raw(self) -> Any:
        """The content as it stands, without anything half-composed; None where the box is empty."""
        return None

    def put(self, value: Any) -> None:
        """Show a canonical value."""

    def stops(self) -> list[QWidget]:
        """The widgets that take the focus, in the order of Tab."""
        return []

    def height_for(self, width: int) -> int:
        """Pixels needed at that width."""
        del width
        return max((stop.sizeHint().height() for stop in self.stops()), default=self.sizeHint().height())

    def composing(self) -> bool:
        """Whether an input method is at work in this box."""
        return any(getattr(stop, "composing", False) for stop in self.stops())

    def lock(self, locked: bool) -> None:
        """Make the box read-only; its text can still be selected and copied."""
        self._read_only = locked
        for stop in self.stops():
            if isinstance(stop, LineBox | TextBox):
                stop.setReadOnly(locked)
                stop.setPlaceholderText("" if locked else stop.accessibleDescription())
            else:
                stop.setEnabled(not locked)

    # what they all do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the cell is a click into its box."""
        super().mousePressEvent(event)
        self.take_focus()

    @property
    def dirty(self) -> bool:
        """Whether something stands here that was not yet sent as settled."""
        return self._differs(self._settled)

    def show_value(self, value: Any) -> None:
        """Show what the workbook holds, unless the person is in the middle of writing here."""
        if self.has_focus() and (self.dirty or self.composing()):
            return
        self.put(value)
        self._settled = self._idle = self.raw()

    def has_focus(self) -> bool:
        """Whether the keyboard is in this box."""
        focused = self.window().focusWidget() if self.window() else None
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def take_focus(self) -> None:
        """Put the keyboard here."""
        for stop in self.stops()[:1]:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Send what stands here as finished, if it changed."""
        if self._read_only or self.composing():
            return
        self._timer.stop()
        raw = self.raw()
        if self._differs(self._settled):
            self._settled = self._idle = raw
            self.committed.emit(raw)

    def touch(self) -> None:
        """The person is typing: save in two seconds if they stop."""
        if not self._read_only:
            self._timer.start()

    def forget(self) -> None:
        """Another record is coming: nothing of the one before may be sent, or come back by Ctrl+Z."""
        self._timer.stop()
        for stop in self.stops():
            if isinstance(stop, LineBox | TextBox):
                stop.forget()
        self._settled = self._idle = self.raw()

    def reject(self) -> None:
        """What was sent was refused: keep it as unsent, so that leaving again sends it again."""
        self._settled = _NEVER

    def _differs(self, sent: Any) -> bool:
        raw = self.raw()
        return bool(raw != sent)

    def _on_idle(self) -> None:
        if self.composing():
            self._timer.start()
            return
        raw = self.raw()
        if raw != self._idle:
            self._idle = raw
            self.edited.emit(raw)


_NEVER = object()

__all__ = ["IDLE_MS", "Editor", "LineBox", "TextBox", "in_sheet", "pad_x", "pad_y"]
