"""The bundled faces: coverage, fallback, unpacking, and what cannot be printed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from wdbranch.errors import UserError
from wdbranch.paths import resource
from wdbranch.printing import fonts
from wdbranch.printing.fonts import FACES, FANGSONG, KAI, RARE, SANS, SERIF, SONG, face, font_file, missing, role
from wdbranch.printing.sfnt import NotAFontError, Sfnt, subset

ROLES = (FANGSONG, SERIF, SANS, KAI, SONG)


@pytest.mark.parametrize("name", list(FACES))
def test_each_face_opens_and_matches_fonttools(name: str) -> None:
    from fontTools.ttLib import TTFont

    mine, theirs = face(name), TTFont(font_file(name), lazy=True)
    table, widths, order = theirs.getBestCmap(), theirs["hmtx"], theirs.getGlyphOrder()
    units = theirs["head"].unitsPerEm
    for code in list(table)[::97]:
        glyph = mine.glyph(code)
        assert order[glyph] == table[code]
        assert mine.advance(glyph) == round(widths[table[code]][0] * 1000 / units)
    assert mine.glyph(0x0BAD) == 0
    theirs.close()


def test_every_face_is_listed_with_a_licence() -> None:
    kept = {path.name for path in resource("fonts", "licences").iterdir()}
    assert {"FandolFang-COPYING.txt", "NotoSerifSC-OFL.txt", "NotoSansSC-OFL.txt", "LXGWWenKai-OFL.txt", "HanaMin-copyright.txt"} <= kept
    assert all(resource("fonts", file.name).exists() for file in FACES.values())


@pytest.mark.parametrize("name", ROLES)
def test_rare_names_can_be_printed_in_every_role(name: str) -> None:
    for char in "李𬭎王𫗧赵䶮张㐱陈𬱖孙𠮷𠀀":
        assert role(name).has(char), char
        assert role(name).width[char] == 1000


def test_level_one_and_two_of_the_standard_list_need_no_rare_face() -> None:
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            for char in bytes([high, low]).decode("gb2312", "ignore"):
                assert role(FANGSONG).kinds[role(FANGSONG).kind[char]].face in (FANGSONG, SONG)


def test_digits_of_body_text_come_from_the_serif_face_and_are_a_little_smaller() -> None:
    body = role(FANGSONG)
    kind = body.kinds[body.kind["8"]]
    assert kind.face == SONG
    assert kind.scale < 1
    assert kind.latin
    assert body.width["8"] == round(face(SONG).advance(face(SONG).glyph(ord("8"))) * kind.scale)


def test_characters_of_no_face_are_named_once_in_order() -> None:
    assert missing("李𬭎、𰻝面\n𰀀𰻝") == ["𰻝", "𰀀"]
    assert missing(["张拟", "王拟"]) == []


def test_packed_faces_are_unpacked_once_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WDBRANCH_CACHE", str(tmp_path))
    find = font_file.__wrapped__
    first = find(RARE)
    assert hashlib.sha256(first.read_bytes()).hexdigest() == FACES[RARE].sha256
    stamp = first.stat().st_mtime_ns
    assert find(RARE) == first
    assert first.stat().st_mtime_ns == stamp
    first.write_bytes(b"cut off")
    assert find(RARE).stat().st_size == FACES[RARE].size
    assert not list(first.parent.glob("*.part"))


def test_a_damaged_font_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "fonts"
    installed.mkdir()
    packed = resource("fonts", FACES[SONG].name).read_bytes()
    (installed / FACES[SONG].name).write_bytes(packed[: len(packed) // 2])
    monkeypatch.setattr(fonts, "resource", lambda *parts: tmp_path.joinpath(*parts))
    monkeypatch.setenv("WDBRANCH_CACHE", str(tmp_path / "cache"))
    for name in (SONG, SANS):
        with pytest.raises(UserError) as caught:
            font_file.__wrapped__(name)
        assert caught.value.code == "font_damaged"


def test_a_cache_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    monkeypatch.setenv("WDBRANCH_CACHE", str(tmp_path / "taken"))
    with pytest.raises(UserError) as caught:
        font_file.__wrapped__(SONG)
    assert caught.value.code == "font_cache"


@pytest.mark.parametrize("content", [b"", b"not a font at all", b"\0\1\0\0\0\5" + b"\0" * 20])
def test_files_that_are_no_fonts_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(content)
    with pytest.raises(NotAFontError):
        Sfnt(path)


def test_a_subset_is_a_font_with_the_same_outlines(tmp_path: Path) -> None:
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    from wdbranch.printing.sfnt import Shape

    full = face(FANGSONG)
    plain = Shape(1.0, 0.0, 0.0, 1000)
    small = Shape(0.5, 100.0, -50.0, 1000)
    glyphs = [(0, plain), (full.glyph(ord("党")), plain), (full.glyph(ord("党")), small)]
    path = tmp_path / "subset.ttf"
    path.write_bytes(subset(full, glyphs))
    made, source = TTFont(path), TTFont(font_file(FANGSONG), lazy=True)
    source_set, made_set = source.getGlyphSet(), made.getGlyphSet()

    def points(glyph_set, name: str) -> list[tuple[float, float]]:
        pen = DecomposingRecordingPen(glyph_set)
        glyph_set[name].draw(pen)
        return [point for _, args in pen.value for point in args if point is not None]

    original = points(source_set, source.getBestCmap()[ord("党")])
    names = made.getGlyphOrder()
    assert points(made_set, names[1]) == original
    halved = points(made_set, names[2])
    assert len(halved) == len(original) > 20
    for (x, y), (x0, y0) in zip(halved, original, strict=True):
        assert abs(x - (x0 * 0.5 + 100)) <= 1
        assert abs(y - (y0 * 0.5 - 50)) <= 1
    assert made["hmtx"][names[2]][0] == 1000
    source.close()
