"""The pieces of a Word document as WordprocessingML: paragraphs, cells, rows, tables. Lengths in mm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

FANGSONG, SANS, KAI = "仿宋", "黑体", "楷体"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LATIN = "Times New Roman"
_TWIPS = 1440 / 25.4
_UNWANTED = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))  # XML 1.0 knows no such characters


def twips(mm: float) -> int:
    """Millimetres as Word counts them."""
    return round(mm * _TWIPS)


def run(text: str, font: str = FANGSONG, size: float = 12.0, *, bold: bool = False) -> str:
    """One run of text; ``size`` in points."""
    half = round(size * 2)
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia={quoteattr(font)} w:hint="eastAsia"/>'
        f'{"<w:b/>" if bold else ""}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text.translate(_UNWANTED))}</w:t></w:r>'
    )


def number_field(code: str, font: str, size: float) -> str:
    """A field that Word works out: PAGE, SECTIONPAGES, NUMPAGES."""
    half = round(size * 2)
    looks = f'<w:rPr><w:rFonts w:eastAsia={quoteattr(font)}/><w:sz w:val="{half}"/></w:rPr>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{looks}{part}</w:r>" for part in parts)


def paragraph(
    runs: str,
    *,
    align: str = "left",
    indent: bool = False,
    line: float = 0.0,
    tabs: str = "",
    stays: bool = False,
    new_page: bool = False,
) -> str:
    """One paragraph.

    ``align``: left | center | right | both; ``indent``: by two characters; ``line``: exact distance in mm;
    ``stays``: on the page of what follows; ``new_page``: begins one.
    """
    spacing = '<w:spacing w:before="0" w:after="0"' + (
        f' w:line="{twips(line)}" w:lineRule="exact"/>' if line else "/>"
    )
    first = '<w:ind w:firstLineChars="200" w:firstLine="560"/>' if indent else ""
    kept = ("<w:keepNext/>" if stays else "") + ("<w:pageBreakBefore/>" if new_page else "")
    return f'<w:p><w:pPr>{kept}{tabs}{spacing}{first}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


@dataclass(frozen=True, slots=True)
class Tc:
    """One cell: its left edge and width, paragraphs as XML; ``merge``: "" | "restart" | "continue" downwards."""

    x: float
    width: float
    content: str
    merge: str = ""
    flush: bool = False  # at the top rather than in the middle


@dataclass(frozen=True, slots=True)
class Tr:
    """One row, at least ``height`` mm high; ``head``: repeated on each page; ``whole``: not cut by a page."""

    cells: tuple[Tc, ...]
    height: float = 8.0
    head: bool = False
    whole: bool = True


def table(rows: Sequence[Tr]) -> str:
    """A ruled table; cells of different rows may have different edges."""
    edges = sorted({round(edge, 1) for row in rows for cell in row.cells for edge in (cell.x, cell.x + cell.width)})
    grid = "".join(f'<w:gridCol w:w="{twips(b - a)}"/>' for a, b in pairwise(edges))
    place = {edge: at for at, edge in enumerate(edges)}
    body = "".join(_row(row, place) for row in rows)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 10), ("left", 10), ("bottom", 10), ("right", 10), ("insideH", 4), ("insideV", 4))
    )
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{twips(edges[-1] - edges[0])}" w:type="dxa"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _row(row: Tr, place: dict[float, int]) -> str:
    about = f'<w:trHeight w:val="{twips(row.height)}" w:hRule="atLeast"/>'
    about = ("<w:cantSplit/>" if row.whole else "") + about + ("<w:tblHeader/>" if row.head else "")
    return f"<w:tr><w:trPr>{about}</w:trPr>{''.join(_cell(cell, place) for cell in row.cells)}</w:tr>"


def _cell(cell: Tc, place: dict[float, int]) -> str:
    span = place[round(cell.x + cell.width, 1)] - place[round(cell.x, 1)]
    about = f'<w:tcW w:w="{twips(cell.width)}" w:type="dxa"/>'
    about += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if cell.merge:
        about += '<w:vMerge w:val="restart"/>' if cell.merge == "restart" else "<w:vMerge/>"
    about += "" if cell.flush else '<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{cell.content or paragraph('')}</w:tc>"


def side_by_side(x: float, widths: Iterable[float], contents: Iterable[str]) -> list[Tc]:
    """Cells one beside the other from ``x`` on."""
    cells = []
    for width, content in zip(widths, contents, strict=True):
        cells.append(Tc(x, width, content))
        x += width
    return cells
