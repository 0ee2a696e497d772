"""One sitting, many records: what was held on one day one after another, and attendance that is typed once.

The records of a sitting bear the same ``sitting``, the id of the record with which it began. They are related
with each other too, but a relation alone is not a sitting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wdbranch.book.form import Edition, Field, FieldType, Form, edition_of_year
from wdbranch.book.record import Record, State, moment_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import WrongUseError
from wdbranch.operations.change import RECORD, Change
from wdbranch.operations.following import follow, same_hours
from wdbranch.rules.belonging import year_of
from wdbranch.store.workbook import Workbook

COPIED = ("place", "host", "recorder")
USUAL = timedelta(hours=1)
"""How long what was never recorded before is taken to last, until the person writes the hours."""
_LATE = datetime.max


@dataclass(frozen=True, slots=True)
class Begun:
    """The records that were made, in the order of the day, and what changed."""

    records: tuple[Record, ...]
    change: Change


def members(snapshot: Snapshot, record: Record) -> tuple[Record, ...]:
    """The records of a record's sitting in the order of the day, itself among them; only itself without one."""
    if not record.sitting:
        return (record,)
    found = [other for other in snapshot.records if other.sitting == record.sitting]
    usual = snapshot.edition_of(record).sitting

    def place(one: Record) -> tuple[datetime, int, str]:
        return _begins(snapshot, one), usual.index(one.form) if one.form in usual else len(usual), one.id

    return tuple(sorted(found, key=place))


def _begins(snapshot: Snapshot, record: Record) -> datetime:
    value = record.get(snapshot.form_of(record).date_field)
    return moment_of(value) or _LATE


def offers(book: Workbook, like: str | None = None) -> tuple[Form, ...]:
    """The pages that can be held in the same sitting as a record, or in a new one, in their usual order.

    A page that is there already is not offered again, unless there is one for each party group.
    """
    snapshot = book.snapshot()
    record = book.record(like) if like else None
    edition = snapshot.edition_of(record) if record else edition_of_year(book.editions, book.clock().year)
    there = {one.form for one in members(snapshot, record)} if record else set()
    if record is not None and record.form not in edition.sitting:
        return ()
    forms = [edition.forms[name] for name in edition.sitting]
    return tuple(form for form in forms if form.id not in there or _per_group(form))


def _per_group(form: Form) -> bool:
    return form.attendance is not None and form.attendance.who == "group"


def begin(
    book: Workbook, forms: Sequence[str], *, like: str | None = None, day: date | None = None
) -> Begun:
    """Make drafts of these pages on one day, one after another, as one sitting.

    ``like``: a record whose day, place, host, recorder and attendance they share; without it ``day`` dates a
    new sitting. Raises WrongUseError where neither is given, or a form cannot be part of a sitting.
    """
    snapshot = book.snapshot()
    first = book.record(like) if like else None
    day = snapshot.day(first) if first else day
    if day is None:
        raise WrongUseError("先写上是哪一天，再记同一次活动的其他内容。", code="no_day")
    edition = snapshot.edition_of(first) if first else edition_of_year(book.editions, day.year)
    for name in forms:
        if name not in edition.sitting:
            raise WrongUseError(f"“{name}”不能和别的会议算同一次活动。", code="no_sitting")
    made: list[Record] = []
    with book.together():
        if first is not None:
            book.set_sitting([first.id], first.sitting or first.id)
        hours = _hours(snapshot, edition, day, first, sorted(forms, key=edition.sitting.index))
        for name, span in hours.items():
            form, like_this = edition.forms[name], first or next(iter(made), None)
            start = {**span, **_shared(edition, form, like_this)}
            belongs = year_of(name, day)
            values, _ = follow(form, edition, book.snapshot(), {}, start, year=belongs)
            record = book.add_record(name, edition.id, belongs, values)
            origin = first or (made[0] if made else record)
            book.set_sitting([record.id], origin.sitting or origin.id)
            made.append(book.record(record.id))
        _relate(book, made[0] if made else first)
        if first is not None:
            _mark_like(book, first, made)
    return Begun(tuple(book.record(one.id) for one in made), Change(frozenset({RECORD})))


def _hours(
    snapshot: Snapshot, edition: Edition, day: date, first: Record | None, forms: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Day, start and end of each part: the frame as usual, what is held within it one after another."""
    frame, free = edition.sitting[0], _free_from(snapshot, edition, first)
    result: dict[str, dict[str, str]] = {}
    for name in forms:
        form = edition.forms[name]
        span = result[name] = same_hours(form, snapshot, day)
        begins, ends = moment_of(span[form.date_field]), moment_of(span.get("end"))
        if begins is None or form.field(form.date_field).type is not FieldType.DATETIME:
            continue
        lasts = ends - begins if ends is not None else USUAL
        begins = free or begins
        free = begins if name == frame else begins + lasts
        span[form.date_field] = begins.isoformat(timespec="minutes")
        if form.has("end"):
            span["end"] = (begins + lasts).isoformat(timespec="minutes")
    if frame in result and free is not None and "end" in result[frame]:
        result[frame]["end"] = max(result[frame]["end"], free.isoformat(timespec="minutes"))
    return result


def _free_from(snapshot: Snapshot, edition: Edition, first: Record | None) -> datetime | None:
    """When what is there already is over; within the frame there is room from its beginning."""
    free: datetime | None = None
    for one in members(snapshot, first) if first else ():
        form = snapshot.form_of(one)
        begins, ends = moment_of(one.get(form.date_field)), moment_of(one.get("end"))
        if begins is not None and form.field(form.date_field).type is FieldType.DATETIME:
            after = begins if form.id == edition.sitting[0] else ends or begins + USUAL
            free = max(free or after, after)
    return free


def _shared(edition: Edition, form: Form, like: Record | None) -> dict[str, Any]:
    """Place, host and recorder of the record beside it; who leads a group leads it in every group meeting."""
    if like is None:
        return {}
    source = edition.forms[like.form]
    names = [name for name in COPIED if form.has(name) and source.has(name) and like.get(name)]
    return {name: like.get(name) for name in names if not (_per_group(form) and name == "host")}


def _relate(book: Workbook, one: Record | None) -> None:
    """Every record of the sitting names all the others."""
    if one is None:
        return
    together = members(book.snapshot(), book.record(one.id))
    for record in together:
        others = [other.id for other in together if other.id != record.id]
        book.set_links(record.id, (*record.links, *others))


def _mark_like(book: Workbook, first: Record, made: Iterable[Record]) -> None:
    """New records take over the marks that were made already."""
    snapshot = book.snapshot()
    field = snapshot.form_of(first).attendance
    if field is None:
        return
    marked = {key: row for row in first.rows(field.id) if (key := _key(row)) and row.get("status")}
    for record in made:
        changes = _marks(snapshot, record, marked, frozenset())
        if changes:
            book.write(record.id, _followed(snapshot, record, changes))


def leave(book: Workbook, record_id: str) -> Change:
    """A record is no part of its sitting any more; relations stay, nothing else changes."""
    book.set_sitting([record_id], "")
    return Change(frozenset({RECORD}), record_id)


# --- what is typed once -----------------------------------------------------------------------------------


def carried(book: Workbook, record: Record, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What an edit of a record means for the other drafts of its sitting: record id → values to be written.

    Marks of attendance go to those who are due there too, unless somebody marked them there by hand; and the
    whole sitting moves to another day together.
    """
    if not record.sitting:
        return {}
    snapshot = book.snapshot()
    form = snapshot.form_of(record)
    marked = _newly_marked(form.attendance, record, values)
    moved = _moved(form, record, values)
    result: dict[str, dict[str, Any]] = {}
    for other in members(snapshot, record):
        if other.id == record.id or other.state is not State.DRAFT:
            continue
        changes = _same_day(snapshot, other, *moved) if moved else {}
        if marked:
            theirs = _by_others(book, other, record.id)
            changes |= _marks(snapshot, other, marked, theirs)
        if changes:
            result[other.id] = _followed(snapshot, other, changes)
    return result


def _key(row: Mapping[str, Any]) -> Any:
    """Who a row is about: the number in the roster, or the name of somebody not in it."""
    return row.get("member") or row.get("name")


def _newly_marked(field: Field | None, record: Record, values: Mapping[str, Any]) -> dict[Any, Mapping[str, Any]]:
    if field is None or field.id not in values:
        return {}
    before = {_key(row): (row.get("status"), row.get("reason")) for row in record.rows(field.id)}
    return {
        key: row
        for row in values[field.id] or ()
        if (key := _key(row)) in before and before[key] != (row.get("status"), row.get("reason"))
    }


def _marks(
    snapshot: Snapshot, other: Record, marked: Mapping[Any, Mapping[str, Any]], theirs: frozenset[Any]
) -> dict[str, Any]:
    """The attendance of another record of the sitting with these marks; nothing where it stays the same."""
    edition, field = snapshot.edition_of(other), snapshot.form_of(other).attendance
    if field is None:
        return {}
    not_due = edition.tagged("attendance", "not_due")
    rows = []
    for row in other.rows(field.id):
        mark = marked.get(_key(row))
        fits = mark is not None and _key(row) not in theirs and row.get("status") not in not_due
        told = _as_there(edition, field, mark) if mark is not None and fits else None
        rows.append({**row, **told} if told is not None else row)
    return {field.id: tuple(rows)} if tuple(rows) != other.rows(field.id) else {}


def _as_there(edition: Edition, field: Field, mark: Mapping[str, Any]) -> dict[str, Any] | None:
    """A mark in the words of another page; None where it says nothing about that one.

    Whoever was taught at home or online instead did not come to the meeting held beside it: excused there,
    with that as the reason.
    """
    status, reason = mark.get("status"), mark.get("reason")
    if status in edition.tagged("attendance", "not_due"):
        return None
    if status is None or status in field.statuses:
        came = status in edition.tagged("attendance", "present")
        return {"status": status, "reason": None if came else reason}
    excused = edition.tagged("attendance", "leave") & set(field.statuses)
    if status not in edition.tagged("attendance", "absent") or not excused:
        return None
    return {"status": min(excused), "reason": reason or edition.choice_label("attendance", status)}


def _by_others(book: Workbook, other: Record, source: str) -> frozenset[Any]:
    """Whose marks in ``other`` were made there by hand, or carried there from a third record."""
    field = book.editions[other.edition].forms[other.form].attendance
    if field is None:
        return frozenset()
    made_by: dict[Any, str] = {}
    at_line: dict[int, dict[Any, str]] = {}
    seen: dict[Any, tuple[Any, Any]] = {}
    for entry in book.history(other.id):
        rows = {_key(row): (row.get("status"), row.get("reason")) for row in entry.values.get(field.id) or ()}
        if entry.back_to in at_line:
            made_by = dict(at_line[entry.back_to])
        elif rows != seen:
            writer = book.records_of_step(entry.together)[0] if entry.together else other.id
            made_by |= {key: writer for key, mark in rows.items() if mark[0] and seen.get(key) != mark}
        at_line[entry.seq], seen = dict(made_by), rows
    return frozenset(key for key, writer in made_by.items() if writer != source and seen.get(key, (None,))[0])


def _moved(form: Form, record: Record, values: Mapping[str, Any]) -> tuple[str, str] | None:
    """From which day to which other day an edit moves a record, as ISO dates."""
    before, after = record.get(form.date_field), values.get(form.date_field, record.get(form.date_field))
    if not before or not after or before[:10] == after[:10]:
        return None
    return before[:10], after[:10]


def _same_day(snapshot: Snapshot, other: Record, old: str, new: str) -> dict[str, Any]:
    names = (snapshot.form_of(other).date_field, "end")
    return {name: new + other.values[name][10:] for name in names if (other.get(name) or "").startswith(old)}


def _followed(snapshot: Snapshot, other: Record, changes: Mapping[str, Any]) -> dict[str, Any]:
    form, edition = snapshot.form_of(other), snapshot.edition_of(other)
    after, _ = follow(form, edition, snapshot, other.values, {**other.values, **changes}, typed=set(changes))
    return {key: value for key, value in after.items() if value != other.values.get(key)}
