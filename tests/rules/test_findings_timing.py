"""Group B: each rule with a record that it objects to and one that it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import Case, check_quiet, check_trigger, marked, with_row, with_values
from rules_branch import BRANCH, PRESENT, assembly, attendance, committee, lecture, theme_day

from wdbranch.book.record import Attachment, State


def photo(day):
    return Attachment("cd" * 32, "照片.jpg", "photo", 1000, taken_on=day)


def draft(record):
    return replace(record, recorded_at=None)


ELSEWHERE = lecture(start="2026-09-18T20:10", end="2026-09-18T21:00", place="拟和街道会议室")
OTHERS = lecture(
    start="2026-09-18T19:00", end="2026-09-18T21:00",
    attendance=attendance(present=["丁拟白"], leave=[f"{name}:事假" for name in PRESENT]),
)
SECOND = assembly(id="a00000000004", seq=4, start="2026-12-18T18:30", end="2026-12-18T20:10", recorded_at="2026-12-19T09:00")
PRINTED_LATER = replace(SECOND, state=State.PRINTED, created_at="2026-08-01T08:00:00")
LATE_YEAR = date(2026, 12, 20)

TRIGGERS = [
    Case("B-15", (with_row(assembly(), "materials", 0, published_on="2026-10-01"),), ("materials", 0), ("2026年10月1日才发布",)),
    Case(
        "B-15",
        (with_values(lecture(start="2024-05-10T09:00", end="2024-05-10T10:00", year=2024), materials=({"name": "《中国共产党不合格党员组织处置办法》", "published_on": None},)),),
        ("materials", 0), ("2024年6月16日",),
    ),
    Case(
        "B-15",
        (with_values(lecture(start="2024-05-10T09:00", end="2024-05-10T10:00", year=2024), content="学习《整治形式主义为基层减负若干规定》。"),),
        ("content", None), ("主要内容", "2024年8月6日"),
    ),
    Case("B-16", (assembly(recorded_at="2026-09-18T20:00"),), ("end", None), ("2026年9月18日20:10",)),
    Case("B-17", (assembly(recorded_at="2026-09-23T09:00"),), ("end", None), ("第 4 个工作日",)),
    Case("B-17", (draft(assembly()),), ("end", None), ("还没有定稿",)),
    Case("B-17", (draft(assembly(start="2039-01-03T18:00", end="2039-01-03T19:00")),), None, ("暂算",), today=date(2039, 3, 1)),
    Case("B-18", (with_values(assembly(), end="2026-09-18T18:30"),), ("end", None), ("不晚于",)),
    Case("B-18", (with_values(assembly(), end="2026-09-18T18:49"),), ("end", None), ("19 分钟",)),
    Case("B-18", (with_values(theme_day(), end="2026-10-09T19:20"),), ("end", None), ("4 小时 20 分钟",)),
    Case("B-19", (OTHERS, assembly()), ("start", None), ("党课第 3 次", "19:00—21:00")),
    Case("B-19", (ELSEWHERE, assembly()), ("start", None), ("首尾相接", "等 20 人")),
    Case("B-20", (with_values(assembly(), end="2026-09-18T22:30"),), ("start", None), ("深夜",)),
    Case("B-20", (with_values(assembly(), start="2026-10-02T18:30", end="2026-10-02T20:00"),), None, ("国庆节",)),
    Case("B-21", (with_values(assembly(), prior_committee=None),), ("prior_committee", None), ("讨论接收杜拟言",)),
    Case(
        "B-21", (committee(start="2026-09-19T18:30", end="2026-09-19T19:40"), assembly()), ("prior_committee", None), ("不早于",),
    ),
    Case("B-21", (assembly(),), ("prior_committee", None)),                  # the record it names is gone
    Case("B-22", (assembly(), with_values(SECOND, seq=3)), ("seq", None), ("也是第 3 次",), today=LATE_YEAR),
    Case("B-22", (assembly(), with_values(SECOND, seq=2)), ("seq", None), ("已是第 3 次",), today=LATE_YEAR),
    Case("B-22", (assembly(), with_values(SECOND, seq=6)), ("seq", None), ("应为第 4 次",), today=LATE_YEAR),
    Case("B-23", (PRINTED_LATER, assembly()), ("start", None), ("2026年12月18日", "补记"), today=LATE_YEAR),
    Case("B-24", (with_values(theme_day(), start="2026-10-16T15:00", end="2026-10-16T17:00"),), ("day_changed_reason", None), ("2026年10月9日",)),
    Case("B-24", (with_values(theme_day(), month=9),), ("month", None), ("9 月",)),
    Case("B-25", (with_values(assembly(), minutes="2026.9.2街道来的预审通知。"),), ("minutes", None), ("2026年9月2日",)),
    Case("B-25", (with_row(assembly(), "speeches", 0, text="26年9月2日说过。"),), ("speeches", 0), ("2026年9月2日",)),
    Case("B-26", (assembly(attachments=(photo("2026-09-18"), photo("2026-09-19"))),), (None, 1), ("2026年9月19日",)),
]

QUIET = [
    Case("B-15", (with_row(assembly(), "materials", 0, published_on="2026-09-18"),)),
    Case("B-15", (with_row(assembly(), "materials", 0, published_on=None),)),
    Case("B-15", (with_values(lecture(), content="学习《整治形式主义为基层减负若干规定》。"),)),
    Case("B-16", (assembly(recorded_at="2026-09-18T20:10"),)),
    Case("B-16", (draft(assembly()),)),
    Case("B-17", (assembly(recorded_at="2026-09-22T23:00"),)),               # Sunday the 20th is a make-up working day
    Case("B-17", (draft(theme_day()),)),
    Case("B-17", (theme_day(recorded_at="2026-10-13T09:00"),)),
    Case("B-18", (with_values(assembly(), end="2026-09-18T18:50"),)),
    Case("B-18", (with_values(assembly(), end="2026-09-18T22:30"),)),
    Case("B-18", (with_values(assembly(), end=None),)),
    Case("B-19", (replace(ELSEWHERE, values={**ELSEWHERE.values, "start": "2026-09-18T20:15"}), assembly())),
    Case("B-19", (with_values(ELSEWHERE, place="拟安社区党员活动室"), assembly())),
    Case("B-19", (replace(OTHERS, links=("a00000000003",)), assembly())),
    Case("B-20", (with_values(assembly(), end="2026-09-18T22:00"),)),
    Case("B-20", (with_values(assembly(), start="2026-09-19T18:30", end="2026-09-19T20:00"),)),   # a plain Saturday
    Case("B-21", (committee(), assembly())),
    Case("B-21", (committee(), assembly(prior_committee=None, links=("c00000000009",)))),
    Case("B-21", (with_values(assembly(), prior_committee=None, agenda=({"no": 1, "kind": "study", "title": "学习"},)),)),
    Case("B-21", (with_values(assembly(), prior_committee=None),), branch=replace(BRANCH, has_committee=False)),
    Case("B-22", (assembly(), SECOND), today=LATE_YEAR),
    Case("B-22", (assembly(),)),                                             # the first one of the book may be the third
    Case("B-22", (assembly(), assembly(id="a00000000005", year=2027, seq=1, start="2027-02-01T18:30", end="2027-02-01T20:00"))),
    Case("B-23", (PRINTED_LATER, assembly(late=True)), today=LATE_YEAR),
    Case("B-23", (replace(PRINTED_LATER, created_at="2026-12-18T21:00:00"), assembly()), today=LATE_YEAR),
    Case("B-23", (SECOND, assembly()), today=LATE_YEAR),
    Case("B-24", (theme_day(),)),
    Case("B-24", (with_values(theme_day(), start="2026-10-16T15:00", end="2026-10-16T17:00", day_changed_reason="街道统一安排"),)),
    Case("B-24", (with_values(theme_day(), start="2026-10-16T15:00", end="2026-10-16T17:00"),), branch=replace(BRANCH, fixed_day={})),
    Case("B-25", (with_values(assembly(), minutes="2026年9月2日来的通知，版本 2026.13.45，电话 0375-2026-1-1。"),)),
    Case("B-26", (assembly(attachments=(photo("2026-09-18"), photo(None))),)),
    Case("B-26", (assembly(attachments=(replace(photo("2026-09-19"), kind="signin"),)),)),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)


def test_overlap_with_the_same_people_is_said_once():
    both = (lecture(start="2026-09-18T19:00", end="2026-09-18T21:00"), assembly())
    assert Case("A-12", both).found()
    assert Case("B-19", both).found() == []


def test_a_record_without_a_date_has_no_objections_of_time():
    empty = with_values(marked(assembly()), start=None, end=None)
    rules = {case.rule for case in TRIGGERS} - {"B-25", "B-26"}
    assert [Case(rule, (empty,)).found() for rule in sorted(rules)] == [[]] * len(rules)
