"""What a record brings to the street's sums."""

from __future__ import annotations

import pytest

from wdbranch.book.measures import amount
from wdbranch.book.record import Record

ROWS = ({"item": "学习", "done": True}, {"item": "走访", "done": None}, {"item": "党费", "done": False})


@pytest.mark.parametrize(
    ("value", "column", "brings"),
    [(20, None, 20), (1.5, None, 1.5), ("党课", None, "党课"), (None, None, None), (("陈拟舟",), None, ("陈拟舟",)), (ROWS, None, 3), (ROWS, "done", 1), (list(ROWS), "done", 1), (None, "done", None)],
)
def test_amount(value: object, column: str | None, brings: object) -> None:
    record = Record(id="0" * 12, form="theme_day", edition="2026", year=2026, values={"box": value})
    assert amount(record, "box", column) == brings
