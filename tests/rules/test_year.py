"""The year at a glance: planned, held, missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_branch import BRANCH, ROSTER, assembly, committee, editions, lecture, snapshot, theme_day

from wdbranch.book.record import Record
from wdbranch.rules.derive.plan import plan, plan_list
from wdbranch.rules.tables import rules_table
from wdbranch.rules.year import kinds_of, pattern_of, year_view

NOW = date(2026, 11, 23)
SUMMER = replace(BRANCH, settings={**BRANCH.settings, "since": "2026-07-01"})


def schedule(*rows, year=2026):
    """The plan of a year; rows are (month, kind, topic, day, person)."""
    names = ("month", "kind", "topic", "planned_on", "person")
    values = {
        "title": f"{year}年安排", "made_on": f"{year}-01-12",
        "items": tuple(dict(zip(names, row, strict=True)) for row in rows),
    }
    return Record("f00000000001", "schedule", "2026", year, values)


def cell(month, kind, *records, today=NOW, **more):
    book = snapshot(*records, branch=SUMMER, **more)
    return year_view(book, 2026, today).cells[month, kind]


def test_every_kind_of_the_table_is_a_choice_and_the_other_way_round():
    listed = [choice.id for choice in editions()["2026"].choices["schedule_kind"]]
    assert [kind.id for kind in kinds_of(editions()["2026"])] == listed
    duties = {entry["id"] for entry in rules_table("duties")["duty"]}
    assert {duty for kind in kinds_of(editions()["2026"]) for duty in kind.duties} <= duties


def test_what_took_place_is_done_with_its_number():
    held = cell(9, "party_assembly", assembly())
    assert (held.state, held.entries[0].number, held.entries[0].topic) == ("done", "2026-DH-03", "")
    assert cell(10, "theme_day", theme_day()).entries[0].topic == "敬老月里亮身份，楼院小事我来办"


def test_a_quarter_is_due_in_its_last_month_and_only_while_nothing_was_held():
    assert cell(9, "party_assembly").state == "overdue"
    assert cell(8, "party_assembly").state == ""
    assert cell(12, "party_assembly").state == "open"
    assert cell(9, "lecture", lecture()).state == ""
    assert cell(8, "lecture", lecture()).state == "done"


@pytest.mark.parametrize(("today", "state"), [
    (date(2026, 12, 3), "due"), (date(2026, 11, 23), "open"), (date(2027, 1, 1), "overdue"),
])
def test_a_month_is_open_then_due_then_overdue(today, state):
    assert cell(12, "committee", committee(), today=today).state == state


def test_what_was_explained_is_no_reproach():
    why = {"D-02:2026-07": {"met": True, "note": "防汛", "on": "2026-08-01", "by": "陈拟舟"}}
    found = cell(7, "committee", committee(), evidence=why)
    assert (found.state, found.say, found.evidence) == ("explained", "防汛", "D-02:2026-07")


def test_before_the_book_was_begun_nothing_is_missing():
    assert cell(3, "committee", committee()).state == ""


def test_a_plan_is_planned_then_due_then_overdue_and_gives_way_to_the_record():
    planned = schedule((12, "lecture", "年终一课", "2026-12-04", "韩拟秋"))
    assert cell(12, "lecture", planned).state == "planned"
    assert cell(12, "lecture", planned, today=date(2026, 12, 4)).state == "due"
    assert cell(12, "lecture", planned, today=date(2026, 12, 5)).state == "overdue"
    held = lecture(start="2026-12-04T18:30", end="2026-12-04T19:30")
    found = cell(12, "lecture", planned, held, today=date(2026, 12, 5))
    assert (found.state, len(found.entries)) == ("done", 1)


def test_other_things_have_a_column_only_where_they_are_planned():
    plain = year_view(snapshot(assembly()), 2026, NOW)
    assert "other" not in [kind.id for kind in plain.kinds]
    view = year_view(snapshot(schedule((5, "other", "入户走访", None, None))), 2026, NOW)
    assert "other" in [kind.id for kind in view.kinds]
    assert view.cells[5, "other"].state == "overdue"


def test_groups_are_done_when_every_group_has_met():
    one = replace(ROSTER, groups=("第一党小组",))
    meeting = Record(
        "b00000000001", "group_meeting", "2026", 2026, {"start": "2026-10-20T19:00", "group": "第一党小组", "seq": 1}
    )
    assert cell(10, "group_meeting", meeting, roster=one).state == "done"
    assert cell(10, "group_meeting", meeting).state == "overdue"


def test_the_pattern_of_last_year_falls_on_the_same_weekdays_and_the_fixed_day():
    last = schedule(
        (1, "committee", "一月议题", "2026-01-08", "陈拟舟"),      # the second Thursday
        (1, "theme_day", "新春", "2026-01-06", "马拟川"), (6, "lecture", "题目", None, "宋拟真"),
    )
    rows = pattern_of(last, 2027, {"nth": 2, "weekday": 5})
    assert [row["planned_on"] for row in rows] == ["2027-01-14", "2027-01-08", None]
    assert {row["topic"] for row in rows} == {None}
    assert [row["person"] for row in rows] == ["陈拟舟", "马拟川", "宋拟真"]


def test_the_plan_sheet_fills_itself():
    book = snapshot(assembly(), schedule((12, "theme_day", "一年回头看", "2026-12-11", "马拟川")), branch=SUMMER)
    rows = {row.cells["month"]: row.cells for row in plan(book, 2026, NOW).rows}
    assert rows["9月"]["party_assembly"] == "√18日 DH-03"
    assert rows["12月"]["theme_day"] == "11日\n一年回头看"
    assert plan(snapshot(), 2026, NOW).rows == ()


def test_the_report_lists_what_was_planned_and_ticks_what_took_place():
    book = snapshot(assembly(), schedule((12, "theme_day", "一年回头看", "2026-12-11", "马拟川")), branch=SUMMER)
    first, second = plan_list(book, 2026, NOW).rows
    assert (first.cells["month"], first.cells["kind"], first.cells["done"]) == ("9月", "党员大会", "√ 9月18日")
    assert (second.cells["planned_on"], second.cells["person"], second.cells["done"]) == ("12月11日", "马拟川", "")
    assert [row.cells["no"] for row in (first, second)] == ["1", "2"]


@given(st.dates(date(2025, 6, 1), date(2027, 6, 1)))
@settings(max_examples=60, deadline=None)
def test_on_any_day_every_cell_says_what_it_is(today):
    book = snapshot(assembly(), committee(), schedule((3, "lecture", "一课", None, None)), branch=SUMMER)
    view = year_view(book, 2026, today)
    for at in view.cells.values():
        assert at.state in {"done", "explained", "overdue", "due", "planned", "open", ""}
        assert (at.state == "") == (not at.entries and not at.say)
        assert at.form is not None or at.kind == "other"
