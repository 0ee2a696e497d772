"""The ledgers that live with a star: which there are, how many records each has, which is likely next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wdbranch.book.form import Form, edition_of_year
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.star_process import APPLICATION, PLAN, REVIEW, TASK
from wdbranch.rules.stars import Star

PROCESS = (PLAN, TASK, APPLICATION, REVIEW)
"""Forms of the process: they belong to no single star."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger of a star in a year: its records, the last day, whether the branch uses it.

    ``wanted``: so many indicators of the star that are not met would count its records.
    """

    form: Form
    count: int
    last: date | None
    shown: bool
    wanted: int


def ledgers(snapshot: Snapshot, star: Star, year: int) -> list[Ledger]:
    """The ledgers of a star: those in use first, then in the order of the book."""
    edition = edition_of_year(snapshot.editions, year)
    lacking: dict[str, int] = {}
    for one in star.indicators:
        if one.state in ("unmet", "not_yet", "manual"):
            for form in one.forms:
                lacking[form] = lacking.get(form, 0) + 1
    found = [
        _ledger(snapshot, form, year, lacking.get(form.id, 0))
        for form in edition.ordered()
        if star.id in form.stars and form.id not in PROCESS
    ]
    return sorted(found, key=lambda one: not one.shown)


def _ledger(snapshot: Snapshot, form: Form, year: int, wanted: int) -> Ledger:
    records = snapshot.of_year(form.id, year)
    days = [day for record in records if (day := snapshot.day(record)) is not None]
    return Ledger(form, len(records), max(days, default=None), snapshot.shows(form), wanted)


def likely_next(star: Star, lines: Iterable[Ledger]) -> list[Form]:
    """The ledgers in the order in which a new record is likely: what an unmet indicator waits for comes first."""
    rank: dict[str, int] = {}
    for place, one in enumerate(one for one in star.indicators if one.state in ("unmet", "not_yet")):
        for form in one.forms:
            rank.setdefault(form, place)
    most = len(rank)
    ordered = sorted(lines, key=lambda line: (rank.get(line.form.id, most), -line.wanted, not line.shown))
    return [line.form for line in ordered]


def unused(snapshot: Snapshot, year: int) -> list[Form]:
    """Star ledgers that are switched on or were used, but have no record in a year: they may be hidden."""
    edition = edition_of_year(snapshot.editions, year)
    return [
        form
        for form in edition.ordered()
        if form.stars and form.id not in PROCESS and snapshot.shows(form) and not snapshot.of_year(form.id, year)
    ]
