"""A table copied from a spreadsheet becomes the rows of a record."""

from __future__ import annotations

import pytest

from wdbranch.errors import UserError
from wdbranch.operations import row_paste


@pytest.fixture
def listed(write):
    return write("service_list", "2026-02-02", title="高频服务事项清单")


def test_forty_items_come_in_at_once(book, listed):
    text = "\n".join(f"事项{n}\t身份证\t当场\t综合窗口" for n in range(40))
    saved, count = row_paste.paste_rows(book, listed.id, "items", text)
    assert count == len(saved.record.rows("items")) == 40
    assert saved.record.rows("items")[39] == {"name": "事项39", "materials": "身份证", "days": "当场", "window": "综合窗口"}


def test_heads_say_which_column_is_which(book, listed):
    text = "事项\t备注\t窗口\n医保参保\t不要的一列\t社保窗口\n\n老年证\t\t\n"
    saved, count = row_paste.paste_rows(book, listed.id, "items", text)
    assert count == 2
    assert saved.record.rows("items") == (
        {"name": "医保参保", "materials": None, "days": None, "window": "社保窗口"},
        {"name": "老年证", "materials": None, "days": None, "window": None},
    )


def test_pasting_twice_appends(book, listed):
    row_paste.paste_rows(book, listed.id, "items", "甲")
    saved, _ = row_paste.paste_rows(book, listed.id, "items", "乙")
    assert [row["name"] for row in saved.record.rows("items")] == ["甲", "乙"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "事项\t窗口"])
def test_nothing_copied_is_told(book, listed, text):
    with pytest.raises(UserError) as caught:
        row_paste.paste_rows(book, listed.id, "items", text)
    assert caught.value.code == "nothing_to_paste"
    assert book.record(listed.id).rows("items") == ()


def test_a_value_that_cannot_be_read_leaves_everything_as_it_was(book, write):
    made = write("skill", "2026-03-03", kind="trade", topic="电工", people=9)
    with pytest.raises(UserError):
        row_paste.paste_rows(book, made.id, "certificates", "电工\t初级工\t9\n电工\t很高级\t3")
    assert book.record(made.id).rows("certificates") == ()


def test_the_fields_that_take_a_table(book, listed):
    assert row_paste.row_fields(book, listed.id) == [("items", "事项")]
