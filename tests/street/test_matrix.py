"""Branches × periods: each state, what is overdue, and nobody reproached with the time before the list."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.packet.forge import BRANCH, EDITIONS, OTHER, STRANGER, STREET
from tests.street.conftest import meeting
from wdbranch.errors import UserError
from wdbranch.exchange.sheets import read_sheets
from wdbranch.operations import reporting
from wdbranch.packet.receipt import Item
from wdbranch.store.desk import Desk
from wdbranch.street.matrix import Cell, Rhythm, matrix, rhythm_of
from wdbranch.street.review import sign_answer
from wdbranch.street.sweep import sweep
from wdbranch.street.trust import register_card

TODAY = date(2026, 10, 20)
QUARTERS = Rhythm("quarter", 10)


@pytest.fixture
def early(tmp_path, clock):
    """A desk whose list of branches was made in June."""
    clock.now = datetime(2026, 6, 20, 9)
    with Desk.create(tmp_path / "早.wddesk", "NH", "拟和街道", editions=EDITIONS, clock=clock, who="卢拟衡") as made:
        for card, short in ((BRANCH.card, "拟安一支部"), (OTHER.card, "拟安二支部")):
            register_card(made, card, by="卢拟衡", paper="支部公钥卡", short=short)
        clock.now = datetime(2026, 10, 8, 9)
        yield made


def cells(desk, code="NA01", *, today=TODAY, rhythm=QUARTERS) -> dict[str, Cell]:
    found = matrix(desk, 2026, today, rhythm)
    return {cell.period: cell for row in found.rows if row.branch.code == code for cell in row.cells}


def test_what_is_due_and_did_not_come_is_overdue(early):
    found = cells(early)
    assert {period: cell.state for period, cell in found.items()} == {
        "2026-Q1": "before", "2026-Q2": "missing", "2026-Q3": "missing", "2026-Q4": "waiting",
    }
    assert (found["2026-Q2"].due, found["2026-Q2"].late) == (date(2026, 7, 10), 102)
    assert found["2026-Q3"].late == 10


def test_a_period_that_is_over_is_missing_but_not_yet_overdue(early):
    found = cells(early, today=date(2026, 10, 10))["2026-Q3"]
    assert (found.state, found.late) == ("missing", 0)
    assert all(cell.period != "2026-Q3" for _, owed in matrix(early, 2026, date(2026, 10, 10), QUARTERS).overdue() for cell in owed)


def test_from_received_to_returned_to_filed(early, branch, stick, tmp_path):
    sent = branch.send([meeting(1)])
    sweep(early, stick, STREET)
    assert cells(early)["2026-Q3"].state == "received"
    answer = tmp_path / "回执"
    answer.mkdir()
    sign_answer(early, sent.digest, "returned", STREET, answer, items=[Item(f"{1:012x}", "", "T07")])
    assert cells(early)["2026-Q3"].state == "returned"
    again = branch.send([meeting(1, version=2)])
    sweep(early, stick, STREET)
    found = cells(early)["2026-Q3"]
    assert (found.state, found.version, found.digest) == ("received", 2, again.digest)
    sign_answer(early, again.digest, "filed", STREET, answer)
    assert cells(early)["2026-Q3"].state == "filed"


def test_a_packet_that_came_late_says_how_late(early, branch, stick, clock):
    clock.now = datetime(2026, 10, 15, 9)
    branch.send([meeting(1)])
    sweep(early, stick, STREET)
    assert cells(early)["2026-Q3"].late == 5


def test_a_quarter_s_packet_answers_for_its_months(early, branch, stick):
    branch.send([meeting(1)])
    sweep(early, stick, STREET)
    found = cells(early, rhythm=Rhythm("month", 5))
    assert [found[f"2026-{month:02}"].state for month in (6, 7, 8, 9, 10)] == [
        "missing", "received", "received", "received", "waiting",
    ]


def test_a_refused_packet_of_a_known_branch_shows(early, branch, stick):
    sent = branch.send([meeting(1)], created="2027-10-02T10:00:00")
    sweep(early, stick, STREET)
    found = cells(early)["2026-Q3"]
    assert found.state == "invalid"
    assert sent.path.name in found.note
    assert matrix(early, 2026, TODAY, QUARTERS).overdue()[0][1][-1].state == "invalid"


def test_an_old_version_after_a_newer_one_is_noted(early, branch, stick, tmp_path):
    branch.send([meeting(1)])
    aside = stick / "2026.wdp"
    next(stick.glob("*-v1-*.wdp")).rename(aside.with_suffix(".later"))
    branch.send([meeting(1, version=2)])
    sweep(early, stick, STREET)
    aside.with_suffix(".later").rename(aside)
    sweep(early, stick, STREET)
    found = cells(early)["2026-Q3"]
    assert found.version == 2
    assert aside.name in found.note


def test_branches_that_were_dissolved_are_left_out(early):
    from dataclasses import replace

    one = early.branches()[0]
    early.put_branch(replace(one, removed_on="2026-07-01"), "并入")
    assert [row.branch.code for row in matrix(early, 2026, TODAY, QUARTERS).rows] == ["NA02"]


def test_the_rhythm_is_the_street_s_own(early):
    assert rhythm_of(early) == QUARTERS
    reporting.choose_rhythm(early, "month", 3)
    assert rhythm_of(early) == Rhythm("month", 3)
    for kind, days in (("week", 3), ("month", 0), ("month", 61)):
        with pytest.raises(UserError, match="1 到 60"):
            reporting.choose_rhythm(early, kind, days)
    assert rhythm_of(early) == Rhythm("month", 3)


def test_one_reminder_for_each_branch_that_owes(early, branch, stick):
    branch.send([meeting(1, "2026-05-18")], period="2026-Q2")
    branch.send([meeting(2)])
    sweep(early, stick, STREET)
    plan = reporting.plan_reminders(early, 2026, TODAY)
    assert [mark.title for mark in plan.marks] == ["催报单"]
    said = "".join(text.text for page in plan.pages for text in page.texts)
    assert "第二季度" in said
    assert "第三季度" in said
    with pytest.raises(UserError, match="不用催"):
        reporting.plan_reminders(early, 2026, TODAY, "NA01")


def test_the_table_for_excel_says_missing_and_never_zero(early, branch, stick, tmp_path):
    branch.send([meeting(1)])
    sweep(early, stick, STREET)
    (sheet,) = read_sheets(reporting.save_matrix(early, 2026, TODAY, tmp_path / "t1.xlsx"))
    rows = [[str(cell or "") for cell in row] for row in sheet.rows]
    came = next(row for row in rows if "第三季度" in row[1] and row[3])
    assert (came[2], came[3], came[5]) == ("2026-10-10", "2026-10-08", "待审")
    missing = [row for row in rows if row[5] == "未交"]
    assert len(missing) == 3
    assert all(row[3] == row[4] == row[6] == "" for row in missing)


def test_the_years_to_choose_from(early, branch, stick):
    branch.send([meeting(1, "2024-09-18")], period="2024-Q3")
    sweep(early, stick, STREET)
    assert reporting.years(early) == [2026, 2025, 2024]


def test_cards_do_not_move_the_day_of_listing(early, clock):
    clock.now = datetime(2026, 10, 9, 9)
    register_card(early, STRANGER.card, by="卢拟衡", paper="新公钥卡", short="拟安一支部")
    assert early.listed_since()["NA01"] == "2026-06-20T09:00:00"
