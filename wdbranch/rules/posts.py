"""Posts of a quarter: which there should be by its groups, grids, courtyards, buildings and units, and who holds them.

Nothing is typed twice: leaders of party groups come from the roster, those of grids and the grid workers from their
own ledgers; 五长一员登记 says the rest. Source: the six posts of the article; how many there should be follows
from the units themselves (``shared/domain/points.md`` §3.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.form import edition_of_year
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.group_meetings import groups_on
from wdbranch.rules.suggest_life import leader_of

GROUP, GRID, YARD, BUILDING, UNIT, WORKER = "group", "grid", "yard", "building", "unit", "worker"
"""Marks of the choices of ``duty_post_kind``."""


def slots_in_force(snapshot: Snapshot, day: date) -> dict[str, Record]:
    """The latest 一编三定 of each person up to a day, of those who are members on it."""
    held: dict[str, Record] = {}
    members = {snapshot.roster.label(member) for member in snapshot.roster.on(day)}
    for record in snapshot.of("post_slots"):
        name, taken = record.get("member"), snapshot.day(record)
        if name in members and taken is not None and taken <= day:
            held[name] = record
    return held


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post, and the record that says so (none: the roster)."""

    name: str
    record: Record | None = None
    party: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A post that there should be: its kind by mark, what it is of, ``unit`` 0 but for 单元长.

    It is vacant without holders.
    """

    kind: str
    area: str
    unit: int
    holders: tuple[Holder, ...] = ()


class Posts:
    """The posts of a snapshot on a day."""

    def __init__(self, snapshot: Snapshot, day: date) -> None:
        self.snapshot, self.day = snapshot, day
        edition = edition_of_year(snapshot.editions, day.year)
        self.kinds = {
            kind: min(edition.tagged("duty_post_kind", kind)) for kind in (GROUP, GRID, YARD, BUILDING, UNIT, WORKER)
        }
        self.labels = {kind: edition.choice_label("duty_post_kind", choice) for kind, choice in self.kinds.items()}
        self.buildings = snapshot.in_force("building", day)
        self.grids = snapshot.in_force("grid", day)
        self._held: dict[tuple[str, str, int], list[Holder]] = {}
        for record in snapshot.in_force("duty_post", day):
            kind = next((mark for mark, choice in self.kinds.items() if choice == record.get("kind")), "")
            unit = (record.get("unit") or 0) if kind == UNIT else 0
            self._hold((kind, record.get("area"), unit), record.get("name"), record, party=bool(record.get("party")))
        for record in self.grids:
            leader = record.get("leader")
            self._hold((GRID, record.get("name"), 0), leader, record, party=leader in snapshot.roster.by_label)
        for record in snapshot.in_force("grid_worker", day):
            self._hold((WORKER, record.get("grid"), 0), record.get("name"), record, party=bool(record.get("party")))
        for group in groups_on(snapshot, day):
            head = leader_of(snapshot, group, day)
            if head is not None:
                self._add((GROUP, group, 0), Holder(snapshot.roster.label(head), None, party=True))

    def _hold(self, post: tuple[str, Any, int], name: str | None, record: Record, *, party: bool) -> None:
        kind, area, unit = post
        if kind and area and name:
            self._add((kind, str(area), unit), Holder(name, record, party))

    def _add(self, key: tuple[str, str, int], holder: Holder) -> None:
        known = self._held.setdefault(key, [])
        if all(one.name != holder.name for one in known):
            known.append(holder)

    def holders(self, kind: str, area: object, unit: int = 0) -> tuple[Holder, ...]:
        """Who holds a post; nobody for an area that is not written."""
        return tuple(self._held.get((kind, str(area), unit), ())) if area else ()

    def wanted(self) -> Iterator[Post]:
        """Every post that there should be, vacant or not, by kind and then as the units were written."""
        areas: list[tuple[str, str, int]] = [(GROUP, group, 0) for group in groups_on(self.snapshot, self.day)]
        grids = [str(record.get("name")) for record in self.grids if record.get("name")]
        areas += [(GRID, grid, 0) for grid in grids]
        yards = dict.fromkeys(str(b.get("yard")) for b in self.buildings if b.get("yard"))
        areas += [(YARD, yard, 0) for yard in yards]
        areas += [(BUILDING, str(b.get("name")), 0) for b in self.buildings]
        for b in self.buildings:
            areas += [(UNIT, str(b.get("name")), unit) for unit in range(1, (b.get("units") or 0) + 1)]
        areas += [(WORKER, grid, 0) for grid in grids]
        for kind, area, unit in dict.fromkeys(areas):
            yield Post(kind, area, unit, self.holders(kind, area, unit))

    def beside(self) -> Iterator[Post]:
        """Posts held that nothing registered asks for: their group, grid or building is not written down."""
        known = {(post.kind, post.area, post.unit) for post in self.wanted()}
        for (kind, area, unit), holders in self._held.items():
            if (kind, area, unit) not in known:
                yield Post(kind, area, unit, tuple(holders))
