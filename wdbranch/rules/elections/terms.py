"""Terms of the committee and vacancies (D-27, D-28; O-07, O-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wdbranch.book.form import edition_of_year
from wdbranch.book.people import Member
from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Branch, Snapshot
from wdbranch.rules.calendar import add_months
from wdbranch.rules.tables import rules_table


@dataclass(frozen=True, slots=True)
class TermReminder:
    """D-27: the end of the term. ``grade`` 0 to 3 by the months that are left."""

    due: date
    grade: int


@dataclass(frozen=True, slots=True)
class Vacancy:
    """D-28: a post of the committee that nobody holds. ``due``: by when it should be filled (a default)."""

    post: str
    title: str
    since: date
    due: date


def term_end(branch: Branch) -> date | None:
    """The day on which the committee's term ends; None while no election is registered.

    Source: 党章第三十一条, 关于党的基层组织任期的意见 (2018): villages and communities five years, others three.
    """
    elected = day_of(branch.last_election)
    return add_months(elected, branch.term_years * 12) if elected else None


def term_reminder(branch: Branch, today: date) -> TermReminder | None:
    """How far the end of the term is; None while no election is registered."""
    end = term_end(branch)
    if end is None:
        return None
    months = rules_table("elections")["term"]["warn_months"]
    return TermReminder(end, 3 if today > end else sum(add_months(end, -before) <= today for before in months))


def vacancies(snapshot: Snapshot, today: date) -> list[Vacancy]:
    """Posts of the committee that were held since the last election and are not held today.

    A post given up by one and taken by another is no vacancy.
    """
    months = rules_table("elections")["vacancy"]["months"]
    edition = edition_of_year(snapshot.editions, today.year)
    begin = day_of(snapshot.branch.last_election) or date.min
    found = []
    for post in sorted(edition.tagged("posts", "committee")):
        since = _empty_since(snapshot.roster.members, post, begin, today)
        if since is not None:
            found.append(Vacancy(post, edition.choice_label("posts", post), since, add_months(since, months)))
    return found


def _empty_since(members: tuple[Member, ...], post: str, begin: date, today: date) -> date | None:
    """The day on which a post fell vacant, None where somebody holds it or nobody ever did in this term."""
    last: date | None = None
    for member in members:
        for span in member.spans:
            if span.kind != "post" or span.value != post:
                continue
            gone = min((day for day in (day_of(span.end), day_of(member.out_date)) if day), default=None)
            start = day_of(span.start) or date.min
            if start <= today and (gone is None or gone > today):
                return None
            if gone is not None and begin < gone <= today:
                last = max(last or gone, gone)
    return last
