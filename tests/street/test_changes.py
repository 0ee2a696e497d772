"""What a new version changed, box by box, and what became of the records that were sent back."""

from __future__ import annotations

from tests.packet.forge import STREET
from tests.street.conftest import meeting
from wdbranch.operations import slips
from wdbranch.operations.street_changes import changes
from wdbranch.packet.receipt import Item
from wdbranch.street.review import sign_answer
from wdbranch.street.sweep import sweep


def test_of_a_first_version_nothing_is_compared(desk, branch, stick):
    sent = branch.send([meeting(1), meeting(2)])
    sweep(desk, stick, STREET)
    assert [(one.kind, one.fields, one.returned) for one in changes(desk, sent.digest)] == [("same", (), None)] * 2


def test_each_box_that_differs_stands_with_what_it_said_and_says(desk, branch, stick, tmp_path):
    desk.set_meta("card", STREET.card.to_bytes().decode())
    first = branch.send([meeting(1), meeting(2), meeting(3)])
    sweep(desk, stick, STREET)
    answer = tmp_path / "回执"
    answer.mkdir()
    items = [Item(f"{n:012x}", "", "T02", "写具体") for n in (1, 2)]
    sign_answer(desk, first.digest, "returned", STREET, answer, items=items)
    again = branch.send([meeting(1, present=19, title="第三次党员大会（更正）", version=2), meeting(2), meeting(4)])
    sweep(desk, stick, STREET)
    found = {one.record.id[-1]: one for one in changes(desk, again.digest)}
    assert {key: one.kind for key, one in found.items()} == {"1": "changed", "2": "same", "4": "new", "3": "gone"}
    assert [(one.label, one.before, one.after) for one in found["1"].fields] == [
        ("会议名称", "第三次党员大会", "第三次党员大会（更正）"), ("实到", "20", "19"),
    ]
    assert found["1"].returned.note == "写具体"
    assert (found["1"].mended, found["2"].mended) == (True, False)
    assert found["3"].returned is None


def test_the_result_of_a_sweep_is_a_paper(clock):
    outcomes = [
        {"file": "甲.wdp", "ok": True, "say": "收下了。", "next": "可以审核。", "branch_name": "拟安一支部", "period": "2026-Q3"},
        {"file": "坏.wdp", "ok": False, "say": "不是报送文件。", "next": "请支部重交。", "branch_name": None, "period": None},
    ]
    plan = slips.plan_sweep("拟和街道", outcomes, clock())
    told = "".join(text.text for page in plan.pages for text in page.texts)
    for part in ("收件结果", "2 个文件，收下 1 个，不能收 1 个", "甲.wdp", "第三季度", "坏.wdp", "请支部重交", "不能收"):
        assert part in told.replace(" ", "") or part in told, part
