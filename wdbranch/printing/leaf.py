"""The leaf: margins, header and footer, and setting single lines of text on it.

A4 portrait, binding edge 28 mm, outer edge 22 mm, mirrored for double-sided printing: odd pages are bound at
the left, even pages at the right. All lengths in mm, font sizes in points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wdbranch.book.form import CONTENT_WIDTH_MM
from wdbranch.printing.fonts import FANGSONG, KAI, SANS, SERIF, SONG
from wdbranch.printing.plan import BLACK, GREY, Page, Rule, Text
from wdbranch.printing.typeset import MM_PER_PT, Line, one_line, spread_slots

PAPER_W, PAPER_H = 210.0, 297.0
BINDING, OUTER = 28.0, 22.0
TOP, BOTTOM = 39.5, 274.0
_HEADER_UP, _RULE_UP, _TITLE_UP, _FOOTER_DOWN = 21.0, 19.2, 8.5, 7.5  # from the content area

FRAME_WEIGHT, RULE_WEIGHT, WRITING_WEIGHT = 1.2, 0.5, 0.25

_MIDDLE: Mapping[str, float] = {FANGSONG: 0.30, SERIF: 0.377, SANS: 0.36, KAI: 0.336, SONG: 0.37}
"""How high the middle of a Chinese character lies above the baseline, in ems."""

_SMALL = 9.5
_HEADER_SIZE = 10.5
_TITLE_SIZE = 22.0


@dataclass(frozen=True, slots=True)
class Head:
    """What every page says about the book: its title, the year, the branch in full and in short.

    The rest stands on the cover: superior organization, secretary, number given by the street, and the days
    on which the book was begun and closed (as printed, "" where not known).
    """

    book_title: str
    year: int
    branch: str
    short: str = ""
    superior: str = ""
    secretary: str = ""
    book_no: str = ""
    opened: str = ""
    closed: str = ""


class Area(NamedTuple):
    """Where the content of a page stands: left edge, width, top, bottom; where header and footer are."""

    x: float
    w: float
    top: float
    bottom: float

    @property
    def right(self) -> float:
        """The right edge of the content."""
        return self.x + self.w


def area(page: Page) -> Area:
    """The content area of a page; landscape pages are bound at their top, even ones at their bottom."""
    if page.width > page.height:
        shift = 0.0 if page.number % 2 else -(BINDING - OUTER)
        return Area(22.0, page.width - 44.0, 42.0 + shift, page.height - 23.0 + shift)
    return Area(BINDING if page.number % 2 else OUTER, CONTENT_WIDTH_MM, TOP, BOTTOM)


def landscape(number: int) -> Page:
    """An empty A4 landscape page."""
    return Page(number, PAPER_H, PAPER_W)


def baseline(middle: float, role: str, size: float) -> float:
    """The baseline of a line whose characters have their middle at ``middle``."""
    return middle + _MIDDLE[role] * size * MM_PER_PT


def put(
    page: Page,
    line: Line,
    x: float,
    base: float,
    style: tuple[str, float],
    *,
    ink: str = BLACK,
    value: bool = False,
) -> None:
    """Set one typeset line with its left edge at ``x``; ``style`` is (role, size in points)."""
    if line.text:
        role, size = style
        x += line.shift * size * MM_PER_PT / 1000
        page.texts.append(Text(x, base, size, role, line.text, line.spread, line.kerns, ink, value))


def width_of(line: Line, size: float) -> float:
    """The width of a line in mm, spread included."""
    slots = spread_slots(line.text) if line.spread else 0
    return (line.width + slots * line.spread) * size * MM_PER_PT / 1000


def centred(
    page: Page,
    text: str,
    place: tuple[float, float],
    middle: float,
    style: tuple[str, float],
    *,
    spread: float = 0.0,
    ink: str = BLACK,
    value: bool = False,
) -> None:
    """Set one line amid ``place`` (x, width), its middle at ``middle``; ``spread`` as in a Line."""
    role, size = style
    line = one_line(text, role)._replace(spread=spread)
    x = place[0] + (place[1] - width_of(line, size)) / 2
    put(page, line, x, baseline(middle, role, size), style, ink=ink, value=value)


def spaced(count: int) -> float:
    """How far the letters of a title or heading of ``count`` characters stand apart, as on official forms."""
    return 1000.0 if count <= 2 else 450.0 if count <= 4 else 260.0 if count <= 8 else 120.0


def title(page: Page, text: str, *, again: bool = False) -> None:
    """The title of a page kind; a continued leaf says （续）."""
    size = _TITLE_SIZE
    while size > 12 and letter_spaced(
        page, text, _title_place(page), (SERIF, size), again=again, paint=False
    ):
        size -= 1
    letter_spaced(page, text, _title_place(page), (SERIF, size), again=again)


def _title_place(page: Page) -> tuple[float, float, float]:
    place = area(page)
    return place.x, place.w, place.top - _TITLE_UP


def letter_spaced(
    page: Page,
    text: str,
    place: tuple[float, float, float],
    style: tuple[str, float],
    *,
    again: bool = False,
    paint: bool = True,
) -> bool:
    """Set a title or heading amid ``place`` (x, width, middle), its letters apart, （续） behind it unspaced.

    Returns whether it is wider than its place; ``paint`` False only asks.
    """
    x, width, middle = place
    role, size = style
    line = one_line(text, role)._replace(spread=spaced(len(text)))
    more = one_line("（续）" if again else "", role)
    whole = width_of(line, size) + width_of(more, size)
    if paint:
        base = baseline(middle, role, size)
        start = x + (width - whole) / 2
        put(page, line, start, base, style)
        put(page, more, start + width_of(line, size), base, style)
    return whole > width


def header(page: Page, head: Head, notes: Sequence[tuple[str, str]] = ()) -> None:
    """The header line: book and year, and at the right what is said of this record: (text, ink) each."""
    place = area(page)
    style = (KAI, _HEADER_SIZE)
    base = place.top - _HEADER_UP
    put(page, one_line(f"{head.book_title}（{head.year}年度）", style[0], gaps=False), place.x, base, style)
    right = place.right
    for text, ink in reversed(notes):
        line = one_line(text, style[0], gaps=False)
        right -= width_of(line, _HEADER_SIZE)
        put(page, line, right, base, style, ink=ink, value=True)
        right -= 4.0
    page.rules.append(Rule(place.x, place.top - _RULE_UP, place.right, place.top - _RULE_UP, RULE_WEIGHT))


def footer(page: Page, head: Head, kind: str, number: int | str, total: int) -> None:
    """The footer: branch, page kind, 第 X 页 / 共 Y 页; the number stands at the outer edge."""
    place = area(page)
    base = place.bottom + _FOOTER_DOWN
    pages = one_line(f"第 {number} 页 / 共 {total} 页", SONG, gaps=False)
    kind_line = one_line(kind, KAI, gaps=False)
    branch, size = _fitting(head, place.w - width_of(pages, _SMALL) - width_of(kind_line, _SMALL) - 12.0)
    ends = [(branch, (KAI, size)), (pages, (SONG, _SMALL))]
    if page.number % 2 == 0:
        ends.reverse()
    (first, first_style), (last, last_style) = ends
    left = place.x + width_of(first, first_style[1])
    right = place.right - width_of(last, last_style[1])
    put(page, first, place.x, base, first_style)
    put(page, last, right, base, last_style)
    put(page, kind_line, (left + right - width_of(kind_line, _SMALL)) / 2, base, (KAI, _SMALL))


def _fitting(head: Head, room: float) -> tuple[Line, float]:
    """The branch's name as it fits the footer: in full, smaller, by its short name, or small enough."""
    short = head.short or head.branch
    for name, size in ((head.branch, _SMALL), (head.branch, 8.0), (short, _SMALL)):
        line = one_line(name, KAI, gaps=False)
        if width_of(line, size) <= room:
            return line, size
    line = one_line(short, KAI, gaps=False)
    return line, 7.0 * min(1.0, room / width_of(line, 7.0))


DRAFT_NOTE = ("草稿", GREY)
