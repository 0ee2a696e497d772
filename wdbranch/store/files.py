"""The door to our SQLite files: what is refused before and at opening, and verified copies.

Shared by the branch's workbook and the street's desk. Every refusal is one Chinese sentence with a stable
code: missing · unreadable · empty · foreign · damaged · newer · locked · readonly · disk_full · disk_error.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from wdbranch.disk import flush_to_device as flush_to_device  # noqa: PLC0414 - opening takes it from here
from wdbranch.disk import part_of, refusal, settle
from wdbranch.errors import FileRefusedError, UserError

_NO_SHARING = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
_SPOILT = ("Could not decode", "no such column", "no such table")
"""How errors begin that a spoilt text or schema gives: Python's own, which has no code, and two of SQLite."""
_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_UNTOUCHED = "没有改动任何内容。"
_FROM_BACKUP = "请从旁边的备份文件夹里取最近一份备份打开。"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file of ours, told apart by the application id in the SQLite header."""

    name: str                # as said to the person: 记录本
    application_id: int
    major: int               # a file of a higher major version is refused

    @property
    def file(self) -> str:
        """As said of a file: 记录本文件, 街道收件文件."""
        return self.name if self.name.endswith("文件") else f"{self.name}文件"

    def version_of(self, minor: int) -> int:
        """The ``user_version`` of a file: thousands count the major version."""
        return self.major * 1000 + minor


WORKBOOK = Kind("记录本", int.from_bytes(b"WDBK", "big"), 1)


def inspect(path: Path, kind: Kind) -> None:
    """Refuse what is not a whole file of that kind, reading its first 100 bytes only.

    Raises FileRefusedError with code missing, empty, foreign, damaged or newer. The length is compared
    with the page count of the header only where no write-ahead log is waiting: a computer that stopped
    while the log was being copied leaves a short file that SQLite completes at the next opening.
    """
    if not path.exists():
        raise FileRefusedError(
            f"找不到文件“{path.name}”。", todo="请检查文件是否被移动或改名。", code="missing"
        )
    if not path.is_file():
        raise _foreign(path, kind)
    with _reading(path, kind), path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    if not head:
        raise FileRefusedError(
            f"“{path.name}”是空文件（0 字节），里面没有{kind.name}。", safe=_UNTOUCHED, todo=_FROM_BACKUP,
            code="empty",
        )
    if not head.startswith(_MAGIC[: len(head)]):
        raise _foreign(path, kind)
    if len(head) < _HEADER_BYTES:
        raise _damaged(path, kind, "只剩开头一小段")
    if int.from_bytes(head[68:72], "big") != kind.application_id:
        raise _foreign(path, kind)
    refuse_newer(path, kind, int.from_bytes(head[60:64], "big"))
    page = int.from_bytes(head[16:18], "big")
    whole = (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
    if path.stat().st_size < whole and not _waiting(path):
        raise _damaged(path, kind, "文件不完整，像是拷贝到一半就断了")


def refuse_newer(path: Path, kind: Kind, user_version: int) -> None:
    """Refuse a file of a higher major version (code newer). A higher minor version opens."""
    if user_version // 1000 > kind.major:
        raise FileRefusedError(
            f"“{path.name}”是用更新版本的程序写的，本程序打不开。",
            safe=_UNTOUCHED, todo="请先升级本程序，再打开它。", code="newer",
        )


def _foreign(path: Path, kind: Kind) -> FileRefusedError:
    return FileRefusedError(
        f"“{path.name}”不是{kind.file}。", safe=_UNTOUCHED, todo=f"请选择本程序建立的{kind.file}。",
        code="foreign",
    )


def _damaged(path: Path, kind: Kind, how: str) -> FileRefusedError:
    return FileRefusedError(
        f"{kind.name}“{path.name}”已损坏：{how}。", safe=_UNTOUCHED, todo=_FROM_BACKUP, code="damaged"
    )


def _waiting(path: Path) -> bool:
    """Whether a write-ahead log with something in it lies beside a file."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def connect(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    """A connection to an existing file, autocommit, foreign keys on, patient for three seconds.

    Read-only works on a write-protected stick and on a full disk too: there the write-ahead log cannot be
    shared, and the file is read as unchanging where no log is waiting. Raises sqlite3.Error.
    """
    address = path.resolve().as_uri()
    if not readonly:
        return _configured(f"{address}?mode=rw")
    connection = _configured(f"{address}?mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.Error as problem:
        connection.close()
        if _primary(problem) not in _NO_SHARING or _waiting(path):
            raise
        connection = _configured(f"{address}?mode=ro&immutable=1")
    return connection


def _configured(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=3)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def make_durable(connection: sqlite3.Connection) -> None:
    """Write-ahead log, flushed to the device at every commit: no acknowledged edit is lost."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One write transaction: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One consistent reading over several queries; joins a transaction already under way."""
    if connection.in_transaction:
        yield connection
        return
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def _primary(problem: sqlite3.Error) -> int:
    """The primary result code (an extended code carries it in its low byte)."""
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def told(path: Path, kind: Kind = WORKBOOK) -> Iterator[None]:
    """Turn what SQLite and the file system report into sentences a person can act on.

    Raises UserError (locked, readonly, disk_full, disk_error) or FileRefusedError (damaged); what is none
    of these is a bug and passes through.
    """
    try:
        yield
    except sqlite3.Error as problem:
        explained = _explained(problem, path, kind)
        if explained is None:
            raise
        raise explained from problem
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:      # stored texts that someone spoilt
        raise _damaged(path, kind, "有的内容读不出来") from problem
    except OSError as problem:
        raise explained_os_error(problem, path, kind) from problem


def _explained(problem: sqlite3.Error, path: Path, kind: Kind) -> UserError | None:
    code = _primary(problem)
    if str(problem).startswith(_SPOILT) or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(path, kind, "内容读不出来")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return UserError(
            f"{kind.name}“{path.name}”正被别的程序占用，暂时写不进去。",
            safe="这一次的改动没有存入，原有内容完好。",
            todo="请关闭占用它的程序（例如正在同步的网盘）后再试。", code="locked",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _readonly(path, kind)
    if code == sqlite3.SQLITE_FULL:
        return _disk_full(path, kind)
    if code == sqlite3.SQLITE_IOERR:
        return _disk_error(path, kind)
    return None


def explained_os_error(problem: OSError, path: Path, kind: Kind) -> UserError:
    """The sentence for a refusal of the file system."""
    told = {"full": _disk_full, "refused": _readonly, "gone": _disk_error}
    return told[refusal(problem)](path, kind)


def _readonly(path: Path, kind: Kind) -> UserError:
    return UserError(
        f"{kind.name}“{path.name}”所在位置不能写入（只读，或没有权限）。", safe="原有内容完好。",
        todo="请把它拷到自己的文件夹里再打开，或者以只读方式查看。", code="readonly",
    )


def _disk_full(path: Path, kind: Kind) -> UserError:
    return UserError(
        f"磁盘已满，“{path.name}”写不进去。", safe="这一次的改动没有存入，此前保存的内容完好。",
        todo=f"请清理磁盘，或把{kind.name}换到有空间的磁盘后再试。", code="disk_full",
    )


def _disk_error(path: Path, kind: Kind) -> UserError:
    return UserError(
        f"读写{kind.name}“{path.name}”时出错：文件夹不在了，或者 U 盘已被拔出。", safe="此前保存的内容没有改动。",
        todo="请检查文件夹和 U 盘，再试一次。", code="disk_error",
    )


@contextmanager
def _reading(path: Path, kind: Kind) -> Iterator[None]:
    try:
        yield
    except PermissionError as problem:
        raise FileRefusedError(
            f"“{path.name}”不让读：没有权限，或者别的程序正独占着它。", safe=_UNTOUCHED,
            todo="请关闭占用它的程序，或请管理电脑的人给权限。", code="unreadable",
        ) from problem
    except OSError as problem:
        raise explained_os_error(problem, path, kind) from problem


def refuse_damage(
    connection: sqlite3.Connection, path: Path, kind: Kind, *, leave_out: Collection[str] = ()
) -> None:
    """Refuse a file whose structure does not hold (code damaged): every page, or all but some tables."""
    checks = ["PRAGMA quick_check(1)"]
    if leave_out:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")
        checks = [f'PRAGMA quick_check("{name}")' for (name,) in names if name not in leave_out]
    for check in checks:
        try:
            verdict = connection.execute(check).fetchone()
        except MemoryError as problem:      # a damaged length asks for more than there is
            raise _damaged(path, kind, "内部结构检查没有通过") from problem
        if verdict is None or verdict[0] != "ok":
            raise _damaged(path, kind, "内部结构检查没有通过")


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """The place of a new SQLite file beside ``target``; after the block it is flushed and gets its name.

    Where the block raises, nothing is left of it. Raises OSError.
    """
    part = part_of(target)
    part.unlink(missing_ok=True)
    try:
        yield part
        flush_to_device(part)
        settle(part, target)
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):  # the device may be gone
                left.unlink(missing_ok=True)


def copy_verified(source: Path, target: Path, kind: Kind = WORKBOOK) -> None:
    """Copy a file of ours, open or not, through SQLite's backup API; the copy is checked before it counts.

    Checked page by page before it gets its name: a pulled stick or a full disk leaves nothing that looks
    whole. Works on its own connection, so it may run on any thread. Raises what ``told`` raises.
    """
    with told(target, kind):
        target.parent.mkdir(parents=True, exist_ok=True)
        with new_file(target) as part:
            _copy(source, part)
            with_check = connect(part, readonly=True)
            try:
                refuse_damage(with_check, source, kind)
            finally:
                with_check.close()


def _copy(source: Path, part: Path) -> None:
    reader = connect(source, readonly=True)
    try:
        writer = sqlite3.connect(part, isolation_level=None)
        try:
            writer.execute("PRAGMA synchronous=OFF")      # flushed once, after checking
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode=DELETE")  # one file, readable from a protected stick
        finally:
            writer.close()
    finally:
        reader.close()
