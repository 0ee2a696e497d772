"""Boxes for one line of text, for numbers, and for paragraphs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wdbranch.ui import style
from wdbranch.ui.editors.base import Editor, LineBox, TextBox


class TextEditor(Editor):
    """A short text; it wraps where the cell is narrow, and Enter goes on to the next box."""

    def __init__(self, name: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.text = TextBox(name, self, paragraphs=False)
        self.text.hint(hint)
        self._box.addWidget(self.text)
        self.text.settled.connect(self.settle)
        self.text.done.connect(self.done)
        self.text.grown.connect(self.resized)

    def raw(self) -> str | None:
        """The text, None where empty."""
        return self.text.toPlainText().strip() or None

    def put(self, value: Any) -> None:
        """Show a text."""
        self.text.put("" if value is None else str(value))

    def stops(self) -> list[QWidget]:
        """The text."""
        return [self.text]

    def height_for(self, width: int) -> int:
        """As many lines as the text needs."""
        return self.text.height_for(width)


class NumberEditor(Editor):
    """A number as people type it, with its unit behind.

    A line and not a spin box: an empty box is not 0, and the wheel must not change a headcount. Full-width
    digits are accepted; ``book.values`` makes numbers of them.
    """

    def __init__(
        self, name: str, *, unit: str = "", whole: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self.line = LineBox(name, self)
        self._box.addWidget(self.line)
        self.line.settled.connect(self.settle)
        self.line.done.connect(self.done)
        pattern = r"[0-9０-９]{0,6}" if whole else r"[0-9０-９]{0,6}([.．][0-9０-９]{0,2})?"
        self.line.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), self))
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly if whole else Qt.InputMethodHint.ImhFormattedNumbersOnly
        )
        if unit:
            label = QLabel(unit, self)
            label.setProperty("tone", "second")
            self.line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            self.line.setFixedWidth(style.px(20) + self.line.fontMetrics().horizontalAdvance("0000"))
            self._box.addWidget(label)
            self._box.addStretch(1)

    def raw(self) -> str | None:
        """The number as typed, None where empty."""
        return self.line.text().strip() or None

    def stops(self) -> list[QWidget]:
        """The line."""
        return [self.line]

    def put(self, value: Any) -> None:
        """Show a number without a needless fraction."""
        text = "" if value is None else str(value)
        self.line.put(text.removesuffix(".0"))


class LongEditor(Editor):
    """Paragraphs. Saved when left, and two seconds after typing stops."""

    def __init__(
        self,
        name: str,
        *,
        hint: str = "",
        ruled: bool = False,
        least_lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self.text = TextBox(name, self, ruled=ruled)
        self.text.hint(hint)
        self._least = least_lines
        self._box.addWidget(self.text)
        self.text.settled.connect(self.settle)
        self.text.done.connect(self.done)
        self.text.textChanged.connect(self._typed)
        self.text.grown.connect(self.resized)

    def raw(self) -> str | None:
        """The paragraphs separated by newlines, None where empty."""
        return self.text.toPlainText().rstrip() or None

    def put(self, value: Any) -> None:
        """Show paragraphs."""
        self.text.put("" if value is None else str(value))

    def stops(self) -> list[QWidget]:
        """The text."""
        return [self.text]

    def height_for(self, width: int) -> int:
        """As high as the text needs, and at least a few lines of room to write."""
        least = self._least * self.text.line_height()
        return max(self.text.height_for(width), least)

    def _typed(self) -> None:
        if self.text.hasFocus():
            self.touch()
