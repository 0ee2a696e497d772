"""At closing: the home pages of the book as it stands now go into the book, for the next starts.

They are worked out while nobody is typing, a piece at a time; closing only writes down what is at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from wdbranch.errors import UserError
from wdbranch.operations import kept_home, overview
from wdbranch.operations.overview import Home
from wdbranch.store.workbook import Workbook
from wdbranch.ui.finding_line import whence_of
from wdbranch.ui.home_view import HomeView, view_of

AT_ONCE = 400
"""Records; checking more takes longer than a window may stand still."""
AHEAD = 1200
"""Records; a piece of the work on more takes longer than a window may stand still, though nobody types."""
DAYS = 7
"""Today and the days to come whose pages are kept: the first start of a day is the usual one."""


class Computed(NamedTuple):
    """A home page, on which day it was computed, and the state of the book it was computed from."""

    day: date
    state: list[int]
    view: HomeView


def small(book: Workbook) -> bool:
    """Whether the home page of this book may be computed while a window waits."""
    return len(book.snapshot().records) <= AT_ONCE


def compute(book: Workbook, day: date) -> Computed:
    """The home page of an open workbook on a day."""
    state = book.state()
    home: Home = overview.home(book, day)
    return Computed(day, state, view_of(home, lambda found: whence_of(book, found)))


def coming(book: Workbook, day: date, at_hand: dict[date, Computed]) -> Iterator[None]:
    """Have the pages from that day on at hand, a piece of the work at each step.

    Duties and days left are told by the day, so each coming day has a page of its own. A large book keeps
    only the page that it showed, and a book that changes meanwhile none that were worked out before.
    """
    if book.readonly or len(book.snapshot().records) > AHEAD or kept_home.counts(book, day):
        return
    for one in _days(day):
        state = book.state()
        if one in at_hand and at_hand[one].state == state:
            continue
        home: Home | None = None
        for home in overview.home_piecewise(book, one):  # noqa: B007 - the last one is the page
            yield
        assert home is not None
        at_hand[one] = Computed(one, state, view_of(home, lambda found: whence_of(book, found)))
        yield


def keep(book: Workbook, day: date, at_hand: Mapping[date, Computed]) -> bool:
    """Keep the home pages from that day on that are at hand and still true, unless the book does already.

    False where nothing was written: the book is read-only, keeps its page, or no page is at hand.
    """
    if book.readonly or kept_home.counts(book, day):
        return False
    try:
        state = book.state()
    except UserError:
        return False
    pages = {one: at_hand[one].view for one in _days(day) if one in at_hand and at_hand[one].state == state}
    return bool(pages) and kept_home.keep(book, pages)


def _days(day: date) -> list[date]:
    return [day + timedelta(later) for later in range(DAYS)]
