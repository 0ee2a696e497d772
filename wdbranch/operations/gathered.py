"""What printing needs of a workbook, read at once, so that laying out may run beside the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from wdbranch.book.form import Edition
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError
from wdbranch.store.workbook import Workbook

BOUND, PRINTED = "bound:", "printed:"
"""Small facts about the file, by year: where everything stands in the bound book; what was printed last."""


class Readable(Protocol):
    """A workbook, or what was gathered of one."""

    @property
    def editions(self) -> Mapping[str, Edition]:
        """The editions of the printed book."""

    def snapshot(self) -> Snapshot:
        """One consistent reading."""

    def clock(self) -> datetime:
        """The office clock."""

    def meta(self, key: str, default: Any = None, /) -> Any:
        """A small fact about the file."""

    def attachment_bytes(self, digest: str, /) -> bytes:
        """The bytes of an attachment. Raises UserError ``no_attachment``."""


@dataclass(frozen=True)
class Gathered:
    """One reading of a workbook that needs no file any more."""

    taken: Snapshot
    now: datetime
    facts: Mapping[str, Any]
    photos: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def editions(self) -> Mapping[str, Edition]:
        """The editions of the printed book."""
        return self.taken.editions

    def snapshot(self) -> Snapshot:
        """The reading."""
        return self.taken

    def clock(self) -> datetime:
        """When it was read."""
        return self.now

    def meta(self, key: str, default: Any = None, /) -> Any:
        """What is remembered of printing; nothing else was read."""
        return self.facts.get(key, default)

    def attachment_bytes(self, digest: str, /) -> bytes:
        """The bytes of a photograph. Raises UserError ``no_attachment`` for any other attachment."""
        if digest not in self.photos:
            raise UserError("这份附件不在记录本里。", code="no_attachment")
        return self.photos[digest]


def gather(book: Workbook, year: int | None = None) -> Gathered:
    """Read what printing needs; with ``year``, the photographs of that year's records too."""
    snapshot = book.snapshot()
    years = {record.year for record in snapshot.records}
    facts = {key + str(one): book.meta(key + str(one)) for key in (BOUND, PRINTED) for one in years}
    digests = {
        kept.digest
        for record in snapshot.records
        if year is not None and snapshot.belongs(record, year)
        for kept in record.attachments
        if kept.kind == "photo"
    }
    photos = {digest: book.attachment_bytes(digest) for digest in sorted(digests)}
    kept_facts = {key: value for key, value in facts.items() if value is not None}
    return Gathered(snapshot, book.clock(), kept_facts, photos)
