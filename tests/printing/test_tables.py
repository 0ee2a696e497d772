"""Ledgers and views on paper: every record in its line, heads on each leaf, padded, nothing typed missing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wdbranch.printing.leaf import area
from wdbranch.printing.ledger import plan_ledger, plan_line
from wdbranch.printing.paint import write_pdf
from wdbranch.printing.plan import advances
from wdbranch.printing.proof import prove
from wdbranch.printing.view import plan_view, view_sheets
from wdbranch.rules.derive import Derived

from printed_book import HEAD, edition, pdf_texts
from printed_tables import ACROSS, VISIT, ledger, sheet, shown, visits

both = pytest.mark.parametrize("source", [VISIT, ACROSS], ids=["upright", "across"])


@both
@pytest.mark.parametrize("count", [0, 1, 18, 40])
def test_the_ledger_reads_back_with_its_head_on_each_leaf(source: str, count: int, tmp_path) -> None:
    form = ledger(source)
    plan = plan_ledger(edition(), form, visits(count), HEAD)
    write_pdf(plan, tmp_path / "a.pdf")
    assert prove(tmp_path / "a.pdf", plan) == []
    texts = pdf_texts(tmp_path / "a.pdf")
    for text in texts:
        assert "序号走访日期走访对象走访人员慰问品慰问金（元）签收" in text
    assert "组织委员签字：" in texts[-1]
    assert sum(text.count("组织委员签字：") for text in texts) == 1
    for line in visits(count):
        mark = next(mark for mark in plan.marks if mark.record == line.id)
        on = "".join(texts[mark.first - 1 : mark.last])
        assert line.get("target") in on
        assert f"{line.get('money'):.2f}" in on


def test_what_no_column_shows_stands_below_its_line() -> None:
    plan = plan_ledger(edition(), ledger(), visits(3), HEAD)
    (page,) = plan.pages
    third = [box for box in page.boxes if box.record == f"{3:012x}"]
    (note,) = [box for box in third if box.part == "note"]
    told = "".join(t.text for t in page.texts if note.y <= t.y <= note.y + note.h)
    for said in ("困难原因：因病致困，长期服药", "帮扶措施及落实：帮助申请临时救助。", "每周上门一次，代购药品。", "药已送到", "救助金已发放"):
        assert said in told
    row = next(box for box in third if box.field == "target")
    assert note.y == pytest.approx(row.y + row.h)
    assert not [box for box in page.boxes if box.record == f"{1:012x}" and box.part == "note"]


def test_drafts_late_and_corrected_lines_say_so() -> None:
    plan = plan_ledger(edition(), ledger(), visits(4), HEAD)
    texts = [text.text for text in plan.pages[0].texts]
    assert "草稿" in texts
    assert any("补记于" in text for text in texts)


def test_a_blank_ledger_has_the_lines_of_its_form() -> None:
    (page,) = plan_ledger(edition(), ledger(), [], HEAD).pages
    place = area(page)
    across = {round(rule.y0, 2) for rule in page.rules if rule.y0 == rule.y1 and rule.x0 == place.x and rule.y0 > place.top}
    assert len(across) == 18 + 1      # below the head and each line; the last one is that of the foot


def test_the_last_leaf_is_padded_like_the_blank_one() -> None:
    plan = plan_ledger(edition(), ledger(), visits(1), HEAD)
    (page,) = plan.pages
    assert len(page.rules) > 100
    assert "（以下空白）" not in [text.text for text in page.texts]


def test_a_line_by_itself_is_closed_below() -> None:
    plan = plan_line(edition(), ledger(), visits(3)[2], HEAD)
    assert len(plan.pages) == 1
    assert "（以下空白）" in [text.text for text in plan.pages[0].texts]
    assert [source.record.id for source in plan.sources] == [f"{3:012x}"]


def test_a_note_longer_than_a_leaf_goes_on(tmp_path) -> None:
    from dataclasses import replace

    long = visits(3)[2]
    long = replace(long, values={**long.values, "story": "逐户走访，逐项登记，逐条落实。" * 400})
    plan = plan_ledger(edition(), ledger(), [*visits(2), long], HEAD)
    write_pdf(plan, tmp_path / "a.pdf")
    assert prove(tmp_path / "a.pdf", plan) == []
    assert len(plan.pages) > 2
    for page in plan.pages:
        assert all(text.y < page.height - 10 for text in page.texts)


def test_room_for_ink_stays_empty() -> None:
    plan = plan_ledger(edition(), ledger(), visits(12), HEAD)
    for page in plan.pages:
        right = area(page).right
        inked = [t for t in page.texts if t.value and t.x > right - 18.0 and t.x + sum(advances(t)) <= right and t.size > 10.5]
        assert inked == []


def test_a_view_reads_back_on_leaves_that_lie_across(tmp_path) -> None:
    derived = shown(27, 60)
    plan = plan_view(sheet(), derived, HEAD)
    write_pdf(plan, tmp_path / "a.pdf")
    assert prove(tmp_path / "a.pdf", plan) == []
    texts = pdf_texts(tmp_path / "a.pdf")
    assert all("序号姓名" in text for text in texts)
    for number, text in enumerate(texts):
        assert (("（续）" in text) == (number > 0))
    assert "到：到会；假：请假；缺：无故缺席。" in texts[-1]
    assert "本人签字" in texts[-1] and "本人签字" not in texts[0]


def test_one_lost_sign_of_a_view_is_found(tmp_path) -> None:
    plan = plan_view(sheet(), shown(5, 4), HEAD)
    page = plan.pages[0]
    at = next(n for n, text in enumerate(page.texts) if text.text == "93%")
    del page.texts[at]
    write_pdf(plan, tmp_path / "a.pdf")
    (problem,) = prove(tmp_path / "a.pdf", plan)
    assert "组织生活考勤表少印了" in problem.say


@given(events=st.integers(0, 120), width=st.floats(6, 40))
@settings(max_examples=60, deadline=None)
def test_each_repeated_column_stands_once_and_every_table_fills_the_leaf(events: int, width: float) -> None:
    columns = tuple(c if not c.repeat else type(c)("event", "", width, True, True) for c in sheet().columns)
    heads = tuple((f"r{n}", f"{n}") for n in range(events))
    sheets = view_sheets(sheet(columns=columns), Derived((), (), heads))
    for part in sheets:
        assert sum(column.width for column in part.columns) == pytest.approx(253.0)
        assert [column.label for column in part.columns[:2]] == ["序号", "姓名"]
    named = [column.label for part in sheets for column in part.columns if column.label.isdigit()]
    assert named == [label for _, label in heads]
    assert [column.label for column in sheets[-1].columns[-2:]] == ["到会率", "本人签字"]
