"""One PDF font per face: Type0, Identity-H, two-byte codes, own subset, true ToUnicode.

reportlab's ``TTFont`` splits a face into many 256-character fonts and writes a wrong ToUnicode for characters
beyond the BMP (李𬭎 copies out as 李Ⲵ). Here each face is one font whose code n is the n-th character used.
"""

from __future__ import annotations

import zlib
from typing import Any

from wdbranch.printing.fonts import GETA, face
from wdbranch.printing.sfnt import subset

_TO_UNICODE_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    " /CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    " 1 begincodespacerange <0000> <FFFF> endcodespacerange"
)
_TO_UNICODE_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"


class Codes(dict[str, str]):
    """The codes of one face in one document: character → four hex digits, given out as characters come."""

    __slots__ = ("_glyph", "glyphs", "unicodes")

    def __init__(self, face_name: str) -> None:
        super().__init__()
        self._glyph = face(face_name).glyph
        self.glyphs: list[int] = [0]
        self.unicodes: list[str] = [""]

    def __missing__(self, char: str) -> str:
        glyph = self._glyph(ord(char))
        if not glyph:
            glyph, char_out = self._glyph(ord(GETA)), GETA
        else:
            char_out = char
        code = self[char] = f"{len(self.glyphs):04x}"
        self.glyphs.append(glyph)
        self.unicodes.append(char_out)
        return code


class PdfFont:
    """A face in one PDF document; reportlab calls ``addObjects`` when the document is written."""

    def __init__(self, face_name: str, doc: Any) -> None:
        self.codes = Codes(face_name)
        self.fontName = "wd-" + face_name
        self._face = face(face_name)
        self.resource = "F" + str(len(doc.fontMapping) + 1)
        doc.fontMapping[self.fontName] = "/" + self.resource
        doc.delayedFonts.append(self)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Put font file, widths and ToUnicode into the document."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        drawn, glyphs, key = self._face, self.codes.glyphs, self.resource
        base = PDFName(_tag(key) + "+" + drawn.name())
        data = subset(drawn, glyphs)
        descriptor = PDFDictionary(
            {
                "Type": "/FontDescriptor", "FontName": base, "Flags": 4, "FontBBox": PDFArray(drawn.bbox),
                "ItalicAngle": 0, "Ascent": drawn.ascent, "Descent": drawn.descent, "CapHeight": drawn.ascent,
                "StemV": 80, "FontFile2": doc.Reference(_stream(data, Length1=len(data)), "file:" + key),
            }
        )
        descendant = PDFDictionary(
            {
                "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": base, "CIDToGIDMap": "/Identity",
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": doc.Reference(descriptor, "descriptor:" + key), "DW": 1000,
                "W": PDFArray(_widths([drawn.advance(glyph) for glyph in glyphs])),
            }
        )
        unicode_map = _stream(_to_unicode(self.codes.unicodes).encode("ascii"))
        font = PDFDictionary(
            {
                "Type": "/Font", "Subtype": "/Type0", "BaseFont": base, "Encoding": "/Identity-H",
                "DescendantFonts": PDFArray([doc.Reference(descendant, "cid:" + key)]),
                "ToUnicode": doc.Reference(unicode_map, "unicode:" + key),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.resource] = doc.Reference(font, "font:" + key)


def _tag(key: str) -> str:
    """Six capitals that mark a subset, different for each font of the document."""
    number = int(key[1:])
    return "WDBRA" + chr(ord("A") + number % 26)


def _stream(data: bytes, **entries: int) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream

    # the level is low on purpose: outlines hardly shrink further, and a bound book has megabytes of them
    packed = zlib.compress(data, 5)
    return PDFStream(PDFDictionary({**entries, "Filter": "/FlateDecode"}), packed)


def _widths(advances: list[int]) -> list[Any]:
    """The /W array: stretches of codes whose width is not 1000."""
    from reportlab.pdfbase.pdfdoc import PDFArray

    found: list[Any] = []
    stretch: list[int] = []
    for code, advance in enumerate([*advances, 1000]):
        if advance != 1000:
            if not stretch:
                found.append(code)
            stretch.append(advance)
        elif stretch:
            found.append(PDFArray(stretch))
            stretch = []
    return found


def _to_unicode(unicodes: list[str]) -> str:
    lines = [_TO_UNICODE_HEAD]
    entries = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in enumerate(unicodes) if char
    ]
    for at in range(0, len(entries), 100):
        block = entries[at : at + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append(_TO_UNICODE_TAIL)
    return "\n".join(lines)
