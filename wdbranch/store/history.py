"""The append-only log: each settled state of a record as canonical JSON, with who, when and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wdbranch.book.form import Form
from wdbranch.book.record import Record
from wdbranch.store.cells import canonical, compact, for_log


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log about a record.

    ``action``: add · write · revert · state · links · waiver · attach · detach · discard · restore.
    ``values`` and the rest are the whole state after the action; ``back_to`` the line a revert went back to.
    """

    seq: int
    at: str
    who: str
    action: str
    why: str
    values: Mapping[str, Any]
    state: str
    version: int
    back_to: int | None = None


def body_of(record: Record) -> str:
    """The settled state of a record as canonical JSON, without ``rev`` and the moment of writing."""
    return compact(
        {
            "form": record.form, "edition": record.edition, "year": record.year, "state": record.state.value,
            "version": record.version, "recorded_at": record.recorded_at, "late": record.late,
            "deleted": record.deleted_at is not None, "links": record.links, "waivers": dict(record.waivers),
            "attachments": [[a.digest, a.name, a.kind] for a in record.attachments],
            "values": for_log(record.values),
        }
    )


class Log:
    """Writes and reads the log of one open file."""

    def __init__(self, connection: sqlite3.Connection, who: str) -> None:
        self._connection = connection
        self._who = who

    def settle(
        self, record: Record, now: datetime, action: str, why: str, *, back_to: int | None = None
    ) -> bool:
        """Add the record's state unless its last line says the same. Returns whether a line was added."""
        body = body_of(record)
        last = self._connection.execute(
            "SELECT body FROM log WHERE record=? ORDER BY seq DESC LIMIT 1", (record.id,)
        ).fetchone()
        if last is not None and last[0] == body:
            return False
        self._insert(now, record.id, action, why, body=body, back_to=back_to)
        return True

    def note(self, now: datetime, action: str, why: str, body: Any) -> None:
        """Add a line that concerns no single record (branch, roster, evidence)."""
        self._insert(now, None, action, why, body=compact(body))

    def _insert(
        self, now: datetime, record: str | None, action: str, why: str, *, body: str,
        back_to: int | None = None,
    ) -> None:
        self._connection.execute(
            "INSERT INTO log (at, who, record, action, why, body, back_to) VALUES (?,?,?,?,?,?,?)",
            (now.isoformat(timespec="seconds"), self._who, record, action, why, body, back_to),
        )

    def of(self, record_id: str, form: Form) -> list[LogEntry]:
        """All lines of a record, oldest first."""
        lines = self._connection.execute(
            "SELECT seq, at, who, action, why, body, back_to FROM log WHERE record=? ORDER BY seq",
            (record_id,),
        )
        result = []
        for seq, at, who, action, why, body, back_to in lines:
            told = json.loads(body)
            result.append(
                LogEntry(
                    seq, at, who or "", action, why or "", canonical(form, told["values"]), told["state"],
                    told["version"], back_to,
                )
            )
        return result
