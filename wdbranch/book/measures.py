"""What the street adds up over the records of one form, as the form's report says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wdbranch.book.form import Form, Measure
from wdbranch.book.record import Record


@dataclass(frozen=True, slots=True)
class Total:
    """One measure over some records.

    ``value`` is a number (count, sum, numerator of a ratio), the last value (latest) or a tuple of values in
    order of day (list); ``over`` is the denominator of a ratio. A ratio is never reduced to a percentage here:
    both numbers are shown.
    """

    id: str
    label: str
    kind: str
    value: Any
    over: float | None = None


def totals(form: Form, records: Iterable[Record]) -> list[Total]:
    """Every measure of the form's report over these records; records of other forms are left out."""
    own = sorted(
        (record for record in records if record.form == form.id),
        key=lambda record: (str(record.get(form.date_field) or "9999"), record.id),
    )
    return [_total(measure, own) for measure in form.measures]


def _total(measure: Measure, records: list[Record]) -> Total:
    value: Any
    over: float | None = None
    if measure.kind == "count":
        value = len(records)
    elif measure.kind in ("sum", "ratio"):
        value = sum(_amount(record.get(measure.field or ""), measure.column) for record in records)
        if measure.kind == "ratio":
            over = sum(_amount(record.get(measure.over or ""), None) for record in records)
    else:
        found = tuple(record.get(measure.field or "") for record in records)
        filled = tuple(one for one in found if one not in (None, ()))
        value = filled if measure.kind == "list" else (filled[-1] if filled else None)
    return Total(measure.id, measure.label, measure.kind, value, over)


def _amount(value: Any, column: str | None) -> float:
    """A number as itself, rows as how many there are, with a tick column as how many of them are ticked."""
    if value is None:
        return 0
    if isinstance(value, list | tuple):
        return len(value) if column is None else sum(row.get(column) is True for row in value)
    return float(value) if isinstance(value, float) else int(value)
