"""The table of contents of a year, and optional pages switched on and off."""

from __future__ import annotations

from datetime import date

import pytest

from wdbranch.errors import WrongUseError
from wdbranch.operations import contents as pages
from wdbranch.operations import record as records
from wdbranch.store.workbook import Workbook

TODAY = date(2026, 9, 19)


def line(book: Workbook, page_id: str, year: int = 2026) -> pages.PageLine | None:
    found = [one for _, lines in pages.contents(book, year, TODAY).chapters for one in lines]
    return next((one for one in found if one.page.id == page_id), None)


def test_a_page_says_how_many_there_are_when_the_last_was_and_what_is_due(book: Workbook) -> None:
    before = line(book, "committee")
    assert before is not None
    assert (before.records, before.last) == (0, None)
    records.new(book, "committee", day=date(2026, 8, 7))
    records.new(book, "committee", day=date(2026, 7, 3))
    records.new(book, "committee", day=date(2025, 12, 5))
    told = line(book, "committee")
    assert told is not None
    assert (told.records, told.drafts, told.last) == (2, 2, date(2026, 8, 7))
    assert told.due is not None
    assert told.due.form == "committee"
    last_year = line(book, "committee", 2025)
    assert last_year is not None
    assert (last_year.records, last_year.due) == (1, None)


def test_chapters_stand_in_the_order_of_the_book_and_pages_in_theirs(book: Workbook) -> None:
    contents = pages.contents(book, 2026, TODAY)
    order = [chapter.id for chapter in book.editions["2026"].chapters]
    assert [chapter.id for chapter, _ in contents.chapters] == sorted(
        (chapter.id for chapter, _ in contents.chapters), key=order.index
    )
    for _, lines in contents.chapters:
        assert [one.page.order for one in lines] == sorted(one.page.order for one in lines)


def test_an_optional_page_is_off_until_switched_on(book: Workbook) -> None:
    unused = pages.contents(book, 2026, TODAY).unused
    assert line(book, "dual_life") is None
    pages.set_shown(book, "dual_life", True)
    assert line(book, "dual_life") is not None
    assert pages.contents(book, 2026, TODAY).unused == unused - 1


def test_records_stay_when_their_page_is_switched_off(book: Workbook) -> None:
    pages.set_shown(book, "dual_life", True)
    kept = records.new(book, "dual_life", day=TODAY).record
    pages.set_shown(book, "dual_life", False)
    option = next(one for _, found in pages.options(book) for one in found if one.page.id == "dual_life")
    assert (option.shown, option.records) == (False, 1)
    assert book.record(kept.id) == kept


def test_only_optional_pages_are_switched(book: Workbook) -> None:
    for wanted in ("party_assembly", "nothing"):
        with pytest.raises(WrongUseError):
            pages.set_shown(book, wanted, False)
