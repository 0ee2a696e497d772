"""What the street adds up, from records: the same arithmetic on both sides of the stick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wdbranch.book.form import Edition, Form, Measure
from wdbranch.book.measures import amount
from wdbranch.book.record import Record
from wdbranch.packet import canon
from wdbranch.packet.payload import SUMMARY, Entry, plain
from wdbranch.packet.refusal import RefusedError

FORMAT = "wdbranch/summary/1"
MAX_SUMMARY = 2 << 20

Sums = dict[str, Any]
"""Measure id → value: count int · sum number · ratio [numerator, denominator] · latest value · list of values."""


def measure_form(form: Form, records: Iterable[Record]) -> Sums:
    """All measures of a form over its records.

    A sum leaves out empty boxes; a ratio counts only records where both boxes are filled, so that numerator
    and denominator speak of the same meetings.
    """
    ordered = sorted(records, key=lambda record: (str(record.get(form.date_field) or ""), record.id))
    return {measure.id: _measure(measure, ordered) for measure in form.measures}


def measure_all(editions: Mapping[str, Edition], records: Iterable[Record]) -> dict[str, dict[str, Sums]]:
    """Edition → form id → measures, for the forms that occur."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.edition, record.form), []).append(record)
    result: dict[str, dict[str, Sums]] = {}
    for (edition, form), found in sorted(groups.items()):
        result.setdefault(edition, {})[form] = measure_form(editions[edition].forms[form], found)
    return result


def summary_entry(
    editions: Mapping[str, Edition], records: Iterable[Record], more: Mapping[str, Any] | None = None
) -> Entry:
    """``summary.json`` of these records. ``more`` holds other figures, shown but not recomputed."""
    table = {"format": FORMAT, "measures": measure_all(editions, records), "more": dict(more or {})}
    return Entry.of_bytes(SUMMARY, canon.dump(plain(table)))


def read_summary(data: bytes) -> dict[str, Any]:
    """The summary of a packet. Raises RefusedError (payload_malformed)."""
    try:
        table = canon.load(data)
        shape = canon.Shape(table, "summary", ("format", "measures", "more"))
        if shape.text("format", 40) != FORMAT:
            raise shape.fail("format")
        return {"measures": shape.table("measures", 50), "more": shape.table("more", 200)}
    except canon.MalformedError as error:
        raise RefusedError("payload_malformed", str(error)[:200], name=SUMMARY) from error


def check_summary(
    summary: Mapping[str, Any], editions: Mapping[str, Edition], records: Iterable[Record]
) -> None:
    """Compare the sums with the records beside them. Raises RefusedError (summary_wrong)."""
    ours = plain(measure_all(editions, records))
    if summary["measures"] != ours:
        named = sorted(form for sums in ours.values() for form in sums)
        raise RefusedError("summary_wrong", name="、".join(named) or SUMMARY)


def _measure(measure: Measure, records: list[Record]) -> Any:
    if measure.kind == "count":
        return len(records)
    assert measure.field is not None
    values = [(amount(record, measure.field, measure.column), record) for record in records]
    filled = [value for value, _ in values if value not in (None, (), "")]
    if measure.kind == "sum":
        return _whole(sum(filled))
    if measure.kind == "ratio":
        assert measure.over is not None
        pairs = [(value, amount(record, measure.over)) for value, record in values]
        both = [(top, under) for top, under in pairs if top is not None and under is not None]
        return [_whole(sum(top for top, _ in both)), _whole(sum(under for _, under in both))]
    if measure.kind == "latest":
        return filled[-1] if filled else None
    return filled


def _whole(number: float) -> float:
    """A sum without the dust of binary fractions; fields hold at most two decimals."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
