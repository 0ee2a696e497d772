"""What is on paper already: what was printed last, and where everything stands in the bound year."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict

from wdbranch.book.record import Record, State
from wdbranch.operations.change import BRANCH, RECORD, Change
from wdbranch.operations.gathered import BOUND, PRINTED, Readable
from wdbranch.operations.pages import readable
from wdbranch.printing.plan import Bound, Item, Plan
from wdbranch.store.workbook import Workbook


def digest_of(record: Record) -> str:
    """What stands on the paper of a record as it is printed, in 16 hex digits: changes where the paper would."""
    seen = [
        record.version,
        record.state is State.DRAFT,
        record.late,
        record.recorded_at if record.late else None,
        {key: value for key, value in record.values.items() if value not in (None, ())},
        [(kept.kind, kept.digest, kept.taken_on) for kept in record.attachments],
    ]
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def remember(book: Workbook, plan: Plan) -> Change | None:
    """A plan went to the printer or into a PDF: keep what was on it; None where nothing can be written.

    Final records become 已打印, but not by binding the year, which is done for the archive. A bound year keeps
    where everything stands in it, so that a single leaf can be printed anew later.
    """
    if book.readonly:
        return None
    by_year: dict[int, dict[str, str]] = defaultdict(dict)
    for source in plan.sources:
        by_year[source.record.year][source.record.id] = digest_of(source.record)
    for year, digests in by_year.items():
        book.set_meta(f"{PRINTED}{year}", {**book.meta(f"{PRINTED}{year}", {}), **digests})
    if plan.bound is not None:
        items = [list(item) for item in plan.bound.items]
        kept = {"on": book.clock().date().isoformat(), "pages": plan.bound.pages, "items": items}
        book.set_meta(f"{BOUND}{plan.bound.year}", kept)
        return Change(frozenset({BRANCH}))
    for source in plan.sources:
        if source.record.state is State.FINAL:
            book.set_state(source.record.id, State.PRINTED)
    return Change(frozenset({RECORD}))


def bound(book: Readable, year: int) -> Bound | None:
    """Where everything stood when the year was bound last; None where it never was."""
    kept = book.meta(f"{BOUND}{year}")
    if not kept:
        return None
    return Bound(year, kept["pages"], tuple(Item(*item) for item in kept["items"]))


def changed(book: Readable, year: int) -> list[Record]:
    """The finished records of a year whose paper is not as they are now: never printed, or changed since.

    What was printed is kept by the year of the record, in which a standing one was written down.
    """
    snapshot = book.snapshot()
    found = [
        record
        for record in snapshot.records
        if snapshot.belongs(record, year)
        and snapshot.form_of(record).bound
        and record.state is not State.DRAFT
    ]
    kept = {one: book.meta(f"{PRINTED}{one}", {}) for one in {record.year for record in found}}
    return [
        record for record in found if kept[record.year].get(record.id) != digest_of(readable(snapshot, record))
    ]
