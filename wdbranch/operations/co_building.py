"""三个清单: an item that is done becomes a record of a joint activity, typed only once."""

from __future__ import annotations

from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.operations import record as records
from wdbranch.operations.change import Saved
from wdbranch.store.workbook import Workbook

ITEM, ACTIVITY = "list_item", "co_activity"


def is_done(snapshot: Snapshot, record: Record) -> bool:
    """Whether a record is an item of a list that is done."""
    return record.form == ITEM and record.get("step") in snapshot.edition_of(record).tagged("list_state", "done")


def to_activity(book: Workbook, record_id: str) -> Saved:
    """The activity of an item of a list: a new one with what the item tells, or the one that it became before."""
    item = book.record(record_id)
    made = next((one for one in book.snapshot().of(ACTIVITY) if one.get("item") == record_id), None)
    if made is not None:
        return records.set_values(book, made.id, {})
    day = day_of(item.get("done_on")) or book.clock().date()
    told = {"topic": item.get("content"), "people": item.get("people"), "content": item.get("effect")}
    values = {key: value for key, value in told.items() if value is not None}
    if item.get("matched"):
        values["units"] = ({"name": item.get("matched"), "people": None},)
    return records.new(book, ACTIVITY, day=day, values={**values, "item": record_id})
