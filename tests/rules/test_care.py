"""Floating, away, lost and infirm members; sanctions that weigh."""

from __future__ import annotations

from datetime import date

import pytest
from finding_cases import changed
from member_records import record
from rules_branch import IDS, ROSTER, editions, snapshot, theme_day

from wdbranch.rules.care import away_too_long, contacts, floating, full_since, infirm, lost, sought_out
from wdbranch.rules.influence import influence_until, under_influence

TODAY = date(2026, 11, 23)
BED = ROSTER.by_id[IDS["沈拟松"]]


def test_floating_members_and_their_contacts():
    calls = [
        record("floating_contact", number, contacted_on=day, member=name)
        for number, (day, name) in enumerate([("2026-03-30", "邱拟江"), ("2026-06-12", "贺拟帆"), ("2026-12-01", "邱拟江")], 1)
    ]
    book = snapshot(*calls)
    assert [member.name for member, _ in floating(book, TODAY)] == ["邱拟江", "贺拟帆"]
    qiu = ROSTER.by_label["邱拟江"]
    assert [day for day, _ in contacts(book, qiu, TODAY)] == [date(2026, 3, 30)]
    assert full_since(floating(book, TODAY)[0][1]) == date(2025, 9, 1)


@pytest.mark.parametrize(("since", "named"), [("2026-05-23", True), ("2026-05-24", False)])
def test_six_months_away_without_being_registered(since, named):
    book = snapshot(roster=changed(尹拟谷={"span": ("away", since, None, "郑州")}))
    assert bool(away_too_long(book, TODAY)) is named


def test_whoever_is_registered_as_floating_is_not_asked_for_again():
    book = snapshot(roster=changed(邱拟江={"span": ("away", "2025-01-01", None, "郑州")}))
    assert away_too_long(book, TODAY) == []


def test_lost_members_and_what_comes_next():
    book = snapshot(roster=changed(尹拟谷={"span": ("lost", "2026-04-10")}, 白拟远={"span": ("membership_suspended", "2025-02-01")}))
    assert [(one.member.name, one.step, one.due) for one in lost(book, TODAY)] == [
        ("白拟远", "remove", date(2027, 2, 1)), ("尹拟谷", "suspend", date(2026, 10, 10)),
    ]
    gone = snapshot(roster=changed(尹拟谷={"span": ("lost", "2026-04-10"), "out_date": "2026-06-01"}))
    assert lost(gone, TODAY) == []


def test_an_infirm_member_is_sought_out_in_many_ways():
    visit = record("visit", 1, visited_on="2026-10-18", target="沈拟松", measures="送药")
    named = theme_day(
        id="d00000000011", start="2026-08-14T15:00", end="2026-08-14T17:00", attendance=(),
        segments=({"kind": "visit", "minutes": "到沈拟松家中慰问"}, {"kind": "study", "minutes": "梁拟菊"}),
    )
    book = snapshot(theme_day(), visit, named)
    assert [member.name for member in infirm(book, TODAY)] == ["沈拟松", "梁拟菊"]
    found = sought_out(book, BED, date(2026, 1, 1), TODAY)
    assert [(one.day.isoformat(), one.how) for one in found] == [
        ("2026-08-14", "visit"), ("2026-10-09", "home"), ("2026-10-18", "visit"),
    ]
    assert sought_out(book, BED, date(2026, 10, 10), date(2026, 10, 17)) == []
    liang = ROSTER.by_label["梁拟菊"]
    assert [one.how for one in sought_out(book, liang, date(2026, 1, 1), TODAY)] == ["home"]


@pytest.mark.parametrize(("sanction", "until"), [
    ("warning", date(2027, 2, 28)), ("serious_warning", date(2027, 8, 31)), ("post_removed", date(2028, 2, 29)),
    ("expelled", None), (None, None),
])
def test_how_long_a_sanction_weighs(sanction, until):
    assert influence_until(editions()["2026"], sanction, date(2026, 3, 1)) == until


def test_who_is_under_a_sanction_on_a_day():
    one = record("award", 1, decided_on="2026-03-01", member="尹拟谷", sanction="warning")
    member = ROSTER.by_label["尹拟谷"]
    book = snapshot(one)
    assert under_influence(book, member, date(2027, 2, 28)) == one
    assert under_influence(book, member, date(2027, 3, 1)) is None
    assert under_influence(book, member, date(2026, 2, 28)) is None
    assert under_influence(book, ROSTER.by_label["白拟远"], date(2026, 5, 1)) is None
    written = record("award", 1, decided_on="2026-03-01", member="尹拟谷", sanction="warning", influence_until="2026-04-30")
    assert under_influence(snapshot(written), member, date(2026, 5, 1)) is None
