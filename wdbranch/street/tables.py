"""The street's tables over all branches, computed from packets that were verified.

Columns are data (``resources/packet/tables.toml``; a reference, no official form). A branch that did not report
is said to be missing and is no part of any sum; a sum names how many branches it is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from wdbranch.book.period import parse_period
from wdbranch.errors import WrongUseError
from wdbranch.packet.summary import measures_of
from wdbranch.rules.indicators.outcome import percent
from wdbranch.rules.tables import words_table
from wdbranch.store.desk import Desk, ListedBranch, Received
from wdbranch.street.overview import current_records

Measures = Mapping[str, Mapping[str, Any]]
"""Form → measure → value, over all editions."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its figure comes from. Exactly one of form with measure, summary, figure is set."""

    label: str
    form: str = ""
    measure: str = ""
    summary: str = ""
    figure: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell: a number, a ratio (with ``over``), or a text; None where the packet does not say."""

    value: float | str | None
    over: float | None = None

    @property
    def say(self) -> str:
        """The cell in words; a ratio with numerator and denominator."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return self.value
        if self.over is None:
            return f"{self.value:g}"
        return f"{self.value:g}/{self.over:g}" + (f"（{percent(self.value, self.over)}）" if self.over else "")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One branch; ``figures`` is empty where it did not report."""

    branch: ListedBranch
    reported: bool
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class StreetTable:
    """One table over the branches. ``totals`` are over the branches that reported."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    totals: tuple[Figure, ...]

    @property
    def reported(self) -> int:
        """How many branches are in the sums."""
        return sum(row.reported for row in self.rows)

    @property
    def missing(self) -> tuple[str, ...]:
        """The branches that did not report, by name."""
        return tuple(row.branch.name for row in self.rows if not row.reported)


def tables() -> dict[str, str]:
    """The tables that there are: id → title."""
    return {entry["id"]: entry["title"] for entry in _data()["table"]}


def words() -> Mapping[str, str]:
    """What stands in every table: missing, total, reference."""
    data = _data()
    return {key: str(data[key]) for key in ("missing", "total", "reference")}


def _data() -> dict[str, Any]:
    return words_table("packet", "tables")


def table(desk: Desk, table_id: str, periods: Iterable[str]) -> StreetTable:
    """One table over these periods (2026-Q3, 2026-09, 2026); a packet of a longer or shorter period counts where it
    lies within their span.

    Raises WrongUseError ``no_table``, ``bad_period``.
    """
    entry = next((each for each in _data()["table"] if each["id"] == table_id), None)
    if entry is None:
        known = "、".join(tables())
        raise WrongUseError(f"没有“{table_id}”这张汇总表。", todo=f"可用的有：{known}。", code="no_table")
    columns = tuple(Column(**each) for each in entry["column"])
    wanted = [parse_period(text) for text in periods]
    rows = []
    for branch in desk.branches():
        packets = [each for each in desk.received(branch.code, current=True) if _within(each, wanted)]
        rows.append(_row(desk, branch, packets, columns))
    figures = [row.figures for row in rows if row.reported]
    totals = tuple(_total([each[place] for each in figures], column) for place, column in enumerate(columns))
    return StreetTable(table_id, entry["title"], columns, tuple(rows), totals)


def _within(packet: Received, wanted: Sequence[Any]) -> bool:
    its = parse_period(packet.period)
    return any(one.first <= its.first and its.last <= one.last for one in wanted)


def _row(desk: Desk, branch: ListedBranch, packets: list[Received], columns: Sequence[Column]) -> TableRow:
    if not packets:
        return TableRow(branch, reported=False)
    measures = _measures(desk, packets) if any(column.form for column in columns) else {}
    newest = max(packets, key=lambda each: (parse_period(each.period).last, each.epoch, each.sequence))
    return TableRow(branch, True, tuple(_figure(column, measures, newest.summary) for column in columns))


def _measures(desk: Desk, packets: Sequence[Received]) -> Measures:
    """The measures over some packets of one branch; each record counts once.

    Where the periods do not overlap, the summaries say it (they were held against the records when they came in);
    otherwise the records are read.
    """
    spans = sorted((parse_period(each.period).first, parse_period(each.period).last) for each in packets)
    overlap = any(later[0] <= earlier[1] for earlier, later in pairwise(spans))
    if overlap:
        records = [kept.record for kept in current_records(desk, packets)]
        return _merged([measures_of(desk.editions, records)], _kinds(desk))
    ordered = sorted(packets, key=lambda each: parse_period(each.period).first)
    return _merged([each.summary.get("measures", {}) for each in ordered], _kinds(desk))


def _merged(
    found: Iterable[Mapping[str, Mapping[str, Mapping[str, Any]]]], kinds: Mapping[tuple[str, str], str]
) -> Measures:
    whole: dict[str, dict[str, Any]] = {}
    for editions in found:
        for forms in editions.values():
            for form, measures in forms.items():
                mine = whole.setdefault(form, {})
                for name, value in measures.items():
                    mine[name] = _added(kinds.get((form, name), "list"), mine.get(name), value)
    return whole


def _added(kind: str, before: Any, value: Any) -> Any:
    """What two periods say together: numbers and both parts of a ratio are added, of anything else the later stays."""
    if before is None or value is None:
        return before if value is None else value
    if kind == "ratio":
        return [round(one + other, 2) for one, other in zip(before, value, strict=True)]
    if kind in ("count", "sum"):
        return round(before + value, 2)
    return [*before, *value] if kind == "list" else value


def _kinds(desk: Desk) -> dict[tuple[str, str], str]:
    """The kind of each measure, by form and measure, as the newest edition has it."""
    return {
        (form.id, measure.id): measure.kind
        for _, edition in sorted(desk.editions.items())
        for form in edition.forms.values()
        for measure in form.measures
    }


def _figure(column: Column, measures: Measures, summary: Mapping[str, Any]) -> Figure:
    if column.form:
        value = measures.get(column.form, {}).get(column.measure, 0)
        return Figure(*value) if isinstance(value, list) else Figure(value)
    if column.figure:
        found = summary.get("figures", {}).get(column.figure)
        return Figure(found[0], found[1]) if isinstance(found, list) else Figure(found)
    place: Any = summary
    for key in column.summary.split("."):
        place = place.get(key) if isinstance(place, Mapping) else None
    return Figure(place if isinstance(place, int | float | str) else None)


def _total(figures: Sequence[Figure], column: Column) -> Figure:
    """The sum over the branches that say the figure; None where the column has none."""
    numbers = [each for each in figures if isinstance(each.value, int | float)]
    if not column.total or not numbers:
        return Figure(None)
    value = round(sum(float(each.value or 0) for each in numbers), 2)
    overs = [each.over for each in numbers if each.over is not None]
    return Figure(value, round(sum(overs), 2) if overs else None)
