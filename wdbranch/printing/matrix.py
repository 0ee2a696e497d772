"""The households of a building as a matrix: floors from the top down, units side by side; A4 or A3 landscape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wdbranch.printing.flow import CENTRE, Place, Style, draw_block, paragraph_lines
from wdbranch.printing.fonts import FANGSONG, KAI, SANS, SONG
from wdbranch.printing.leaf import (
    FRAME_WEIGHT,
    RULE_WEIGHT,
    Area,
    Head,
    area,
    centred,
    footer,
    header,
    put,
    title,
)
from wdbranch.printing.plan import Frame, Mark, Page, Plan, Rule, Worked
from wdbranch.printing.typeset import one_line

PAPERS: Mapping[str, tuple[float, float]] = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
"""Width and height of the leaves in mm."""

_FLOOR, _HEAD, _FOOT = 16.0, 9.0, 9.0        # mm: the column of floors, the row of units, the legend
_NARROWEST, _LOWEST = 15.0, 9.0              # mm: a cell of a household


@dataclass(frozen=True, slots=True)
class Home:
    """A household as it is shown: its number, a mark before it (★ or empty), and a line below it."""

    room: str
    mark: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A building: ``homes`` by (unit, floor), both from 1; ``legend`` stands below."""

    title: str
    units: int
    floors: int
    per_floor: int
    homes: Mapping[tuple[int, int], Sequence[Home]]
    legend: str


def plan_matrix(matrix: Matrix, head: Head, paper: str = "A4") -> Plan:
    """The leaves of a building; units or floors that find no room go on on further leaves."""
    width, height = PAPERS[paper]
    place = area(Page(1, width, height))
    units = max(1, int((place.w - _FLOOR) / (_NARROWEST * matrix.per_floor)))
    floors = max(1, int((place.bottom - place.top - _HEAD - _FOOT) / _LOWEST))
    shares = [
        (range(first, min(first + units, matrix.units + 1)), range(top, max(top - floors, 0), -1))
        for top in range(matrix.floors, 0, -floors)
        for first in range(1, matrix.units + 1, units)
    ]
    plan = Plan(title=matrix.title, author=head.branch)
    for number, (across, down) in enumerate(shares, 1):
        page = Page(number, width, height)
        header(page, head)
        title(page, matrix.title, again=number > 1)
        _draw(page, area(page), matrix, across, down)
        footer(page, head, matrix.title, number, len(shares))
        plan.pages.append(page)
    plan.marks.append(Mark(matrix.title, 1, len(plan.pages)))
    told = [text for homes in matrix.homes.values() for home in homes for text in (home.room, home.below) if text]
    plan.worked.append(Worked(matrix.title, tuple(told)))
    return plan


def _draw(page: Page, place: Area, matrix: Matrix, across: range, down: range) -> None:
    cell = (place.w - _FLOOR) / (len(across) * matrix.per_floor)
    bottom = place.bottom - _FOOT
    high = min((bottom - place.top - _HEAD) / len(down), 26.0)
    bottom = place.top + _HEAD + high * len(down)
    page.frames.append(Frame(place.x, place.top, place.w, bottom - place.top, FRAME_WEIGHT))
    for row, floor in enumerate(down):
        y = place.top + _HEAD + row * high
        page.rules.append(Rule(place.x, y, place.right, y, RULE_WEIGHT))
        centred(page, f"{floor}层", (place.x, _FLOOR), y + high / 2, (SANS, 11.0))
    centred(page, "楼层", (place.x, _FLOOR), place.top + _HEAD / 2, (SANS, 10.5))
    for column, unit in enumerate(across):
        x = place.x + _FLOOR + column * matrix.per_floor * cell
        wide = matrix.per_floor * cell
        page.rules.append(Rule(x, place.top, x, bottom, FRAME_WEIGHT))
        centred(page, f"{unit}单元", (x, wide), place.top + _HEAD / 2, (SANS, 11.0))
        for row, floor in enumerate(down):
            y = place.top + _HEAD + row * high
            _floor(page, matrix, (unit, floor), Place(x, y, wide, high))
    line = one_line(matrix.legend, KAI, gaps=False)
    put(page, line, place.x, bottom + 6.0, (KAI, 10.0))


def _floor(page: Page, matrix: Matrix, where: tuple[int, int], place: Place) -> None:
    """The households of one floor of one unit, side by side."""
    homes = list(matrix.homes.get(where, ()))
    count = max(matrix.per_floor, len(homes))
    cell = place.w / count
    for number in range(count):
        x = place.x + number * cell
        if number:
            page.rules.append(Rule(x, place.y, x, place.y + place.h, RULE_WEIGHT))
        if number >= len(homes):
            continue
        home = homes[number]
        size = min(18.0, max(10.0, cell * 0.5))
        upper = place.y + place.h * (0.36 if home.below else 0.5)
        centred(page, home.mark + home.room, (x, cell), upper, (SONG, size), value=True)
        if home.below:
            small = Style(FANGSONG, size * 0.72, size * 0.3, 0.2)
            lines = paragraph_lines(home.below, small, cell - 1.6)
            room = Place(x, place.y + place.h * 0.52, cell, place.h * 0.46)
            plain = [line._replace(spread=0.0) for line in lines]
            draw_block(page, plain, room, small, align=CENTRE, pad=0.8, value=True)
