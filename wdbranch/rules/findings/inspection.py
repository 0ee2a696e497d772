"""One pass over the book: records read once, indexed by day and kind, so that nothing is searched twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from wdbranch.book.form import edition_of_year
from wdbranch.book.record import Record, State, day_of, within_day
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.attendance import due_ids, roster_days
from wdbranch.rules.calendar import Calendar, calendar_of
from wdbranch.rules.dues import Dues
from wdbranch.rules.duties import Duty, begun, duties
from wdbranch.rules.findings.reading import (
    BookObjection,
    FormFacts,
    Objection,
    Reading,
    form_facts,
    moments,
    read_people,
    read_votes,
)
from wdbranch.rules.held import Held
from wdbranch.rules.library import Material, library
from wdbranch.rules.places import known_places, own_places
from wdbranch.rules.roster_days import DayRoster, RosterDays

T = TypeVar("T")

Check = Callable[[Reading, "Inspection"], Iterable[Objection]]
"""A rule: a record and the book around it give objections."""
BookCheck = Callable[["Inspection"], Iterable[BookObjection]]
"""A rule about the whole book: what is missing, what does not fit together."""

CLOSING_MONTHS = 4
"""Until the end of April the year before is still looked at: 组织生活会 and 民主评议 may be held until March."""
_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Series:
    """The dated records of one form and year in order of their time."""

    records: tuple[Record, ...]
    place: dict[str, int]  # record id → index
    by_seq: dict[int, list[Record]]
    printed: tuple[Record, ...]  # printed or filed


class Inspection:
    """One pass over a snapshot on a day. ``fresh`` replaces or adds one record (just written)."""

    def __init__(self, snapshot: Snapshot, today: date, fresh: Record | None = None) -> None:
        self.snapshot = snapshot
        self.today = today
        self.fresh = fresh
        self.twins: dict[str, dict[str, tuple[Record, float]]] = {}
        """By form, what ``copies`` has found: record id → the record it resembles, and how much."""
        self.records: tuple[Record, ...] = snapshot.records
        if fresh is not None and snapshot.by_id.get(fresh.id) != fresh:
            others = tuple([record for record in snapshot.records if record.id != fresh.id])
            self.records = (*others, fresh)
        self._days: dict[str, RosterDays] = {}
        self._facts: dict[tuple[str, str], FormFacts] = {}
        self._due: dict[tuple[str, str, int], frozenset[int]] = {}
        self._readings: dict[str, Reading] = snapshot.roster.memory.setdefault("readings", {})
        self._secretaries: dict[tuple[int, int], str] = {}
        self._series: dict[tuple[str, int], Series] = {}
        self._looked_up: dict[str, list[Record]] = {}
        self._day_fields: dict[tuple[str, str], str] = {}

    def read(self, record: Record) -> Reading:
        """The record as the rules see it: read once for each version of it, while the roster stays as it is.

        A reading is made of nothing but the record, its form and the roster, so the roster may keep it.
        """
        found = self._readings.get(record.id)
        if found is None or found.record is not record or found.facts is not self.facts(record):
            found = self._readings[record.id] = self._read(record)
        return found

    def by_id(self, record_id: str) -> Record | None:
        """The record of that id, None if there is none."""
        return self._ids.get(record_id)

    def with_file(self, digest: str) -> list[Record]:
        """The records that keep a file, by its digest."""
        return self._files.get(digest, [])

    def same_day(self, seen: Reading) -> Iterator[Reading]:
        """The other records of the same day."""
        day = self._day_text(seen.record)
        for other in self._on_day(day) if day else ():
            if other.id != seen.record.id:
                yield self.read(other)

    def series(self, seen: Reading) -> Series:
        """The dated records of the same form and year."""
        key = (seen.record.form, seen.record.year)
        found = self._series.get(key)
        if found is None:
            found = self._series[key] = _series(self._of_kind(*key), seen.form.date_field)
        return found

    def of_years(self, form: str, years: Iterable[int] | None) -> list[Record]:
        """The records of a form in some years; of all years for None."""
        if years is None:
            return [record for record in self.records if record.form == form]
        return [record for year in years for record in self._of_kind(form, year)]

    def facts(self, record: Record) -> FormFacts:
        """What the rules need of the record's form."""
        key = (record.edition, record.form)
        found = self._facts.get(key)
        if found is None:
            edition = self.snapshot.edition_of(record)
            found = self._facts[key] = form_facts(edition.forms[record.form], edition)
        return found

    @cached_property
    def calendar(self) -> Calendar:
        """Working days and holidays as the branch reckons them."""
        return calendar_of(self.snapshot.branch.settings)

    @cached_property
    def held(self) -> Held:
        """What has taken place, by form and day."""
        return self.snapshot.once(("held", self.today), lambda: Held(self.snapshot, self.today))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that rules about the whole book look at: this one, until April also the one before."""
        now = self.today.year
        return (now - 1, now) if self.today.month <= CLOSING_MONTHS else (now,)

    @cached_property
    def duties(self) -> list[Duty]:
        """The duties since the beginning of the years looked at, or since the book is kept."""
        since = max(date(self.years[0], 1, 1), begun(self.snapshot) or self.today)
        return duties(self.snapshot, self.today, since=min(since, self.today), held=self.held)

    def secretary(self, seen: Reading) -> str:
        """The label of the secretary on the day of a record; the same while the roster stands still."""
        if seen.day is None:
            return ""
        key = (seen.day.year, id(seen.who))
        found = self._secretaries.get(key)
        if found is None:
            found = self._secretaries[key] = self.snapshot.secretary(seen.day)
        return found

    def roster_on(self, day: date) -> DayRoster:
        """Who is who on a day."""
        return self._newest_days.at(day)

    @cached_property
    def _newest_days(self) -> RosterDays:
        return roster_days(self.snapshot, edition_of_year(self.snapshot.editions, self.today.year))

    @cached_property
    def dues(self) -> Dues:
        """The party dues, with the record just written."""
        if self.records is self.snapshot.records:
            return self.held.dues
        return Dues(replace(self.snapshot, records=self.records))

    @cached_property
    def _files(self) -> dict[str, list[Record]]:
        return self._index("files", self._by_file)

    def _index(self, what: str, make: Callable[[], T]) -> T:
        """An index of the records: that of the snapshot, unless one of them is not in it as it stands now."""
        return self.snapshot.once(what, make) if self.records is self.snapshot.records else make()

    def _by_file(self) -> dict[str, list[Record]]:
        table: dict[str, list[Record]] = {}
        for record in self.records:
            for kept in record.attachments:
                table.setdefault(kept.digest, []).append(record)
        return table

    @cached_property
    def _ids(self) -> Mapping[str, Record]:
        known = self.snapshot.by_id
        return known if self.fresh is None else {**known, self.fresh.id: self.fresh}

    @cached_property
    def library(self) -> Mapping[str, Material]:
        """The known study materials by plain title."""
        return library(self.snapshot)

    @cached_property
    def own_places(self) -> frozenset[str] | None:
        """Places that are no trace of elsewhere; None where it is not known where the branch is."""
        return own_places(self.snapshot.branch)

    @cached_property
    def known_places(self) -> str:
        """What the roster says of places."""
        return known_places(self.snapshot.roster)

    @cached_property
    def _member_ids(self) -> dict[str, int]:
        return {label: member.id for label, member in self.snapshot.roster.by_label.items()}

    def _on_day(self, day: str) -> list[Record]:
        """The records of a day (ISO date). For one record alone it is quicker to look them through than to sort all."""
        if self.fresh is None:
            return self._by_day.get(day, [])
        found = self._looked_up.get(day)
        if found is None:
            found = self._looked_up[day] = [one for one in self.records if self._day_text(one) == day]
        return found

    def _of_kind(self, form: str, year: int) -> list[Record]:
        """The records of a form and year."""
        if self.fresh is None:
            return self._by_kind.get((form, year), [])
        return [one for one in self.records if one.form == form and one.year == year]

    @cached_property
    def _by_day(self) -> dict[str, list[Record]]:
        return self._index("days", self._sorted_by_day)

    def _sorted_by_day(self) -> dict[str, list[Record]]:
        table: dict[str, list[Record]] = {}
        for record in self.records:
            day = self._day_text(record)
            if day:
                table.setdefault(day, []).append(record)
        return table

    @cached_property
    def _by_kind(self) -> dict[tuple[str, int], list[Record]]:
        return self._index("kinds", self._sorted_by_kind)

    def _sorted_by_kind(self) -> dict[tuple[str, int], list[Record]]:
        table: dict[tuple[str, int], list[Record]] = {}
        for record in self.records:
            table.setdefault((record.form, record.year), []).append(record)
        return table

    def _day_text(self, record: Record) -> str:
        key = (record.edition, record.form)
        field = self._day_fields.get(key)
        if field is None:
            field = self._day_fields[key] = self.facts(record).form.date_field
        value = record.values.get(field)
        return value[:10] if isinstance(value, str) else ""

    def _roster_days(self, facts: FormFacts) -> RosterDays:
        found = self._days.get(facts.edition.id)
        if found is None:
            found = self._days[facts.edition.id] = roster_days(self.snapshot, facts.edition)
        return found

    def _due_on(
        self, record: Record, facts: FormFacts, days: RosterDays, who: DayRoster, day: date
    ) -> frozenset[int]:
        """Who is due; the same for all records of a form while the roster stands still, but for groups."""
        if facts.place is None:
            return _NOBODY
        if facts.form.field(facts.place).who in ("group", "held_as"):
            return due_ids(facts.form, record.values, days, day)
        key = (facts.edition.id, facts.form.id, id(who))
        found = self._due.get(key)
        if found is None:
            found = self._due[key] = due_ids(facts.form, record.values, days, day)
        return found

    def _read(self, record: Record) -> Reading:
        facts = self.facts(record)
        day = day_of(record.values.get(facts.form.date_field))
        start, end = moments(record, facts.form)
        days = self._roster_days(facts)
        who = days.at(day) if day else None
        due = self._due_on(record, facts, days, who, day) if day and who else _NOBODY
        people = read_people(record, facts, self._member_ids)
        return Reading(
            record=record,
            facts=facts,
            day=day,
            start=start,
            end=end,
            who=who,
            due=due,
            able=due & who.voters if who else _NOBODY,
            listed=people,
            present=tuple([person for person in people if person.status in facts.present]),
            absent=tuple([person for person in people if person.status in facts.absent]),
            exempt=tuple([person for person in people if person.status in facts.not_due]),
            unmarked=tuple([person for person in people if not person.status]),
            votes=read_votes(record, facts),
        )


def _series(records: Iterable[Record], date_field: str) -> Series:
    dated = [record for record in records if record.values.get(date_field)]
    ordered = tuple(sorted(dated, key=lambda record: (record.values[date_field], within_day(record))))
    by_seq: dict[int, list[Record]] = {}
    for record in ordered:
        seq = record.get("seq")
        if isinstance(seq, int):
            by_seq.setdefault(seq, []).append(record)
    return Series(
        records=ordered,
        place={record.id: index for index, record in enumerate(ordered)},
        by_seq=by_seq,
        printed=tuple(record for record in ordered if record.state in (State.PRINTED, State.ARCHIVED)),
    )
