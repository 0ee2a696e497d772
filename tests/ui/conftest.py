"""Windows for tests: one application and stylesheet a session, real books, boxes answered by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_hands import TODAY, Answers, ime_commit

from wdbranch.settings import Settings
from wdbranch.ui import messages, start, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.main_window import MainWindow

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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample branch, its street and its stick, made once."""
    from wdbranch.operations.demo import make_demo

    folder = tmp_path_factory.mktemp("demo") / "样例"
    make_demo(folder, lambda *_: None)
    return folder


@pytest.fixture
def sample(demo: Path, tmp_path: Path) -> Path:
    """A copy of the sample of this test's own."""
    folder = tmp_path / "样例"
    shutil.copytree(demo, folder)
    return folder


@pytest.fixture
def window(qtbot: QtBot, settings: Settings) -> Iterator[MainWindow]:
    """A window with nothing open."""
    made = MainWindow(Desk(settings, today=lambda: TODAY, jobs_at_once=True))
    made.resize(1366, 728)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.desk.close_book()


@pytest.fixture
def branch_window(window: MainWindow, sample: Path) -> MainWindow:
    """A window with the sample branch open."""
    assert window.desk.open_file(sample / "branch.wdbook")
    return window


@pytest.fixture
def street_window(window: MainWindow, sample: Path) -> MainWindow:
    """A window with the sample street open."""
    assert window.desk.open_file(sample / "street.wddesk")
    return window


@pytest.fixture(autouse=True)
def _let_go(_app: QApplication) -> Iterator[None]:
    """Windows of a test before are really deleted: no event loop runs between tests that would do it."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
