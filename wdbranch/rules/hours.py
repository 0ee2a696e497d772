"""Study hours and volunteer hours, counted from the records in which they were given: nothing is typed twice.

Which record gives how many hours, and how many are needed, stands in ``resources/rules/hours.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wdbranch.book.form import Edition, edition_of_year
from wdbranch.book.people import Member
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.presence import attendance_rows
from wdbranch.rules.tables import rules_table

VOLUNTEER = "volunteer"
THEME_DAY = "theme_day"


@dataclass(frozen=True, slots=True)
class Credit:
    """Hours that one record gives to one member."""

    member: int
    day: date
    kind: str  # id of a kind of hours.toml
    hours: float
    record: str


@dataclass(slots=True)
class Study:
    """The study hours of one member in one year, by kind of the table."""

    needed: float
    by_kind: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """All hours together."""
        return round(sum(self.by_kind.values()), 2)

    @property
    def short(self) -> float:
        """How many hours are lacking, 0 where there are enough."""
        return max(round(self.needed - self.total, 2), 0.0)


def kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of study in the order of the table: id and label."""
    return tuple((entry["id"], entry["label"]) for entry in rules_table("hours")["kind"])


def study(snapshot: Snapshot, year: int, today: date) -> dict[int, Study]:
    """The study hours of everybody who was a member in that year, up to today.

    Source: 党员教育管理工作条例（2019）第二十条 (32 hours); how hours are reckoned: local practice, see the table.
    """
    last = min(date(year, 12, 31), today)
    found = {
        member.id: Study(needed(snapshot, member, last))
        for member in snapshot.roster.members
        if any(member.belongs(day) for day in (date(year, 1, 1), last))
    }
    for credit in credits_of(snapshot, year, today):
        if credit.member in found:
            by_kind = found[credit.member].by_kind
            by_kind[credit.kind] = by_kind.get(credit.kind, 0) + credit.hours
    return found


def needed(snapshot: Snapshot, member: Member, day: date) -> float:
    """How many hours the member should study in the year of that day; 0 for the infirm.

    Source: 党员教育管理工作条例（2019）第二十条 and, for the infirm, 第二十三条; 56 for the committee is unverified.
    """
    if member.infirm:
        return 0.0
    committee = edition_of_year(snapshot.editions, day.year).tagged("posts", "committee")
    table = rules_table("hours")["needed"]
    return float(table["lead" if committee.intersection(member.posts(day)) else "member"])


def credits_of(snapshot: Snapshot, year: int, today: date) -> Iterator[Credit]:
    """Every credit of study hours in a year up to today."""
    for rule in rules_table("hours")["rule"]:
        days = _days_of(snapshot, rule["unless"]) if "unless" in rule else frozenset()
        for record in snapshot.of(rule["form"]):
            day = snapshot.day(record)
            if day is None or day.year != year or day > today or day in days:
                continue
            hours = _hours(rule, record, snapshot.edition_of(record))
            if hours:
                for member in _learners(rule, record, snapshot):
                    yield Credit(member, day, rule["kind"], hours, record.id)


def _days_of(snapshot: Snapshot, form: str) -> frozenset[date]:
    return frozenset(day for day in map(snapshot.day, snapshot.of(form)) if day is not None)


def _hours(rule: Mapping[str, Any], record: Record, edition: Edition) -> float:
    """The hours that a record gives by a rule, 0 where it gives none."""
    source, tag = rule["from"], rule.get("tag", "")
    if source == "segments":
        wanted = edition.tagged("segment_kind", tag) - edition.tagged("segment_kind", rule.get("without", ""))
        return float(sum(row.get("hours") or 0 for row in record.rows("segments") if row.get("kind") in wanted))
    if source == "agenda":
        wanted = edition.tagged("agenda_kind", tag)
        return float(rule["hours"]) if any(row.get("kind") in wanted for row in record.rows("agenda")) else 0.0
    if source == "persons":
        central = edition.tagged("training_kind", tag or rule["without"])
        if (record.get("kind") in central) != bool(tag):
            return 0.0
    return float(record.get("hours") or 0)


def _learners(rule: Mapping[str, Any], record: Record, snapshot: Snapshot) -> Iterator[int]:
    if rule["from"] == "persons":
        yield from _named(record, snapshot)
        return
    wanted = frozenset(rule["who"])
    for member, _ in attendance_rows(snapshot, record, wanted):
        yield member


def _named(record: Record, snapshot: Snapshot) -> Iterator[int]:
    """The members named in the record's ``persons``."""
    for name in record.get("persons") or ():
        member = snapshot.roster.by_label.get(name)
        if member is not None:
            yield member.id


# --- volunteering ----------------------------------------------------------------------------------------


def volunteer_credits(snapshot: Snapshot, year: int, today: date) -> Iterator[Credit]:
    """Hours of volunteering in a year up to today: 志愿服务 records, and the segments of theme party days.

    Whoever stands in a 志愿服务 record that is linked with the theme party day is not counted there again.
    """
    counted: set[tuple[str, int]] = set()  # theme day, member
    for record in snapshot.of(VOLUNTEER):
        day = snapshot.day(record)
        if day is None or day.year != year or day > today:
            continue
        for member in _named(record, snapshot):
            counted.update((other, member) for other in _related(record, snapshot))
            yield Credit(member, day, VOLUNTEER, float(record.get("hours") or 0), record.id)
    for record in snapshot.of(THEME_DAY):
        day = snapshot.day(record)
        if day is None or day.year != year or day > today:
            continue
        wanted = snapshot.edition_of(record).tagged("segment_kind", "volunteer")
        rows = [row for row in record.rows("segments") if row.get("kind") in wanted]
        if rows:
            hours = float(sum(row.get("hours") or 0 for row in rows))
            for member, meaning in attendance_rows(snapshot, record):
                if meaning == "present" and (record.id, member) not in counted:
                    yield Credit(member, day, VOLUNTEER, hours, record.id)


def _related(record: Record, snapshot: Snapshot) -> Iterator[str]:
    """The theme party days that a record is linked with, in either direction."""
    for other in snapshot.of(THEME_DAY):
        if other.id in record.links or record.id in other.links:
            yield other.id


def volunteering(snapshot: Snapshot, year: int, today: date) -> dict[int, tuple[int, float]]:
    """Member id → how often and how many hours they volunteered in a year, up to today.

    Source: 党员教育管理工作条例（2019）第二十二条 (encouraged, no number).
    """
    found: dict[int, tuple[int, float]] = {}
    for credit in volunteer_credits(snapshot, year, today):
        times, hours = found.get(credit.member, (0, 0.0))
        found[credit.member] = (times + 1, round(hours + credit.hours, 2))
    return found
