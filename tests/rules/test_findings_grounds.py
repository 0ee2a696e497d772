"""Ledgers of a strong branch: scores of grid workers, units, buildings, plates, the six steps of deciding."""

from __future__ import annotations

import pytest
from finding_cases import Case, check_quiet, check_trigger
from member_records import record


def review(number=1, day="2026-09-28", **changes):
    scores = ({"name": "尹拟谷", "patrol": 20, "reports": 15.5, "grade": "excellent"}, {"name": "田拟稻", "patrol": 12, "grade": "pass"})
    results = ({"name": "尹拟谷", "total": 35.5, "grade": "excellent", "money": 300}, {"name": "田拟稻", "total": 12, "grade": "pass"})
    values = {"reviewed_on": day, "scores": scores, "results": results, "total_money": 300}
    return record("grid_review", number, **{**values, **changes})


def unit(number, level, name, parent=None, leader="陈拟舟", **changes):
    return record("org_unit", number, set_on="2026-03-01", level=level, name=name, parent=parent, leader=leader, **changes)


def building(*homes, **changes):
    values = {"listed_on": "2026-03-01", "name": "拟和苑1号楼", "units": 2, "floors": 6, "per_floor": 2, "households": homes}
    return record("building", 1, **{**values, **changes})


def home(unit=1, floor=1, room="101", **changes):
    return {"unit": unit, "floor": floor, "room": room, **changes}


def promise(**changes):
    return record("promise", 1, promised_on="2026-02-27", member="尹拟谷", promise="看院里上下水", **changes)


def deciding(**changes):
    return record("deliberation", 1, **{"raised_on": "2026-03-01", "kind": "four_two", "topic": "修2号院路", **changes})


ABOVE = unit(1, "first", "拟安社区党委")
TRIGGERS = [
    Case("T-90", (review(), review(2, "2026-09-30")), ("scores", None), ("尹拟谷、田拟稻", "2026年9月28日", "只评一次")),
    Case("T-90", (review(scores=({"name": "尹拟谷"}, {"name": "尹拟谷"})),), ("scores", None), ("尹拟谷", "2 行")),
    Case("T-91", (review(results=({"name": "尹拟谷", "total": 36, "grade": "excellent", "money": 300},)),), ("results", 0), ("36", "35.5")),
    Case("T-91", (review(results=({"name": "尹拟谷", "total": 35.5, "grade": "excellent"},), total_money=None),), ("results", 0), ("300 元",)),
    Case("T-91", (review(total_money=600),), ("total_money", None), ("600", "300")),
    Case("T-92", (ABOVE, unit(2, "third", "第一网格党支部", "拟安片区")), ("parent", None), ("拟安片区", "没有登记")),
    Case("T-92", (ABOVE, unit(2, "second", "拟安片区党总支")), ("parent", None), ("还空着", "党委")),
    Case("T-92", (ABOVE, unit(2, "second", "拟安片区党总支", "拟安社区党委", leader=None)), ("leader", None), ("负责人",)),
    Case("T-92", (unit(2, "fourth", "一组"), unit(1, "third", "第一网格党支部", "一组")), ("parent", None), ("不比本级高",)),
    Case("T-93", (building(home(floor=7, room="701")),), ("households", 0), ("701", "6 层")),
    Case("T-93", (building(home(), home()),), ("households", None), ("101", "2 行")),
    Case("T-94", (promise(ways=("badge", "door_plate")),), ("consent", None), ("尹拟谷", "同意")),
    Case("T-95", (deciding(proposed_on="2026-03-02", reviewed_on="2026-03-10"),), ("consulted_on", None), ("两委商议", "党员大会审议")),
    Case("T-95", (deciding(proposed_on="2026-03-12", consulted_on="2026-03-10"),), ("consulted_on", None), ("早于",)),
]
QUIET = [
    Case("T-90", (review(), review(2, "2026-10-08"))),
    Case("T-91", (review(),)),
    Case("T-91", (review(results=(), total_money=None),)),
    Case("T-92", (ABOVE, unit(2, "second", "拟安片区党总支", "拟安社区党委"))),
    Case("T-92", (ABOVE, unit(2, "third", "第一网格党支部", "拟安社区党委"))),
    Case("T-93", (building(home(), home(room="102"), home(unit=2, floor=6, room="601", party=True, consent=True), shown_on="2026-04-01"),)),
    Case("T-93", (building(home(party=True), shown_on="2026-04-01"),)),
    Case("T-94", (promise(ways=("door_plate",), consent=True),)),
    Case("T-94", (promise(ways=("badge",)),)),
    Case("T-95", (deciding(proposed_on="2026-03-02", consulted_on="2026-03-02", reviewed_on="2026-03-10"),)),
    Case("T-95", (deciding(kind="yard", reviewed_on="2026-03-10"),)),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)
