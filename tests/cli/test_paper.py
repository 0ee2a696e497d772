"""Paper and office files from the command line: parts of a year, single leaves, 套打, Word, Excel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from tests.cli.conftest import Office
from wdbranch.book.record import State
from wdbranch.cli.main import run
from wdbranch.operations import record as records
from wdbranch.operations.book import open_book


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    def told(*words: object, code: int = 0) -> Any:
        assert run([*map(str, words), "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return told


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return "".join(text.split())


def test_a_kind_a_chapter_and_what_changed(ask: Any, office: Office) -> None:
    out = office.folder / "页.pdf"
    of = ("--book", office.book, "--year", "2026", "--out", out)
    ask("print", "--form", "lecture", *of)
    assert "党课记录" in text_of(out)
    ask("print", "--chapter", "meetings", *of)
    assert "支部党员大会记录" in text_of(out)
    assert ask("print", "--changed", *of, code=1)["code"] == "nothing_to_print", "the demonstration bound the year"
    with open_book(office.book) as book:
        made = book.records(form="lecture")[0].id
        records.correct(book, made, "写错了地点")
        records.set_value(book, made, "place", "拟安社区三楼会议室")
        book.set_state(made, State.FINAL)
    ask("print", "--changed", *of)
    assert "三楼会议室" in text_of(out) and "支部党员大会记录" not in text_of(out)


def test_one_leaf_of_the_bound_year(ask: Any, office: Office) -> None:
    out = office.folder / "页.pdf"
    asked = ("print", "--book", office.book, "--page", "6", "--year", "2026", "--out", out)
    assert ask(*asked[:6], "2025", "--out", out, code=1)["code"] == "never_bound"
    total = ask("print", "--book", office.book, "--year", "2026", "--out", office.folder / "册.pdf")["pages"]
    assert ask(*asked)["pages"] == 1
    assert f"第6页/共{total}页" in text_of(out)
    assert ask(*asked, "--both-sides")["pages"] == 2


def test_blank_pages_are_bound_on_demand(ask: Any, office: Office) -> None:
    out = office.folder / "册.pdf"
    lean = ask("print", "--book", office.book, "--year", "2026", "--out", out)["pages"]
    assert ask("print", "--book", office.book, "--year", "2026", "--blank", "--out", out)["pages"] > lean
    assert ask("print", "--book", office.book, "--form", "photos", "--blank", "--out", out)["pages"] == 1
    assert ask("print", "--book", office.book, "--blank", "--record", "2026-DH-01", "--out", out, code=2)


def test_sign_in_sheet_overprint_and_calibration(ask: Any, office: Office) -> None:
    out = office.folder / "页.pdf"
    ask("print", "--book", office.book, "--signin", "2026-DH-01", "--out", out)
    assert "签到表" in text_of(out)
    ask("print", "--book", office.book, "--record", "2026-DH-01", "--overprint", "1.5,-2", "--out", out)
    assert "会议名称" not in text_of(out)[:200]
    ask("print", "--book", office.book, "--calibration", "--overprint", "1.5,-2", "--out", out)
    assert "向右1.5毫米" in text_of(out)
    for wrong in ("1.5", "左,右"):
        ask("print", "--book", office.book, "--calibration", "--overprint", wrong, "--out", out, code=2)


def test_word_of_a_record_a_month_and_a_kind(ask: Any, office: Office) -> None:
    out = office.folder / "页.docx"
    for what in (("--record", "2026-DH-01"), ("--month", "2026-09"), ("--form", "lecture", "--year", "2026")):
        assert ask("word", "--book", office.book, *what, "--out", out)["file"] == str(out)
        assert out.read_bytes()[:2] == b"PK"
    ask("word", "--book", office.book, "--out", out, code=2)


def test_excel_of_one_kind_and_of_the_year(ask: Any, office: Office) -> None:
    out = office.folder / "表.xlsx"
    one = ask("table", "--book", office.book, "--form", "lecture", "--year", "2026", "--out", out)
    assert [sheet["rows"] for sheet in one["sheets"]] == [3]
    every = ask("table", "--book", office.book, "--year", "2026", "--out", out)
    assert openpyxl.load_workbook(out).sheetnames == [sheet["title"] for sheet in every["sheets"]]
    assert ask("table", "--book", office.book, "--form", "nix", "--out", out, code=2)["code"] == "no_form"
