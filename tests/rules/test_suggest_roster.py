"""What the roster, the branch and earlier records suggest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from finding_cases import changed
from member_records import record
from rules_branch import BRANCH, IDS, ROSTER, editions, snapshot

from wdbranch.book.people import Member, Roster
from wdbranch.rules.roster_counts import COUNTS, age
from wdbranch.rules.suggest import SUGGESTIONS, Draft

DAY = date(2026, 6, 30)


def suggested(name: str, form: str, *records: Any, roster: Roster = ROSTER, day: date = DAY, **values: Any) -> Any:
    draft = Draft(editions()["2026"].forms[form], values, day)
    return SUGGESTIONS[name](draft, snapshot(*records, roster=roster, branch=BRANCH))


def test_the_branch_speaks_of_itself():
    assert suggested("branch_name", "branch_profile") == BRANCH.name
    assert suggested("branch_expires", "branch_profile") == "2029-03-01"
    assert suggested("branch_fixed_day", "branch_profile") == "每月第二个星期五"


def test_counts_follow_the_roster_of_the_day():
    people = (
        Member(1, "甲拟", sex="男", birth="1990-07-01", education="大学本科", category="在职职工", full_date="2015-01-01"),
        Member(2, "乙拟", sex="女", birth="1966-06-30", education="高中", category="退休", full_date="1990-01-01"),
        Member(3, "丙拟", sex="女", birth="1966-07", education="硕士研究生", category="农民", full_date="2000-01-01"),
        Member(4, "丁拟", sex="男", category="居家", join_date="2026-01-01"),
        Member(5, "戊拟", sex="男", category="学生", join_date="2026-07-01"),
    )
    found = {name: count(Roster(people), DAY) for name, count in COUNTS.items()}
    assert found == {
        "full": 3, "probationary": 1, "groups": 0, "male": 2, "female": 2, "under_35": 1, "over_60": 1, "college": 2,
        "floating": 0, "in_service": 1, "retired": 1, "farmer": 1, "jobless": 0, "student": 0, "other": 1,
    }
    assert age(people[0], DAY) == 35
    assert age(people[3], DAY) is None


def test_the_influence_of_a_sanction():
    assert suggested("influence_until", "award", sanction="warning") == "2027-06-29"
    assert suggested("influence_until", "award", kind="honour") is None


def test_facts_about_the_person_visited():
    roster = changed(沈拟松={"address": "拟安社区2号院", "phone": "10000000023"})
    assert suggested("target_address", "visit", roster=roster, target="沈拟松") == "拟安社区2号院"
    assert suggested("target_phone", "visit", roster=roster, target="不在册的人") is None


def test_a_promise_is_carried_over():
    last = record("promise", 1, year=2025, promised_on="2025-02-20", member="白拟远", promise="认三户楼道。", ways=("badge",))
    assert suggested("last_promise", "promise", last, member="白拟远") == "认三户楼道。"
    assert suggested("last_ways", "promise", last, member="白拟远") == ("badge",)
    assert suggested("last_promise", "promise", last, member="尹拟谷") is None
    assert suggested("last_promise", "promise", last, member="白拟远", day=date(2025, 2, 20)) is None


def test_slots_follow_the_group_and_the_last_entry():
    assert suggested("slot_group", "post_slots", member="尹拟谷") == ROSTER.by_id[IDS["尹拟谷"]].group(DAY)
    last = record("post_slots", 1, year=2025, taken_on="2025-02-20", member="尹拟谷", bian="2号院网格", ding1="水管岗")
    assert suggested("slot_group", "post_slots", last, member="尹拟谷") == "2号院网格"
    assert suggested("last_ding1", "post_slots", last, member="尹拟谷") == "水管岗"


@pytest.mark.parametrize(("name", "value"), [
    ("floating_place", "郑州"), ("floating_job", "装修"), ("floating_organisation", "郑州拟金社区党支部"),
])
def test_a_floating_member_is_not_described_twice(name, value):
    last = record("floating_contact", 1, contacted_on="2026-03-30", member="邱拟江", organisation="郑州拟金社区党支部", job="装修")
    assert suggested(name, "floating_contact", last, member="邱拟江") == value
    job = changed(贺拟帆={"job": "技术员"})
    assert suggested("floating_job", "floating_contact", last, roster=job, member="贺拟帆") == "技术员"


def test_the_number_stands_in_the_title_of_a_notice_of_points():
    assert suggested("meeting_title", "points_notice") == "2026年第1次党员积分公示"
