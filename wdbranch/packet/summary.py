"""``summary.json``: the figures of a packet at a glance. The street reckons them anew from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from wdbranch.book.form import Edition, Form, Measure
from wdbranch.book.measures import amount
from wdbranch.book.record import Record
from wdbranch.packet import canon
from wdbranch.packet.header import Header
from wdbranch.packet.refusal import RefusedError

MAX_SUMMARY = 2 << 20
ATTACHMENTS = "attachments"

Measures = dict[str, dict[str, dict[str, Any]]]
"""Edition → form id → measure id → value; a ratio is [numerator, denominator]."""


def counts_of(records: Iterable[Record], attachments: int) -> dict[str, int]:
    """Records by form id, and how many attachments."""
    return {**Counter(record.form for record in records), ATTACHMENTS: attachments}


def measures_of(editions: Mapping[str, Edition], records: Iterable[Record]) -> Measures:
    """Every measure of every form that occurs."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.edition, record.form), []).append(record)
    result: Measures = {}
    for (edition, form), found in sorted(groups.items()):
        result.setdefault(edition, {})[form] = measure_form(editions[edition].forms[form], found)
    return result


def measure_form(form: Form, records: Iterable[Record]) -> dict[str, Any]:
    """Measure id → value over records of one form.

    A sum leaves out empty boxes. A ratio [numerator, denominator] takes only records where both are filled,
    so that both speak of the same meetings.
    """
    ordered = sorted(records, key=lambda record: (str(record.get(form.date_field) or "9999"), record.id))
    return {measure.id: _measure(measure, ordered) for measure in form.measures}


def _measure(measure: Measure, records: list[Record]) -> Any:
    if measure.kind == "count":
        return len(records)
    values = [amount(record, measure.field or "", measure.column) for record in records]
    filled = [value for value in values if value not in (None, (), "")]
    if measure.kind == "sum":
        return _whole(sum(filled))
    if measure.kind == "ratio":
        overs = [amount(record, measure.over or "") for record in records]
        both = [(top, under) for top, under in zip(values, overs, strict=True) if None not in (top, under)]
        return [_whole(sum(top for top, _ in both)), _whole(sum(under for _, under in both))]
    if measure.kind == "latest":
        return filled[-1] if filled else None
    return filled


def _whole(number: float) -> float:
    """A sum without the dust of binary fractions; boxes hold at most two decimals."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def summary_bytes(
    header_of: tuple[str, str],
    editions: Mapping[str, Edition],
    records: list[Record],
    attachments: int,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """The summary of (branch code, period). ``more`` holds figures that are shown but not reckoned anew."""
    branch, period = header_of
    return canon.dump(
        canon.plain(
            {
                **(more or {}),
                "branch": branch,
                "period": period,
                "counts": counts_of(records, attachments),
                "measures": measures_of(editions, records),
            }
        )
    )


def read_summary(data: bytes, header: Header) -> dict[str, Any]:
    """The summary of a packet; it must speak of the same branch and period.

    Raises RefusedError (payload_malformed, period_mismatched).
    """
    try:
        table = canon.load(data)
        shape = canon.Shape(table, "summary", ("branch", "period", "counts"), tuple(table))
        branch, period = shape.text("branch", 40), shape.text("period", 10)
        shape.table("counts", 200)
    except (canon.MalformedError, TypeError) as error:
        raise RefusedError("payload_malformed", str(error)[:200], name="summary.json") from error
    if (branch, period) != (header.branch, header.period):
        raise RefusedError("period_mismatched", f"{branch} {period}", name="summary.json")
    return dict(table)


def check_summary(
    summary: Mapping[str, Any],
    header: Header,
    editions: Mapping[str, Edition],
    records: list[Record],
    attachments: int,
) -> None:
    """Compare counts and measures with the records beside them. Raises RefusedError (summary_wrong)."""
    ours = counts_of(records, attachments)
    for name in sorted({*ours, *summary["counts"], *header.counts}):
        if not ours.get(name, 0) == summary["counts"].get(name, 0) == header.counts.get(name, 0):
            raise RefusedError("summary_wrong", f"{name}: {ours.get(name, 0)}", name=name)
    measures = canon.plain(measures_of(editions, records))
    if "measures" in summary and summary["measures"] != measures:
        raise RefusedError("summary_wrong", str(measures)[:400], name="measures")
