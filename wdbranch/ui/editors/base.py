"""What every box on the sheet has in common: one line, one text, and the rules of saving.

An editor never commits half-composed text: while an input method is at work (preedit text shows in the box)
neither the idle timer nor a key sends anything, and what is being composed is never part of ``raw()``.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QTextEdit, QWidget

from wdbranch.ui import style

IDLE_MS = 2000
"""How long after the last key long text is saved while typing goes on."""


def pad_x() -> int:
    """Room left and right between a rule of the sheet and the text in the cell, px (see sheet_style)."""
    return style.px(8)


def pad_y() -> int:
    """Room above and below the text in a cell, px."""
    return style.px(6)


def in_sheet(widget: QWidget) -> None:
    """Mark a control as standing on the sheet: no frame and no ground of its own (see sheet/sheet_style)."""
    widget.setProperty("onSheet", True)


class LineBox(QLineEdit):
    """One line. Enter and the arrows down and up go to the neighbouring boxes, leaving settles."""

    settled = Signal()
    done = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.textChanged.connect(self._show_whole_as_tip)
        in_sheet(self)

    def sizeHint(self) -> QSize:
        """One line of type with air above and below."""
        return QSize(60, self.fontMetrics().height() + 2 * pad_y())

    def minimumSizeHint(self) -> QSize:
        """As the size hint: the sheet decides the width."""
        return self.sizeHint()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether an input method is composing."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving settles the text; the input method is asked to finish first."""
        finish_composing(self)
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.setCursorPosition(0)  # a long line shows its beginning, not its tail
        self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next box."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.composing:
            self.settled.emit()
            self.done.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z and Ctrl+Y to the page where this line has nothing of its own to undo."""
        writes = not self.isReadOnly()
        if goes_up(event, undo=writes and self.isUndoAvailable(), redo=writes and self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def put(self, text: str) -> None:
        """Show a text from outside: not an edit of the person, and nothing that this line could undo."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def words(self) -> str:
        """The text, without what an input method is composing."""
        return self.text()

    def caret(self) -> int:
        """Where the next character would go."""
        return self.cursorPosition()

    def write(self, text: str, caret: int) -> None:
        """Replace the text and put the caret."""
        self.setText(text)
        self.setCursorPosition(caret)

    def _show_whole_as_tip(self, text: str) -> None:
        wide = self.fontMetrics().horizontalAdvance(text) > self.width() - 2 * pad_x()
        self.setToolTip(text if wide else "")


class TextBox(QTextEdit):
    """Text that wraps and grows. Tab goes on; Enter begins a paragraph where there are any, else goes on."""

    settled = Signal()
    done = Signal()
    grown = Signal()

    def __init__(
        self, name: str, parent: QWidget | None = None, *, paragraphs: bool = True, ruled: bool = False
    ) -> None:
        super().__init__(parent)
        self.composing = False
        self._paragraphs = paragraphs
        self._ruled = ruled
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)  # a QTextEdit traps Tab otherwise
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.grown.emit())
        in_sheet(self)
        self._lay_lines()

    def _lay_lines(self) -> None:
        """Give paragraphs the paper's line height and indent. Not an edit: nothing to undo afterwards."""
        if self._paragraphs:
            self.document().setUndoRedoEnabled(False)
            form = QTextBlockFormat()
            form.setLineHeight(self.line_height(), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            if self._ruled:
                form.setTextIndent(2 * self.fontMetrics().horizontalAdvance("　"))
            cursor = QTextCursor(self.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.mergeBlockFormat(form)
            self.document().setUndoRedoEnabled(True)

    def line_height(self) -> int:
        """Pixels from one line to the next: the ruled lines of the paper stand a little wider."""
        return style.px(30 if self._ruled else 25)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ruled lines of the paper, then the text on them."""
        if self._ruled:
            painter = QPainter(self.viewport())
            painter.setPen(style.colour("line"))
            step = self.line_height()
            for y in range(step - style.px(3), self.viewport().height(), step):
                painter.drawLine(0, y, self.viewport().width(), y)
            painter.end()
        super().paintEvent(event)

    def height_for(self, width: int) -> int:
        """Pixels that the whole text needs at that width."""
        document = self.document()
        if self.viewport().width() != width - 2 * pad_x():
            trial = document.clone(self)
            trial.setTextWidth(max(40, width - 2 * pad_x()))
            high = trial.size().height()
            trial.deleteLater()
        else:
            high = document.size().height()
        return int(high) + 2 * pad_y() + 2

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether an input method is composing."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving settles the text."""
        finish_composing(self)
        super().focusOutEvent(event)
        self.settled.emit()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z and Ctrl+Y to the page where this text has nothing of its own to undo."""
        writes, held = not self.isReadOnly(), self.document()
        if goes_up(event, undo=writes and held.isUndoAvailable(), redo=writes and held.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter leaves a text of paragraphs; plain Enter leaves one that has none."""
        wants_on = not self._paragraphs or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and wants_on and not self.composing:
            self.settled.emit()
            self.done.emit()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The text never scrolls by itself: the wheel belongs to the page."""
        event.ignore()

    def put(self, text: str) -> None:
        """Show a text from outside, keeping the cursor where it was."""
        if text == self.toPlainText():
            return
        at = self.textCursor().position()
        self.setPlainText(text)
        self._lay_lines()
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(text)))
        self.setTextCursor(cursor)

    def words(self) -> str:
        """The text, without what an input method is composing."""
        return self.toPlainText()

    def caret(self) -> int:
        """Where the next character would go."""
        return self.textCursor().position()

    def write(self, text: str, caret: int) -> None:
        """Replace the text, as one step of undo, and put the caret."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(min(caret, len(text)))
        self.setTextCursor(cursor)


def finish_composing(widget: LineBox | TextBox) -> None:
    """Ask the input method to hand over what it is composing, before the focus goes."""
    if widget.composing:
        QGuiApplication.inputMethod().commit()
        widget.composing = False


def goes_up(event: QEvent, *, undo: bool, redo: bool) -> bool:
    """Whether this is a Ctrl+Z or Ctrl+Y that a box without an own undo or redo must leave to the page."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not undo
    return not redo and (event.matches(QKeySequence.StandardKey.Redo) or _is_ctrl_y(event))


def _is_ctrl_y(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier


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
            lock = getattr(stop, "setReadOnly", None)
            if lock is not None:
                lock(locked)
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
