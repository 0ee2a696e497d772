"""Printing as a person asks for it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.operations.conftest import sample
from wdbranch.errors import UserError
from wdbranch.operations import printing
from wdbranch.operations import record as records
from wdbranch.store.workbook import Workbook


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return "".join(text.split())


def test_the_sign_in_sheet_names_everyone_due(book: Workbook, tmp_path: Path) -> None:
    made = records.new(book, "party_assembly", day=date(2026, 9, 18)).record.id
    printing.write(printing.plan_signin(book, made), tmp_path / "签到.pdf")
    text = text_of(tmp_path / "签到.pdf")
    for row in book.record(made).rows("attendance"):
        assert (row["name"] in text) is (row["status"] != "exempt")


@pytest.mark.parametrize("form_id", ["committee", "group_meeting", "lecture", "theme_day", "life_meeting", "appraisal"])
def test_every_meeting_has_its_sign_in_sheet_beforehand(book: Workbook, form_id: str, tmp_path: Path) -> None:
    form = book.editions["2026"].forms[form_id]
    values = {"group": "第一党小组"} if form.has("group") else {}
    made = records.new(book, form_id, day=date(2026, 9, 18), values=values).record
    assert form.attendance is not None
    due = [row["name"] for row in made.rows(form.attendance.id) if row["status"] != "exempt"]
    assert due, "the people due are known before the meeting"
    printing.write(printing.plan_signin(book, made.id), tmp_path / "签到.pdf")
    text = text_of(tmp_path / "签到.pdf")
    assert f"{form.short}签到表" in text
    assert all(name in text for name in due)


def test_a_record_without_attendance_has_no_sign_in_sheet(book: Workbook) -> None:
    made = records.new(book, "visit", day=date(2026, 9, 18)).record.id
    with pytest.raises(UserError) as told:
        printing.plan_signin(book, made)
    assert told.value.code == "no_attendance"


def test_a_sign_in_sheet_without_a_day_is_told(book: Workbook) -> None:
    made = records.new(book, "party_assembly").record.id
    with pytest.raises(UserError) as told:
        printing.plan_signin(book, made)
    assert told.value.code == "nobody_due"


def test_photographs_stand_behind_their_record_in_the_bound_year(book: Workbook, tmp_path: Path) -> None:
    made = records.add_json(book, "theme_day", sample("theme_day"))[0].record.id
    without = printing.print_year(book, 2026, tmp_path / "无.pdf").pages
    photo = io.BytesIO()
    Image.new("RGB", (800, 600), "#b8122b").save(photo, "JPEG")
    (tmp_path / "合影.jpg").write_bytes(photo.getvalue())
    records.attach(book, made, tmp_path / "合影.jpg", "photo")
    assert printing.print_year(book, 2026, tmp_path / "有.pdf").pages == without + 1


def test_rare_names_print_and_one_without_a_glyph_is_named(book: Workbook, tmp_path: Path) -> None:
    made = records.new(book, "lecture", day=date(2026, 9, 18)).record.id
    records.set_value(book, made, "lecturer", "李𬭎")
    records.set_value(book, made, "topic", "王𫗧、䶮谈党性")
    printing.print_record(book, made, tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    assert "李𬭎" in text
    assert "王𫗧、䶮谈党性" in text
    records.set_value(book, made, "topic", "讲\U00030ede面")
    with pytest.raises(UserError) as told:
        printing.print_record(book, made, tmp_path / "b.pdf")
    assert told.value.code == "unprintable"
    assert "\U00030ede" in told.value.what
    assert not (tmp_path / "b.pdf").exists()


def test_printing_a_final_record_is_remembered(book: Workbook, tmp_path: Path) -> None:
    made = records.add_json(book, "theme_day", sample("theme_day"))[0].record.id
    printing.print_record(book, made, tmp_path / "a.pdf")
    assert book.record(made).state.value == "draft", "a draft stays a draft on paper"
