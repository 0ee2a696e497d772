"""Ledgers of the stars: numbers and days that contradict each other, and what a fire station lacks."""

from __future__ import annotations

from datetime import date

import pytest
from finding_cases import BookCase, Case, check_quiet, check_trigger
from member_records import record

from wdbranch.book.record import Attachment

TODAY = date(2026, 11, 23)
PHOTO = Attachment("ab" * 32, "整改后.jpg", "photo", 1000)
PAPER = Attachment("cd" * 32, "通知.pdf", "file", 1000)


def hazard(**changes):
    values = {"found_on": "2026-10-09", "unit": "拟安小吃店", "hazard": "灭火器过期", "due": "2026-10-16", "closed_on": "2026-10-12"}
    attachments = changes.pop("attachments", (PHOTO,))
    made = record("hazard", 1, **{**values, **changes})
    return type(made)(made.id, made.form, made.edition, made.year, made.values, attachments=attachments)


def dispute(**changes):
    return record("dispute", 1, registered_on="2026-10-09", kind="neighbour", subject="晾衣滴水", **changes)


def drill(**changes):
    return record("drill", 1, held_on="2026-10-09", kind="fire", topic="楼道灭火", **changes)


def station(**changes):
    values = {"founded_on": "2024-03-01", "name": "拟安站", "members": 5, "per_shift": 3, "all_day": True, "three_minutes": True}
    return record("fire_station", 1, **{**values, **changes})


def courtyard(**changes):
    parts = {"tidy": 18, "clean": 19, "green": 17, "manners": 20, "harmony": 20}
    return record("courtyard", 1, judged_on="2026-06-20", household="拟田家", **{**parts, "total": 94, **changes})


def vineyard(**changes):
    return record("industry", 1, registered_on="2026-06-20", name="葡萄园", kind="grape", **{"area_mu": 100.0, "area_sqm": 66666.67, **changes})


def fund(*moves):
    return tuple(
        record("charity_fund", number, moved_on=day, kind=kind, purpose=purpose, amount=amount)
        for number, (day, kind, purpose, amount) in enumerate(moves, 1)
    )


def points(*moves):
    return tuple(
        record("villager_points", number, given_on="2026-03-02", household=who, move=move, item="清洁日", points=few)
        for number, (who, move, few) in enumerate(moves, 1)
    )


GIFT = ("2026-02-02", "donation", "合作社捐款", 500.0)
TRIGGERS = [
    Case("T-61", (hazard(closed_on="2026-10-08"),), ("closed_on", None), ("销号日期", "2026年10月8日", "发现日期", "2026年10月9日")),
    Case("T-62", (hazard(closed_on=None),), ("closed_on", None), ("2026年10月16日", "38 天", "销号日期"), today=TODAY),
    Case("T-63", (hazard(attachments=(PAPER,)),), ("closed_on", None), ("没有照片",)),
    Case("T-64", (dispute(result="resolved"),), ("closed_on", None), ("化解", "还空着")),
    Case("T-64", (dispute(closed_on="2026-10-10"),), ("result", None), ("2026年10月10日", "结果没有选")),
    Case("T-65", (drill(people=12, party_members=13),), ("party_members", None), ("其中党员", "13", "参加人数", "12")),
    Case("T-66", (station(members=4),), ("members", None), ("队员人数", "4", "5 名以上")),
    Case("T-66", (station(three_minutes=None),), ("three_minutes", None), ("三分钟到场", "没有打勾")),
    Case("T-67", (courtyard(total=95),), ("total", None), ("95", "94")),
    BookCase("T-71", fund(GIFT, ("2026-03-02", "reward", "孝善之星", 500.01)), words=("孝善之星", "-0.01"), subjects=("2026",)),
    BookCase("T-72", points(("岳家", "gain", 5), ("岳家", "exchange", 4), ("岳家", "loss", 2)), words=("岳家", "-1 分"), subjects=("岳家",)),
    Case("T-68", (vineyard(area_sqm=66700),), ("area_sqm", None), ("100 亩", "66666.67", "66700")),
]
QUIET = [
    Case("T-61", (hazard(closed_on="2026-10-09"),)),
    Case("T-61", (hazard(closed_on=None),)),
    Case("T-62", (hazard(),), today=TODAY),
    Case("T-62", (hazard(closed_on=None),), today=date(2026, 10, 16)),
    Case("T-63", (hazard(),)),
    Case("T-63", (hazard(closed_on=None, attachments=()),)),
    Case("T-64", (dispute(),)),
    Case("T-64", (dispute(result="moved", closed_on="2026-10-10"),)),
    Case("T-65", (drill(people=12, party_members=12),)),
    Case("T-65", (drill(people=12),)),
    Case("T-66", (station(),)),
    Case("T-67", (courtyard(),)),
    Case("T-67", (courtyard(tidy=None),)),
    Case("T-68", (vineyard(),)),
    BookCase("T-71", fund(GIFT, ("2026-03-02", "reward", "孝善之星", 500.0))),
    BookCase("T-72", points(("岳家", "gain", 5), ("岳家", "exchange", 5), (None, "exchange", 5))),
    Case("T-68", (vineyard(area_mu=1.5, area_sqm=1001.0),)),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)
