"""Records on leaves: nothing lost, heads repeated, ink places empty, marks of draft, 补记 and 更正."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wdbranch.book.form import CellKind
from wdbranch.book.record import Record, State
from wdbranch.printing.fonts import font_file
from wdbranch.printing.leaf import BINDING, OUTER, area
from wdbranch.printing.paint import write_pdf
from wdbranch.printing.page import plan_record
from wdbranch.printing.flow import TEXT, Lines, paragraph_lines
from wdbranch.printing.grid import GridCell, GridRow, lay_out
from wdbranch.printing.plan import GREY, Page, Text, advances, runs
from wdbranch.printing.proof import prove

from printed_book import FILLED, HEAD, RARE, edition, form, pdf_texts, plan_text, record, text_in

each_form = pytest.mark.parametrize("form_id", list(FILLED))
both = pytest.mark.parametrize("filled", [False, True], ids=["blank", "filled"])


def plan_of(form_id: str, **changes):
    return plan_record(edition(), form(form_id), record(form_id, **changes), HEAD)


@each_form
@both
def test_the_paper_reads_back_as_planned(form_id: str, filled: bool, tmp_path) -> None:
    plan = plan_record(edition(), form(form_id), record(form_id) if filled else None, HEAD)
    path = tmp_path / "记录.pdf"
    write_pdf(plan, path)
    assert prove(path, plan) == []
    texts = pdf_texts(path)
    assert len(texts) == len(plan.pages)
    for number, text in enumerate(texts, 1):
        assert f"第{number}页/共{len(texts)}页" in text
        assert HEAD.branch in text
        assert "党支部规范化建设工作记录本（2026年度）" in text
        assert ("（续）" in text) == (number > 1)


@each_form
@both
def test_signature_places_are_left_empty_for_ink(form_id: str, filled: bool, tmp_path) -> None:
    plan = plan_record(edition(), form(form_id), record(form_id) if filled else None, HEAD)
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    labels = [cell.text for row in form(form_id).page.foot for cell in row.cells if cell.kind is CellKind.SIGN]
    places = [(page, box) for page in plan.pages for box in page.boxes if not box.field and box.y > 200]
    signs = places[-len(labels):]
    assert [text_in(path, page, box) for page, box in signs] == [label + "：" for label in labels]
    assert {page.number for page, _ in signs} == {len(plan.pages)}


@each_form
@both
def test_content_keeps_to_the_mirrored_margins(form_id: str, filled: bool) -> None:
    plan = plan_record(edition(), form(form_id), record(form_id) if filled else None, HEAD)
    for page in plan.pages:
        left = BINDING if page.number % 2 else OUTER
        assert area(page).x == left
        (frame,) = page.frames
        assert (frame.x, frame.w) == (left, 160.0)
        for text in page.texts:
            end = text.x + sum(advances(text))
            hang = text.size * 0.36 / 2
            assert text.x >= left - hang
            assert end <= left + 160.0 + hang, text
        for rule in page.rules:
            assert left - 0.01 <= min(rule.x0, rule.x1) <= max(rule.x0, rule.x1) <= left + 160.01
            assert rule.y1 <= frame.y + frame.h + 0.01


@each_form
def test_texts_never_lie_over_each_other(form_id: str) -> None:
    for page in plan_of(form_id).pages:
        spans = [(text.y, text.x, text.x + sum(advances(text)), text.text) for text in page.texts]
        for (y, start, end, one), (other_y, other_start, other_end, other) in combinations(spans, 2):
            if abs(y - other_y) < 2.5:
                assert min(end, other_end) - max(start, other_start) < 2.5, (one, other)


@each_form
def test_empty_tables_of_a_blank_form_have_rows_to_write_in(form_id: str) -> None:
    plan = plan_record(edition(), form(form_id), None, HEAD)
    tables = [cell for row in form(form_id).page.rows for cell in row.cells if cell.show == "table"]
    assert tables
    for cell in tables:
        boxes = [(page, box) for page in plan.pages for box in page.boxes if box.field == cell.fields[0]]
        across = [
            rule for page, box in boxes for rule in page.rules
            if rule.y0 == rule.y1 and box.y < rule.y0 < box.y + box.h - 0.1 and rule.x0 >= box.x - 0.1 and rule.weight == 0.5
        ]
        assert len(across) >= 3


def test_a_blank_form_has_ruled_lines_eight_mm_apart() -> None:
    plan = plan_record(edition(), form("party_assembly"), None, HEAD)
    for page in plan.pages:
        lines = sorted(rule.y0 for rule in page.rules if rule.weight == 0.25)
        assert len(lines) >= 4
        assert sum(abs(b - a - 8.0) < 0.01 for a, b in pairwise(lines)) >= len(lines) - 2


def test_rare_names_print_and_copy_out_right(tmp_path) -> None:
    path = tmp_path / "a.pdf"
    plan = plan_of("party_assembly", minutes=f"到会的有{RARE}。", observers=tuple(RARE.split("、")), host="李𬭎")
    write_pdf(plan, path)
    assert prove(path, plan) == []
    assert RARE in "".join(pdf_texts(path))


def test_long_text_goes_on_without_losing_a_character(tmp_path) -> None:
    text = "\n".join(f"第{n}段，讨论三号院照明和充电桩的事，共{n * 37}户签了字。" * 3 for n in range(1, 60))
    plan = plan_of("party_assembly", minutes=text)
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    assert len(plan.pages) >= 8
    assert prove(path, plan) == []
    boxes = [(page, box) for page in plan.pages for box in page.boxes if box.field == "minutes"]
    assert "".join(text_in(path, page, box) for page, box in boxes) == "".join(text.split())
    for page in plan.pages[1:-1]:
        assert [t.text for t in page.texts if "（续）" in t.text] in (["（续）"], ["（续）", "（续）"])


@pytest.mark.parametrize("count", [60, 300, 900])
def test_a_long_attendance_list_is_written_in_full(count: int, tmp_path) -> None:
    names = [f"陈拟{chr(0x4E00 + n)}" for n in range(count)]
    rows = tuple({"member": None, "name": name, "status": "present", "reason": None} for name in names)
    plan = plan_of("party_assembly", attendance=rows)
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    assert prove(path, plan) == []
    boxes = [(page, box) for page in plan.pages for box in page.boxes if box.part == "present"]
    shown = "".join(text_in(path, page, box) for page, box in boxes)
    assert shown == "、".join(names)
    if count == 900:
        assert len(boxes) > 1


def test_the_head_of_a_long_table_is_repeated_on_each_leaf(tmp_path) -> None:
    rows = tuple({"text": f"第{n}项：清理楼道堆物，逐户登记" * 4, "owner": "韩拟秋", "due": "2026-09-21", "done_on": None} for n in range(40))
    plan = plan_of("party_assembly", decisions=rows)
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    assert prove(path, plan) == []
    boxes = [(page, box) for page in plan.pages for box in page.boxes if box.field == "decisions"]
    assert len(boxes) >= 3
    for page, box in boxes:
        assert text_in(path, page, box).startswith("事项责任人时限完成日期")


def test_a_table_row_higher_than_a_leaf_is_cut_and_goes_on(tmp_path) -> None:
    rows = ({"text": "逐户登记，能办的当场办，" * 220, "owner": "韩拟秋", "due": "2026-09-21", "done_on": None},)
    plan = plan_of("party_assembly", decisions=rows)
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    assert prove(path, plan) == []
    assert sum(box.field == "decisions" for page in plan.pages for box in page.boxes) >= 2


def test_columns_that_are_not_shown_are_printed_below_their_row() -> None:
    plan = plan_of("party_assembly")
    assert "监票人、计票人：李拟桐、许拟禾" in plan_text(plan)


def test_absent_members_carry_their_reason_and_written_opinion() -> None:
    said = plan_text(plan_of("party_assembly"))
    assert "丁拟白（病假）" in said
    assert "葛拟春（事假，2026年9月17日提交书面意见：赞成）" in said
    assert "等" not in "".join(t.text for t in plan_of("party_assembly").pages[0].texts if "陈拟舟、" in t.text)


def test_an_absent_member_is_told_apart_from_one_on_leave() -> None:
    rows = (
        {"member": 1, "name": "丁拟白", "status": "leave", "reason": "事假"},
        {"member": 2, "name": "乔拟雨", "status": "absent", "reason": None},
        {"member": 3, "name": "余拟夏", "status": "leave", "reason": None},
    )
    assert "丁拟白（事假）、乔拟雨（缺席）、余拟夏（请假）" in plan_text(plan_of("party_assembly", attendance=rows))


def header_notes(made: Record) -> list[Text]:
    page = plan_record(edition(), form("party_assembly"), made, HEAD).pages[0]
    return [text for text in page.texts if text.y < 20 and "记录本" not in text.text]


def test_the_header_says_draft_late_and_which_version() -> None:
    final = record("party_assembly")
    assert [text.text for text in header_notes(final)] == ["2026-DH-03"]
    (draft,) = [text for text in header_notes(replace(final, state=State.DRAFT)) if text.text == "草稿"]
    assert draft.ink == GREY
    late = replace(final, late=True, recorded_at="2026-09-27T09:20", version=2)
    assert {text.text for text in header_notes(late)} == {"补记于9月27日", "第2版（更正）", "2026-DH-03"}


def test_free_height_of_the_last_leaf_is_said_to_be_empty() -> None:
    minutes = record("party_assembly").values["minutes"] or "拟写的会议记录。"
    lengths = [plan_text(plan_of("party_assembly", minutes="\n".join([minutes] * many))) for many in range(1, 12)]
    told = ["（以下空白）" in text for text in lengths]
    assert any(told), "a last leaf that holds only tables has a large free height"
    assert not all(told), "lines for writing take the free height"
    assert "（以下空白）" not in plan_text(plan_record(edition(), form("theme_day"), None, HEAD))


def test_a_leaf_is_saved_where_only_empty_lines_stand_in_the_way() -> None:
    """Lines that the form offers are given up before a leaf is opened for two short rows."""
    blank = plan_record(edition(), form("lecture"), None, HEAD)
    short = plan_of("lecture", content="讲了一件真事。", discussion="好。", materials=None)
    assert (len(blank.pages), len(short.pages)) == (2, 1)
    assert len(plan_of("lecture", content="讲了一件真事。\n" * 30).pages) == 2


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 90), st.integers(0, 40), st.integers(0, 30))
def test_no_length_of_text_loses_a_character_or_parts_the_signatures(minutes: int, speeches: int, decisions: int) -> None:
    plan = plan_of(
        "party_assembly",
        minutes="\n".join("讨论充电桩选址，东墙近窗，改在门岗西侧。" for _ in range(minutes)) or None,
        speeches=tuple({"agenda": 1, "speaker": "郭拟山", "text": "先看现场，再定。" * 4} for _ in range(speeches)),
        decisions=tuple({"text": "约物业和消防现场看" * 3, "owner": "宋拟真", "due": "2026-10-16", "done_on": None} for _ in range(decisions)),
    )
    said = plan_text(plan)
    assert said.count("讨论充电桩选址") == minutes
    assert said.count("郭拟山：") == speeches
    assert said.count("主持人签字：") == 1
    last = plan.pages[-1]
    assert any(text.text == "主持人签字：" for text in last.texts)
    assert any(box.field or text.value for box in last.boxes for text in last.texts), "the foot never stands alone"
    for page in plan.pages:
        for text in page.texts:
            assert 10 < text.y < 285


def test_the_screen_can_paint_the_very_same_characters() -> None:
    """Runs give face, size, place and advances of each character, fallbacks included."""
    text = Text(30.0, 50.0, 12.0, "fangsong", "李𬭎20人，好", 80.0, ((1, 250.0),))
    found = runs(text)
    assert "".join(run.shown for run in found) == text.text
    assert sum(sum(run.advances) for run in found) == pytest.approx(sum(advances(text)))
    assert found[0].x == pytest.approx(30.0)
    assert [run.face for run in found] == ["fangsong", "song", "song", "fangsong"]
    assert all(font_file(run.face).exists() for run in found)
    rare = found[1]
    assert rare.shown == "𬭎"
    assert rare.size == pytest.approx(12 * 0.94)


def test_what_stands_at_the_foot_is_printed_whole() -> None:
    """Notes below a table may have many lines; each of them is on the leaf."""

    def opener(leaf: int, again: bool) -> Page:
        return Page(1 + leaf)

    def lines(count: int) -> Lines:
        return Lines([line for n in range(count) for line in paragraph_lines(f"第{n}行", TEXT, 150.0)])

    foot = [GridRow(8.0, [GridCell(160.0, lines(5))]), GridRow(12.0, [GridCell(160.0, lines(1))])]
    pages = lay_out([GridRow(9.0, [GridCell(160.0, lines(2))], grow=True)], foot, opener, "", height=200.0, fill=False)
    assert [text.text for text in pages[-1].texts if text.text.startswith("第")] == [
        *(f"第{n}行" for n in range(2)), *(f"第{n}行" for n in range(5)), "第0行",
    ]
