"""Notices for the wall, in large letters on A4 landscape: who answers for what, and the plate of a post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wdbranch.printing.flow import CENTRE, LEFT, Place, Style, draw_block, paragraph_lines
from wdbranch.printing.fonts import FANGSONG, KAI, SANS, SERIF
from wdbranch.printing.leaf import (
    FRAME_WEIGHT,
    RULE_WEIGHT,
    Area,
    Head,
    area,
    centred,
    landscape,
    letter_spaced,
    put,
)
from wdbranch.printing.plan import BLACK, RED, Frame, Mark, Page, Plan, Rule, Worked
from wdbranch.printing.typeset import one_line

_TITLE, _FOOT = 24.0, 10.0                       # mm above and below the table
_SIZES = (18.0, 16.0, 14.0, 12.5, 11.0, 10.0, 9.0, 8.0)
_PAD = 2.5
_APART = 6      # the letters of a name or post of so many stand apart


@dataclass(frozen=True, slots=True)
class Notice:
    """A table of texts in large letters: ``columns`` are (head, share of the width, whether amid its column)."""

    title: str
    columns: Sequence[tuple[str, float, bool]]
    rows: Sequence[Sequence[str]]
    foot: str


@dataclass(frozen=True, slots=True)
class Plate:
    """The plate of one post: what it is called, who holds it, what is done, and what is told below."""

    post: str
    person: str
    duties: str
    below: str


def plan_notices(name: str, notices: Sequence[Notice], head: Head) -> Plan:
    """One leaf for each notice; one that is too long for a leaf goes on on the next."""
    plan = Plan(title=name, author=head.branch)
    for notice in notices:
        first = len(plan.pages) + 1
        rows = list(notice.rows)
        while rows or len(plan.pages) < first:
            page = landscape(len(plan.pages) + 1)
            place = _leaf(page)
            taken = _table(page, place, notice, rows, again=len(plan.pages) >= first)
            rows = rows[taken:]
            plan.pages.append(page)
        plan.marks.append(Mark(notice.title, first, len(plan.pages)))
        plan.worked.append(Worked(notice.title, tuple(text for row in notice.rows for text in row if text)))
    return plan


def plan_plates(name: str, plates: Sequence[Plate], head: Head) -> Plan:
    """One leaf for each plate."""
    plan = Plan(title=name, author=head.branch)
    for plate in plates:
        page = landscape(len(plan.pages) + 1)
        _plate(page, _leaf(page), plate, head)
        plan.pages.append(page)
        mark = Mark(f"{plate.post}　{plate.person}", len(plan.pages), len(plan.pages))
        plan.marks.append(mark)
        plan.worked.append(Worked(mark.title, tuple(filter(None, (plate.post, plate.person, plate.duties)))))
    return plan


def _leaf(page: Page) -> Area:
    """A notice hangs on the wall: it has no binding edge and no head of the book."""
    place = area(page)
    return Area(18.0, page.width - 36.0, 16.0, page.height - 14.0)._replace(x=min(place.x, 18.0))


def _table(page: Page, place: Area, notice: Notice, rows: Sequence[Sequence[str]], *, again: bool) -> int:
    """Draw as many rows as fit, in the largest letters in which all do; how many they were."""
    letter_spaced(page, notice.title, (place.x, place.w, place.top + 9.0), (SERIF, 26.0), again=again)
    top, room = place.top + _TITLE, place.bottom - _FOOT - place.top - _TITLE
    size = next((size for size in _SIZES if sum(_heights(place, notice, rows, size)) <= room), _SIZES[-1])
    heights = _heights(place, notice, rows, size)
    taken, used = 0, heights[0]
    while taken < len(rows) and used + heights[taken + 1] <= room + 0.01:
        used += heights[taken + 1]
        taken += 1
    taken = max(taken, min(1, len(rows)))
    stretch = min(room / used, 1.6) if taken == len(rows) and used else 1.0
    y = top
    texts = [[head for head, _, _ in notice.columns], *rows[:taken]]
    for number, row in enumerate(texts):
        high = heights[number] * stretch
        _row(page, Place(place.x, y, place.w, high), notice, row, size, head=number == 0)
        y += high
        if number < taken:
            page.rules.append(Rule(place.x, y, place.right, y, RULE_WEIGHT))
    page.frames.append(Frame(place.x, top, place.w, y - top, FRAME_WEIGHT))
    x = place.x
    for _, share, _ in notice.columns[:-1]:
        x += place.w * share / _whole(notice)
        page.rules.append(Rule(x, top, x, y, RULE_WEIGHT))
    line = one_line(notice.foot, KAI, gaps=False)
    put(page, line, place.x, place.bottom - 1.0, (KAI, 12.0))
    return taken


def _whole(notice: Notice) -> float:
    return sum(share for _, share, _ in notice.columns)


def _style(size: float, *, head: bool) -> Style:
    return Style(SANS if head else FANGSONG, size, size * 0.5, 0.0)


def _heights(place: Area, notice: Notice, rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """The height of the heads and of each row in mm."""
    found = []
    for number, row in enumerate([[head for head, _, _ in notice.columns], *rows]):
        style = _style(size, head=number == 0)
        lines = [
            len(paragraph_lines(text, style, place.w * share / _whole(notice) - 2 * _PAD)) if text else 0
            for text, (_, share, _) in zip(row, notice.columns, strict=True)
        ]
        found.append(max(*lines, 1) * style.leading + size * 0.26)
    return found


def _row(page: Page, place: Place, notice: Notice, row: Sequence[str], size: float, *, head: bool) -> None:
    style = _style(size, head=head)
    x = place.x
    for text, (_, share, amid) in zip(row, notice.columns, strict=True):
        wide = place.w * share / _whole(notice)
        lines = [line._replace(spread=0.0) for line in paragraph_lines(text, style, wide - 2 * _PAD)] if text else []
        align = CENTRE if amid or head else LEFT
        draw_block(page, lines, Place(x, place.y, wide, place.h), style, align=align, pad=_PAD, value=not head)
        x += wide


def _plate(page: Page, place: Area, plate: Plate, head: Head) -> None:
    """The post large in the middle, the person below, the duties as lines, the branch at the foot."""
    for inset, weight in ((0.0, 2.2), (2.0, 0.6)):
        page.frames.append(
            Frame(place.x + inset, place.top + inset, place.w - 2 * inset, place.bottom - place.top - 2 * inset, weight)
        )
    across = (place.x + 8.0, place.w - 16.0)
    size = 54.0
    while size > 24.0 and letter_spaced(page, plate.post, (*across, 0.0), (SERIF, size), paint=False):
        size -= 2.0
    for text, middle, points, ink in ((plate.post, 32.0, size, RED), (plate.person, 64.0, 34.0, BLACK)):
        spread = 350.0 if len(text) <= _APART else 80.0
        centred(page, text, across, place.top + middle, (SERIF, points), spread=spread, ink=ink, value=True)
    style = next(
        Style(FANGSONG, points, points * 0.55, 0.0)
        for points in (22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
        if len(paragraph_lines(plate.duties, Style(FANGSONG, points, 0.0), across[1] - 16.0)) * points * 0.55 <= 68.0
        or points == 10.0
    )
    lines = paragraph_lines(plate.duties, style, across[1] - 16.0)
    room = Place(across[0] + 8.0, place.top + 78.0, across[1] - 16.0, 68.0)
    draw_block(page, lines, room, style, pad=0.0, value=True)
    centred(page, plate.below, across, place.bottom - 19.0, (KAI, 14.0), value=True)
    centred(page, head.branch, across, place.bottom - 9.0, (KAI, 14.0))
