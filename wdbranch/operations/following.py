"""What follows by itself when a box is filled: counts from attendance, who is due from the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from wdbranch.book import values as book_values
from wdbranch.book.form import Edition, Field, FieldType, Form
from wdbranch.book.record import day_of, moment_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.library import library, with_dates
from wdbranch.rules.suggest import SUGGESTIONS, Draft

_KEPT_ONCE_GIVEN = frozenset(
    {
        "meeting_title", "next_seq", "last_place", "last_recorder", "month", "next_group", "announced_theme",
        "birthday_person", "dues_rows", "dues_since",
    }
)
_BY_GROUP = frozenset({"last_place", "last_recorder"})
"""Of these, what another party group brings with it."""


def follow(
    form: Form,
    edition: Edition,
    snapshot: Snapshot,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    typed: Iterable[str] = (),
    year: int | None = None,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """``after`` with every suggested box brought up to date that still holds its old suggestion or nothing.

    A box that the person filled otherwise is left alone: the paper book is theirs. Returns the values and,
    in Chinese, what followed. ``year``: the year the record belongs to.
    """
    values = dict(after)
    if values.get("materials") and values["materials"] != before.get("materials"):
        day = day_of(values.get(form.date_field))
        values["materials"] = with_dates(values["materials"], library(snapshot), day)
    old = Draft(form, before, day_of(before.get(form.date_field)), year)
    typed = set(typed) if before else {key for key, value in after.items() if value not in (None, ())}
    also: list[str] = []
    for field in sorted(form.fields, key=_turn):
        if field.suggest is None or field.id in typed:
            continue
        had = before.get(field.id)
        regrouped = bool(before) and _whose(before) != _whose(values)
        kept = field.suggest in _KEPT_ONCE_GIVEN and not (regrouped and field.suggest in _BY_GROUP)
        if had not in (None, ()) and kept:
            continue
        draft = Draft(form, values, day_of(values.get(form.date_field)), year)
        settled = bool(before) and draft.day == old.day and not regrouped
        if settled and field.type is FieldType.ROWS and not had and SUGGESTIONS[field.suggest](old, snapshot):
            continue  # rows that were taken out do not come back
        suggestion = SUGGESTIONS[field.suggest](draft, snapshot)
        if field.type is FieldType.ATTENDANCE:
            suggestion = _keep_marks(had or (), suggestion or (), edition.tagged("attendance", "not_due"))
            if settled:
                continue  # who was due changes only with the day and the group
        elif before and had is not None and had != SUGGESTIONS[field.suggest](old, snapshot):
            continue
        if suggestion is None and before and had is not None:
            continue
        if suggestion != values.get(field.id):
            values[field.id] = suggestion
            if before and field.type is FieldType.INT:
                also.append(f"{field.label} {book_values.show(field, suggestion, edition)}")
    return values, tuple(also)


def _turn(field: Field) -> int:
    """Whose meeting it is comes first, then who was due, then what is counted from them."""
    if field.suggest in ("next_group", "held_as"):
        return 0
    return 1 if field.type is FieldType.ATTENDANCE else 2


def _whose(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values.get("held_as"), values.get("group")


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
