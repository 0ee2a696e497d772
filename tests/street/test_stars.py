"""The counts of stars over a street: each village or community once, those who did not report left out."""

from __future__ import annotations

from wdbranch.rules.tables import words_table
from wdbranch.store.desk import ListedBranch
from wdbranch.street.stars import star_board
from wdbranch.street.tables import Column, Figure, StreetTable, TableRow


def board(*rows):
    entry = next(each for each in words_table("packet", "tables")["table"] if each["id"] == "T7")
    columns = tuple(Column(**each) for each in entry["column"])
    place = {column.summary: number for number, column in enumerate(columns)}
    made = []
    for number, told in enumerate(rows):
        figures = [Figure(None)] * len(columns)
        for name, value in (told or {}).items():
            figures[place[f"stars.{name}"]] = Figure(value)
        made.append(TableRow(ListedBranch(f"NH-{number}", "拟支部", "拟", ""), told is not None, tuple(figures) if told is not None else ()))
    return star_board(StreetTable("T7", "星级总览", columns, tuple(made), ()))


def test_branches_of_one_community_count_once_and_who_did_not_report_not_at_all():
    found = board(
        {"holder": "拟安社区", "reached": 3, "before": 2}, {"holder": "拟安社区", "reached": 3, "before": 2},
        {"holder": "拟榴村", "reached": 4, "before": 4}, {"holder": "拟平社区", "reached": 1, "before": 0}, None,
    )
    assert (found.holders, found.two_or_more, found.three, found.four, found.five, found.four_before) == (3, 2, 1, 1, 0, 1)
    assert found.say == "二星以上 2÷3=66.7%（分母：已报的村、社区），三星 1 个，四星 1 个（上年 1 个），五星 0 个。"


def test_nobody_reported_or_another_table():
    assert board(None) is None
    assert star_board(StreetTable("T2", "三会一课", (Column("党员大会", form="party_assembly", measure="meetings"),), (), ())) is None
