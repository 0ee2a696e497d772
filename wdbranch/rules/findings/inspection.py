"""What the rules look at: records read once, indexed by day and kind, so that nothing is searched twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import date, datetime
from functools import cached_property
from typing import Any

from wdbranch.book.form import Edition, Form
from wdbranch.book.record import Record, Row, day_of, moment_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.attendance import due_ids, roster_days
from wdbranch.rules.roster_days import DayRoster, RosterDays


@dataclass(frozen=True, slots=True)
class Objection:
    """What a rule has against a record: which sentence of its table, with what filled in, and where."""

    variant: str
    field: str | None = None
    row: int | None = None
    fill: Mapping[str, Any] = with_default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """One attendance row: its index, the member's id (None: not in the roster) and the status."""

    row: int
    member: int | None
    name: str
    status: str
    data: Row


@dataclass(frozen=True, slots=True)
class Tags:
    """The attendance statuses of an edition by what they mean."""

    present: frozenset[str]
    absent: frozenset[str]  # did not come, for whatever reason
    served: frozenset[str]  # of them, those who were taught at home or took part online
    not_due: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as the rules see it. ``due`` is empty and ``who`` None while the record has no day."""

    record: Record
    form: Form
    edition: Edition
    tags: Tags
    day: date | None
    start: datetime | None
    end: datetime | None
    who: DayRoster | None
    due: frozenset[int]
    listed: tuple[Person, ...]
    present: tuple[Person, ...]
    absent: tuple[Person, ...]
    exempt: tuple[Person, ...]
    unmarked: tuple[Person, ...]

    def number(self, field_id: str) -> int | None:
        """A headcount of the record, None where the box is empty or the form has none."""
        value = self.record.values.get(field_id)
        return value if isinstance(value, int) else None

    def names(self, field_id: str) -> tuple[str, ...]:
        """The people named in a field, empty where the form has none."""
        return tuple(self.record.values.get(field_id) or ())

    def label(self, field_id: str) -> str:
        """The label of a field."""
        return self.form.field(field_id).label

    @property
    def committee(self) -> bool:
        """Whether this is a meeting of the branch committee."""
        return self.form.attendance is not None and self.form.attendance.who == "committee"

    @property
    def title(self) -> str:
        """How another record speaks of this one: 党员大会第 3 次."""
        seq = self.record.get("seq")
        return f"{self.form.short}第 {seq} 次" if seq else self.form.short

    @property
    def present_voters(self) -> int:
        """How many of those who came were due and have a vote on the day."""
        if self.who is None:
            return 0
        able = self.who.voters & self.due
        return sum(person.member in able for person in self.present)

    @property
    def electors(self) -> tuple[int | None, int | None]:
        """Due and present with a vote, as written; of a committee form, its members."""
        if self.form.has("due_vote"):
            return self.number("due_vote"), self.number("present_vote")
        return self.number("due_all"), self.number("present_all")


Check = Callable[["Reading", "Inspection"], Iterable[Objection]]
"""A rule: a record and the book around it give objections."""


class Inspection:
    """One pass over a snapshot on a day. ``fresh`` replaces or adds one record (just written)."""

    def __init__(self, snapshot: Snapshot, today: date, fresh: Record | None = None) -> None:
        self.snapshot = snapshot
        self.today = today
        self.records: tuple[Record, ...] = snapshot.records
        if fresh is not None:
            others = tuple(record for record in snapshot.records if record.id != fresh.id)
            self.records = (*others, fresh)
        self._days: dict[str, RosterDays] = {}
        self._tags: dict[str, Tags] = {}
        self._readings: dict[str, Reading] = {}
        self._series: dict[tuple[str, int], tuple[Record, ...]] = {}

    def read(self, record: Record) -> Reading:
        """The record as the rules see it, read once."""
        found = self._readings.get(record.id)
        if found is None:
            found = self._readings[record.id] = self._read(record)
        return found

    def by_id(self, record_id: str) -> Record | None:
        """The record of that id, None if there is none."""
        return self._ids.get(record_id)

    def same_day(self, seen: Reading) -> Iterator[Reading]:
        """The other records of the same day."""
        for other in self._by_day.get(self._day_text(seen.record), ()):
            if other.id != seen.record.id:
                yield self.read(other)

    def series(self, seen: Reading) -> tuple[Record, ...]:
        """The records of the same form and year, undated ones left out, in order of their time."""
        key = (seen.record.form, seen.record.year)
        found = self._series.get(key)
        if found is None:
            named = seen.form.date_field
            dated = [record for record in self._by_kind.get(key, ()) if record.values.get(named)]
            found = self._series[key] = tuple(sorted(dated, key=lambda r: (r.values[named], r.id)))
        return found

    def roster_days(self, edition: Edition) -> RosterDays:
        """The roster by day under the posts of an edition."""
        found = self._days.get(edition.id)
        if found is None:
            found = self._days[edition.id] = roster_days(self.snapshot, edition)
        return found

    @cached_property
    def _ids(self) -> dict[str, Record]:
        return {record.id: record for record in self.records}

    @cached_property
    def _by_day(self) -> dict[str, list[Record]]:
        table: dict[str, list[Record]] = {}
        for record in self.records:
            table.setdefault(self._day_text(record), []).append(record)
        table.pop("", None)
        return table

    @cached_property
    def _by_kind(self) -> dict[tuple[str, int], list[Record]]:
        table: dict[tuple[str, int], list[Record]] = {}
        for record in self.records:
            table.setdefault((record.form, record.year), []).append(record)
        return table

    def _day_text(self, record: Record) -> str:
        value = record.values.get(self.snapshot.form_of(record).date_field)
        return value[:10] if isinstance(value, str) else ""

    def _status_tags(self, edition: Edition) -> Tags:
        found = self._tags.get(edition.id)
        if found is None:
            found = self._tags[edition.id] = Tags(
                *(edition.tagged("attendance", tag) for tag in ("present", "absent", "served", "not_due"))
            )
        return found

    def _read(self, record: Record) -> Reading:
        edition = self.snapshot.edition_of(record)
        form = edition.forms[record.form]
        tags = self._status_tags(edition)
        written = record.values.get(form.date_field)
        day = day_of(written)
        days = self.roster_days(edition)
        people = self._people(record, form)
        return Reading(
            record=record,
            form=form,
            edition=edition,
            tags=tags,
            day=day,
            start=moment_of(written) if written and len(written) > 10 else None,
            end=moment_of(record.values.get("end")),
            who=days.at(day) if day else None,
            due=due_ids(form, record.values, days, day) if day and form.attendance else frozenset(),
            listed=people,
            present=tuple(person for person in people if person.status in tags.present),
            absent=tuple(person for person in people if person.status in tags.absent),
            exempt=tuple(person for person in people if person.status in tags.not_due),
            unmarked=tuple(person for person in people if not person.status),
        )

    def _people(self, record: Record, form: Form) -> tuple[Person, ...]:
        if form.attendance is None:
            return ()
        by_label = self.snapshot.roster.by_label
        people = []
        for index, row in enumerate(record.rows(form.attendance.id)):
            name, member = row.get("name") or "", row.get("member")
            if member is None and name in by_label:
                member = by_label[name].id
            people.append(Person(index, member, name, row.get("status") or "", row))
        return tuple(people)
