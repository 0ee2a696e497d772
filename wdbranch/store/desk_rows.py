"""The rows of the desk: between its tables and what they mean. Each function works inside a transaction.

Column names in the statements come from our own dataclasses, never from a file or a person.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields
from typing import Any

from wdbranch.book.form import Edition
from wdbranch.book.record import Attachment, Record, State
from wdbranch.store.cells import canonical, compact
from wdbranch.store.desk_types import Arrival, DeskLogEntry, Kept, ListedBranch, ListedCard, Received, Refusal

_BRANCH = tuple(item.name for item in fields(ListedBranch))
_CARD = tuple(item.name for item in fields(ListedCard))
_PACKET = tuple(item.name for item in fields(Received))
_ARRIVAL = tuple(item.name for item in fields(Arrival))
_RECORD = (
    "packet", "id", "number", "form", "edition", "year", "state", "version", "recorded_at", "late",
    "field_values", "attachments", "waivers",
)  # fmt: skip


def _select(columns: tuple[str, ...], rest: str) -> str:
    return f"SELECT {', '.join(columns)} {rest}"


def _insert(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608


def log_lines(connection: sqlite3.Connection, subject: str | None) -> list[DeskLogEntry]:
    """The log, oldest first; of one subject where given."""
    asked = (
        "SELECT seq, at, who, action, subject, why, body FROM log WHERE ? IS NULL OR subject=? ORDER BY seq"
    )
    return [
        DeskLogEntry(seq, at, by, action, of, why, json.loads(body))
        for seq, at, by, action, of, why, body in connection.execute(asked, (subject, subject))
    ]


def branches(connection: sqlite3.Connection, *, removed: bool) -> list[ListedBranch]:
    """The list of branches; with ``removed`` also those dissolved."""
    rest = "FROM branch WHERE ? OR removed_on IS NULL ORDER BY idx, code"
    return [ListedBranch(*row) for row in connection.execute(_select(_BRANCH, rest), (removed,))]


def put_branch(connection: sqlite3.Connection, branch: ListedBranch) -> dict[str, Any] | None:
    """Write a branch; what is now known of it, None where nothing changed."""
    row = connection.execute(_select(_BRANCH, "FROM branch WHERE code=?"), (branch.code,)).fetchone()
    if row is not None and ListedBranch(*row) == branch:
        return None
    facts = dict(zip(_BRANCH, astuple(branch), strict=True))
    if row is None:
        place = connection.execute("SELECT count(*) FROM branch").fetchone()[0]
        connection.execute(_insert("branch", (*_BRANCH, "idx")), (*facts.values(), place))
    else:
        connection.execute(
            "UPDATE branch SET name=:name, short=:short, contact=:contact, removed_on=:removed_on "
            "WHERE code=:code",
            facts,
        )
    return facts


def cards(connection: sqlite3.Connection, branch: str | None) -> list[ListedCard]:
    """The trust list; of one branch where given."""
    rest = "FROM card WHERE ? IS NULL OR branch=? ORDER BY rowid"
    return [ListedCard(*row) for row in connection.execute(_select(_CARD, rest), (branch, branch))]


def card(connection: sqlite3.Connection, key_id: str) -> ListedCard | None:
    """One card."""
    row = connection.execute(_select(_CARD, "FROM card WHERE key_id=?"), (key_id,)).fetchone()
    return None if row is None else ListedCard(*row)


def add_card(connection: sqlite3.Connection, listed: ListedCard) -> None:
    """Write a new card."""
    connection.execute(_insert("card", _CARD), astuple(listed))


def packets(connection: sqlite3.Connection, branch: str | None) -> list[Received]:
    """The packets in the order of their arrival; of one branch where given."""
    rest = "FROM packet WHERE ? IS NULL OR branch=? ORDER BY id"
    return [_packet(row) for row in connection.execute(_select(_PACKET, rest), (branch, branch))]


def arrivals(connection: sqlite3.Connection) -> list[Arrival]:
    """All packets without their summaries, in the order of their arrival."""
    return [Arrival(*row) for row in connection.execute(_select(_ARRIVAL, "FROM packet ORDER BY id"))]


def refusals(connection: sqlite3.Connection) -> list[Refusal]:
    """The refused files that are known whose they are, oldest first."""
    asked = (
        "SELECT json_extract(body, '$.branch'), json_extract(body, '$.period'), why, subject, "
        "json_extract(body, '$.say'), at FROM log "
        "WHERE action='refuse' AND json_extract(body, '$.branch') IS NOT NULL ORDER BY seq"
    )
    return [Refusal(*row) for row in connection.execute(asked)]


def packet(connection: sqlite3.Connection, digest: str) -> Received | None:
    """One packet."""
    row = connection.execute(_select(_PACKET, "FROM packet WHERE digest=?"), (digest,)).fetchone()
    return None if row is None else _packet(row)


def add_packet(connection: sqlite3.Connection, received: Received, records: Iterable[Kept]) -> None:
    """Write a packet and its records."""
    facts = [
        compact(value) if name == "summary" else value
        for name, value in zip(_PACKET, astuple(received), strict=True)
    ]
    number = connection.execute(_insert("packet", _PACKET), facts).lastrowid
    connection.executemany(_insert("record", _RECORD), [_record_row(number, kept) for kept in records])


def kept(connection: sqlite3.Connection, digest: str, editions: Mapping[str, Edition]) -> list[Kept]:
    """The records of a packet."""
    rest = (
        ", branch FROM record r JOIN (SELECT id AS pid, digest, branch FROM packet) ON pid = r.packet "
        "WHERE digest=? ORDER BY r.rowid"
    )
    found = connection.execute(_select(_RECORD, rest), (digest,))
    return [_kept(dict(zip((*_RECORD, "origin"), row, strict=True)), digest, editions) for row in found]


def unknown_form(connection: sqlite3.Connection, editions: Mapping[str, Edition]) -> tuple[str, str] | None:
    """An edition and form that records use and this program does not know."""
    for edition, form in connection.execute("SELECT DISTINCT edition, form FROM record"):
        if edition not in editions or form not in editions[edition].forms:
            return edition, form
    return None


def _packet(row: tuple[Any, ...]) -> Received:
    facts = dict(zip(_PACKET, row, strict=True))
    return Received(**facts | {"summary": json.loads(facts["summary"])})


def _kept(facts: Mapping[str, Any], digest: str, editions: Mapping[str, Edition]) -> Kept:
    form = editions[facts["edition"]].forms[facts["form"]]
    record = Record(
        id=facts["id"],
        form=form.id,
        edition=facts["edition"],
        year=facts["year"],
        values=canonical(form, json.loads(facts["field_values"])),
        state=State(facts["state"]),
        version=facts["version"],
        recorded_at=facts["recorded_at"],
        late=bool(facts["late"]),
        attachments=tuple(Attachment(**each) for each in json.loads(facts["attachments"])),
        waivers=json.loads(facts["waivers"]),
        origin=facts["origin"],
    )
    return Kept(record, facts["number"], digest)


def _record_row(number: int | None, kept_one: Kept) -> tuple[Any, ...]:
    record = kept_one.record
    files = [dict(zip(_ATTACHMENT, astuple(each), strict=True)) for each in record.attachments]
    return (
        number, record.id, kept_one.number, record.form, record.edition, record.year, record.state.value,
        record.version, record.recorded_at, int(record.late), compact(record.values), compact(files),
        compact(dict(record.waivers)),
    )  # fmt: skip


_ATTACHMENT = tuple(item.name for item in fields(Attachment))
