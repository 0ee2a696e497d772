"""The duties D-11 to D-14 of party dues."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from dues_book import payment, rate, row
from rules_branch import BRANCH, IDS, snapshot

from wdbranch.book.record import Record
from wdbranch.rules.duties import duties

ONE = rate("白拟远", 50)
EVERYBODY = tuple(rate(name, 50, "2026-04", number=number) for name, number in IDS.items() if number <= 27)


def one(day, duty, period, *records, **more):
    found = [d for d in duties(snapshot(*records, **more), day) if (d.id, d.period) == (duty, period)]
    return found[0] if found else None


def test_collecting_is_due_at_the_end_of_each_month():
    open_ = one(date(2026, 3, 23), "D-11", "2026-03", ONE)
    assert (open_.state, open_.days_left, open_.form, open_.page) == ("soon", 8, "dues_payment", "dues")
    assert open_.say == "2026年3月党费 1 人未交（白拟远），还剩 8 天。"
    late = one(date(2026, 4, 1), "D-11", "2026-03", ONE)
    assert (late.state, late.say) == ("overdue", "2026年3月党费 1 人未交（白拟远），请补收，确有困难的报批减免。")
    paid = payment("2026-03-13", row("白拟远", 50, "2026-03"))
    done = one(date(2026, 4, 1), "D-11", "2026-03", ONE, paid)
    assert (done.state, done.say) == ("done", "2026年3月已于 2026年3月13日完成。")


def test_no_assessment_no_collection():
    assert one(date(2026, 3, 23), "D-11", "2026-03") is None
    waived = rate("白拟远", 50, waiver="none", waiver_approved_on="2026-01-02")
    assert one(date(2026, 3, 23), "D-11", "2026-03", waived) is None


def test_by_the_quarter_is_asked_in_its_last_month():
    quarterly = rate("白拟远", 50, rhythm="quarterly", quarter_consent="2026-01-02")
    assert one(date(2026, 3, 31), "D-11", "2026-02", quarterly) is None
    assert one(date(2026, 3, 31), "D-11", "2026-03", quarterly).state == "soon"


def test_assessing_is_due_in_january():
    assert one(date(2026, 1, 20), "D-12", "2026").days_left == 11
    late = one(date(2026, 4, 20), "D-12", "2026", ONE)
    assert (late.state, late.say) == (
        "overdue", "2026年度党费核定表未完成，还差 26 人（陈拟舟、韩拟秋、马拟川等 26 人），请补核定。",
    )
    assert one(date(2026, 4, 20), "D-12", "2026", *EVERYBODY).state == "done"


def test_a_book_begun_later_has_the_rest_of_the_year():
    later = replace(BRANCH, settings={"since": "2026-06-01"})
    assert one(date(2026, 6, 20), "D-12", "2026", branch=later).due == date(2026, 12, 31)
    assert one(date(2026, 11, 23), "D-12", "2026", branch=replace(BRANCH, settings={})).state == "open"


def test_publishing_once_a_year():
    told = Record("8" * 12, "dues_publication", "2026", 2026, {"published_on": "2026-06-26"})
    assert one(date(2026, 12, 20), "D-13", "2026").say == "2026年度尚未公布党费收缴情况，还剩 11 天。"
    assert one(date(2026, 12, 20), "D-13", "2026", told).state == "done"


@pytest.mark.parametrize(("day", "count", "state", "word"), [
    (date(2026, 4, 1), 3, "soon", "谈话了解"), (date(2026, 6, 1), 5, "soon", "马上谈话核实"),
    (date(2026, 7, 1), 6, "overdue", "立即谈话核实"),
])
def test_arrears_of_three_five_and_six_months(day, count, state, word):
    found = one(day, "D-14", f"{IDS['白拟远']}-2026-01", ONE)
    assert (found.state, found.due, found.member) == (state, date(2026, 6, 30), IDS["白拟远"])
    assert f"白拟远已连续 {count} 个月未交党费" in found.say
    assert word in found.say
    assert found.title == "党费欠交：白拟远"


def test_two_months_are_not_yet_arrears():
    assert not [d for d in duties(snapshot(ONE), date(2026, 3, 31)) if d.id == "D-14"]
