"""Searching the book: one line of words, answers that lead to their boxes."""

from __future__ import annotations

from wdbranch.book import search as book_search
from wdbranch.book.search import Found, Wanted
from wdbranch.errors import WrongUseError
from wdbranch.store.workbook import Workbook

WARM_AT_ONCE = 150
"""Records put together at a time while the window is idle: a few milliseconds."""


def search(book: Workbook, wanted: Wanted) -> Found:
    """The answers to a query. Raises WrongUseError (nothing_wanted) where nothing is looked for."""
    if not wanted.words and not wanted.person:
        raise WrongUseError("没有写要找什么。", todo="请写上要找的字，两个字就行。", code="nothing_wanted")
    return book_search.search(book.snapshot(), wanted)


def warm(book: Workbook, begin: int) -> int:
    """Get ready for the first query, a little at a time; returns where to go on, 0 when done."""
    snapshot = book.snapshot()
    reached = book_search.warm(snapshot, begin, WARM_AT_ONCE)
    return reached if reached < len(snapshot.records) else 0
