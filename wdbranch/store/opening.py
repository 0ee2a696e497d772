"""Making a workbook file, and getting an existing one ready: checks, backup, upgrade.

Which check when: each opening looks at the header, the length and the version, and runs SQLite's
``quick_check`` over every table but the log and the attachments: 16 ms on a ten-year book, and the pages it
reads from a cold disk are those that the home page needs next. The log and the attachments, most of the file
(1 s from a cold disk), are read in full when the last user of the file ended without closing it,
in each verified backup, and by ``doctor``, which runs the full ``integrity_check``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from wdbranch.book.form import Edition
from wdbranch.book.snapshot import Branch
from wdbranch.errors import FileRefusedError, UserError
from wdbranch.store import backups, facts, shape
from wdbranch.store.files import (
    WORKBOOK,
    connect,
    flush_to_device,
    make_durable,
    refuse_damage,
    refuse_newer,
    told,
    transaction,
)

MINOR = 11
"""How many migrations ``schema`` has; known here so that opening need not import it (a test compares)."""

SHAPE = "store.shape"
"""Meta key: fingerprint of the form tables that the file has."""

_BULK = frozenset({"log", "blob"})
"""Tables that an ordinary opening does not read through."""


def build(path: Path, branch: Branch, editions: Mapping[str, Edition]) -> None:
    """Make a new workbook, whole or not at all. Raises UserError (exists, readonly, disk_full)."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise UserError(
                f"“{path.name}”已经存在。", safe="没有改动它。", todo="请换一个文件名，或直接打开它。",
                code="exists",
            )
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        try:
            connection = sqlite3.connect(part, isolation_level=None)
            try:
                connection.execute(f"PRAGMA application_id={WORKBOOK.application_id}")
                connection.execute("PRAGMA synchronous=OFF")     # flushed once, below
                _upgrade(connection, shape.tables(editions))
                facts.put_branch(connection, branch)
            finally:
                connection.close()
            flush_to_device(part)
            part.replace(path)
            flush_to_device(path.parent)
        finally:
            for left in (part, part.with_name(part.name + "-journal")):
                left.unlink(missing_ok=True)


def ready(
    path: Path, editions: Mapping[str, Edition], *, thorough: bool, now: datetime
) -> sqlite3.Connection:
    """A connection for reading and writing, the schema up to date.

    ``thorough``: read every page first. Before anything is upgraded a verified backup is made.
    """
    needed = shape.tables(editions)
    with told(path):
        connection = connect(path)
        try:
            make_durable(connection)
            version = _version(connection, path)
            refuse_damage(connection, path, WORKBOOK, leave_out=() if thorough else _BULK)
            if _behind(connection, version, needed):
                from wdbranch.store import schema

                if schema.behind(connection, needed):
                    backups.make(path, now, before_upgrade=True)
                _upgrade(connection, needed)
            _refuse_unknown_editions(connection, path, editions)
        except BaseException:
            connection.close()
            raise
    return connection


def ready_to_read(
    path: Path, editions: Mapping[str, Edition], *, damaged_too: bool = False
) -> sqlite3.Connection:
    """A connection that writes nothing. A file of an older shape is read through an upgraded copy.

    ``damaged_too``: for the check-up, which finds out itself what is damaged.
    """
    needed = shape.tables(editions)
    with told(path):
        connection = connect(path, readonly=True)
        try:
            version = _version(connection, path)
            if not damaged_too:
                refuse_damage(connection, path, WORKBOOK, leave_out=_BULK)
            if _behind(connection, version, needed):
                connection = _copy_in_memory(connection)
                _upgrade(connection, needed)
            _refuse_unknown_editions(connection, path, editions)
            connection.execute("PRAGMA query_only=ON")
        except BaseException:
            connection.close()
            raise
    return connection


def _copy_in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.backup(copy)
    finally:
        connection.close()
    copy.execute("PRAGMA foreign_keys=ON")
    return copy


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the file, asked once more of SQLite: the header may be behind a waiting log."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    refuse_newer(path, WORKBOOK, version)
    return version


def _behind(connection: sqlite3.Connection, version: int, needed: Mapping[str, shape.Table]) -> bool:
    if version < WORKBOOK.version_of(MINOR):
        return True
    return bool(facts.read_meta(connection, SHAPE) != shape.fingerprint(needed))


def _upgrade(connection: sqlite3.Connection, needed: Mapping[str, shape.Table]) -> None:
    from wdbranch.store import schema

    schema.upgrade(connection, needed)
    with transaction(connection):
        facts.put_meta(connection, SHAPE, shape.fingerprint(needed))
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.execute(f"PRAGMA user_version={max(version, WORKBOOK.version_of(MINOR))}")


def _refuse_unknown_editions(
    connection: sqlite3.Connection, path: Path, editions: Mapping[str, Edition]
) -> None:
    for edition, form in connection.execute("SELECT DISTINCT edition, form FROM record"):
        if edition not in editions or form not in editions[edition].forms:
            raise FileRefusedError(
                f"记录本“{path.name}”用到了 {edition} 版的“{form}”，本机没有这个版式。",
                safe="没有改动任何内容。", todo="请先导入街道发来的版式，或升级本程序。", code="no_edition",
            )
