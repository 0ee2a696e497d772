"""Time lines, limits and countdowns in the development of members, by the rules of each step's day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from finding_cases import with_values
from hypothesis import given
from hypothesis import strategies as st
from rules_branch import snapshot
from sample_cases import development

from wdbranch.rules.calendar import add_months, day_kind
from wdbranch.rules.development import next_step, read_case, time_line
from wdbranch.rules.development.case import probation_until
from wdbranch.rules.development.countdowns import countdowns, review_due
from wdbranch.rules.calendar import Calendar
from wdbranch.rules.development.notice import notice_days, notice_ends
from wdbranch.rules.development.steps import edition_on, limits, step_of, steps, table
from wdbranch.rules.findings import findings
from wdbranch.rules.tables import rules_table

SAMPLE_DAY = date(2026, 11, 23)
DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))


def case(**changes):
    record = development(**changes)
    return read_case(record, snapshot(record))


def until(day):
    """The sample's case as it stood on an earlier day."""
    record = development()
    values = {key: None if isinstance(v, str) and v[:2] == "20" and v > day else v for key, v in record.values.items()}
    values["reviews"] = tuple(row for row in record.rows("reviews") if row["on"] <= day)
    return with_values(record, **values)


def line(record, today):
    return {state.step.id: state for state in time_line(read_case(record, snapshot(record)), today)}


def test_the_table_names_steps_that_exist():
    ids = [step.id for step in steps()]
    assert len(ids) == 27
    assert [step.no for step in steps() if step.no != "＋"] == [str(n) for n in range(1, 26)]
    assert all(name in ids[: ids.index(step.id)] for step in steps() for name in step.after)
    assert {limit.step for limit in limits()} <= set(ids)


@pytest.mark.parametrize(
    ("day", "stage", "following"),
    [
        ("2024-03-20", "applicant", "talk"), ("2024-04-20", "applicant", "activist"), ("2024-10-10", "activist", "filed"),
        ("2025-05-01", "activist", "candidate"), ("2026-06-01", "candidate", "agree"), ("2026-06-13", "candidate", "publicity"),
        ("2026-06-22", "candidate", "listed"), ("2026-06-30", "candidate", "introducer"), ("2026-08-25", "admission", "preapprove"),
        ("2026-09-10", "admission", "assembly"), ("2026-11-23", "probation", "approve"),
    ],
)
def test_where_the_case_stands_and_what_is_next(day, stage, following):
    record, today = until(day), date.fromisoformat(day)
    found = read_case(record, snapshot(record))
    assert found.stage(today) == stage
    step = next_step(found, today)
    assert step is not None
    assert step.step.id == following


def test_the_time_line_of_the_sample_has_nothing_wrong():
    states = line(development(), SAMPLE_DAY)
    assert {state.state for state in states.values()} == {"done", "next", "later"}
    assert states["publicity"].source.startswith("《中国共产党发展党员工作细则》（2026年5月11日施行）第十三条")
    assert states["talk"].edition.id == "2014"
    assert "2026年12月20日前" in states["approve"].say


def test_each_step_is_judged_by_the_rules_of_its_own_day():
    assert edition_on(date(2026, 5, 10)).id == "2014"
    assert edition_on(date(2026, 5, 11)).id == "2026"
    old = line(development(listed_on="2026-05-08", agree_on="2026-05-07", candidate_on="2026-05-01", publicity_on=None, publicity_until=None), SAMPLE_DAY)
    assert old["publicity"].state == "not_asked"
    assert "不补" in old["publicity"].say
    assert old["agree"].name == "报上级党委备案"
    assert line(development(), SAMPLE_DAY)["agree"].name == "报上级党委同意"


def test_wrong_order_and_gaps_are_marked():
    states = line(development(talk_on="2024-10-01", political_on=None), SAMPLE_DAY)
    assert states["activist"].state == "wrong"
    assert "派人谈话" in states["activist"].say
    assert states["political"].state == "missing"


@pytest.mark.parametrize(
    ("changes", "today", "duty", "due", "words"),
    [
        ({"assembly_on": None, "submitted_on": None}, date(2026, 9, 10), "D-22", date(2026, 10, 2), ("还剩 22 天",)),
        ({"approve_on": None}, SAMPLE_DAY, "D-26", date(2026, 12, 20), ("已报批 64 天",)),
        ({"approve_on": "2026-10-31"}, SAMPLE_DAY, "D-24", date(2026, 11, 30), ("宣誓",)),
        ({}, SAMPLE_DAY, "D-25", date(2027, 9, 17), ("届满",)),
        ({}, date(2027, 9, 30), "D-25", date(2027, 9, 17), ("届满 13 天",)),
        ({}, date(2028, 4, 1), "D-25", date(2027, 9, 17), ("超过六个月",)),
    ],
)
def test_countdowns(changes, today, duty, due, words):
    book = snapshot(development(**changes))
    found = [one for one in countdowns(book, today) if one.duty == duty]
    assert [one.due for one in found] == [due]
    assert all(word in found[0].say for word in words)
    assert found[0].source.endswith("）")


@pytest.mark.parametrize(
    ("day", "duty", "due", "words"),
    [
        ("2024-03-20", "D-21", date(2024, 4, 5), "申请书收到已 15 天"),
        ("2024-04-10", "D-21", date(2024, 4, 5), None),                    # talked to: nothing is due
        ("2024-12-01", "D-20", date(2025, 3, 20), "第 1 次"),
        ("2026-05-01", "D-20", date(2026, 9, 20), "第 4 次"),
        ("2026-06-16", "D-23", date(2026, 6, 22), "正在公示"),
        ("2026-06-13", "D-23", date(2026, 6, 22), "请公示"),
    ],
)
def test_countdowns_while_the_case_runs(day, duty, due, words):
    record = until(day)
    if day == "2026-06-16":
        record = with_values(record, publicity_until="2026-06-22")
    found = [one for one in countdowns(snapshot(record), date.fromisoformat(day)) if one.duty == duty]
    if words is None:
        assert found == []
    else:
        assert [one.due for one in found] == [due]
        assert words in found[0].say


def test_every_countdown_has_its_sentences():
    known = {entry["id"]: entry for entry in rules_table("duties")["duty"]}
    assert {f"D-{n}" for n in range(20, 27)} <= set(known)
    assert known["D-20"]["grace"] == table()["review"]["grace_days"]


def test_nothing_is_due_of_a_case_that_was_broken_off():
    assert countdowns(snapshot(development(ended_on="2026-11-01", ended_why="withdrew")), SAMPLE_DAY) == []


@given(DAYS, st.integers(0, 60))
def test_adding_months_keeps_the_day_or_takes_the_last(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS)
def test_a_probation_is_a_year_less_a_day(day):
    end = probation_until(day)
    assert end + timedelta(days=1) == add_months(day, 12)
    assert 364 <= (end - day).days <= 365


@given(DAYS)
def test_a_notice_ends_on_its_fifth_working_day_and_no_earlier(start):
    end, sure = notice_ends(start)
    assert notice_days(start, end).days == 5
    assert day_kind(end).working
    assert notice_days(start, end - timedelta(days=1)).days == 4
    assert sure == all(day_kind(start + timedelta(days=n)).sure for n in range((end - start).days + 1))


@given(DAYS, st.lists(DAYS, max_size=5))
def test_reviews_are_due_half_a_year_after_the_last(since, done):
    last = max([since, *done])
    assert review_due(since, tuple(done)) == add_months(last, 6)


@given(st.data())
def test_no_mixture_of_days_breaks_the_time_line(data):
    record = development()
    boxes = sorted(key for key, value in record.values.items() if isinstance(value, str) and value[:2] == "20")
    changes = {box: data.draw(st.none() | DAYS.map(date.isoformat)) for box in data.draw(st.sets(st.sampled_from(boxes)))}
    record = with_values(record, **changes)
    today = data.draw(DAYS)
    found = read_case(record, snapshot(record))
    states = time_line(found, today)
    assert len(states) == len(steps())
    assert sum(state.state == "next" for state in states) <= 1
    for state in states:
        assert state.say
        assert "None" not in state.say
    for one in countdowns(snapshot(record), today):
        assert "None" not in one.say
        assert 0 <= one.grade <= 3


def test_the_year_without_a_calendar_is_only_provisional():
    end, sure = notice_ends(date(2033, 3, 1))
    assert (end, sure) == (date(2033, 3, 7), False)


def test_undated_steps_are_read_from_their_rows():
    found = case()
    assert found.on(step_of("reviews")) == date(2026, 3, 20)
    assert replace(found, record=with_values(found.record, reviews=())).on(step_of("reviews")) is None


def test_several_cases_opened_on_one_day_stand_in_the_order_of_their_numbers():
    first, second = development(id="f00000000002"), development(id="f00000000001", person="方拟竹", seq=2)
    found = [f for f in findings(snapshot(first, second), SAMPLE_DAY) if f.rule == "B-22"]
    assert found == []


def test_the_branchs_own_day_off_lengthens_a_notice():
    shut = Calendar({date(2026, 6, 17): "防汛停工"})
    assert notice_ends(date(2026, 6, 15)) == (date(2026, 6, 22), True)
    assert notice_ends(date(2026, 6, 15), shut) == (date(2026, 6, 23), True)
    assert notice_days(date(2026, 6, 15), date(2026, 6, 22), shut).days == 4
