"""Organisation life and appraisal: each rule with a record that it objects to and one that it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import BookCase, Case, changed, check_quiet, check_trigger, marked, with_row, with_values
from life_records import appraisal, grade, group_meeting, issue, life_meeting, preparation, problem, talk, tally
from rules_branch import BRANCH, FULL, PROBATIONARY, ROSTER, attendance, committee

from wdbranch.book.people import Span

DAY = date(2026, 2, 24)
LED = replace(ROSTER, members=tuple(
    replace(m, spans=(*m.spans, Span("post", "2024-03-01", None, "group_leader"))) if m.name == "马拟川" else m
    for m in ROSTER.members
))
"""马拟川 leads the first party group."""
WHOLE = (preparation(), problem(), life_meeting())


def life(*before, rule, place=None, words=(), record=None, **more):
    return Case(rule, (*before, record or life_meeting()), place, words, today=more.pop("today", DAY), **more)


def spoken(box, index, **values):
    return with_row(life_meeting(), box, index, **values)


def graded(index, **values):
    return with_row(appraisal(), "grades", index, **values)


def polled(index, **values):
    return with_row(appraisal(), "tally", index, **values)


NINE = appraisal(grades=tuple(grade(name, "excellent" if place < 9 else "qualified") for place, name in enumerate(FULL)))
POINTED = appraisal(tally=tuple(tally(name, 15, 5, points=60 + place) for place, name in enumerate(FULL)))
FLOATING = appraisal(present_all=26, attendance=attendance(present=FULL[:18], leave=["邱拟江:外出务工"]))

COMMITTEE = FULL[:5]
PAIRS = [talk("2026-03-05", one, other) for place, one in enumerate(COMMITTEE) for other in COMMITTEE[place + 1:]]
MEMBERS = [talk("2026-04-07", "陈拟舟", name) for name in FULL[5:] + PROBATIONARY]
STRICT = replace(BRANCH, settings={**BRANCH.settings, "talks_strict": True})


def talked(*records, subjects=None, words=(), **more):
    return BookCase("C-33", records, None, words, subjects=subjects, **more)


TRIGGERS = [
    talked(*PAIRS[1:], *MEMBERS, subjects=("2026-committee",), words=("1 对", "陈拟舟与韩拟秋")),
    talked(*PAIRS, *MEMBERS[1:], subjects=("2026-members",), words=("1 名", "李拟桐")),
    talked(*PAIRS, *MEMBERS, subjects=("2026-strict",), words=("88 对", "韩拟秋与李拟桐"), branch=STRICT),
    talked(*PAIRS, *MEMBERS[1:], talk("2025-04-07", "陈拟舟", "李拟桐", year=2025), subjects=("2026-members",)),
    life(rule="D-48", record=spoken("self_criticism", 1, text=None), place=("self_criticism", None), words=("1 人", "韩拟秋")),
    life(rule="D-48", record=spoken("criticism", 2, text=None), place=("criticism", None), words=("1 人", "马拟川")),
    life(rule="D-48", record=spoken("criticism", 0, critic=None), place=("criticism", 0), words=("陈拟舟",)),
    life(rule="D-48", record=spoken("criticism", 0, critic="陈拟舟"), place=("criticism", 0), words=("相互批评",)),
    life(rule="D-48", record=spoken("criticism", 0, text="希望今后多学习，注意身体。"), place=("criticism", 0), words=("韩拟秋对陈拟舟",)),
    life(rule="D-48", record=spoken("self_criticism", 0, text="理论学习不够深入，今后要加强学习，继续努力，不断进步。"), place=("self_criticism", 0)),
    Case("D-49", (with_values(committee(), host="李拟桐"),), ("host", None), ("陈拟舟",)),
    Case("D-49", (with_values(committee(), host="马拟川"),), ("delegated_by", None), ("委托",)),
    Case("D-49", (with_values(committee(), host="马拟川", delegated_by="韩拟秋"),), ("delegated_by", None)),
    Case("D-49", (with_values(group_meeting(), host="李拟桐"),), ("host", None), ("第一党小组", "马拟川"), roster=LED),
    Case("D-50", (with_values(committee(), recorder="陈拟舟"),), ("recorder", None), ("陈拟舟",)),
    Case("G-68", (NINE,), ("grades", None), ("9 人", "25 人", "8 人"), today=DAY),
    Case("G-68", (POINTED,), ("grades", 0), ("陈拟舟积分 60",), today=DAY),
    Case("P-01", (appraisal(mutually_assessed=None, polled=False),), ("mutually_assessed", None), ("党员互评、民主测评",), today=DAY),
    Case("P-02", (graded(3, grade=None),), ("grades", None), ("1 名", "宋拟真"), today=DAY),
    Case("P-04", (graded(25, grade="qualified"),), ("grades", 25), ("董拟星",), today=DAY, roster=changed(董拟星={"join_date": "2025-12-05"})),
    Case("P-05", (graded(0, opinion=None),), ("grades", None), ("评定意见", "陈拟舟"), today=DAY),
    Case("P-05", (graded(0, fed_back_on=None),), ("grades", None), ("反馈日期", "陈拟舟"), today=DAY),
    Case("P-06", (FLOATING,), ("attendance", None), ("邱拟江",), today=DAY),
    Case("P-07", (talk("2026-02-10", "陈拟舟", "白拟远"), graded(8, grade="basic")), ("grades", 8), ("白拟远", "基本合格"), today=DAY),
    life(problem(), rule="P-08", place=("start", None), words=("会前准备",)),
    life(preparation(ready_on="2026-02-07"), problem(), rule="P-08", words=("晚于开会",)),
    life(preparation(), rule="P-08", place=("start", None), words=("问题查摆清单",)),
    life(preparation(year=2024), problem(year=2024), rule="P-08", words=("会前准备", "问题查摆清单")),
    life(*WHOLE[:2], rule="P-09", place=("start", None), words=("30 天",), today=date(2026, 3, 8)),
    life(*WHOLE[:2], issue(source="inspection"), rule="P-09", today=date(2026, 3, 8)),
    Case("P-10", (polled(1, qualified=4),), ("tally", 1), ("15＋4＋0＋0＝19", "有效票 20"), today=DAY),
    Case("P-10", (polled(1, returned=21, valid=20),), ("tally", 1), ("收回 21 张", "发出 20 张"), today=DAY),
    Case("P-11", (problem(subject="member"),), ("person", None), ("姓名",), today=DAY),
    Case("P-11", (problem(person="陈拟舟"),), ("person", None), ("陈拟舟",), today=DAY),
    Case("P-11", (problem(problem="理论学习不够深入"),), ("problem", None), today=DAY),
]

QUIET = [
    talked(*PAIRS, *MEMBERS),
    talked(*PAIRS, *MEMBERS[1:], talk("2026-04-07", "李拟桐", "马拟川")),              # whoever began it
    talked(today=date(2026, 9, 30)),
    life(rule="D-48"),
    life(rule="D-48", record=marked(life_meeting(self_criticism=(), criticism=()), 陈拟舟=("", None))),   # still being written
    Case("D-49", (committee(),)),
    Case("D-49", (with_values(committee(), host="马拟川", delegated_by="陈拟舟"),)),
    Case("D-49", (with_values(group_meeting(), host="马拟川"),), roster=LED),
    Case("D-49", (with_values(group_meeting(), host="李拟桐", delegated_by="马拟川"),), roster=LED),
    Case("D-49", (group_meeting(),)),                                             # nobody is named leader
    Case("D-50", (committee(),)),
    Case("G-68", (appraisal(),), today=DAY),
    Case("G-68", (appraisal(tally=tuple(tally(name, 15, 5, points=80) for name in FULL)),), today=DAY),
    Case("P-01", (appraisal(),), today=DAY),
    Case("P-01", (appraisal(polled=None, grades=(grade(FULL[0], None),)),), today=DAY),
    Case("P-02", (appraisal(),), today=DAY),
    Case("P-04", (appraisal(),), today=DAY, roster=changed(董拟星={"join_date": "2025-12-05"})),
    Case("P-05", (appraisal(),), today=DAY),
    Case("P-06", (appraisal(),), today=DAY),
    Case("P-06", (appraisal(attendance=attendance(present=FULL[:18], online=["邱拟江"])),), today=DAY),
    Case("P-07", (talk("2026-02-20", "陈拟舟", "白拟远"), graded(8, grade="failing")), today=DAY),
    Case("P-07", (appraisal(),), today=DAY),
    Case("P-08", WHOLE, today=DAY),
    life(*WHOLE[:2], rule="P-09", today=date(2026, 3, 7)),
    life(*WHOLE[:2], issue(), rule="P-09", today=date(2026, 6, 1)),
    Case("P-10", (appraisal(),), today=DAY),
    Case("P-10", (polled(1, qualified=None),), today=DAY),
    Case("P-11", (problem(),), today=DAY),
    Case("P-11", (problem(subject="member", person="陈拟舟"),), today=DAY),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)


def test_groups_may_meet_at_the_same_time():
    other = with_values(group_meeting(id="9000c0000026", seq=26), group="第二党小组")
    assert Case("B-19", (group_meeting(), other)).found() == []
    assert Case("B-19", (group_meeting(), with_values(other, group="第一党小组", attendance=attendance(present=["尹拟谷"])))).found()
