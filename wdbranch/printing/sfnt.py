"""Reading TrueType files, as much as printing needs: which characters, how wide, which outlines.

Files are mapped into memory and looked up in place; opening a face of 60,000 glyphs costs a millisecond and
hardly any memory. Only fonts with ``glyf`` outlines are read.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

_CMAP_RANK = {(3, 10): 5, (0, 6): 5, (0, 4): 4, (3, 1): 3, (0, 3): 2, (0, 2): 1, (0, 1): 1, (0, 0): 1}
_WORDS, _XY_VALUES, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO, _INSTRUCTIONS = (
    0x1,
    0x2,
    0x8,
    0x20,
    0x40,
    0x80,
    0x100,
)


class NotAFontError(ValueError):
    """The file is not a TrueType font with ``glyf`` outlines and a Unicode map."""


def _big_endian(code: str, data: bytes) -> array[int]:
    numbers = array(code, data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


class Sfnt:
    """One TrueType face on disk. Lengths are given in thousandths of an em."""

    def __init__(self, path: Path) -> None:
        """Open the face. Raises ``NotAFontError`` for other files, ``OSError`` where it cannot be read."""
        self.path = path
        with path.open("rb") as file:
            try:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as problem:  # an empty file cannot be mapped
                raise NotAFontError(str(path)) from problem
        try:
            self._read_tables()
        except (struct.error, KeyError, IndexError) as problem:
            raise NotAFontError(str(path)) from problem

    def _read_tables(self) -> None:
        data = self._data
        if data[:4] not in (b"\0\1\0\0", b"true"):
            raise NotAFontError(str(self.path))
        count = struct.unpack(">H", data[4:6])[0]
        self._tables: dict[bytes, tuple[int, int]] = {}
        for at in range(12, 12 + 16 * count, 16):
            tag, _, offset, length = struct.unpack(">4sLLL", data[at : at + 16])
            self._tables[tag] = (offset, length)
        head, maxp, hhea = self.table(b"head"), self.table(b"maxp"), self.table(b"hhea")
        self._scale: float = 1000 / struct.unpack(">H", head[18:20])[0]
        self.bbox = tuple(round(n * self._scale) for n in struct.unpack(">4h", head[36:44]))
        self._long_loca = bool(struct.unpack(">h", head[50:52])[0])
        self.glyphs: int = struct.unpack(">H", maxp[4:6])[0]
        self._advances: int = struct.unpack(">H", hhea[34:36])[0]
        self.ascent = round(struct.unpack(">h", hhea[4:6])[0] * self._scale)
        self.descent = round(struct.unpack(">h", hhea[6:8])[0] * self._scale)
        self._hmtx = self._tables[b"hmtx"][0]
        self._loca = self._tables[b"loca"][0]
        self._glyf = self._tables[b"glyf"][0]
        self.glyph: Callable[[int], int] = self._unicode_map()

    def table(self, tag: bytes) -> bytes:
        """The bytes of one table. Raises KeyError."""
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def name(self) -> str:
        """The PostScript name (name id 6), ASCII only, or the file's stem."""
        data = self.table(b"name")
        count, strings = struct.unpack(">HH", data[2:6])
        for at in range(6, 6 + 12 * count, 12):
            platform, _, _, name_id, length, offset = struct.unpack(">6H", data[at : at + 12])
            if name_id == 6:
                raw = data[strings + offset : strings + offset + length]
                text = raw.decode("utf-16-be" if platform in (0, 3) else "ascii", "ignore")
                clean = "".join(ch for ch in text if ch.isascii() and (ch.isalnum() or ch in "-_"))
                if clean:
                    return clean
        return self.path.stem

    def advance(self, glyph: int) -> int:
        """How far the pen moves for a glyph."""
        at = self._hmtx + 4 * min(glyph, self._advances - 1)
        units = int.from_bytes(self._data[at : at + 2], "big")
        return round(units * self._scale)

    def outline(self, glyph: int) -> bytes:
        """The ``glyf`` entry of a glyph, empty for a blank."""
        data = self._data
        if self._long_loca:
            at = self._loca + 4 * glyph
            start, end = struct.unpack(">LL", data[at : at + 8])
        else:
            at = self._loca + 2 * glyph
            start, end = (2 * n for n in struct.unpack(">HH", data[at : at + 4]))
        return data[self._glyf + start : self._glyf + end]

    def _unicode_map(self) -> Callable[[int], int]:
        cmap = self.table(b"cmap")
        best: tuple[int, int] | None = None
        for at in range(4, 4 + 8 * struct.unpack(">H", cmap[2:4])[0], 8):
            platform, encoding, offset = struct.unpack(">HHL", cmap[at : at + 8])
            rank = _CMAP_RANK.get((platform, encoding), 0)
            if rank and (best is None or rank > best[0]):
                best = (rank, offset)
        if best is None:
            raise NotAFontError(str(self.path))
        sub = cmap[best[1] :]
        kind = struct.unpack(">H", sub[:2])[0]
        if kind == 12:
            return _map_of_groups(sub)
        if kind == 4:
            return _map_of_segments(sub)
        raise NotAFontError(str(self.path))


def _map_of_groups(sub: bytes) -> Callable[[int], int]:
    count = struct.unpack(">L", sub[12:16])[0]
    numbers = _big_endian("I", sub[16 : 16 + 12 * count])
    starts, ends, glyphs = numbers[0::3], numbers[1::3], numbers[2::3]

    def glyph(code: int) -> int:
        at = bisect_right(starts, code) - 1
        return glyphs[at] + code - starts[at] if at >= 0 and code <= ends[at] else 0

    return glyph


def _map_of_segments(sub: bytes) -> Callable[[int], int]:
    double = struct.unpack(">H", sub[6:8])[0]
    ends = _big_endian("H", sub[14 : 14 + double])
    starts = _big_endian("H", sub[16 + double : 16 + 2 * double])
    deltas = _big_endian("H", sub[16 + 2 * double : 16 + 3 * double])
    offsets_at = 16 + 3 * double
    offsets = _big_endian("H", sub[offsets_at : offsets_at + double])

    def glyph(code: int) -> int:
        at = bisect_right(starts, code) - 1
        if code >= 0xFFFF or at < 0 or code > ends[at]:
            return 0
        if not offsets[at]:
            return (code + deltas[at]) & 0xFFFF
        place = offsets_at + 2 * at + offsets[at] + 2 * (code - starts[at])
        found: int = struct.unpack(">H", sub[place : place + 2])[0]
        return (found + deltas[at]) & 0xFFFF if found else 0

    return glyph


def _components(outline: bytes) -> list[int]:
    """Where in a composite outline the numbers of its parts stand; empty for a simple outline."""
    places: list[int] = []
    at = 10
    if len(outline) < at or outline[0] < 0x80:
        return places
    flags = _MORE
    while flags & _MORE:
        flags = int.from_bytes(outline[at : at + 2], "big")
        places.append(at + 2)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return places


def _renumbered(outline: bytes, places: Sequence[int], number: Callable[[int], int]) -> bytes:
    changed = bytearray(outline)
    for place in places:
        old = int.from_bytes(changed[place : place + 2], "big")
        changed[place : place + 2] = number(old).to_bytes(2, "big")
        flags = int.from_bytes(changed[place - 2 : place], "big") & ~_INSTRUCTIONS
        changed[place - 2 : place] = flags.to_bytes(2, "big")
    return bytes(changed)


class Shape(NamedTuple):
    """How a glyph is changed when embedded: size factor, moves and new advance in thousandths of an em."""

    scale: float
    right: float
    up: float
    advance: int


def subset(face: Sfnt, glyphs: Sequence[tuple[int, Shape]]) -> bytes:
    """A font file whose glyph n is the face's ``glyphs[n]`` in its shape, for embedding in a PDF.

    A changed glyph becomes a composite of the unchanged one; parts of composites are appended behind. Hinting
    is left out (the faces here carry none).
    """
    per_unit = 1 / face._scale
    sources = [glyph for glyph, _ in glyphs]
    places: dict[int, int] = {}

    def number(glyph: int) -> int:
        if glyph not in places:
            places[glyph] = len(sources)
            sources.append(glyph)
        return places[glyph]

    outlines: list[bytes] = []
    metrics: list[bytes] = []
    offsets = array("I", [0])
    total = 0
    for at, glyph in enumerate(sources):  # grows while we go: parts of composites
        outline = face.outline(glyph)
        shape = glyphs[at][1] if at < len(glyphs) else None
        if shape is not None and outline and (shape.scale, shape.right, shape.up) != (1.0, 0.0, 0.0):
            outline = _reshaped(outline, number(glyph), shape, per_unit)
        else:
            parts = _components(outline)
            if parts:
                outline = _renumbered(outline, parts, number)
        outline += b"\0" * (-len(outline) % 4)
        outlines.append(outline)
        total += len(outline)
        offsets.append(total)
        advance = round((shape.advance if shape else face.advance(glyph)) * per_unit)
        metrics.append(struct.pack(">H", advance) + (outline[2:4] or b"\0\0"))
    if sys.byteorder == "little":
        offsets.byteswap()
    head, hhea, maxp = (bytearray(face.table(tag)) for tag in (b"head", b"hhea", b"maxp"))
    head[8:12] = b"\0\0\0\0"
    head[50:52] = b"\0\1"
    hhea[34:36] = maxp[4:6] = struct.pack(">H", len(sources))
    points, contours, composite_points, composite_contours = struct.unpack(">4H", maxp[6:14])
    maxp[10:14] = struct.pack(">2H", max(points, composite_points), max(contours, composite_contours))
    elements, depth = struct.unpack(">2H", maxp[28:32])
    maxp[28:32] = struct.pack(">2H", max(elements, 1), depth + 1)
    return _assemble(
        {
            b"glyf": b"".join(outlines),
            b"head": bytes(head),
            b"hhea": bytes(hhea),
            b"hmtx": b"".join(metrics),
            b"loca": offsets.tobytes(),
            b"maxp": bytes(maxp),
        }
    )


def _reshaped(outline: bytes, part: int, shape: Shape, per_unit: float) -> bytes:
    """A composite glyph: ``part`` scaled, then moved."""
    right, up = round(shape.right * per_unit), round(shape.up * per_unit)
    x0, y0, x1, y1 = (round(n * shape.scale) for n in struct.unpack(">4h", outline[2:10]))
    flags = _WORDS | _XY_VALUES | _SCALE
    return struct.pack(
        ">5hHHhhh",
        -1,
        x0 + right,
        y0 + up,
        x1 + right,
        y1 + up,
        flags,
        part,
        right,
        up,
        round(shape.scale * 16384),
    )


def _assemble(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">LHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    offset = 12 + 16 * count
    entries, bodies = [header], []
    for tag in sorted(tables):
        body = tables[tag]
        length = len(body)
        body += b"\0" * (-length % 4)
        words = _big_endian("I", body)
        entries.append(struct.pack(">4sLLL", tag, sum(words) & 0xFFFFFFFF, offset, length))
        offset += len(body)
        bodies.append(body)
    return b"".join(entries + bodies)
