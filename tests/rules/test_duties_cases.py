"""Duties that cases of development and elections bring about, as the home page shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import with_values
from member_records import record as member_record
from rules_branch import BRANCH, ROSTER, snapshot
from sample_cases import development, election

from wdbranch.book.record import Record
from wdbranch.rules.duties import duties

SAMPLE_DAY = date(2026, 11, 23)


def until(day):
    """The sample's case as it stood on an earlier day."""
    record = development()
    values = {key: None if isinstance(v, str) and v[:2] == "20" and v > day else v for key, v in record.values.items()}
    values["reviews"] = tuple(row for row in record.rows("reviews") if row["on"] <= day)
    return with_values(record, **values)


def lines(duty, today, *records, **more):
    return [one for one in duties(snapshot(*records, **more), today) if one.id == duty]


@pytest.mark.parametrize(("duty", "stood", "today", "due", "state", "words"), [
    ("D-20", "2026-05-01", "2026-05-01", date(2026, 9, 20), "open", "第 4 次半年考察"),
    ("D-20", "2026-05-01", "2026-10-05", date(2026, 9, 20), "soon", "已逾期 15 天"),
    ("D-20", "2026-05-01", "2026-10-06", date(2026, 9, 20), "overdue", "已逾期 16 天"),
    ("D-21", "2024-03-20", "2024-03-20", date(2024, 4, 5), "open", "申请书收到已 15 天"),
    ("D-22", "2026-09-10", "2026-09-28", date(2026, 10, 2), "soon", "须在 2026年10月2日前提交党员大会讨论，还剩 4 天"),
    ("D-23", "2026-06-16", "2026-06-16", date(2026, 6, 22), "open", "正在公示，最早 2026年6月22日届满"),
    ("D-23", "2026-06-16", "2026-06-25", date(2026, 6, 22), "soon", "请登记公示结果"),
    ("D-25", "2026-11-23", "2027-09-30", date(2027, 9, 17), "soon", "届满 13 天"),
    ("D-25", "2026-11-23", "2027-10-18", date(2027, 9, 17), "overdue", "届满 31 天"),
    ("D-26", "2026-11-23", "2027-01-02", date(2026, 12, 20), "soon", "超过三个月，请向上级党组织了解审批进度"),
])
def test_what_is_open_in_a_case_is_a_duty(duty, stood, today, due, state, words):
    record = until(stood)
    if duty == "D-23":
        record = with_values(record, publicity_until="2026-06-22")
    found, = lines(duty, date.fromisoformat(today), record)
    assert (found.due, found.state, found.record, found.form) == (due, state, record.id, "development")
    assert words in found.say
    assert found.title.endswith("：杜拟言")
    assert "《中国共产党发展党员工作细则》" in found.source


def test_the_oath_is_due_a_month_after_the_approval():
    found, = lines("D-24", SAMPLE_DAY, development(approve_on="2026-10-31"))
    assert (found.due, found.state) == (date(2026, 11, 30), "soon")
    assert not lines("D-24", SAMPLE_DAY, development(approve_on="2026-10-31", oath_on="2026-11-13"))


def test_nothing_is_due_of_a_case_that_was_broken_off():
    ended = development(ended_on="2026-11-01", ended_why="withdrew")
    assert not [one for one in duties(snapshot(ended), SAMPLE_DAY) if "D-20" <= one.id <= "D-26"]


@pytest.mark.parametrize(("today", "state", "grade"), [
    ("2028-08-31", None, 0), ("2028-09-01", "soon", 1), ("2028-12-01", "soon", 2), ("2029-02-01", "soon", 3),
    ("2029-03-02", "overdue", 3),
])
def test_the_end_of_the_term_is_told_six_three_and_one_month_before(today, state, grade):
    found = lines("D-27", date.fromisoformat(today))
    assert [(one.state, one.grade, one.due, one.form) for one in found] == (
        [(state, grade, date(2029, 3, 1), "election")] if state else []
    )
    assert not lines("D-27", date(2028, 12, 1), branch=replace(BRANCH, last_election=None))


def test_an_election_under_way_is_opened():
    begun = election(request_on="2028-12-10", elected_on=None, seq=1)
    assert lines("D-27", date(2029, 1, 1), begun)[0].record == begun.id
    assert lines("D-27", date(2028, 10, 1), election())[0].record is None


def test_a_post_given_up_is_to_be_filled_within_three_months():
    gone = replace(ROSTER, members=tuple(
        replace(m, spans=tuple(replace(s, end="2026-09-01") if s.value == "publicity" else s for s in m.spans))
        for m in ROSTER.members
    ))
    found, = lines("D-28", SAMPLE_DAY, roster=gone)
    assert (found.title, found.due, found.state) == ("补选：宣传委员", date(2026, 12, 1), "soon")
    assert found.say == "宣传委员自 2026年9月1日起空缺 83 天，请在 2026年12月1日前补选。"
    assert not lines("D-28", SAMPLE_DAY)
    late, = lines("D-28", date(2026, 12, 4), roster=gone)
    assert late.state == "overdue"


@pytest.mark.parametrize(("today", "changes", "state"), [
    ("2027-01-29", {}, None), ("2027-01-30", {}, "soon"), ("2027-03-02", {}, "overdue"),
    ("2027-02-20", {"assessed_on": "2027-02-18"}, "done"),
])
def test_the_end_of_the_time_to_mend_is_told_thirty_days_before(today, changes, state):
    values = {"opened_on": "2026-08-01", "member": "丁拟白", "way": "mend", "until": "2027-03-01", "seq": 1, **changes}
    book = snapshot(Record("c00000000001", "disposal", "2026", 2026, values))
    found = [one for one in duties(book, date.fromisoformat(today)) if one.id == "D-38"]
    assert [(one.state, one.title, one.record) for one in found] == (
        [(state, "限期改正到期：丁拟白", "c00000000001")] if state else []
    )


# --- agreements and turns ------------------------------------------------------------------------------------


def agreement(number, **values):
    return member_record("agreement", number, **{"signed_on": "2025-12-01", "party": "拟和医院", "until": "2026-11-30", **values})


@pytest.mark.parametrize(("today", "state", "words"), [
    ("2026-11-01", "open", "还剩 29 天"), ("2026-11-23", "soon", "还剩 7 天"), ("2026-12-05", "overdue", "2026年11月30日到期"),
])
def test_an_agreement_that_runs_out_is_a_duty(today, state, words):
    found, = lines("D-51", date.fromisoformat(today), agreement(1))
    assert (found.due, found.form, found.title) == (date(2026, 11, 30), "agreement", "共建协议到期：拟和医院")
    assert found.state in (state, "soon")
    assert words in found.say


def test_an_agreement_is_not_asked_for_too_early_too_late_or_after_it_was_renewed():
    assert not lines("D-51", date(2026, 10, 30), agreement(1))
    assert not lines("D-51", date(2027, 2, 1), agreement(1))
    renewed = agreement(2, signed_on="2026-11-20", until="2027-11-19")
    assert [one.state for one in lines("D-51", SAMPLE_DAY, agreement(1), renewed)] == ["done"]
    other = agreement(2, signed_on="2026-11-20", until="2027-11-19", party="拟丰商行")
    assert [one.state for one in lines("D-51", SAMPLE_DAY, agreement(1), other)] == ["soon"]


def test_a_contract_with_social_workers_runs_out_too():
    contract = member_record("social_agency", 1, signed_on="2025-12-01", name="拟暖社工中心", until="2026-11-30")
    found, = lines("D-52", SAMPLE_DAY, contract)
    assert "拟暖社工中心" in found.say


def test_a_turn_is_handed_over_at_its_end():
    turn = member_record("chair_turn", 1, first="2026-07-01", last="2026-09-30", unit="拟和医院", handed_to="拟丰商行")
    found, = lines("D-53", date(2026, 9, 24), turn)
    assert found.state == "open" or found.state == "soon"
    assert "交给拟丰商行" in found.say
    assert not lines("D-53", date(2026, 9, 22), turn)
    handed = with_values(turn, handed_on="2026-09-30")
    assert [one.state for one in lines("D-53", date(2026, 10, 8), handed)] == ["done"]
    assert lines("D-53", date(2026, 10, 8), turn)[0].state == "overdue"
