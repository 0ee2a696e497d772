"""What earlier meetings left open, brought to the agenda of the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wdbranch.book.form import Edition
from wdbranch.operations import record as records
from wdbranch.operations.change import Saved
from wdbranch.rules import open_items as rules
from wdbranch.rules.open_items import OpenItem
from wdbranch.store.workbook import Workbook


def open_items(book: Workbook, record_id: str) -> tuple[OpenItem, ...]:
    """Decisions of earlier records of the same kind without outcome, latest first, not yet on this agenda."""
    return rules.open_items(book.record(record_id), book.snapshot())


def carry_forward(book: Workbook, record_id: str, items: Sequence[OpenItem]) -> Saved:
    """Put open items on the agenda, below what stands there. Raises UserError ``frozen`` after 定稿."""
    record = book.record(record_id)
    rows: list[dict[str, Any]] = [dict(row) for row in record.rows("agenda")]
    kind = _kind(book.editions[record.edition], record.form)
    highest = max((row["no"] for row in rows if isinstance(row.get("no"), int)), default=0)
    for number, item in enumerate(items, highest + 1):
        rows.append({"no": number, "kind": kind, "title": item.title})
    return records.set_value(book, record_id, "agenda", tuple(rows))


def _kind(edition: Edition, form: str) -> str | None:
    """The kind of agenda item under which earlier decisions are followed up, by the form's own list of kinds."""
    columns = edition.forms[form].field("agenda").columns
    kinds = next((column.choices for column in columns if column.id == "kind"), None)
    return min(edition.tagged(kinds, "follow_up"), default=None) if kinds else None
