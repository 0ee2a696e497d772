"""Counts and sums from what was received; who did not report is missing, never zero."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packet.forge import FORM, STREET
from tests.street.conftest import meeting
from wdbranch.packet.summary import measure_form
from wdbranch.street.overview import overview
from wdbranch.street.sweep import sweep


def line(desk, code="NA01", periods=()):
    return next(each for each in overview(desk, periods) if each.code == code)


def test_counts_and_attendance(desk, branch, stick):
    branch.send([meeting(1, due=24, present=20), meeting(2, "2026-07-10", due=25, present=25)])
    sweep(desk, stick, STREET)
    found = line(desk)
    [form] = found.forms
    assert (form.short, form.count, form.present, form.due) == ("会议", 2, 45, 49)
    assert form.rate == 45 / 49
    assert {each.id: each.value for each in form.figures} == {
        "meetings": 2, "present": 45, "rate": 45, "last": "2026-09-18T18:30", "titles": ["第三次党员大会"] * 2,
    }
    assert (found.packets, found.last_period, found.state) == (1, "2026-Q3", "received")


def test_a_branch_that_did_not_report_is_missing_not_zero(desk, branch, stick):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    found = line(desk, "NA02", ["2026-Q3"])
    assert (found.state, found.packets, found.last_period, found.forms) == ("missing", 0, None, ())
    assert found.missing == ("2026-Q3",) and line(desk, "NA01", ["2026-Q3", "2026-Q2"]).missing == ("2026-Q2",)


def test_the_newest_version_counts_alone(desk, branch, stick):
    branch.send([meeting(1, present=20), meeting(2)])
    branch.send([meeting(1, present=19, version=2)])
    sweep(desk, stick, STREET)
    [form] = line(desk).forms
    assert (form.count, form.present) == (1, 19)


def test_a_record_in_a_month_and_in_the_quarter_counts_once(desk, branch, stick):
    branch.send([meeting(1, "2026-09-18", present=18)], period="2026-09")
    branch.send([meeting(1, "2026-09-18", present=20, version=2), meeting(2, "2026-07-10", present=21)], period="2026-Q3")
    sweep(desk, stick, STREET)
    [form] = line(desk).forms
    assert (form.count, form.present) == (2, 41)
    assert line(desk, periods=["2026-09"]).forms[0].present == 18


def test_an_empty_box_is_left_out_of_the_rate(desk, branch, stick):
    branch.send([meeting(1, present=20, due=24), meeting(2, present=None, due=24)])
    sweep(desk, stick, STREET)
    [form] = line(desk).forms
    assert (form.count, form.present, form.due) == (2, 20, 24)


def test_no_box_filled_means_no_rate(desk, branch, stick):
    branch.send([meeting(1, present=None, due=None)])
    sweep(desk, stick, STREET)
    [form] = line(desk).forms
    assert (form.count, form.present, form.due, form.rate) == (1, None, None, None)


def test_the_lines_can_be_written_as_json(desk, branch, stick):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    assert json.loads(json.dumps([asdict(each) for each in overview(desk)]))[0]["forms"][0]["due"] == 24


def test_a_dissolved_branch_is_off_the_list(desk):
    first = desk.branches()[0]
    desk.put_branch(replace(first, removed_on="2026-10-01"), "并入第二支部")
    assert [each.code for each in overview(desk)] == ["NA02"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.none() | st.integers(0, 99), st.none() | st.integers(0, 99)), max_size=8))
def test_sums_are_what_a_person_would_add_up(rows):
    found = measure_form(FORM, [meeting(n, due=due, present=present) for n, (due, present) in enumerate(rows, 1)])
    assert found["meetings"] == len(rows)
    assert found["present"] == sum(present or 0 for _, present in rows)
    assert found["rate"] == [
        sum(p for d, p in rows if d is not None and p is not None), sum(d for d, p in rows if d is not None and p is not None)
    ]
