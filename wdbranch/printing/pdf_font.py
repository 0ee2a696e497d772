"""One PDF font per face: Type0, Identity-H, two-byte codes, own subset, true ToUnicode.

reportlab's ``TTFont`` splits a face into many 256-character fonts and writes a wrong ToUnicode for characters
beyond the BMP (李𬭎 copies out as 李Ⲵ). Here each face is one font whose code n is the n-th
character used; fallback characters are embedded at their size and height, so that a line needs no moves.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from wdbranch.printing.fonts import GETA, Kind, face
from wdbranch.printing.sfnt import Shape, subset

_LEVEL = 5  # outlines hardly shrink further, and a bound book has megabytes of them

_TO_UNICODE_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    " /CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    " 1 begincodespacerange <0000> <FFFF> endcodespacerange"
)
_TO_UNICODE_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"


class Codes(dict[str, str]):
    """Character → four hex digits, for the characters of one kind of a role; given out as they come."""

    __slots__ = ("_font", "_kind", "_widths")

    def __init__(self, font: PdfFont, kind: Kind, widths: Mapping[str, int]) -> None:
        super().__init__()
        self._font = font
        self._kind = kind
        self._widths = widths

    def __missing__(self, char: str) -> str:
        kind = self._kind
        shape = Shape(kind.scale, kind.inset, kind.rise, self._widths[char])
        code = self[char] = self._font.code(char, shape)
        return code


class PdfFont:
    """A face in one PDF document; reportlab calls ``addObjects`` when the document is written."""

    def __init__(self, face_name: str, doc: Any) -> None:
        self.fontName = "wd-" + face_name
        self._face = face(face_name)
        self._glyphs: list[tuple[int, Shape]] = [(0, Shape(1.0, 0.0, 0.0, 1000))]
        self._unicodes: list[str] = [""]
        self._codes: dict[tuple[str, Shape], str] = {}
        self.resource = "F" + str(len(doc.fontMapping) + 1)
        doc.fontMapping[self.fontName] = "/" + self.resource
        doc.delayedFonts.append(self)

    def code(self, char: str, shape: Shape) -> str:
        """The code of a character in that shape; 〓 stands for what the face does not have."""
        glyph = self._face.glyph(ord(char))
        if not glyph:
            char, glyph = GETA, self._face.glyph(ord(GETA))
        code = self._codes.get((char, shape))
        if code is None:
            code = self._codes[char, shape] = f"{len(self._glyphs):04x}"
            self._glyphs.append((glyph, shape))
            self._unicodes.append(char)
        return code

    def addObjects(self, doc: Any) -> None:
        """Put font file, widths and ToUnicode into the document."""
        from reportlab.pdfbase import pdfdoc

        make: Any = pdfdoc
        drawn, key = self._face, self.resource
        base = make.PDFName(_tag(key) + "+" + drawn.name())
        data = subset(drawn, self._glyphs)
        descriptor = make.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": base,
                "Flags": 4,
                "FontBBox": make.PDFArray(drawn.bbox),
                "ItalicAngle": 0,
                "Ascent": drawn.ascent,
                "Descent": drawn.descent,
                "CapHeight": drawn.ascent,
                "StemV": 80,
                "FontFile2": doc.Reference(_stream(make, data, Length1=len(data)), "file:" + key),
            }
        )
        system = {
            "Registry": make.PDFString("Adobe"),
            "Ordering": make.PDFString("Identity"),
            "Supplement": 0,
        }
        widths = _widths(make, [shape.advance for _, shape in self._glyphs])
        descendant = make.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": base,
                "CIDToGIDMap": "/Identity",
                "CIDSystemInfo": make.PDFDictionary(system),
                "DW": 1000,
                "W": make.PDFArray(widths),
                "FontDescriptor": doc.Reference(descriptor, "descriptor:" + key),
            }
        )
        unicode_map = _stream(make, _to_unicode(self._unicodes).encode("ascii"))
        font = make.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": base,
                "Encoding": "/Identity-H",
                "DescendantFonts": make.PDFArray([doc.Reference(descendant, "cid:" + key)]),
                "ToUnicode": doc.Reference(unicode_map, "unicode:" + key),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.resource] = doc.Reference(font, "font:" + key)


def _tag(key: str) -> str:
    """Six capitals that mark a subset, different for each font of the document."""
    number = int(key[1:])
    return "WDBRA" + chr(ord("A") + number % 26)


def _stream(make: Any, data: bytes, **entries: int) -> Any:
    packed = zlib.compress(data, _LEVEL)
    return make.PDFStream(make.PDFDictionary({**entries, "Filter": "/FlateDecode"}), packed)


def _widths(make: Any, advances: list[int]) -> list[Any]:
    """The /W array: stretches of codes whose width is not 1000."""
    found: list[Any] = []
    stretch: list[int] = []
    for code, advance in enumerate([*advances, 1000]):
        if advance != 1000:
            if not stretch:
                found.append(code)
            stretch.append(advance)
        elif stretch:
            found.append(make.PDFArray(stretch))
            stretch = []
    return found


def _to_unicode(unicodes: list[str]) -> str:
    lines = [_TO_UNICODE_HEAD]
    entries = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(unicodes)
        if char
    ]
    for at in range(0, len(entries), 100):
        block = entries[at : at + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append(_TO_UNICODE_TAIL)
    return "\n".join(lines)
