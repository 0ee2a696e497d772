"""Records, ledgers and views as a Word document that WPS opens and people edit: real tables, header, footer.

Every part is a section of its own with its own page numbers, because it will be filed on its own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wdbranch.book.form import (
    CONTENT_WIDTH_MM,
    LANDSCAPE_WIDTH_MM,
    Cell,
    CellKind,
    Edition,
    FieldType,
    Form,
    PageRow,
)
from wdbranch.book.record import Record, State
from wdbranch.book.values import record_number
from wdbranch.book.words import Words, is_centred, ledger_head, ledger_notes, ledger_text
from wdbranch.disk import disk_told, put
from wdbranch.exchange.word_xml import (
    FANGSONG,
    KAI,
    NAMESPACE,
    SANS,
    Tc,
    Tr,
    number_field,
    paragraph,
    run,
    side_by_side,
    table,
    twips,
)

if TYPE_CHECKING:
    from docx.document import Document

_PAPER = (210.0, 297.0)
_INSIDE, _OUTSIDE, _TOP, _BOTTOM = 28.0, 22.0, 26.0, 22.0  # mm: binding edge, outer edge
_WRITING_LINE = 8.0
_SIGNIN_PAIRS = 4
_PHOTO_TITLE, _PHOTOS_A_ROW, _PHOTO_HEIGHT = "照片", 2, 66.0
_HEAD_SIZE, _FOOT_SIZE, _TITLE_SIZE = 10.5, 9.5, 20.0


@dataclass(frozen=True, slots=True)
class About:
    """What the header and footer say: book title, year, branch."""

    book_title: str
    year: int
    branch: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph (bytes of a JPEG or PNG) and the lines below it: what it shows, day, number of the record."""

    data: bytes
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One section: title, rows of its table, what the header says at the right, sentences below the table.

    ``photos`` come behind it on a page of their own, two a row.
    """

    title: str
    rows: tuple[Tr, ...]
    landscape: bool = False
    notes: str = ""
    below: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()


def write_word(path: Path, about: About, parts: Sequence[Part]) -> Path:
    """Write the document; returns the path. The file is written beside its place and renamed.

    Raises UserError (``word_not_written``).
    """
    import docx

    document = docx.Document()
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("sectPr"):
            body.remove(child)
    _mirror(document)
    for number, part in enumerate(parts):
        section: Any = document.sections[-1] if number == 0 else document.add_section()
        _paper(section, about, part)
        last = body[-1]  # the section's own properties stay last
        last.addprevious(_parsed(paragraph(run(part.title, SANS, _TITLE_SIZE), align="center", line=14.0)))
        last.addprevious(_parsed(table(part.rows)))
        for sentence in part.below:
            last.addprevious(_parsed(paragraph(run(sentence, KAI, 10.5))))
        for xml in _photo_table(document, part):
            last.addprevious(_parsed(xml))
    body[-1].addprevious(_parsed(paragraph("", line=1.0)))  # a table is never the last thing in a document
    out = io.BytesIO()
    document.core_properties.author = about.branch
    document.core_properties.title = f"{about.book_title}（{about.year}年度）"
    document.save(out)
    with disk_told(path.parent, code="word_not_written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, out.getvalue())
    return path


def _parsed(xml: str) -> Any:
    from docx.oxml import parse_xml

    if NAMESPACE not in xml:
        xml = xml.replace(">", f" {NAMESPACE}>", 1)
    return parse_xml(xml)


def _mirror(document: Document) -> None:
    """The binding edge changes sides from front to back."""
    zoom = document.settings.element.xpath("./w:zoom")[0]
    zoom.addnext(_parsed(f"<w:mirrorMargins {NAMESPACE}/>"))


def _paper(section: Any, about: About, part: Part) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    across = part.landscape
    section.start_type = WD_SECTION.NEW_PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Mm, reversed(_PAPER) if across else _PAPER)
    section.left_margin, section.right_margin = (
        (Mm(_OUTSIDE), Mm(_OUTSIDE)) if across else (Mm(_INSIDE), Mm(_OUTSIDE))
    )
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.header_distance, section.footer_distance = Mm(14), Mm(12)
    about_paper = section._sectPr
    for number in about_paper.xpath("./w:pgNumType"):
        about_paper.remove(number)
    about_paper.xpath("./w:pgMar")[0].addnext(_parsed(f'<w:pgNumType {NAMESPACE} w:start="1"/>'))
    width = LANDSCAPE_WIDTH_MM if across else CONTENT_WIDTH_MM
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head = run(f"{about.book_title}（{about.year}年度）", KAI, _HEAD_SIZE)
    if part.notes:
        head += "<w:r><w:tab/></w:r>" + run(part.notes, KAI, _HEAD_SIZE)
    _only(section.header, paragraph(head, tabs=_tabs(width, centre=False)))
    foot = run(about.branch, KAI, _FOOT_SIZE) + "<w:r><w:tab/></w:r>" + run(part.title, KAI, _FOOT_SIZE)
    foot += "<w:r><w:tab/></w:r>" + run("第 ", KAI, _FOOT_SIZE) + number_field("PAGE", KAI, _FOOT_SIZE)
    foot += run(" 页 / 共 ", KAI, _FOOT_SIZE) + number_field("SECTIONPAGES", KAI, _FOOT_SIZE)
    foot += run(" 页", KAI, _FOOT_SIZE)
    _only(section.footer, paragraph(foot, tabs=_tabs(width, centre=True)))


def _tabs(width: float, *, centre: bool) -> str:
    middle = f'<w:tab w:val="center" w:pos="{twips(width * 0.6)}"/>' if centre else ""
    return f'<w:tabs>{middle}<w:tab w:val="right" w:pos="{twips(width)}"/></w:tabs>'


def _only(place: Any, xml: str) -> None:
    """Put one paragraph into a header or footer in place of what is there."""
    for child in list(place._element):
        place._element.remove(child)
    place._element.append(_parsed(xml))


# --- photographs -------------------------------------------------------------------------------------------------


def _photo_table(document: Document, part: Part) -> list[str]:
    """The photographs of a part on a new page: title and a table of two a row, each with what is said of it below."""
    if not part.photos:
        return []
    across = LANDSCAPE_WIDTH_MM if part.landscape else CONTENT_WIDTH_MM
    widths = [across / _PHOTOS_A_ROW] * _PHOTOS_A_ROW
    rows = []
    for at in range(0, len(part.photos), _PHOTOS_A_ROW):
        some = part.photos[at : at + _PHOTOS_A_ROW]
        empty = [""] * (_PHOTOS_A_ROW - len(some))
        pictures = [paragraph(_picture(document, photo, widths[0]), align="center", stays=True) for photo in some]
        said = ["".join(paragraph(run(line, KAI, 10.5)) for line in photo.said) for photo in some]
        rows.append(Tr(tuple(side_by_side(0.0, widths, [*pictures, *empty])), _PHOTO_HEIGHT + 4.0))
        rows.append(Tr(tuple(side_by_side(0.0, widths, [*said, *empty])), 16.0))
    heading = paragraph(run(_PHOTO_TITLE, SANS, _TITLE_SIZE), align="center", line=14.0, new_page=True)
    return [heading, table(rows)]


def _picture(document: Document, photo: Photo, width: float) -> str:
    """A run with the photograph as large as fits into its cell."""
    from docx.image.image import Image
    from docx.shared import Mm

    image = Image.from_blob(photo.data)
    by = min((width - 6.0) / image.px_width, _PHOTO_HEIGHT / image.px_height)
    drawn = document.part.new_pic_inline(
        io.BytesIO(photo.data), Mm(image.px_width * by), Mm(image.px_height * by)
    )
    return f"<w:r><w:drawing>{drawn.xml}</w:drawing></w:r>"


# --- records --------------------------------------------------------------------------------------------------


def record_part(edition: Edition, form: Form, record: Record) -> Part:
    """One record in the grid of its form; of a ledger, its line."""
    if form.page.kind == "ledger":
        return ledger_part(edition, form, [record])
    words = Words(edition, form, record)
    rows = [tr for row in (*form.page.rows, *form.page.foot) for tr in _grid_row(form, row, words)]
    said = [f"第{record.version}版（更正）"] if record.version > 1 else []
    said += ["补记"] if record.late else []
    said += ["草稿"] if record.state is State.DRAFT else []
    return Part(form.page.title, tuple(rows), notes="　".join([*said, record_number(form, record)]))


def _grid_row(form: Form, row: PageRow, words: Words) -> list[Tr]:
    """One row of the page; a table in it becomes as many rows, beside which the other cells are merged."""
    x = 0.0
    cells: list[Tc | None] = []
    inner: tuple[float, Cell] | None = None
    for cell in row.cells:
        if inner is None and cell.kind is CellKind.FIELD and cell.show in ("table", "signin"):
            inner = (x, cell)
            cells.append(None)
        else:
            cells.append(Tc(x, cell.width, _content(form, row, cell, words), flush=row.ruled))
        x += cell.width
    if inner is None:
        whole = [cell for cell in cells if cell is not None]
        return [Tr(tuple(whole), row.height, whole=not row.ruled)]
    lines = _inner_rows(form, inner[1], words, inner[0])
    made = []
    for number, line in enumerate(lines):
        merge = "restart" if number == 0 and len(lines) > 1 else "continue" if number else ""
        beside: list[Tc] = []
        for made_cell in cells:
            if made_cell is None:
                beside += line
            else:
                content = made_cell.content if number == 0 else ""
                beside.append(Tc(made_cell.x, made_cell.width, content, merge))
        made.append(Tr(tuple(beside), 7.0 if number == 0 else 8.0))
    return made


def _inner_rows(form: Form, cell: Cell, words: Words, x: float) -> list[list[Tc]]:
    if cell.show == "signin":
        return _signin_rows(words.people(cell), cell.width, x)
    known = {column.id: column for column in form.field(cell.fields[0]).columns}
    widths = [column.width for column in cell.columns]
    heads = [_head(column.sign or known[column.id].label) for column in cell.columns]
    centred = [not column.id or is_centred(known[column.id].type) for column in cell.columns]
    rows = [side_by_side(x, widths, heads)]
    told = words.table(cell)
    for texts, note in told:
        said = [_texts(text, centre=middle, size=11.0) for text, middle in zip(texts, centred, strict=True)]
        rows.append(side_by_side(x, widths, said))
        if note:
            rows.append([Tc(x, cell.width, _texts(f"（{note}）", font=KAI, size=10.0))])
    empty = max(cell.lines, 1) - len(told)
    rows += [side_by_side(x, widths, [""] * len(widths)) for _ in range(empty)]
    return rows


def _signin_rows(names: Sequence[str], width: float, x: float) -> list[list[Tc]]:
    pair = [18.0, width / _SIGNIN_PAIRS - 18.0]
    rows = []
    for at in range(0, max(len(names), 1), _SIGNIN_PAIRS):
        some = [*names[at : at + _SIGNIN_PAIRS], *[""] * _SIGNIN_PAIRS][:_SIGNIN_PAIRS]
        contents = [content for name in some for content in (_texts(name, centre=True), "")]
        rows.append(side_by_side(x, pair * _SIGNIN_PAIRS, contents))
    return rows


def _content(form: Form, row: PageRow, cell: Cell, words: Words) -> str:
    match cell.kind:
        case CellKind.LABEL:
            return paragraph(run(cell.text, SANS, 11.0), align="center")
        case CellKind.HEADING:
            return paragraph(run(" ".join(cell.text), SANS, 13.0), align="center", stays=True)
        case CellKind.SIGN:
            return paragraph(run(f"{cell.text}：", KAI, 12.5))
        case CellKind.ATTACHMENTS:
            return _texts(words.attachments())
    if row.ruled:
        texts = filter(None, words.cell(cell).split("\n"))
        return "".join(
            paragraph(run(text, FANGSONG, 14.0), align="both", indent=True, line=_WRITING_LINE) for text in texts
        )
    kind = form.field(cell.fields[0]).type
    number = kind in (FieldType.INT, FieldType.NUMBER, FieldType.MONEY, FieldType.TICK)
    return _texts(words.cell(cell), centre=number)


def _head(text: str) -> str:
    return paragraph(run(text, SANS, 10.0), align="center")


def _texts(text: str, *, centre: bool = False, font: str = FANGSONG, size: float = 12.0) -> str:
    align = "center" if centre else "left"
    return "".join(paragraph(run(part, font, size), align=align) for part in text.split("\n") if part)


# --- long tables ------------------------------------------------------------------------------------------------


def ledger_part(edition: Edition, form: Form, records: Sequence[Record]) -> Part:
    """A ledger with these records as its lines, padded with empty ones where there are several."""
    page = form.page
    widths = [column.width for column in page.columns]
    rows = [Tr(tuple(side_by_side(0.0, widths, [_head(ledger_head(form, c)) for c in page.columns])), head=True)]
    for record in records:
        said = []
        for column in page.columns:
            middle = not column.fields or is_centred(form.field(column.fields[0]).type)
            said.append(_texts(ledger_text(edition, form, column, record), centre=middle, size=11.0))
        rows.append(Tr(tuple(side_by_side(0.0, widths, said)), 9.0))
        note = "".join(_texts(text, font=KAI, size=10.0) for text in ledger_notes(edition, form, record))
        if note:
            rows.append(Tr((Tc(0.0, sum(widths), note),), 6.0, whole=False))
    empty = page.lines - len(records) if len(records) > 1 else 0
    rows += [Tr(tuple(side_by_side(0.0, widths, [""] * len(widths))), 9.0) for _ in range(empty)]
    for foot in page.foot:
        by = sum(widths) / sum(cell.width for cell in foot.cells)
        signs = [paragraph(run(f"{cell.text}：", KAI, 12.5)) for cell in foot.cells]
        rows.append(Tr(tuple(side_by_side(0.0, [cell.width * by for cell in foot.cells], signs)), foot.height))
    number = record_number(form, records[0]) if len(records) == 1 else ""
    return Part(page.title, tuple(rows), page.landscape, notes=number)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a view's table."""

    label: str
    width: float
    centre: bool


def view_part(
    title: str,
    columns: Sequence[Column],
    lines: Sequence[Sequence[str]],
    *,
    landscape: bool,
    notes: Sequence[str] = (),
    signs: Sequence[str] = (),
) -> Part:
    """A view's table with one string a column in each line."""
    widths = [column.width for column in columns]
    rows = [Tr(tuple(side_by_side(0.0, widths, [_head(column.label) for column in columns])), head=True)]
    for line in lines:
        said = [_texts(text, centre=column.centre, size=11.0) for text, column in zip(line, columns, strict=True)]
        rows.append(Tr(tuple(side_by_side(0.0, widths, said))))
    if signs:
        each = sum(widths) / len(signs)
        said = [paragraph(run(f"{sign}：", KAI, 12.5)) for sign in signs]
        rows.append(Tr(tuple(side_by_side(0.0, [each] * len(signs), said)), 12.0))
    return Part(title, tuple(rows), landscape, below=tuple(notes))
