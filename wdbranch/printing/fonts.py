"""The typefaces of the printed book: roles, fallback per character, widths, what cannot be printed.

A *role* is what a text is (正文, 标题 …); a *face* is one font file. Each character of a role is taken from
the first face of the role's chain that has it. Fallback glyphs are drawn a little smaller so that they sit
well beside 仿宋, whose glyphs are small in the em; a Chinese character still advances by one full em.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wdbranch.errors import UserError
from wdbranch.paths import cache_dir, resource
from wdbranch.printing.sfnt import Sfnt

FANGSONG, SERIF, SANS, KAI, SONG = "fangsong", "serif", "sans", "kai", "song"
"""Roles: 正文 仿宋 · 标题 (near 小标宋) · 表头 黑体 · 楷体 · 宋体 for digits alone (page numbers)."""

RARE = "rare"
GETA = "〓"
"""Stands on paper for a character that no face has; the print-back proof reports it."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """Where a face lies under ``resources/fonts``; packed ones carry size and digest of what is in them."""

    name: str
    size: int = 0
    sha256: str = ""


FACES: dict[str, FontFile] = {
    FANGSONG: FontFile("FandolFang-Regular.ttf"),
    SERIF: FontFile("WDSerif-Bold.ttf"),
    SANS: FontFile("WDSans-Medium.ttf"),
    KAI: FontFile("WDKai-Regular.ttf"),
    SONG: FontFile(
        "NotoSerifSC-Light.ttf.xz",
        14080476,
        "ed02a635bb53b7360ccfb4534487d8a4fea7a89a5d40b71f4ff1ac1e91f23f4b",
    ),
    RARE: FontFile(
        "HanaMinB-Rest.ttf.xz", 30511672, "dcdec9a0f044d19dd6a59915c4d0ba101995526dea888d3aa011fea634974619"
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One face in a role's chain. ``scale`` of the glyphs; ``rise`` lifts them, in thousandths of the em."""

    face: str
    scale: float = 1.0
    rise: int = 0


_FALLBACKS: dict[str, tuple[Part, ...]] = {
    # 仿宋's glyphs stand lower and smaller in the em than Noto's and Hanazono's
    FANGSONG: (Part(FANGSONG), Part(SONG, 0.94, -40), Part(RARE, 0.94, -40)),
    SERIF: (Part(SERIF), Part(SONG), Part(RARE, 0.98)),
    SANS: (Part(SANS), Part(SONG), Part(RARE, 0.98)),
    KAI: (Part(KAI), Part(SONG, 0.96, -20), Part(RARE, 0.96, -20)),
    SONG: (Part(SONG), Part(RARE, 0.98)),
}
_LATIN: dict[str, Part] = {FANGSONG: Part(SONG, 0.96, -20)}
"""Where a role takes its digits and Latin letters from, if not from its own face: 仿宋's are poor."""

_WIDE = 900
"""A glyph at least this wide (thousandths of an em) is a full-width one and is given one whole em."""


@cache
def font_file(face: str) -> Path:
    """The TrueType file of a face; packed ones are unpacked once into the user's cache.

    Raises KeyError for an unknown face, ``UserError`` (code ``font_damaged``) where the installed file is
    missing, damaged, or cannot be unpacked.
    """
    file = FACES[face]
    installed = resource("fonts", file.name)
    if not installed.exists():
        raise _damaged(file.name)
    if not file.sha256:
        return installed
    target = (
        cache_dir() / "fonts" / f"{Path(file.name).name.split('.', maxsplit=1)[0]}-{file.sha256[:12]}.ttf"
    )
    if not (target.exists() and target.stat().st_size == file.size):
        _unpack(installed, target, file)
    return target


def _unpack(packed: Path, target: Path, file: FontFile) -> None:
    try:
        data = lzma.decompress(packed.read_bytes())
    except (lzma.LZMAError, EOFError) as problem:
        raise _damaged(file.name) from problem
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise _damaged(file.name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as problem:
        raise UserError(
            f"打印用的字体解不开，写不进缓存文件夹“{target.parent}”。",
            safe="记录没有任何改动。",
            todo="请腾出约五十兆空间，再试一次。",
            code="font_cache",
        ) from problem


def _damaged(name: str) -> UserError:
    return UserError(
        f"打印用的字体文件“{name}”缺失或损坏。",
        safe="记录没有任何改动。",
        todo="请用安装包重新安装本程序。",
        code="font_damaged",
    )


@cache
def face(name: str) -> Sfnt:
    """The opened face of that name."""
    return Sfnt(font_file(name))


class _Lookup(dict[str, int]):
    """A dict that asks for what it does not know yet."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[str], int]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, char: str) -> int:
        value = self[char] = self._ask(char)
        return value


def is_latin(char: str) -> bool:
    """Whether a character belongs to a number or a Latin word."""
    return "!" <= char <= "~" or "\u00c0" <= char <= "\u024f"


class Kind(NamedTuple):
    """How characters of a role are drawn: face, scale and rise of its part, and whether they are Latin.

    ``inset``: how far right of the pen a scaled full-width glyph stands (thousandths of an em), so that it is
    in the middle of its em.
    """

    face: str
    scale: float
    rise: int
    inset: float
    latin: bool


class Role:
    """One role: for each character how it is drawn and how wide it is.

    ``kind[char]`` is an index into ``kinds``; kind 0 is a plain character of the role's own face.
    ``width[char]`` is the advance in thousandths of an em. Both are filled as they are asked for.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._chain = _FALLBACKS[name]
        self._latin = _LATIN.get(name)
        own = self._chain[0]
        self.kinds: list[Kind] = [Kind(own.face, own.scale, own.rise, 0.0, latin=False)]
        self.kind: dict[str, int] = _Lookup(self._find_kind)
        self.width: dict[str, int] = _Lookup(self._measure)

    def _part(self, char: str) -> Part | None:
        code = ord(char)
        latin = self._latin
        if latin and is_latin(char) and face(latin.face).glyph(code):
            return latin
        return next((part for part in self._chain if face(part.face).glyph(code)), None)

    def _advance(self, part: Part, char: str) -> int:
        drawn = face(part.face)
        return drawn.advance(drawn.glyph(ord(char)) or drawn.glyph(ord(GETA)))

    def _find_kind(self, char: str) -> int:
        part = self._part(char) or self._chain[0]
        wide = self._advance(part, char) >= _WIDE
        inset = (1 - part.scale) * 500 if wide else 0.0
        kind = Kind(part.face, part.scale, part.rise, inset, is_latin(char))
        if kind not in self.kinds:
            self.kinds.append(kind)
        return self.kinds.index(kind)

    def _measure(self, char: str) -> int:
        part = self._part(char) or self._chain[0]
        advance = self._advance(part, char)
        return 1000 if advance >= _WIDE else round(advance * part.scale)

    def has(self, char: str) -> bool:
        """Whether any face of the chain can draw the character."""
        return self._part(char) is not None


@cache
def role(name: str) -> Role:
    """The role of that name. Raises KeyError."""
    return Role(name)


def missing(text: str | Iterable[str]) -> list[str]:
    """The characters of a text that no face can print, each once, in order; line ends are not characters."""
    body = role(FANGSONG)
    return [char for char in dict.fromkeys("".join(text)) if char not in "\n\r\t" and not body.has(char)]
