"""The desk's file and its folder: making, opening, copying, digests."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from wdbranch.book.form import Edition
from wdbranch.disk import flush_to_device
from wdbranch.errors import FileRefusedError
from wdbranch.store import backups, desk_rows
from wdbranch.store.desk_types import SourceLostError
from wdbranch.store.facts import put_meta
from wdbranch.store.files import (
    Kind,
    connect,
    copy_verified,
    make_durable,
    new_file,
    refuse_damage,
    refuse_newer,
    told,
    transaction,
)

DESK = Kind("街道收件文件", int.from_bytes(b"WDDK", "big"), 1)
MINOR = 4
"""How many migrations ``desk_schema`` has (a test compares)."""

_BULK = frozenset({"log"})
"""Tables that an ordinary opening does not read through."""

_BLOCK = 1 << 20
_STAMP = "%Y%m%d-%H%M%S"


def build(path: Path, street: Mapping[str, str]) -> None:
    """Make a new desk file, whole or not at all. Raises what ``told`` maps."""
    from wdbranch.store import desk_schema

    with new_file(path) as part:
        connection = sqlite3.connect(part, isolation_level=None)
        try:
            connection.execute(f"PRAGMA application_id={DESK.application_id}")
            connection.execute("PRAGMA synchronous=OFF")  # flushed once, by new_file
            desk_schema.upgrade(connection)
            with transaction(connection):
                put_meta(connection, "street", dict(street))
            connection.execute(f"PRAGMA user_version={DESK.version_of(MINOR)}")
        finally:
            connection.close()


def ready(
    path: Path, editions: Mapping[str, Edition], *, thorough: bool, now: datetime
) -> sqlite3.Connection:
    """Connect for reading and writing, the tables up to date. ``thorough``: read every page first."""
    with told(path, DESK):
        connection = connect(path)
        try:
            make_durable(connection)
            version = _version(connection, path)
            refuse_damage(connection, path, DESK, leave_out=() if thorough else _BULK)
            if version < DESK.version_of(MINOR):
                from wdbranch.store import desk_schema

                backup(path, now)
                desk_schema.upgrade(connection)
                connection.execute(f"PRAGMA user_version={DESK.version_of(MINOR)}")
            _refuse_unknown_forms(connection, path, editions)
        except BaseException:
            connection.close()
            raise
    return connection


def ready_to_read(path: Path, editions: Mapping[str, Edition]) -> sqlite3.Connection:
    """Connect for reading only. A file of an older version must be opened for writing once before."""
    with told(path, DESK):
        connection = connect(path, readonly=True)
        try:
            _refuse_older(path, _version(connection, path))
            refuse_damage(connection, path, DESK, leave_out=_BULK)
            _refuse_unknown_forms(connection, path, editions)
        except BaseException:
            connection.close()
            raise
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    refuse_newer(path, DESK, version)
    return version


def _refuse_older(path: Path, version: int) -> None:
    if version < DESK.version_of(MINOR):
        raise FileRefusedError(
            f"“{path.name}”由旧版本程序写成，要先升级才能看。",
            safe="没有改动任何内容。",
            todo="请先在能写入的地方打开一次，再以只读方式查看。",
            code="older",
        )


def _refuse_unknown_forms(
    connection: sqlite3.Connection, path: Path, editions: Mapping[str, Edition]
) -> None:
    unknown = desk_rows.unknown_form(connection, editions)
    if unknown is not None:
        raise FileRefusedError(
            f"“{path.name}”里有 {unknown[0]} 版“{unknown[1]}”的记录，本程序没有这个版式。",
            safe="没有改动任何内容。",
            todo="请先升级本程序，再打开它。",
            code="no_edition",
        )


def backup(path: Path, now: datetime, to: Path | None = None) -> Path:
    """Copy the desk's file, checked, into the folder beside it (thinned) or to ``to``."""
    target = to or backups.folder_of(path) / f"{path.stem}-{now.strftime(_STAMP)}{path.suffix}"
    copy_verified(path, target, DESK)
    if to is None:
        backups.thin(path, now.date())
    return target


def copy_in(source: Path, target: Path) -> str:
    """Copy a file onto our own disk; the SHA-256 (hex) of what was copied.

    Raises SourceLostError where the source cannot be read, OSError where the target cannot be written.
    """
    running = hashlib.sha256()
    with target.open("wb") as writer:
        for piece in _pieces(source):
            running.update(piece)
            writer.write(piece)
    flush_to_device(target)
    return running.hexdigest()


def _pieces(source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as file:
            while piece := file.read(_BLOCK):
                yield piece
    except OSError as error:
        raise SourceLostError(str(error)) from error


def digest_of(path: Path) -> str:
    """The SHA-256 (hex) of a file."""
    running = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_BLOCK):
            running.update(piece)
    return running.hexdigest()
