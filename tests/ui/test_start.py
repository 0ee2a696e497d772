"""Starting: the last book opens, nothing heavy is imported, an error nobody caught leaves the window alive."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning
from pytestqt.qtbot import QtBot
from ui_hands import TODAY, Answers

from wdbranch.log import log_file
from wdbranch.settings import Settings
from wdbranch.ui import start
from wdbranch.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("sqlite_utils", "reportlab", "cryptography", "python_calamine", "xlsxwriter", "PIL", "pypinyin", "pypdfium2")
PROGRAM = """
import sys
from datetime import date
from wdbranch.settings import Settings
from wdbranch.ui import start
settings = Settings(recent=[sys.argv[1]])
app = start.make_app(settings)
window = start.make_window(settings, today=lambda: date(2026, 11, 23))
window.show()
app.processEvents()
assert window.current == "home", window.current
print(",".join(name for name in sys.argv[2].split(",") if name in sys.modules))
print("PySide6.QtNetwork" in sys.modules)
sys.stdout.flush()
import os; os._exit(0)
"""


@pytest.fixture
def hooks() -> Iterator[None]:
    kept = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = kept
    qInstallMessageHandler(None)


@pytest.fixture
def opened(qtbot: QtBot, sample: Path, hooks: None) -> Iterator[MainWindow]:
    settings = Settings(recent=[str(sample / "branch.wdbook")])
    made = start.make_window(settings, today=lambda: TODAY)
    qtbot.addWidget(made)
    yield made
    made.desk.close_book()


def test_the_home_page_needs_nothing_heavy(sample: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(sample / "branch.wdbook"), ",".join(HEAVY)],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["", "False"]


def test_the_book_used_last_opens(opened: MainWindow) -> None:
    assert opened.current == "home"
    assert opened.windowTitle().startswith("拟安一支部")


def test_a_last_book_that_is_gone_leads_to_the_guide(qtbot: QtBot, hooks: None, tmp_path: Path) -> None:
    made = start.make_window(Settings(recent=[str(tmp_path / "没有了.wdbook")]))
    qtbot.addWidget(made)
    assert made.current == "start"


def test_a_named_file_that_is_no_book_is_told_and_leads_to_the_guide(
    qtbot: QtBot, hooks: None, tmp_path: Path, answers: Answers
) -> None:
    wrong = tmp_path / "空.wdbook"
    wrong.write_bytes(b"")
    answers.next(True)
    made = start.make_window(Settings(), wrong)
    qtbot.addWidget(made)
    assert made.current == "start"
    assert wrong.read_bytes() == b""


def test_an_error_nobody_caught_is_told_and_the_window_goes_on(opened: MainWindow, answers: Answers) -> None:
    answers.next(True)
    try:
        raise ZeroDivisionError("陈拟舟")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "程序出了一个错" in answers.seen[0].windowTitle()
    assert "陈拟舟" not in log_file().read_text("utf-8")
    opened.navigate("stars")
    assert opened.current == "stars"


def test_an_error_in_a_thread_is_logged(opened: MainWindow) -> None:
    def fail() -> None:
        raise LookupError("李拟桐")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    written = log_file().read_text("utf-8")
    assert "LookupError" in written and "李拟桐" not in written


def test_a_warning_of_qt_is_logged(opened: MainWindow) -> None:
    qWarning("something of Qt")
    assert "qt something of Qt" in log_file().read_text("utf-8")


def test_closing_gives_the_book_back(opened: MainWindow, sample: Path) -> None:
    opened.show()
    opened.close()
    assert opened.desk.book is None
    from wdbranch.operations.book import open_book

    with open_book(sample / "branch.wdbook") as again:
        assert again.records()
