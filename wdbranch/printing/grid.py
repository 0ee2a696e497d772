"""The grid engine: rows of cells are placed on leaves and drawn.

Rows are placed from top to bottom. What does not fit goes on on a （续） leaf, which repeats only the title
and the head of what was cut. Growing rows take the free height; signatures stand at the foot of the last
leaf.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from wdbranch.printing.flow import EPS, WRITING, Flow, Place, Ruled
from wdbranch.printing.fonts import KAI
from wdbranch.printing.leaf import FRAME_WEIGHT, RULE_WEIGHT, area, centred
from wdbranch.printing.plan import Box, Frame, Page, Rule
from wdbranch.printing.table import Table

_WHOLE = 40.0  # a row lower than this is not cut, unless it is written on lines
_NOTHING = 25.0  # a free height above the foot larger than this is said to be empty
_FAIR = 0.35  # of the last leaf used, so that it does not look forgotten
_ONE_LINE = 8.0  # mm: the lowest row of the book (8 to 10 mm), used where it saves a leaf
_LOW = 18.0  # nor is a row lower than this parted from its heading

Opener = Callable[[int, bool], Page]
"""Makes the page of a leaf, counted from 0, with header and title; told whether it is a （续） leaf."""


@dataclass(slots=True)
class GridCell:
    """One cell: its width in mm and what fills it; ``box`` is (field, part) for a cell of a record."""

    width: float
    flow: Flow
    box: tuple[str, str] | None = None


@dataclass(slots=True)
class GridRow:
    """One row: ``height`` is the least height in mm; ``heading``: it belongs to the row below."""

    height: float
    cells: list[GridCell]
    grow: bool = False
    heading: bool = False
    above: GridRow | None = field(default=None, repr=False)

    @property
    def flows(self) -> list[Flow]:
        """What fills the cells."""
        return [cell.flow for cell in self.cells]

    @property
    def ruled(self) -> bool:
        """Whether text on ruled lines is in it."""
        return any(isinstance(cell.flow, Ruled) for cell in self.cells)

    def natural(self, at: Sequence[int] | None = None) -> float:
        """What the row takes from those positions on; the least height holds for a row that begins."""
        need = self.height if at is None else 0.0
        for number, flow in enumerate(self.flows):
            need = max(need, flow.height(at[number] if at else 0, flow.count))
        return need

    def least(self) -> float:
        """What must stand below a heading: two lines, or a table head with one row, or the whole low row."""
        whole = self.natural()
        if whole <= _LOW:
            return whole
        need = 0.0
        for flow in self.flows:
            atoms = flow.count if flow.repeats else min(flow.count, 1 if isinstance(flow, Table) else 2)
            need = max(need, flow.height(0, atoms))
        return need

    def tighten(self) -> GridRow:
        """The same row without room to spare: no empty lines, the least height of one line of text."""
        cells = [
            replace(
                cell, flow=replace(cell.flow, blank=min(cell.flow.blank, 1 if not cell.flow.lines else 0))
            )
            if isinstance(cell.flow, Ruled)
            else cell
            for cell in self.cells
        ]
        return replace(self, height=min(self.height, _ONE_LINE), cells=cells)

    def cut(self, at: Sequence[int], room: float) -> list[int] | None:
        """How far each cell gets within ``room``; None where it is better to begin on a new leaf."""
        flows = self.flows
        to = [
            flow.count if flow.repeats else flow.fit(start, room)
            for flow, start in zip(flows, at, strict=True)
        ]
        long = [n for n, flow in enumerate(flows) if not flow.repeats and at[n] < flow.count]
        if not long:
            return None
        if not self.ruled and self.natural(at) <= _WHOLE:
            return None
        for n in long:
            flow = flows[n]
            least = 1 if isinstance(flow, Table) else 2
            if to[n] < flow.count and to[n] - at[n] < least:
                return None
            if flow.count - to[n] == 1 and to[n] - at[n] > least and not isinstance(flow, Table | Ruled):
                to[n] -= 1  # no single line on the next leaf
        return to

    def forced(self, at: Sequence[int], room: float) -> list[int]:
        """How far each cell gets on a fresh leaf: at least one atom."""
        return [
            flow.count if flow.repeats else max(flow.fit(start, room), min(start + 1, flow.count))
            for flow, start in zip(self.flows, at, strict=True)
        ]


@dataclass(slots=True)
class _Placed:
    """A portion of a row on one leaf; ``at`` 1 on a label means that it is repeated."""

    row: GridRow
    at: list[int]
    to: list[int]
    height: float


_Leaves = list[list[_Placed]]


class _Capacity:
    """The height of each leaf; ``short`` leaves keep room for the foot because the last one must."""

    def __init__(self, height: float, foot: float) -> None:
        self._height = height
        self._foot = foot
        self.short: set[int] = set()

    def __call__(self, leaf: int) -> float:
        return self._height - self._foot if leaf in self.short else self._height

    def full(self) -> float:
        """The height of a leaf without foot."""
        return self._height

    def last(self) -> float:
        """The height of the leaf that carries the foot."""
        return self._height - self._foot


def lay_out(
    rows: Sequence[GridRow],
    foot: Sequence[GridRow],
    opener: Opener,
    record: str,
    *,
    height: float,
    fill: bool,
) -> list[Page]:
    """The leaves of a grid; ``record`` is the id written into the boxes, ``height`` that of a leaf's content.

    ``fill`` (blank forms): the free height of the last leaf goes to the growing row even if that stands on an
    earlier one. Otherwise empty lines never open a continuation, are given up where that saves a leaf, and a
    large free height says （以下空白）.
    """
    foot_height = sum(row.natural() for row in foot)
    _link(rows)
    leaves = _place_all(rows, _Capacity(height, foot_height), fill=fill)
    if not fill and len(leaves) > 1:
        tight = [row.tighten() for row in rows]
        _link(tight)
        shorter = _place_all(tight, _Capacity(height, foot_height), fill=False)
        leaves = shorter if len(shorter) < len(leaves) else leaves
    pages = []
    for number, leaf in enumerate(leaves):
        page = opener(number, number > 0)
        last = number == len(leaves) - 1
        _draw_leaf(page, leaf, foot if last else (), record, nothing_below=last and not fill)
        pages.append(page)
    return pages


def _link(rows: Sequence[GridRow]) -> None:
    """Tell each row which heading stands right above it."""
    for above, row in pairwise(rows):
        row.above = above if above.heading else None


# --- placing --------------------------------------------------------------------------------------


def _used(leaf: Sequence[_Placed]) -> float:
    return sum(placed.height for placed in leaf)


def _place_all(rows: Sequence[GridRow], capacity: _Capacity, *, fill: bool) -> _Leaves:
    leaves = _place(rows, capacity)
    while _used(leaves[-1]) > capacity.last() + EPS and len(leaves) - 1 not in capacity.short:
        capacity.short.add(len(leaves) - 1)  # rows move on with the foot, so that it never stands alone
        leaves = _place(rows, capacity)
    growing = next(
        (cell.flow for row in rows if row.grow for cell in row.cells if isinstance(cell.flow, Ruled)), None
    )
    if growing is not None and fill:
        leaves = _filled(rows, capacity, leaves, growing)
    elif growing is not None and len(leaves) > 1 and not _is_settled(leaves[-1], capacity):
        leaves = _balanced(rows, capacity, leaves, growing)
    for number, leaf in enumerate(leaves):
        last = number == len(leaves) - 1
        _stretch(leaf, (capacity.last() if last else capacity.full()) - _used(leaf), last=last)
    return leaves


def _filled(rows: Sequence[GridRow], capacity: _Capacity, leaves: _Leaves, growing: Ruled) -> _Leaves:
    """The same number of leaves with as many empty lines in the growing row as fit (blank forms)."""
    before = growing.blank
    for lines in range(_spare_lines(capacity, leaves), 0, -1):
        longer = _grown(rows, capacity, growing, before + lines)
        if _fits(longer, len(leaves), capacity):
            return longer
    growing.blank = before
    return leaves


def _balanced(rows: Sequence[GridRow], capacity: _Capacity, leaves: _Leaves, growing: Ruled) -> _Leaves:
    """Just enough empty lines in the growing row that the last leaf is no orphan, if any number does.

    Empty lines never open a continuation.
    """
    before = growing.blank
    best: tuple[int, _Leaves] = (before, leaves)
    for lines in range(1, _spare_lines(capacity, leaves) + 1):
        longer = _grown(rows, capacity, growing, before + lines)
        blank = any(_only_blank(placed) for leaf in longer for placed in leaf)
        if blank or not _fits(longer, len(leaves), capacity):
            continue
        best = (before + lines, longer)
        if _is_settled(longer[-1], capacity):
            break
    growing.blank = best[0]
    return best[1]


def _is_settled(leaf: Sequence[_Placed], capacity: _Capacity) -> bool:
    """Whether a last leaf looks like one: a text on lines begins there, or a fair part of it is used."""
    begins = any(placed.row.ruled and not any(placed.at) for placed in leaf)
    return begins or _used(leaf) >= _FAIR * capacity.last()


def _spare_lines(capacity: _Capacity, leaves: _Leaves) -> int:
    return int((capacity.last() - _used(leaves[-1])) / WRITING.leading)


def _grown(rows: Sequence[GridRow], capacity: _Capacity, growing: Ruled, blank: int) -> _Leaves:
    growing.blank = blank
    return _place(rows, capacity)


def _fits(leaves: _Leaves, count: int, capacity: _Capacity) -> bool:
    return len(leaves) == count and _used(leaves[-1]) <= capacity.last() + EPS


def _only_blank(placed: _Placed) -> bool:
    """Whether a continued portion consists of empty lines."""
    return any(
        isinstance(flow, Ruled) and at and at >= len(flow.lines)
        for flow, at in zip(placed.row.flows, placed.at, strict=True)
    )


def _place(rows: Sequence[GridRow], capacity: _Capacity) -> _Leaves:
    leaves: _Leaves = [[]]
    room = capacity(0)
    for number, row in enumerate(rows):
        at = [0] * len(row.cells)
        begun = False
        follows = rows[number + 1].least() if row.heading and number + 1 < len(rows) else 0.0
        while True:
            height = row.natural(at if begun else None)
            if height + follows <= room + EPS:
                leaves[-1].append(_Placed(row, at, [flow.count for flow in row.flows], height))
                room -= height
                break
            to = None if row.heading else row.cut(at, room)
            if to is None and (begun or not leaves[-1]):
                to = row.forced(at, room)
            leaves.append([])
            if to is None:
                room = capacity(len(leaves) - 1)
                continue
            leaves[-2].append(_Placed(row, at, to, room))
            room = capacity(len(leaves) - 1)
            at = [1 if flow.repeats else end for flow, end in zip(row.flows, to, strict=True)]
            begun = True
            if row.above is not None:
                again = row.above.natural()
                leaves[-1].append(
                    _Placed(row.above, [1] * len(row.above.cells), [1] * len(row.above.cells), again)
                )
                room -= again
    return leaves


def _stretch(leaf: Sequence[_Placed], free: float, *, last: bool) -> None:
    """Give the free height of a leaf to its growing row, else to ruled lines, else to its last row.

    A growing row that was only continued here leaves it to the last text on lines: empty lines then stand
    below what was said, not between. On the last leaf a large free height stays empty rather than making a
    row of plain cells too high.
    """
    if free <= EPS or not leaf:
        return
    growing = (
        [placed for placed in leaf if placed.row.grow and not any(placed.at)]
        or [placed for placed in leaf if placed.row.ruled]
        or [placed for placed in leaf if placed.row.grow]
    )
    if growing:
        growing[-1].height += free
    elif not last or free < WRITING.leading:
        leaf[-1].height += free


# --- drawing --------------------------------------------------------------------------------------


def _draw_leaf(
    page: Page, placed: Sequence[_Placed], foot: Sequence[GridRow], record: str, *, nothing_below: bool
) -> None:
    place = area(page)
    y = place.top
    for number, portion in enumerate(placed):
        _draw_row(page, portion, y, record)
        y += portion.height
        if foot or number < len(placed) - 1:
            page.rules.append(Rule(place.x, y, place.right, y, RULE_WEIGHT))
    if foot:
        top = place.bottom - sum(row.natural() for row in foot)
        if top > y + EPS:
            page.rules.append(Rule(place.x, top, place.right, top, RULE_WEIGHT))
        if nothing_below and top > y + _NOTHING:
            centred(page, "（以下空白）", (place.x, place.w), y + 9.0, (KAI, 12.0))
        y = top
        for number, row in enumerate(foot):
            ends = [cell.flow.count for cell in row.cells]
            portion = _Placed(row, [0] * len(ends), ends, row.natural())
            _draw_row(page, portion, y, record)
            y += portion.height
            if number < len(foot) - 1:
                page.rules.append(Rule(place.x, y, place.right, y, RULE_WEIGHT))
    page.frames.append(Frame(place.x, place.top, place.w, y - place.top, FRAME_WEIGHT))


def _draw_row(page: Page, portion: _Placed, y: float, record: str) -> None:
    x = area(page).x
    for number, cell in enumerate(portion.row.cells):
        place = Place(x, y, cell.width, portion.height)
        cell.flow.draw(page, place, portion.at[number], portion.to[number])
        if cell.box is not None:
            page.boxes.append(Box(record, *cell.box, *place))
        x += cell.width
        if number < len(portion.row.cells) - 1:
            page.rules.append(Rule(x, y, x, y + portion.height, RULE_WEIGHT))
