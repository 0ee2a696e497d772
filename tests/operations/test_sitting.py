"""One sitting, many records: made together, attendance typed once, taken back in all of them at once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wdbranch.errors import WrongUseError
from wdbranch.operations import record as records
from wdbranch.operations import sitting
from wdbranch.store.workbook import Workbook

DAY = date(2026, 9, 11)
PARTS = ["party_assembly", "lecture"]


@pytest.fixture
def theme_day(book: Workbook) -> str:
    saved = records.new(book, "theme_day", day=DAY, values={"place": "拟安社区会议室", "recorder": "韩拟秋"})
    records.set_values(book, saved.record.id, {"start": "2026-09-11T14:30", "end": "2026-09-11T17:00"})
    return saved.record.id


def status(book: Workbook, record_id: str, name: str) -> str | None:
    return next(row["status"] for row in book.record(record_id).rows("attendance") if row["name"] == name)


def names(book: Workbook, record_id: str) -> list[str]:
    return [row["name"] for row in book.record(record_id).rows("attendance") if row["status"] is None]


def test_the_chosen_pages_are_made_on_one_day_one_after_another(book: Workbook, theme_day: str) -> None:
    begun = sitting.begin(book, ["lecture", "party_assembly"], like=theme_day)
    assembly, lecture = begun.records
    assert [assembly.form, lecture.form] == PARTS
    assert assembly.get("start") == "2026-09-11T14:30"          # within the frame of the theme party day
    assert lecture.get("start") == assembly.get("end")
    assert {one.get("place") for one in begun.records} == {"拟安社区会议室"}
    assert {one.get("recorder") for one in begun.records} == {"韩拟秋"}
    assert {one.sitting for one in book.records()} == {theme_day}
    for one in book.records():
        assert set(one.links) == {other.id for other in book.records()} - {one.id}


def test_a_sitting_can_begin_with_nothing(book: Workbook) -> None:
    begun = sitting.begin(book, ["theme_day", "party_assembly"], day=DAY)
    assert [one.form for one in begun.records] == ["theme_day", "party_assembly"]
    assert {one.sitting for one in begun.records} == {begun.records[0].id}
    assert sitting.members(book.snapshot(), begun.records[1]) == begun.records


def test_what_is_there_already_is_not_offered_again(book: Workbook, theme_day: str) -> None:
    assert {*PARTS} <= {form.id for form in sitting.offers(book, theme_day)}
    sitting.begin(book, ["lecture"], like=theme_day)
    assert "lecture" not in [form.id for form in sitting.offers(book, theme_day)]
    assert sitting.offers(book, records.new(book, "committee", day=DAY).record.id) == ()


def test_without_a_day_there_is_no_sitting(book: Workbook) -> None:
    with pytest.raises(WrongUseError, match="哪一天"):
        sitting.begin(book, PARTS)
    with pytest.raises(WrongUseError):
        sitting.begin(book, ["committee"], day=DAY)
    assert book.records() == []


def test_marks_made_before_are_taken_over(book: Workbook, theme_day: str) -> None:
    first, second, *_ = names(book, theme_day)
    records.mark(book, theme_day, [first], "leave", "病假")
    records.mark(book, theme_day, [second], "home_study")
    assembly, lecture = sitting.begin(book, PARTS, like=theme_day).records
    assert status(book, assembly.id, first) == status(book, lecture.id, first) == "leave"
    excused = next(row for row in book.record(assembly.id).rows("attendance") if row["name"] == second)
    assert (excused["status"], excused["reason"]) == ("leave", "送学上门")   # taught at home: did not come here


def test_attendance_is_typed_once_and_undone_once(book: Workbook, theme_day: str) -> None:
    assembly, lecture = sitting.begin(book, PARTS, like=theme_day).records
    person = names(book, assembly.id)[0]
    saved = records.mark(book, theme_day, [person], "leave", "病假")
    assert saved.also[-1] == "党员大会、党课也一起改了"
    assert status(book, assembly.id, person) == status(book, lecture.id, person) == "leave"
    assert book.record(assembly.id).get("present_all") == 0     # what follows, follows there too
    records.undo(book, theme_day)
    assert {status(book, one, person) for one in (theme_day, assembly.id, lecture.id)} == {None}
    records.redo(book, theme_day)
    assert {status(book, one, person) for one in (theme_day, assembly.id, lecture.id)} == {"leave"}
    records.undo(book, lecture.id)                               # from any of them
    assert {status(book, one, person) for one in (theme_day, assembly.id, lecture.id)} == {None}


def test_whoever_left_early_stays_marked_by_hand(book: Workbook, theme_day: str) -> None:
    assembly, lecture = sitting.begin(book, PARTS, like=theme_day).records
    records.all_present(book, theme_day)
    person = next(row["name"] for row in lecture.rows("attendance") if row["status"] is None)
    records.mark(book, lecture.id, [person], "leave", "中途有事")
    assert status(book, theme_day, person) == status(book, assembly.id, person) == "present"
    records.mark(book, theme_day, [person], "absent", "")
    assert status(book, assembly.id, person) == "absent"
    assert status(book, lecture.id, person) == "leave"
    records.undo(book, theme_day)
    assert status(book, assembly.id, person) == "present"
    assert status(book, lecture.id, person) == "leave"


def test_undo_leaves_alone_what_was_marked_later(book: Workbook, theme_day: str) -> None:
    assembly, _ = sitting.begin(book, PARTS, like=theme_day).records
    one, two = names(book, assembly.id)[:2]
    records.mark(book, theme_day, [one, two], "present")
    records.mark(book, assembly.id, [two], "leave", "病假")
    records.undo(book, theme_day)
    assert status(book, assembly.id, one) is None
    assert status(book, assembly.id, two) == "leave"


def test_a_final_record_is_never_changed_from_outside(book: Workbook, theme_day: str) -> None:
    lecture = sitting.begin(book, ["lecture"], like=theme_day).records[0]
    for found in records.findings_of(book, lecture):
        if found.level == "必" and found.waivable:
            records.waive(book, lecture.id, found.key, "测试")
    from wdbranch.book.record import State

    book.set_state(lecture.id, State.FINAL)
    person = names(book, theme_day)[0]
    records.mark(book, theme_day, [person], "present")
    assert status(book, lecture.id, person) is None


def test_the_sitting_moves_to_another_day_together(book: Workbook, theme_day: str) -> None:
    assembly, _ = sitting.begin(book, PARTS, like=theme_day).records
    records.set_values(book, theme_day, {"start": "2026-09-12T14:30", "end": "2026-09-12T17:00"})
    moved = book.record(assembly.id)
    assert moved.get("start") == "2026-09-12T14:30"
    assert moved.get("end").startswith("2026-09-12")


def test_a_relation_alone_is_no_sitting(book: Workbook, theme_day: str) -> None:
    lecture = records.new(book, "lecture", day=DAY).record
    records.link(book, lecture.id, [theme_day])
    person = names(book, lecture.id)[0]
    records.mark(book, theme_day, [person], "present")
    assert status(book, lecture.id, person) is None


def test_a_record_may_leave_its_sitting(book: Workbook, theme_day: str) -> None:
    lecture = sitting.begin(book, ["lecture"], like=theme_day).records[0]
    sitting.leave(book, lecture.id)
    person = names(book, lecture.id)[0]
    records.mark(book, theme_day, [person], "present")
    assert status(book, lecture.id, person) is None
    assert theme_day in book.record(lecture.id).links


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(range(3)), st.sampled_from(range(4)), st.sampled_from(["present", "leave", "absent"])),
        min_size=1, max_size=6,
    )
)
def test_undoing_everything_leads_back_to_the_beginning(book: Workbook, steps: list[tuple[int, int, str]]) -> None:
    """Whatever is marked in whichever record, undoing each step where it was made restores every record."""
    begun = [one.id for one in sitting.begin(book, ["theme_day", *PARTS], day=DAY).records]
    people = names(book, begun[1])[:4]
    before = [book.record(one).values for one in begun]
    made = []
    for where, who, mark in steps:
        seen = book.record(begun[where]).values
        records.mark(book, begun[where], [people[who]], mark)
        if book.record(begun[where]).values != seen:
            made.append(begun[where])
    for one in reversed(made):
        records.undo(book, one)
    assert [book.record(one).values for one in begun] == before
