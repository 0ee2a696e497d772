"""Who took part in the life of the branch: the marks of a stretch of time, and absences without a reason.

Marks and thresholds stand in ``resources/rules/presence.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from wdbranch.book.form import Edition, Field
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import full_months
from wdbranch.rules.periods import Period
from wdbranch.rules.tables import cite, rules_table

MEANINGS = ("present", "leave", "unexcused", "home", "online", "not_due")
"""What an attendance status may mean, by the tags of the choice list."""
CAME = frozenset({"present"})
SERVED = frozenset({"home", "online"})


@dataclass(frozen=True, slots=True)
class Event:
    """One gathering. Group meetings of one month share an event: nobody sits in two groups."""

    id: str
    form: str
    day: date
    label: str  # 3.20 and, on a line of its own, 党员大会


@dataclass(slots=True)
class Turnout:
    """How often one member was due and what became of it."""

    marks: dict[str, str] = field(default_factory=dict)
    """Event id → meaning."""

    def count(self, meanings: Iterable[str]) -> int:
        """How many marks have one of these meanings."""
        wanted = frozenset(meanings)
        return sum(meaning in wanted for meaning in self.marks.values())

    @property
    def due(self) -> int:
        """Events at which the member was expected: all that name them, but for 不计入应到."""
        return sum(meaning in MEANINGS and meaning != "not_due" for meaning in self.marks.values())

    @property
    def part(self) -> int:
        """Events in which the member took part: there, taught at home, or online."""
        return self.count(CAME | SERVED)


@dataclass(frozen=True, slots=True)
class Presence:
    """The events of a stretch of time in order, and the turnout of each member who is named in one."""

    events: tuple[Event, ...]
    turnout: Mapping[int, Turnout]


def meanings_of(edition: Edition) -> dict[str, str]:
    """Attendance status → what it means."""
    return {status: tag for tag in MEANINGS for status in edition.tagged("attendance", tag)}


def attendance_rows(
    snapshot: Snapshot, record: Record, wanted: frozenset[str] | None = None
) -> Iterator[tuple[int, str]]:
    """Member id and meaning of each marked attendance row of a record; people not in the roster are left out.

    ``wanted``: only rows of these meanings.
    """
    place = snapshot.form_of(record).attendance
    if place is None:
        return
    meanings = snapshot.once(("meanings", record.edition), lambda: meanings_of(snapshot.edition_of(record)))
    by_label = snapshot.roster.by_label
    for row in record.rows(place.id):
        meaning = meanings.get(row.get("status") or "")
        if meaning is None or (wanted is not None and meaning not in wanted):
            continue
        member = row.get("member")
        if member is None and row.get("name") in by_label:
            member = by_label[row["name"]].id
        if member is not None:
            yield member, meaning


def attendance_marks(snapshot: Snapshot, record: Record) -> Iterator[tuple[int, str, str]]:
    """Member id, meaning and written reason of each marked attendance row; people not in the roster are left out.

    What the record says is read once for each version of it.
    """
    by_label = snapshot.roster.by_label
    for member, name, meaning, reason in snapshot.remembered("marks", record, lambda: _marks(snapshot, record)):
        known = member if member is not None else by_label[name].id if name in by_label else None
        if known is not None:
            yield known, meaning, reason


def _marks(snapshot: Snapshot, record: Record) -> tuple[tuple[int | None, str, str, str], ...]:
    place = snapshot.form_of(record).attendance
    if place is None:
        return ()
    meanings = meanings_of(snapshot.edition_of(record))
    rows = ((row, meanings.get(row.get("status") or "")) for row in record.rows(place.id))
    return tuple(
        (row.get("member"), str(row.get("name") or ""), meaning, str(row.get("reason") or ""))
        for row, meaning in rows
        if meaning is not None
    )


def presence(snapshot: Snapshot, period: Period, today: date) -> Presence:
    """The turnout of a month, quarter or year up to ``today``: assemblies, theme days, lectures, group meetings.

    Committee meetings are left out: they are due to five people only.
    """
    events: dict[str, Event] = {}
    turnout: dict[int, Turnout] = {}
    last = min(period.last, today)
    nth: dict[tuple[str, int, str], int] = {}
    for day, record, place in _gatherings(snapshot, period.first, last):
        if place.who == "committee":
            continue
        form = snapshot.form_of(record)
        event = Event(record.id, record.form, day, f"{day.month}.{day.day}\n{form.short}")
        if place.who == "group":
            key = (record.form, day.month, str(record.get("group") or ""))
            nth[key] = nth.get(key, 0) + 1
            event_id = f"{record.form}:{day.year}-{day.month:02}:{nth[key]}"
            event = Event(event_id, record.form, day, f"{day.month}月\n{form.short}")
        events.setdefault(event.id, event)
        for member, meaning in attendance_rows(snapshot, record):
            turnout.setdefault(member, Turnout()).marks[event.id] = meaning
    return Presence(tuple(sorted(events.values(), key=lambda event: (event.day, event.id))), turnout)


def _gatherings(snapshot: Snapshot, first: date, last: date) -> Iterator[tuple[date, Record, Field]]:
    """Records that keep attendance, from the first day to the last, in order."""
    found = []
    for record in snapshot.records:
        place = snapshot.form_of(record).attendance
        day = snapshot.day(record) if place is not None else None
        if place is not None and day is not None and first <= day <= last:
            found.append((day, record, place))
    yield from sorted(found, key=lambda entry: (entry[0], entry[1].id))


# --- absences without a reason -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Absence:
    """A run of events that a member missed without a reason, up to now.

    ``grade``: 0 nothing to do yet · 1 talk to them (three in a row) · 2, 3, 4 the months of the table are full.
    """

    member: int
    times: int
    since: date  # the first of them
    months: int  # whole months from it to today
    grade: int


def absences(snapshot: Snapshot, today: date) -> tuple[Absence, ...]:
    """The members of today who missed their last events without a reason, the longest run first.

    Taking part in anything, being taught at home or online, or being on leave ends a run. Infirm members are
    left out. Source: 党员教育管理工作条例（2019）第二十三条, 第三十一条（六）; three in a row is local practice.
    """
    table = rules_table("presence")["absence"]
    open_runs = {member.id for member in snapshot.roster.on(today) if not member.infirm}
    runs: dict[int, list[date]] = {}
    for day, record, _ in reversed(list(_gatherings(snapshot, date.min, today))):
        if not open_runs:
            break
        for member, meaning in attendance_rows(snapshot, record):
            if member not in open_runs:
                continue
            if meaning == "unexcused":
                runs.setdefault(member, []).append(day)
            elif meaning != "not_due":
                open_runs.discard(member)
    found = [_absence(member, days, today, table["times"], table["months"]) for member, days in runs.items()]
    return tuple(sorted(found, key=lambda run: (run.since, run.member)))


def _absence(member: int, days: list[date], today: date, times: int, months: list[int]) -> Absence:
    since = min(days)
    whole = full_months(since, today)
    passed = sum(whole >= limit for limit in months)
    grade = 1 + passed if passed else int(len(days) >= times)
    return Absence(member, len(days), since, whole, grade)


def absence_source() -> str:
    """Why absences are looked at, with how sure we are."""
    return cite(rules_table("presence")["absence"])
