"""Building together: meetings of the three parties, the rotating chair, lists, agreements, estates, and their papers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.test_printing import text_of
from wdbranch.book.form import FieldType
from wdbranch.errors import UserError
from wdbranch.operations import co_building, open_items, papers, printing
from wdbranch.operations import record as records
from wdbranch.rules import turns
from wdbranch.rules.derive import derive
from wdbranch.rules.periods import periods

ROTATING = ("拟和医院", "拟丰商行", "拟安派出所")


@pytest.fixture(scope="module")
def units(write):
    write("joint_member", "2026-01-05", name="拟和第一小学", kind="school", role="standing")
    for name in ROTATING:
        write("joint_member", "2026-01-05", name=name, kind="office", role="rotating")
    write("joint_member", "2026-01-05", name="拟安书店", kind="company", role="member")


def printed(book, plan, tmp_path):
    printing.write(plan, tmp_path / "纸.pdf")
    return "".join(text_of(tmp_path / "纸.pdf").split())


def test_a_turn_knows_its_end_its_unit_and_who_comes_next(write, units, book):
    first = write("chair_turn", "2026-01-01", chair="秦拟竹")
    assert [first.get(key) for key in ("last", "unit", "standing_unit", "handed_to")] == ["2026-03-31", "拟和医院", "拟和第一小学", "拟丰商行"]
    records.set_value(book, first.id, "matters", [{"text": "每月义诊", "done_on": "2026-02-06"}, {"text": "借出会议室"}])
    second = write("chair_turn", "2026-04-01", chair="秦拟竹")
    assert second.get("unit") == "拟丰商行"
    assert [row["text"] for row in second.rows("matters")] == ["借出会议室"]       # what the first left undone


def test_the_plan_goes_on_from_what_was_written(units, book):
    snapshot = book.snapshot()
    planned = turns.planned(snapshot, periods("quarter", date(2026, 1, 1), date(2026, 12, 31)))
    assert [unit for _, unit, _ in planned] == ["拟和医院", "拟丰商行", "拟安派出所", "拟和医院"]
    assert [record is not None for _, _, record in planned] == [True, True, False, False]


def test_a_joint_meeting_names_the_unit_whose_turn_it_is(write, units, book):
    meeting = write("joint_meeting", "2026-05-08", place="社区会议室", units=[{"name": "拟丰商行"}])
    assert meeting.get("chair_unit") == "拟丰商行"


def test_what_three_parties_left_open_comes_to_the_next_agenda(write, book):
    first = write(
        "tripartite", "2026-05-09", decisions=[
            {"text": "划出临时停车位", "owner": "拟安物业", "due": "2026-06-10", "done_on": "2026-06-01"},
            {"text": "更换二号楼电梯钢索", "owner": "拟安物业", "due": "2026-07-01"},
        ],
    )
    second = write("tripartite", "2026-08-07")
    items = open_items.open_items(book, second.id)
    assert [(item.record, item.row) for item in items] == [(first.id, 1)]
    saved = open_items.carry_forward(book, second.id, items).record
    (row,) = saved.rows("agenda")
    assert (row["kind"], row["no"]) == ("follow_up", 1)
    assert "更换二号楼电梯钢索" in row["title"]
    assert open_items.open_items(book, second.id) == ()


def test_an_agreement_lasts_a_year_and_is_printed_for_both_sides(write, book, tmp_path):
    made = write("agreement", "2026-03-05", party="拟和医院", promises=[{"text": "每月到社区义诊", "by": "乙方"}])
    assert made.get("until") == "2027-03-04"
    text = printed(book, papers.plan_paper(book, made.id, "agreement_text"), tmp_path)
    for part in ("甲方留存", "乙方留存", "拟和医院", "2027年3月4日", "每月到社区义诊", "中共拟安社区委员会"):
        assert part in text


def test_every_matter_gets_a_slip_in_two_parts(write, book, tmp_path):
    made = write("tripartite", "2026-09-04", decisions=[{"text": "补种绿篱", "owner": "业委会"}, {"text": "清理楼道", "owner": "拟安物业"}])
    plan = papers.plan_paper(book, made.id, "matter_slip")
    assert len(plan.pages) == 4
    text = printed(book, plan, tmp_path)
    assert text.count("补种绿篱") == text.count("清理楼道") == 2
    bare = write("tripartite", "2026-09-05")
    with pytest.raises(UserError) as caught:
        papers.plan_paper(book, bare.id, "matter_slip")
    assert caught.value.code == "nothing_to_print"


def test_a_handover_tells_what_is_done_and_leaves_room(write, units, book, tmp_path):
    made = write("chair_turn", "2026-07-01", chair="秦拟竹")
    text = printed(book, papers.plan_paper(book, made.id, "turn_handover"), tmp_path)
    for part in ("拟安派出所", "拟和医院", "2026年9月30日", "＿＿", "交方签字"):
        assert part in text


@pytest.mark.parametrize("paper", papers.papers().values(), ids=lambda paper: paper["id"])
def test_every_name_in_a_paper_is_known(paper, write, book):
    """Neither the words nor the tables of a paper name a field that the form has not."""
    each = paper.get("each")
    rows = {}
    if each:
        columns = book.editions["2026"].forms[paper["form"]].field(each).columns
        rows[each] = [{next(column.id for column in columns if column.type is FieldType.TEXT): "一件事"}]
    made = write(paper["form"], "2025-10-01", **rows)
    assert papers.plan_paper(book, made.id, paper["id"]).pages


def test_an_estate_begins_with_the_conditions_to_be_checked(write):
    made = write("estate", "2026-01-06", name="拟安花园", households=620, step="none")
    assert len(made.rows("conditions")) == 5
    assert not any(row["met"] for row in made.rows("conditions"))


def test_units_of_an_activity_are_counted(write):
    made = write("co_activity", "2026-06-05", topic="义诊", kind="health", people=60, units=[{"name": "拟和医院"}, {"name": "拟丰商行"}])
    assert made.get("unit_count") == 2


def test_an_item_that_is_done_becomes_an_activity_once(write, book):
    item = write(
        "list_item", "2026-03-01", kind="need", content="给凉亭换顶", step="done", matched="拟丰商行", done_on="2026-05-12", people=80
    )
    made = co_building.to_activity(book, item.id).record
    assert [made.get(key) for key in ("held_on", "topic", "people", "unit_count", "item")] == ["2026-05-12", "给凉亭换顶", 80, 1, item.id]
    assert co_building.to_activity(book, item.id).record.id == made.id
    assert co_building.is_done(book.snapshot(), item)


# --- tables ------------------------------------------------------------------------------------------------


def table(book, view):
    found = book.editions["2026"].views[view]
    return derive(found, book.snapshot(), 2026, date(2026, 11, 23))


def test_the_rota_tells_what_was_and_what_will_be(units, book):
    rota = table(book, "chair_rota")
    assert [row.cells["unit"] for row in rota.rows] == ["拟和医院", "拟丰商行", "拟安派出所", "拟和医院"]
    assert rota.rows[0].cells["matters"] == "1/2"
    assert (rota.rows[3].cells["span"], rota.rows[3].record) == ("待轮值", "")
    assert "轮值单位 3 家，依次为：拟和医院、拟丰商行、拟安派出所" in rota.notes[0]


def test_three_lists_are_told_apart_and_redeemed(write, book):
    write("list_item", "2026-03-02", kind="resource", content="借出阶梯教室", step="claimed", matched="拟安社区")
    assert [row.cells["content"] for row in table(book, "list_needs_sheet").rows] == ["给凉亭换顶"]
    resources = table(book, "list_resources_sheet")
    assert [row.cells["step"] for row in resources.rows] == ["已认领"]
    assert "完成÷已认领＝0%" in resources.notes[0]
    assert table(book, "list_projects_sheet").rows == ()


def test_each_quarter_is_told_to_the_street(book):
    report = table(book, "co_report_sheet")
    second = next(row for row in report.rows if row.cells["quarter"] == "第二季度").cells
    assert [second[key] for key in ("activities", "units", "people", "done")] == ["2", "3", "140", "1"]
    assert second["what"] == "给凉亭换顶；义诊"


def test_estates_are_counted_by_every_denominator(write, book):
    write(
        "estate", "2026-01-07", name="拟水苑", households=300, step="filed", elected_on="2026-05-10", filed_on="2026-05-30",
        members=5, party_members=3, company="拟安物业", facilities=True, governance=True,
    )
    sheet = table(book, "estate_sheet")
    assert [(row.cells["name"], row.cells["members"]) for row in sheet.rows] == [("拟安花园", ""), ("拟水苑", "5（3）")]
    assert sheet.rows[1].cells["portrait"] == "设施、治理"
    assert ["全部小区＝1÷2＝50%" in sheet.notes[0], "有物业的小区＝1÷1＝100%" in sheet.notes[1]] == [True, True]


@pytest.mark.parametrize("view", ["chair_rota", "list_needs_sheet", "list_resources_sheet", "list_projects_sheet", "co_report_sheet", "estate_sheet"])
def test_every_table_is_printed(view, book, tmp_path):
    plan = printing.plan_view(book, 2026, view)
    title = book.editions["2026"].views[view].title
    assert title in printed(book, plan, tmp_path)
