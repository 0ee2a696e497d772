"""An inspection's problems become lines of the rectification ledger."""

from __future__ import annotations

from datetime import date

import pytest

from wdbranch.errors import UserError
from wdbranch.operations import issues, record
from wdbranch.store.workbook import Workbook


def inspection(book: Workbook) -> str:
    problems = [
        {"problem": "联系流动党员没有记内容", "request": "写明方式和内容", "due": "2026-08-31"},
        {"problem": "党课没有讨论", "request": None, "due": None},
    ]
    values = {"unit": "拟和街道党工委", "inspectors": ("卢拟衡",), "problems": problems}
    return record.new(book, "inspection", day=date(2026, 7, 22), values=values).record.id


def test_each_problem_becomes_one_line_once(book: Workbook) -> None:
    source = inspection(book)
    made = [saved.record for saved in issues.from_inspection(book, source)]
    assert [(one.get("seq"), one.get("problem"), one.get("due")) for one in made] == [
        (1, "联系流动党员没有记内容", "2026-08-31"), (2, "党课没有讨论", None),
    ]
    assert {(one.get("source"), one.get("found_on"), one.links) for one in made} == {
        ("superior", "2026-07-22", (source,)),
    }
    with pytest.raises(UserError) as refused:
        issues.from_inspection(book, source)
    assert refused.value.code == "nothing_to_take"


def test_a_problem_written_later_is_the_only_one_taken(book: Workbook) -> None:
    source = inspection(book)
    issues.from_inspection(book, source)
    rows = [*book.record(source).rows("problems"), {"problem": "台账字迹不清"}]
    record.set_value(book, source, "problems", rows)
    assert [saved.record.get("problem") for saved in issues.from_inspection(book, source)] == ["台账字迹不清"]
