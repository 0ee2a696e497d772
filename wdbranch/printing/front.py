"""Pages that no form describes: cover, 填写说明, contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wdbranch.book.form import CONTENT_WIDTH_MM, Edition
from wdbranch.printing.flow import Style
from wdbranch.printing.fonts import FANGSONG, KAI, SANS, SERIF, SONG
from wdbranch.printing.leaf import (
    RULE_WEIGHT,
    Head,
    area,
    baseline,
    centred,
    header,
    put,
    title,
    width_of,
)
from wdbranch.printing.plan import RED, Page, Rule
from wdbranch.printing.typeset import MM_PER_PT, layout, one_line

_COVER_LABEL = Style(SANS, 14.0, 14.0)
_COVER_VALUE = Style(FANGSONG, 16.0, 8.0)
_COVER_ROW = 15.0
_NOTE = Style(FANGSONG, 14.0, 9.5)
_ENTRY = 9.0  # distance of lines in the contents
_DOTS = 10.0  # leader: size in points, one character in mm
_DOTS_EM = _DOTS * MM_PER_PT


class Entry(NamedTuple):
    """One line of the contents: ``level`` 0 for a chapter; ``page`` as printed at its end."""

    text: str
    page: int
    level: int = 0


def cover(head: Head) -> Page:
    """The cover (P01): title in red, year, branch, superior, secretary, number, days of use.

    No page number, no photograph.
    """
    page = Page(1)
    place = area(page)
    across = (place.x, place.w)
    if head.book_no:
        style = (KAI, 12.0)
        line = one_line(f"编号：{head.book_no}", style[0], gaps=False)
        put(page, line, place.right - width_of(line, 12.0), 32.0, style)
    size = 30.0
    natural = len(head.book_title) * size * MM_PER_PT
    spread = min(
        200.0, max(0.0, (CONTENT_WIDTH_MM - 4 - natural) / len(head.book_title) / (size * MM_PER_PT) * 1000)
    )
    while len(head.book_title) * size * MM_PER_PT > CONTENT_WIDTH_MM and size > 14:
        size -= 1
    centred(page, head.book_title, across, 92.0, (SERIF, size), spread=spread, ink=RED)
    centred(page, f"（{head.year}年度）", across, 116.0, (SERIF, 20.0))
    y = 176.0
    for label, value in (
        ("党支部全称", head.branch),
        ("上级党组织", head.superior),
        ("党支部书记", head.secretary),
    ):
        y = _cover_line(page, y, label, value)
    used = [f"启用日期：{head.opened}" if head.opened else "", f"止用日期：{head.closed}" if head.closed else ""]
    centred(page, "　　".join(filter(None, used)), across, 256.0, (KAI, 12.0), value=True)
    return page


def _cover_line(page: Page, y: float, label: str, value: str) -> float:
    place = area(page)
    x = place.x + 12.0
    put(page, one_line(label + "：", _COVER_LABEL[0]), x, baseline(y, *_COVER_LABEL[:2]), _COVER_LABEL[:2])
    left, right = x + 34.0, place.right - 12.0
    size = _COVER_VALUE.size
    lines = layout(value, FANGSONG, size, right - left, gaps=False)
    while len(lines) > 1 and size > 12:
        size -= 0.5
        lines = layout(value, FANGSONG, size, right - left, gaps=False)
    for number, line in enumerate(lines or [one_line("", FANGSONG)]):
        if number:
            y += 9.0
        start = left + (right - left - width_of(line, size)) / 2
        put(page, line, start, baseline(y, FANGSONG, size), (FANGSONG, size), value=True)
        page.rules.append(Rule(left, y + 4.2, right, y + 4.2, RULE_WEIGHT))
    return y + _COVER_ROW


def notes(edition: Edition, head: Head, number: int) -> Page:
    """填写说明 (P02): the edition's notes, numbered, and plainly what kind of edition this is."""
    page = Page(number)
    place = area(page)
    header(page, head)
    title(page, "填写说明")
    y = place.top + 6.0
    for count, note in enumerate(edition.notes, 1):
        lines = layout(f"{count}.{note}", *_NOTE[:2], place.w - 8.0, indent=2)
        for at, line in enumerate(lines):
            x = place.x + 4.0 + (0.0 if at else 2 * _NOTE.size * MM_PER_PT)
            put(page, line, x, baseline(y + _NOTE.leading / 2, *_NOTE[:2]), _NOTE[:2])
            y += _NOTE.leading
        y += 2.0
    y = place.bottom - 6.0
    for line in reversed(layout(edition.reference, KAI, 10.5, place.w - 8.0)):
        put(page, line, place.x + 4.0, y, (KAI, 10.5))
        y -= 5.5
    return page


def contents(entries: Sequence[Entry], head: Head, first: int) -> list[Page]:
    """目录 with dotted leaders and page numbers."""
    pages: list[Page] = []
    y = 0.0
    for entry in entries:
        if not pages or y + _ENTRY > area(pages[-1]).bottom:
            page = Page(first + len(pages))
            header(page, head)
            title(page, "目录", again=bool(pages))
            pages.append(page)
            y = area(page).top + 4.0
        if entry.level == 0 and y > area(pages[-1]).top + 5.0:
            y += 2.0
        _entry(pages[-1], entry, y)
        y += _ENTRY
    return pages


def _entry(page: Page, entry: Entry, y: float) -> None:
    place = area(page)
    style = (SANS, 13.0) if entry.level == 0 else (FANGSONG, 13.0)
    x = place.x + 6.0 * entry.level
    middle = y + _ENTRY / 2
    number = one_line(str(entry.page), SONG)
    line = one_line(entry.text, style[0], gaps=False)
    put(page, line, x, baseline(middle, *style), style)
    end = place.right - width_of(number, 12.0)
    put(page, number, end, baseline(middle, SONG, 12.0), (SONG, 12.0))
    start = x + width_of(line, style[1]) + 2.5
    dots = int((end - 2.5 - start) / _DOTS_EM)
    if dots > 0:
        leader = one_line("…" * dots, FANGSONG)
        put(page, leader, end - 2.5 - dots * _DOTS_EM, baseline(middle, FANGSONG, _DOTS), (FANGSONG, _DOTS))
