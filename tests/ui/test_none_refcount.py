"""PySide6 6.12 on Python 3.11 drops one reference to None at every void call, and the process dies."""

from __future__ import annotations

import sys

import PySide6
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainterPath

CALLS = 500


def test_void_calls_keep_none_alive() -> None:
    thing, path = QObject(), QPainterPath()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
        path.closeSubpath()
    assert abs(sys.getrefcount(None) - before) < CALLS // 10


def test_the_pinned_version_runs() -> None:
    assert PySide6.__version__ == "6.9.3"
