"""At closing: the home page as the book stands now goes into the book, for the next starts."""

from __future__ import annotations

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


def keep(book: Workbook, day: date, seen: Computed | None) -> bool:
    """Keep the home pages from that day on, unless the book does already; ``seen`` is what was shown last.

    Duties and days left are told by the day, so each coming day has a page of its own. A large book keeps
    only the page at hand.

    False where nothing was written: the book is read-only, or large and its page is not at hand.
    """
    if book.readonly or kept_home.counts(book, day):
        return False
    try:
        at_hand = seen is not None and (seen.day, seen.state) == (day, book.state())
        pages = {day: seen.view} if seen is not None and at_hand else {}
        if small(book):
            coming = [day + timedelta(later) for later in range(DAYS)]
            pages.update({one: compute(book, one).view for one in coming if one not in pages})
    except UserError:
        return False
    return bool(pages) and kept_home.keep(book, pages)
