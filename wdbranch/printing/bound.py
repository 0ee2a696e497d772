"""Several records as one document: a month, a kind, the bound year; and the sign-in sheet before a meeting.

In every plan a page's ``number`` is its place in the document, so odd pages are front sides and the binding
edge is right when printed double-sided. The bound year is numbered through, cover included; in a collection
of records each record counts its own pages, because it will be filed on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from wdbranch.book.form import Edition, Form
from wdbranch.book.moments import show_day, weekday
from wdbranch.book.record import Attachment, Record, day_of
from wdbranch.book.values import record_number, title_of
from wdbranch.printing.flow import PAD_X, TEXT, Label, Lines, paragraph_lines
from wdbranch.printing.front import Entry, Ledger, Photo, contents, cover, ledger, notes, photo_pages
from wdbranch.printing.grid import GridCell, GridRow, lay_out
from wdbranch.printing.leaf import BOTTOM, TOP, Head, footer, header, title
from wdbranch.printing.page import lay_out_record
from wdbranch.printing.plan import Mark, Page, Plan, Source
from wdbranch.printing.table import Table, TableColumn, TableRow, table_cell

__all__ = ["Ledger", "plan_records", "plan_signin", "plan_year"]

Filled = tuple[Form, Record]
PhotoOf = Callable[[Attachment], bytes | None]
"""The bytes of an attachment; None where it is missing."""

_NUMERALS = "一二三四五六七八九十"
_REGISTER = (
    TableColumn("序号", 14.0, centre=True),
    TableColumn("编号", 32.0, centre=True),
    TableColumn("日期", 38.0, centre=True),
    TableColumn("名称", 60.0, centre=False),
    TableColumn("页码", 16.0, centre=True),
)
_SIGNIN_ROWS = 22


def in_book_order(records: Sequence[Filled]) -> list[Filled]:
    """Form by form as in the book, each by its day; undated records last."""
    return sorted(records, key=lambda pair: (pair[0].order, _day(*pair) or date.max, pair[1].id))


def _day(form: Form, record: Record) -> date | None:
    return day_of(record.get(form.date_field))


def _name(edition: Edition, form: Form, record: Record) -> str:
    return title_of(form, record, edition) or form.short


def plan_records(edition: Edition, head: Head, records: Sequence[Filled]) -> Plan:
    """Records one after another in the order of the book: a month, or all of a kind."""
    plan = Plan(title=f"{head.book_title}（{head.year}年度）", author=head.branch)
    for form, record in in_book_order(records):
        pages = _record_pages(plan, edition, head, (form, record), level=0)
        for number, page in enumerate(pages, 1):
            footer(page, head, form.page.title, number, len(pages))
    return plan


def _record_pages(plan: Plan, edition: Edition, head: Head, filled: Filled, *, level: int) -> list[Page]:
    form, record = filled
    first = len(plan.pages) + 1
    pages = lay_out_record(edition, form, record, head, first)
    plan.pages += pages
    day = _day(form, record)
    said = f"{record_number(form, record)}　{_name(edition, form, record)}" + (f"　{show_day(day)}" if day else "")
    plan.marks.append(Mark(said, first, len(plan.pages), record.id, level))
    plan.sources.append(Source(edition, form, record))
    return pages


def plan_year(
    edition: Edition,
    head: Head,
    records: Sequence[Filled],
    *,
    editions: Mapping[str, Edition] | None = None,
    ledgers: Sequence[Ledger] = (),
    photo_of: PhotoOf | None = None,
) -> Plan:
    """The bound book of a year: cover, 填写说明, 目录, each chapter with its register and its records.

    Each record is printed in the edition it was written in (``editions``, else ``edition``).
    ``ledgers`` (rosters, attendance) follow the records; with ``photo_of``, photographs stand behind their
    record, two a page.
    """
    ordered = in_book_order(records)
    by_chapter = [
        (chapter.title, [pair for pair in ordered if pair[0].chapter == chapter.id])
        for chapter in edition.chapters
    ]
    known = {chapter.id for chapter in edition.chapters}
    by_chapter.append(("其他", [pair for pair in ordered if pair[0].chapter not in known]))
    year = _Year(edition, head, editions or {}, photo_of)
    return year.bind([(name, pairs) for name, pairs in by_chapter if pairs], ledgers)


class _Year:
    """Binding one year: the pages in front are counted before the records are laid out."""

    def __init__(
        self, edition: Edition, head: Head, editions: Mapping[str, Edition], photo_of: PhotoOf | None
    ) -> None:
        self._edition = edition
        self._head = head
        self._editions = editions
        self._photo_of = photo_of
        self._plan = Plan(title=f"{head.book_title}（{head.year}年度）", author=head.branch)
        self._kinds: list[str] = []

    def bind(self, chapters: Sequence[tuple[str, list[Filled]]], ledgers: Sequence[Ledger]) -> Plan:
        """All pages in order."""
        plan, head = self._plan, self._head
        self._add([cover(head)], "", "封面")
        self._add([notes(self._edition, head, 2)], "填写说明", "填写说明")
        length = len(contents(self._draft_entries(chapters, ledgers), head, 3))
        self._add([Page(3 + n) for n in range(length)], "目录", "目录")
        entries: list[Entry] = []
        for count, (name, pairs) in enumerate(chapters):
            chapter = f"第{_NUMERALS[count] if count < len(_NUMERALS) else count + 1}部分　{name}"
            entries.append(Entry(chapter, len(plan.pages) + 1))
            entries += self._chapter(chapter, name, pairs)
        for table in ledgers:
            first = len(plan.pages) + 1
            entries.append(Entry(table.title, first))
            self._add(ledger(table, head, first), table.title, table.title)
        plan.pages[2 : 2 + length] = contents(entries, head, 3)
        for page, kind in zip(plan.pages, self._kinds, strict=True):
            if kind:
                footer(page, head, kind, page.number, len(plan.pages))
        return plan

    def _add(self, pages: Sequence[Page], kind: str, mark: str, level: int = 0) -> None:
        first = len(self._plan.pages) + 1
        self._plan.pages += pages
        self._kinds += [kind] * len(pages)
        self._plan.marks.append(Mark(mark, first, len(self._plan.pages), "", level))

    def _draft_entries(
        self, chapters: Sequence[tuple[str, list[Filled]]], ledgers: Sequence[Ledger]
    ) -> list[Entry]:
        """As many lines as the contents will have."""
        entries: list[Entry] = []
        for name, pairs in chapters:
            entries.append(Entry(name, 0))
            entries += [Entry(title_, 0, 1) for title_ in dict.fromkeys(form.title for form, _ in pairs)]
        return entries + [Entry(table.title, 0) for table in ledgers]

    def _chapter(self, chapter: str, name: str, pairs: Sequence[Filled]) -> list[Entry]:
        """A chapter: its title leaf is the register of its records. Returns its lines in the contents."""
        plan, head = self._plan, self._head
        first = len(plan.pages) + 1
        length = len(ledger(self._register(name, pairs, [0] * len(pairs)), head, first))
        self._add([Page(first + n) for n in range(length)], name, chapter)
        starts: list[int] = []
        entries: list[Entry] = []
        for form, record in pairs:
            starts.append(len(plan.pages) + 1)
            if not entries or entries[-1].text != form.title:
                entries.append(Entry(form.title, starts[-1], 1))
            pages = _record_pages(plan, self._edition_of(record), head, (form, record), level=1)
            self._kinds += [form.page.title] * len(pages)
            self._photos(form, record)
        plan.pages[first - 1 : first - 1 + length] = ledger(self._register(name, pairs, starts), head, first)
        return entries

    def _edition_of(self, record: Record) -> Edition:
        return self._editions.get(record.edition, self._edition)

    def _register(self, name: str, pairs: Sequence[Filled], starts: Sequence[int]) -> Ledger:
        rows = [
            (
                str(count),
                record_number(form, record),
                show_day(_day(form, record)),
                _name(self._edition_of(record), form, record),
                str(start or ""),
            )
            for count, ((form, record), start) in enumerate(zip(pairs, starts, strict=True), 1)
        ]
        return Ledger(name, _REGISTER, tuple(rows))

    def _photos(self, form: Form, record: Record) -> None:
        if self._photo_of is None:
            return
        photos = []
        for attachment in record.attachments:
            data = self._photo_of(attachment) if attachment.kind == "photo" else None
            if data:
                taken = f"　{show_day(attachment.taken_on)}摄" if attachment.taken_on else ""
                caption = f"{record_number(form, record)}　{_name(self._edition_of(record), form, record)}{taken}"
                photos.append(Photo(attachment.digest, data, caption))
                self._plan.images[attachment.digest] = data
        if photos:
            first = len(self._plan.pages) + 1
            self._add(
                photo_pages(photos, self._head, first), "照片", f"照片　{record_number(form, record)}", 2
            )


def plan_signin(
    head: Head, form: Form, names: Sequence[str], day: date | None, *, name: str = "", place: str = ""
) -> Plan:
    """The sign-in sheet to be laid out before a meeting: numbered names, room for ink, some empty lines.

    ``day`` None, ``name`` (of the meeting) and ``place`` empty leave those boxes for the pen.
    """
    heading = f"{form.short}签到表"

    def opener(leaf: int, again: bool) -> Page:
        page = Page(1 + leaf)
        header(page, head)
        title(page, heading, again=again)
        return page

    when = f"{show_day(day)}（{weekday(day)}）" if day else ""
    rows = [
        _info(("名称", 26.0), (name, 134.0)),
        _info(("日期", 26.0), (when, 54.0), ("地点", 20.0), (place, 60.0)),
    ]
    pages = lay_out(
        [*rows, GridRow(9.0, [GridCell(160.0, _signatures(names))])],
        (),
        opener,
        "",
        height=BOTTOM - TOP,
        fill=True,
    )
    for page in pages:
        footer(page, head, heading, page.number, len(pages))
    return Plan(pages, [Mark(heading, 1, len(pages))], heading, head.branch)


def _info(*cells: tuple[str, float]) -> GridRow:
    """Labels and values in turn."""
    made = []
    for number, (text, width) in enumerate(cells):
        filled = Lines(paragraph_lines(text, TEXT, width - 2 * PAD_X)) if number % 2 else Label(text, width)
        made.append(GridCell(width, filled))
    return GridRow(10.0, made)


def _signatures(names: Sequence[str]) -> Table:
    widths = (14.0, 26.0, 40.0)
    heads = ("序号", "姓名", "签名")
    columns = [
        TableColumn(head, width, centre=True) for head, width in zip(heads * 2, widths * 2, strict=True)
    ]
    filled = -(-len(names) // 2)
    length = max(filled + 2, _SIGNIN_ROWS)
    rows = []
    for line in range(length):
        cells = []
        for at in (line, line + length):
            name = names[at] if at < len(names) else ""
            texts = (str(at + 1) if name else "", name, "")
            cells += [table_cell(text, width, whole=True) for text, width in zip(texts, widths, strict=True)]
        rows.append(TableRow(tuple(cells)))
    return Table(columns, rows)
