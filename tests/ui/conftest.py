"""Windows for tests: one application and stylesheet a session, real books, boxes answered by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from ui_hands import TODAY, Answers, ime_commit

from wdbranch.settings import Settings
from wdbranch.ui import messages, start, style

__all__ = ["TODAY", "Answers", "ime_commit"]


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


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    given = Answers()
    monkeypatch.setattr(messages, "show", given.show)
    yield given
    assert not given.queue, "a box that was expected did not open"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_folder=str(tmp_path / "books"))
