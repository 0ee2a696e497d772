"""The derived pages about members: what stands in their cells, and where it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from finding_cases import changed
from hypothesis import given
from hypothesis import strategies as st
from member_records import record
from rules_branch import BRANCH, IDS, ROSTER, assembly, editions, lecture, snapshot, theme_day

from wdbranch.book.people import Roster
from wdbranch.book.vocabulary import VIEWS
from wdbranch.rules.derive import SOURCES, Derived, derive
from wdbranch.rules.derive.management import attendance_of
from wdbranch.rules.derive.organisation import masked
from wdbranch.rules.periods import period_of

TODAY = date(2026, 11, 23)
MINE = (
    "committee", "groups", "members", "changes", "floating", "infirm", "hours", "attendance",
)


def derived(source: str, *records: Any, roster: Roster = ROSTER, branch: Any = BRANCH, year: int = 2026) -> Derived:
    return SOURCES[source](snapshot(*records, roster=roster, branch=branch), year, TODAY)


def row(found: Derived, **wanted: str) -> dict[str, str]:
    """The cells of the first row that has these."""
    return next(dict(r.cells) for r in found.rows if all(r.cells.get(key) == value for key, value in wanted.items()))


RECORDS = (
    assembly(), theme_day(), lecture(),
    record("training", 1, held_on="2026-04-14", kind="central", level="district", hours=16, persons=("陈拟舟",)),
    record("floating_contact", 1, contacted_on="2026-03-30", member="邱拟江", place="郑州金水", means="phone", contact_by="郭拟山"),
    record("floating_contact", 2, contacted_on="2026-05-30", member="来拟客", way="in", place="拟山支部", means="face"),
)


@pytest.mark.parametrize("source", MINE)
def test_every_source_gives_only_the_columns_it_promised(source):
    found = derived(source, *RECORDS)
    repeated = {name for name, _ in found.repeated}
    for one in found.rows:
        assert set(one.cells) <= VIEWS[source] | repeated
        assert all(isinstance(text, str) for text in one.cells.values())
    assert set().union(*(one.cells for one in found.rows)) | {"event", "approval"} >= VIEWS[source] - {
        "address", "return_on", "until", "native_place", "transfer", "joined_there",
    }


@pytest.mark.parametrize("source", MINE)
@pytest.mark.parametrize("year", [2024, 2026, 2027])
def test_an_empty_book_and_other_years_are_no_trouble(source, year):
    assert derived(source, roster=Roster(), year=year).rows == ()
    assert isinstance(derived(source, *RECORDS, year=year), Derived)


def test_views_name_their_source():
    for view in editions()["2026"].views.values():
        if view.source in MINE:
            assert derive(view, snapshot(*RECORDS), 2026, TODAY) == derived(view.source, *RECORDS)


def test_the_committee_keeps_whoever_left_during_the_year():
    roster = changed(马拟川={"span": ("post", "2026-01-05", "2026-06-01", "united_front", None, None, "统战")})
    found = derived("committee", roster=roster)
    assert [one.cells["post"] for one in found.rows] == ["书记", "组织委员", "宣传委员", "纪检委员", "青年委员", "统战委员"]
    left = row(found, post="统战委员")
    assert (left["name"], left["until"], left["division"]) == ("马拟川", "2026年6月1日", "统战")
    assert found.rows[0].member == IDS["陈拟舟"]
    assert found.notes == ("本届支部委员会 2024年3月1日选举产生，任期 5 年。",)
    assert row(derived("committee", roster=roster, year=2027), post="书记")["until"] == ""
    assert len(derived("committee", roster=roster, year=2027).rows) == 5


def test_groups_with_what_the_branch_wrote_about_them():
    about = {"第一党小组": {"basis": "2号院", "place": "2号院值班室", "contact": "马拟川", "chosen": "推荐"}}
    branch = replace(BRANCH, settings={**BRANCH.settings, "groups": about})
    roster = changed(韩拟秋={"span": ("post", "2024-03-01", None, "group_leader")})
    found = derived("groups", roster=roster, branch=branch)
    assert [one.cells["group"] for one in found.rows] == list(ROSTER.groups)
    assert sum(int(one.cells["count"]) for one in found.rows) == 27
    first = row(found, group="第一党小组")
    assert (first["basis"], first["place"], first["contact"], first["chosen"]) == ("2号院", "2号院值班室", "马拟川", "推荐")
    assert {one.cells["leader"] for one in found.rows} == {"", "韩拟秋"}
    alone = changed(尹拟谷={"spans": ()})
    assert derived("groups", roster=alone).notes[-1] == "还有 1 名党员没有编入党小组。"


def test_the_roster_is_that_of_the_day_and_hides_identity_numbers():
    roster = changed(尹拟谷={"id_no": "999999196805230213"}, 夏拟安={"out_date": "2026-11-01"})
    found = derived("members", roster=roster)
    assert len(found.rows) == 26
    assert row(found, name="尹拟谷")["id_no"] == "999999**********13"
    assert found.notes == ("以 2026年11月23日花名册为准：党员 26 名，其中正式党员 25 名、预备党员 1 名。",)
    assert row(found, name="尹拟谷")["party_age"] == "15"
    assert row(found, name="董拟星")["party_age"] == ""
    assert len(derived("members", roster=roster, year=2025).rows) == 25      # as of the last day of 2025


@given(st.text("0123456789X", max_size=20))
def test_a_masked_number_keeps_its_length_and_hides_the_birth(number):
    shown = masked(number)
    assert len(shown) == len(number)
    assert set(shown[6:-2]) <= {"*"}


def test_changes_with_the_balance_below():
    roster = changed(
        尹拟谷={"in_date": "2026-02-10", "in_from": "拟山支部", "in_letter": "999号"},
        夏拟安={"out_date": "2026-07-01", "out_reason": "转出", "out_to": "拟水支部"},
    )
    found = derived("changes", roster=roster)
    assert [(one.cells["name"], one.cells["kind"], one.cells["change"]) for one in found.rows] == [
        ("尹拟谷", "转入", "＋1"), ("董拟星", "发展", "＋1"), ("夏拟安", "发展", "＋1"), ("夏拟安", "转出", "－1"),
    ]
    assert row(found, kind="转入") | {"place": "拟山支部", "letter": "999号"} == row(found, kind="转入")
    assert row(found, kind="转出")["place"] == "拟水支部"
    assert found.notes == ("年初 24 名＋增 3 名－减 1 名＝2026年11月23日 26 名，平衡。",)
    wrong = changed(尹拟谷={"in_date": "2026-06-01", "out_date": "2026-03-01"})
    assert "不平" in derived("changes", roster=wrong).notes[0]


def test_floating_members_both_ways():
    found = derived("floating", *RECORDS)
    qiu = row(found, name="邱拟江")
    assert (qiu["way"], qiu["place"], qiu["six_months"], qiu["contacts"], qiu["contact_by"]) == ("流出", "郑州金水", "是", "1", "郭拟山")
    assert row(found, name="贺拟帆")["contacts"] == "0"
    came = row(found, name="来拟客")
    assert (came["way"], came["place"], came["since"]) == ("流入", "拟山支部", "2026年5月30日")


def test_hours_against_what_is_needed():
    found = derived("hours", *RECORDS)
    assert row(found, name="陈拟舟") | {"central": "16", "total": "19", "needed": "56", "reached": "差 37"} == row(found, name="陈拟舟")
    assert row(found, name="沈拟松")["needed"] == "不作要求"
    assert row(found, name="沈拟松")["reached"] == ""


def test_marks_of_the_year():
    found = derived("attendance", *RECORDS)
    assert [label for _, label in found.repeated] == ["8.28\n党课", "9.18\n党员大会", "10.9\n主题党日"]
    bed = row(found, name="沈拟松")
    assert [bed[event] for event, _ in found.repeated] == ["☆", "○", "☆"]
    assert (bed["due"], bed["served"], bed["rate"]) == ("2", "2", "100%")
    month = attendance_of(snapshot(*RECORDS), period_of("month", date(2026, 9, 1)), TODAY)
    assert [label for _, label in month.repeated] == ["9.18\n党员大会"]


def test_the_infirm_and_how_they_were_cared_for():
    visit = record("visit", 1, visited_on="2026-10-18", target="沈拟松")
    found = derived("infirm", *RECORDS, visit)
    assert row(found, name="沈拟松") | {"taught": "8月28日，10月9日", "visited": "10月18日"} == row(found, name="沈拟松")
