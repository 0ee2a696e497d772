"""Writing files so that a pulled stick or a full disk never leaves one that looks whole.

A file is written beside its place as ``….part``, put onto the device, and only then renamed: whoever looks
finds the old file or the new one. What the system refuses is told in three ways: disk_full, disk_refused,
disk_gone.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Literal

from wdbranch.errors import UserError

PART_SUFFIX = ".part"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# A file that another program holds open is refused on Windows as if it were protected (EACCES).
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR})


def refusal(error: OSError) -> Literal["full", "refused", "gone"]:
    """Why the system did not write: no room, not allowed, or the device or folder is not there."""
    if error.errno in _FULL:
        return "full"
    return "refused" if error.errno in _REFUSED else "gone"


def disk_error(error: OSError, folder: Path, *, code: str = "") -> UserError:
    """What to tell a person when the system refuses to write into a folder.

    The code is disk_full, disk_refused or disk_gone, unless the caller has a word of its own.
    """
    why = refusal(error)
    what, todo = {
        "full": (f"“{folder}”所在的盘空间不够，文件没有写完。", "请清出空间或换一个 U 盘，再试一次。"),
        "refused": (
            f"“{folder}”不让写入，或者同名文件正打开着。",
            "请关闭正打开着的同名文件，看 U 盘的写保护开关，或换一个文件夹，再试一次。",
        ),
        "gone": (
            f"往“{folder}”写的时候，文件夹不在了，或者盘断开、读写出错。",
            "请看文件夹还在不在，重新插好 U 盘，再试一次；还不行就换一个 U 盘。",
        ),
    }[why]
    return UserError(
        what, safe="没有留下半截文件，原有文件都没有改动。", todo=todo, code=code or f"disk_{why}"
    )


@contextmanager
def disk_told(folder: Path, *, code: str = "") -> Iterator[None]:
    """Turn what the system refuses inside the block into the UserError of ``disk_error``."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, folder, code=code) from error


class Part:
    """A new file that is not yet whole, named ``….part``."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.file = file
        self.settled = False

    def flush(self) -> None:
        """Put everything onto the device and close. The file can now be read back by its path."""
        self.file.flush()
        os.fsync(self.file.fileno())
        _forget(self.file)
        self.file.close()

    def settle(self, target: Path) -> None:
        """Give the flushed file its name."""
        settle(self.path, target)
        self.settled = True


@contextmanager
def part_file(target: Path, *, private: bool = False) -> Iterator[Part]:
    """A new file ``<target>.part``, removed again unless it was settled. Raises OSError."""
    path = part_of(target)
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o600 if private else 0o666)
    part = Part(path, os.fdopen(handle, "w+b"))
    try:
        yield part
    finally:
        if not part.settled:
            with suppress(OSError):  # closing flushes again, and the device may be gone
                part.file.close()
            with suppress(OSError):
                path.unlink()


def put(target: Path, data: bytes, *, private: bool = False) -> None:
    """Write a small file, whole or not at all. Raises OSError."""
    with part_file(target, private=private) as part:
        part.file.write(data)
        part.flush()
        part.settle(target)


def write_whole(target: Path, data: bytes, *, private: bool = False, code: str = "") -> None:
    """Write a small file, whole or not at all. Raises UserError (disk_full, disk_refused, disk_gone).

    ``private``: readable by this user only. ``code`` is the caller's own word instead of those three.
    """
    with disk_told(target.parent, code=code):
        put(target, data, private=private)


def part_of(target: Path) -> Path:
    """Where a file is written before it gets its name."""
    return target.with_name(target.name + PART_SUFFIX)


def settle(part: Path, target: Path) -> None:
    """Give a flushed file its name, lastingly. Raises OSError."""
    part.replace(target)
    flush_to_device(target.parent)


def flush_to_device(path: Path) -> None:
    """Put a closed file, or the names in a folder, onto the device. Raises OSError for a file only."""
    if not path.is_dir():
        _sync(path, os.O_RDWR)
    elif os.name == "posix":  # Windows has no such call for folders; there the rename is journalled
        with suppress(OSError):  # FAT drivers refuse it; the file's own bytes are already on the device
            _sync(path, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(file: BinaryIO) -> None:
    """Drop the system's copy in memory, so that reading back reads the device (where the system can)."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        with suppress(OSError):  # advice only: not every file system takes it
            advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
