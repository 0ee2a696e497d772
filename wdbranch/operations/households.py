"""The households of a building as boxes: which there are by its size, and what a click makes of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wdbranch.book.form import Edition
from wdbranch.book.record import Record

FORM = "building"
Place = tuple[int, int, int]
"""Unit and floor from 1, and the place on the floor from 0."""


def boxes(record: Record) -> dict[Place, dict[str, Any]]:
    """Every box of the building: a household that is written, or a blank one with its usual number (601, 602)."""
    units, floors, across = (record.get(name) or 0 for name in ("units", "floors", "per_floor"))
    written: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in record.rows("households"):
        written.setdefault((row.get("unit") or 0, row.get("floor") or 0), []).append(dict(row))
    found: dict[Place, dict[str, Any]] = {}
    for unit in range(1, units + 1):
        for floor in range(floors, 0, -1):
            there = sorted(written.pop((unit, floor), ()), key=lambda row: str(row.get("room")))
            names = [f"{floor}{number:02}" for number in range(1, across + 1)]
            have = {str(row.get("room")) for row in there}
            blanks = [{"unit": unit, "floor": floor, "room": name} for name in names if name not in have]
            rows = sorted([*there, *blanks[: max(across - len(there), 0)]], key=lambda row: str(row.get("room")))
            found |= {(unit, floor, at): row for at, row in enumerate(rows)}
    return found


def cycled(row: Mapping[str, Any], edition: Edition) -> dict[str, Any]:
    """The household with the next state of living; after the last it is blank again."""
    states = [None, *(choice.id for choice in edition.choices["household_state"])]
    at = states.index(row.get("occupancy")) if row.get("occupancy") in states else 0
    return {**row, "occupancy": states[(at + 1) % len(states)]}


def rows_of(record: Record, found: Mapping[Place, Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The rows to be kept: boxes of which something is told, and households outside the building as they were."""
    told = [dict(row) for row in found.values() if any(value for key, value in row.items() if key not in _PLACE)]
    inside = {(row.get("unit"), row.get("floor"), row.get("room")) for row in found.values()}
    outside = [
        dict(row)
        for row in record.rows("households")
        if (row.get("unit"), row.get("floor"), row.get("room")) not in inside
    ]
    return (*sorted(told, key=lambda row: (row["unit"], row["floor"], str(row["room"]))), *outside)


_PLACE = ("unit", "floor", "room")
