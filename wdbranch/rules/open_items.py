"""What earlier meetings of the same kind decided and nobody wrote the outcome of.

Source: record_book §7 (46): what was decided is followed up (支部工作条例（试行）第十六条 as restated there).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wdbranch.book.form import Form
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.tables import rules_table

_NEEDED = frozenset({"text", "owner", "done_on"})


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One decision without outcome: the record and row where it stands, its words, who sees to it, by when."""

    record: str
    row: int
    day: date
    text: str
    owner: str = ""
    due: str | None = None

    @property
    def title(self) -> str:
        """How it is written on the agenda of the next meeting."""
        patterns = rules_table("suggest")["open_item"]
        head = self.text.strip().splitlines()[0]
        return str(patterns["owned" if self.owner else "plain"]).format(text=head, owner=self.owner)


def follows_up(form: Form) -> bool:
    """Whether a form has an agenda, and decisions whose outcome is written down."""
    if not (form.has("agenda") and form.has("decisions")):
        return False
    return {column.id for column in form.field("decisions").columns} >= _NEEDED


def open_items(record: Record, snapshot: Snapshot) -> tuple[OpenItem, ...]:
    """The items still open before a record's day, latest meeting first.

    An item that stands on the agenda of this or a later meeting before it is followed up there.
    """
    form, day = snapshot.form_of(record), snapshot.day(record)
    if day is None or not follows_up(form):
        return ()
    since = day - timedelta(days=int(rules_table("suggest")["open_items_days"]))
    raised = _agenda(record)
    found: list[OpenItem] = []
    for earlier in reversed(snapshot.of(record.form)):
        held = snapshot.day(earlier)
        same_group = earlier.get("group") == record.get("group")
        if earlier.id == record.id or held is None or not since <= held <= day or not same_group:
            continue
        for number, row in enumerate(earlier.rows("decisions")):
            item = _item(earlier, number, held, row)
            if item is not None and not any(item.text.strip().splitlines()[0] in title for title in raised):
                found.append(item)
        raised |= _agenda(earlier)
    return tuple(found)


def _agenda(record: Record) -> set[str]:
    return {str(row.get("title") or "") for row in record.rows("agenda")}


def _item(record: Record, number: int, day: date, row: Mapping[str, Any]) -> OpenItem | None:
    text = str(row.get("text") or "")
    if not text.strip() or row.get("done_on"):
        return None
    return OpenItem(record.id, number, day, text, str(row.get("owner") or ""), row.get("due"))
