"""Writing files so that a pulled stick or a full disk never leaves one that looks whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from wdbranch.errors import UserError

PART_SUFFIX = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE, errno.ENOTDIR}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def disk_error(error: OSError, folder: Path) -> UserError:
    """What to tell a person when the system refuses to write: disk_full, disk_gone, disk_refused."""
    safe = "没有留下半截文件，原有文件都没有改动。"
    if error.errno in _FULL:
        return UserError(
            f"“{folder}”所在的盘空间不够，文件没有写完。",
            safe=safe,
            todo="请清出空间或换一个 U 盘，再试一次。",
            code="disk_full",
        )
    if error.errno in _REFUSED:
        return UserError(
            f"“{folder}”不让写入。",
            safe=safe,
            todo="请看 U 盘的写保护开关，或换一个文件夹，再试一次。",
            code="disk_refused",
        )
    return UserError(
        f"往“{folder}”写的时候盘断开了或读写出错。",
        safe=safe,
        todo="请重新插好 U 盘，再试一次；还不行就换一个 U 盘。",
        code="disk_gone",
    )


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
        self.path.replace(target)
        self.settled = True
        _sync_folder(target.parent)


@contextmanager
def part_file(target: Path, *, private: bool = False) -> Iterator[Part]:
    """A new file ``<target>.part``, removed again unless it was settled.

    Raises UserError (disk_full, disk_gone, disk_refused) for what the disk refuses inside the block.
    """
    path = target.with_name(target.name + PART_SUFFIX)
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags, 0o600 if private else 0o666)
    except OSError as error:
        raise disk_error(error, target.parent) from error
    part = Part(path, os.fdopen(handle, "w+b"))
    try:
        yield part
    except OSError as error:
        raise disk_error(error, target.parent) from error
    finally:
        if not part.settled:
            with suppress(OSError):  # closing flushes again, and the device may be gone
                part.file.close()
            with suppress(OSError):
                path.unlink()


def write_whole(target: Path, data: bytes, *, private: bool = False) -> None:
    """Write a small file, whole or not at all. Raises UserError (disk_full, disk_gone, disk_refused)."""
    with part_file(target, private=private) as part:
        part.file.write(data)
        part.flush()
        part.settle(target)


def _forget(file: BinaryIO) -> None:
    """Drop the system's copy in memory, so that reading back reads the device (where the system can)."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        with suppress(OSError):  # advice only: not every file system takes it
            advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself lasting. Windows has no such call; there the rename is journalled."""
    if os.name != "posix":
        return
    with suppress(OSError):  # FAT drivers refuse it; the file's own bytes are already on the device
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
