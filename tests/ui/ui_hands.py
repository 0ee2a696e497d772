"""The hands of the person in tests of the windows: boxes answered, Chinese typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

TODAY = date(2026, 11, 23)


class Answers:
    """What the person does with each box that opens. A box nobody expected fails the test."""

    def __init__(self) -> None:
        self.queue: list[Callable[[Any], bool]] = []
        self.seen: list[QDialog] = []

    def next(self, act: bool | Callable[[Any], bool]) -> None:
        """For the next box: True or False, or a function that fills it in and returns one."""
        self.queue.append(act if callable(act) else lambda _box, answer=act: answer)

    def show(self, box: QDialog) -> bool:
        assert self.queue, f"nobody expected the box “{box.windowTitle()}”: {getattr(box, 'said', '')}"
        box.show()
        self.seen.append(box)
        answer = self.queue.pop(0)(box)
        (box.accept if answer else box.reject)()
        return answer


def ime_commit(widget: QWidget, text: str, preedit: str = "pinyin") -> None:
    """Type Chinese as an input method does: first the composition, then the committed text."""
    composing = QInputMethodEvent(preedit, [])
    QApplication.sendEvent(widget, composing)
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)
