"""What may be done to a record: every verb changes the row and the log together.

Each runs inside the caller's transaction, so that row, child rows and log line stand or fall together.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wdbranch.book.record import Attachment, Record, State
from wdbranch.errors import UserError
from wdbranch.store import attachments, facts
from wdbranch.store.cells import canonical
from wdbranch.store.history import Log
from wdbranch.store.records import RecordTable

_UNCHANGED = "记录没有改动。"


class Pages:
    """The verbs over the records of one open file."""

    def __init__(
        self, connection: sqlite3.Connection, records: RecordTable, log: Log, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._records = records
        self._log = log
        self._clock = clock

    def add(self, blank: Record, values: Mapping[str, Any]) -> Record:
        """Add a draft; ``blank`` carries form, edition, year, links and the like."""
        form = self._records.form(blank.edition, blank.form)
        filled = {key: value for key, value in canonical(form, values).items() if value is not None}
        now = self._clock()
        moment = now.isoformat(timespec="seconds")
        record = replace(
            blank, id=secrets.token_hex(6), values=filled, rev=1, created_at=moment, updated_at=moment
        )
        self._records.insert(record)
        self._records.put_links(record)
        self._log.settle(record, now, "add", "")
        return record

    def write(self, record_id: str, values: Mapping[str, Any], *, settled: bool, why: str) -> Record:
        """Write some fields of a draft; with ``settled`` the log hears of it."""
        return self._put(self._open(record_id), values, "write", why, settled=settled)

    def revert(self, record_id: str, seq: int, why: str) -> Record:
        """Give a draft all the values it had at a line of its log."""
        record = self._open(record_id)
        form = self._records.form(record.edition, record.form)
        entry = next((line for line in self._log.of(record_id, form) if line.seq == seq), None)
        if entry is None:
            raise UserError("找不到要退回的那一步。", safe=_UNCHANGED, code="no_entry")
        values = {field.id: entry.values.get(field.id) for field in form.fields}
        return self._put(record, values, "revert", why, back_to=seq)

    def _put(
        self, before: Record, values: Mapping[str, Any], action: str, why: str, *, settled: bool = True,
        back_to: int | None = None,
    ) -> Record:
        form = self._records.form(before.edition, before.form)
        changed = {
            key: value for key, value in canonical(form, values).items() if before.values.get(key) != value
        }
        after, now = before, self._clock()
        if changed:
            merged = {**before.values, **changed}
            after = _touched(before, now, values={k: v for k, v in merged.items() if v is not None})
            self._records.rows.update(form, before.id, changed)
            self._records.put_head(after)
        if settled:
            self._log.settle(after, now, action, why, back_to=back_to)
        return after

    def _open(self, record_id: str) -> Record:
        """The record, if its values may change. Raises UserError (no_record, deleted, frozen)."""
        record = self._records.one(record_id)
        if record.deleted_at is not None:
            raise UserError(
                "这份记录在回收站里，不能修改。", safe=_UNCHANGED, todo="请先从回收站恢复。", code="deleted"
            )
        if record.state is not State.DRAFT:
            raise UserError(
                "这份记录已经定稿，不能直接修改。", safe=_UNCHANGED,
                todo="确需改动时，请用“更正”，并写明原因。", code="frozen",
            )
        return record

    def change(self, record_id: str, action: str, why: str = "", **changes: Any) -> Record:
        """Change parts of a record other than its values; nothing is logged where nothing differs."""
        before, now = self._records.one(record_id), self._clock()
        if all(getattr(before, name) == value for name, value in changes.items()):
            return before
        after = _touched(before, now, **changes)
        self._records.put_head(after)
        self._log.settle(after, now, action, why)
        return after

    def link(self, record_id: str, ids: Sequence[str]) -> Record:
        """Replace the related records."""
        after = self.change(record_id, "links", links=tuple(dict.fromkeys(ids)))
        self._records.put_links(after)
        return after

    def waive(self, record_id: str, key: str, reason: str | None, who: str) -> Record:
        """Set a finding on a record aside with its reason, or take that back."""
        waivers = {k: why for k, why in self._records.one(record_id).waivers.items() if k != key}
        if reason is not None:
            waivers[key] = reason
        after = self.change(record_id, "waiver", reason or "", waivers=dict(sorted(waivers.items())))
        facts.put_waiver(self._connection, record_id, key, reason, now=self._clock(), who=who)
        return after

    def discard(self, record_id: str) -> Record:
        """Put a record into the recycle bin, where it stays since the first time."""
        record = self._records.one(record_id)
        since = record.deleted_at or self._clock().isoformat(timespec="seconds")
        return self.change(record_id, "discard", deleted_at=since)

    def attach(self, record_id: str, prepared: attachments.Prepared, kind: str) -> Attachment:
        """Keep a prepared file with a record; the same file twice is once."""
        before = self._records.one(record_id)
        kept = attachments.keep(self._connection, before, prepared, kind)
        if kept not in before.attachments:
            self.change(record_id, "attach", kept.name, attachments=(*before.attachments, kept))
        return kept

    def describe(self, record_id: str, digest: str, caption: str, taken_on: str | None) -> Record:
        """Say what a kept picture shows and when it was taken. Raises UserError (no_attachment)."""
        before = self._records.one(record_id)
        if all(kept.digest != digest for kept in before.attachments):
            raise attachments.no_attachment()
        attachments.describe(self._connection, record_id, digest, caption, taken_on)
        told = self._connection.execute("SELECT taken_on FROM blob WHERE digest=?", (digest,)).fetchone()[0]
        after = tuple(
            replace(kept, caption=caption, taken_on=told or taken_on) if kept.digest == digest else kept
            for kept in before.attachments
        )
        return self.change(record_id, "describe", caption, attachments=after)

    def detach(self, record_id: str, digest: str) -> Record:
        """Take a file from a record. Raises UserError (no_attachment)."""
        before = self._records.one(record_id)
        gone = next((kept for kept in before.attachments if kept.digest == digest), None)
        if gone is None:
            raise attachments.no_attachment()
        attachments.drop(self._connection, record_id, digest)
        rest = tuple(kept for kept in before.attachments if kept.digest != digest)
        return self.change(record_id, "detach", gone.name, attachments=rest)


def _touched(record: Record, now: datetime, **changes: Any) -> Record:
    return replace(record, rev=record.rev + 1, updated_at=now.isoformat(timespec="seconds"), **changes)
