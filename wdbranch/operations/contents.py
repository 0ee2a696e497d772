"""The pages of the book as its table of contents, and which of the optional ones the branch uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from wdbranch.book.form import Chapter, Form, View, edition_of_year
from wdbranch.book.record import Record, State
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import WrongUseError
from wdbranch.operations.change import BRANCH, Change
from wdbranch.rules.duties import Duty, duties
from wdbranch.store.workbook import Workbook

PAGES = "pages"
"""Key of Branch.settings: page id → whether it is used."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One page kind in the contents of a year. ``record`` is the one record of a yearly page, if there is one."""

    page: Form | View
    records: int = 0
    drafts: int = 0
    last: date | None = None
    due: Duty | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The pages in use, chapter by chapter, and how many optional ones are not.

    Star ledgers are opened from their star: ``ledgers`` says by chapter how many are in use and their records.
    """

    year: int
    chapters: tuple[tuple[Chapter, tuple[PageLine, ...]], ...]
    unused: int
    ledgers: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """An optional page: whether it is used, and how many records of it there are in all years."""

    page: Form | View
    shown: bool
    records: int


def contents(book: Workbook, year: int, on: date) -> Contents:
    """The table of contents of a year, with what is there and what is due on a day."""
    snapshot = book.snapshot()
    edition = edition_of_year(snapshot.editions, year)
    due: dict[str, Duty] = {}
    if year == on.year:
        for duty in sorted(duties(snapshot, on), key=lambda one: one.days_left):
            if duty.state != "done" and duty.form:
                due.setdefault(duty.form, duty)
    pages = edition.pages()
    shown = [page for page in pages if snapshot.shows(page)]
    ledgers: dict[str, tuple[int, int]] = {}
    for page in shown:
        if _of_star(page):
            kinds, records = ledgers.get(page.chapter, (0, 0))
            ledgers[page.chapter] = kinds + 1, records + len(snapshot.of_year(page.id, year))
    by_chapter = [
        (
            chapter,
            tuple(
                _line(snapshot, page, year, due)
                for page in shown
                if page.chapter == chapter.id and not _of_star(page)
            ),
        )
        for chapter in edition.chapters
    ]
    chapters = tuple((chapter, lines) for chapter, lines in by_chapter if lines or chapter.id in ledgers)
    unused = sum(1 for page in pages if not snapshot.shows(page) and not _of_star(page))
    return Contents(year, chapters, unused, ledgers)


def _of_star(page: Form | View) -> bool:
    return isinstance(page, Form) and bool(page.stars)


def _line(snapshot: Snapshot, page: Form | View, year: int, due: Mapping[str, Duty]) -> PageLine:
    if isinstance(page, View):
        return PageLine(page)
    records = list(snapshot.of_year(page.id, year))
    days = [day for record in records if (day := snapshot.day(record)) is not None]
    return PageLine(
        page,
        len(records),
        sum(1 for record in records if record.state is State.DRAFT),
        max(days, default=None),
        due.get(page.id),
        _only(page, records),
    )


def _only(page: Form, records: list[Record]) -> str:
    return records[0].id if page.yearly and records else ""


def options(book: Workbook) -> tuple[tuple[Chapter, tuple[Option, ...]], ...]:
    """The optional pages of the latest edition, chapter by chapter; star ledgers are switched at their star."""
    snapshot = book.snapshot()
    edition = edition_of_year(snapshot.editions)
    return tuple(
        (chapter, found)
        for chapter in edition.chapters
        if (
            found := tuple(
                Option(page, snapshot.shows(page), len(snapshot.of(page.id)))
                for page in edition.pages()
                if page.optional and page.chapter == chapter.id and not _of_star(page)
            )
        )
    )


def set_shown(book: Workbook, page_id: str, on: bool) -> Change:
    """Switch an optional page on or off. Its records stay in the book, and come back with it.

    Raises WrongUseError (no_page) for a page that is not optional.
    """
    if not any(page.optional and page.id == page_id for page in edition_of_year(book.editions).pages()):
        raise WrongUseError(f"“{page_id}”不是可以启用、停用的页面。", code="no_page")
    branch = book.branch()
    chosen = {**(branch.settings.get(PAGES) or {}), page_id: on}
    book.save_branch(replace(branch, settings={**branch.settings, PAGES: chosen}), "启用页面" if on else "停用页面")
    return Change(frozenset({BRANCH}))
