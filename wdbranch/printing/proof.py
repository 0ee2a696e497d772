"""Print-back proof: the written PDF is read back and compared with the plan, and the plan with the records.

One lost or changed character is a problem that names the record. Blanks do not count: the gap between Chinese
and digits is drawn, not written, and readers may report it as a blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from wdbranch.book.form import Cell, CellKind, Column, Field, FieldType
from wdbranch.book.record import Record
from wdbranch.book.values import record_number, show, show_column, show_span
from wdbranch.book.words import ledger_text, unshown
from wdbranch.errors import FileRefusedError
from wdbranch.printing.plan import Page, Plan, Source, Worked

_SHOWN = 12  # at most so many characters are named in one sentence
_INKS_IN_FILE = {"\x02": "-", "\ufffe": "-"}
"""How pdfium reports a hyphen at the end of a line."""


class Problem(NamedTuple):
    """What differs: the record's id ("" for a page of no record), the page counted from 1, a sentence."""

    record: str
    page: int
    say: str


def prove(path: Path, plan: Plan) -> list[Problem]:
    """What the paper lacks or has too much, empty where all is well.

    Raises ``FileRefusedError`` (code ``pdf_unreadable``) where the file is no PDF or has other pages.
    """
    found = [*_paper_differs(path, plan)]
    for source in plan.sources:
        found += _record_differs(source, plan)
    for worked in plan.worked:
        found += _view_differs(worked, plan)
    return found


# --- the paper against the plan -------------------------------------------------------------------


def _paper_differs(path: Path, plan: Plan) -> Iterator[Problem]:
    for number, (page, text) in enumerate(zip(plan.pages, _texts_of(path, len(plan.pages)), strict=True), 1):
        wanted = Counter("".join("".join(line.text for line in page.texts).split()))
        seen = Counter(text)
        if wanted != seen:
            record, name = _owner(plan, number)
            lost, odd = _few(wanted - seen), _few(seen - wanted)
            say = f"第{number}页（{name}）与记录不一致："
            say += (
                "；".join(filter(None, (f"少了“{lost}”" if lost else "", f"多了“{odd}”" if odd else "")))
                + "。"
            )
            yield Problem(record, number, say)


def _texts_of(path: Path, pages: int) -> Iterator[str]:
    """The characters of each page of a PDF, without blanks."""
    import pypdfium2

    reader: Any = pypdfium2
    refused = FileRefusedError(
        "写出的 PDF 读不回来。",
        safe="记录没有任何改动。",
        todo="请换一个文件夹，重新打印。",
        code="pdf_unreadable",
    )
    try:
        document = reader.PdfDocument(path)
    except (reader.PdfiumError, OSError) as problem:
        raise refused from problem
    try:
        if len(document) != pages:
            raise refused
        for page in document:
            text_page = page.get_textpage()
            raw = text_page.get_text_bounded()
            text_page.close()
            page.close()
            for seen, meant in _INKS_IN_FILE.items():
                raw = raw.replace(seen, meant)
            yield "".join(raw.split())
    finally:
        document.close()


def _owner(plan: Plan, number: int) -> tuple[str, str]:
    """The record (id, name) on a page; the innermost mark that covers it."""
    covering = [mark for mark in plan.marks if mark.first <= number <= mark.last]
    best = max(covering, key=lambda mark: (bool(mark.record), mark.level), default=None)
    return (best.record, best.title) if best else ("", "无名页")


def _few(letters: Counter[str]) -> str:
    listed = "".join(letters.elements())
    return listed if len(listed) <= _SHOWN else listed[:_SHOWN] + "……"


# --- the plan against the record ------------------------------------------------------------------


def _record_differs(source: Source, plan: Plan) -> Iterator[Problem]:
    mark = next((mark for mark in plan.marks if mark.record == source.record.id), None)
    if mark is None:
        yield Problem(source.record.id, 0, f"{_said(source)}没有印出来。")
        return
    printed: dict[tuple[str, str], Counter[str]] = {}
    for page in plan.pages[mark.first - 1 : mark.last]:
        for key, letters in _boxes_of(page, source.record.id):
            printed.setdefault(key, Counter()).update(letters)
    for key, label, wanted in _wanted(source):
        lost = Counter("".join(wanted.split())) - printed.get(key, Counter())
        if lost:
            yield Problem(source.record.id, mark.first, f"{_said(source)}的“{label}”少印了“{_few(lost)}”。")


def _said(source: Source) -> str:
    return f"{source.form.title} {record_number(source.form, source.record)} "


def _boxes_of(page: Page, record: str) -> Iterator[tuple[tuple[str, str], Counter[str]]]:
    for box in page.boxes:
        if box.record != record or not box.field:
            continue
        right, bottom = box.x + box.w, box.y + box.h
        letters: Counter[str] = Counter()
        for text in page.texts:
            if text.value and box.y <= text.y <= bottom and box.x - 3.0 <= text.x < right:
                letters.update(text.text)
        yield (box.field, box.part), letters


def _wanted(source: Source) -> Iterator[tuple[tuple[str, str], str, str]]:
    """For each cell of the form: its box, its label, and all that must be in it."""
    form = source.form
    if form.page.kind == "ledger":
        yield from _wanted_line(source)
        return
    cells = [
        cell
        for row in (*form.page.rows, *form.page.foot)
        for cell in row.cells
        if cell.kind is CellKind.FIELD
    ]
    for cell in cells:
        field = form.field(cell.fields[0])
        yield ("+".join(cell.fields), "+".join(cell.statuses)), field.label, _cell_text(source, cell, field)


def _wanted_line(source: Source) -> Iterator[tuple[tuple[str, str], str, str]]:
    """For each column of a ledger: its box, its head, what must be in it; then what the note tells."""
    form, record, edition = source.form, source.record, source.edition
    for column in form.page.columns:
        if column.fields:
            yield ("+".join(column.fields), ""), column.label, ledger_text(edition, form, column, record)
    hidden = unshown(form)
    box = "+".join(field.id for field in hidden), "note"
    for field in hidden:
        yield box, field.label, show(field, record.get(field.id), edition)


def _view_differs(worked: Worked, plan: Plan) -> Iterator[Problem]:
    mark = next((mark for mark in plan.marks if mark.title == worked.mark and not mark.record), None)
    if mark is None:
        yield Problem("", 0, f"{worked.mark}没有印出来。")
        return
    printed: Counter[str] = Counter()
    for page in plan.pages[mark.first - 1 : mark.last]:
        printed.update("".join(text.text for text in page.texts))
    lost = Counter("".join("".join(worked.texts).split())) - printed
    if lost:
        yield Problem("", mark.first, f"{worked.mark}少印了“{_few(lost)}”。")


def _cell_text(source: Source, cell: Cell, field: Field) -> str:
    record, edition = source.record, source.edition
    if field.type is FieldType.ATTENDANCE:
        rows = [row for row in record.rows(field.id) if row.get("status") in cell.statuses]
        names = "".join(str(row.get("name") or "") for row in rows)
        return names + "".join(str(row.get("reason") or "") for row in rows if cell.show == "reasons")
    if field.type is FieldType.ROWS:
        columns: tuple[Column, ...] = field.columns
        return "".join(
            show_column(column, row.get(column.id), edition)
            for row in record.rows(field.id)
            for column in columns
        )
    if cell.show == "span":
        return show_span(*(_value(record, each) for each in cell.fields))
    return "".join(
        show(form_field, _value(record, form_field.id), edition)
        for form_field in map(source.form.field, cell.fields)
    )


def _value(record: Record, field_id: str) -> Any:
    return record.get(field_id)
