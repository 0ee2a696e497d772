"""How a view that is wider than the paper becomes several tables.

Columns that repeat (one a meeting) are spread over as many tables as they need; what stands before them is
repeated on each, what stands behind them is on the last. Free room is left for meetings to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wdbranch.book.form import CONTENT_WIDTH_MM, LANDSCAPE_WIDTH_MM, View, ViewColumn
from wdbranch.rules.derive.table import Derived

_NARROWEST = 0.85  # of its width a repeated column may become, where that spares a table


def width_of(view: View) -> float:
    """The width of a view's table in mm."""
    return LANDSCAPE_WIDTH_MM if view.landscape else CONTENT_WIDTH_MM


def parts_of(view: View, derived: Derived) -> list[list[ViewColumn]]:
    """The columns of each table; those that repeat are named, with empty ones where there is room."""
    width = width_of(view)
    at = next((n for n, column in enumerate(view.columns) if column.repeat), None)
    if at is None:
        return [list(view.columns)]
    lead, pattern, tail = list(view.columns[:at]), view.columns[at], list(view.columns[at + 1 :])
    named = [replace(pattern, id=key, label=label, repeat=False) for key, label in derived.repeated]
    room = width - sum(column.width for column in lead)
    behind = sum(column.width for column in tail)
    narrow = pattern.width * _NARROWEST
    if len(named) * narrow <= room - behind:  # a little narrower, they stand in one table
        count = max(len(named), _fitting(room - behind, pattern.width))
        return [[*lead, *_filled(named, pattern, count, room - behind), *tail]]
    most, most_last = _fitting(room, pattern.width), _fitting(room - behind, pattern.width)
    tables = 2
    while (tables - 1) * most + most_last < len(named):
        tables += 1
    parts = []
    for left in range(tables, 1, -1):
        later = (left - 2) * most + most_last  # what the tables behind this one hold
        count = min(most, max(-(-len(named) // left), len(named) - later))
        parts.append([*lead, *_filled(named[:count], pattern, most, room)])
        named = named[count:]
    parts.append([*lead, *_filled(named, pattern, most_last, room - behind), *tail])
    return parts


def _fitting(room: float, width: float) -> int:
    return max(1, int(room / width + 0.001))


def _filled(named: Sequence[ViewColumn], pattern: ViewColumn, count: int, room: float) -> list[ViewColumn]:
    """``count`` columns that fill the room: the named ones, then empty ones."""
    empty = replace(pattern, id="", label="", repeat=False)
    columns = [*named, *[empty] * (count - len(named))]
    return [replace(column, width=room / count) for column in columns]
