"""The rules of points as data: the reference scheme that comes with the program, and what a branch adopted.

The reference stands in ``resources/points/*.toml``; a street's standards pack may replace it. A branch adopts
its own by a final record of the form ``points_rules``: from its day on the rows of that record hold, until the
next one; what happened before stays as it was counted (年内改规则不追溯).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from wdbranch.book.points import WHOLE
from wdbranch.book.record import Record, Row, State, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import FileRefusedError
from wdbranch.paths import resource
from wdbranch.rules.periods import MONTHS
from wdbranch.rules.tables import cite, read_table, rules_table
from wdbranch.rules.wording import say_day

RULES = "points_rules"
"""The form by which a branch adopts rules of its own."""

BASE, PLUS, MINUS, ZERO = "base", "plus", "minus", "zero"
AUTO = frozenset({"attendance", "people", "dues", ""})


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``score`` hundredths in each period of a kind (``rules.periods.MONTHS``)."""

    period: str
    score: int


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of items; its caps hold for all of them together."""

    id: str
    label: str
    direction: str
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what gives how many points. ``value`` and ``most`` in hundredths; ``most`` None: no range.

    ``auto``: "attendance" | "people" | "dues", or "" where a person claims and the committee decides; ``options``
    are the keys of that kind. ``spares``: not held against who is exempt.
    """

    code: str
    name: str
    group: str
    direction: str
    value: int
    most: int | None = None
    caps: tuple[Cap, ...] = ()
    evidence: str = ""
    source: str = ""
    auto: str = ""
    options: Mapping[str, Any] = None  # type: ignore[assignment]  # always given by the reader
    spares: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A band of a year's points, a reference only. ``least`` in hundredths."""

    id: str
    label: str
    least: int


@dataclass(frozen=True, slots=True)
class Warn:
    """When somebody is to be talked to: below ``percent`` of the pace of a period, so many absences in a row, or
    one deduction of so many hundredths. Shown on the inner sheet only.
    """

    id: str
    label: str
    what: str
    period: str
    percent: int
    absences: int
    single: int


@dataclass(frozen=True)
class Scheme:
    """One edition of the rules. ``adopted`` is the record of its adoption, "" for the reference."""

    id: str
    title: str
    label: str
    year: int
    items: Mapping[str, Item]
    groups: Mapping[str, Group]
    levels: tuple[Level, ...]
    warnings: tuple[Warn, ...]
    exempt: Mapping[str, str]      # class → what it is called
    exempt_source: str
    full: int
    floor: int
    notice_days: int
    reference: str
    adopted: str = ""

    @cached_property
    def automatic(self) -> tuple[Item, ...]:
        """The items that records give by themselves."""
        return tuple(item for item in self.items.values() if item.auto)

    def level(self, score: int) -> Level:
        """The band of a year's points; the lowest one for less than all."""
        return next((level for level in self.levels if level.least <= score), self.levels[-1])

    def direction(self, code: str, score: int) -> str:
        """Whether a line is base, plus or minus; by its sign where the item is of other rules."""
        item = self.items.get(code)
        return item.direction if item else MINUS if score < 0 else PLUS

    def name(self, code: str) -> str:
        """What an item is called; the code itself where it is of other rules."""
        item = self.items.get(code)
        return item.name if item else code


def scored(points: float) -> int:
    """Points as hundredths.

    >>> scored(-0.5)
    -50
    """
    return round(points * WHOLE)


def say_score(score: int) -> str:
    """Hundredths as they are written: 3, −0.5, 12.25.

    >>> say_score(-50)
    '-0.5'
    """
    return f"{score / WHOLE:g}"


@cache
def schemes(folder: Path | None = None) -> tuple[Scheme, ...]:
    """The schemes of a folder (the program's own by default), oldest first. Raises FileRefusedError (bad_points)."""
    place = folder or resource("points")
    found = [_scheme(path.name, read_table(path)) for path in sorted(place.glob("*.toml"))]
    return tuple(sorted(found, key=lambda scheme: scheme.year))


def reference_for(year: int, folder: Path | None = None) -> Scheme:
    """The reference scheme of a year: the latest that is not newer, otherwise the oldest."""
    known = schemes(folder)
    return next((scheme for scheme in reversed(known) if scheme.year <= year), known[0])


def adoptions(snapshot: Snapshot) -> tuple[tuple[date, Scheme], ...]:
    """The rules that the branch adopted, by the day from which they hold, earliest first."""
    return snapshot.once("points:adoptions", lambda: _adoptions(snapshot))


def scheme_on(snapshot: Snapshot, day: date) -> Scheme:
    """The rules that hold on a day."""
    return next(
        (scheme for since, scheme in reversed(adoptions(snapshot)) if since <= day), reference_for(day.year)
    )


def stretches(snapshot: Snapshot, first: date, last: date) -> list[tuple[Scheme, date, date]]:
    """The stretches of days on which the same rules hold, in order, with their first and last day."""
    starts = [first, *(since for since, _ in adoptions(snapshot) if first < since <= last)]
    ends = [*(date.fromordinal(start.toordinal() - 1) for start in starts[1:]), last]
    return [(scheme_on(snapshot, start), start, end) for start, end in zip(starts, ends, strict=True)]


def _adoptions(snapshot: Snapshot) -> tuple[tuple[date, Scheme], ...]:
    found = []
    for record in snapshot.of(RULES):
        since = day_of(record.get("from_day"))
        if since is not None and record.state is not State.DRAFT:
            found.append((since, _adopted(record, reference_for(since.year))))
    return tuple(sorted(found, key=lambda one: one[0]))


def _adopted(record: Record, base: Scheme) -> Scheme:
    rows = [row for row in record.rows("items") if row.get("code") and not row.get("off")]
    day = day_of(record.get("adopted_on"))
    version = record.get("seq") or 1
    words = rules_table("points")["say"]
    return replace(
        base,
        id=f"{record.id}:{record.version}",
        label=words["adopted"].format(version=version, day=say_day(day) if day else words["no_day"]),
        items={item.code: item for item in (_row_item(row, base) for row in rows)},
        adopted=record.id,
    )


def _row_item(row: Row, base: Scheme) -> Item:
    code, value, most = str(row["code"]), row.get("value"), row.get("most")
    known = base.items.get(code)
    direction = str(row.get("direction") or (known.direction if known else PLUS))
    group = next(g for g in base.groups.values() if g.direction == direction)
    item = known or Item(code, code, group.id, direction, 0, options={})
    cap = row.get("cap")
    return replace(
        item,
        name=row.get("name") or item.name,
        direction=direction,
        group=item.group if known and known.direction == direction else group.id,
        value=scored(value) if value is not None else item.value,
        most=scored(most) if most is not None else None,
        caps=(Cap(str(row.get("cap_period") or "year"), scored(cap)),) if cap else (),
        evidence=row.get("evidence") or item.evidence,
    )


def _scheme(name: str, table: Mapping[str, Any]) -> Scheme:
    try:
        groups = {g["id"]: Group(g["id"], g["label"], g["direction"], _caps(g)) for g in table["group"]}
        items = {entry["code"]: _item(entry, groups) for entry in table["item"]}
        levels = [Level(entry["id"], entry["label"], scored(entry["least"])) for entry in table["level"]]
        return Scheme(
            id=f"{table['id']}:{table['version']}",
            title=table["title"],
            label=rules_table("points")["say"]["reference"].format(title=table["title"], year=table["year"]),
            year=table["year"],
            items=items,
            groups=groups,
            levels=tuple(sorted(levels, key=lambda level: -level.least)),
            warnings=tuple(_warning(entry) for entry in table.get("warning", ())),
            exempt={one: table["exempt"]["label"][one] for one in table["exempt"]["classes"]},
            exempt_source=cite(table["exempt"]),
            full=scored(table["full"]),
            floor=scored(table["floor"]),
            notice_days=table["notice_days"],
            reference=table["reference"],
        )
    except (KeyError, TypeError, ValueError) as cause:
        raise FileRefusedError(
            f"积分规则“{name}”里的“{cause}”不认识或缺失。",
            safe="记录本没有改动。",
            todo="请换用街道下发的完整规则文件，或恢复程序自带的文件。",
            code="bad_points",
        ) from cause


def _item(entry: Mapping[str, Any], groups: Mapping[str, Group]) -> Item:
    auto = entry.get("auto", "")
    if auto not in AUTO:
        raise ValueError(auto)
    return Item(
        code=entry["code"],
        name=entry["name"],
        group=entry["group"],
        direction=groups[entry["group"]].direction,
        value=scored(entry["value"]),
        most=scored(entry["most"]) if "most" in entry else None,
        caps=_caps(entry),
        evidence=entry["evidence"],
        source=cite(dict(entry)),
        auto=auto,
        options=entry,
        spares=entry.get("spares", False),
    )


def _caps(entry: Mapping[str, Any]) -> tuple[Cap, ...]:
    caps = tuple(Cap(cap["period"], scored(cap["points"])) for cap in entry.get("caps", ()))
    for cap in caps:
        if cap.period not in MONTHS:
            raise ValueError(cap.period)
    return caps


def _warning(entry: Mapping[str, Any]) -> Warn:
    return Warn(
        entry["id"], entry["label"], entry["what"], entry["period"], entry.get("percent", 0),
        entry.get("absences", 0), scored(entry.get("single", 0)),
    )
