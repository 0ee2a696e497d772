"""Indicators and figures that are worked out of any records, as their data says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_branch import editions, snapshot

from wdbranch.book.record import Record
from wdbranch.rules.figures import Figure, figure_list, may_leave, told_outside
from wdbranch.rules.indicators.generic import GENERIC
from wdbranch.rules.indicators.outcome import Question, number, percent
from wdbranch.rules.indicators.strict import astray, misspelt
from wdbranch.rules.stars import standards

DAY = date(2026, 11, 23)
_IDS = iter(range(1, 1 << 20))


def rec(form, **values):
    field = editions()["2026"].forms[form].date_field
    day = values.get(field)
    return Record(f"{next(_IDS):012x}", form, "2026", int(day[:4]) if day else 2026, values)


def ask(entry, *records, day=DAY, year=None):
    return GENERIC[entry["auto"]]({"count": "做了的÷应做的", **entry}, Question(snapshot(*records), day, year))


def publicity(day, kind="anti_fraud", **more):
    return rec("publicity", held_on=day, kind=kind, topic="宣传", **more)


ANTI_FRAUD = [{"form": "publicity", "where": [{"field": "kind", "is": ["anti_fraud"]}]}]


def test_a_count_of_this_year_up_to_today():
    entry = {"auto": "count", "from": ANTI_FRAUD, "least": 2, "unit": "场"}
    some = [publicity("2026-03-02"), publicity("2025-03-02"), publicity("2026-12-24"), publicity("2026-04-15", "law")]
    one = ask(entry, *some)
    assert (one.state, one.numerator, one.denominator) == ("not_yet", 1, None)
    assert one.say == "1场，要求不少于 2场"
    assert one.todo == "还差 1场：办了就记在“宣传活动”。"
    assert one.records == (some[0].id,)
    assert ask(entry, *some, publicity("2026-05-01")).state == "met"
    assert ask(entry, *some, day=date(2027, 3, 1), year=2026).numerator == 2
    assert ask(entry, publicity("2026-03-02"), day=date(2027, 3, 1), year=2026).state == "unmet"


def test_what_had_to_be_done_by_a_day_is_unmet_after_it():
    entry = {"auto": "count", "from": ANTI_FRAUD, "least": 1, "by": "04-30"}
    assert ask(entry, day=date(2026, 4, 30)).state == "not_yet"
    assert ask(entry, day=date(2026, 5, 1)).state == "unmet"


def test_without_a_threshold_the_figure_waits_for_a_person():
    shown = ask({"auto": "count", "from": ANTI_FRAUD, "unit": "场"}, publicity("2026-03-02"))
    assert (shown.state, shown.numerator, shown.say) == ("manual", 1, "1场")


def test_a_record_counts_once_however_many_entries_match():
    entry = {"auto": "sum", "from": [
        {"form": "publicity", "field": "leaflets", "where": [{"field": "kind", "is": ["anti_fraud", "law"]}]},
        {"form": "publicity", "field": "leaflets", "where": [{"field": "kind", "is": ["law"]}]},
    ]}
    found = ask(entry, publicity("2026-03-02", "law", leaflets=300), publicity("2026-03-03", leaflets=20))
    assert found.numerator == 320


def test_none_must_have_happened():
    entry = {"auto": "none", "from": [{"form": "hazard", "where": [{"field": "closed_on", "filled": False}]}], "unit": "处"}
    assert ask(entry, rec("hazard", found_on="2026-03-02", closed_on="2026-03-05")).state == "met"
    open_one = rec("hazard", found_on="2026-04-02")
    bad = ask(entry, open_one)
    assert (bad.state, bad.numerator, bad.lacking) == ("unmet", 1, (open_one.id,))


def test_a_share_has_numerator_denominator_and_meaning():
    entry = {"auto": "share", "from": [{"form": "hazard"}], "having": [{"field": "closed_on", "filled": True}], "percent": 100}
    assert ask(entry).state == "n/a"
    assert ask(entry).say == "不适用（分母为 0：应做的）"
    done = rec("hazard", found_on="2026-03-02", closed_on="2026-03-05")
    left = rec("hazard", found_on="2026-04-02")
    two = ask(entry, done, left)
    assert (two.state, two.numerator, two.denominator, two.lacking) == ("unmet", 1, 2, (left.id,))
    assert two.say == "1÷2=50%（分母：应做的）"
    assert ask(entry, done).state == "met"
    assert ask({**entry, "percent": 50}, done, left).state == "met"


def test_in_time_is_a_condition():
    in_time = {"auto": "share", "from": [{"form": "hazard"}], "having": [{"field": "closed_on", "not_after": "due"}], "percent": 100}
    late = rec("hazard", found_on="2026-03-02", due="2026-03-10", closed_on="2026-03-12")
    assert ask(in_time, late).numerator == 0
    within = {**in_time, "having": [{"field": "closed_on", "within_days_of": "found_on", "days": 10}]}
    assert ask(within, late).numerator == 1
    assert ask({**within, "having": [{"field": "closed_on", "within_days_of": "found_on", "days": 9}]}, late).numerator == 0


def test_two_number_fields_of_the_latest_record_or_of_all():
    entry = {"auto": "totals", "form": "publicity", "over": "gifts", "of_field": "leaflets", "how": "latest"}
    both = [publicity("2026-03-02", leaflets=10, gifts=1), publicity("2026-04-02", leaflets=10, gifts=9), publicity("2026-05-02")]
    assert (ask(entry, *both).numerator, ask(entry, *both).denominator) == (9, 10)
    assert (ask({**entry, "how": "sum"}, *both).numerator, ask({**entry, "how": "sum"}, *both).denominator) == (10, 20)
    assert ask({**entry, "percent": 90}, *both).state == "met"
    assert ask(entry).state == "n/a"


def test_one_kind_of_record_for_another():
    entry = {"auto": "quotient", "from": ANTI_FRAUD, "over": [{"form": "publicity"}], "percent": 50}
    found = ask(entry, publicity("2026-03-02"), publicity("2026-03-03", "law"))
    assert (found.state, found.numerator, found.denominator) == ("met", 1, 2)


def test_kinds_that_have_a_record():
    entry = {"auto": "kinds", "from": [{"form": "publicity"}], "field": "kind", "values": ["anti_fraud", "law"]}
    one = ask(entry, publicity("2026-03-02"), publicity("2026-03-03"))
    assert (one.state, one.numerator, one.denominator) == ("unmet", 1, 2)
    assert one.todo == "还缺：法治，记在“宣传活动”。"
    assert ask(entry, publicity("2026-03-02"), publicity("2026-03-03", "law")).state == "met"
    every = ask({**entry, "values": []}, publicity("2026-03-02"))
    assert every.denominator == len(editions()["2026"].choices["publicity_kind"])


def test_periods_that_are_over():
    entry = {"auto": "periods", "from": ANTI_FRAUD, "period": "quarter", "percent": 100}
    three = [publicity(day) for day in ("2026-01-05", "2026-05-05", "2026-07-05")]
    found = ask(entry, *three)
    assert (found.state, found.numerator, found.denominator) == ("met", 3, 3)
    assert found.say == "3÷3=100%（分母：已过完的季度）；本季还差 1 次，还剩 38 天"
    two = ask(entry, three[0], three[2])
    assert (two.state, two.todo) == ("unmet", "第二季度没有记录：办了的补记在“宣传活动”，没办的尽快补上。")
    closed = ask(entry, *three, day=date(2027, 2, 1), year=2026)
    assert (closed.state, closed.numerator, closed.denominator) == ("unmet", 3, 4)
    assert ask(entry, publicity("2026-01-05"), day=date(2026, 1, 6)).state == "n/a"


@pytest.mark.parametrize(("period", "over"), [("day", 326), ("week", 47), ("month", 10), ("half", 1)])
def test_every_kind_of_period(period, over):
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(400)]
    patrols = [rec("patrol", started_on=day.isoformat() + "T08:00") for day in days if day <= DAY]
    entry = {"auto": "periods", "from": [{"form": "patrol"}], "period": period, "percent": 100}
    found = ask(entry, *patrols)
    assert (found.numerator, found.denominator) == (over, over)
    gap = ask(entry, *(one for one in patrols if one.values["started_on"][:7] != "2026-03"))
    assert gap.numerator < over or period == "half"


def test_what_stands_counts_while_it_stands():
    entry = {"auto": "exists", "from": [{"form": "fire_station"}]}
    form = editions()["2026"].forms["fire_station"]
    old = rec("fire_station", **{form.date_field: "2023-05-01"})
    assert ask(entry, old).state == "met"
    ended = rec("fire_station", **{form.date_field: "2023-05-01", form.end_field: "2026-06-30"})
    assert ask(entry, ended).state == "unmet"
    assert ask(entry, ended, day=date(2027, 1, 5), year=2025).state == "met"


def test_a_past_year_is_judged_whole_and_by_its_own_records():
    entry = {"auto": "count", "from": ANTI_FRAUD, "least": 1}
    assert ask(entry, publicity("2025-03-02"), day=DAY, year=2025).state == "met"
    assert ask(entry, publicity("2026-03-02"), day=DAY, year=2025).state == "unmet"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["anti_fraud", "law"]), st.integers(0, 900))))
def test_count_and_sum_agree_with_a_plain_loop(made):
    records = [
        publicity((date(2026, 1, 1) + timedelta(days=day)).isoformat(), kind, leaflets=leaflets)
        for day, kind, leaflets in made
    ]
    mine = [leaflets for day, kind, leaflets in made if kind == "anti_fraud" and day <= (DAY - date(2026, 1, 1)).days]
    assert ask({"auto": "count", "from": ANTI_FRAUD}, *records).numerator == len(mine)
    summed = ask({"auto": "sum", "from": [{**ANTI_FRAUD[0], "field": "leaflets"}]}, *records)
    assert summed.numerator == sum(mine)


def test_numbers_are_said_with_few_decimals():
    assert percent(2121, 2127) == "99.7%"
    assert percent(1402.38, 3694.38) == "38%"
    assert [number(value) for value in (27.87, 3000.0, 0)] == ["27.87", "3000", "0"]


def test_how_a_figure_is_said():
    def figure(value, denominator=None):
        return Figure("x", "数", "件", ("PA",), value, denominator, "全部", DAY, ()).say

    assert figure(61) == "61 件"
    assert figure(2121, 2127) == "2121÷2127=99.7%"
    assert figure(0, 0) == "不适用"


@pytest.mark.parametrize(("entry", "fault"), [
    ({"auto": "count"}, "少了“from”"),
    ({"auto": "count", "from": [{"form": "publicity"}], "lest": 1}, "不认识“lest”"),
    ({"auto": "count", "from": [{"form": "publicity", "wher": []}]}, "不认识“wher”"),
    ({"auto": "sum", "from": [{"form": "publicity"}]}, "少了“field”"),
    ({"auto": "periods", "from": [{"form": "publicity"}], "period": "moon"}, "不认识“period = moon”"),
    ({"auto": "count", "from": [{"form": "publicity", "where": [{"field": "kind", "equals": 1}]}]}, "写得不对"),
    ({"auto": "totals", "form": "publicity", "over": "a", "of_field": "b", "how": "best"}, "不认识“how = best”"),
])
def test_what_is_misspelt_is_named(entry, fault):
    assert any(fault in said for said in misspelt(entry, frozenset()))


@pytest.mark.parametrize(("entry", "fault"), [
    ({"auto": "count", "from": [{"form": "moonshine"}]}, "没有“moonshine”这张表"),
    ({"auto": "count", "from": [{"form": "publicity", "where": [{"field": "colour", "filled": True}]}]}, "没有“colour”一栏"),
    ({"auto": "count", "from": [{"form": "publicity", "where": [{"field": "kind", "is": ["moon"]}]}]}, "没有“moon”这一项"),
    ({"auto": "sum", "from": [{"form": "publicity", "field": "topic"}]}, "没有能这样算的“topic”一栏"),
    ({"auto": "count", "from": [{"form": "publicity", "rows": "topic"}]}, "没有“topic”这张小表"),
    ({"auto": "kinds", "from": [{"form": "publicity"}], "field": "people"}, "没有能这样算的“people”一栏"),
])
def test_what_the_edition_lacks_is_named(entry, fault):
    assert any(fault in said for said in astray(entry, editions()["2026"]))


def test_standards_and_figures_name_only_what_the_edition_has():
    entries = [*figure_list(), *(entry for standard in standards() for star in standard.stars for entry in star["indicator"])]
    assert {f"{entry['id']}：{fault}" for entry in entries for fault in astray(entry, editions()["2026"])} == set()


def test_only_figures_of_shared_boxes_are_told_outside():
    edition = editions()["2026"]
    assert may_leave({"auto": "sum", "from": [{"form": "publicity", "field": "leaflets"}]}, edition)
    assert may_leave({"auto": "count", "from": [{"form": "hazard", "where": [{"field": "closed_on", "filled": True}]}]}, edition)
    hidden = next(field.id for field in edition.forms["dispute"].fields if not field.share)
    assert not may_leave({"auto": "count", "from": [{"form": "dispute", "where": [{"field": hidden, "filled": True}]}]}, edition)
    assert not may_leave({"auto": "count", "from": [{"form": "moonshine"}]}, edition)
    told = told_outside(snapshot(publicity("2026-03-02", leaflets=320)), DAY)
    assert 320 in told.values()
    assert all(value for value in told.values())
