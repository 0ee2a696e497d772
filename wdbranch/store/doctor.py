"""The check-up of a workbook: what is wrong, and what to do about it."""

# Names of tables and columns come from our own forms, never from a person; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wdbranch.book.form import Column, Edition, Field, FieldType
from wdbranch.errors import FileRefusedError
from wdbranch.store import backups, history, lock, opening, shape
from wdbranch.store.files import WORKBOOK, told
from wdbranch.store.rows import quoted

_BACKUP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the check-up found: stable code, what it is, what to do."""

    code: str
    say: str
    todo: str


def examine(path: Path, editions: Mapping[str, Edition], now: datetime) -> list[Problem]:
    """Check everything, reading only. Codes: damaged · references · blob_missing · blob_changed ·
    blob_orphan · row_missing · row_shape · log_broken · backup_none · backup_old.
    """
    found: list[Problem] = []
    try:
        with told(path):
            connection = opening.ready_to_read(path, editions, damaged_too=True)
            try:
                for part in (
                    _structure(connection), _blobs(connection), _rows(connection, editions),
                    _log(connection),
                ):
                    found += part
            finally:
                connection.close()
    except FileRefusedError as refusal:      # so badly damaged that reading stopped
        found.append(Problem(refusal.code, refusal.what, _RESCUE))
    finally:
        lock.finish_reading(path, WORKBOOK, now)
    return found + list(_backups(path, now))


_RESCUE = "请不要继续在这份文件上录入；从备份文件夹里取最近一份备份打开，并保留这份文件备查。"


def _structure(connection: sqlite3.Connection) -> Iterator[Problem]:
    lines = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
    if lines != ["ok"]:
        yield Problem("damaged", f"文件内部结构有 {len(lines)} 处损坏。", _RESCUE)
        return
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        yield Problem("references", f"有 {len(broken)} 行内容指向不存在的记录或党员。", _RESCUE)


def _blobs(connection: sqlite3.Connection) -> Iterator[Problem]:
    missing = connection.execute(
        "SELECT count(*) FROM attachment WHERE digest NOT IN (SELECT digest FROM blob)"
    ).fetchone()[0]
    if missing:
        yield Problem("blob_missing", f"有 {missing} 个附件的内容丢失了。", "请从备份中找回，或重新附上。")
    orphans = connection.execute(
        "SELECT count(*) FROM blob WHERE digest NOT IN (SELECT digest FROM attachment)"
    ).fetchone()[0]
    if orphans:
        say = f"有 {orphans} 个附件不属于任何记录，白占空间。"
        yield Problem("blob_orphan", say, "不影响使用，可以不管。")
    for digest, data in connection.execute("SELECT digest, data FROM blob"):
        if hashlib.sha256(data).hexdigest() != digest:
            named = connection.execute("SELECT name FROM attachment WHERE digest=?", (digest,)).fetchone()
            say = f"附件“{named[0] if named else digest[:8]}”的内容与存入时不一样。"
            yield Problem("blob_changed", say, "请从备份中找回，或重新附上。")


def _rows(connection: sqlite3.Connection, editions: Mapping[str, Edition]) -> Iterator[Problem]:
    forms = {form.id: form for edition in editions.values() for form in edition.forms.values()}
    for form in forms.values():
        table = quoted(shape.form_table(form.id))
        missing = connection.execute(
            f"SELECT count(*) FROM record WHERE form=? AND id NOT IN (SELECT {shape.RECORD} FROM {table})",
            (form.id,),
        ).fetchone()[0]
        if missing:
            yield Problem("row_missing", f"有 {missing} 份“{form.short}”只有目录，没有内容。", _RESCUE)
        bad = sum(_bad_lists(connection, shape.form_table(form.id), shape.plain_fields(form)))
        for field in shape.row_fields(form):
            name = shape.child_table(form.id, field.id)
            bad += sum(_bad_lists(connection, name, shape.columns_of(field)))
            bad += connection.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM {quoted(name)} GROUP BY {shape.RECORD} "
                f"HAVING min({shape.INDEX}) <> 0 OR max({shape.INDEX}) <> count(*) - 1)"
            ).fetchone()[0]
        if bad:
            say = f"“{form.short}”里有 {bad} 处内容的格式不对（可能被别的程序改过）。"
            yield Problem("row_shape", say, _RESCUE)


def _log(connection: sqlite3.Connection) -> Iterator[Problem]:
    count = sum(1 for _ in history.broken(connection))
    if count:
        yield Problem(
            "log_broken",
            f"有 {count} 份记录的修改历史对不上（可能被别的程序改过）。记录现在的内容不受影响。",
            "历史请到备份里查看；请保留这份文件备查。",
        )


def _bad_lists(connection: sqlite3.Connection, table: str, parts: Iterable[Field | Column]) -> Iterator[int]:
    """How many cells of each list column are no JSON array of texts."""
    for part in parts:
        if part.type in (FieldType.CHOICES, FieldType.PERSONS):
            name = quoted(part.id)
            cells = connection.execute(f"SELECT {name} FROM {quoted(table)} WHERE {name} IS NOT NULL")
            yield sum(not _is_list(cell) for (cell,) in cells)


def _is_list(cell: str) -> bool:
    try:
        value = json.loads(cell)
    except ValueError:
        return False
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _backups(path: Path, now: datetime) -> Iterator[Problem]:
    todo = "请现在备份一次，最好再拷一份到 U 盘。"
    newest = next(iter(backups.listed(path)), None)
    if newest is None:
        yield Problem("backup_none", "这个记录本还没有备份过。", todo)
        return
    moment = backups.made_on(path, newest)
    if moment is not None and (age := (now - moment).days) > _BACKUP_DAYS:
        yield Problem("backup_old", f"最近一次备份是 {age} 天前做的。", todo)
