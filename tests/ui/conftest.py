"""Windows for tests: one application and stylesheet a session, real books, boxes answered by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from wdbranch.settings import Settings
from wdbranch.ui import messages, start, style

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application in Chinese, with its stylesheet; set once."""
    start.speak_chinese(qapp)
    style.apply(qapp, style.Look())
    return qapp


@pytest.fixture(autouse=True)
def _app(dressed: QApplication) -> QApplication:
    return dressed


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


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    given = Answers()
    monkeypatch.setattr(messages, "show", given.show)
    yield given
    assert not given.queue, "a box that was expected did not open"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_folder=str(tmp_path / "books"))


def ime_commit(widget: QWidget, text: str, preedit: str = "pinyin") -> None:
    """Type Chinese as an input method does: first the composition, then the committed text."""
    composing = QInputMethodEvent(preedit, [])
    QApplication.sendEvent(widget, composing)
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)
