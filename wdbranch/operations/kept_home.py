"""The home pages that a workbook keeps for its next start: today's and those of the days to come.

They are kept inside the workbook, so they are as safe as the book itself and leave with it. Each counts only
on its own day, for the same version of the program with the same forms and rules, and while nothing in the book
has changed; whoever paints it computes the page anew right after.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wdbranch import __version__, paths
from wdbranch.errors import UserError
from wdbranch.store import kept

if TYPE_CHECKING:
    from wdbranch.store.workbook import Workbook

KEY = "home_page"


def read(path: Path, day: date) -> Any:
    """The page that a closed workbook kept, if it still counts on that day; otherwise None."""
    found = kept.peek(path, KEY)
    if found is None:
        return None
    state, value = found
    if not isinstance(value, dict) or value.get("of") != _of(state):
        return None
    pages = value.get("pages")
    return pages.get(day.isoformat()) if isinstance(pages, dict) else None


def keep(book: Workbook, pages: Mapping[date, Any]) -> bool:
    """Keep pages (JSON values) computed for their days from the book as it is now; False where not written.

    A book that is read-only or cannot be written just now keeps nothing; that harms nobody.
    """
    if book.readonly:
        return False
    try:
        dated = {day.isoformat(): page for day, page in pages.items()}
        book.set_meta(KEY, {"of": _of(book.state()), "pages": dated})
    except UserError:
        return False
    return True


def counts(book: Workbook, day: date) -> bool:
    """Whether the book already keeps a page that counts on that day; a spoilt one does not."""
    try:
        value = book.meta(KEY)
        return isinstance(value, dict) and value.get("of") == _of(book.state()) and day.isoformat() in value["pages"]
    except (UserError, RecursionError, KeyError, TypeError):
        return False


def _of(state: list[int]) -> list[Any]:
    return [__version__, state, *_tables()]


def _tables() -> list[int]:
    """Number, length and latest change of the files that the page depends on besides the book."""
    found = [
        status
        for folder in (paths.forms_dir(), paths.resource("rules"), paths.resource("standards"))
        for status in _files(folder)
    ]
    times = [status.st_mtime_ns for status in found]
    return [len(found), sum(status.st_size for status in found), max(times, default=0)]


def _files(folder: Path) -> Iterator[os.stat_result]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    yield from _files(Path(entry.path))
                else:
                    yield entry.stat()
    except OSError:
        return
