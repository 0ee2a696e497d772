"""Party dues: brackets to the cent, months, waivers, arrears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from dues_book import payment, rate, row
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_branch import ROSTER, snapshot

from wdbranch.book.people import Member, Roster, Span
from wdbranch.rules import dues
from wdbranch.rules.dues import Dues

TODAY = date(2026, 11, 23)
YEAR = dues.year_months(2026)
JAN = YEAR[0]


def month(number):
    return JAN + number - 1


def account(name, *records, roster=ROSTER):
    return Dues(snapshot(*records, roster=roster)).named(name)


# --- the standard -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("base", "percent", "owed"), [
    ("0", "0.5", "0.00"), ("2999.99", "0.5", "15.00"), ("3000", "0.5", "15.00"), ("3000.01", "1", "30.00"),
    ("5000", "1", "50.00"), ("5001", "1.5", "75.02"), ("10000", "1.5", "150.00"), ("10000.01", "2", "200.00"),
    ("12345.67", "2", "246.91"),
])
def test_wages_by_bracket_on_the_whole_base(base, percent, owed):
    found = dues.assess("wage", dues.cents(base))
    assert (found.rate, dues.say_yuan(found.amount)) == (Decimal(percent), owed)


@pytest.mark.parametrize(("base", "percent", "owed"), [
    ("5000", "0.5", "25.00"), ("5000.01", "1", "50.00"), ("10001", "1", "100.01"),
])
def test_pensions_have_one_boundary(base, percent, owed):
    found = dues.assess("pension", dues.cents(base))
    assert (found.rate, dues.say_yuan(found.amount)) == (Decimal(percent), owed)


def test_fixed_amounts_need_no_base():
    assert dues.assess("fixed", None) == dues.Assessed(None, 20)
    assert dues.say_yuan(dues.assess("fixed", None).amount) == "0.20"
    assert dues.assess("farmer", None).amount == 20
    assert (dues.kinds()["farmer"].least, dues.kinds()["farmer"].most) == (20, 100)
    assert dues.assess("wage", None) is None


def test_every_kind_of_payer_has_a_standard_and_every_standard_a_source():
    assert set(dues.kinds()) == {"wage", "pension", "farmer", "fixed"}
    assert all("2008" in kind.source and "已见条文" in kind.source for kind in dues.kinds().values())


@pytest.mark.parametrize(("unit", "mode", "owed"), [
    (1, "half_up", 7502), (1, "down", 7501), (10, "down", 7500), (10, "half_up", 7500), (100, "half_up", 7500),
])
def test_rounding_is_the_branch_s_own(monkeypatch, unit, mode, owed):
    monkeypatch.setitem(dues.rules_table("dues"), "rounding", {"unit": unit, "mode": mode})
    assert dues.assess("wage", 500100).amount == owed


BASES = st.integers(min_value=0, max_value=50_000_00)


@given(BASES)
def test_the_rate_is_that_of_the_whole_base(base):
    found = dues.assess("wage", base)
    exact = Decimal(base) * found.rate / 100
    assert abs(found.amount - exact) <= Decimal("0.5")
    assert found.rate == (
        Decimal("0.5") if base <= 300000 else 1 if base <= 500000 else Decimal("1.5") if base <= 1000000 else 2
    )


@given(BASES, st.integers(min_value=0, max_value=1_000_00))
def test_who_earns_more_never_owes_less(base, more):
    for kind in ("wage", "pension"):
        assert dues.assess(kind, base + more).amount >= dues.assess(kind, base).amount


@given(st.integers(min_value=-10**9, max_value=10**9))
def test_amounts_keep_every_cent(amount):
    assert dues.cents(dues.yuan(amount)) == amount
    assert dues.cents(dues.say_yuan(amount)) == amount


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_months_are_numbers_that_tile_the_calendar(day):
    number = dues.month_of(day)
    assert dues.first_day(number) <= day <= dues.last_day(number)
    assert dues.month_in(dues.iso_month(number)) == number == dues.month_in(day.isoformat())
    assert number in dues.year_months(day.year)


# --- accounts -----------------------------------------------------------------------------------------------


def test_months_before_the_assessment_are_nobody_s_debt():
    one = account("白拟远", rate("白拟远", 50, "2026-03"))
    assert one.month(month(2)).due is None
    assert one.month(month(3)).due == 5000
    assert account("白拟远").behind(TODAY) == []


def test_a_change_within_the_year_counts_from_its_month():
    one = account("尹拟谷", rate("尹拟谷", 50), rate("尹拟谷", 75.02, "2026-07", number=2))
    assert [one.month(month(n)).due for n in (6, 7, 12)] == [5000, 7502, 7502]


def test_last_year_s_assessment_holds_until_the_next():
    one = account("白拟远", rate("白拟远", 40, "2025-01"), rate("白拟远", 50, "2026-02", number=2))
    assert [one.month(month(n)).due for n in (0, 1, 2)] == [4000, 4000, 5000]


def test_a_waiver_lasts_until_its_month_and_only_when_approved():
    less = {"waiver": "less", "waiver_amount": 0.2, "waiver_until": "2026-06"}
    assert account("葛拟春", rate("葛拟春", 30, **less)).month(month(1)).due == 3000
    one = account("葛拟春", rate("葛拟春", 30, **less, waiver_approved_on="2026-01-05"))
    assert [one.month(month(n)).due for n in (1, 6, 7)] == [20, 20, 3000]
    assert one.month(month(1)).waived
    assert not one.month(month(7)).waived
    none = account("葛拟春", rate("葛拟春", 30, waiver="none", waiver_approved_on="2026-01-05"))
    assert none.month(month(3)).state(month(3), TODAY) == dues.WAIVED


def test_one_payment_is_spread_over_its_months_oldest_first():
    one = account("白拟远", rate("白拟远", 50), payment("2026-03-13", row("白拟远", 120, "2026-01", count=3)))
    assert [one.month(month(n)).paid for n in (1, 2, 3, 4)] == [5000, 5000, 2000, 0]
    states = [one.month(month(n)).state(month(n), TODAY) for n in (1, 2, 3, 4, 11, 12)]
    assert states == ["paid", "paid", "partly", "owed", "open", "open"]
    assert one.month(month(3)).missing == 3000
    assert one.month(month(3)).on == date(2026, 3, 13)


def test_what_is_too_much_stays_with_the_last_month():
    one = account("白拟远", rate("白拟远", 50), payment("2026-02-13", row("白拟远", 150, "2026-01", count=2)))
    assert [one.month(month(n)).paid for n in (1, 2, 3)] == [5000, 10000, 0]


def test_who_paid_for_an_absent_one_and_on_which_day():
    records = (
        rate("邱拟江", 50),
        payment("2026-01-09", row("邱拟江", 50, "2026-01", paid_by="家属邱拟河", paid_on="2026-01-12")),
    )
    one = account("邱拟江", *records).month(JAN)
    assert (one.by, one.on) == ("家属邱拟河", date(2026, 1, 12))


def test_by_the_quarter_a_month_is_late_when_the_quarter_is():
    quarterly = rate("贺拟帆", 50, rhythm="quarterly", quarter_consent="2026-01-08")
    one = account("贺拟帆", quarterly)
    assert [dues.say_month(m) for m, _ in one.behind(date(2026, 11, 23))][-1] == "2026年9月"
    assert [dues.say_month(m) for m, _ in one.behind(date(2027, 1, 1))][-1] == "2026年12月"


def test_who_moves_away_owes_to_the_month_of_leaving_and_who_comes_from_the_assessed_one():
    members = [
        replace(member, out_date="2026-05-20", out_reason="转出") if member.name == "白拟远"
        else replace(member, in_date="2026-04-10") if member.name == "尹拟谷" else member
        for member in ROSTER.members
    ]
    roster = replace(ROSTER, members=tuple(members))
    gone = account("白拟远", rate("白拟远", 50), roster=roster)
    assert [gone.month(month(n)).due for n in (5, 6)] == [5000, None]
    come = account("尹拟谷", rate("尹拟谷", 50), roster=roster)
    assert [come.month(month(n)).due for n in (3, 4)] == [None, 5000]
    book = Dues(snapshot(rate("白拟远", 50), roster=roster))
    assert "白拟远" in [one.name for one in book.in_year(2026)]
    assert "白拟远" not in [one.name for one in book.in_year(2027)]


def test_whose_membership_is_suspended_owes_nothing():
    members = [
        replace(m, spans=(*m.spans, Span("membership_suspended", "2026-04-01"))) if m.name == "白拟远" else m
        for m in ROSTER.members
    ]
    one = account("白拟远", rate("白拟远", 50), roster=replace(ROSTER, members=tuple(members)))
    assert [one.month(month(n)).due for n in (3, 4)] == [5000, None]


def test_probationary_members_are_assessed_from_their_month():
    assert account("董拟星", rate("董拟星", 20)).month(month(2)).due is None     # joined on 2026-03-20
    assert account("董拟星", rate("董拟星", 20)).month(month(3)).due == 2000


# --- behind -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "run"), [
    (date(2026, 1, 31), 0), (date(2026, 2, 1), 1), (date(2026, 4, 1), 3), (date(2026, 6, 30), 5), (date(2026, 7, 1), 6),
])
def test_months_in_a_row_without_payment(day, run):
    assert len(account("白拟远", rate("白拟远", 50)).unpaid_run(day)) == run


def test_any_payment_ends_the_run_and_a_waived_month_does_not():
    paid = payment("2026-04-10", row("白拟远", 50, "2026-04"))
    assert account("白拟远", rate("白拟远", 50), paid).unpaid_run(date(2026, 7, 1)) == (month(5), month(6))
    waived = rate("白拟远", 50, "2026-04", number=2, waiver="none", waiver_approved_on="2026-04-01",
                  waiver_until="2026-05")
    assert account("白拟远", rate("白拟远", 50), waived).unpaid_run(date(2026, 8, 1)) == tuple(map(month, (1, 2, 3, 6, 7)))


def test_paying_ahead_is_no_debt():
    one = account("白拟远", rate("白拟远", 50), payment("2026-01-09", row("白拟远", 600, "2026-01", count=12)))
    assert one.unpaid_run(TODAY) == ()
    assert one.month(month(12)).state(month(12), TODAY) == dues.PAID


def test_who_is_behind_with_how_much():
    records = (rate("白拟远", 50), rate("尹拟谷", 30, number=2), payment("2026-01-09", row("尹拟谷", 330, "2026-01", count=11)))
    found = Dues(snapshot(*records)).behind(TODAY)
    assert [(one.account.name, len(one.months), one.amount, one.run) for one in found] == [
        ("白拟远", 10, 50000, tuple(map(month, range(1, 11)))),
    ]


# --- collecting ---------------------------------------------------------------------------------------------


def test_a_collection_asks_everybody_for_what_they_owe():
    records = (
        rate("白拟远", 50), rate("尹拟谷", 30, number=2), rate("贺拟帆", 40, number=3, rhythm="quarterly"),
        payment("2026-02-13", row("白拟远", 100, "2026-01", count=2), row("尹拟谷", 30, "2026-02")),
    )
    book = Dues(snapshot(*records))
    asked = [(a.name, dues.iso_month(first), count, owed) for a, first, count, owed in book.to_collect(date(2026, 3, 13))]
    assert asked == [
        ("白拟远", "2026-03", 1, 5000), ("尹拟谷", "2026-01", 1, 3000), ("尹拟谷", "2026-03", 1, 3000),
        ("贺拟帆", "2026-01", 3, 12000),
    ]
    assert [a.name for a, *_ in book.to_collect(date(2026, 2, 13))] == ["尹拟谷"]
    assert [a.name for a in book.uncollected(month(2))] == []
    assert [a.name for a in book.uncollected(month(3))] == ["白拟远", "尹拟谷", "贺拟帆"]


def test_who_has_no_assessment_for_the_year():
    book = Dues(snapshot(*(rate(m.name, 10, number=m.id) for m in ROSTER.members if m.id > 2 and not m.applicant)))
    assert [a.name for a in book.unassessed(2026, TODAY)] == ["陈拟舟", "韩拟秋"]
    assert len(book.unassessed(2027, date(2027, 1, 31))) == 27


def test_what_came_in():
    records = (rate("白拟远", 50), payment("2026-03-13", row("白拟远", 150, "2026-01", count=3, extra=20)))
    book = Dues(snapshot(*records))
    assert book.collected([JAN, month(2)]) == 10000
    assert book.received([month(3)]) == 15000
    assert book.received([JAN]) == 0


def test_a_record_can_be_left_out():
    records = (rate("白拟远", 50), payment("2026-01-09", row("白拟远", 50, "2026-01")))
    assert Dues(snapshot(*records)).account(ROSTER.by_label["白拟远"]).month(JAN).paid == 5000
    assert Dues(snapshot(*records), without=records[1].id).account(ROSTER.by_label["白拟远"]).month(JAN).paid == 0


def test_two_of_one_name_are_told_apart():
    twins = Roster((
        Member(1, "王拟伟", birth="1970-01", join_date="1990-07-01", full_date="1991-07-01"),
        Member(2, "王拟伟", birth="1988-01", join_date="2010-07-01", full_date="2011-07-01"),
    ))
    book = Dues(snapshot(rate("王拟伟（1970）", 50), rate("王拟伟（1988）", 20, number=2), roster=twins))
    assert [one.month(JAN).due for one in book.on(TODAY)] == [5000, 2000]


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 6), st.integers(0, 40000)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_cent_is_lost_or_made(parts):
    rows = [row("白拟远", amount / 100, dues.iso_month(JAN + first), count=count) for first, count, amount in parts]
    one = account("白拟远", rate("白拟远", 50), *([payment("2026-12-01", *rows)] if rows else []))
    paid = sum(one.month(number).paid for number in range(JAN, JAN + 24))
    assert paid == sum(amount for *_, amount in parts)
    assert all(one.month(number).paid >= 0 for number in YEAR)
    for number, missing in one.owing(YEAR[-1]):
        assert missing == 5000 - one.month(number).paid > 0
