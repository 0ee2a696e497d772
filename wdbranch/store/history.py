"""The append-only log: what each settled edit changed, with who, when and why.

A record's first line, each change of its standing and at least every fiftieth line hold its whole state
(``step`` 0); the lines between hold a merge patch to the state of the line before (``step`` 1, 2, …).
``digest`` is that of the whole state after each line, so that "has anything changed" is one look at the
last line, and the check-up can prove that following the patches leads where it should.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wdbranch.book.form import Form
from wdbranch.book.record import Attachment, Record
from wdbranch.store.cells import canonical, compact, for_log, from_log
from wdbranch.store.merge_patch import apply, difference

WHOLE_EVERY = 50
"""At least each so many lines of a record hold its whole state."""

_WHOLE = frozenset({"add", "state"})
_VALUES = "values"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log about a record.

    ``action``: add · write · revert · state · links · waiver · attach · detach · describe · discard · restore ·
    sitting.
    ``values`` and the rest are the whole state after the action; ``back_to`` the line a revert went back to;
    ``together`` the ``seq`` of the first of the lines, of several records, that were written as one step.
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
    together: int | None = None


def state_of(record: Record) -> dict[str, Any]:
    """The settled state of a record as plain JSON, without ``rev`` and the moment of writing.

    What is empty is left out, as nothing in it may be null.
    """
    filled = {
        "recorded_at": record.recorded_at, "late": record.late, "deleted": record.deleted_at is not None,
        "links": list(record.links), "waivers": dict(record.waivers),
        "attachments": [_kept(a) for a in record.attachments], "sitting": record.sitting,
    }
    return {
        "form": record.form, "edition": record.edition, "year": record.year, "state": record.state.value,
        "version": record.version, **{name: value for name, value in filled.items() if value},
        _VALUES: for_log(record.values),
    }


def _kept(kept: Attachment) -> list[str]:
    """An attachment as the log keeps it; what a picture shows and when it was taken only where it is told."""
    told = [kept.caption, kept.taken_on or ""] if kept.caption else []
    return [kept.digest, kept.name, kept.kind, *told]


def digest_of(body: str) -> str:
    """16 hex digits that tell one state from another."""
    return hashlib.sha256(body.encode()).hexdigest()[:16]


class Chain:
    """Follows the lines of one record, oldest first."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {_VALUES: {}}
        self._next = 0

    def follow(self, step: int, body: str) -> Collection[str] | None:
        """Take one line. The fields it may have changed; None where it, or one before it, is lost."""
        told = _object(body)
        if told is None or step not in (0, self._next):
            return None
        self._next = step + 1
        if step == 0:
            before, self.state = self.state, told
            return {*before[_VALUES], *told[_VALUES]}
        apply(self.state, told)
        return {*told.get(_VALUES, ())}


def _object(body: str) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except ValueError:      # spoilt by another program
        return None
    return told if isinstance(told, dict) else None


class Log:
    """Writes and reads the log of one open file."""

    def __init__(self, connection: sqlite3.Connection, who: str) -> None:
        self._connection = connection
        self._who = who
        self._together: int | None = None
        self._settled: tuple[str, dict[str, Any]] = ("", {})      # the state last logged here, by digest

    def settle(
        self, record: Record, now: datetime, action: str, why: str, *, back_to: int | None = None
    ) -> bool:
        """Add a line, unless the record's last one says the same. Returns whether a line was added."""
        state = state_of(record)
        body = compact(state)
        digest = digest_of(body)
        last = self._connection.execute(
            "SELECT step, digest FROM log WHERE record=? ORDER BY seq DESC LIMIT 1", (record.id,)
        ).fetchone()
        if last is not None and last[1] == digest:
            return False
        step = 0
        if last is not None and action not in _WHOLE and last[0] + 1 < WHOLE_EVERY:
            before = self._state_at_end(record.id, last[1])
            if before is not None:
                step, body = last[0] + 1, compact(difference(before, state))
        self._insert(now, record.id, action, why, body, step=step, digest=digest, back_to=back_to)
        self._settled = (digest, state)
        return True

    def _state_at_end(self, record_id: str, digest: str) -> dict[str, Any] | None:
        """The state after a record's last line; None where its lines do not lead there any more."""
        if self._settled[0] == digest:
            return self._settled[1]
        chain = Chain()
        for step, body in self._connection.execute(
            "SELECT step, body FROM log WHERE record=?1 AND seq >= (SELECT seq FROM log WHERE record=?1 "
            "AND step=0 ORDER BY seq DESC LIMIT 1) ORDER BY seq",
            (record_id,),
        ):
            chain.follow(step, body)
        return chain.state if digest_of(compact(chain.state)) == digest else None

    def note(self, now: datetime, action: str, why: str, body: Any) -> None:
        """Add a line that concerns no single record (branch, roster, evidence)."""
        self._insert(now, None, action, why, compact(body))

    def _insert(
        self, now: datetime, record: str | None, action: str, why: str, body: str, *, step: int = 0,
        digest: str | None = None, back_to: int | None = None,
    ) -> None:
        self._connection.execute(
            "INSERT INTO log (at, who, record, action, why, step, digest, back_to, body, together) "
            "VALUES (?,?,?,?,?,?,?,?,?,?)",
            (
                now.isoformat(timespec="seconds"), self._who, record, action, why, step, digest, back_to, body,
                self._together,
            ),
        )

    @contextmanager
    def together(self) -> Iterator[None]:
        """The lines written within are one step in several records."""
        last = self._connection.execute("SELECT max(seq) FROM log").fetchone()[0]
        self._together = (last or 0) + 1
        try:
            yield
        finally:
            self._together = None

    def records_of_step(self, together: int) -> list[str]:
        """The ids of the records that one step was written into, the first one first."""
        lines = self._connection.execute("SELECT record FROM log WHERE together=? ORDER BY seq", (together,))
        return list(dict.fromkeys(record for (record,) in lines))

    def of(self, record_id: str, form: Form) -> list[LogEntry]:
        """All lines of a record, oldest first.

        Where a line was lost, those that build on it are left out, up to the next whole state.
        """
        lines = self._connection.execute(
            "SELECT seq, at, who, action, why, back_to, together, step, body FROM log WHERE record=? "
            "ORDER BY seq",
            (record_id,),
        )
        result, chain, values = [], Chain(), dict[str, Any]()
        for seq, at, who, action, why, back_to, together, step, body in lines:
            touched = chain.follow(step, body)
            if touched is None:
                continue
            told = chain.state[_VALUES]
            now = canonical(form, {name: from_log(told.get(name)) for name in touched})
            values = {name: value for name, value in (values | now).items() if value is not None}
            result.append(
                LogEntry(
                    seq, at, who or "", action, why or "", values, chain.state["state"],
                    chain.state["version"], back_to, together,
                )
            )
        return result


def broken(connection: sqlite3.Connection) -> Iterator[str]:
    """The ids of records whose log does not lead to the states it was written for."""
    chain, current, told = Chain(), None, None
    for record_id, step, digest, body in connection.execute(
        "SELECT record, step, digest, body FROM log WHERE record IS NOT NULL ORDER BY record, seq"
    ):
        if record_id != current:
            chain, current = Chain(), record_id
        whole = chain.follow(step, body) is not None and digest_of(compact(chain.state)) == digest
        if not whole and record_id != told:
            told = record_id
            yield record_id
