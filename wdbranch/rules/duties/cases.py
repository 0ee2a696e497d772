"""Duties of development and elections: what is open in each case, the term, vacant posts (D-20 to D-28, D-38)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from wdbranch.book.record import day_of
from wdbranch.rules.development.steps import FORM
from wdbranch.rules.duties.kinds import Computed, Entry, Line
from wdbranch.rules.elections.election import running
from wdbranch.rules.elections.terms import term_reminder, vacancies
from wdbranch.rules.held import Held
from wdbranch.rules.wording import say_day


def counted(duty: str) -> Computed:
    """D-20 to D-26: one kind of what is due in the cases of development."""

    def lines(entry: Entry, held: Held) -> Iterator[Line]:  # noqa: ARG001 - one shape for all
        for one in held.countdowns:
            if one.duty == duty:
                yield Line(
                    key=f"{one.record}-{one.due}",
                    due=one.due,
                    fill=one.fill,
                    variant=one.variant,
                    name=one.person,
                    record=one.record,
                    form=FORM,
                )

    return lines


def mending_ends(entry: Entry, held: Held) -> Iterator[Line]:
    """D-38: the time that a member has to mend is over within ``days``, and nobody has judged how it went."""
    for record in held.snapshot.of(entry["form"]):
        until, judged = day_of(record.get("until")), day_of(record.get("assessed_on"))
        if until is not None and until - timedelta(days=entry["days"]) <= held.today:
            yield Line(
                key=f"{record.id}-{until}",
                due=until,
                done=judged if judged is not None and judged <= held.today else None,
                name=str(record.get("member") or ""),
                record=record.id,
                form=entry["form"],
            )


def term_ends(entry: Entry, held: Held) -> Iterator[Line]:
    """D-27: the committee's term ends within the months of the first warning; the election under way is opened."""
    found = term_reminder(held.snapshot.branch, held.today)
    if found is not None and found.grade:
        yield Line(
            key=str(found.due), due=found.due, record=_under_way(held), form=entry["form"], grade=found.grade
        )


def vacant_posts(entry: Entry, held: Held) -> Iterator[Line]:
    """D-28: posts of the committee that nobody holds."""
    for one in vacancies(held.snapshot, held.today):
        yield Line(
            key=f"{one.post}-{one.since}",
            due=one.due,
            fill={"since": say_day(one.since), "days": (held.today - one.since).days},
            name=one.title,
            record=_under_way(held),
            form=entry["form"],
        )


def _under_way(held: Held) -> str | None:
    record = running(held.snapshot, held.today)
    return record.id if record is not None else None
