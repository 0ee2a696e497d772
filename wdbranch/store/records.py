"""Records in the file: heads, links, waivers and attachments around the values of ``rows``.

What has been read is kept by id and ``rev``; every change of a record raises its ``rev``, so a second
reading after one write reads one record again.
"""

# Names of tables and columns come from our own forms, never from a person; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wdbranch.book.form import Edition, Form
from wdbranch.book.record import Attachment, Record, State
from wdbranch.errors import UserError, WrongUseError
from wdbranch.store.files import reading
from wdbranch.store.rows import FormRows

_HEAD = (
    "id, form, edition, year, state, version, rev, created_at, updated_at, recorded_at, late, deleted_at, sitting"
)


def no_record(record_id: str) -> UserError:
    """The refusal for an id that no record bears (code no_record)."""
    return UserError(f"找不到编号为“{record_id}”的记录。", todo="请刷新后再看。", code="no_record")


class RecordTable:
    """All records of one open file. Reading methods see the committed state."""

    def __init__(self, connection: sqlite3.Connection, editions: Mapping[str, Edition]) -> None:
        self._connection = connection
        self._editions = editions
        self.rows = FormRows(connection, editions)
        self._read: dict[str, Record] = {}

    def form(self, edition: str, form_id: str) -> Form:
        """The form of that edition. Raises WrongUseError (no_form)."""
        try:
            return self._editions[edition].forms[form_id]
        except KeyError:
            raise WrongUseError(f"没有“{form_id}”这种记录（{edition} 版）。", code="no_form") from None

    def forget(self) -> None:
        """Read everything from the file again."""
        self._read.clear()

    def one(self, record_id: str) -> Record:
        """The record of that id. Raises UserError (no_record)."""
        found = self.fetch("id = ?", (record_id,))
        if not found:
            raise no_record(record_id)
        return found[0]

    def fetch(self, where: str, parameters: Sequence[Any]) -> list[Record]:
        """The records that a condition on ``record`` selects, in the order in which they were added."""
        with reading(self._connection):
            heads = self._connection.execute(
                f"SELECT {_HEAD} FROM record WHERE {where} ORDER BY rowid", parameters
            ).fetchall()
            stale = [head for head in heads if self._stale(head)]
            if stale:
                self._load(stale)
        return [self._read[head[0]] for head in heads]

    def _stale(self, head: tuple[Any, ...]) -> bool:
        kept = self._read.get(head[0])
        return kept is None or kept.rev != head[6]

    def _load(self, heads: Sequence[tuple[Any, ...]]) -> None:
        wanted: dict[tuple[str, str], list[str]] = {}
        for head in heads:
            wanted.setdefault((head[2], head[1]), []).append(head[0])
        ids = [head[0] for head in heads]
        values = self.rows.read(wanted)
        links = self._grouped("SELECT record, other FROM link {} ORDER BY record, idx", ids)
        waivers = self._grouped("SELECT record, key, reason FROM waiver {} ORDER BY key", ids)
        attachments = self._grouped(
            "SELECT record, a.digest, name, kind, size, coalesce(b.taken_on, a.taken_on), coalesce(caption, '') "
            "FROM attachment a "
            "JOIN blob b ON b.digest = a.digest {} ORDER BY record, idx", ids,
        )
        for head in heads:
            record_id = head[0]
            self._read[record_id] = Record(
                id=record_id, form=head[1], edition=head[2], year=head[3], values=values.get(record_id, {}),
                state=State(head[4]), version=head[5], rev=head[6], created_at=head[7], updated_at=head[8],
                recorded_at=head[9], late=bool(head[10]), deleted_at=head[11], sitting=head[12] or "",
                links=tuple(row[0] for row in links.get(record_id, ())),
                attachments=tuple(Attachment(*row) for row in attachments.get(record_id, ())),
                waivers=dict(waivers.get(record_id, ())),
            )

    def _grouped(self, query: str, ids: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
        """Rows that belong to records, without their first column, by record id."""
        if len(ids) == 1:
            found: Iterable[tuple[Any, ...]] = self._connection.execute(query.format("WHERE record = ?"), ids)
        else:
            found = self._connection.execute(query.format("WHERE record IS NOT NULL"))
        result: dict[str, list[tuple[Any, ...]]] = {}
        for record_id, *rest in found:
            result.setdefault(record_id, []).append(tuple(rest))
        return result

    def insert(self, record: Record) -> None:
        """Put a new record with its values; its links are put with ``put_links``."""
        self._connection.execute(
            f"INSERT INTO record ({_HEAD}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                record.id, record.form, record.edition, record.year, record.state.value, record.version,
                record.rev, record.created_at, record.updated_at, record.recorded_at, int(record.late),
                record.deleted_at, record.sitting or None,
            ),
        )
        self.rows.insert(self.form(record.edition, record.form), record.id, record.values)

    def put_head(self, record: Record) -> None:
        """Write what may change in a record's head, ``rev`` included."""
        self._connection.execute(
            "UPDATE record SET year=?, state=?, version=?, rev=?, updated_at=?, recorded_at=?, late=?, "
            "deleted_at=?, sitting=? WHERE id=?",
            (
                record.year, record.state.value, record.version, record.rev, record.updated_at,
                record.recorded_at, int(record.late), record.deleted_at, record.sitting or None, record.id,
            ),
        )

    def put_links(self, record: Record) -> None:
        """Replace the links of a record by those it carries. Raises UserError (no_record)."""
        self._connection.execute("DELETE FROM link WHERE record=?", (record.id,))
        for index, other in enumerate(record.links):
            known = self._connection.execute("SELECT 1 FROM record WHERE id=?", (other,)).fetchone()
            if known is None or other == record.id:
                raise no_record(other)
            self._connection.execute("INSERT INTO link VALUES (?,?,?)", (record.id, index, other))
