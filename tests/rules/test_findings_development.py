"""Group F: each rule with a case that it objects to and one that it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import Case, changed, check_quiet, check_trigger, with_row, with_values
from rules_branch import assembly
from sample_cases import development

from wdbranch.book.record import Record

LATER = date(2026, 12, 31)
SANCTION = Record(
    "9" * 12, "award", "2026", 2026,
    {"decided_on": "2026-01-10", "member": "郭拟山", "title": "党内警告", "influence_until": "2027-01-09", "seq": 1},
)
LINKED = development(links=("a00000000003",))
ENTERED = {"join_date": "2026-09-18", "applicant": False}


def silent(record, *words):
    """The assembly without certain words in its minutes."""
    def clean(value):
        if isinstance(value, str):
            for word in words:
                value = value.replace(word, "")
            return value
        return value

    values = {
        key: tuple({c: clean(v) for c, v in row.items()} if isinstance(row, dict) else row for row in value)
        if isinstance(value, tuple) else clean(value)
        for key, value in record.values.items()
    }
    return with_values(record, **values)


def reviews(*days):
    return tuple({"on": day, "by": (), "opinion": None} for day in days)


TRIGGERS = [
    Case("F-60", (development(candidate_on="2024-09-01"),), ("candidate_on", None), ("早于", "确定积极分子")),
    Case("F-60", (development(publicity_until="2026-06-14"),), ("publicity_until", None), ("早于起日",)),
    Case("F-60", (development(political_on=None),), ("political_on", None), ("政治审查",)),
    Case("F-60", (development(reviews=()),), ("reviews", None)),
    Case("F-61", (development(talk_on="2024-04-06"),), ("talk_on", None), ("超过了 2024年4月5日",)),
    Case("F-61", (development(assembly_on="2026-10-03", probation_until="2027-10-02"),), ("assembly_on", None), ("预审合格后一个月内",)),
    Case("F-61", (development(),), ("approve_on", None), ("已过",), today=LATER),
    Case("F-62", (development(reviews=reviews("2025-03-20", "2025-10-20", "2026-03-20")),), ("reviews", 1), ("第 2 次", "实际在 2025年10月20日")),
    Case("F-62", (development(reviews=reviews("2025-03-20", "2025-09-19")),), ("reviews", None), ("还没有登记",)),
    Case("F-62", (development(activist_on="2025-07-01", reviews=reviews("2025-12-30", "2026-06-20")),), ("listed_on", None), ("不满一年",)),
    Case("F-62", (development(training_until="2026-08-05", training_hours=16.0),), ("training_on", None), ("2 天、16 学时",)),
    Case("F-63", (development(publicity_on=None, publicity_until=None),), ("publicity_on", None)),
    Case("F-63", (development(publicity_until=None),), ("publicity_until", None), ("没有止日",)),
    Case("F-63", (development(publicity_until="2026-06-19"),), ("publicity_until", None), ("只有 4 个工作日",)),
    Case("F-63", (development(listed_on="2026-06-22"),), ("listed_on", None), ("届满之后",)),
    Case("F-63", (development(floating=True),), ("second_on", None), ("流入地",)),
    Case("F-63", (development(floating=True, second_on="2026-06-15", second_until="2026-06-17"),), ("second_until", None)),
    Case("F-64", (development(),), ("apply_on", None), ("未满 18",), roster=changed(杜拟言={"birth": "2006-04-12"})),
    Case("F-64", (development(introducers=("郭拟山",)),), ("introducers", None), ("有 1 名",)),
    Case("F-64", (development(introducers=("郭拟山", "董拟星")),), ("introducers", None), ("“预备”",)),
    Case("F-64", (development(introducers=("郭拟山", "佟拟远")),), ("introducers", None), ("不在花名册",)),
    Case("F-64", (development(),), ("introducers", None), ("留党察看",), roster=changed(高拟兰={"span": ("on_probation", "2026-01-01")})),
    Case("F-64", (SANCTION, development()), ("introducers", None), ("党内警告", "2027年1月9日")),
    Case("F-64", (development(contacts=(), assembly_on=None),), ("contacts", None), ("应为 1 至 2 名",)),
    Case("F-64", (with_row(development(), "contacts", 0, name="夏拟安"),), ("contacts", 0), ("培养联系人夏拟安",)),
    Case("F-65", (development(inquiry_on="2026-07-28"),), ("political_on", None), ("函调",)),
    Case("F-65", (development(),), ("apply_on", None), ("花名册登记的是",), roster=changed(杜拟言={"apply_date": "2024-03-15"})),
    Case("F-65", (assembly(), with_values(LINKED, assembly_on="2026-09-17")), ("assembly_on", None), ("党员大会第 3 次",)),
    Case("F-66", (development(probation_until="2027-09-18"),), ("probation_until", None), ("应为 2027年9月17日",)),
    Case("F-66", (development(extended_until="2027-12-01"),), ("extended_until", None), ("不少于半年",)),
    Case("F-66", (development(full_assembly_on="2027-09-17"),), ("full_assembly_on", None), ("届满之后",), today=date(2027, 10, 1)),
    Case("F-resolution", (silent(assembly(), "赞成"),), None, ("决议写明表决结果",)),
    Case("F-resolution", (silent(assembly(), "介绍人"),), None, ("入党介绍人介绍情况",)),
]

QUIET = [
    Case("F-60", (development(),)),
    Case("F-60", (development(publicity_on=None, publicity_until=None, listed_on="2026-05-08", candidate_on="2026-04-28", agree_on="2026-05-06"),)),
    Case("F-61", (development(talk_on="2024-04-05"),)),                     # the last day is in time
    Case("F-61", (development(assembly_on="2026-10-02", probation_until="2027-10-01"),)),
    Case("F-62", (development(),)),
    Case("F-62", (development(reviews=reviews("2025-04-04", "2025-09-19", "2026-03-20")),)),    # 15 days of grace
    Case("F-62", (development(training_until="2026-08-04", training_hours=24.0),)),             # one day, but 24 hours
    Case("F-63", (development(),)),
    Case("F-63", (development(publicity_on=None, publicity_until=None, listed_on="2026-05-10"),)),   # the old rules
    Case("F-63", (development(floating=True, second_on="2026-06-15", second_until="2026-06-22"),)),
    Case("F-64", (development(),), roster=changed(杜拟言={"birth": "2006-03-05"})),              # eighteen that very day
    Case("F-64", (replace(SANCTION, values={**SANCTION.values, "influence_until": "2026-07-08"}), development())),
    Case("F-65", (assembly(), LINKED), roster=changed(杜拟言={"apply_date": "2024-03-05"})),
    Case("F-66", (development(),)),
    Case("F-66", (development(extended_until="2028-03-17", full_assembly_on="2028-03-20"),), today=date(2028, 4, 1)),
    Case("F-resolution", (assembly(),)),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)


@pytest.mark.parametrize(("day", "level"), [("2024-04-06", "应"), ("2026-06-20", "必")])
def test_the_old_edition_is_never_more_than_advice(day, level):
    received = "2024-03-05" if day < "2026" else "2026-05-15"
    record = development(**{key: None for key in development().values if key.endswith("_on")})
    record = with_values(record, apply_on=received, receive_on=received, talk_on=day, opened_on="2026-01-05", contacts=())
    found = [f for f in Case("F-61", (record,)).found() if f.field == "talk_on"]
    assert [f.level for f in found] == [level]


def test_the_whole_case_of_the_sample_stands_up():
    record = development()
    for rule in ("F-60", "F-61", "F-62", "F-63", "F-64", "F-65", "F-66"):
        check_quiet(Case(rule, (record,), today=date(2026, 11, 23)))
