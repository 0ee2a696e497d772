"""The composition root: decides what to open and starts the window."""

from __future__ import annotations

from collections.abc import Sequence


def open_window(arguments: Sequence[str] = ()) -> int:
    """Start the window, on the file named or on what was open last. Returns the exit code."""
    from wdbranch.ui.start import start

    return start(arguments)
