"""The leaf: margins, header and footer, and setting single lines of text on it.

A4 portrait, binding edge 28 mm, outer edge 22 mm, mirrored for double-sided printing: odd pages are bound at
the left, even pages at the right. All lengths in mm, font sizes in points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wdbranch.book.form import CONTENT_WIDTH_MM
from wdbranch.printing.fonts import FANGSONG, KAI, SANS, SERIF, SONG
from wdbranch.printing.plan import BLACK, GREY, Page, Rule, Text
from wdbranch.printing.typeset import MM_PER_PT, Line, layout, one_line, spread_slots

PAPER_W, PAPER_H = 210.0, 297.0
BINDING, OUTER = 28.0, 22.0
HEADER_BASELINE, HEADER_RULE = 18.5, 20.3
TITLE_MIDDLE = 31.0
TOP_FIRST, TOP_MORE = 39.5, 39.5
BOTTOM = 274.0
FOOTER_BASELINE = 281.5

FRAME_WEIGHT, RULE_WEIGHT, WRITING_WEIGHT = 1.2, 0.5, 0.25

_MIDDLE: Mapping[str, float] = {FANGSONG: 0.30, SERIF: 0.377, SANS: 0.36, KAI: 0.336, SONG: 0.37}
"""How high the middle of a Chinese character lies above the baseline, in ems."""

_SMALL = 9.5
_HEADER_SIZE = 10.5
_TITLE_SIZE = 22.0


@dataclass(frozen=True, slots=True)
class Head:
    """What every page says about the book: its title, the year, the branch in full and in short.

    ``refs``: what to print for a record that another one refers to (record id → 2026-ZW-09).
    """

    book_title: str
    year: int
    branch: str
    short: str = ""
    refs: Mapping[str, str] = field(default_factory=dict)


def left_edge(number: int) -> float:
    """Where the content begins on the page of that number."""
    return BINDING if number % 2 else OUTER


def baseline(middle: float, role: str, size: float) -> float:
    """The baseline of a line whose characters have their middle at ``middle``."""
    return middle + _MIDDLE[role] * size * MM_PER_PT


def put(
    page: Page, line: Line, x: float, base: float, style: tuple[str, float], *, ink: str = BLACK, value: bool = False
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
    page: Page, text: str, place: tuple[float, float], middle: float, style: tuple[str, float], *,
    spread: float = 0.0, ink: str = BLACK, value: bool = False,
) -> None:
    """Set one line amid ``place`` (x, width) with its middle at ``middle``; ``spread`` in thousandths of an em."""
    role, size = style
    line = one_line(text, role, size)._replace(spread=spread)
    x = place[0] + (place[1] - width_of(line, size)) / 2
    put(page, line, x, baseline(middle, role, size), style, ink=ink, value=value)


def spaced(count: int) -> float:
    """How far the letters of a title or heading of ``count`` characters stand apart, as on official forms."""
    return 450.0 if count <= 4 else 260.0 if count <= 8 else 120.0


def title(page: Page, text: str, *, again: bool = False) -> None:
    """The title of a page kind; a continued leaf says （续）."""
    x = left_edge(page.number)
    shown = text + "（续）" if again else text
    size = _TITLE_SIZE
    spread = spaced(len(text))
    while size > 12 and width_of(one_line(shown, SERIF, size)._replace(spread=spread), size) > CONTENT_WIDTH_MM:
        size -= 1
    centred(page, shown, (x, CONTENT_WIDTH_MM), TITLE_MIDDLE, (SERIF, size), spread=spread)


def header(page: Page, head: Head, notes: Sequence[tuple[str, str]] = ()) -> None:
    """The header line: book and year, and at the right what is to be said of this record: (text, ink) each."""
    x = left_edge(page.number)
    style = (KAI, _HEADER_SIZE)
    put(page, one_line(f"{head.book_title}（{head.year}年度）", *style, gaps=False), x, HEADER_BASELINE, style)
    right = x + CONTENT_WIDTH_MM
    for text, ink in reversed(notes):
        line = one_line(text, *style, gaps=False)
        right -= width_of(line, _HEADER_SIZE)
        put(page, line, right, HEADER_BASELINE, style, ink=ink)
        right -= 4.0
    page.rules.append(Rule(x, HEADER_RULE, x + CONTENT_WIDTH_MM, HEADER_RULE, RULE_WEIGHT))


def footer(page: Page, head: Head, kind: str, number: int, total: int) -> None:
    """The footer: branch, page kind, 第 X 页 / 共 Y 页; the number stands at the outer edge."""
    x = left_edge(page.number)
    outer_right = page.number % 2 == 1
    pages = one_line(f"第 {number} 页 / 共 {total} 页", SONG, _SMALL, gaps=False)
    kind_line = one_line(kind, KAI, _SMALL, gaps=False)
    room = CONTENT_WIDTH_MM - width_of(pages, _SMALL) - width_of(kind_line, _SMALL) - 12.0
    branch, size = _fitting(head, room)
    ends = [(branch, KAI, size), (pages, SONG, _SMALL)]
    if not outer_right:
        ends.reverse()
    first, last = ends
    put(page, first[0], x, FOOTER_BASELINE, first[1:])
    put(page, last[0], x + CONTENT_WIDTH_MM - width_of(last[0], last[2]), FOOTER_BASELINE, last[1:])
    left, right = x + width_of(first[0], first[2]), x + CONTENT_WIDTH_MM - width_of(last[0], last[2])
    put(page, kind_line, (left + right - width_of(kind_line, _SMALL)) / 2, FOOTER_BASELINE, (KAI, _SMALL))


def _fitting(head: Head, room: float) -> tuple[Line, float]:
    """The branch's name as it fits the footer: in full, smaller, or by its short name."""
    for name, size in ((head.branch, _SMALL), (head.branch, 8.0), (head.short or head.branch, _SMALL)):
        line = one_line(name, KAI, size, gaps=False)
        if width_of(line, size) <= room:
            return line, size
    name = head.short or head.branch
    lines = layout(name, KAI, 7.0, max(room, 10.0), gaps=False)
    return (lines[0] if lines else one_line("", KAI, 7.0)), 7.0


DRAFT_NOTE = ("草稿", GREY)
