"""The year of creation in a real book: plan, tasks, self-assessment, application, review, and its papers."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from wdbranch.book.form import edition_of_year
from wdbranch.operations import book as books
from wdbranch.operations import record as records
from wdbranch.rules.derive import derive
from wdbranch.rules.figures import figures
from wdbranch.rules.negatives import negatives
from wdbranch.rules.star_account import account
from wdbranch.rules.star_ledgers import ledgers, likely_next, unused
from wdbranch.rules.star_process import counted, granted, steps, targets, tasks
from wdbranch.rules.stars import stars

NOW = datetime(2026, 11, 23, 9, 0)
DAY = NOW.date()
PLAN = {
    "made_on": "2026-01-20", "title": "2026年“五星”支部创建规划", "progress": "approved", "strengths": "石榴产业",
    "targets": [{"star": "pa", "due": "2026-11-30", "person": "田拟岗"}, {"star": "st", "due": "2026-10-31", "person": "岳拟禾"}],
}


def review(seq, day, result, **more):
    return {"seq": seq, "reviewed_on": day, "level": "street", "result": result, "opinion": "见意见", **more}


@pytest.fixture
def book(tmp_path):
    with books.create(tmp_path / "村.wdbook", "拟榴村党支部", "rural", short="拟榴村支部", code="NH-NL-01", clock=lambda: NOW) as made:
        yield made


def add(book, form, values):
    date_field = edition_of_year(book.editions).forms[form].date_field
    return records.add_json(book, form, {"belongs_year": int(values[date_field][:4]), **values})[0].record


def state(book, year=2026, day=DAY):
    snapshot = book.snapshot()
    return {step.id: (step.state, step.say) for step in steps(snapshot, stars(snapshot, day, year=year), year, day)}


def test_each_step_says_where_it_stands(book):
    assert state(book)["plan"] == ("current", "还没有编")
    assert {told for told, _ in list(state(book).values())[1:]} == {"later"}
    add(book, "star_plan", PLAN)
    assert (state(book)["plan"], state(book)["tasks"][0]) == (("done", "已审定"), "current")
    add(book, "star_task", {"seq": 1, "made_on": "2026-02-01", "star": "pa", "task": "建微型消防站", "person": "田拟岗", "due": "2026-06-30"})
    add(book, "star_task", {"seq": 2, "made_on": "2026-02-01", "star": "st", "task": "补种绿化", "person": "岳拟禾", "due": "2026-06-30", "closed_on": "2026-06-20"})
    assert state(book)["tasks"] == ("current", "2 件，已销号 1 件，1 件过了时限")
    found = tasks(book.snapshot(), 2026, DAY)
    assert (found.total, found.closed, found.late) == (2, 1, 1)
    add(book, "star_application", {"made_on": "2026-10-20", "title": "申报", "stars": ["pa", "st"], "self_report": "见自评表", "sent_on": "2026-10-21"})
    assert state(book)["application"] == ("done", "2026年10月21日已报")
    add(book, "star_review", review(1, "2026-11-01", "returned"))
    assert state(book)["review"][1] == "退回"
    add(book, "star_review", review(2, "2026-11-20", "granted", granted=["pa", "st"]))
    assert state(book)["review"] == ("done", "已认定 2 颗星")


def test_a_star_may_be_withdrawn_and_years_stay_apart(book):
    add(book, "star_review", review(1, "2025-12-20", "granted", granted=["zb", "cy", "wm"]))
    add(book, "star_review", review(1, "2026-11-20", "granted", granted=["zb", "pa"]))
    add(book, "star_review", review(2, "2026-11-22", "withdrawn", granted=["pa"]))
    snapshot = book.snapshot()
    assert granted(snapshot, 2025) == ("ZB", "CY", "WM")
    assert granted(snapshot, 2026) == ("ZB",)


@pytest.mark.parametrize(("have", "rule", "number"), [
    ("ZB CY", "equal", 2), ("ZB CY", "base", 2), ("CY ST", "base", 0), ("ZB CY", "crown", 1), ("CY ST PA WM", "crown", 4),
    ("ZB CY ST PA WM", "crown", 5), ("GJ", "equal", 0),
])
def test_three_ways_to_count_stars(have, rule, number):
    assert counted(have.split(), ["ZB", "CY", "ST", "PA", "WM"], rule) == number


def test_stars_of_the_plan_come_first_and_the_nearest_first_among_them(book):
    add(book, "star_plan", PLAN)
    snapshot = book.snapshot()
    found = targets(snapshot, stars(snapshot, DAY), 2026)
    assert {one.star for one in found[:2]} == {"PA", "ST"}
    assert found[0].missing <= found[1].missing
    assert [one.missing for one in found[2:]] == sorted(one.missing for one in found[2:])
    pa = next(one for one in found if one.star == "PA")
    assert (pa.due, pa.person, pa.granted) == (date(2026, 11, 30), "田拟岗", False)


def test_the_plan_is_drafted_from_the_stars_as_they_stand(book):
    made = records.new(book, "star_plan", day=DAY).record
    assert made.get("holder") == "拟榴村支部"
    assert made.get("title") == "2026年“五星”支部创建规划"
    assert made.get("shortcomings").startswith("支部过硬星：")


def test_negatives_remind_and_leave_a_trace_but_take_no_star(book):
    assert not any(one.pressing for one in negatives(book.snapshot(), DAY))
    add(book, "incident", {"seq": 1, "happened_on": "2026-05-06", "kind": "accident", "level": "village", "summary": "拟榴路翻车一起"})
    found = {one.id: one for one in negatives(book.snapshot(), DAY)}
    assert (found["NV-03"].happened, found["NV-03"].pressing, len(found["NV-03"].records)) == (None, True, 1)
    before = [(star.id, star.met) for star in stars(book.snapshot(), DAY)]
    book.set_evidence("NV-01:2026", {"met": True, "note": "一名委员受警告", "on": "2026-05-08", "by": "田拟岗"})
    book.set_evidence("NV-03:2026", {"met": False, "note": "没有人员伤亡", "on": "2026-05-08", "by": "田拟岗"})
    found = {one.id: one for one in negatives(book.snapshot(), DAY)}
    assert (found["NV-03"].happened, found["NV-03"].pressing, found["NV-03"].judged.note) == (False, False, "没有人员伤亡")
    assert len(found) == 9
    assert (found["NV-01"].happened, found["NV-01"].pressing) == (True, True)
    assert [(star.id, star.met) for star in stars(book.snapshot(), DAY)] == before


def test_ledgers_live_with_their_star_and_what_is_missing_is_likely_next(book):
    snapshot = book.snapshot()
    safety = next(star for star in stars(snapshot, DAY) if star.id == "PA")
    before = ledgers(snapshot, safety, 2026)
    assert not any(one.shown or one.count for one in before)
    assert {form.id for form in likely_next(safety, before)} == {one.form.id for one in before}
    add(book, "drill", {"seq": 1, "held_on": "2025-03-02", "kind": "fire", "topic": "灭火", "people": 20})
    snapshot = book.snapshot()
    after = ledgers(snapshot, next(star for star in stars(snapshot, DAY) if star.id == "PA"), 2026)
    assert (after[0].form.id, after[0].shown, after[0].count) == ("drill", True, 0)
    assert [form.id for form in unused(snapshot, 2026)] == ["drill"]
    assert unused(snapshot, 2025) == []


def test_the_papers_are_worked_out(book):
    add(book, "star_plan", PLAN)
    add(book, "publicity", {"seq": 1, "held_on": "2026-04-15", "kind": "state_security", "topic": "国家安全", "people": 60})
    book.set_evidence("PA-18:2026", {"met": True, "note": "快反机制文件，档案柜二层", "on": "2026-06-01", "by": "田拟岗"})
    snapshot = book.snapshot()
    views = edition_of_year(snapshot.editions, 2026).views
    sheets = {name: derive(views[name], snapshot, 2026, DAY) for name in (
        "figures_sheet", "star_self_sheet", "evidence_sheet", "star_card_sheet", "star_account_sheet", "ledger_index_sheet",
    )}
    own = {row.cells["id"]: row.cells for row in sheets["star_self_sheet"].rows}
    assert len(own) == 115
    assert (own["PA-18"]["state"], own["PA-18"]["self"]) == ("达", "达")
    proved = {row.cells["id"]: row.cells for row in sheets["evidence_sheet"].rows}
    assert proved["PA-18"]["note"] == "快反机制文件，档案柜二层"
    card = {row.cells["star"]: row.cells for row in sheets["star_card_sheet"].rows}
    assert (card["平安法治星"]["target"], card["平安法治星"]["person"], card["平安法治星"]["due"]) == ("争创", "田拟岗", "11月30日")
    assert len(card["平安法治星"]["missing"].split("\n")) == 3
    listed = {row.cells["ledger"]: row.cells for row in sheets["ledger_index_sheet"].rows}
    assert (listed["宣传活动台账"]["count"], listed["宣传活动台账"]["state"]) == ("1", "在用")
    assert [row.cells["star"] for row in sheets["star_account_sheet"].rows] == ["支部过硬星", "产业兴旺星", "生态宜居星", "平安法治星", "文明幸福星"]


def test_every_figure_of_the_account_comes_from_records(book):
    add(book, "publicity", {"seq": 1, "held_on": "2026-04-15", "kind": "state_security", "topic": "国家安全", "people": 60, "leaflets": 320})
    snapshot = book.snapshot()
    text = account(snapshot, 2026, DAY)
    assert text.startswith("拟榴村支部创建“五星”支部情况（2026年，截至 2026年11月23日）")
    for one in figures(snapshot, DAY):
        if one.value and set(one.stars) & {"ZB", "CY", "ST", "PA", "WM"}:
            assert f"{one.label} {one.say}" in text
