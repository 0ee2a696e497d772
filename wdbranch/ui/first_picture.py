"""What the first picture of the window can do without: it is made up for right after the painting.

PySide makes every enum class of ``Qt`` when that name is first asked for, 12 ms at every start. So whatever is
built for the first picture sets such properties by number, and leaves what nobody sees (the hand over a
button) for later. A test compares the numbers with Qt's own.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

PLAIN_TEXT = 0  # Qt.TextFormat.PlainText
NO_FOCUS = 0  # Qt.FocusPolicy.NoFocus
TAB_FOCUS = 1  # Qt.FocusPolicy.TabFocus
NEVER_A_BAR = 1  # Qt.ScrollBarPolicy.ScrollBarAlwaysOff

_waiting: list[tuple[QObject, Callable[[], None]]] | None = None


def hold() -> None:
    """From now on ``afterwards`` waits for ``settle``."""
    global _waiting  # noqa: PLW0603 - a process has one first picture
    _waiting = []


def settle() -> None:
    """Do what was left for later; from now on nothing waits."""
    global _waiting
    waiting, _waiting = _waiting or [], None
    if not gc.isenabled():
        gc.freeze()  # what starting made stays; looking through it again and again takes time
        gc.enable()
    for owner, act in waiting:
        if shiboken6.isValid(owner):
            act()


def afterwards(owner: QObject, act: Callable[[], None]) -> None:
    """Do something to a widget that the first picture does not show: at once, or when that was painted."""
    if _waiting is None:
        act()
    else:
        _waiting.append((owner, act))


def hand(widget: QWidget) -> None:
    """The pointing hand over something to press."""

    def give() -> None:
        from PySide6.QtCore import Qt

        widget.setCursor(Qt.CursorShape.PointingHandCursor)

    afterwards(widget, give)


def unseen_by_mouse(widget: QWidget) -> None:
    """Clicks on this part are clicks on what it stands in."""

    def pass_on() -> None:
        from PySide6.QtCore import Qt

        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    afterwards(widget, pass_on)
