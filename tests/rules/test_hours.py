"""Study and volunteer hours, and the training that is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from member_records import record
from rules_branch import IDS, ROSTER, assembly, attendance, lecture, snapshot, theme_day

from wdbranch.book.people import Roster
from wdbranch.rules.hours import credits_of, kinds, study, volunteering
from wdbranch.rules.training import of_new_members, of_new_secretary, of_secretary

TODAY = date(2026, 11, 23)


def hours(name: str, *records, year: int = 2026) -> dict[str, float]:
    return study(snapshot(*records), year, TODAY)[IDS[name]].by_kind


def test_hours_come_from_what_was_recorded_anyway():
    assert hours("陈拟舟", lecture(), theme_day(), assembly()) == {"lecture": 1.0, "meeting": 2.0}
    assert hours("沈拟松", lecture(), theme_day(), assembly()) == {"lecture": 1.0, "meeting": 1.0}      # taught at home
    assert hours("丁拟白", lecture(), theme_day(), assembly()) == {}                                    # ill each time


def test_a_lecture_of_the_same_day_is_counted_once():
    day = theme_day(
        segments=(
            {"kind": "study", "hours": 1, "minutes": ""}, {"kind": "lecture", "hours": 2, "minutes": ""},
        )
    )
    assert hours("陈拟舟", day) == {"meeting": 1.0, "lecture": 2.0}
    same = lecture(start="2026-10-09T16:00", end="2026-10-09T17:30", hours=1.5)
    assert hours("陈拟舟", day, same) == {"meeting": 1.0, "lecture": 1.5}


@pytest.mark.parametrize(("kind", "column"), [("rotation", "central"), ("central", "central"), ("online", "other")])
def test_training_is_credited_to_those_named(kind, column):
    course = record("training", 1, held_on="2026-04-14", kind=kind, hours=8, persons=("陈拟舟", "杜拟言", "外人拟某"))
    assert hours("陈拟舟", course) == {column: 8.0}
    assert hours("韩拟秋", course) == {}


def test_only_this_year_and_not_the_future():
    course = record("training", 1, held_on="2026-12-01", kind="central", hours=8, persons=("陈拟舟",))
    assert hours("陈拟舟", course) == {}
    assert hours("陈拟舟", lecture(), year=2025) == {}


def test_how_many_hours_are_needed():
    found = study(snapshot(), 2026, TODAY)
    assert found[IDS["韩拟秋"]].needed == 56
    assert found[IDS["尹拟谷"]].needed == 32
    assert found[IDS["沈拟松"]].needed == 0
    assert found[IDS["尹拟谷"]].short == 32
    assert IDS["杜拟言"] not in found


def test_every_credit_has_a_column():
    course = record("training", 1, held_on="2026-04-14", kind="self_study", hours=4, persons=("陈拟舟",))
    found = {credit.kind for credit in credits_of(snapshot(lecture(), theme_day(), assembly(), course), 2026, TODAY)}
    assert found == {"lecture", "meeting", "other"} <= {kind for kind, _ in kinds()}


# --- volunteering ----------------------------------------------------------------------------------------

SERVICE = ({"kind": "volunteer", "hours": 1, "minutes": "清理楼道"},)


def test_volunteer_hours_of_a_theme_day_are_not_typed_again():
    day = theme_day(segments=SERVICE)
    own = record("volunteer", 1, served_on="2026-10-11", persons=("陈拟舟", "马拟川"), hours=2.5)
    found = volunteering(snapshot(day, own), 2026, TODAY)
    assert found[IDS["陈拟舟"]] == (2, 3.5)
    assert found[IDS["韩拟秋"]] == (1, 1.0)
    assert IDS["沈拟松"] not in found      # was taught at home, did not serve


@pytest.mark.parametrize("backwards", [False, True])
def test_a_linked_record_replaces_the_segment(backwards):
    own = record("volunteer", 1, served_on="2026-10-09", persons=("陈拟舟",), hours=2)
    day = theme_day(segments=SERVICE, links=(own.id,) if backwards else ())
    linked = own if backwards else replace(own, links=(day.id,))
    found = volunteering(snapshot(day, linked), 2026, TODAY)
    assert found[IDS["陈拟舟"]] == (1, 2.0)
    assert found[IDS["韩拟秋"]] == (1, 1.0)


# --- training that is due --------------------------------------------------------------------------------


def test_a_new_secretary_needs_training_within_six_months():
    (need,) = of_new_secretary(snapshot(), TODAY)
    assert (need.member.name, need.due, need.record) == ("陈拟舟", date(2024, 9, 1), None)
    course = record("training", 1, held_on="2024-08-31", year=2024, kind="new_post", level="street", persons=("陈拟舟",))
    assert of_new_secretary(snapshot(course), TODAY)[0].record == course
    late = replace(course, values={**course.values, "held_on": "2024-09-02"})
    assert of_new_secretary(snapshot(late), TODAY)[0].record is None


@pytest.mark.parametrize(("kind", "level", "done"), [
    ("rotation", "district", True), ("central", "city", True), ("rotation", "street", False), ("online", "district", False),
])
def test_a_secretary_is_trained_by_the_county_every_year(kind, level, done):
    course = record("training", 1, held_on="2026-05-12", kind=kind, level=level, persons=("陈拟舟",))
    (need,) = of_secretary(snapshot(course), TODAY)
    assert (need.record is not None) is done


def test_new_members_are_trained_until_a_year_after_they_are_full():
    assert [need.member.name for need in of_new_members(snapshot(), TODAY)] == ["董拟星", "夏拟安"]
    assert {need.due for need in of_new_members(snapshot(), TODAY)} == {date(2028, 3, 20)}
    full = tuple(replace(m, full_date="2025-11-22") if m.name == "董拟星" else m for m in ROSTER.members)
    names = [need.member.name for need in of_new_members(snapshot(roster=Roster(full)), TODAY)]
    assert names == ["夏拟安"]
    course = record("training", 1, held_on="2026-08-05", kind="new_member", level="street", persons=("夏拟安",))
    assert [need.record for need in of_new_members(snapshot(course), TODAY)] == [None, course]


def test_absent_people_learn_nothing():
    gone = lecture(attendance=attendance(present=["陈拟舟"], absent=["尹拟谷"], leave=["丁拟白"]))
    assert hours("尹拟谷", gone) == hours("丁拟白", gone) == {}
