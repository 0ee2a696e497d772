"""Self-assessment, the street's word, targets, history and the draft of the account, through real files."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations import book as books
from wdbranch.operations import record as records
from wdbranch.operations import stars as operations

NOW = datetime(2026, 11, 23, 9, 0)
DAY = NOW.date()


@pytest.fixture
def book(tmp_path):
    with books.create(tmp_path / "村.wdbook", "拟榴村党支部", "rural", short="拟榴村支部", code="NH-NL-01", clock=lambda: NOW) as made:
        yield made


def one(book, indicator, year=2026):
    found = operations.creation(book, DAY, year)
    return next(entry for star in found.stars for entry in star.indicators if entry.id == indicator)


def test_four_grades_of_the_branch_itself(book):
    assert one(book, "PA-22").state == "manual"
    for grade, state in (("met", "met"), ("part", "unmet"), ("unmet", "unmet"), ("na", "n/a")):
        operations.assess(book, "PA-22", 2026, grade, note="见机制文件", by="田拟岗")
        found = one(book, "PA-22")
        assert (found.judged.grade, found.state, found.judged.by) == (grade, state, "田拟岗")
    operations.assess(book, "PA-22", 2026, "")
    assert one(book, "PA-22").state == "manual"
    assert book.evidence() == {}
    with pytest.raises(WrongUseError):
        operations.assess(book, "PA-22", 2026, "perfect")


def test_the_street_s_word_stands_beside_and_stays(book):
    operations.review(book, "PA-22", 2026, "returned", note="补通联名单", by="卢拟衡")
    found = one(book, "PA-22")
    assert (found.state, found.judged.grade, found.judged.review.verdict) == ("manual", "", "returned")
    operations.assess(book, "PA-22", 2026, "met", note="已补")
    operations.review(book, "PA-22", 2026, "changed", grade="part", note="缺夜间值守")
    found = one(book, "PA-22")
    assert (found.state, found.judged.grade) == ("met", "met")
    assert (found.judged.review.verdict, found.judged.review.grade) == ("changed", "part")
    operations.assess(book, "PA-22", 2026, "")
    assert one(book, "PA-22").judged.review.note == "缺夜间值守"
    operations.review(book, "PA-22", 2026, "")
    assert book.evidence() == {}
    with pytest.raises(WrongUseError):
        operations.review(book, "PA-22", 2026, "changed")


def test_years_do_not_overwrite_each_other(book):
    operations.assess(book, "PA-22", 2025, "met", note="去年有", on=date(2025, 12, 1))
    operations.assess(book, "PA-22", 2026, "unmet", note="今年没有")
    assert (one(book, "PA-22", 2025).judged.note, one(book, "PA-22").judged.note) == ("去年有", "今年没有")


def test_a_word_of_an_older_book_still_counts_and_is_replaced(book):
    book.set_evidence("PA-22", {"met": True, "note": "旧依据", "on": "2026-05-01", "by": ""})
    assert one(book, "PA-22").judged.note == "旧依据"
    operations.review(book, "PA-22", 2026, "same")
    assert one(book, "PA-22").judged.note == "旧依据"
    operations.assess(book, "PA-22", 2026, "")
    assert "PA-22" not in book.evidence()


def test_evidence_links_to_records_pages_and_photos(book):
    saved, _ = records.add_json(book, "drill", {"belongs_year": 2026, "seq": 1, "held_on": "2026-03-02", "kind": "fire", "topic": "灭火", "people": 20})
    star = next(star for star in operations.creation(book, DAY).stars if star.id == "PA")
    offered = dict(operations.evidence_choices(book, star, 2026))
    assert f"record:{saved.record.id}" in offered
    assert "page:members_sheet" in offered
    operations.assess(book, "PA-22", 2026, "met", note="有", links=[f"record:{saved.record.id}", "page:members_sheet"])
    assert one(book, "PA-22").judged.links == (f"record:{saved.record.id}", "page:members_sheet")


def test_a_branch_may_pick_its_stars_and_how_they_are_counted(book):
    records.add_json(book, "star_review", {
        "belongs_year": 2026, "seq": 1, "reviewed_on": "2026-11-20", "level": "district", "result": "granted", "opinion": "同意", "granted": ["gj", "pa"],
    })
    assert operations.creation(book, DAY).reached == 1           # 共建共享 is not in the rural set
    operations.set_settings(book, own=["ZB", "PA", "GJ", "CY", "XF"])
    found = operations.creation(book, DAY)
    assert [star.id for star in found.stars] == ["ZB", "CY", "PA", "GJ", "XF"]
    assert found.reached == 2
    operations.set_settings(book, rule="base", holder={"name": "拟榴村", "kind": "village", "branches": ["拟坡支部"]})
    assert (operations.creation(book, DAY).reached, operations.creation(book, DAY).holder) == (0, "拟榴村")
    assert operations.settings(book)["holder"]["branches"] == ["拟坡支部"]
    with pytest.raises(WrongUseError):
        operations.set_settings(book, own=["MOON"])


def test_the_history_keeps_each_year_by_its_own_standard(book):
    for year, stars in ((2025, ["zb", "cy"]), (2026, ["zb", "cy", "pa"])):
        records.add_json(book, "star_review", {
            "belongs_year": year, "seq": 1, "reviewed_on": f"{year}-11-20", "level": "district", "result": "granted", "opinion": "同意", "granted": stars,
        })
    lines = operations.history(book, DAY)
    assert [(line.year, line.reached) for line in lines] == [(2026, 3), (2025, 2)]


def test_an_answer_to_the_negative_list_needs_a_reason(book):
    with pytest.raises(UserError):
        operations.answer(book, "NV-01", 2026, happened=True, note=" ")
    operations.answer(book, "NV-01", 2026, happened=True, note="一名委员受警告，已报街道", by="田拟岗")
    found = {entry.id: entry for entry in operations.creation(book, DAY).negatives}
    assert (found["NV-01"].happened, found["NV-01"].judged.by) == (True, "田拟岗")
    operations.answer(book, "NV-01", 2026, happened=None, note="")
    assert book.evidence() == {}
    with pytest.raises(WrongUseError):
        operations.answer(book, "NV-99", 2026, happened=True, note="x")


def test_the_account_goes_into_the_summary_once_and_keeps_what_stands_there(book):
    saved = operations.draft_summary(book, 2026, DAY)
    assert saved.record.get("body").startswith("拟榴村支部创建“五星”支部情况（2026年")
    records.set_value(book, saved.record.id, "body", "先说一年的主要工作。")
    again = operations.draft_summary(book, 2026, DAY)
    assert again.record.id == saved.record.id
    assert again.record.get("body").startswith("先说一年的主要工作。\n拟榴村支部创建")
    assert operations.draft_summary(book, 2026, DAY).record.get("body") == again.record.get("body")


def test_all_eight_stars_are_known_by_name():
    assert list(operations.every_star()) == ["ZB", "CY", "ST", "PA", "WM", "GJ", "YY", "XF"]
