"""Findings on party dues: each rule objects where it must and is quiet where it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from dues_book import payment, rate, remittance, row
from finding_cases import BookCase, Case, changed, check_quiet, check_trigger
from rules_branch import BRANCH, IDS, theme_day

from wdbranch.book.record import Attachment

NOV = date(2026, 11, 23)
NEW = changed(董拟星={"join_date": "2026-03-20"})
SIGNED = Attachment("cd" * 32, "收缴单.jpg", "signin", 1000)
NAMES = "陈拟舟 韩拟秋 马拟川 宋拟真 许拟禾 李拟桐 郭拟山 高拟兰".split()
EVEN = tuple(row(name, 50, "2026-10") for name in NAMES)
DAY = theme_day()


def case(rule, *records, place=None, words=(), **more):
    return Case(rule, records, place, words, today=NOV, **more)


def book(rule, *records, words=(), subjects=None, today=NOV, **more):
    return BookCase(rule, records, None, words, today=today, subjects=subjects, **more)


SINCE = replace(BRANCH, settings={"since": "2026-06-01"})
WAITING = (rate("白拟远", 50, "2026-06"),)
FLOATING = (rate("邱拟江", 50, "2026-09"),)


LESS = {"waiver": "less", "waiver_amount": 0.2, "waiver_discussed_on": "2026-01-08", "waiver_approved_on": "2026-01-20"}

TRIGGERS = [
    case("G-67", rate("白拟远", 50, base=5001), place=("amount", None), words=("5001.00", "1.5%", "75.02", "50.00")),
    case("G-67", rate("白拟远", 100, base=10000), place=("amount", None), words=("150.00",)),
    case("G-67", rate("白拟远", 50, payer_kind="pension", base=5000), place=("amount", None), words=("25.00",)),
    case("G-67", rate("白拟远", 50), place=("base", None), words=("基数",)),
    case("G-67", rate("葛拟春", 0.5, payer_kind="least"), place=("amount", None), words=("0.20", "0.50")),
    case("G-67", rate("田拟稻", 1.5, payer_kind="farmer"), place=("amount", None), words=("0.20", "1.00")),
    case("G-67b", payment("2026-10-09", row("白拟远", 50, "2026-10"), total=60), place=("total", None), words=("60.00", "50.00")),
    case(
        "G-67b", payment("2026-10-09", row("白拟远", 100, "2026-09", count=2), row("白拟远", 50, "2026-10")),
        place=("payments", 1), words=("2026年10月",),
    ),
    case(
        "G-67b", payment("2026-10-09", row("白拟远", 50, "2026-10", paid_on="2026-12-01")), place=("payments", 0),
        words=("2026年12月1日",),
    ),
    case("F-01", rate("葛拟春", 30, **{**LESS, "waiver_approved_on": None}), place=("waiver_approved_on", None), words=("葛拟春",)),
    case("F-01", rate("葛拟春", 30, **{**LESS, "waiver_discussed_on": None}), place=("waiver_discussed_on", None)),
    case("F-01", rate("葛拟春", 30, **{**LESS, "waiver_discussed_on": "2026-02-01"}), place=("waiver_approved_on", None)),
    case("F-01", rate("葛拟春", 30, **{**LESS, "waiver_amount": None}), place=("waiver_amount", None)),
    case(
        "F-01", rate("白拟远", 50), payment("2026-10-09", row("白拟远", 30, "2026-10")), place=("payments", 0),
        words=("应交 50.00", "少 20.00"),
    ),
    case("F-02", rate("董拟星", 20, "2026-05"), place=("from_month", None), words=("2026年3月", "2026年5月"), roster=NEW),
    case("F-02", rate("董拟星", 20), place=("from_month", None), words=("2026年1月",), roster=NEW),
    case("F-04", rate("白拟远", 50), rate("白拟远", 60, number=2), place=("from_month", None), words=("2026年1月",)),
    case(
        "F-04", rate("尹拟谷", 50), rate("尹拟谷", 75.02, "2026-07", number=2),
        payment("2026-08-14", row("尹拟谷", 50, "2026-08")), place=("payments", 0), words=("75.02", "50.00"),
    ),
    case("F-05", payment("2026-07-10", row("郭拟山", 50, "2026-07", extra=1000)), place=("payments", 0), words=("1000.00",)),
    case("F-06", rate("贺拟帆", 50, rhythm="quarterly"), place=("quarter_consent", None), words=("贺拟帆",)),
    case(
        "F-06", rate("白拟远", 50), payment("2026-10-09", row("白拟远", 500, "2026-01", count=10)), place=("payments", 0),
        words=("9 个月", "6 个月"),
    ),
    case(
        "F-06", DAY, rate("丁拟白", 50), payment("2026-10-09", row("丁拟白", 50, "2026-10"), links=(DAY.id,)),
        place=("payments", 0), words=("丁拟白", "代交人"),
    ),
    case("F-08", payment("2026-10-09", *EVEN), place=("payments", None), words=("8 人", "50.00")),
    case(
        "F-09", rate("白拟远", 50), payment("2026-01-09", row("白拟远", 50, "2026-01")),
        remittance("2026-04-10", "2026-01", "2026-03", 500), place=("amount", None), words=("50.00", "500.00"),
    ),
    case("F-09", remittance("2026-04-10", "2026-03", "2026-01", 500), place=("last", None)),
    book("F-03", *FLOATING, words=("邱拟江", "2 个月"), subjects=(str(IDS["邱拟江"]),)),
    book("F-07", *WAITING, today=date(2026, 12, 1), words=("连续 6 个月", "白拟远"), subjects=(f"{IDS['白拟远']}-2026-06",)),
    book("G-67c", *WAITING, branch=SINCE, today=date(2026, 8, 3), words=("1 人未交（白拟远）",), subjects=("2026-06", "2026-07")),
    book("G-67d", *WAITING, words=("核定表未完成", "26 人"), subjects=("D-12:2026",)),
    book("G-67d", *WAITING, branch=SINCE, today=date(2027, 1, 5), words=("没有公布",), subjects=("D-12:2026", "D-13:2026")),
]

QUIET = [
    case("G-67", rate("白拟远", 75.02, base=5001)),
    case("G-67", rate("白拟远", 25, payer_kind="pension", base=5000)),
    case("G-67", rate("葛拟春", 0.2, payer_kind="least")),
    case("G-67", rate("田拟稻", 0.6, payer_kind="farmer")),
    case("G-67", rate("白拟远", 50, payer_kind=None)),
    case("G-67b", payment("2026-10-09", row("白拟远", 50, "2026-10", extra=10))),
    case("F-01", rate("葛拟春", 30, **LESS)),
    case("F-01", rate("葛拟春", 30, **{**LESS, "waiver": "none", "waiver_amount": None})),
    case("F-01", rate("葛拟春", 30, **LESS), payment("2026-10-09", row("葛拟春", 0.2, "2026-10"))),
    case(
        "F-01", rate("白拟远", 50), payment("2026-10-23", row("白拟远", 20, "2026-10"), number=2),
        payment("2026-10-09", row("白拟远", 30, "2026-10")),
    ),
    case("F-02", rate("董拟星", 20, "2026-03"), roster=NEW),
    case("F-02", rate("白拟远", 50)),
    case("F-02", rate("董拟星", 20, "2026-03"), rate("董拟星", 25, "2026-09", number=2), roster=NEW),
    case("F-02", rate("董拟星", 20, "2026-05"), roster=changed(董拟星={"join_date": "2026-03-20", "in_date": "2026-04-20"})),
    case("F-04", rate("白拟远", 50), rate("白拟远", 60, "2026-07", number=2)),
    case(
        "F-04", rate("尹拟谷", 50), rate("尹拟谷", 75.02, "2026-07", number=2),
        payment("2026-08-14", row("尹拟谷", 50, "2026-06")),
    ),
    case("F-05", payment("2026-07-10", row("郭拟山", 50, "2026-07", extra=999.99))),
    case(
        "F-05", remittance("2026-07-20", "2026-07", "2026-07", 1000, special=1000),
        payment("2026-07-10", row("郭拟山", 50, "2026-07", extra=1000)),
    ),
    case("F-06", rate("贺拟帆", 50, rhythm="quarterly", quarter_consent="2026-01-08")),
    case("F-06", rate("白拟远", 50), payment("2026-10-09", row("白拟远", 350, "2026-04", count=7))),
    case("F-06", rate("白拟远", 50), payment("2026-10-09", row("白拟远", 50, "2026-01", note="长期住院，病愈后补交"))),
    case("F-06", DAY, rate("丁拟白", 50), payment("2026-10-09", row("丁拟白", 50, "2026-10", paid_by="女儿"), links=(DAY.id,))),
    case(
        "F-06", DAY, rate("丁拟白", 50),
        payment("2026-10-09", row("丁拟白", 50, "2026-10", paid_on="2026-10-20"), links=(DAY.id,)),
    ),
    case("F-08", payment("2026-10-09", *EVEN[:-1])),
    case("F-08", payment("2026-10-09", *EVEN[:-1], row(NAMES[-1], 60, "2026-10"))),
    case("F-08", replace(payment("2026-10-09", *EVEN), attachments=(SIGNED,))),
    case(
        "F-09", rate("白拟远", 50), payment("2026-01-09", row("白拟远", 50, "2026-01")),
        remittance("2026-04-10", "2026-01", "2026-03", 1050, special=1000),
    ),
    book("F-03", rate("邱拟江", 50, "2026-11")),
    book("F-03", *WAITING),
    book("F-07", *WAITING),
    book("G-67c", *WAITING, payment("2026-08-01", row("白拟远", 100, "2026-06", count=2)), branch=SINCE, today=date(2026, 8, 3)),
    book("G-67c", branch=SINCE),
    book("G-67d", *(rate(name, 50, "2026-06", number=number) for name, number in IDS.items()), branch=SINCE),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)
