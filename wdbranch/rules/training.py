"""Training that certain people must have: a new secretary, a secretary every year, a new member (D-17 to D-19).

Marks and months stand in ``resources/rules/hours.toml``. Source: 全国党员教育培训工作规划（2019—2023）as
restated; whether the plan for 2024—2028 keeps it is not verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.form import edition_of_year
from wdbranch.book.people import Member
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import add_months
from wdbranch.rules.tables import rules_table

TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Needed:
    """Training that a member needs between two days, and the record of it once they had it."""

    member: Member
    since: date
    due: date
    record: Record | None


def trained(
    snapshot: Snapshot, member: Member, since: date, until: date, *, tag: str, level: str = ""
) -> Record | None:
    """The first training with the marks (lists ``training_kind``, ``organiser_level``) that a member had."""
    names = {member.name, snapshot.roster.label(member)}
    for record in snapshot.of(TRAINING):
        day, edition = snapshot.day(record), snapshot.edition_of(record)
        if day is None or not since <= day <= until or not names.intersection(record.get("persons") or ()):
            continue
        high = not level or record.get("level") in edition.tagged("organiser_level", level)
        if high and record.get("kind") in edition.tagged("training_kind", tag):
            return record
    return None


def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = rules_table("hours")["training"][name]
    return found


def _needed(snapshot: Snapshot, member: Member, since: date, due: date, name: str) -> Needed:
    table = _table(name)
    record = trained(snapshot, member, since, due, tag=table["tag"], level=table.get("level", ""))
    return Needed(member, since, due, record)


def _secretaries(snapshot: Snapshot, today: date) -> list[tuple[Member, date | None]]:
    """Whoever leads the branch today, and since when."""
    lead = edition_of_year(snapshot.editions, today.year).tagged("posts", "lead")
    return [
        (member, day_of(span.start))
        for member in snapshot.roster.on(today)
        for span in member.spans
        if span.kind == "post" and span.value in lead and span.covers(today)
    ]


def of_new_secretary(snapshot: Snapshot, today: date) -> list[Needed]:
    """D-17: the training of a secretary in the months after taking office; none where that day is unknown."""
    months = int(_table("new_post")["months"])
    return [
        _needed(snapshot, member, since, add_months(since, months), "new_post")
        for member, since in _secretaries(snapshot, today)
        if since is not None
    ]


def of_secretary(snapshot: Snapshot, today: date) -> list[Needed]:
    """D-18: training of the secretary in the current year, held by the county or higher."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    return [_needed(snapshot, member, first, last, "rotation") for member, _ in _secretaries(snapshot, today)]


def of_new_members(snapshot: Snapshot, today: date) -> list[Needed]:
    """D-19: training of everybody who is probationary, or became full within the months of the table."""
    months = int(_table("new_member")["months"])
    found = []
    for member in snapshot.roster.on(today):
        joined, full = day_of(member.join_date), day_of(member.full_date)
        if joined is None or (full is not None and add_months(full, months) < today):
            continue
        due = add_months(full, months) if full is not None else add_months(joined, 12 + months)
        found.append(_needed(snapshot, member, joined, due, "new_member"))
    return found
