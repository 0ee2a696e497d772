"""Who came and went, read off the roster; the balance of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rules_branch import IDS, ROSTER, assembly, snapshot

from wdbranch.book.people import Member, Roster, Span
from wdbranch.rules.movements import balance, movements

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def told(members: tuple[Member, ...]) -> list[tuple[str, str, int]]:
    book = snapshot(roster=Roster(members))
    return [(move.day.isoformat(), move.kind, move.change) for move in movements(book, FIRST, LAST)]


def person(number: int, **facts: object) -> Member:
    return replace(Member(number, f"余拟{number}", join_date="2015-07-01", full_date="2016-07-01"), **facts)  # type: ignore[arg-type]


def test_every_way_in_and_out():
    members = (
        person(1, in_date="2026-03-02"),
        person(2, out_date="2026-04-10", out_reason="去世"),
        person(3, join_date="2026-06-30", full_date=None),
        person(4, join_date="2025-05-20", full_date="2026-05-20"),
        person(5, spans=(Span("membership_suspended", "2026-07-01", "2026-09-01"),)),
        person(6, out_date="2026-08-01"),
        person(7, applicant=True, in_date="2026-08-01"),
        person(8, in_date="2026-01-31", full_date="2020-01-01"),
    )
    assert told(members) == [
        ("2026-01-31", "转入", 1),
        ("2026-03-02", "转入", 1),
        ("2026-04-10", "去世", -1),
        ("2026-05-20", "转正", 0),
        ("2026-06-30", "发展", 1),
        ("2026-07-01", "停止党籍", -1),
        ("2026-08-01", "转出", -1),
        ("2026-09-01", "恢复党籍", 1),
    ]
    kept = balance(snapshot(roster=Roster(members)), FIRST, LAST)
    assert (kept.first, kept.plus, kept.minus, kept.last) == (4, 4, 3, 5)
    assert kept.holds


def test_the_assembly_that_prolonged_a_probation():
    agenda = ({"no": 1, "kind": "extend", "title": "延长董拟星同志预备期", "person": "董拟星"},)
    carried = assembly(agenda=agenda, votes=({"agenda": 1, "result": "passed"},))
    moves = movements(snapshot(carried), FIRST, LAST)
    assert [(move.kind, move.member, move.record) for move in moves if move.kind == "延长预备期"] == [
        ("延长预备期", IDS["董拟星"], carried.id)
    ]
    refused = assembly(agenda=agenda, votes=({"agenda": 1, "result": "failed"},))
    assert all(move.kind != "延长预备期" for move in movements(snapshot(refused), FIRST, LAST))


def test_dates_that_cannot_be_break_the_balance():
    wrong = Roster((*ROSTER.members, person(90, in_date="2026-06-01", out_date="2026-03-01")))
    assert not balance(snapshot(roster=wrong), FIRST, LAST).holds


days = st.dates(date(2024, 1, 1), date(2027, 12, 31)).map(date.isoformat)


@given(st.lists(st.tuples(days, days, st.booleans()), max_size=12))
def test_the_balance_holds_for_every_life_that_can_be(lives):
    members = tuple(
        person(
            number,
            in_date=min(one, other) if moved else None,
            join_date="2015-07-01" if moved else min(one, other),
            full_date=None,
            out_date=max(one, other) if one != other else None,
        )
        for number, (one, other, moved) in enumerate(lives, 1)
    )
    assert balance(snapshot(roster=Roster(members)), FIRST, LAST).holds
