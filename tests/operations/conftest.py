"""A real workbook with the sample branch's people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from wdbranch.operations import book as books
from wdbranch.operations import roster
from wdbranch.paths import resource
from wdbranch.store.workbook import Workbook

SAMPLES = Path(__file__).parent.parent / "book" / "samples"


@pytest.fixture
def clock() -> list[datetime]:
    """The time by the office clock; tests move it."""
    return [datetime(2026, 9, 19, 9, 20)]


@pytest.fixture
def book(tmp_path: Path, clock: list[datetime]) -> Iterator[Workbook]:
    made = books.create(
        tmp_path / "支部.wdbook", "拟和街道拟安社区第一支部", "urban", short="拟安一支部", code="NH-NA-01",
        fixed_day={"nth": 2, "weekday": 5}, clock=lambda: clock[0],
    )
    with made as open_book:
        merged = roster.preview_import(open_book, resource("sample", "roster.xlsx"))
        roster.apply_import(open_book, merged, source="样例")
        yield open_book


def sample(name: str) -> dict[str, Any]:
    """One of the three sample records."""
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
