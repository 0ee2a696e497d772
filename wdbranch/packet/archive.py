"""Zip files of exactly one shape: stored entries, fixed dates, nothing between, before or after.

The writer has one way to write a list of entries; the reader accepts nothing else. So no two programs can
disagree about what a packet holds: every byte that is not content follows from names, sizes and check sums.
The shape is the plain part of PKWARE APPNOTE 6.3 that every unzip reads; ZIP64 is never needed because
sizes stay below 4 GiB.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from wdbranch.packet.refusal import RefusedError

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_SIG, _CENTRAL_SIG, _END_SIG = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION = 10  # "needed to extract": stored files only
_DATE = 0x0021  # 1980-01-01, the earliest date that the format can say
_BLOCK = 1 << 20
_MAX_NAME = 120
_LONGEST_COMMENT = 0xFFFF
_LINK_MODE = 0o120000
_BOMB_RATIO = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader is willing to look at: number of entries, bytes of one entry, bytes of all."""

    entries: int
    entry_bytes: int
    total_bytes: int


PACKET_LIMITS = Limits(entries=16, entry_bytes=3 << 30, total_bytes=3 << 30)
PAYLOAD_LIMITS = Limits(entries=20_000, entry_bytes=512 << 20, total_bytes=3 << 30)


class Source(Protocol):
    """Bytes that can be read anywhere."""

    size: int

    def read(self, offset: int, length: int) -> bytes:
        """At most ``length`` bytes from ``offset``; fewer only at the end."""


class FileSource:
    """A part of an open file."""

    def __init__(self, file: BinaryIO, offset: int = 0, size: int | None = None) -> None:
        self._file = file
        self._offset = offset
        self.size = file.seek(0, 2) - offset if size is None else size

    def read(self, offset: int, length: int) -> bytes:
        """See Source."""
        if offset < 0 or offset >= self.size:
            return b""
        self._file.seek(self._offset + offset)
        return self._file.read(min(length, self.size - offset))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a read archive: where its bytes lie."""

    name: str
    size: int
    crc: int
    offset: int  # of the content, in the source


def local_head(name: str, size: int, crc: int) -> bytes:
    """The bytes that stand before an entry's content."""
    raw = name.encode("ascii")
    return _LOCAL.pack(_LOCAL_SIG, _VERSION, 0, 0, 0, _DATE, crc, size, size, len(raw), 0) + raw


def tail(entries: Iterable[tuple[str, int, int]]) -> bytes:
    """The bytes after the last content: central directory and end record of (name, size, crc) in order."""
    directory, offset, count = bytearray(), 0, 0
    for name, size, crc in entries:
        raw = name.encode("ascii")
        directory += (
            _CENTRAL.pack(
                _CENTRAL_SIG,
                _VERSION,
                _VERSION,
                0,
                0,
                0,
                _DATE,
                crc,
                size,
                size,
                len(raw),
                0,
                0,
                0,
                0,
                0,
                offset,
            )
            + raw
        )
        offset += _LOCAL.size + len(raw) + size
        count += 1
    return bytes(directory) + _END.pack(_END_SIG, 0, 0, count, count, len(directory), offset, 0)


def total_size(entries: Iterable[tuple[str, int]]) -> int:
    """The size in bytes of the archive of these (name, size)."""
    return _END.size + sum(_LOCAL.size + _CENTRAL.size + 2 * len(name) + size for name, size in entries)


def stream(entries: Iterable[tuple[str, int, int, Callable[[], Iterable[bytes]]]]) -> Iterator[bytes]:
    """The archive of (name, size, crc, content) piece by piece, with flat memory.

    Raises RefusedError ("changed") where content is not what size and crc say: it changed meanwhile.
    """
    done: list[tuple[str, int, int]] = []
    for name, size, crc, content in entries:
        yield local_head(name, size, crc)
        length = check = 0
        for piece in content():
            length += len(piece)
            check = zlib.crc32(piece, check)
            yield piece
        if (length, check) != (size, crc):
            raise RefusedError("changed", name)
        done.append((name, size, crc))
    yield tail(done)


class Archive:
    """A read archive. Its shape has been checked, its contents not yet."""

    def __init__(self, source: Source, entries: Mapping[str, Entry]) -> None:
        self._source = source
        self.entries = entries

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content piece by piece, its check sum checked at the end. Raises RefusedError ("damaged")."""
        entry = self.entries[name]
        check = position = 0
        while position < entry.size:
            piece = self._source.read(entry.offset + position, min(_BLOCK, entry.size - position))
            if not piece:
                raise RefusedError("truncated", name)
            position += len(piece)
            check = zlib.crc32(piece, check)
            yield piece
        if check != entry.crc:
            raise RefusedError("damaged", name)

    def content(self, name: str, limit: int) -> bytes:
        """The whole content. Raises RefusedError ("too_large", "damaged")."""
        if self.entries[name].size > limit:
            raise RefusedError("too_large", name)
        return b"".join(self.pieces(name))


def read_archive(
    source: Source, limits: Limits, expected: Callable[[str], bool], expected_folded: Callable[[str], bool]
) -> Archive:
    """Read the shape of an archive, or raise RefusedError with the particular reason.

    ``expected`` says which entry names may occur, ``expected_folded`` the same for a name in lower case and
    compatibility form: what looks like an expected name and is none is a twin. Nothing but the directory
    and the heads is read.
    """
    directory, count = _find_directory(source, limits)
    rows = list(_rows(directory, count, source.size))
    _check_names([name for name, *_ in rows], expected, expected_folded)
    _check_sizes(rows, limits)
    entries: dict[str, Entry] = {}
    offset = 0
    for row in rows:
        name, _, _, size, crc, _ = row
        head = local_head(name, size, crc)
        if source.read(offset, len(head)) != head:
            raise RefusedError("structure", f"head of {name}")
        entries[name] = Entry(name, size, crc, offset + len(head))
        offset += len(head) + size
    end = tail((entry.name, entry.size, entry.crc) for entry in entries.values())
    if offset + len(end) != source.size or source.read(offset, len(end)) != end:
        raise RefusedError("structure", "directory")
    return Archive(source, entries)


def _find_directory(source: Source, limits: Limits) -> tuple[bytes, int]:
    """The bytes of the central directory and the number of its entries."""
    if source.size == 0:
        raise RefusedError("empty")
    start, end = source.read(0, 4), source.read(max(0, source.size - _END.size), _END.size)
    ends_well = len(end) == _END.size and end.startswith(_END_SIG)
    if start not in (_LOCAL_SIG, _END_SIG):
        if _LOCAL_SIG.startswith(start):
            raise RefusedError("truncated")
        raise RefusedError("extra_data" if ends_well else "not_packet")
    if not ends_well:
        raise RefusedError("extra_data" if _has_early_end(source) else "truncated")
    _, disk, first_disk, here, count, length, offset, comment = _END.unpack(end)
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (length, offset):
        raise RefusedError("structure", "zip64")
    if disk or first_disk or here != count or comment:
        raise RefusedError("structure", "end record")
    if count > limits.entries:
        raise RefusedError("too_many", str(count))
    if offset + length + _END.size != source.size:
        raise RefusedError(
            "extra_data" if _has_early_end(source) else "truncated", "the end record points elsewhere"
        )
    if length > count * (_CENTRAL.size + 2 * _LONGEST_COMMENT):
        raise RefusedError("structure", "directory length")
    return source.read(offset, length), count


def _has_early_end(source: Source) -> bool:
    """Whether a whole archive ends before the end of the source (bytes were added behind it)."""
    start = max(0, source.size - _LONGEST_COMMENT - _END.size)
    block = source.read(start, source.size - start)
    at = block.rfind(_END_SIG)
    while at >= 0:
        if at + _END.size <= len(block):
            *_, length, offset, _ = _END.unpack_from(block, at)
            if offset + length == start + at:
                return True
        at = block.rfind(_END_SIG, 0, at)
    return False


_Row = tuple[str, int, int, int, int, int]  # name, method, packed size, size, crc, mode


def _rows(directory: bytes, count: int, whole: int) -> Iterator[_Row]:
    position = 0
    for _ in range(count):
        if position + _CENTRAL.size > len(directory):
            raise RefusedError("structure", "directory ends early")
        (
            sig,
            _,
            _,
            flags,
            method,
            _,
            _,
            crc,
            packed,
            size,
            name_length,
            extra_length,
            comment_length,
            _,
            _,
            attributes,
            offset,
        ) = _CENTRAL.unpack_from(directory, position)
        position += _CENTRAL.size
        raw = directory[position : position + name_length]
        position += name_length + extra_length + comment_length
        if sig != _CENTRAL_SIG or position > len(directory) or offset + packed > whole:
            raise RefusedError("structure", "directory")
        if flags & 1:
            raise RefusedError("compressed", "encrypted entry")
        yield _name(raw), method, packed, size, crc, attributes >> 16
    if position != len(directory):
        raise RefusedError("structure", "directory holds more")


def _name(raw: bytes) -> str:
    """The name, decoded leniently: judged below."""
    return raw.decode("utf-8", "replace")


def _check_names(
    names: list[str], expected: Callable[[str], bool], expected_folded: Callable[[str], bool]
) -> None:
    seen: set[str] = set()
    for name in names:
        if name.startswith(("/", "\\")) or ".." in name or "\\" in name or ":" in name:
            raise RefusedError("path_outside", name)
        if name in seen:
            raise RefusedError("duplicate", name, name=name)
        seen.add(name)
    folded: set[str] = set()
    for name in names:
        key = unicodedata.normalize("NFKC", name).casefold()
        if key in folded or (not expected(name) and expected_folded(key)):
            raise RefusedError("name_twin", name)
        folded.add(key)
        if name.endswith("/"):
            raise RefusedError("folder", name)
        if not expected(name) or len(name) > _MAX_NAME or not name.isascii():
            raise RefusedError("entry_added", name, name=printable(name))


def _check_sizes(rows: list[_Row], limits: Limits) -> None:
    total = 0
    for name, method, packed, size, _, mode in rows:
        if mode & 0o170000 == _LINK_MODE:
            raise RefusedError("link", name)
        if size > _BOMB_RATIO * max(packed, 1):
            raise RefusedError("bomb", name)
        if method or packed != size:
            raise RefusedError("compressed", name)
        total += size
        if size > limits.entry_bytes or total > limits.total_bytes:
            raise RefusedError("too_large", name)


def printable(name: str) -> str:
    """A stranger's name, short and without characters that could disturb a sentence."""
    kept = "".join(char if char.isprintable() else "?" for char in name)
    return kept if len(kept) <= 60 else kept[:57] + "…"
