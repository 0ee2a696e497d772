"""Records of the fictional branch as they are printed, and reading PDFs back, for the tests of printing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2

from wdbranch.book.form import Edition, Form
from wdbranch.book.intake import from_json
from wdbranch.book.loader import load_editions
from wdbranch.book.people import Member, Roster
from wdbranch.book.record import Attachment, Record, State
from wdbranch.paths import forms_dir
from wdbranch.printing.page import Head
from wdbranch.printing.plan import Box, Page, Plan

HEAD = Head(
    "党支部规范化建设工作记录本", 2026, "中共平顶山市卫东区拟和街道拟安社区第一支部委员会", "拟安一支部",
    superior="中共拟和街道工作委员会", secretary="陈拟舟", book_no="NH-0012",
)
FILLED = ("party_assembly", "committee", "lecture", "theme_day")
"""The forms; one record of each is kept beside this file, so that plans do not change with the samples."""

KEPT = Path(__file__).parent / "records"

RARE = "李𬭎、王𫗧、赵䶮、张㐱、陈𬱖、孙𠮷"


@cache
def edition() -> Edition:
    return load_editions(forms_dir())["2026"]


def form(form_id: str) -> Form:
    return edition().forms[form_id]


@cache
def roster() -> Roster:
    """Everybody who came to the party assembly or was missing there."""
    data = json.loads((KEPT / "party_assembly.json").read_text(encoding="utf-8"))
    absent = [person["name"] for person in (*data["absents"], *data["excluded_members"])]
    return Roster(tuple(
        Member(number, name, join_date="2010-07-01", full_date="2011-07-01")
        for number, name in enumerate((*data["attendees"], *absent), 1)
    ))


def record(form_id: str, **changes: Any) -> Record:
    """The sample record of a form; ``changes`` replace or add values."""
    data = json.loads((KEPT / f"{form_id}.json").read_text(encoding="utf-8"))
    values = dict(from_json(form(form_id), edition(), data, roster()).values)
    values.update(changes)
    kept = (Attachment("a" * 64, "签到表.jpg", "signin", 1000), Attachment("b" * 64, "会场.jpg", "photo", 1000, values["start"][:10]))
    return Record("0123456789ab", form_id, "2026", 2026, values, State.FINAL, recorded_at=data["recorded_at"], attachments=kept)


def pdf_texts(path: Path) -> list[str]:
    """The text layer of each page, blanks left out."""
    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for page in document:
            layer = page.get_textpage()
            found.append("".join(layer.get_text_bounded().split()))
            layer.close()
            page.close()
        return found
    finally:
        document.close()


def text_in(path: Path, page: Page, box: Box) -> str:
    """What the paper shows inside a box."""
    scale = 72 / 25.4
    document = pypdfium2.PdfDocument(path)
    try:
        sheet = document[page.number - 1]
        layer = sheet.get_textpage()
        height = sheet.get_height()
        text = layer.get_text_bounded(
            box.x * scale, height - (box.y + box.h) * scale, (box.x + box.w) * scale, height - box.y * scale
        )
        layer.close()
        sheet.close()
        return "".join(text.split())
    finally:
        document.close()


def plan_text(plan: Plan) -> str:
    return "".join("".join(text.text.split()) for page in plan.pages for text in page.texts)
