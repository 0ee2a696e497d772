"""What a meeting decided and nobody wrote the outcome of is offered to the next meeting of the kind."""

from __future__ import annotations

from datetime import date

from wdbranch.operations import open_items as operations
from wdbranch.operations import record as records
from wdbranch.store.workbook import Workbook

DECISIONS = (
    {"text": "更换三号楼宣传栏", "owner": "马拟川", "due": "2026-08-31"},
    {"text": "走访拟安社区老党员", "owner": "韩拟秋", "due": "2026-08-20", "done_on": "2026-08-18"},
    {"text": "起草公约\n先征求意见", "due": None},
)


def meeting(book: Workbook, day: date, decisions: tuple[dict, ...] = ()) -> str:
    record = records.new(book, "committee", day=day, values={"decisions": decisions} if decisions else None).record
    return record.id


def titles(book: Workbook, record_id: str) -> list[str]:
    return [row["title"] for row in book.record(record_id).rows("agenda")]


def test_open_items_are_offered_and_added_with_one_click(book: Workbook) -> None:
    first = meeting(book, date(2026, 8, 7), DECISIONS)
    now = meeting(book, date(2026, 9, 4))
    items = operations.open_items(book, now)
    assert [(item.record, item.row, item.text[:4], item.owner) for item in items] == [
        (first, 0, "更换三号", "马拟川"), (first, 2, "起草公约", ""),
    ]
    operations.carry_forward(book, now, items)
    assert titles(book, now) == ["上次议定事项落实情况：更换三号楼宣传栏（马拟川）", "上次议定事项落实情况：起草公约"]
    assert [row["no"] for row in book.record(now).rows("agenda")] == [1, 2]
    assert operations.open_items(book, now) == ()
    records.undo(book, now)
    assert len(operations.open_items(book, now)) == 2


def test_what_was_raised_since_is_followed_up_there(book: Workbook) -> None:
    meeting(book, date(2026, 7, 3), DECISIONS[:1])
    between = meeting(book, date(2026, 8, 7))
    operations.carry_forward(book, between, operations.open_items(book, between))
    assert operations.open_items(book, meeting(book, date(2026, 9, 4))) == ()


def test_nothing_is_offered_from_later_meetings_other_kinds_or_without_a_day(book: Workbook) -> None:
    meeting(book, date(2026, 9, 4), DECISIONS)
    assert operations.open_items(book, meeting(book, date(2026, 8, 7))) == ()
    assert operations.open_items(book, records.new(book, "committee").record.id) == ()
    assert operations.open_items(book, records.new(book, "theme_day", day=date(2026, 9, 11)).record.id) == ()


def test_items_of_long_ago_are_not_dragged_along_for_ever(book: Workbook) -> None:
    meeting(book, date(2025, 3, 7), DECISIONS)
    assert operations.open_items(book, meeting(book, date(2026, 9, 4))) == ()
