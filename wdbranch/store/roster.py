"""The roster in the file: people, their states over time, party groups."""

# Names of tables and columns come from our own forms, never from a person; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from wdbranch.book.people import Member, Roster, Span
from wdbranch.errors import UserError, WrongUseError

_MEMBER = tuple(f.name for f in fields(Member) if f.name != "spans")
_SPAN = tuple(f.name for f in fields(Span))
_FLAGS = ("infirm", "hardship", "applicant")


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


class RosterTable:
    """Reads and writes the roster of one open file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def read(self) -> Roster:
        """All people in the order in which they were entered, and the groups in order."""
        spans: dict[int, list[Span]] = {}
        known = self._known("member_span", _SPAN)
        for member, *parts in self._connection.execute(
            f"SELECT member, {_names(known)} FROM member_span ORDER BY member, idx"
        ):
            spans.setdefault(member, []).append(Span(**dict(zip(known, parts, strict=True))))
        members = []
        known = self._known("member", _MEMBER)
        for row in self._connection.execute(f"SELECT {_names(known)} FROM member ORDER BY id"):
            facts: dict[str, Any] = dict(zip(known, row, strict=True))
            facts.update({flag: bool(facts[flag]) for flag in _FLAGS})
            members.append(Member(**facts, spans=tuple(spans.get(facts["id"], ()))))
        groups = self._connection.execute("SELECT name FROM party_group ORDER BY idx")
        return Roster(tuple(members), tuple(name for (name,) in groups))

    def _known(self, table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the columns that the file has: an older one, opened for reading only, lacks the newest."""
        have = {row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")}
        return tuple(column for column in columns if column in have)

    def put(self, members: Sequence[Member]) -> tuple[list[int], list[Member]]:
        """Insert members with id 0, replace the others. Returns all ids, and the members that changed.

        Runs inside the caller's transaction. Raises UserError (no_member) and WrongUseError.
        """
        before = self.read().by_id
        ids: list[int] = []
        changed: list[Member] = []
        given = [member.id for member in members if member.id]
        if len(given) != len(set(given)):
            raise WrongUseError("同一名党员在这一批里出现了两次。", code="member_twice")
        for member in members:
            if not member.name:
                raise WrongUseError("党员姓名不能为空。", code="no_name")
            if member.id and member.id not in before:
                raise UserError(
                    f"花名册里没有编号为 {member.id} 的党员。", safe="花名册没有改动。", code="no_member"
                )
            if member.id and before[member.id] == member:
                ids.append(member.id)
                continue
            kept = self._put_one(member)
            ids.append(kept.id)
            changed.append(kept)
        return ids, changed

    def _put_one(self, member: Member) -> Member:
        facts = {name: getattr(member, name) for name in _MEMBER if name != "id"}
        facts.update({flag: int(facts[flag]) for flag in _FLAGS})
        if member.id:
            names = ", ".join(f'"{name}"=?' for name in facts)
            self._connection.execute(f"UPDATE member SET {names} WHERE id=?", [*facts.values(), member.id])
        else:
            marks = ",".join("?" * len(facts))
            added = self._connection.execute(
                f"INSERT INTO member ({_names(facts)}) VALUES ({marks})", [*facts.values()]
            )
            assert added.lastrowid is not None
            member = replace(member, id=added.lastrowid)
        self._connection.execute("DELETE FROM member_span WHERE member=?", (member.id,))
        marks = ",".join("?" * (len(_SPAN) + 2))
        self._connection.executemany(
            f"INSERT INTO member_span (member, idx, {_names(_SPAN)}) VALUES ({marks})",
            [
                (member.id, index, *(getattr(span, name) for name in _SPAN))
                for index, span in enumerate(member.spans)
            ],
        )
        return member

    def put_groups(self, names: Sequence[str]) -> None:
        """Replace the party groups, in order."""
        self._connection.execute("DELETE FROM party_group")
        self._connection.executemany(
            "INSERT INTO party_group (name, idx) VALUES (?,?)",
            [(name, index) for index, name in enumerate(names)],
        )


def told_in_log(members: Iterable[Member]) -> list[dict[str, Any]]:
    """Members as the log keeps them: what is empty is left out."""
    return [
        {key: value for key, value in asdict(member).items() if value not in (None, "", False, ())}
        for member in members
    ]
