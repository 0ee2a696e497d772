"""Boxes for people: a name, or several separated by 、, found by the initials of their pinyin."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QWidget

from wdbranch.book.people_search import PeopleIndex
from wdbranch.ui import style
from wdbranch.ui.editors.base import Editor, LineBox, TextBox

People = Callable[[], PeopleIndex]

_BETWEEN = re.compile(r"[、，,；;\n]+")


class NameOffer(QObject):
    """Offers names of the roster below a box while letters are typed in it.

    With ``many`` it completes the name the caret is in. Free text stays free text: a guest who is in no
    roster is written as he is called.
    """

    def __init__(self, box: LineBox | TextBox, people: People, *, many: bool) -> None:
        super().__init__(box)
        self._edited, self._people, self._many = box, people, many
        self._model = QStringListModel(self)
        self._offer = QCompleter(self._model, self)
        self._offer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offer.setWidget(box)
        popup = self._offer.popup()
        popup.setProperty("kind", "people")
        popup.setAccessibleName(f"{box.accessibleName()}：候选姓名")
        popup.installEventFilter(self)
        self._offer.activated.connect(self._picked)

    def _picked(self, name: object) -> None:
        if isinstance(name, str):
            self.take(name)

    def names(self) -> list[str]:
        """The names on offer now."""
        return self._model.stringList() if self._offer.popup().isVisible() else []

    def offer(self) -> None:
        """Show the names that answer what is typed, if any."""
        typed = self._word()[0].strip()
        writing = self._edited.hasFocus() and not self._edited.isReadOnly()
        found = self._people().find(typed) if writing and typed else []
        if not found or found == [typed]:
            self._offer.popup().hide()
            return
        self._model.setStringList(found)
        rect = self._edited.rect()
        if isinstance(self._edited, TextBox):
            rect = self._edited.cursorRect()
            rect.translate(0, style.px(8))
        rect.setWidth(max(rect.width(), style.px(160)))
        self._offer.complete(rect)
        self._offer.popup().setCurrentIndex(self._model.index(0, 0))

    def take(self, name: str) -> None:
        """Write a name in place of the letters typed for it."""
        word, start = self._word()
        text = self._edited.words()
        after = text[start + len(word) :]
        glue = "、" if self._many and not after.startswith("、") else ""
        self._edited.write(text[:start] + name + glue + after, start + len(name) + len(glue))
        self._offer.popup().hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab in the list take the name that is lit, and stay in the box."""
        popup = self._offer.popup()
        if watched is popup and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            index = popup.currentIndex()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and index.isValid():
                self.take(str(index.data()))
                return True
        return super().eventFilter(watched, event)

    def _word(self) -> tuple[str, int]:
        text = self._edited.words()
        if not self._many:
            return text, 0
        start = 0
        for found in _BETWEEN.finditer(text[: self._edited.caret()]):
            start = found.end()
        following = _BETWEEN.search(text, start)
        return text[start : following.start() if following else len(text)], start


class PersonEditor(Editor):
    """One person."""

    def __init__(self, name: str, people: People, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.line = LineBox(name, self)
        self.offer = NameOffer(self.line, people, many=False)
        self._people = people
        self._box.addWidget(self.line)
        self.line.textEdited.connect(lambda _text: self.offer.offer())
        self.line.settled.connect(self._leave)
        self.line.done.connect(self.done)

    def raw(self) -> str | None:
        """The name, None where empty."""
        return self.line.text().strip() or None

    def put(self, value: Any) -> None:
        """Show a name."""
        self.line.put("" if value is None else str(value))

    def stops(self) -> list[QWidget]:
        """The line."""
        return [self.line]

    def _leave(self) -> None:
        typed = self.line.text().strip()
        if typed.isascii() and typed and not self._read_only:
            found = self._people().find(typed, most=2)  # zjg and away: the one person meant
            if len(found) == 1:
                self.line.setText(found[0])
        self.settle()


class PersonsEditor(Editor):
    """Several people, separated by 、, over as many lines as they need."""

    def __init__(self, name: str, people: People, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.text = TextBox(name, self, paragraphs=False)
        self.offer = NameOffer(self.text, people, many=True)
        self._box.addWidget(self.text)
        self.text.textChanged.connect(self._typed)
        self.text.settled.connect(self.settle)
        self.text.done.connect(self.done)
        self.text.grown.connect(self.resized)

    def raw(self) -> tuple[str, ...]:
        """The names in order."""
        return tuple(name for part in _BETWEEN.split(self.text.toPlainText()) if (name := part.strip()))

    def put(self, value: Any) -> None:
        """Show names."""
        self.text.put("、".join(value or ()))

    def stops(self) -> list[QWidget]:
        """The text."""
        return [self.text]

    def height_for(self, width: int) -> int:
        """As many lines as the names need."""
        return self.text.height_for(width)

    def _typed(self) -> None:
        if self.text.hasFocus():
            self.offer.offer()
