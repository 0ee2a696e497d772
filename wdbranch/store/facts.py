"""The small tables: the branch, facts about the file, evidence by hand, waivers, packets and receipts."""

# Names of tables and columns come from our own forms, never from a person; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wdbranch.book.snapshot import Branch
from wdbranch.errors import WrongUseError
from wdbranch.store.cells import compact

_BRANCH = (
    "code", "name", "short", "superior", "street_code", "kind", "fixed_day", "has_committee", "last_election",
    "term_years", "settings",
)
_EVIDENCE = ("met", "note", "on", "by")
_EVIDENCE_MORE = ("grade", "links", "review")


def read_branch(connection: sqlite3.Connection) -> Branch:
    """The branch; every file has exactly one."""
    row = connection.execute(f"SELECT {', '.join(_BRANCH)} FROM branch WHERE id=1").fetchone()
    facts = dict(zip(_BRANCH, row, strict=True))
    facts["fixed_day"] = json.loads(facts["fixed_day"])
    facts["settings"] = json.loads(facts["settings"])
    facts["has_committee"] = bool(facts["has_committee"])
    return Branch(**facts)


def branch_facts(branch: Branch) -> dict[str, Any]:
    """The branch as the log keeps it."""
    facts = {name: getattr(branch, name) for name in _BRANCH}
    return facts | {"fixed_day": dict(branch.fixed_day), "settings": dict(branch.settings)}


def put_branch(connection: sqlite3.Connection, branch: Branch) -> None:
    """Write the branch."""
    facts = branch_facts(branch)
    facts["fixed_day"] = compact(facts["fixed_day"])
    facts["settings"] = compact(facts["settings"])
    facts["has_committee"] = int(facts["has_committee"])
    marks = ",".join("?" * len(facts))
    connection.execute(
        f"INSERT OR REPLACE INTO branch (id, {', '.join(facts)}) VALUES (1, {marks})", [*facts.values()]
    )


def read_meta(connection: sqlite3.Connection, key: str, default: Any = None) -> Any:
    """A small fact, a JSON value; the default where it was never set."""
    row = connection.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
    return default if row is None else json.loads(row[0])


def put_meta(connection: sqlite3.Connection, key: str, value: Any) -> None:
    """Keep a small fact, a JSON value."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?,?)", (key, compact(value)))


def read_evidence(connection: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """What was judged by hand: key → {"met": bool, "note": str, "on": ISO date | None, "by": str}.

    With ``grade`` (text), ``links`` (list) and ``review`` (object) where there are any.
    """
    have = {row[1] for row in connection.execute("PRAGMA table_info(evidence)")}
    more = ", ".join(name if name in have else "NULL" for name in _EVIDENCE_MORE)   # an older file, read only
    return {
        key: {
            "met": bool(met), "note": note or "", "on": on, "by": by or "",
            **({"grade": grade} if grade else {}),
            **{name: json.loads(text) for name, text in (("links", links), ("review", review)) if text},
        }
        for key, met, note, on, by, grade, links, review in connection.execute(
            f'SELECT key, met, note, "on", "by", {more} FROM evidence ORDER BY key'
        )
    }


def put_evidence(connection: sqlite3.Connection, key: str, judged: Mapping[str, Any] | None) -> None:
    """Keep or remove (None) a judgement. Raises WrongUseError (bad_evidence) for other keys than the seven."""
    if judged is None:
        connection.execute("DELETE FROM evidence WHERE key=?", (key,))
        return
    if not set(judged) <= {*_EVIDENCE, *_EVIDENCE_MORE}:
        raise WrongUseError("佐证只能有是否达到、说明、日期、填写人、自评、材料、审核几项。", code="bad_evidence")
    connection.execute(
        'INSERT OR REPLACE INTO evidence (key, met, note, "on", "by", grade, links, review) VALUES (?,?,?,?,?,?,?,?)',
        (
            key, int(bool(judged.get("met"))), *(judged.get(name) or None for name in _EVIDENCE[1:]),
            judged.get("grade") or None,
            *(compact(judged[name]) if judged.get(name) else None for name in _EVIDENCE_MORE[1:]),
        ),
    )


def read_waivers(connection: sqlite3.Connection) -> dict[str, str]:
    """Waivers of findings that belong to no single record: finding key → reason."""
    return dict(connection.execute("SELECT key, reason FROM waiver WHERE record IS NULL ORDER BY key"))


def put_waiver(
    connection: sqlite3.Connection, record: str | None, key: str, reason: str | None, *, now: datetime,
    who: str,
) -> None:
    """Keep a waiver with its reason, or remove it (None)."""
    connection.execute("DELETE FROM waiver WHERE record IS ? AND key=?", (record, key))
    if reason is not None:
        connection.execute(
            "INSERT INTO waiver (record, key, reason, at, who) VALUES (?,?,?,?,?)",
            (record, key, reason, now.isoformat(timespec="seconds"), who),
        )


def add_document(
    connection: sqlite3.Connection, table: str, document: Mapping[str, Any], now: datetime
) -> None:
    """Add a line to ``sent`` or ``receipt``: what the packet's own header says, as JSON."""
    connection.execute(
        f"INSERT INTO {table} (at, body) VALUES (?,?)", (now.isoformat(timespec="seconds"), compact(document))
    )


def read_documents(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    """The lines of ``sent`` or ``receipt`` in the order of adding, each with ``at`` unless it has its own."""
    return [
        {"at": at, **json.loads(body)}
        for at, body in connection.execute(f"SELECT at, body FROM {table} ORDER BY id")
    ]
