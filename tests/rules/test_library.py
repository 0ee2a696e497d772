"""The library of study materials: what it knows, how the branch extends it, what it fills in."""

from __future__ import annotations

from datetime import date

from rules_branch import snapshot

from wdbranch.book.record import Record
from wdbranch.rules.library import library, plain, shipped, with_dates
from wdbranch.rules.tables import CONFIDENCE_LABELS, rules_table

OWN = Record("b" * 12, "study_material", "2026", 2026, {
    "name": "《拟和街道微网格工作办法》", "also": "微网格办法；网格办法", "published_on": "2026-03-02",
})
STATUTE = "中国共产党支部工作条例（试行）"


def row(name, published_on=None):
    return {"agenda": 1, "name": name, "published_on": published_on}


def test_titles_are_found_with_and_without_their_marks():
    assert plain("《中国共产党 支部工作条例（试行）》") == STATUTE
    assert shipped()[STATUTE].published_on == date(2018, 10, 28)
    assert shipped()["支部工作条例"] is shipped()[STATUTE]


def test_every_document_says_how_sure_we_are_and_none_stands_twice():
    entries = rules_table("documents")["document"]
    assert all(entry["confidence"] in CONFIDENCE_LABELS for entry in entries)
    titles = [plain(title) for entry in entries for title in {entry["name"], *entry.get("also", ())}]
    assert len(titles) == len(set(titles)) > 50
    assert all(date(2000, 1, 1) < entry["published_on"] < date(2026, 11, 23) for entry in entries)


def test_the_branch_adds_its_own_with_short_titles():
    known = library(snapshot(OWN))
    assert {known[title].published_on for title in ("拟和街道微网格工作办法", "微网格办法", "网格办法")} == {date(2026, 3, 2)}
    assert set(shipped()) < set(known)


def test_the_day_of_a_known_title_is_filled_in_once():
    filled = with_dates((row(f"《{STATUTE}》"), row("没听说过的材料"), row(STATUTE, "2019-01-01")), shipped(), date(2026, 9, 18))
    assert [one["published_on"] for one in filled] == ["2018-10-28", None, "2019-01-01"]


def test_a_revised_text_is_not_dated_after_the_meeting():
    title = "中国共产党发展党员工作细则"
    assert with_dates((row(title),), shipped(), date(2025, 9, 18))[0]["published_on"] is None      # the text of 2014 was meant
    assert with_dates((row(title),), shipped(), date(2026, 9, 18))[0]["published_on"] == "2026-05-11"
    assert with_dates((row(STATUTE),), shipped(), date(2017, 9, 18))[0]["published_on"] == "2018-10-28"      # and B-15 speaks
