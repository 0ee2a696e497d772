"""The chart of the five levels of a community's party organisations, on A4 landscape.

The two upper levels spread over the leaf; each unit of the third level heads a column, in which the units below it
stand one under the other. Columns that find no room go on on further leaves, with what stands above them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wdbranch.printing.fonts import FANGSONG, KAI, SANS
from wdbranch.printing.leaf import Area, Head, area, baseline, footer, header, landscape, put, title, width_of
from wdbranch.printing.plan import Mark, Page, Plan, Rule, Worked
from wdbranch.printing.typeset import one_line

SPREAD = 2
"""So many levels spread over the leaf; those below stand in columns."""

_COLUMN, _GAP = 47.0, 4.5            # mm: a column, and between two
_BOX, _LINK = 14.0, 7.0              # height of a box of the upper levels, and of the lines below it
_ITEM, _ITEM_GAP, _INDENT = 10.0, 2.0, 4.0
_WEIGHT = 0.7
_LARGEST, _LEAST = 11.5, 7.5         # points


@dataclass(slots=True, eq=False)
class Unit:
    """One unit: ``level`` from 0, its leader (may be empty) and the units below it."""

    name: str
    leader: str
    level: int
    below: list[Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Column:
    """What stands in a column: ``above`` from the top down, its head, and the items with how far they are indented."""

    above: tuple[Unit, ...]
    head: Unit | None
    items: tuple[tuple[Unit, int], ...]


def plan_chart(name: str, levels: Sequence[str], units: Sequence[Unit], head: Head, legend: str) -> Plan:
    """The leaves of the chart of ``units``, the tops of their trees; none gives an empty frame of the levels."""
    place = area(landscape(1))
    room = place.bottom - place.top - (SPREAD + 1) * _BOX - SPREAD * _LINK - 8.0
    depth = max(1, int(room / (_ITEM + _ITEM_GAP)))
    columns = [column for unit in units for column in _columns(unit, (), depth)]
    wide = max(1, int((place.w + _GAP) / (_COLUMN + _GAP)))
    plan = Plan(title=name, author=head.branch)
    leaves = [columns[at : at + wide] for at in range(0, len(columns), wide)] or [[]]
    for number, some in enumerate(leaves, 1):
        page = landscape(number)
        header(page, head)
        title(page, name, again=number > 1)
        _draw(page, area(page), some)
        _legend(page, area(page), "　".join((legend, "－".join(levels))))
        footer(page, head, name, number, len(leaves))
        plan.pages.append(page)
    plan.marks.append(Mark(name, 1, len(plan.pages)))
    told = [text for unit in units for text in _texts(unit)]
    plan.worked.append(Worked(name, tuple(told)))
    return plan


def _texts(unit: Unit) -> Iterator[str]:
    yield unit.name
    if unit.leader:
        yield unit.leader
    for below in unit.below:
        yield from _texts(below)


def _columns(unit: Unit, above: tuple[Unit, ...], depth: int) -> Iterator[_Column]:
    """The columns below a unit; one whose units find no room is gone on with in the next."""
    if unit.level < SPREAD and unit.below:
        for below in unit.below:
            yield from _columns(below, (*above, unit), depth)
        return
    if unit.level < SPREAD:
        yield _Column((*above, unit), None, ())
        return
    items = tuple(_items(unit, 0))
    for at in range(0, max(len(items), 1), depth):
        yield _Column(above, unit, items[at : at + depth])


def _items(unit: Unit, indent: int) -> Iterator[tuple[Unit, int]]:
    for below in unit.below:
        yield below, indent
        yield from _items(below, indent + 1)


# --- drawing ----------------------------------------------------------------------------------------------------


def _draw(page: Page, place: Area, columns: Sequence[_Column]) -> None:
    """The columns of a leaf side by side amid it, and above them what they belong to."""
    whole = len(columns) * (_COLUMN + _GAP) - _GAP
    left = place.x + (place.w - whole) / 2
    xs = [left + n * (_COLUMN + _GAP) for n in range(len(columns))]
    for row in range(SPREAD):
        _spread_row(page, place, columns, xs, row)
    y = place.top + SPREAD * (_BOX + _LINK)
    for x, column in zip(xs, columns, strict=True):
        if column.head is None:
            continue
        middle = x + _COLUMN / 2
        if column.above:
            page.rules.append(Rule(middle, y - _LINK / 2, middle, y, _WEIGHT))
        _box(page, column.head, (x, y, _COLUMN, _BOX), bold=True)
        _stack(page, column, x, y + _BOX)


def _spread_row(page: Page, place: Area, columns: Sequence[_Column], xs: Sequence[float], row: int) -> None:
    """The units of one of the upper levels, each above its columns, and the lines that lead down from it."""
    y = place.top + row * (_BOX + _LINK)
    at = 0
    while at < len(columns):
        unit = columns[at].above[row] if row < len(columns[at].above) else None
        to = at
        while to < len(columns) and row < len(columns[to].above) and columns[to].above[row] is unit:
            to += 1
        if unit is None:
            at += 1
            continue
        first, last = xs[at] + _COLUMN / 2, xs[to - 1] + _COLUMN / 2
        middle = (first + last) / 2
        width = min(max(_COLUMN * 1.4, 66.0), last - first + _COLUMN)
        _box(page, unit, (middle - width / 2, y, width, _BOX), bold=True)
        if row:
            page.rules.append(Rule(middle, y - _LINK / 2, middle, y, _WEIGHT))
        below = list(_middles(columns[at:to], xs[at:to], row))
        if below:
            bar = y + _BOX + _LINK / 2
            page.rules.append(Rule(middle, y + _BOX, middle, bar, _WEIGHT))
            ends = [*below, middle]
            if max(ends) - min(ends) > 0.01:
                page.rules.append(Rule(min(ends), bar, max(ends), bar, _WEIGHT))
        at = to


def _middles(columns: Sequence[_Column], xs: Sequence[float], row: int) -> Iterator[float]:
    """Where the units directly below a unit of a row have their middles; each unit of the next row once."""
    at = 0
    while at < len(columns):
        above = columns[at].above
        if row + 1 < len(above):
            to = at
            while to < len(columns) and above[row + 1] in columns[to].above[row + 1 : row + 2]:
                to += 1
            yield (xs[at] + xs[to - 1] + _COLUMN) / 2
            at = to
        else:
            if columns[at].head is not None:
                yield xs[at] + _COLUMN / 2
            at += 1


def _stack(page: Page, column: _Column, x: float, y: float) -> None:
    """The units below the head of a column, joined to it at the left."""
    trunk = x + 2.0
    last = y
    for number, (unit, indent) in enumerate(column.items):
        top = y + _ITEM_GAP + number * (_ITEM + _ITEM_GAP)
        left = x + _INDENT * (indent + 1)
        middle = top + _ITEM / 2
        start = trunk + _INDENT * indent
        page.rules.append(Rule(start, middle, left, middle, _WEIGHT))
        if indent:
            above = max(n for n in range(number) if column.items[n][1] < indent) if _has_above(column, number) else None
            from_y = y if above is None else y + _ITEM_GAP + above * (_ITEM + _ITEM_GAP) + _ITEM
            page.rules.append(Rule(start, from_y, start, middle, _WEIGHT))
        else:
            last = middle
        _box(page, unit, (left, top, _COLUMN - _INDENT * (indent + 1), _ITEM), bold=False)
    if last > y:
        page.rules.append(Rule(trunk, y, trunk, last, _WEIGHT))


def _has_above(column: _Column, number: int) -> bool:
    indent = column.items[number][1]
    return any(column.items[n][1] < indent for n in range(number))


def _box(page: Page, unit: Unit, place: tuple[float, float, float, float], *, bold: bool) -> None:
    """A frame with the name of the unit and its leader below, each set smaller until it fits."""
    x, y, w, h = place
    for x0, y0, x1, y1 in ((x, y, x + w, y), (x, y + h, x + w, y + h), (x, y, x, y + h), (x + w, y, x + w, y + h)):
        page.rules.append(Rule(x0, y0, x1, y1, _WEIGHT))
    rows = [(unit.name, SANS if bold else FANGSONG)] + ([(unit.leader, KAI)] if unit.leader else [])
    for number, (text, role) in enumerate(rows, 1):
        line = one_line(text, role, gaps=False)
        size = _LARGEST if bold else 10.0
        while size > _LEAST and width_of(line, size) > w - 2.0:
            size -= 0.5
        size = min(size, size * (w - 1.2) / max(width_of(line, size), 0.1)) if width_of(line, size) > w - 1.2 else size
        middle = y + h * (2 * number - 1) / (2 * len(rows))
        start = x + (w - width_of(line, size)) / 2
        put(page, line, start, baseline(middle, role, size), (role, size), value=True)


def _legend(page: Page, place: Area, text: str) -> None:
    line = one_line(text, KAI, gaps=False)
    put(page, line, place.x, place.bottom - 1.5, (KAI, 9.5))
