"""Who has talked with whom."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from life_records import group_meeting, issue, talk
from rules_branch import FULL, PROBATIONARY, snapshot

from wdbranch.rules.appraisal import GRADES, balance, lowest, most_excellent
from wdbranch.rules.derive import SOURCES
from wdbranch.rules.group_meetings import groups_missing
from wdbranch.rules.periods import period_of
from wdbranch.rules.talks import coverage

TODAY = date(2026, 11, 23)
PEOPLE = FULL + PROBATIONARY


def test_an_empty_year_lacks_every_pair():
    found = coverage(snapshot(), 2026, TODAY)
    assert (len(found.committee), len(found.members)) == (5, 27)
    assert (len(found.committee_missing()), len(found.members_missing()), len(found.pairs_missing())) == (10, 22, 110)
    assert found.missing() == 32
    assert found.missing(strict=True) == 120


@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=40))
def test_every_talk_counts_for_both_and_only_once(pairs):
    talks = [talk("2026-03-05", one, other, id=f"{n:012x}") for n, (one, other) in enumerate(pairs)]
    found = coverage(snapshot(*talks), 2026, TODAY)
    for one, other in pairs:
        assert found.between(one, other) == found.between(other, one) != ()
        assert (one, other) not in found.committee_missing()
        assert (one, other) not in found.pairs_missing()
    held = {frozenset(pair) for pair in pairs if len(set(pair)) == 2 and set(pair) <= set(found.committee)}
    assert len(found.committee_missing()) == 10 - len(held)
    assert found.missing(strict=True) >= found.missing()
    assert found.count == len(pairs)


def test_talks_ahead_and_of_another_year_do_not_count():
    book = snapshot(talk("2026-12-05", "陈拟舟", "韩拟秋"), talk("2026-01-05", "陈拟舟", "马拟川", year=2025))
    assert coverage(book, 2026, TODAY).count == 0
    assert coverage(book, 2025, TODAY).count == 1


def test_the_matrix_shows_days_and_leaves_gaps_empty():
    book = snapshot(
        talk("2026-03-05", "陈拟舟", "韩拟秋"), talk("2026-04-07", "白拟远", "陈拟舟"), talk("2026-06-07", "陈拟舟", "白拟远"),
        talk("2026-05-11", "李拟桐", "白拟远"),
    )
    table = SOURCES["talk_matrix"](book, 2026, TODAY)
    assert table.repeated == tuple((f"with{place}", name) for place, name in enumerate(FULL[:5]))
    rows = {row.cells["name"]: row.cells for row in table.rows}
    assert (rows["陈拟舟"]["with0"], rows["陈拟舟"]["with1"], rows["韩拟秋"]["with0"]) == ("—", "3月5日", "3月5日")
    assert (rows["白拟远"]["with0"], rows["白拟远"]["peers"], rows["白拟远"]["with1"]) == ("6月7日×2", "5月11日", "")
    assert "4 次" in table.notes[0] and "9 对" in table.notes[1] and "21 名" in table.notes[2]


def test_the_rectification_list_takes_what_the_life_meeting_found():
    done = issue(id="155e00000002", seq=2, problem="公示栏更换慢", done_on="2026-03-01")
    other = issue(id="155e00000003", seq=3, source="inspection")
    autumn = issue(id="155e00000004", seq=4, found_on="2026-11-20")
    table = SOURCES["life_rectify"](snapshot(issue(), done, other, autumn), 2025, TODAY)
    assert [(row.cells["number"], row.cells["problem"], row.record) for row in table.rows] == [
        ("1", "议过的事没有回访", "155e00000001"), ("2", "公示栏更换慢", "155e00000002"),
    ]
    assert table.rows[1].cells["done_on"] == "2026年3月1日"
    assert table.notes == ("共 2 项，已销号 1 项，逾期未销号 1 项。",)
    assert [row.record for row in SOURCES["life_rectify"](snapshot(issue(), autumn), 2026, TODAY).rows] == ["155e00000004"]


def test_each_group_meets_for_itself():
    group_record = group_meeting()
    month = period_of("month", date(2026, 9, 1))
    assert groups_missing(snapshot(), month, TODAY) == ("第一党小组", "第二党小组", "第三党小组")
    assert groups_missing(snapshot(group_record), month, TODAY) == ("第二党小组", "第三党小组")
    assert groups_missing(snapshot(group_record), month, date(2026, 9, 15)) == ("第一党小组", "第二党小组", "第三党小组")


@given(st.integers(0, 200))
def test_the_excellent_are_never_more_than_a_third(members):
    assert most_excellent(members) * 3 <= members < (most_excellent(members) + 1) * 3


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), st.integers(0, 120))
def test_a_line_balances_when_its_grades_make_up_the_valid_ballots(counts, valid):
    row = dict(zip(GRADES, counts, strict=True)) | {"valid": valid}
    assert balance(row) == (sum(counts), valid)
    assert balance({**row, "basic": None}) is None


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 100).map(float), max_size=30))
def test_the_last_in_points_are_few_and_nobody_is_below_them(points):
    last = lowest(points, 10)
    rest = [number for name, number in points.items() if name not in last]
    assert not last or max(points[name] for name in last) < min(rest)
    assert bool(last) == (len(set(points.values())) > 1)
