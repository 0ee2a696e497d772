"""Ballots and the report of an election's result, from the records of one election."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.operations.test_printing import text_of
from wdbranch.errors import UserError
from wdbranch.operations import election_papers as papers
from wdbranch.operations import printing
from wdbranch.operations import record as records

NAMES = ("陈拟舟", "韩拟秋", "马拟川", "许拟禾")


@pytest.fixture
def election(book):
    """An election of three members with four candidates, asked for in July."""
    return records.new(book, "election", day=date(2026, 7, 1), values={"seats": 3, "candidates": NAMES}).record.id


def printed(plan, path: Path) -> str:
    """What stands on the printed paper, without gaps."""
    printing.write(plan, path)
    return "".join(text_of(path).split())


def counted(book):
    """The assembly and the first meeting of the committee."""
    day = date(2026, 8, 21)
    rows = [{"name": name, "yes": yes, "no": 21 - yes, "abstain": 0} for name, yes in zip(NAMES, (20, 19, 18, 6), strict=True)]
    assembly = records.new(book, "election_assembly", day=day).record
    records.set_values(book, assembly.id, {
        "start": "2026-08-21T18:30", "due_vote": 25, "present_vote": 21, "issued": 21, "returned": 21, "valid": 21,
        "invalid": 0, "candidates": rows,
    })
    first = records.new(book, "election_committee", day=day).record
    records.set_values(book, first.id, {
        "start": "2026-08-21T20:10", "present_all": 3,
        "candidates": [{"post": "secretary", "name": "陈拟舟", "yes": 3, "no": 0, "abstain": 0}],
    })
    return assembly.id, first.id


def test_the_ballot_names_the_candidates_by_strokes_and_no_voter(book, election, tmp_path):
    plan = papers.plan_ballot(book, election)
    assert len(plan.pages) == 1
    text = printed(plan, tmp_path / "票.pdf")
    places = [text.index(name) for name in ("马拟川", "许拟禾", "陈拟舟", "韩拟秋")]
    assert places == sorted(places)
    assert all(word in text for word in ("赞成", "反对", "弃权", "另选他人", "应选3名", "候选人4名", "无记名"))
    assert "签字" not in text
    assembly, _ = counted(book)
    assert printed(papers.plan_ballot(book, assembly), tmp_path / "会.pdf").count("许拟禾") == 1
    empty = records.new(book, "election", day=date(2026, 12, 1)).record
    with pytest.raises(UserError) as told:
        papers.plan_ballot(book, empty.id)
    assert told.value.code == "no_ballot"


def test_the_report_tells_who_was_elected_by_how_many(book, election, tmp_path):
    with pytest.raises(UserError, match="还没有选举结果"):
        papers.plan_report(book, election)
    counted(book)
    text = printed(papers.plan_report(book, election), tmp_path / "报告.pdf")
    for words in (
        "2026年8月21日召开党员大会", "应到会有选举权的党员25名", "实到会21名", "发出选票21张", "应选委员3名，候选人4名",
        "许拟禾赞成6票、反对15票", "当选委员3名：", "陈拟舟为书记（赞成3票）", "请批复。",
    ):
        assert words in text, words
    assert "许拟禾" not in text[text.index("当选委员") :]
