"""Group X: each rule with an election that it objects to and one that it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import Case, changed, check_quiet, check_trigger, marked, with_row
from sample_cases import ballot, election, officers

WEEK = date(2026, 8, 25)


def votes(**people):
    """The assembly with other votes in favour; the rest of the valid ballots are against."""
    rows = tuple(
        {**row, "yes": people.get(row["name"], row["yes"]), "no": 21 - people.get(row["name"], row["yes"]), "abstain": 0}
        for row in ballot().rows("candidates")
    )
    return {"candidates": rows}


def again(**people):
    """The assembly with a tie for the last seat, voted on again."""
    rows = tuple({**row, "again": people.get(row["name"])} for row in votes(马拟川=12, 许拟禾=12)["candidates"])
    return {"candidates": rows}


OPINION = with_row(ballot(), "attendance", 23, opinion="yes", opinion_on="2026-08-20")

TRIGGERS = [
    Case("X-01", (ballot(present_vote=19),), ("present_vote", None), ("不到五分之四", "另行召开")),
    Case("X-02", (ballot(candidates=ballot().rows("candidates")[:3]),), ("candidates", None), ("至少要有 4 名",)),
    Case("X-02", (election(candidates=("陈拟舟", "韩拟秋", "马拟川")),), ("candidates", None)),
    Case("X-03", (ballot(candidates=tuple(reversed(ballot().rows("candidates")))),), ("candidates", None), ("马拟川、许拟禾、陈拟舟、韩拟秋",)),
    Case("X-03", (ballot(candidates=({"name": "鹓拟星", "yes": 15}, *ballot().rows("candidates"))),), ("candidates", None), ("鹓拟星", "不在程序的笔画表里")),
    Case("X-04", (ballot(issued=20),), ("issued", None), ("发出选票 20 张",)),
    Case("X-04", (ballot(returned=22, valid=22),), ("returned", None), ("选举无效",)),
    Case("X-04", (ballot(invalid=1),), ("valid", None), ("合计不等于收回",)),
    Case("X-05", (with_row(ballot(), "candidates", 0, yes=17),), ("candidates", 0), ("合计 22 票",)),
    Case("X-05", (ballot(**votes(马拟川=20, 许拟禾=19, 陈拟舟=20, 韩拟秋=20)),), ("candidates", None), ("最多 63 票",)),
    Case("X-06", (ballot(elected=("陈拟舟", "韩拟秋", "许拟禾")),), ("elected", None), ("许拟禾得赞成 9 票", "没有列为当选")),
    Case("X-06", (ballot(**votes(许拟禾=17), elected=("陈拟舟", "韩拟秋", "马拟川")),), ("elected", None), ("不在前 3 名",)),
    Case("X-06", (ballot(**votes(马拟川=12, 许拟禾=12)),), ("candidates", None), ("马拟川、许拟禾票数相等",)),
    Case("X-06", (ballot(elected=("陈拟舟", "李拟桐")),), ("elected", None), ("没有得票记录",)),
    Case("X-06", (with_row(officers(), "candidates", 0, yes=2, no=3),), ("elected", None), ("不能当选",)),
    Case("X-07", (ballot(counters=("许拟禾",)),), ("scrutineers", None), ("许拟禾是候选人",)),
    Case("X-07", (ballot(scrutineers=()),), ("scrutineers", None), ("没有填写监票人",)),
    Case("X-08", (OPINION,), ("attendance", 23), ("不能委托或书面投票",)),
    Case("X-09", (ballot(rules_yes=None),), ("rules_yes", None)),
    Case("X-09", (ballot(rules_yes=12),), ("rules_yes", None), ("没有超过",)),
    Case("X-10", (ballot(host="李拟桐"),), ("host", None), ("李拟桐",)),
    Case("X-11", (election(reported_on=None),), ("reported_on", None), ("陈拟舟、韩拟秋、马拟川",)),
    Case("X-11", (election(officers_no=None),), ("officers_no", None), ("批复",)),
    Case("X-11", (election(filed_on=None),), ("filed_on", None), ("备案",)),
    Case("X-12", (election(consent_on="2026-08-30"),), ("elected_on", None), ("早于“上级审查同意日期”",)),
    Case("X-12", (election(reply_on=None),), ("reply_on", None), ("没有填写",)),
]

QUIET = [
    Case("X-01", (ballot(present_vote=20),)),                                # exactly four fifths
    Case("X-02", (ballot(),)),
    Case("X-02", (election(),)),
    Case("X-03", (ballot(),)),
    Case("X-04", (ballot(returned=20, valid=19, invalid=1),)),
    Case("X-05", (ballot(),)),
    Case("X-06", (ballot(),)),
    Case("X-06", (ballot(elected=()),)),                                     # not written yet
    Case("X-06", (ballot(**again(马拟川=12, 许拟禾=9)),)),                    # the tie was voted on again
    Case("X-06", (officers(),)),
    Case("X-07", (ballot(),)),
    Case("X-08", (ballot(),)),
    Case("X-09", (ballot(rules_yes=13),)),
    Case("X-10", (ballot(),)),
    Case("X-10", (ballot(host="李拟桐"),), roster=replace(changed(), members=())),
    Case("X-11", (election(officers_no=None),), today=WEEK),
    Case("X-11", (election(elected=(), reported_on=None),)),
    Case("X-12", (election(),)),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)


def test_a_marked_absence_is_no_proxy():
    check_quiet(Case("X-08", (marked(ballot(), 丁拟白=("leave", "病假")),)))
