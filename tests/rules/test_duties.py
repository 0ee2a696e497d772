"""The recurring duties on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life_records import life_meeting
from rules_branch import BRANCH, ROSTER, assembly, committee, lecture, snapshot, theme_day

from wdbranch.rules.duties import begun, duties
from wdbranch.rules.periods import MONTHS, period_of, periods

BOOK = snapshot(committee(), lecture(), assembly(), theme_day())


def one(day, duty, period, book=BOOK, **more):
    found = [d for d in duties(book, day, **more) if (d.id, d.period) == (duty, period)]
    return found[0] if found else None


def test_the_assembly_of_a_quarter():
    before = one(date(2026, 9, 17), "D-01", "2026-Q3")
    assert (before.state, before.due, before.days_left, before.grade) == ("soon", date(2026, 9, 30), 13, 2)
    assert before.say == "2026年第三季度尚未召开党支部党员大会，还剩 13 天。"
    assert one(date(2026, 9, 18), "D-01", "2026-Q3").state == "done"
    late = one(date(2026, 10, 1), "D-01", "2026-Q2")
    assert (late.state, late.days_left) == ("overdue", -93)
    assert "逾期 93 天" in late.say
    assert late.form == "party_assembly"
    assert "第十一条" in late.source


@pytest.mark.parametrize(("day", "state", "grade"), [(20, "open", 0), (21, "soon", 1), (26, "soon", 2), (29, "soon", 3)])
def test_months_change_colour_at_ten_five_and_two_days(day, state, grade):
    duty = one(date(2026, 10, day), "D-02", "2026-10")
    assert (duty.state, duty.grade) == (state, grade)


@pytest.mark.parametrize(("day", "state", "grade"), [
    (date(2026, 11, 30), "open", 0), (date(2026, 12, 1), "soon", 1), (date(2026, 12, 16), "soon", 2),
    (date(2026, 12, 24), "soon", 3), (date(2026, 12, 31), "soon", 3),
])
def test_quarters_change_colour_at_thirty_fifteen_and_seven_days(day, state, grade):
    duty = one(day, "D-01", "2026-Q4")
    assert (duty.state, duty.grade) == (state, grade)


def test_due_today_says_so():
    assert one(date(2026, 12, 31), "D-01", "2026-Q4").say == "2026年第四季度尚未召开党支部党员大会，今天到期。"


def test_the_theme_day_is_due_on_its_fixed_day():
    duty = one(date(2026, 11, 10), "D-04", "2026-11")
    assert (duty.due, duty.days_left, duty.state) == (date(2026, 11, 13), 3, "soon")
    assert "固定日 2026年11月13日" in duty.say
    assert one(date(2026, 11, 9), "D-04", "2026-11").state == "open"
    assert one(date(2026, 11, 16), "D-04", "2026-11").days_left == -3
    assert one(date(2026, 11, 16), "D-04", "2026-11").state == "overdue"
    loose = snapshot(branch=replace(BRANCH, fixed_day={}))
    assert one(date(2026, 11, 16), "D-04", "2026-11", loose).due == date(2026, 11, 30)


def test_a_meeting_still_ahead_is_not_held():
    planned = snapshot(theme_day(start="2026-11-13T15:00"))
    assert one(date(2026, 11, 12), "D-04", "2026-11", planned).state == "soon"
    assert one(date(2026, 11, 13), "D-04", "2026-11", planned).state == "done"


def test_only_the_secretary_fulfils_the_secretary_s_lecture():
    assert one(date(2026, 10, 1), "D-06", "2026").state == "done"
    other = snapshot(lecture(lecturer="韩拟秋"))
    assert one(date(2026, 10, 1), "D-06", "2026", other).state == "open"
    assert one(date(2026, 10, 1), "D-05", "2026-Q3", other).state == "done"


def test_no_committee_no_groups():
    branch = replace(BRANCH, has_committee=False)
    found = {d.id for d in duties(snapshot(branch=branch, roster=replace(ROSTER, groups=())), date(2026, 10, 1))}
    assert {"D-01", "D-04", "D-05", "D-06", "D-07", "D-08", "D-09"} <= found
    assert not {"D-02", "D-03"} & found
    assert {d.id for d in duties(BOOK, date(2026, 10, 1))} >= {f"D-0{n}" for n in range(1, 10)}


def test_what_is_not_in_the_book_is_confirmed_by_hand():
    duty = one(date(2026, 12, 1), "D-07", "2026")
    assert (duty.form, duty.state, duty.evidence_key) == ("life_meeting", "open", "D-07:2026")
    proof = snapshot(evidence={"D-07:2026": {"met": True, "note": "12月20日召开", "on": "2026-12-20", "by": "陈拟舟"}})
    assert one(date(2026, 12, 21), "D-07", "2026", proof).say == "2026年度已登记佐证：12月20日召开。"
    assert one(date(2026, 12, 21), "D-07", "2026", proof).explained == "12月20日召开"
    denied = snapshot(evidence={"D-07:2026": {"met": False}})
    assert one(date(2026, 12, 21), "D-07", "2026", denied).state == "open"


def test_life_meeting_and_appraisal_count_for_the_year_they_belong_to():
    held = snapshot(life_meeting(), branch=replace(BRANCH, settings={"since": "2025-01-01"}))
    assert one(date(2026, 2, 10), "D-07", "2025", held, since=date(2025, 1, 1)).state == "done"
    assert one(date(2026, 2, 10), "D-07", "2026", held).state == "open"


def test_the_meeting_of_last_year_may_be_held_until_march():
    book = snapshot(assembly(), branch=replace(BRANCH, settings={}))
    assert one(date(2027, 3, 1), "D-07", "2026", book).days_left == 30
    assert one(date(2027, 4, 1), "D-07", "2026", book) is None
    assert one(date(2027, 4, 1), "D-07", "2026", book, since=date(2026, 1, 1)).state == "overdue"


def test_a_new_workbook_is_not_reproached_with_the_past():
    new = snapshot(branch=replace(BRANCH, settings={}))
    assert begun(new) is None
    assert all(d.state != "overdue" or d.period == "2026-11" for d in duties(new, date(2026, 11, 23)) if d.id <= "D-09")
    recurring = {d.period for d in duties(new, date(2026, 11, 23)) if d.id <= "D-09"}
    assert recurring == {"2026-11", "2026-Q4", "2026"}
    first = snapshot(assembly(), branch=replace(BRANCH, settings={}))
    assert begun(first) == date(2026, 9, 18)
    assert min(d.period for d in duties(first, date(2026, 11, 23)) if d.id == "D-02") == "2026-09"
    assert min(d.period for d in duties(BOOK, date(2026, 11, 23)) if d.id == "D-02") == "2026-01"
    assert min(d.period for d in duties(BOOK, date(2026, 11, 23), since=date(2025, 11, 5)) if d.id == "D-02") == "2025-11"


def test_months_of_the_party_groups_are_confirmed_one_by_one():
    day = date(2026, 10, 12)
    proof = snapshot(evidence={"D-03:2026-09": {"met": True}})
    found = {d.period: d.state for d in duties(proof, day) if d.id == "D-03"}
    assert len(found) == 10
    assert (found["2026-08"], found["2026-09"], found["2026-10"]) == ("overdue", "done", "open")
    assert "第一党小组" in one(day, "D-03", "2026-08").say


def test_past_years_are_left_in_peace():
    assert min(d.period for d in duties(BOOK, date(2028, 2, 1)) if d.id == "D-02") == "2028-01"


@given(st.dates(date(2025, 1, 1), date(2029, 12, 31)))
@settings(max_examples=80, deadline=None)
def test_on_any_day_the_count_is_right_and_the_sentence_whole(day):
    for duty in duties(BOOK, day):
        assert duty.due == day + timedelta(days=duty.days_left)
        assert duty.state in ("done", "open", "soon", "overdue")
        assert (duty.days_left < 0) == (duty.state == "overdue") or duty.state == "done" or duty.level == "info"
        assert duty.say.endswith("。")
        assert "{" not in duty.say


@given(st.sampled_from(sorted(MONTHS)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@settings(max_examples=100)
def test_periods_tile_the_calendar(kind, day):
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    following = list(periods(kind, day, period.last + timedelta(days=1)))
    assert len(following) == 2
    assert following[1].first == period.last + timedelta(days=1)
    assert period.id in (str(day.year), f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}-H{(day.month + 5) // 6}")
