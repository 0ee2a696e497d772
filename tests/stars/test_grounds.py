"""A strong branch: grids and their monthly review, posts and vacancies, units, buildings, policies, posts of members."""

from __future__ import annotations

from datetime import date

import pytest

from wdbranch.book.people import Member, Span
from wdbranch.operations import record as records
from wdbranch.operations import sheets
from wdbranch.paths import resource
from wdbranch.rules.tables import read_table

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def people(book):
    spans = (Span("group", "2020-01-01", None, "第一党小组"),)
    book.put_members([Member(0, name=name, sex="男", join_date="2010-07-01", full_date="2011-07-01", spans=spans) for name in ("陈拟舟", "尹拟谷", "田拟稻")], "登记")
    book.set_groups(("第一党小组",))


@pytest.fixture(scope="module")
def quarter(write, people):
    write("grid", "2026-01-05", name="第一网格", group="第一党小组", leader="陈拟舟")
    write("grid", "2026-01-05", name="第二网格")
    write("grid_worker", "2026-01-05", name="卢拟衡", grid="第一网格", kind="full")
    write("grid_worker", "2026-01-05", name="潘拟洋", grid="第一网格", kind="part")
    write("building", "2026-01-06", name="拟和苑1号楼", grid="第一网格", yard="2号院", units=2, floors=3, per_floor=2, households=(
        {"unit": 1, "floor": 1, "room": "101", "occupancy": "resident", "party": True, "consent": True},
        {"unit": 1, "floor": 3, "room": "301", "occupancy": "vacant"},
        {"unit": 2, "floor": 2, "room": "201", "occupancy": "rented", "party": True},
    ))
    write("duty_post", "2026-01-07", kind="building_leader", name="尹拟谷", area="拟和苑1号楼", phone="13900000017")
    write("duty_post", "2026-01-07", kind="unit_leader", name="田拟稻", area="拟和苑1号楼", unit=2)


def lines(book, view):
    found = sheets.sheet(book, view, 2026, TODAY)
    ids = [column.id for column in found.columns]
    return [dict(zip(ids, line.cells, strict=True)) for line in found.lines], found


def test_a_review_brings_its_workers_and_adds_up_itself(write, quarter, book):
    made = write("grid_review", "2026-09-28", present=("陈拟舟",))
    assert made.get("title") == "2026年9月网格员积分评议"
    assert [row["name"] for row in made.rows("scores")] == ["卢拟衡", "潘拟洋"]
    assert not made.rows("results")
    rows = [dict(row) for row in made.rows("scores")]
    rows[0].update(patrol=20, visits=5.5, grade="pass")
    rows[1].update(patrol=30, grade="excellent")
    saved = records.set_value(book, made.id, "scores", tuple(rows)).record
    assert [(row["name"], row["total"], row["money"]) for row in saved.rows("results")] == [("潘拟洋", 30, 300), ("卢拟衡", 25.5, None)]
    assert (saved.get("excellent"), saved.get("total_money")) == (1, 300)
    found, sheet = lines(book, "grid_reward_sheet")
    assert [(line["month"], line["name"], line["money"]) for line in found] == [("9月", "潘拟洋", "300.00")]
    assert "1 人次，奖金合计 300.00 元" in sheet.notes[0]


def test_results_that_were_taken_out_do_not_come_back(write, quarter, book):
    made = write("grid_review", "2026-10-28", scores=({"name": "卢拟衡", "patrol": 9, "grade": "pass"},))
    assert made.rows("results")
    records.set_value(book, made.id, "results", ())
    saved = records.set_value(book, made.id, "present", ("陈拟舟",)).record
    assert saved.rows("results") == ()


def test_posts_follow_from_what_there_is_and_the_vacant_are_named(quarter, book):
    found, sheet = lines(book, "duty_post_sheet")
    told = {(line["kind"], line["area"], line["unit"]): line["name"] for line in found}
    assert told["楼栋长", "拟和苑1号楼", ""] == "尹拟谷"
    assert told["单元长", "拟和苑1号楼", "1"] == "空缺"
    assert told["单元长", "拟和苑1号楼", "2"] == "田拟稻"
    assert told["网格长", "第一网格", ""] == "陈拟舟"
    assert told["网格员", "第二网格", ""] == told["庭院长", "2号院", ""] == told["党小组长", "第一党小组", ""] == "空缺"
    assert [line["name"] for line in found if line["kind"] == "网格员" and line["area"] == "第一网格"] == ["卢拟衡", "潘拟洋"]
    assert [line.lacking for line in sheet.lines] == [line["name"] == "空缺" for line in found]
    assert "应配岗位 9 个，已配 4 个，空缺 5 个" in sheet.notes[0]


def test_whom_to_ask_by_address(quarter, book):
    found, _ = lines(book, "address_chain")
    assert [line["unit"] for line in found] == ["1", "2"]
    assert found[1] == {
        "building": "拟和苑1号楼", "unit": "2", "unit_leader": "田拟稻", "building_leader": "尹拟谷", "yard_leader": "空缺",
        "worker": "卢拟衡、潘拟洋", "grid": "第一网格", "grid_leader": "陈拟舟", "group_leader": "空缺", "secretary": "",
    }


def test_buildings_are_counted_without_names(quarter, book):
    found, sheet = lines(book, "building_sheet")
    assert {key: found[0][key] for key in ("homes", "resident", "rented", "vacant", "shop", "party", "consent")} == {
        "homes": "3", "resident": "1", "rented": "1", "vacant": "1", "shop": "", "party": "2", "consent": "1",
    }
    assert "党员户 2 户，其中本人同意公示 1 户" in sheet.notes[0]


def test_a_unit_is_put_below_the_last_one_of_the_level_above(write, book):
    write("org_unit", "2026-01-05", level="first", name="拟安社区党委", leader="秦拟竹")
    made = write("org_unit", "2026-01-06", level="second", name="东片区党总支")
    assert made.get("parent") == "拟安社区党委"
    found, sheet = lines(book, "org_sheet")
    assert [line["name"] for line in found] == ["拟安社区党委", "东片区党总支"]
    assert [line.lacking for line in sheet.lines] == [False, True]
    assert "片区党总支 1 个、网格党支部 0 个" in sheet.notes[0]


def test_a_template_fills_a_policy_that_then_is_ones_own(write, book):
    made = write("policy", "2026-03-01", template="tripartite")
    assert made.get("name") == "“三方联动”会议制度" and made.get("kind") == "joint"
    assert made.get("body").startswith("一、三方是社区")
    records.set_value(book, made.id, "body", "一、自己写的。")
    saved = records.set_value(book, made.id, "revision", "第一版").record
    assert saved.get("body") == "一、自己写的。"


def test_a_post_from_the_library_brings_its_duties(write, people, book):
    made = write("post_slots", "2026-03-18", member="尹拟谷", post="cleaning")
    assert made.get("ding1") == "卫生保洁岗" and made.get("ding2").startswith("包一片卫生")
    assert made.get("bian") == "第一党小组"
    done = write("post_doing", "2026-04-06", member="尹拟谷", text="清2号院楼道")
    assert done.get("post") == "卫生保洁岗"
    write("post_account", "2026-06-30", member="尹拟谷", result="good")
    found, sheet = lines(book, "slots_sheet")
    assert [(line["name"], line["doings"], line["account"]) for line in found] == [("尹拟谷", "1", "好")]
    assert "还没有编定的 2 名：陈拟舟、田拟稻。" in sheet.notes


def test_people_and_days_are_counted(write):
    assert write("team_outing", "2026-05-03", team="先锋队", kind="civic", task="清理小广告", persons=("陈拟舟", "尹拟谷")).get("people") == 2
    team = write("pioneer_team", "2026-03-01", name="先锋队", people=({"name": "陈拟舟", "party": True}, {"name": "卢拟衡"}))
    assert (team.get("members"), team.get("party_members")) == (2, 1)
    assert write("secondment", "2026-03-01", person="马拟川", place="拟远区", until="2026-06-08").get("days") == 100
    assert write("venue", "2026-03-01", name="拟安长廊", kind="corridor").get("quantity") == 1


def test_every_template_has_its_choice(book):
    templates = read_table(resource("phrases/templates.toml"))["template"]
    edition = book.editions["2026"]
    assert [one["id"] for one in templates] == [choice.id for choice in edition.choices["policy_template"]]
    kinds = {choice.id for choice in edition.choices["policy_kind"]}
    assert all(one["kind"] in kinds and one["text"].strip().startswith("一、") for one in templates)


def test_every_post_of_the_library_and_the_quarter_has_its_duties(book):
    edition, table = book.editions["2026"], read_table(resource("rules/posts.toml"))
    assert list(table["post"]) == [choice.id for choice in edition.choices["post_library"]]
    assert list(table["duty"]) == [choice.id for choice in edition.choices["duty_post_kind"]]
