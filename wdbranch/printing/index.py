"""The index of persons at the end of the bound year: each name with the pages it is on, by pinyin."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from wdbranch.book.form import FieldType, Form
from wdbranch.book.record import Record
from wdbranch.printing.flow import PAD_X
from wdbranch.printing.fonts import FANGSONG, SANS, SONG
from wdbranch.printing.leaf import RULE_WEIGHT, Head, area, baseline, header, put, title
from wdbranch.printing.plan import Page, Rule
from wdbranch.printing.typeset import Line, layout, one_line

_NAME, _PAGES, _INITIAL = (FANGSONG, 12.0), (SONG, 10.5), (SANS, 12.0)
_LINE, _INITIAL_LINE = 6.4, 9.0
_NAME_WIDTH = 30.0
_GAP = 8.0  # between the two columns


def names_of(form: Form, record: Record) -> set[str]:
    """Everybody whom a record names in a box for people."""
    found: set[str] = set()
    for field in form.fields:
        value = record.get(field.id)
        if not value:
            continue
        if field.type in (FieldType.PERSON, FieldType.PERSONS):
            found.update(_people(value))
        elif field.type is FieldType.ATTENDANCE:
            found.update(str(row["name"]) for row in value if row.get("name"))
        elif field.type is FieldType.ROWS:
            people = [c.id for c in field.columns if c.type in (FieldType.PERSON, FieldType.PERSONS)]
            found.update(name for row in value for key in people for name in _people(row.get(key)))
    return found


def _people(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from map(str, value)


def pages_with(names: Iterable[str], pages: Sequence[Page], record: str = "") -> dict[str, list[int]]:
    """On which of these pages (by number) each name stands; one broken by a line end counts on the first.

    ``record``: look only at the line of that record in a ledger.
    """
    told = [(page.number, _told(page, record)) for page in pages]
    if record:
        told = [(number, text) for number, text in told if text]
    return {
        name: [number for number, text in told if name in text] or [number for number, _ in told[:1]]
        for name in names
    }


def _told(page: Page, record: str) -> str:
    places = [box for box in page.boxes if box.record == record] if record else []
    return "\n".join(
        text.text
        for text in page.texts
        if text.value
        and (
            not record
            or any(box.x - 3.0 <= text.x < box.x + box.w and box.y <= text.y <= box.y + box.h for box in places)
        )
    )


@lru_cache(maxsize=4096)
def spoken(name: str) -> str:
    """How a name is read, for the order of the index; what cannot be read stands behind."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # the dictionary of phrases costs 0.2 s
    from pypinyin import Style, pinyin

    read = pinyin(name, style=Style.TONE3, heteronym=False, errors=lambda rest: f"~{rest}")
    return " ".join(syllable[0] for syllable in read)


def index_pages(found: Mapping[str, Iterable[int]], head: Head, first: int) -> list[Page]:
    """The index in two columns, by the first letter of the pinyin."""
    ordered = sorted(found, key=lambda name: (spoken(name), name))
    groups = [
        (initial, list(names))
        for initial, names in groupby(ordered, key=lambda name: spoken(name)[0].upper())
    ]
    writer = _Columns(head, first)
    for initial, names in groups:
        label = initial if "A" <= initial <= "Z" else "其他"
        writer.initial(label, _height(names[0], found, writer.width))
        for name in names:
            writer.entry(name, _lines(found[name], writer.width - _NAME_WIDTH))
    return writer.pages


def _height(name: str, found: Mapping[str, Iterable[int]], width: float) -> float:
    return len(_lines(found[name], width - _NAME_WIDTH)) * _LINE


def _lines(numbers: Iterable[int], width: float) -> list[Line]:
    return layout(ranges(numbers), *_PAGES, width, whole="、", gaps=False)


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in order, runs of three or more joined: 3、5—8、12."""
    said: list[str] = []
    ordered = sorted(set(numbers))
    for _, group in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        said += [f"{run[0]}—{run[-1]}"] if len(run) > 2 else map(str, run)
    return "、".join(said)


class _Columns:
    """Writes entries down one column after the other."""

    def __init__(self, head: Head, first: int) -> None:
        self.pages: list[Page] = []
        self._head = head
        self._first = first
        self._column = 1
        self._y = 0.0
        self._open()

    @property
    def width(self) -> float:
        """Of one column in mm."""
        return (area(self.pages[-1]).w - _GAP) / 2

    def _open(self) -> None:
        if self.pages and self._column == 0:
            self._column = 1
        else:
            page = Page(self._first + len(self.pages))
            header(page, self._head)
            title(page, "人名索引", again=bool(self.pages))
            self.pages.append(page)
            place = area(page)
            middle = place.x + place.w / 2
            page.rules.append(Rule(middle, place.top, middle, place.bottom, RULE_WEIGHT))
            self._column = 0
        self._y = area(self.pages[-1]).top

    def _room(self, height: float) -> None:
        if self._y + height > area(self.pages[-1]).bottom:
            self._open()

    def _left(self) -> float:
        place = area(self.pages[-1])
        return place.x + self._column * (self.width + _GAP)

    def initial(self, letter: str, follows: float) -> None:
        """A letter, which never stands at the end of a column."""
        self._room(_INITIAL_LINE + follows)
        middle = self._y + _INITIAL_LINE / 2 + 1.0
        put(self.pages[-1], one_line(letter, SANS), self._left() + PAD_X, baseline(middle, *_INITIAL), _INITIAL)
        self._y += _INITIAL_LINE

    def entry(self, name: str, lines: Sequence[Line]) -> None:
        """A name and its pages, over as many lines as they need."""
        for number, line in enumerate(lines):
            self._room(_LINE)
            page, x, middle = self.pages[-1], self._left(), self._y + _LINE / 2
            if number == 0:
                size = _NAME[1] if len(name) <= 6 else _NAME[1] * 6 / len(name)
                put(page, one_line(name, FANGSONG), x + PAD_X, baseline(middle, FANGSONG, size), (FANGSONG, size))
            put(page, line, x + _NAME_WIDTH, baseline(middle, *_PAGES), _PAGES)
            self._y += _LINE
