"""The year at a glance: twelve months by kinds of meetings, what was planned, what took place, what is missing.

Which kinds there are, and by which duties and records they are judged, stands in ``resources/rules/plan.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book import values as book_values
from wdbranch.book.form import Edition, edition_of_year
from wdbranch.book.record import Record, Row, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import fixed_day, month_end
from wdbranch.rules.duties import Duty, begun, duties_of_year
from wdbranch.rules.tables import rules_table

SCHEDULE = "schedule"
KINDS = "schedule_kind"
THEME_DAY = "theme_day"
MONTHS = range(1, 13)

_PATTERNS = ("meeting_title", "group_title")
"""A title by a pattern says no more than the number of the record."""

DONE, EXPLAINED, OVERDUE, DUE, PLANNED, OPEN, NOTHING = (
    "done", "explained", "overdue", "due", "planned", "open", "",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a cell: planned (``record`` None) or held. ``day`` None: only the month is known."""

    day: date | None
    topic: str
    person: str = ""
    record: Record | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one kind.

    ``state``: "done" held · "explained" missed, with a written reason · "overdue" missed, or planned and not
    held · "due" to be held still this month · "planned" · "open" the Party's rules want one by the end of this
    month, which lies ahead · "" nothing. ``say``: the sentence of the duty or the reason. ``form``: what to record.
    """

    month: int
    kind: str
    state: str
    entries: tuple[Entry, ...] = ()
    say: str = ""
    form: str | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of the plan: its id and label, the forms that fulfil it."""

    id: str
    label: str
    forms: tuple[str, ...]
    duties: tuple[str, ...]
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """The plan of a year. ``cells`` by (month, kind id); ``schedule`` is the record of the plan, None: none yet."""

    year: int
    kinds: tuple[Kind, ...]
    cells: Mapping[tuple[int, str], Cell]
    schedule: Record | None

    def count(self, state: str) -> int:
        """How many cells are in that state."""
        return sum(cell.state == state for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a cell."""

    held: tuple[Entry, ...]
    planned: tuple[Entry, ...]
    wanted: tuple[Duty, ...]


def kinds_of(edition: Edition) -> tuple[Kind, ...]:
    """The kinds of the plan in an edition, in their order."""
    return tuple(
        Kind(
            entry["id"],
            edition.choice_label(KINDS, entry["id"]),
            tuple(form for form in entry["forms"] if form in edition.forms),
            tuple(entry["duties"]),
            entry.get("month"),
        )
        for entry in rules_table("plan")["kind"]
    )


def schedule_of(snapshot: Snapshot, year: int) -> Record | None:
    """The record in which the year is planned."""
    return next((record for record in snapshot.of(SCHEDULE) if record.year == year), None)


def year_view(snapshot: Snapshot, year: int, today: date) -> Year:
    """The year as it was planned, and as it stands today."""
    kinds = kinds_of(edition_of_year(snapshot.editions, year))
    schedule = schedule_of(snapshot, year)
    held, planned = _held(snapshot, year, kinds, today), _planned(schedule)
    wanted = _wanted(snapshot, year, kinds, today)
    cells = {
        (month, kind.id): _cell(
            kind, date(year, month, 1), today,
            _Known(held.get((month, kind.id), ()), planned.get((month, kind.id), ()), wanted.get((month, kind.id), ())),
        )
        for month in MONTHS
        for kind in kinds
    }
    shown = tuple(kind for kind in kinds if kind.duties or any(cells[month, kind.id].state for month in MONTHS))
    return Year(year, shown, cells, schedule)


def _planned(schedule: Record | None) -> dict[tuple[int, str], tuple[Entry, ...]]:
    found: dict[tuple[int, str], tuple[Entry, ...]] = {}
    for row in schedule.rows("items") if schedule is not None else ():
        month = _month_of(row)
        if month in MONTHS and row.get("kind"):
            entry = Entry(day_of(row.get("planned_on")), row.get("topic") or "", row.get("person") or "")
            key = (month, row["kind"])
            found[key] = (*found.get(key, ()), entry)
    return found


def _month_of(row: Row) -> int:
    month, day = row.get("month"), day_of(row.get("planned_on"))
    return month if isinstance(month, int) else day.month if day else 0


def _held(
    snapshot: Snapshot, year: int, kinds: tuple[Kind, ...], today: date
) -> dict[tuple[int, str], tuple[Entry, ...]]:
    found: dict[tuple[int, str], tuple[Entry, ...]] = {}
    for kind in kinds:
        for form in kind.forms:
            for record in snapshot.of(form):
                day = snapshot.day(record)
                if record.year != year or day is None or day > today:
                    continue
                month = day.month if day.year == year else kind.month or 12
                key = (month, kind.id)
                found[key] = (*found.get(key, ()), _entry(snapshot, record, day))
    return found


def _entry(snapshot: Snapshot, record: Record, day: date) -> Entry:
    form = snapshot.form_of(record)
    named = form.field(form.title_field).suggest not in _PATTERNS
    topic = book_values.title_of(form, record, snapshot.edition_of(record)) if named else ""
    return Entry(day, topic, "", record, book_values.record_number(form, record))


def _wanted(
    snapshot: Snapshot, year: int, kinds: tuple[Kind, ...], today: date
) -> dict[tuple[int, str], tuple[Duty, ...]]:
    """The duties by the month in which they are to be done at the latest."""
    place = {duty: kind for kind in kinds for duty in kind.duties}
    first = begun(snapshot) or today
    found: dict[tuple[int, str], tuple[Duty, ...]] = {}
    for duty in duties_of_year(snapshot, year, today, frozenset(place)):
        kind = place[duty.id]
        if duty.due < first:
            continue
        month = kind.month or duty.due.month
        found[month, kind.id] = (*found.get((month, kind.id), ()), duty)
    return found


def _cell(kind: Kind, first: date, today: date, known: _Known) -> Cell:
    month, held, planned, wanted = first.month, known.held, known.planned, known.wanted
    form = _form(kind, wanted)
    missing = [duty for duty in wanted if duty.state != "done"]
    if held and not missing:
        return Cell(month, kind.id, DONE, held, form=form)
    for duty in missing:
        if duty.state == "overdue":
            return Cell(month, kind.id, OVERDUE, (*held, *planned), duty.say, form, duty.evidence_key)
    explained = next((duty for duty in wanted if duty.explained), None)
    if explained is not None:
        return Cell(month, kind.id, EXPLAINED, planned, explained.explained, form, explained.evidence_key)
    if held:
        return Cell(month, kind.id, DUE, held, _says(missing), form)
    if planned:
        return Cell(month, kind.id, _plan_state(planned, first, today), planned, _says(missing), form)
    if missing:
        now = first <= today <= month_end(first.year, month)
        return Cell(month, kind.id, DUE if now else OPEN, (), _says(missing), form)
    return Cell(month, kind.id, NOTHING, (), "", form)


def _says(missing: list[Duty]) -> str:
    return missing[0].say if missing else ""


def _form(kind: Kind, wanted: tuple[Duty, ...]) -> str | None:
    """What to record: the form of the duty that is not done, or the kind's first."""
    return next((duty.form for duty in wanted if duty.state != "done" and duty.form), None) or next(
        iter(kind.forms), None
    )


def _plan_state(planned: tuple[Entry, ...], first: date, today: date) -> str:
    """Of what was planned and has not been held: late once its last day, or its month, has passed."""
    last = max((entry.day or month_end(first.year, first.month) for entry in planned), default=first)
    if today > last:
        return OVERDUE
    return DUE if first <= today else PLANNED


def pattern_of(schedule: Record, year: int, fixed: Mapping[str, int]) -> tuple[dict[str, Any], ...]:
    """The rows of a plan for another year: months, kinds and persons as they were, topics left open.

    A day becomes the same weekday of the month (the second Thursday); that of a theme party day the fixed day
    of the branch (``fixed``), where it has one.
    """
    rows = []
    for row in schedule.rows("items"):
        day, month = day_of(row.get("planned_on")), _month_of(row)
        if month not in MONTHS or not row.get("kind"):
            continue
        planned = None
        if day is not None:
            same = {"nth": (day.day - 1) // 7 + 1, "weekday": day.isoweekday()}
            rule = fixed if row["kind"] == THEME_DAY and fixed else same
            planned = fixed_day(rule, year, month)
        rows.append(
            {
                "month": month,
                "kind": row["kind"],
                "topic": None,
                "planned_on": planned.isoformat() if planned else None,
                "person": row.get("person"),
            }
        )
    return tuple(rows)
