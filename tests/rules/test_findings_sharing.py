"""Ledgers of building together: days out of order, owners' committees, lists, property companies, substitutes."""

from __future__ import annotations

from datetime import date

import pytest
from finding_cases import Case, check_quiet, check_trigger
from member_records import record

TODAY = date(2026, 11, 23)


def agreement(**changes):
    return record("agreement", 1, **{"signed_on": "2026-03-05", "party": "拟和医院", "until": "2027-03-04", **changes})


def estate(**changes):
    values = {"registered_on": "2026-01-06", "name": "拟安花园", "step": "filed", "elected_on": "2026-05-10", "filed_on": "2026-06-09"}
    return record("estate", 1, **{**values, "members": 7, **changes})


def item(**changes):
    return record("list_item", 1, **{"raised_on": "2026-03-01", "kind": "need", "content": "修凉亭", "step": "open", **changes})


def company(**changes):
    return record("property_party", 1, **{"listed_on": "2026-01-06", "company": "拟安物业", "party_members": 3, "setup": "own", **changes})


def post(**changes):
    return record("ab_post", 1, **{"since": "2026-01-06", "post": "综合窗口", "first": "高拟兰", "second": "葛拟春", **changes})


def unit(number, role, **changes):
    return record("joint_member", number, **{"joined_on": "2025-03-03", "name": f"拟字{number}号单位", "kind": "office", "role": role, **changes})


TRIGGERS = [
    Case("T-80", (agreement(until="2026-03-04"),), ("until", None), ("有效期至", "2026年3月4日", "签订日期", "2026年3月5日")),
    Case("T-80", (item(step="done", matched="拟和医院", claimed_on="2026-02-28", done_on="2026-04-01"),), ("claimed_on", None), ("认领日期",)),
    Case("T-81", (estate(filed_on="2026-06-10"),), ("filed_on", None), ("2026年5月10日选举", "2026年6月10日才备案", "30 天")),
    Case("T-81", (estate(filed_on=None),), ("filed_on", None), ("2026年6月9日前备案",), today=TODAY),
    Case("T-82", (estate(members=8),), ("members", None), ("8 人", "5 至 11")),
    Case("T-82", (estate(members=13),), ("members", None), ("13 人",)),
    Case("T-83", (estate(filed_on=None),), ("filed_on", None), ("备案", "还空着")),
    Case("T-83", (estate(step="electing"),), ("step", None), ("选举", "改成备案")),
    Case("T-84", (item(step="claimed"),), ("matched", None), ("已认领", "哪一家")),
    Case("T-84", (item(step="done", matched="拟和医院"),), ("done_on", None), ("完成", "还空着")),
    Case("T-84", (item(done_on="2026-04-01"),), ("step", None), ("待认领",)),
    Case("T-85", (company(setup="adviser"),), ("setup", None), ("3 名", "派指导员", "单独建")),
    Case("T-87", (unit(1, "standing"), unit(2, "standing")), ("role", None), ("拟字1号单位", "只有一家")),
    Case("T-86", (post(second=None),), ("second", None), ("没有替班",)),
    Case("T-86", (post(second="高拟兰"),), ("second", None), ("高拟兰", "换一个人")),
]
QUIET = [
    Case("T-80", (agreement(),)),
    Case("T-80", (agreement(until="2026-03-05"),)),
    Case("T-81", (estate(),)),
    Case("T-81", (estate(filed_on=None),), today=date(2026, 6, 9)),
    Case("T-81", (estate(elected_on=None, filed_on=None),), today=TODAY),
    Case("T-82", (estate(members=5),)),
    Case("T-82", (estate(members=None),)),
    Case("T-83", (estate(),)),
    Case("T-83", (estate(step="none", filed_on=None),)),
    Case("T-84", (item(),)),
    Case("T-84", (item(step="done", matched="拟和医院", done_on="2026-04-01"),)),
    Case("T-85", (company(),)),
    Case("T-85", (company(party_members=2, setup="joint"),)),
    Case("T-86", (post(),)),
    Case("T-87", (unit(1, "standing"), unit(2, "rotating"))),
    Case("T-87", (unit(1, "standing", ended_on="2026-01-01"), unit(2, "standing"))),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)
