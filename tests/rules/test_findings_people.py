"""Group A: each rule with a record that it objects to and one that it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from finding_cases import Case, changed, check_quiet, check_trigger, marked, with_row, with_values
from rules_branch import IDS, assembly, attendance, committee, lecture, theme_day

from wdbranch.book.record import Attachment, State

ROWS = assembly().get("attendance")


def row_of(name):
    return [row["name"] for row in ROWS].index(name)


def full_lectures(count, **last):
    """So many lectures, all with full attendance."""
    made = [
        lecture(id=f"e{n:011}", seq=n, start=f"2026-0{n}-05T18:30", end=f"2026-0{n}-05T19:30", due_all=27, present_all=27)
        for n in range(1, count + 1)
    ]
    return (*made[:-1], with_values(made[-1], **last))


SIGNED = Attachment("ab" * 32, "签到表.jpg", "signin", 1000)

TRIGGERS = [
    Case("A-01", (with_values(assembly(), due_all=25),), ("due_all", None), ("应到 25 人", "合计 24 人")),
    Case("A-01", (with_values(theme_day(), leave_count=2),), ("roster_total", None), ("党员总数 27 人", "合计 26 人")),
    Case("A-02", (with_values(assembly(), present_all=19),), ("present_all", None), ("填的是 19 人", "名单里是 20 人")),
    Case("A-02", (with_values(theme_day(), online_count=1),), ("online_count", None)),
    Case("A-03", (with_values(assembly(), due_all=27),), ("due_all", None), ("应为 24 人",)),
    Case("A-03", (with_values(assembly(), due_vote=25),), ("due_vote", None), ("应为 22 人",)),
    Case("A-03", (with_values(theme_day(), roster_total=28),), ("roster_total", None)),
    Case("A-03", (with_values(assembly(), attendance=ROWS[1:]),), ("attendance", None), ("陈拟舟",)),
    Case("A-03", (marked(assembly(), 丁拟白=("exempt", "病假")),), ("attendance", row_of("丁拟白")), ("不计入应到",)),
    Case(
        "A-04", (with_values(assembly(), attendance=tuple(r for r in ROWS if r["status"] != "leave")),),
        ("attendance", None), ("4 人未到",),
    ),
    Case(
        "A-04", (with_values(theme_day(), leave_count=1, attendance=attendance(present=["陈拟舟"])),),
        ("leave_count", None),
    ),
    Case("A-05", (marked(assembly(), 丁拟白=("leave", " ")),), ("attendance", row_of("丁拟白")), ("丁拟白请假",)),
    Case("A-06", (with_row(assembly(), "speeches", 0, speaker="丁拟白"),), ("speeches", 0), ("丁拟白没有到会",)),
    Case("A-06", (with_row(assembly(), "speeches", 0, speaker="路人拟甲"),), ("speeches", 0)),
    Case("A-06", (with_values(assembly(), recorder="丁拟白"),), ("recorder", None), ("记录人",)),
    Case(
        "A-06", (with_values(assembly(), attendance=(*ROWS, {**ROWS[0], "status": "leave", "reason": "病假"})),),
        ("attendance", len(ROWS)), ("记了两次",),
    ),
    Case("A-07", (with_values(assembly(), present_vote=23),), ("present_vote", None), ("只有 18 人",)),
    Case("A-07", (with_values(assembly(), observers=("陈拟舟",)),), ("observers", None)),
    Case(
        "A-08", (assembly(),), ("attendance", row_of("白拟远")), ("已转出",),
        roster=changed(白拟远={"out_date": "2026-09-18", "out_reason": "转出"}),
    ),
    Case(
        "A-08", (with_row(assembly(), "attendance", 0, member=None, name="杜拟言"),), ("attendance", 0), ("还不是党员",),
    ),
    Case("A-08", (with_row(assembly(), "attendance", 0, member=None, name="路人拟甲"),), ("attendance", 0), ("不在花名册",)),
    Case(
        "A-09", (assembly(),), ("attendance", row_of("白拟远")), ("停止党籍",),
        roster=changed(白拟远={"span": ("membership_suspended", "2026-09-01")}),
    ),
    Case(
        "A-09", (assembly(),), ("attendance", row_of("白拟远")), ("去世",),
        roster=changed(白拟远={"out_date": "2026-09-01", "out_reason": "去世"}),
    ),
    Case("A-10", (replace(assembly(), state=State.PRINTED),), ("attendance", None), ("手签",)),
    Case("A-11", full_lectures(6), ("present_all", None), ("6 次党课", "4 人")),
    Case(
        "A-12",
        (lecture(start="2026-09-18T19:00", end="2026-09-18T21:00"), assembly()), ("attendance", None), ("等 20 人", "党课第 3 次"),
    ),
    Case(
        "A-13", (assembly(),), ("attendance", row_of("白拟远")), ("2026年9月1日", "外省务工"),
        roster=changed(白拟远={"span": ("away", "2026-09-01", "2026-10-01", "外省务工")}),
    ),
    Case("A-14", (with_values(committee(), due_all=7),), ("due_all", None), ("在任支委是 5 人",)),
    Case("A-14", (with_row(committee(), "attendance", 0, member=IDS["李拟桐"], name="李拟桐"),), ("attendance", 0)),
    Case("A-14", (committee(start="2024-01-20T18:30", end="2024-01-20T19:40", attendance=()),), ("due_all", None)),
]

QUIET = [
    Case("A-01", (with_values(assembly(), due_all=None),)),
    Case("A-01", (marked(assembly(), 丁拟白=(None, None)),)),                # not all marked yet: nothing to balance
    Case("A-01", (theme_day(),)),
    Case("A-02", (with_values(assembly(), present_all=None),)),
    Case("A-02", (lecture(),)),
    Case("A-03", (with_values(theme_day(), exempt_count=1),)),               # excused from the activity, not from votes
    Case("A-03", (marked(theme_day(), 沈拟松=("exempt", "卧床")),)),
    Case("A-03", (committee(),)),
    Case("A-04", (with_values(assembly(), due_all=20, present_all=20),)),
    Case("A-05", (theme_day(),)),                                            # taught at home and online need no reason
    Case("A-06", (with_row(assembly(), "speeches", 0, speaker="卢拟衡"),)),   # a superior may speak
    Case("A-06", (with_row(assembly(), "speeches", 0, speaker="杜拟言"),)),   # so may an observer
    Case("A-06", (with_values(lecture(), lecturer="外请拟教授"),)),
    Case("A-07", (with_values(assembly(), present_vote=20),)),               # two too many: the probationary, E-56
    Case("A-07", (with_values(assembly(), present_vote=17),)),
    Case("A-08", (assembly(),), roster=changed(白拟远={"out_date": "2026-09-19", "out_reason": "转出"})),
    Case("A-08", (assembly(),), roster=changed(白拟远={"span": ("membership_suspended", "2026-09-01")})),
    Case("A-09", (assembly(),), roster=changed(白拟远={"out_date": "2026-09-01", "out_reason": "转出"})),
    Case("A-09", (assembly(),), roster=changed(白拟远={"span": ("membership_suspended", "2026-09-19")})),
    Case("A-10", (replace(assembly(), state=State.FINAL),)),
    Case("A-10", (replace(assembly(), state=State.PRINTED, attachments=(SIGNED,)),)),
    Case("A-10", (replace(assembly(), state=State.ARCHIVED),)),
    Case("A-11", full_lectures(5)),
    Case("A-11", full_lectures(6, present_all=26)),
    Case("A-12", (lecture(start="2026-09-18T20:10", end="2026-09-18T21:00"), assembly())),
    Case("A-12", (lecture(start="2026-09-18T19:00", end="2026-09-18T21:00", links=("a00000000003",)), assembly())),
    Case("A-12", (lecture(start="2026-09-17T19:00", end="2026-09-17T21:00"), assembly())),
    Case("A-13", (assembly(),), roster=changed(白拟远={"span": ("away", "2026-09-01", "2026-09-18", "外出")})),
    Case("A-13", (assembly(),), roster=changed(丁拟白={"span": ("away", "2026-09-01", None, "住院")})),
    Case("A-14", (committee(),)),
    Case("A-14", (assembly(),)),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)


def test_one_missing_person_is_said_once():
    nobody_named = with_values(assembly(), attendance=tuple(r for r in ROWS if r["status"] != "leave"))
    assert Case("A-01", (nobody_named,)).found() == []
    zero_named = with_values(theme_day(), online_count=5, attendance=tuple(
        r for r in theme_day().get("attendance") if r["status"] != "online"
    ))
    assert Case("A-02", (zero_named,)).found() == []


def test_two_people_of_one_name_are_told_apart_by_their_number():
    twin = with_row(assembly(), "attendance", 1, name="陈拟舟（1988）", member=IDS["韩拟秋"])
    assert Case("A-06", (twin,)).found() == []
