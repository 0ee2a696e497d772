"""Searching the book: one line of words, answers that lead to their boxes."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from wdbranch.book import search as book_search
from wdbranch.book.search import Found, Wanted
from wdbranch.errors import WrongUseError
from wdbranch.store.workbook import Workbook

WARM_AT_ONCE = 100
"""Records put together at a time while the window is idle: a few milliseconds."""
AT_ONCE_SECONDS = 0.015
"""How long a query that nothing was got ready for goes on between two pauses."""


def search(book: Workbook, wanted: Wanted) -> Found:
    """The answers to a query. Raises WrongUseError (nothing_wanted) where nothing is looked for."""
    if not wanted.words and not wanted.person:
        raise WrongUseError("没有写要找什么。", todo="请写上要找的字，两个字就行。", code="nothing_wanted")
    return book_search.search(book.snapshot(), wanted)


def search_piecewise(book: Workbook, wanted: Wanted) -> Iterator[Found | None]:
    """As ``search``, with pauses (None) where the records must first be got ready: no piece takes long.

    Then the answers among the latest records come at once (``whole`` is False), and all answers at the end.
    Raises WrongUseError (nothing_wanted).
    """
    for number, reached in enumerate(get_ready(book)):
        yield None if number else book_search.search_latest(book.snapshot(), wanted, reached)
    yield search(book, wanted)


def get_ready(book: Workbook) -> Iterator[int]:
    """Get ready for queries, with pauses; at each so many of the latest records are ready. None where all are."""
    reached = 0 if book_search.got_ready(book.snapshot()) else _warm_for(book, 0)
    while reached:
        yield reached
        reached = _warm_for(book, reached)


def _warm_for(book: Workbook, begin: int) -> int:
    end = perf_counter() + AT_ONCE_SECONDS
    while (begin := warm(book, begin)) and perf_counter() < end:
        pass
    return begin


def warm(book: Workbook, begin: int) -> int:
    """Get ready for the first query, a little at a time; returns where to go on, 0 when done."""
    snapshot = book.snapshot()
    reached = book_search.warm(snapshot, begin, WARM_AT_ONCE)
    return reached if reached < len(snapshot.records) else 0
