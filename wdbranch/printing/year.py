"""The bound year: cover, 填写说明, contents, the chapters with all their pages, the index of persons.

Every part has a key that does not change. A year that was bound before can be laid out again on the same page
numbers (``kept``): a part that has grown since goes on on pages 12-1, 12-2 …; what is new is left out, since
no leaf of the bound book has it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from wdbranch.book.form import Edition, Form, View
from wdbranch.book.moments import show_day
from wdbranch.book.record import Attachment, Record, day_of, within_day
from wdbranch.book.values import record_number, title_of
from wdbranch.book.words import photo_caption
from wdbranch.printing.front import Entry, contents, cover, notes
from wdbranch.printing.index import index_pages, names_of, pages_with
from wdbranch.printing.leaf import BINDING, OUTER, Head, footer
from wdbranch.printing.ledger import add_ledger
from wdbranch.printing.page import lay_out_record
from wdbranch.printing.photos import Photo, photo_pages
from wdbranch.printing.plan import Bound, Item, Mark, Page, Plan, Source
from wdbranch.printing.sheet import Sheet, lay_out_sheet
from wdbranch.printing.table import TableColumn, TableRow, table_cell
from wdbranch.printing.view import add_view
from wdbranch.rules.derive import Derived

Filled = tuple[Form, Record]
PhotoOf = Callable[[Attachment], bytes | None]
"""The bytes of an attachment; None where it is missing."""

_NUMERALS = "一二三四五六七八九十"
_OTHER = "其他"
_REGISTER = (
    TableColumn("序号", 14.0, centre=True),
    TableColumn("编号", 32.0, centre=True),
    TableColumn("日期", 38.0, centre=True),
    TableColumn("名称", 60.0, centre=False),
    TableColumn("页码", 16.0, centre=True),
)


@dataclass(frozen=True)
class Volume:
    """All that goes into a bound year.

    Each record is printed in the edition it was written in (``editions``, else ``edition``). ``views``: what
    each view of the edition shows; one that is not listed is left out. ``blanks``: ids of forms that get a
    blank leaf where the year has no record of them. With ``photo_of``, photographs stand behind their record,
    ``frames`` (two or four) a page.
    """

    edition: Edition
    head: Head
    records: Sequence[Filled]
    editions: Mapping[str, Edition] = field(default_factory=dict)
    views: Mapping[str, Derived] = field(default_factory=dict)
    blanks: Collection[str] = ()
    photo_of: PhotoOf | None = None
    frames: int = 2

    def edition_of(self, record: Record) -> Edition:
        """The edition a record was written in."""
        return self.editions.get(record.edition, self.edition)


def in_book_order(records: Sequence[Filled]) -> list[Filled]:
    """Form by form as in the book, each by its day; undated records last."""
    return sorted(records, key=lambda pair: (pair[0].order, _day(*pair) or date.max, within_day(pair[1])))


def _day(form: Form, record: Record) -> date | None:
    return day_of(record.get(form.date_field))


def plan_year(volume: Volume, *, kept: Bound | None = None) -> Plan:
    """The bound book of a year; ``kept`` lays it out on the page numbers it had when it was bound."""
    return _Binder(volume, kept).bind()


def plan_chapter(volume: Volume, chapter: str) -> Plan:
    """One chapter by itself, its pages numbered through."""
    return _Binder(volume, None).chapter_alone(chapter)


def leaf_of(plan: Plan, page: int, *, both_sides: bool) -> Plan:
    """The leaf of a bound year that carries a page: that side, or front and back; empty where nothing is."""
    front = page if page % 2 else page - 1
    wanted = {front, front + 1} if both_sides else {page}
    places = [at for at, side in enumerate(plan.pages) if side.bound_at in wanted]
    marks, whole = [], set()
    for mark in plan.marks:
        on = [n for n, at in enumerate(places, 1) if mark.first <= at + 1 <= mark.last]
        if on:
            marks.append(replace(mark, first=on[0], last=on[-1], level=0))
            if len(on) == mark.last - mark.first + 1:
                whole.add(mark.record)
    return Plan(
        [plan.pages[at] for at in places],
        marks,
        plan.title,
        plan.author,
        plan.images,
        [source for source in plan.sources if source.record.id in whole],
    )


@dataclass(slots=True)
class _Part:
    """A page kind of a chapter and what the year has of it."""

    page: Form | View
    records: list[Record]


class _Binder:
    """Lays parts one behind the other; pages in front are counted before what they list is laid out."""

    def __init__(self, volume: Volume, kept: Bound | None) -> None:
        self._volume = volume
        self._head = volume.head
        self._kept = {item.key: item for item in kept.items} if kept else None
        self._total = kept.pages if kept else 0
        self._plan = Plan(title=f"{volume.head.book_title}（{volume.head.year}年度）", author=volume.head.branch)
        self._kinds: list[str] = []
        self._items: list[Item] = []
        self._people: dict[str, set[int]] = {}

    # --- the whole --------------------------------------------------------------------------------

    def bind(self) -> Plan:
        """All parts in order."""
        head, plan = self._head, self._plan
        chapters = self._chapters()
        self._take("cover", "封面", "", lambda _first: [cover(head)])
        self._take("notes", "填写说明", "填写说明", lambda first: [notes(self._volume.edition, head, first)])
        draft = self._draft_entries(chapters)
        at = len(plan.pages)
        listed = self._take("contents", "目录", "目录", lambda first: contents(draft, head, first))
        entries = [entry for number, chapter in enumerate(chapters) for entry in self._chapter(number, chapter)]
        first = self._take("index", "人名索引", "人名索引", self._index)
        entries += [Entry("人名索引", first)] if first else []
        if listed:
            self._replace(at, contents(entries, head, listed))
        self._finish()
        total = self._total or len(plan.pages)
        plan.bound = Bound(head.year, total, tuple(self._items))
        return plan

    def chapter_alone(self, chapter: str) -> Plan:
        """One chapter, without what stands before and behind it in the book."""
        for number, (name, parts) in enumerate(self._chapters()):
            if any(part.page.chapter == chapter for part in parts):
                self._chapter(number, (name, parts))
        self._finish()
        return self._plan

    def _finish(self) -> None:
        total = self._total or len(self._plan.pages)
        for page, kind in zip(self._plan.pages, self._kinds, strict=True):
            if kind:
                footer(page, self._head, kind, page.label or page.number, total)

    # --- placing ----------------------------------------------------------------------------------

    def _first(self, key: str) -> int | None:
        """The number of the first page of a part; None where the bound book has no such part."""
        if self._kept is None:
            return len(self._plan.pages) + 1
        return self._kept[key].first if key in self._kept else None

    def _start(self, key: str) -> int:
        """The number of the first page of a part that is in the book."""
        first = self._first(key)
        assert first is not None, key
        return first

    def _take(self, key: str, mark: str, kind: str, make: Callable[[int], list[Page]], level: int = 0) -> int:
        """Lay a part out, mark it and place it; returns its first page, 0 where it is left out."""
        first = self._first(key)
        if first is None:
            return 0
        pages = make(first)
        before = len(self._plan.pages)
        self._plan.pages += pages
        self._plan.marks.append(Mark(mark, before + 1, before + len(pages), "", level))
        self._placed(key, first, pages, kind)
        return first

    def _placed(self, key: str, first: int, pages: Sequence[Page], kind: str) -> None:
        """Note where a part was placed; what has grown beyond its place gets numbers of its own."""
        last = first + len(pages) - 1
        if self._kept is not None and key in self._kept:
            last = self._kept[key].last
            for extra, page in enumerate(pages[last - first + 1 :], 1):
                if page.number % 2 != extra % 2:
                    _turn(page)
                page.number, page.label = extra, f"{last}-{extra}"
        self._items.append(Item(key, first, last))
        self._kinds += [kind] * len(pages)

    def _replace(self, at: int, pages: Sequence[Page]) -> None:
        """Put pages in the place of those that only kept it."""
        self._plan.pages[at : at + len(pages)] = pages

    # --- chapters ---------------------------------------------------------------------------------

    def _chapters(self) -> list[tuple[str, list[_Part]]]:
        """The chapters that have something, with what they have, in the order of the book."""
        edition = self._volume.edition
        by_form: dict[str, list[Filled]] = {}
        for pair in in_book_order(self._volume.records):
            by_form.setdefault(pair[0].id, []).append(pair)
        pages: dict[str, Form | View] = {page.id: page for page in edition.pages()}
        for form_id, pairs in by_form.items():
            pages.setdefault(form_id, pairs[0][0])  # of another edition
        parts = []
        for page in sorted(pages.values(), key=lambda page: page.order):
            part = self._known(_Part(page, [record for _, record in by_form.get(page.id, ())]))
            if part is not None:
                parts.append(part)
        known = {chapter.id for chapter in edition.chapters}
        named = [
            (chapter.title, [part for part in parts if part.page.chapter == chapter.id])
            for chapter in edition.chapters
        ]
        named.append((_OTHER, [part for part in parts if part.page.chapter not in known]))
        return [(name, some) for name, some in named if some]

    def _known(self, part: _Part) -> _Part | None:
        """The part as far as it goes into this book; None where nothing of it does."""
        page, records, kept = part.page, part.records, self._kept
        if isinstance(page, View):
            there = page.id in self._volume.views
        else:
            there = bool(records) or page.id in self._volume.blanks
        if there and kept is not None:
            if not _is_table(page) and records:
                part = _Part(page, [record for record in records if f"record:{record.id}" in kept])
                there = bool(part.records)
            else:
                there = _key(page, blank=not records) in kept
        return part if there else None

    def _draft_entries(self, chapters: Sequence[tuple[str, list[_Part]]]) -> list[Entry]:
        """As many lines as the contents will have."""
        entries: list[Entry] = []
        for name, parts in chapters:
            entries.append(Entry(name, 0))
            entries += [Entry(part.page.title, 0, 1) for part in parts]
        return [*entries, Entry("人名索引", 0)]

    def _chapter(self, number: int, chapter: tuple[str, list[_Part]]) -> list[Entry]:
        """A chapter: its title leaf is the register of what is in it. Returns its lines in the contents."""
        name, parts = chapter
        numeral = _NUMERALS[number] if number < len(_NUMERALS) else number + 1
        heading = f"第{numeral}部分　{name}"
        at = len(self._plan.pages)
        told = [line for part in parts for line in self._told(part)]
        first = self._take(
            f"register:{name}", heading, name, lambda first: self._register(name, told, [0] * len(told), first)
        )
        entries, starts = [Entry(heading, first)], []
        for part in parts:
            placed = self._part(part)
            entries.append(Entry(part.page.title, placed[0], 1))
            starts += placed
        if first:
            self._replace(at, self._register(name, told, starts, first))
        return entries

    def _told(self, part: _Part) -> list[tuple[str, str, str]]:
        """The lines of a part in the register: number, day, name."""
        page = part.page
        if isinstance(page, View):
            return [("", "", page.title)]
        if page.page.kind == "ledger" or not part.records:
            return [("", "", page.page.title if part.records else f"{page.page.title}（空白）")]
        return [
            (
                record_number(page, record),
                show_day(_day(page, record)),
                title_of(page, record, self._volume.edition_of(record)) or page.short,
            )
            for record in part.records
        ]

    def _register(
        self, name: str, told: Sequence[tuple[str, str, str]], starts: Sequence[int], first: int
    ) -> list[Page]:
        rows = [
            TableRow(
                tuple(
                    table_cell(text, column.width, whole=column.centre)
                    for text, column in zip((str(count), *line, str(start or "")), _REGISTER, strict=True)
                )
            )
            for count, (line, start) in enumerate(zip(told, starts, strict=True), 1)
        ]
        return lay_out_sheet(Sheet(name, _REGISTER, tuple(rows), pad=False), self._head, first)

    def _part(self, part: _Part) -> list[int]:
        """Place a part; returns the first page of each of its lines in the register."""
        page = part.page
        if isinstance(page, View):
            return [self._view(page)]
        if page.page.kind == "ledger":
            return [self._ledger(page, part.records)]
        if not part.records:
            return [self._blank(page)]
        return [self._record(page, record) for record in part.records]

    def _view(self, view: View) -> int:
        first = self._start(_key(view))
        derived = self._volume.views[view.id]
        pages = add_view(self._plan, view, derived, self._head, first=first, level=1)
        self._placed(_key(view), first, pages, view.title)
        self._remember({row.cells.get("name", "") for row in derived.rows if row.member is not None}, pages)
        return first

    def _ledger(self, form: Form, records: Sequence[Record]) -> int:
        key = _key(form, blank=not records)
        first = self._start(key)
        edition = self._volume.edition_of(records[0]) if records else self._volume.edition
        pages = add_ledger(self._plan, edition, form, records, self._head, first=first, level=1)
        self._placed(key, first, pages, form.page.title)
        for record in records:
            self._remember(names_of(form, record), pages, record.id)
            self._photos(edition, form, record)
        return first

    def _blank(self, form: Form) -> int:
        name, edition, head = f"{form.page.title}（空白）", self._volume.edition, self._head
        return self._take(
            _key(form, blank=True),
            name,
            form.page.title,
            lambda first: lay_out_record(edition, form, None, head, first),
            1,
        )

    def _record(self, form: Form, record: Record) -> int:
        first = self._start(f"record:{record.id}")
        edition = self._volume.edition_of(record)
        form = edition.forms.get(form.id, form)
        pages = lay_out_record(edition, form, record, self._head, first)
        add_record(self._plan, edition, form, record, pages, level=1)
        self._placed(f"record:{record.id}", first, pages, form.page.title)
        self._remember(names_of(form, record), pages)
        self._photos(edition, form, record)
        return first

    def _photos(self, edition: Edition, form: Form, record: Record) -> None:
        photo_of = self._volume.photo_of
        if photo_of is None:
            return
        photos = []
        for attachment in record.attachments:
            data = photo_of(attachment) if attachment.kind == "photo" else None
            if data:
                caption = photo_caption(edition, form, record, attachment)
                taken = show_day(attachment.taken_on)
                photos.append(Photo(attachment.digest, data, caption, record_number(form, record), taken))
                self._plan.images[attachment.digest] = data
        if photos:
            self._take(
                f"photos:{record.id}",
                f"照片　{record_number(form, record)}",
                "照片",
                lambda first: photo_pages(photos, self._head, first, frames=self._volume.frames),
                2,
            )

    # --- the index --------------------------------------------------------------------------------

    def _remember(self, names: Collection[str], pages: Sequence[Page], record: str = "") -> None:
        for name, numbers in pages_with(filter(None, names), pages, record).items():
            self._people.setdefault(name, set()).update(numbers)

    def _index(self, first: int) -> list[Page]:
        return index_pages(self._people, self._head, first)


def _is_table(page: Form | View) -> bool:
    return isinstance(page, View) or page.page.kind == "ledger"


def _key(page: Form | View, *, blank: bool = False) -> str:
    """The key of a part that is no single record."""
    if isinstance(page, View):
        return f"view:{page.id}"
    return f"{'blank' if blank else 'ledger'}:{page.id}"


def _turn(page: Page) -> None:
    """Make a front side of a back side or the other way round: the binding edge changes."""
    by = (BINDING - OUTER) if page.number % 2 == 0 else -(BINDING - OUTER)
    page.move(*((0.0, by) if page.width > page.height else (by, 0.0)))


def add_record(
    plan: Plan, edition: Edition, form: Form, record: Record, pages: Sequence[Page], *, level: int = 0
) -> None:
    """Append the pages of a record to a plan, with its mark and source."""
    before = len(plan.pages)
    plan.pages += pages
    day = show_day(_day(form, record))
    said = "　".join(filter(None, (record_number(form, record), title_of(form, record, edition) or form.short, day)))
    plan.marks.append(Mark(said, before + 1, len(plan.pages), record.id, level))
    plan.sources.append(Source(edition, form, record))
