"""Marks of a year, and absences without a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_branch import IDS, assembly, attendance, snapshot, theme_day

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import add_months, full_months
from wdbranch.rules.periods import period_of
from wdbranch.rules.presence import absences, presence

TODAY = date(2026, 11, 23)


def days_of(*marks: tuple[str, dict[str, list[str]]]) -> Snapshot:
    """Theme party days with the marks of some people."""
    records = [
        theme_day(id=f"d{number:011}", start=f"{day}T15:00", end=f"{day}T17:00", attendance=attendance(**who))
        for number, (day, who) in enumerate(marks, 1)
    ]
    return snapshot(*records)


def test_the_marks_of_a_year():
    book = snapshot(assembly(), theme_day())
    found = presence(book, period_of("year", TODAY), TODAY)
    assert [event.label for event in found.events] == ["9.18\n党员大会", "10.9\n主题党日"]
    bed = found.turnout[IDS["沈拟松"]]
    assert list(bed.marks.values()) == ["not_due", "home"]
    assert (bed.due, bed.part) == (1, 1)
    ill = found.turnout[IDS["丁拟白"]]
    assert (ill.due, ill.part, ill.count({"leave"})) == (2, 0, 2)


def test_only_what_lies_in_the_period_and_has_been_held():
    book = snapshot(assembly(), theme_day())
    assert len(presence(book, period_of("month", date(2026, 10, 1)), TODAY).events) == 1
    assert len(presence(book, period_of("year", TODAY), date(2026, 9, 30)).events) == 1


def test_three_absences_in_a_row_call_for_a_talk():
    gone = {"absent": ["尹拟谷"], "present": ["陈拟舟"]}
    book = days_of(("2026-09-11", gone), ("2026-10-09", gone), ("2026-11-13", gone))
    (run,) = absences(book, TODAY)
    assert (run.member, run.times, run.since, run.months, run.grade) == (IDS["尹拟谷"], 3, date(2026, 9, 11), 2, 1)


@pytest.mark.parametrize("between", ["present", "leave", "home_study", "online"])
def test_taking_part_or_leave_ends_the_run(between):
    gone = {"absent": ["尹拟谷"]}
    book = days_of(
        ("2026-08-14", gone), ("2026-09-11", gone), ("2026-10-09", {between: ["尹拟谷"]}), ("2026-11-13", gone)
    )
    (run,) = absences(book, TODAY)
    assert (run.times, run.grade) == (1, 0)


@pytest.mark.parametrize(("first", "grade"), [("2026-07-23", 2), ("2026-06-23", 3), ("2026-05-23", 4), ("2026-07-24", 0)])
def test_months_deepen_the_grade(first, grade):
    book = days_of((first, {"absent": ["尹拟谷"]}), ("2026-11-13", {"absent": ["尹拟谷"]}))
    (run,) = absences(book, TODAY)
    assert run.grade == grade


def test_the_infirm_and_those_who_left_are_not_named():
    book = days_of(*((day, {"absent": ["沈拟松", "夏拟安"]}) for day in ("2026-09-11", "2026-10-09", "2026-11-13")))
    left = tuple(
        replace(m, out_date="2026-11-20") if m.name == "夏拟安" else m for m in book.roster.members
    )
    assert absences(replace(book, roster=replace(book.roster, members=left)), TODAY) == ()


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)), st.integers(0, 600))
def test_months_added_are_whole_months(day, months):
    later = add_months(day, months)
    assert full_months(day, later) in (months, months - 1)      # the last of a short month is not yet the day
    assert add_months(later, -months) <= day
    assert full_months(later, day) == 0
