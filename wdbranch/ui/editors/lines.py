"""The two things people write into: a line, and a text that wraps and grows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QTextEdit, QWidget

from wdbranch.ui import style


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

    def hint(self, text: str) -> None:
        """What to write here, shown while the box is empty and can be written in."""
        self.setAccessibleDescription(text)
        self.setPlaceholderText(text)

    def put(self, text: str) -> None:
        """Show a text from outside: not an edit of the person, and nothing that this line could undo."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def forget(self) -> None:
        """Nothing written so far can be brought back by Ctrl+Z."""
        self.setText("")

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
        self._heights: dict[int, int] = {}  # by width, until the text changes: trying one out is dear
        self._paragraphs = paragraphs
        self.enter_goes_on = not paragraphs  # of a speech, too: Shift+Enter begins a line there
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
        self.document().contentsChanged.connect(self._heights.clear)
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
        known = self._heights.get(width)
        if known is not None:
            return known
        # Tried on a copy: while the box changes its width, its own document still has the height of before.
        trial = self.document().clone(self)
        trial.setTextWidth(max(40, width - 2 * pad_x()))
        needed = self._heights[width] = int(trial.size().height()) + 2 * pad_y() + 2
        trial.deleteLater()
        return needed

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs another height."""
        self._heights.clear()
        super().changeEvent(event)

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
        held = event.modifiers()
        goes_on = self.enter_goes_on and not (self._paragraphs and held & Qt.KeyboardModifier.ShiftModifier)
        wants_on = goes_on or bool(held & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and wants_on and not self.composing:
            self.settled.emit()
            self.done.emit()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The text never scrolls by itself: the wheel belongs to the page."""
        event.ignore()

    def hint(self, text: str) -> None:
        """What to write here, shown while the box is empty and can be written in."""
        self.setAccessibleDescription(text)
        self.setPlaceholderText(text)

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

    def forget(self) -> None:
        """Nothing written so far can be brought back by Ctrl+Z."""
        self.document().clearUndoRedoStacks()

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
