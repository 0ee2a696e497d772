"""The ledger of points in the file: postings and entries, which the file itself refuses to change or remove."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from wdbranch.book.points import Entry, Line, PointsLedger, Posting

_LINE = "member, code, day, score, source, part, reason, scheme"


class PointsTable:
    """Reads and writes the ledger of one open file; what has been read is kept, for nothing in it changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known = PointsLedger()

    def forget(self) -> None:
        """Read everything from the file again."""
        self._known = PointsLedger()

    def read(self) -> PointsLedger:
        """The ledger; the same object until something was posted. An older file, opened for reading, has none."""
        if not self._exists():
            return self._known
        last = self._known.postings[-1].seq if self._known.postings else 0
        fresh = self._connection.execute(
            "SELECT seq, at, who, until FROM points_posting WHERE seq > ? ORDER BY seq", (last,)
        ).fetchall()
        if fresh:
            entries = self._connection.execute(
                f"SELECT seq, posting, reverses, {_LINE} FROM points_entry WHERE posting > ? ORDER BY seq",  # noqa: S608
                (last,),
            )
            self._known = PointsLedger(
                (*self._known.postings, *(Posting(*row) for row in fresh)),
                (*self._known.entries, *map(_entry, entries)),
            )
        return self._known

    def _exists(self) -> bool:
        asked = "SELECT 1 FROM sqlite_master WHERE type='table' AND name='points_entry'"
        return self._connection.execute(asked).fetchone() is not None

    def post(self, at: str, who: str, until: str, back: Sequence[Entry], lines: Sequence[Line]) -> int:
        """Take back some entries and add lines, as one posting; returns its number.

        Each reversal stands before the line of the same key that takes its place.
        """
        added = self._connection.execute(
            "INSERT INTO points_posting (at, who, until) VALUES (?,?,?)", (at, who, until)
        )
        posting = added.lastrowid
        assert posting is not None
        waiting = {line.key: line for line in lines}
        rows = []
        for entry in back:
            rows.append(_row(posting, entry.seq, entry.line, -entry.line.score))
            if (anew := waiting.pop(entry.line.key, None)) is not None:
                rows.append(_row(posting, None, anew, anew.score))
        rows += [_row(posting, None, line, line.score) for line in waiting.values()]
        self._connection.executemany(
            f"INSERT INTO points_entry (posting, reverses, {_LINE}) VALUES (?,?,?,?,?,?,?,?,?,?)",  # noqa: S608
            rows,
        )
        return posting


def _row(posting: int, reverses: int | None, line: Line, score: int) -> tuple[int | str | None, ...]:
    return (
        posting, reverses, line.member, line.code, line.day, score, line.source, line.part, line.reason, line.scheme,
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(row[0], row[1], Line(*row[3:]), row[2])
