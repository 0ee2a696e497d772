"""问题整改台账: what an inspection found becomes lines of the ledger, each written once."""

from __future__ import annotations

from wdbranch.book.record import Record
from wdbranch.errors import UserError
from wdbranch.operations import record as records
from wdbranch.operations.change import Saved
from wdbranch.store.workbook import Workbook

INSPECTION, ISSUE = "inspection", "issue"
SOURCES = (INSPECTION, "liaison_visit")
"""Forms whose ``problems`` (problem, request, due) become lines of the ledger."""


def from_inspection(book: Workbook, record_id: str) -> tuple[Saved, ...]:
    """A new line of the ledger for each problem of an inspection or visit that has none yet, related to it.

    Problem, request and deadline are taken over; who mends it is left to be written. Raises UserError
    ``nothing_to_take`` where every problem has its line already.
    """
    inspection = book.record(record_id)
    day = book.snapshot().day(inspection)
    taken = {issue.get("problem") for issue in _issues_of(book, inspection)}
    edition = records.current_edition(book, inspection.year)
    source = next(iter(edition.tagged("issue_source", "inspection")), None)
    made = [
        records.new(
            book,
            ISSUE,
            day=day,
            values={
                "source": source,
                "found_on": day.isoformat() if day else None,
                "problem": row["problem"],
                "measure": row.get("request"),
                "due": row.get("due"),
            },
        )
        for row in inspection.rows("problems")
        if row.get("problem") and row["problem"] not in taken
    ]
    if not made:
        raise UserError(
            "这一次没有还没转到整改台账的问题。", safe="整改台账没有改动。", code="nothing_to_take"
        )
    return tuple(records.link(book, saved.record.id, (record_id,)) for saved in made)


def _issues_of(book: Workbook, inspection: Record) -> list[Record]:
    return [issue for issue in book.snapshot().of(ISSUE) if inspection.id in issue.links]
