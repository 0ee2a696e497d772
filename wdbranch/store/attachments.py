"""Files kept with records: stored once by digest, inside the workbook."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import PurePath

from wdbranch.book.record import Attachment, Record
from wdbranch.errors import UserError

FILE_LIMIT = 20 * 1024 * 1024
"""Largest file, in bytes, that is kept as it is (pictures are shrunk and have no limit of their own)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file ready to be kept. ``source`` is the digest of the bytes as handed in."""

    digest: str
    source: str
    name: str
    suffix: str
    taken_on: str | None
    data: bytes


def no_attachment() -> UserError:
    """The refusal for a digest that is not kept (code no_attachment)."""
    return UserError("找不到这个附件。", todo="它可能已被移除，请刷新后再看。", code="no_attachment")


def prepare(connection: sqlite3.Connection, data: bytes, name: str) -> Prepared:
    """Shrink a picture, or take a file as it is; what was handed in before is found again.

    Raises UserError (bad_picture, heic, many_pages, too_large, empty_file).
    """
    if not data:
        raise UserError(f"“{name}”是空文件，没有附上。", safe="记录没有改动。", code="empty_file")
    source = hashlib.sha256(data).hexdigest()
    known = connection.execute(
        "SELECT digest, suffix, taken_on, data FROM blob WHERE source=?", (source,)
    ).fetchone()
    if known is not None:
        return Prepared(known[0], source, _named(name, known[1]), known[1], known[2], known[3])
    from wdbranch.store import pictures

    if pictures.looks_like_picture(data, name):
        picture = pictures.shrink(data, name)
        digest = hashlib.sha256(picture.data).hexdigest()
        return Prepared(digest, source, _named(name, ".jpg"), ".jpg", picture.taken_on, picture.data)
    if len(data) > FILE_LIMIT:
        raise UserError(
            f"“{name}”有 {len(data) / 1024 / 1024:.0f} MB，超过 20 MB，没有附上。", safe="记录没有改动。",
            todo="请压缩后再附，或另外保存原件、在记录里写明存放处。", code="too_large",
        )
    return Prepared(source, source, name, "", None, data)


def _named(name: str, suffix: str) -> str:
    return str(PurePath(name).with_suffix(suffix)) if suffix else name


def keep(connection: sqlite3.Connection, record: Record, prepared: Prepared, kind: str) -> Attachment:
    """Store the bytes unless they are stored, and name them in the record; twice is once."""
    twin = next((kept for kept in record.attachments if kept.digest == prepared.digest), None)
    if twin is not None:
        return twin
    connection.execute(
        "INSERT INTO blob (digest, source, size, suffix, taken_on, data) VALUES (?,?,?,?,?,?) "
        "ON CONFLICT DO NOTHING",
        (
            prepared.digest, prepared.source, len(prepared.data), prepared.suffix, prepared.taken_on,
            prepared.data,
        ),
    )
    connection.execute(
        "INSERT INTO attachment (record, digest, idx, name, kind) "
        "SELECT ?1, ?2, coalesce(max(idx), -1) + 1, ?3, ?4 FROM attachment WHERE record = ?1",
        (record.id, prepared.digest, prepared.name, kind),
    )
    return Attachment(prepared.digest, prepared.name, kind, len(prepared.data), prepared.taken_on)


def describe(
    connection: sqlite3.Connection, record_id: str, digest: str, caption: str, taken_on: str | None
) -> None:
    """Write what a picture shows and when it was taken; a day that the picture itself tells counts before it."""
    connection.execute(
        "UPDATE attachment SET caption=?, taken_on=? WHERE record=? AND digest=?",
        (caption or None, taken_on, record_id, digest),
    )


def drop(connection: sqlite3.Connection, record_id: str, digest: str) -> None:
    """Take the file from the record, and its bytes from the workbook when no other record has it."""
    connection.execute("DELETE FROM attachment WHERE record=? AND digest=?", (record_id, digest))
    connection.execute(
        "DELETE FROM blob WHERE digest=?1 AND NOT EXISTS (SELECT 1 FROM attachment WHERE digest=?1)",
        (digest,),
    )


def read(connection: sqlite3.Connection, digest: str) -> bytes:
    """The bytes as stored. Raises UserError (no_attachment)."""
    row = connection.execute("SELECT data FROM blob WHERE digest=?", (digest,)).fetchone()
    if row is None:
        raise no_attachment()
    data: bytes = row[0]
    return data
