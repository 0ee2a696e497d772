"""What follows by itself when a box is filled: counts from attendance, who is due from the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from wdbranch.book import values as book_values
from wdbranch.book.form import Edition, FieldType, Form
from wdbranch.book.record import day_of, moment_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.library import library, with_dates
from wdbranch.rules.suggest import SUGGESTIONS, Draft

_KEPT_ONCE_GIVEN = frozenset({"meeting_title", "next_seq", "last_place", "last_recorder", "month"})


def follow(
    form: Form,
    edition: Edition,
    snapshot: Snapshot,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    typed: Iterable[str] = (),
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """``after`` with every suggested box brought up to date that still holds its old suggestion or nothing.

    A box that the person filled otherwise is left alone: the paper book is theirs. Returns the values and,
    in Chinese, what followed.
    """
    values = dict(after)
    if values.get("materials") and values["materials"] != before.get("materials"):
        day = day_of(values.get(form.date_field))
        values["materials"] = with_dates(values["materials"], library(snapshot), day)
    old = Draft(form, before, day_of(before.get(form.date_field)))
    typed = set(typed) if before else {key for key, value in after.items() if value not in (None, ())}
    also: list[str] = []
    for field in sorted(form.fields, key=lambda f: f.type is not FieldType.ATTENDANCE):
        if field.suggest is None or field.id in typed:
            continue
        had = before.get(field.id)
        if had not in (None, ()) and field.suggest in _KEPT_ONCE_GIVEN:
            continue
        suggestion = SUGGESTIONS[field.suggest](
            Draft(form, values, day_of(values.get(form.date_field))), snapshot
        )
        if field.type is FieldType.ATTENDANCE:
            suggestion = _keep_marks(had or (), suggestion or (), edition.tagged("attendance", "not_due"))
            if before and day_of(values.get(form.date_field)) == old.day:
                continue  # who was due changes only with the day
        elif before and had is not None and had != SUGGESTIONS[field.suggest](old, snapshot):
            continue
        if suggestion is None and before and had is not None:
            continue
        if suggestion != values.get(field.id):
            values[field.id] = suggestion
            if before and field.type is FieldType.INT:
                also.append(f"{field.label} {book_values.show(field, suggestion, edition)}")
    return values, tuple(also)


def _keep_marks(
    had: Sequence[Mapping[str, Any]], suggested: Sequence[Mapping[str, Any]], not_due: Collection[str]
) -> tuple[Mapping[str, Any], ...]:
    """The people due on the new day, with the marks already made for those who stay."""
    marks = {(row.get("member"), row["name"]): row for row in had}
    return tuple(
        {**row, **{key: kept[key] for key in ("status", "reason", "opinion", "opinion_on") if key in kept}}
        if (kept := marks.get((row.get("member"), row["name"]))) and row["status"] not in not_due
        else row
        for row in suggested
    )


def same_hours(form: Form, snapshot: Snapshot, day: date) -> dict[str, str]:
    """Start and end on ``day`` at the hours of the last record of the kind, nine o'clock for the first."""
    begin = datetime(day.year, day.month, day.day, 9, 0)
    result: dict[str, str] = {}
    last = next((r for r in reversed(snapshot.of(form.id)) if r.get(form.date_field)), None)
    then = moment_of(last.get(form.date_field)) if last else None
    if then is not None:
        begin = begin.replace(hour=then.hour, minute=then.minute)
    if form.field(form.date_field).type is not FieldType.DATETIME:
        return {form.date_field: day.isoformat()}
    result[form.date_field] = begin.isoformat(timespec="minutes")
    until = moment_of(last.get("end")) if last and form.has("end") else None
    if until is not None and then is not None and timedelta(0) < until - then < timedelta(hours=12):
        result["end"] = (begin + (until - then)).isoformat(timespec="minutes")
    return result
