"""Group E and required boxes: each rule with a record that it objects to and one that it does not."""

from __future__ import annotations

import pytest
from finding_cases import Case, changed, check_quiet, check_trigger, marked, with_row, with_values
from rules_branch import assembly, committee, lecture, theme_day

ROWS = assembly().get("attendance")


def row_of(name):
    return [row["name"] for row in ROWS].index(name)


def opinion(record, name, **values):
    return with_row(record, "attendance", row_of(name), **values)


def vote(record=None, **values):
    return with_row(record or assembly(), "votes", 0, **values)


def general(**values):
    """A plain vote by show of hands."""
    record = with_row(assembly(), "agenda", 2, kind="vote", person=None)
    record = opinion(record, "葛拟春", opinion=None, opinion_on=None)
    plain = {"method": "hands", "issued": None, "returned": None, "valid": None, "invalid": None, "written_yes": None}
    return vote(record, **{**plain, **values})


def election(**values):
    """An election of committee members; one row for each candidate."""
    record = opinion(with_row(assembly(), "agenda", 2, kind="elect", person=None), "葛拟春", opinion=None, opinion_on=None)
    row = {**record.rows("votes")[0], "written_yes": None, "tellers": ("李拟桐",), "seats": 3}
    rows = [
        {**row, "subject": f"选举{name}", "candidates": (name,), "yes": yes, "no": 18 - yes, "abstain": 0, "result": result}
        for name, yes, result in (
            ("陈拟舟", 17, "passed"), ("韩拟秋", 16, "passed"), ("马拟川", 15, "passed"), ("宋拟真", 6, "failed"),
        )
    ]
    rows[0].update(values)
    return with_values(record, votes=tuple(rows))


def second_person(**values):
    """A second candidate for admission under an item and a vote of their own."""
    record = assembly()
    agenda = (*record.rows("agenda"), {"no": 4, "kind": "admit", "title": "讨论接收方拟竹同志", "person": "方拟竹"})
    ballot = {**record.rows("votes")[0], "agenda": 4, "subject": "接收方拟竹同志", "written_yes": None, **values}
    return with_values(record, agenda=agenda, votes=(*record.rows("votes"), ballot))


TRIGGERS = [
    Case("E-51", (vote(with_values(assembly(), present_vote=11), issued=11),), ("votes", 0), ("实到 11 人", "没有超过半数")),
    Case("E-51", (with_values(general(), present_vote=10),), ("votes", 0), ("不到半数",)),
    Case("E-51", (with_values(committee(), present_all=2),), ("votes", 0), ("委员 5 人",)),
    Case("E-52", (vote(yes=10, no=7, written_yes=1),), ("votes", 0), ("赞成 11 票", "22 人的半数")),
    Case("E-52", (general(yes=11, no=7, abstain=0),), ("votes", 0)),
    Case("E-52", (vote(result="failed"),), ("votes", 0), ("未通过",)),
    Case("E-52", (election(yes=9, no=9),), ("votes", 0), ("不能当选",)),
    Case("E-53", (vote(abstain=2),), ("votes", 0), ("合计 19 票",)),
    Case("E-53", (vote(returned=19, valid=19),), ("votes", 0), ("多于发出",)),
    Case("E-53", (vote(valid=17),), ("votes", 0), ("合计不等于收回",)),
    Case("E-53", (vote(issued=17, returned=17, valid=17, yes=16),), ("votes", 0), ("发出选票 17 张",)),
    Case("E-53", (vote(issued=None, invalid=None),), ("votes", 0), ("发出、无效",)),
    Case("E-53", (general(yes=19),), ("votes", 0), ("多于实到",)),
    Case("E-54", (vote(method="hands"),), ("votes", 0), ("举手",)),
    Case("E-54", (vote(with_row(assembly(), "agenda", 2, kind="discipline"), method="voice"),), ("votes", 0)),
    Case("E-54", (election(method="hands"),), ("votes", 0)),
    Case("E-55", (with_row(assembly(), "agenda", 2, person="杜拟言、方拟竹"),), ("agenda", 2), ("杜拟言、方拟竹",)),
    Case("E-55", (vote(second_person(), subject="接收杜拟言、方拟竹同志"),), ("votes", 0)),
    Case("E-55", (with_values(second_person(), votes=assembly().rows("votes")),), ("agenda", 3), ("方拟竹没有单独",)),
    Case("E-56", (with_values(assembly(), present_vote=20),), ("present_vote", None), ("董拟星、夏拟安",)),
    Case("E-57", (opinion(assembly(), "葛拟春", status="present"),), ("attendance", row_of("葛拟春")), ("已经到会",)),
    Case("E-57", (opinion(assembly(), "葛拟春", opinion_on="2026-09-19"),), ("attendance", row_of("葛拟春")), ("晚于",)),
    Case("E-57", (opinion(assembly(), "葛拟春", opinion_on=None),), ("attendance", row_of("葛拟春")), ("没有日期",)),
    Case("E-57", (vote(written_yes=2),), ("votes", 0), ("赞成 2", "登记的是赞成 1")),
    Case("E-57", (general(written_yes=1),), ("votes", 0), ("不计书面意见",)),
    Case("E-57", (election(written_yes=1),), ("votes", 0)),
    Case(
        "E-57", (assembly(),), ("attendance", row_of("葛拟春")), ("没有表决权",),
        roster=changed(葛拟春={"span": ("on_probation", "2026-01-01")}),
    ),
    Case("E-58", (election(tellers=("宋拟真", "李拟桐")),), ("votes", 0), ("宋拟真是候选人",)),
    Case("E-59", (with_values(election(), present_vote=17),), ("votes", 0), ("不到五分之四",)),
    Case("E-59", (election(seats=4),), ("votes", 0), ("至少要有 5 名",)),
    Case("required", (with_values(assembly(), place=None),), ("place", None), ("地点",)),
    Case("required", (with_values(assembly(), decisions=()),), ("decisions", None)),
    Case("required", (with_row(assembly(), "decisions", 0, text=None),), ("decisions", 0), ("第 1 行", "事项")),
    Case("required", (marked(assembly(), 丁拟白=(None, None)),), ("attendance", None), ("1 人没有标记", "丁拟白")),
    Case("required", (with_values(assembly(), present_vote=None),), ("present_vote", None), ("有表决事项",)),
    Case("required", (with_values(assembly(), votes=()),), ("votes", None), ("议题 3 ",)),
]

QUIET = [
    Case("E-51", (vote(with_values(assembly(), present_vote=12), issued=12),)),
    Case("E-51", (with_values(general(), present_vote=11),)),
    Case("E-51", (with_values(committee(), present_all=3),)),
    Case("E-51", (with_values(assembly(), present_vote=None),)),
    Case("E-52", (vote(yes=11, no=6, written_yes=1),)),
    Case("E-52", (vote(yes=10, no=8, abstain=0, written_yes=1, result="failed"),)),
    Case("E-52", (election(),)),                                             # who lost is simply not elected
    Case("E-52", (with_values(assembly(), present_vote=11),)),               # no quorum: E-51 says it
    Case("E-53", (vote(returned=17, valid=16, invalid=1, yes=15),)),
    Case("E-53", (general(yes=17, no=0, abstain=1),)),
    Case("E-53", (committee(),)),
    Case("E-54", (general(),)),
    Case("E-54", (committee(),)),
    Case("E-55", (second_person(),)),
    Case("E-55", (with_row(assembly(), "agenda", 2, person="和拟平"),)),      # 和 is a surname
    Case("E-55", (with_row(committee(), "agenda", 0, kind="admit", person="杜拟言、方拟竹"),)),
    Case("E-56", (with_values(assembly(), present_vote=21),)),               # three too many: A-07
    Case("E-56", (assembly(),)),
    Case("E-57", (opinion(assembly(), "葛拟春", opinion_on="2026-09-18"),)),
    Case("E-57", (second_person(),)),
    Case("E-57", (committee(),)),
    Case("E-58", (election(),)),
    Case("E-59", (election(),)),
    Case("E-59", (with_values(assembly(), present_vote=12),)),               # not an election
    Case("required", (assembly(),)),
    Case("required", (committee(),)),                                        # a committee form has no due_vote
    Case("required", (lecture(),)),
    Case("required", (theme_day(),)),
    Case("required", (with_values(assembly(), present_vote=0, leave_note=None),)),   # zero is an answer
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)
