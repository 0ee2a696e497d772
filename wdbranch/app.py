"""The composition root: decides what to open and starts the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from wdbranch.errors import EXIT_REFUSED


def open_window(arguments: Sequence[str] = ()) -> int:
    """Start the window, on the file named or on what was open last. Returns the exit code."""
    if not _has_screen():  # Qt would abort the process
        from wdbranch.cli import screen

        screen.complain("这里没有屏幕，打不开窗口。请在桌面上打开，或者用命令（加 --help 看说明）。")
        return EXIT_REFUSED
    hasten()
    from wdbranch.ui.start import start

    return start(arguments)


def hasten() -> None:
    """Let the collector wait until the window stands: nothing that starting makes is garbage.

    ``ui.first_picture.settle`` sets it to work again.
    """
    gc.disable()


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
