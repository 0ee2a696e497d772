"""Which records an indicator or a figure counts, as its ``from`` says.

``from = [{form, where, field, rows, where_record, day, unit}]``: records of a form that satisfy all conditions of
``where``; with ``rows``, the rows of that field instead (``where`` then speaks of the row's columns,
``where_record`` of the record's fields; ``day`` names the column that dates a row, where the record's own day
does not). A record, or row, counts once however many entries match it.

Conditions: ``{field, is=[…]}`` · ``{field, filled=true|false}`` · ``{field, least=n}`` · ``{field, most=n}`` ·
``{field, within_days_of="other date", days=30}`` · ``{field, not_after="other date"}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.record import Record, Values, day_of
from wdbranch.rules.indicators.outcome import Question

Condition = Mapping[str, Any]
Entry = Mapping[str, Any]

CONDITIONS = ("is", "filled", "least", "most", "within_days_of", "not_after")
"""What a condition may ask; one of them each."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A record, or one row of it, that is counted. ``values`` are those that conditions speak of."""

    record: Record
    values: Values
    row: int = -1

    @property
    def key(self) -> tuple[str, int]:
        """What it is counted once by."""
        return self.record.id, self.row


def holds(condition: Condition, values: Values) -> bool:
    """Whether the values of a record or row satisfy a condition. An empty box satisfies only ``filled=false``."""
    value = values.get(condition["field"])
    empty = value is None or value in ("", ())
    if "filled" in condition:
        return bool(condition["filled"]) is not empty
    if empty:
        return False
    if "is" in condition:
        wanted = condition["is"]
        return any(one in wanted for one in value) if isinstance(value, (tuple, list)) else value in wanted
    if "least" in condition:
        return amount(value) >= float(condition["least"])
    if "most" in condition:
        return amount(value) <= float(condition["most"])
    return _dates(condition, str(value), values)


def _dates(condition: Condition, text: str, values: Values) -> bool:
    other = day_of(values.get(condition.get("within_days_of") or condition["not_after"]))
    day = day_of(text)
    if day is None or other is None:
        return False
    if "not_after" in condition:
        return day <= other
    return 0 <= (day - other).days <= int(condition["days"])


def all_hold(conditions: Sequence[Condition], values: Values) -> bool:
    """Whether all conditions are satisfied."""
    return all(holds(condition, values) for condition in conditions)


def amount(value: Any) -> float:
    """What a box counts for: a number itself, a list its length, a tick or text one, an empty box nothing."""
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, (tuple, list)):
        return float(len(value))
    return 1.0 if value else 0.0


def matching(entry: Entry, question: Question) -> Iterator[Counted]:
    """What one entry of a ``from`` counts, in order of the days."""
    where: Sequence[Condition] = entry.get("where", ())
    rows = entry.get("rows")
    if rows is None:
        for record in question.records(entry["form"]):
            if all_hold(where, record.values):
                yield Counted(record, record.values)
        return
    outer: Sequence[Condition] = entry.get("where_record", ())
    for record in question.records(entry["form"]):
        if all_hold(outer, record.values):
            for place, row in enumerate(record.rows(rows)):
                if all_hold(where, row):
                    yield Counted(record, row, place)


def counted(entries: Sequence[Entry], question: Question) -> list[Counted]:
    """What all entries count together, each once."""
    found: dict[tuple[str, int], Counted] = {}
    for entry in entries:
        for one in matching(entry, question):
            found.setdefault(one.key, one)
    return list(found.values())


def summed(entries: Sequence[Entry], question: Question) -> tuple[float, list[Counted]]:
    """The sum over the entries' fields, each box once, and what was added up (without empty boxes)."""
    seen: dict[tuple[str, int, str], float] = {}
    parts: dict[tuple[str, int], Counted] = {}
    for entry in entries:
        for one in matching(entry, question):
            value = amount(one.values.get(entry["field"]))
            if value and (*one.key, entry["field"]) not in seen:
                seen[*one.key, entry["field"]] = value
                parts.setdefault(one.key, one)
    return round(sum(seen.values()), 2), list(parts.values())


def days_of(entries: Sequence[Entry], question: Question) -> dict[date, str]:
    """The days on which something counts, each with the first record of that day."""
    days: dict[date, str] = {}
    for entry in entries:
        for one in matching(entry, question):
            day = day_of(one.values.get(entry["day"])) if "day" in entry else question.snapshot.day(one.record)
            if day is not None:
                days.setdefault(day, one.record.id)
    return days


def records_of(parts: Sequence[Counted]) -> tuple[str, ...]:
    """The ids of the records, each once, in order."""
    return tuple(dict.fromkeys(one.record.id for one in parts))
