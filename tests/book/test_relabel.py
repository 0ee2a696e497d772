"""Names of boxes that a branch changed: seen everywhere, while ids and digest stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from wdbranch.book.loader import load_editions
from wdbranch.book.relabel import relabelled
from wdbranch.errors import WrongUseError
from wdbranch.operations import book as books
from wdbranch.operations import printing
from wdbranch.paths import forms_dir

EDITIONS = load_editions(forms_dir())


def test_a_label_changes_in_the_box_on_the_sheet_and_on_paper():
    found = relabelled(EDITIONS, {"post_slots.ding1": "认岗", "post_slots.ding2": "", "no_form.x": "无"})
    form, shipped = found["2026"].forms["post_slots"], EDITIONS["2026"].forms["post_slots"]
    assert form.field("ding1").label == "认岗"
    assert form.field("ding2").label == shipped.field("ding2").label
    assert form.digest == shipped.digest
    assert "认岗" in [column.label for column in form.page.columns]
    texts = [cell.text for row in form.page.rows for cell in row.cells]
    assert "认岗" in texts and shipped.field("ding1").label not in texts
    assert found["2026"].forms["visit"] is EDITIONS["2026"].forms["visit"]
    assert relabelled(EDITIONS, {}) is EDITIONS


def test_the_branch_names_its_slots(tmp_path: Path):
    with books.create(tmp_path / "a.wdbook", "拟安一支部", "urban") as book:
        books.name_slots(book, {"bian": "编网格", "ding1": "认岗"})
        assert book.editions["2026"].forms["post_slots"].field("bian").label == "编网格"
        plan = printing.plan_blank(book, "post_slots")
        assert "编网格" in {text.text for page in plan.pages for text in page.texts}
        with pytest.raises(WrongUseError):
            books.name_slots(book, {"bian": "姓名"})
    with books.open_book(tmp_path / "a.wdbook") as book:
        assert [chosen for _, _, chosen in books.slot_names(book)] == ["编网格", "认岗", "", ""]
        assert book.snapshot().editions["2026"].forms["post_slots"].field("ding1").label == "认岗"
        books.name_slots(book, {})
        assert book.editions["2026"].forms["post_slots"].field("bian").label == "编组"
