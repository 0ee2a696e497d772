"""Start the windows: one application, its look, its language, and what happens to an error nobody caught."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QSize,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from wdbranch.paths import resource
from wdbranch.settings import Settings, load_settings
from wdbranch.ui import first_picture, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.navigation import PRODUCT

SMALL_SCREEN = 1400  # px wide: the window fills such a screen
FIRST_SIZE = (1366, 768)


def make_app(settings: Settings) -> QApplication:
    """The application in Chinese and in the person's look. There may be only one in a process."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([PRODUCT])
    app.setApplicationDisplayName("")
    app.setApplicationName(PRODUCT)
    app.setDesktopFileName("wdbranch")
    speak_chinese(app)
    style.apply(app, style.Look(settings.factor, settings.dark))
    picture = resource("icons", "wdbranch.svg")
    if picture.exists():
        app.setWindowIcon(QIcon(str(picture)))
    return app


def speak_chinese(app: QApplication) -> bool:
    """Put Qt's own texts (确定, 取消, 复制) into Chinese; False where the file is missing."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_zh_CN", folder):
        return False
    return app.installTranslator(translator)


def make_window(
    settings: Settings, path: Path | None = None, *, today: Callable[[], date] = date.today
) -> MainWindow:
    """The window with a workbook or street desk open: ``path``, or the one used last; else the guide."""
    desk = Desk(settings, today=today)
    catch_all(desk)
    last = path or next((Path(name) for name in settings.recent[:1] if Path(name).exists()), None)
    if last is not None and not desk.await_file(last):
        desk.open_file(last)
    return MainWindow(desk)


def catch_all(desk: Desk) -> None:
    """An error that nobody caught is told and logged; the program goes on."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        desk.fail(error)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        from wdbranch.log import bare_details, write_log

        if args.exc_value is not None:
            write_log(f"thread\n{bare_details(args.exc_value)}")

    def from_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        del context
        if kind is not QtMsgType.QtDebugMsg:
            first_picture.afterwards(desk, lambda: log_qt(text))

    def log_qt(text: str) -> None:
        from wdbranch.log import write_log

        write_log(f"qt {text}")

    sys.excepthook = caught
    threading.excepthook = in_thread
    qInstallMessageHandler(from_qt)


def first_window(path: Path | None = None, *, today: Callable[[], date] = date.today) -> MainWindow:
    """The application and its window, as this computer's settings say, ready to be shown."""
    first_picture.hold()
    settings = load_settings()
    make_app(settings)
    return make_window(settings, path, today=today)


def start(arguments: Sequence[str] = ()) -> int:
    """Open the window, on the file named first if any, and stay until it is closed; returns the exit code."""
    window = first_window(Path(arguments[0]) if arguments else None)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    screen = app.primaryScreen()
    room = screen.availableGeometry().size() if screen is not None else QSize(*FIRST_SIZE)
    window.resize(QSize(*FIRST_SIZE).boundedTo(room))      # also what an un-maximized window goes back to
    if room.width() <= SMALL_SCREEN:
        window.showMaximized()
    else:
        window.show()
    return app.exec()
