"""What is drawn or printed out of the ledgers of a strong branch: chart, notices, matrix, plates, rewards, papers."""

from __future__ import annotations

import pytest

from tests.operations.test_printing import text_of
from wdbranch.book.people import Member, Span
from wdbranch.errors import UserError
from wdbranch.operations import households, issues, papers, printing, walls
from wdbranch.operations import record as records


def printed(plan, tmp_path):
    printing.write(plan, tmp_path / "纸.pdf")
    return "".join(text_of(tmp_path / "纸.pdf").split())


@pytest.fixture(scope="module")
def people(book):
    spans = (Span("group", "2020-01-01", None, "第一党小组"),)
    book.put_members([Member(0, name=name, sex="男", join_date="2010-07-01", full_date="2011-07-01", spans=spans) for name in ("陈拟舟", "尹拟谷")], "登记")


@pytest.fixture(scope="module")
def building(write):
    return write("building", "2026-01-06", name="拟和苑1号楼", grid="第一网格", units=2, floors=3, per_floor=2, households=(
        {"unit": 1, "floor": 1, "room": "101", "occupancy": "resident", "party": True, "consent": True, "names": "尹拟谷"},
        {"unit": 2, "floor": 3, "room": "302", "occupancy": "rented", "party": True, "names": "田拟稻"},
    ))


def test_nothing_is_drawn_of_an_empty_book(book):
    for paper in ("org_chart", "duty_notice", "post_plates"):
        with pytest.raises(UserError) as refused:
            walls.plan_whole(book, 2020, paper)
        assert refused.value.code == "nothing_to_print"


def test_the_chart_has_every_unit_and_wraps(write, book, tmp_path):
    write("org_unit", "2026-01-05", level="first", name="拟安社区党委", leader="秦拟竹")
    write("org_unit", "2026-01-05", level="second", name="东片区党总支", leader="卢拟衡", parent="拟安社区党委")
    for number in range(1, 8):
        write("org_unit", "2026-01-05", level="third", name=f"第{number}网格党支部", leader="潘拟洋" if number > 1 else None, parent="东片区党总支")
        for group in range(1, 4):
            write("org_unit", "2026-01-05", level="fourth", name=f"{number}之{group}党小组", leader="余拟夏", parent=f"第{number}网格党支部")
    write("org_unit", "2026-01-05", level="fifth", name="1号楼101中心户", leader="丁拟白", parent="1之1党小组")
    plan = walls.plan_whole(book, 2026, "org_chart")
    assert len(plan.pages) == 2
    text = printed(plan, tmp_path)
    assert text.count("拟安社区党委") == text.count("东片区党总支") == 2        # what stands above is drawn on each leaf
    assert all(f"{number}之{group}党小组" in text for number in range(1, 8) for group in range(1, 4))
    assert "1号楼101中心户" in text and "（缺）" in text
    for page in plan.pages:
        xs = [x for rule in page.rules for x in (rule.x0, rule.x1)]
        ys = [y for rule in page.rules for y in (rule.y0, rule.y1)]
        assert min(xs) >= 15 and max(xs) <= 282 and max(ys) <= 195


def test_the_public_matrix_shows_a_star_by_consent_and_no_name(building, book, tmp_path):
    public = printed(walls.plan_single(book, building.id, "building_public"), tmp_path)
    assert "★101" in public and "★302" not in public and "302" in public
    assert "尹拟谷" not in public and "田拟稻" not in public
    inner = walls.plan_single(book, building.id, "building_inner_a3")
    assert (inner.pages[0].width, inner.pages[0].height) == (420.0, 297.0)
    text = printed(inner, tmp_path)
    assert "★302" in text and "田拟稻" in text and "内部，不外传" in text


def test_a_high_building_goes_on_on_the_next_leaf(write, book, tmp_path):
    tower = write("building", "2026-01-06", name="拟和塔", units=1, floors=30, per_floor=2, households=({"unit": 1, "floor": 30, "room": "3001", "occupancy": "resident"},))
    plan = walls.plan_single(book, tower.id, "building_inner")
    assert len(plan.pages) == 3
    text = printed(plan, tmp_path)
    assert "30层" in text and "1层" in text


def test_a_click_changes_how_a_household_lives(building, book):
    homes = households.boxes(building)
    assert len(homes) == 12 and homes[1, 1, 0]["names"] == "尹拟谷" and homes[2, 3, 0]["room"] == "301"
    edition = book.editions["2026"]
    row = homes[2, 3, 0]
    seen = []
    for _ in range(5):
        row = households.cycled(row, edition)
        seen.append(row["occupancy"])
    assert seen == ["resident", "rented", "vacant", "shop", None]
    homes[2, 3, 0] = households.cycled(homes[2, 3, 0], edition)
    saved = records.set_value(book, building.id, "households", households.rows_of(building, homes)).record
    assert [(home["unit"], home["room"], home["occupancy"]) for home in saved.rows("households")] == [
        (1, "101", "resident"), (2, "301", "resident"), (2, "302", "rented"),
    ]


def test_a_notice_says_whom_to_ask_and_hides_the_number(write, people, building, book, tmp_path):
    write("grid", "2026-01-05", name="第一网格", leader="陈拟舟")
    write("grid_worker", "2026-01-05", name="卢拟衡", grid="第一网格", phone="13900001234")
    text = printed(walls.plan_whole(book, 2026, "duty_notice"), tmp_path)
    assert "拟和苑1号楼职责公示牌" in text and "卢拟衡" in text and "陈拟舟" in text
    assert "1390000****" in text and "1234" not in text
    assert text.count("空缺") >= 3


def test_plates_promises_and_the_table_of_posts(write, people, book, tmp_path):
    held = write("post_slots", "2026-03-18", member="尹拟谷", post="cleaning", ding3="履岗一次记 2 分")
    text = printed(walls.plan_whole(book, 2026, "post_plates"), tmp_path)
    assert "卫生保洁岗" in text and "尹拟谷" in text and "包一片卫生" in text
    assert "卫生保洁岗" in printed(walls.plan_single(book, held.id, "post_plate"), tmp_path)
    promise = printed(papers.plan_paper(book, held.id, "post_promise"), tmp_path)
    assert promise.count("党员认岗承诺书（") == 4 and "履岗一次记2分" in promise
    assert "卫生保洁岗" in printed(printing.plan_kind(book, 2026, "slots_sheet"), tmp_path)


def test_the_rewards_of_one_month_are_signed_for(write, book, tmp_path):
    scores = ({"name": "卢拟衡", "grid": "第一网格", "patrol": 30, "grade": "excellent"}, {"name": "潘拟洋", "patrol": 9, "grade": "pass"})
    september = write("grid_review", "2026-09-28", present=("陈拟舟",), scores=scores)
    write("grid_review", "2026-10-28", present=("陈拟舟",), scores=({"name": "潘拟洋", "patrol": 31, "grade": "excellent"},))
    text = printed(walls.plan_single(book, september.id, "grid_reward"), tmp_path)
    assert "2026年9月优秀网格员奖励发放签领表" in text and "卢拟衡" in text and "潘拟洋" not in text and "300.00" in text
    whole = printed(printing.plan_kind(book, 2026, "grid_reward_sheet"), tmp_path)
    assert "卢拟衡" in whole and "潘拟洋" in whole and "600.00" in whole
    nobody = write("grid_review", "2026-11-02", present=("陈拟舟",), scores=({"name": "潘拟洋", "patrol": 3, "grade": "pass"},))
    with pytest.raises(UserError):
        walls.plan_single(book, nobody.id, "grid_reward")


def test_problems_of_a_visit_are_closed_in_the_one_ledger(write, book, tmp_path):
    visit = write("liaison_visit", "2026-05-06", kind="guidance", name="街道党建办", topic="看台账", problems=(
        {"problem": "楼栋表缺户", "request": "补齐", "due": "2026-05-20"}, {"problem": "公示过期", "request": "换新"},
    ))
    made = [saved.record for saved in issues.from_inspection(book, visit.id)]
    assert [(one.get("found_on"), one.get("problem"), one.get("due")) for one in made] == [
        ("2026-05-06", "楼栋表缺户", "2026-05-20"), ("2026-05-06", "公示过期", None),
    ]
    with pytest.raises(UserError):
        issues.from_inspection(book, visit.id)
    slips = printed(papers.plan_paper(book, visit.id, "rectify_slip"), tmp_path)
    assert slips.count("问题整改单") >= 4 and "楼栋表缺户" in slips and "公示过期" in slips


def test_a_good_deed_is_asked_after_and_a_team_has_its_roster(write, book, tmp_path):
    deed = write("good_deed", "2026-03-02", item="修2号院路灯", owner="陈拟舟", done_on="2026-04-01", people=86, satisfied="pleased", process="换灯头六个")
    text = printed(papers.plan_paper(book, deed.id, "deed_return"), tmp_path)
    assert "修2号院路灯" in text and "换灯头六个" in text and "满意" in text
    team = write("pioneer_team", "2026-03-01", name="拟安先锋队", people=({"name": "陈拟舟", "party": True, "duty": "队长"},))
    assert "陈拟舟" in printed(papers.plan_paper(book, team.id, "team_roster"), tmp_path)
    camp = write("temp_org", "2026-07-01", name="防汛临时党支部", task="守涵洞", members=("陈拟舟", "尹拟谷"))
    assert "防汛临时党支部" in printed(papers.plan_paper(book, camp.id, "temp_org_sheet"), tmp_path)
