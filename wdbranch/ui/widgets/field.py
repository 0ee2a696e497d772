"""A line to fill in with its name above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QCompleter, QLineEdit

from wdbranch.ui import style


def named_line(
    box: QBoxLayout, name: str, example: str = "", value: str = "", *, secret: bool = False
) -> QLineEdit:
    """Add a named line to a column; ＊ after the name marks what must be filled in."""
    made = QLineEdit(value)
    made.setAccessibleName(name.rstrip("＊"))
    made.setPlaceholderText(example)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    head = style.label(name, tone="second")
    head.setBuddy(made)
    box.addWidget(head)
    box.addWidget(made)
    return made


def offer(line: QLineEdit, words: Sequence[str]) -> None:
    """Offer words while a line is typed, wherever in them the typed part stands; none is forced."""
    made = QCompleter(list(words), line)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    line.setCompleter(made)
