"""The lock beside a file: who has it open, on which computer, since when.

The truth on one computer is the operating system's lock on the lock file, which ends with the process
however it ends; the text inside says who, and holds off other computers on a shared folder or stick.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wdbranch.errors import FileRefusedError, UserError
from wdbranch.store.files import Kind, connect, explained_os_error, told

_GUARDED_BYTE = 1 << 20      # beyond the text, so that others can read it (Windows locks are mandatory)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: person, computer, process, ISO datetime."""

    who: str
    host: str
    pid: int
    since: str


class Lock:
    """A lock that is held. ``left_over`` says that the last holder here ended without closing."""

    def __init__(self, path: Path, handle: int, *, left_over: bool) -> None:
        self.path = path
        self.left_over = left_over
        self._handle = handle

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._handle < 0:
            return
        if sys.platform == "win32":      # an open file cannot be removed there
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self.path.unlink(missing_ok=True)
        else:
            self.path.unlink(missing_ok=True)
            os.close(self._handle)
        self._handle = -1


def lock_path(path: Path) -> Path:
    """Where the lock of a file stands."""
    return path.with_name(path.name + ".lock")


def held_here(path: Path) -> bool:
    """Whether this very process says that it holds the lock."""
    try:
        holder = _parsed(lock_path(path).read_bytes())
    except OSError:
        return False
    return holder is not None and (holder.host, holder.pid) == (socket.gethostname(), os.getpid())


def acquire(path: Path, kind: Kind, *, who: str, now: datetime) -> Lock:
    """Take the lock of a file. A lock left by a dead process of this computer is taken over.

    Raises FileRefusedError (code locked) naming who holds it, where and since when, and UserError
    (readonly, disk_full) where no lock can be written.
    """
    try:
        return _acquire(path, kind, who=who, now=now)
    except OSError as problem:
        raise explained_os_error(problem, path, kind) from problem


def finish_reading(path: Path, kind: Kind, now: datetime) -> None:
    """Let SQLite remove the two files (-wal, -shm) that a reader of a closed file had to make.

    Only where nobody holds the lock; SQLite itself leaves them where another reader is at work.
    """
    if not path.with_name(path.name + "-wal").exists() or lock_path(path).exists():
        return
    with suppress(UserError), told(path, kind):
        held = acquire(path, kind, who="", now=now)
        try:
            connection = connect(path)
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema")
            finally:
                connection.close()
        finally:
            held.release()


def _acquire(path: Path, kind: Kind, *, who: str, now: datetime) -> Lock:
    beside = lock_path(path)
    while True:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            taken = _guard(handle)
            if taken and _replaced(handle, beside):      # its last holder removed it just now: once more
                os.close(handle)
                continue
            holder = _holder(handle)
            _refuse_held(path, kind, holder, taken=taken)
            fresh = Lock(beside, handle, left_over=holder is not None)
        except BaseException:
            os.close(handle)
            raise
        try:
            _write(handle, Holder(who, socket.gethostname(), os.getpid(), now.isoformat(timespec="seconds")))
        except BaseException:      # a full disk
            fresh.release()
            raise
        return fresh


def _guard(handle: int) -> bool:
    """Whether the operating system gives us the lock."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _GUARDED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _replaced(handle: int, beside: Path) -> bool:
    try:
        return not os.path.samestat(os.fstat(handle), beside.stat())
    except FileNotFoundError:
        return True


def _holder(handle: int) -> Holder | None:
    os.lseek(handle, 0, os.SEEK_SET)
    return _parsed(os.read(handle, 4096))


def _parsed(content: bytes) -> Holder | None:
    try:
        told = json.loads(content)
        since = datetime.fromisoformat(told["since"]).isoformat(timespec="seconds")
        return Holder(str(told["who"]), str(told["host"]), int(told["pid"]), since)
    except (ValueError, TypeError, KeyError):      # empty, or cut off while being written: nobody is named
        return None


def _write(handle: int, holder: Holder) -> None:
    text = json.dumps(
        {"who": holder.who, "host": holder.host, "pid": holder.pid, "since": holder.since}, ensure_ascii=False
    )
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, text.encode())


def _refuse_held(path: Path, kind: Kind, holder: Holder | None, *, taken: bool) -> None:
    """Refuse what another process holds, or what another computer says it holds."""
    elsewhere = holder is not None and holder.host != socket.gethostname()
    if taken and not elsewhere:
        return
    what = f"{kind.name}“{path.name}”已经打开着"
    if holder is not None:
        since = datetime.fromisoformat(holder.since)
        where = f"电脑“{holder.host}”" if elsewhere else "本机"
        what += f"：{holder.who or '有人'}在{where}上，从{since:%Y年%m月%d日 %H:%M}起"
    todo = "请在那边关闭后再打开，或者以只读方式查看。"
    if elsewhere:
        todo += f"如果那台电脑已经关机，请删去同一文件夹里的“{lock_path(path).name}”再打开。"
    raise FileRefusedError(what + "。", safe="没有改动任何内容。", todo=todo, code="locked")
