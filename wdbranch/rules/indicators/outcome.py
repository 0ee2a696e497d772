"""What a star indicator is worked out from, and where it then stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from wdbranch.book.form import Edition, edition_of_year
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.duties import Duty, begun, duties
from wdbranch.rules.findings.inspection import Inspection
from wdbranch.rules.held import Held
from wdbranch.rules.periods import period_of
from wdbranch.rules.tables import rules_table


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an indicator stands; states as in ``rules.stars.Indicator``.

    "manual" with figures: the records show them, but no threshold is known, so a person decides.
    ``records`` are the ids of what was counted, ``lacking`` of what should have been and was not.
    """

    state: str
    numerator: float | None = None
    denominator: float | None = None
    of: str = ""
    say: str = ""
    todo: str = ""
    records: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


class Question:
    """A snapshot in a year, as of a day, with what several indicators need worked out once.

    ``today`` is the day asked about: never later than the end of the year. ``closed``: the year is over, so
    that what is missing will not come any more.
    """

    def __init__(self, snapshot: Snapshot, today: date, year: int | None = None) -> None:
        last = date(year or today.year, 12, 31)
        self.snapshot = snapshot
        self.closed = today > last
        self.today = min(today, last)
        self.year = period_of("year", last)
        self.held: Held = snapshot.once(("held", self.today), lambda: Held(snapshot, self.today))
        self._records: dict[str, list[Record]] = {}

    @cached_property
    def begun(self) -> date:
        """The day on which the book begins, at the latest today."""
        return min(begun(self.snapshot) or self.today, self.today)

    @cached_property
    def since(self) -> date:
        """The day from which periods of this year count: before it the book was not kept."""
        return max(self.begun, self.year.first)

    def duties(self, duty_id: str) -> list[Duty]:
        """The lines of one duty in this year up to the day asked about."""
        return duties(self.snapshot, self.today, since=self.since, held=self.held, only=duty_id)

    @cached_property
    def book(self) -> Inspection:
        """The records as the rules read them."""
        return self.snapshot.once(
            ("inspection", self.today), lambda: Inspection(self.snapshot, self.today)
        )

    @cached_property
    def edition(self) -> Edition:
        """The edition of the year."""
        return edition_of_year(self.snapshot.editions, self.year.first.year)

    def records(self, form_id: str) -> list[Record]:
        """What counts of a form: its events of this year up to the day, or what is in force on the day.

        A yearly page counts for its year (所属年度), whenever it was written.
        """
        found = self._records.get(form_id)
        if found is None:
            form = self.edition.forms.get(form_id)
            if form is not None and form.standing:
                found = list(self.snapshot.in_force(form_id, self.today))
            elif form is not None and form.yearly:
                found = self.held.of_year(form_id, self.year.first.year)
            else:
                found = self.held.within(form_id, self.year)
            self._records[form_id] = found
        return found

    def short(self, form_id: str) -> str:
        """How a form is called."""
        form = self.edition.forms.get(form_id)
        return form.short if form is not None else form_id


Auto = Callable[[Mapping[str, Any], Question], Outcome | None]
"""None: the records cannot show it, a person has to."""


def words_of(part: str) -> dict[str, str]:
    """The sentences of one part of ``resources/rules/stars.toml``."""
    words: dict[str, str] = rules_table("stars")[part]
    return words


def percent(numerator: float, denominator: float) -> str:
    """A share with at most one decimal, rounded half up in integers: 100%, 66.7%.

    >>> percent(2, 3)
    '66.7%'
    """
    top, under = round(numerator * 100), round(denominator * 100)      # boxes hold at most two decimals
    tenths = (2000 * top + under) // (2 * under)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def number(value: float) -> str:
    """A number as it is said: no decimals that say nothing, at most two.

    >>> number(1402.380)
    '1402.38'
    >>> number(67540.0)
    '67540'
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def ratio(numerator: float, denominator: float, of: str) -> str:
    """9÷10=90%（分母：……）."""
    return words_of("say")["ratio"].format(
        n=number(numerator), d=number(denominator), percent=percent(numerator, denominator), of=of
    )
