"""The same year through stock platypus: Paragraph(wordWrap="CJK"), Table, TTFont. The baseline of bench_print.py.

It prints the same grid, texts, tables, heads and rules as our own engine, as far as platypus can: no 避头尾
beyond its own, no ruled lines under the text (which spares it work), no signatures at the foot of the leaf.
Characters that 仿宋 lacks are marked up with the fallback font, as one has to with platypus.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from print_book import BRANCH, YEAR, book
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

from wdbranch.book.form import Cell, CellKind, Edition, Form, PageRow
from wdbranch.book.record import Record
from wdbranch.printing.fonts import FANGSONG, KAI, RARE, SANS, SERIF, SONG, font_file
from wdbranch.book.words import Words

CELL = ParagraphStyle("cell", fontName=FANGSONG, fontSize=12, leading=17.6, wordWrap="CJK", alignment=TA_JUSTIFY)
SMALL = ParagraphStyle("small", parent=CELL, fontSize=11, leading=15.3)
MIDDLE = ParagraphStyle("middle", parent=SMALL, alignment=TA_CENTER)
BODY = ParagraphStyle("body", parent=CELL, fontSize=14, leading=22.7, firstLineIndent=28)
HEAD = ParagraphStyle("head", fontName=SANS, fontSize=10, leading=13, wordWrap="CJK", alignment=TA_CENTER)
LABEL = ParagraphStyle("label", parent=HEAD, fontSize=11.5, leading=14.7)
HEADING = ParagraphStyle("heading", parent=HEAD, fontSize=13, leading=17)
TITLE = ParagraphStyle("title", parent=HEAD, fontName=SERIF, fontSize=22, leading=34)
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]

INNER = TableStyle(GRID)
TIGHT = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]

_HAS: dict[str, str | None] = {}


def _font_of(char: str) -> str | None:
    """The fallback font of a character, None where 仿宋 has it."""
    if char not in _HAS:
        code = ord(char)
        chain = (FANGSONG, SONG, RARE)
        found = next((name for name in chain if code in pdfmetrics.getFont(name).face.charToGlyph), FANGSONG)
        _HAS[char] = None if found == FANGSONG else found
    return _HAS[char]


def markup(text: str) -> str:
    if all(_font_of(char) is None for char in set(text)):
        return escape(text)
    return "".join(
        escape(char) if _font_of(char) is None else f'<font name="{_font_of(char)}">{escape(char)}</font>' for char in text
    )


def paragraphs(text: str, style: ParagraphStyle) -> list[Paragraph]:
    return [Paragraph(markup(part), style) for part in text.split("\n") if part]


def inner_table(form: Form, cell: Cell, words: Words) -> Table:
    columns = {column.id: column for column in form.field(cell.fields[0]).columns}
    rows = [[Paragraph(column.sign or columns[column.id].label, HEAD) for column in cell.columns]]
    for texts, note in words.table(cell):
        rows.append([paragraphs(text, MIDDLE if len(text) < 6 else SMALL) for text in texts])
        if note:
            rows.append([paragraphs(f"（{note}）", SMALL)] + [""] * (len(cell.columns) - 1))
    spans = [("SPAN", (0, at), (-1, at)) for at, row in enumerate(rows) if row[-1] == "" and at]
    return Table(rows, [column.width * mm for column in cell.columns], repeatRows=1, style=TableStyle([*GRID, *spans]))


def flowables(form: Form, row: PageRow, words: Words) -> list[object]:
    """One row of the grid."""
    widths = [cell.width * mm for cell in row.cells]
    only = row.cells[0] if len(row.cells) == 1 else None
    if only is not None and only.kind is CellKind.FIELD:
        if only.show == "table":
            return [inner_table(form, only, words)]
        lines = paragraphs(words.cell(only), BODY)
        return lines if row.ruled else [Table([[lines]], widths, style=INNER)]
    made: list[object] = []
    style = list(GRID)
    for at, cell in enumerate(row.cells):
        if cell.kind in (CellKind.LABEL, CellKind.SIGN, CellKind.HEADING):
            made.append(Paragraph(cell.text, HEADING if cell.kind is CellKind.HEADING else LABEL))
        elif cell.kind is CellKind.ATTACHMENTS:
            made.append(paragraphs(words.attachments(), CELL))
        elif cell.show == "table":
            made.append(inner_table(form, cell, words))
            style += [(name, (at, 0), (at, 0), 0) for name, *_ in TIGHT]
        else:
            made.append(paragraphs(words.cell(cell), CELL))
    return [Table([made], widths, [None], style=TableStyle(style))]


def story(edition: Edition, records: list[tuple[Form, Record]]) -> list[object]:
    made: list[object] = []
    for form, record in sorted(records, key=lambda pair: (pair[0].order, str(pair[1].get("start")))):
        words = Words(edition, form, record)
        made.append(Paragraph(form.page.title, TITLE))
        made.append(Spacer(1, 14))
        for row in (*form.page.rows, *form.page.foot):
            made += flowables(form, row, words)
        made.append(PageBreak())
    return made


def furniture(canvas: object, document: object) -> None:
    canvas.setFont(KAI, 10.5)
    canvas.drawString(28 * mm, 278 * mm, f"党支部规范化建设工作记录本（{YEAR}年度）")
    canvas.setLineWidth(0.5)
    canvas.line(28 * mm, 276 * mm, 188 * mm, 276 * mm)
    canvas.setFont(KAI, 9.5)
    canvas.drawString(28 * mm, 15 * mm, BRANCH)
    canvas.drawRightString(188 * mm, 15 * mm, f"第 {document.page} 页")


def register_fonts() -> None:
    for name in (FANGSONG, SERIF, SANS, KAI, SONG, RARE):
        pdfmetrics.registerFont(TTFont(name, str(font_file(name))))
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)


def main(out: Path) -> None:
    register_fonts()
    edition, records = book()
    document = BaseDocTemplate(str(out), pagesize=(210 * mm, 297 * mm))
    frame = Frame(28 * mm, 23 * mm, 160 * mm, 248 * mm, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furniture))
    document.build(story(edition, records))
    print(document.page)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
