"""The bound year and its single leaves, chapters, ledgers, what changed, Word and Excel, as a person asks for them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from tests.operations.conftest import sample
from tests.operations.test_printing import text_of
from wdbranch.book.record import State
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations import printed, printing, tables, word
from wdbranch.operations import record as records
from wdbranch.printing.plan import Plan
from wdbranch.store.workbook import Workbook

LEDGER = "issue"


def texts(plan: Plan) -> list[str]:
    return ["".join(text.text for text in page.texts).replace(" ", "") for page in plan.pages]


@pytest.fixture
def year(book: Workbook) -> Iterator[Workbook]:
    """A year with two kinds of records and a ledger."""
    for month in (3, 6, 9):
        made = records.add_json(book, "theme_day", sample("theme_day") | {"rec_no": f"2026-DR-{month:02d}"})[0].record.id
        records.set_values(book, made, {"start": f"2026-{month:02d}-11T15:00", "end": f"2026-{month:02d}-11T17:00"})
    for number in range(1, 4):
        made = records.new(book, LEDGER, day=date(2026, 4, number)).record.id
        records.set_values(book, made, {"problem": f"楼道堆物问题{number}", "person": "陈拟舟"})
    yield book


def finish(book: Workbook, form: str) -> list[str]:
    """Make the records of a form final, whatever an inspector would say."""
    found = [record.id for record in book.records(form=form)]
    for record_id in found:
        book.set_state(record_id, State.FINAL)
    return found


def test_the_bound_year_has_ledgers_in_the_order_of_the_book_and_an_index(year: Workbook, tmp_path: Path) -> None:
    plan = printing.plan_year(year, 2026)
    done = printing.print_plan(year, plan, tmp_path / "册.pdf")
    assert done.pages == len(plan.pages)
    marks = [mark.title for mark in plan.marks if mark.level == 0]
    assert marks[:3] == ["封面", "填写说明", "目录"] and marks[-1] == "人名索引"
    assert any("组织生活" in title for title in marks) and any("检查与总结" in title for title in marks)
    form = year.editions["2026"].forms[LEDGER]
    ledger = next(mark for mark in plan.marks if mark.title == form.page.title)
    on = "".join(texts(plan)[ledger.first - 1 : ledger.last])
    assert all(f"楼道堆物问题{number}" in on for number in range(1, 4))
    last = next(mark for mark in plan.marks if mark.title == "人名索引")
    index = "".join(texts(plan)[last.first - 1 :])
    entry = re.match("[0-9、—]+", index.partition("陈拟舟")[2])
    assert entry, "the pages of a person stand behind the name"
    spans = [part.split("—") for part in entry[0].split("、") if part]
    assert any(int(span[0]) <= ledger.first <= int(span[-1]) for span in spans)


def test_pages_without_content_are_left_out_or_bound_blank(year: Workbook) -> None:
    lean, full = printing.plan_year(year, 2026), printing.plan_year(year, 2026, blanks=True)
    lecture = year.editions["2026"].forms["lecture"].page.title
    assert not any(lecture in mark.title for mark in lean.marks)
    assert any(mark.title == f"{lecture}（空白）" for mark in full.marks)
    assert len(full.pages) > len(lean.pages)
    optional = [page for page in year.editions["2026"].forms.values() if page.optional]
    for page in optional:
        assert not any(page.page.title in mark.title for mark in full.marks), "off until it is switched on"


def test_a_single_leaf_keeps_its_page_number_when_the_record_was_corrected(year: Workbook) -> None:
    plan = printing.plan_year(year, 2026)
    assert printed.remember(year, plan) is not None
    total = len(plan.pages)
    of = [mark for mark in plan.marks if mark.record and mark.level == 1]
    mark = of[1]
    records.set_value(year, of[0].record, "place", "拟安社区二楼会议室")
    records.set_value(year, mark.record, "place", "拟安社区三楼会议室")
    leaf = printing.plan_leaf(year, 2026, mark.first)
    (text,) = texts(leaf)
    assert "三楼会议室" in text
    assert f"第{mark.first}页/共{total}页" in text
    assert leaf.pages[0].number == mark.first
    both = printing.plan_leaf(year, 2026, mark.first, both_sides=True)
    assert [page.number % 2 for page in both.pages] == [1, 0]


def test_what_has_grown_beyond_its_leaf_goes_on_behind_it(year: Workbook, tmp_path: Path) -> None:
    plan = printing.plan_year(year, 2026)
    printed.remember(year, plan)
    mark = next(mark for mark in plan.marks if mark.record and mark.level == 1)
    form = year.snapshot().form_of(year.record(mark.record))
    long = next(field.id for field in form.fields if field.type.value == "long")
    records.set_value(year, mark.record, long, "逐户走访，逐项登记，逐条落实。" * 300)
    leaf = printing.plan_leaf(year, 2026, mark.last, both_sides=True)
    labels = [page.label for page in leaf.pages]
    assert f"{mark.last}-1" in labels
    printing.write(leaf, tmp_path / "页.pdf")
    assert f"第{mark.last}-1页/共{len(plan.pages)}页" in text_of(tmp_path / "页.pdf")
    following = texts(printing.plan_leaf(year, 2026, mark.last + 1))
    assert f"第{mark.last + 1}页" in following[0], "the next page has the number it had"


def test_a_record_written_later_is_in_no_leaf_of_the_bound_book(year: Workbook) -> None:
    before = printing.plan_year(year, 2026)
    printed.remember(year, before)
    added = records.new(year, "lecture", day=date(2026, 1, 5), values={"topic": "新加的党课"}).record.id
    for number in range(1, len(before.pages) + 1):
        leaf = printing.plan_leaf(year, 2026, number)
        assert added not in {mark.record for mark in leaf.marks}
        assert not any(box.record == added for page in leaf.pages for box in page.boxes)


def test_a_year_that_was_never_bound_and_a_page_beyond_its_end_are_told(year: Workbook) -> None:
    with pytest.raises(UserError) as told:
        printing.plan_leaf(year, 2026, 3)
    assert told.value.code == "never_bound"
    printed.remember(year, printing.plan_year(year, 2026))
    with pytest.raises(UserError) as told:
        printing.plan_leaf(year, 2026, 999)
    assert told.value.code == "no_such_page"


def test_only_what_was_finished_or_changed_since_the_last_print_is_printed(year: Workbook, tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        printing.plan_changed(year, 2026)
    assert told.value.code == "nothing_to_print", "drafts are not for paper yet"
    days = finish(year, "theme_day")
    printing.print_plan(year, printing.plan_changed(year, 2026), tmp_path / "a.pdf")
    assert {year.record(one).state for one in days} == {State.PRINTED}
    assert printed.changed(year, 2026) == []
    records.correct(year, days[1], "写错了地点")
    records.set_value(year, days[1], "place", "拟安社区三楼会议室")
    year.set_state(days[1], State.FINAL)
    plan = printing.plan_changed(year, 2026)
    assert [source.record.id for source in plan.sources] == [days[1]]


def test_a_changed_line_prints_its_whole_ledger(year: Workbook, tmp_path: Path) -> None:
    lines = finish(year, LEDGER)
    printing.print_plan(year, printing.plan_changed(year, 2026), tmp_path / "a.pdf")
    records.correct(year, lines[0], "写错了")
    records.set_value(year, lines[0], "problem", "楼道堆物已清理")
    year.set_state(lines[0], State.FINAL)
    plan = printing.plan_changed(year, 2026)
    assert {source.record.id for source in plan.sources} == set(lines)


def test_a_chapter_a_kind_and_a_month(year: Workbook) -> None:
    chapter = printing.plan_chapter(year, 2026, "meetings")
    assert all("封面" not in mark.title for mark in chapter.marks)
    assert f"第1页/共{len(chapter.pages)}页" in texts(chapter)[0]
    assert [source.record.form for source in chapter.sources] == ["theme_day"] * 3
    ledger = printing.plan_kind(year, 2026, LEDGER)
    assert len(ledger.sources) == 3 and len(ledger.pages) == 1
    assert len(printing.plan_kind(year, 2026, "theme_day").sources) == 3
    assert {source.record.form for source in printing.plan_month(year, 2026, 4).sources} == {LEDGER}
    with pytest.raises(WrongUseError) as told:
        printing.plan_chapter(year, 2026, "nix")
    assert told.value.code == "no_chapter"
    with pytest.raises(UserError) as told:
        printing.plan_kind(year, 2026, "lecture")
    assert told.value.code == "nothing_to_print"


def test_a_blank_leaf_of_every_page_kind(book: Workbook, tmp_path: Path) -> None:
    kinds = [page.id for page in book.editions["2026"].pages()]
    for kind in (*kinds, printing.PHOTOS):
        done = printing.write(printing.plan_blank(book, kind, 2026), tmp_path / f"{kind}.pdf")
        assert done.pages >= 1


def test_pictures_stand_two_or_four_a_page(year: Workbook, tmp_path: Path) -> None:
    made = year.records(form="theme_day")[0].id
    for number in range(3):
        photo = io.BytesIO()
        Image.new("RGB", (400, 300 + number), "#b8122b").save(photo, "JPEG")
        (tmp_path / f"{number}.jpg").write_bytes(photo.getvalue())
        records.attach(year, made, tmp_path / f"{number}.jpg", "photo")
    two = [page for page in printing.plan_year(year, 2026).pages if page.pictures]
    assert [len(page.pictures) for page in two] == [2, 1]
    branch = year.branch()
    from dataclasses import replace

    year.save_branch(replace(branch, settings={**branch.settings, "photo_frames": 4}))
    (four,) = [page for page in printing.plan_year(year, 2026).pages if page.pictures]
    assert len(four.pictures) == 3 and len(four.frames) == 4


def test_what_was_gathered_prints_the_same_beside_the_window(year: Workbook) -> None:
    gathered = printing.gather(year, 2026)
    assert printing.plan_year(gathered, 2026).to_json() == printing.plan_year(year, 2026).to_json()


def test_overprinting_keeps_only_what_was_entered(year: Workbook) -> None:
    whole = printing.plan_kind(year, 2026, LEDGER)
    only = printing.overprinted(whole, 1.5, -2.0)
    assert all(not page.rules and not page.frames for page in only.pages)
    said = texts(only)[0]
    assert "楼道堆物问题1" in said and "序号" not in said and "书记签字" not in said
    first = next(text for text in whole.pages[0].texts if text.value)
    moved = next(text for text in only.pages[0].texts)
    assert (moved.x - first.x, moved.y - first.y) == (pytest.approx(1.5), pytest.approx(-2.0))
    with pytest.raises(WrongUseError):
        printing.overprinted(whole, 99, 0)


def test_a_continued_leaf_is_whole_when_overprinting(year: Workbook) -> None:
    made = year.records(form="theme_day")[0].id
    form = year.editions["2026"].forms["theme_day"]
    long = next(field.id for field in form.fields if field.type.value == "long")
    records.set_value(year, made, long, "逐户走访，逐项登记。" * 300)
    only = printing.overprinted(printing.plan_record(year, made), 0, 0)
    assert not only.pages[0].rules
    assert only.pages[1].rules, "the printed book has no leaf for what goes on"


def test_word_documents_have_real_tables_with_everything_that_was_typed(year: Workbook, tmp_path: Path) -> None:
    path = word.save_month(year, 2026, 9, tmp_path / "九月.docx")
    document = docx.Document(str(path))
    (record,) = [one for one in year.records(form="theme_day") if one.get("seq") == 9]
    said = "".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    for row in record.rows("attendance"):
        assert row["name"] in said
    form = year.editions["2026"].forms["theme_day"]
    for field in form.fields:
        if field.type.value in ("text", "person") and record.get(field.id):
            assert record.get(field.id) in said, field.id
    section = document.sections[0]
    assert "党支部规范化建设工作记录本（2026年度）" in section.header.paragraphs[0].text
    xml = section.footer.paragraphs[0]._p.xml
    assert "SECTIONPAGES" in xml and " PAGE " in xml
    assert '"仿宋"' in document.element.xml and '"黑体"' in document.element.xml


def test_a_ledger_in_word_lies_across_and_repeats_its_head(year: Workbook, tmp_path: Path) -> None:
    document = docx.Document(str(word.save_kind(year, 2026, LEDGER, tmp_path / "台账.docx")))
    (table,) = document.tables
    assert "楼道堆物问题3" in "".join(cell.text for row in table.rows for cell in row.cells)
    assert "w:tblHeader" in table.rows[0]._tr.xml
    section = document.sections[0]
    across = year.editions["2026"].forms[LEDGER].page.landscape
    assert (section.page_width > section.page_height) == across


def test_a_blank_document_is_never_written(book: Workbook, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        word.save_kind(book, 2026, "lecture", tmp_path / "a.docx")
    with pytest.raises(UserError):
        tables.save_page(book, 2026, "lecture", tmp_path / "a.xlsx")
    assert list(tmp_path.glob("a.*")) == []


def test_every_table_of_the_year_as_excel(year: Workbook, tmp_path: Path) -> None:
    saved = tables.save_all(year, 2026, tmp_path / "全部.xlsx")
    assert dict(saved.sheets)["2026年记录清单"] == 6
    made = openpyxl.load_workbook(saved.path)
    assert made.sheetnames == [title for title, _ in saved.sheets]
    ledger = made[year.editions["2026"].forms[LEDGER].page.title]
    heads = [cell.value for cell in ledger[2]]
    rows = [dict(zip(heads, [cell.value for cell in row])) for row in ledger.iter_rows(min_row=3)]
    form = year.editions["2026"].forms[LEDGER]
    assert [row[form.field("problem").label] for row in rows] == [f"楼道堆物问题{number}" for number in range(1, 4)]
    assert rows[0][form.field(form.date_field).label] == "2026.04.01"


def test_photographs_of_a_record_stand_in_its_word_document(year: Workbook, tmp_path: Path) -> None:
    made = year.records(form="theme_day")[0].id
    for number, colour in enumerate(("navy", "green", "maroon"), 1):
        picture = tmp_path / f"{number}.jpg"
        Image.new("RGB", (640, 480), colour).save(picture)
        kept = records.attach(year, made, picture, "photo")[1]
        records.caption(year, made, kept.digest, f"清理楼道第{number}处", f"2026-03-1{number}")
    document = docx.Document(str(word.save_records(year, [made], tmp_path / "一份.docx")))
    photos = document.tables[-1]
    assert len(document.inline_shapes) == 3
    assert [len(row._tr.xpath(".//pic:pic")) for row in photos.rows] == [2, 0, 1, 0], "two a row, words below"
    said = photos.rows[1].cells[0].text
    assert "清理楼道第1处" in said and "2026年3月11日" in said and "记录编号：2026-" in said
    wide = document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    assert all(0 < shape.width <= wide / 2 for shape in document.inline_shapes)
