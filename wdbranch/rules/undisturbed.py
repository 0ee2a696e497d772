"""Long work of the rules without pauses of the collector of memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keeps the collector of memory still for a while, if it is at work.

    Reading ten years of records makes some hundred thousand small things that all live to the end and hold on to
    none of those that hold on to them. The collector would walk over all of them, and over the whole open book,
    again and again and find nothing: a quarter of the time. What is no longer needed goes all the same.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
