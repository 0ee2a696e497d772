"""Which events took place when: records by form and day, up to a day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from functools import cached_property

from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.development.countdowns import Countdown, countdowns
from wdbranch.rules.dues import Dues, dues_of
from wdbranch.rules.periods import Period


class Held:
    """The events of a book up to ``today``; what lies ahead has not been held yet."""

    def __init__(self, snapshot: Snapshot, today: date) -> None:
        self.snapshot = snapshot
        self.today = today
        self._known: dict[str, tuple[list[date], list[Record]]] = {}
        self._since: dict[date, Snapshot] = {}

    def since(self, day: date) -> Snapshot:
        """The book with only the records of that day and later, and those without a day: quicker to go through."""
        found = self._since.get(day)
        if found is None:
            later = (one for one in self.snapshot.records if (self.snapshot.day(one) or day) >= day)
            found = self._since[day] = replace(self.snapshot, records=tuple(later))
        return found

    @cached_property
    def dues(self) -> Dues:
        """The party dues, read once."""
        return dues_of(self.snapshot)

    @cached_property
    def countdowns(self) -> list[Countdown]:
        """What is due in the cases of development, reckoned once."""
        return countdowns(self.snapshot, self.today)

    def within(self, form: str, period: Period) -> list[Record]:
        """The records of a form whose day lies in the period, in order."""
        days, records = self._of(form)
        return records[bisect_left(days, period.first) : bisect_right(days, period.last)]

    def of_year(self, form: str, year: int) -> list[Record]:
        """The records of a form that belong to a year (所属年度), whenever they took place, in order."""
        return [record for record in self._of(form)[1] if record.year == year]

    def all_of(self, form: str) -> list[Record]:
        """Every record of a form that has taken place, in order."""
        return self._of(form)[1]

    def day(self, record: Record) -> date:
        """The day of a record that took place."""
        day = self.snapshot.day(record)
        assert day is not None
        return day

    def _of(self, form: str) -> tuple[list[date], list[Record]]:
        found = self._known.get(form)
        if found is None:
            dated = [(self.snapshot.day(record), record) for record in self.snapshot.of(form)]
            held = [(day, record) for day, record in dated if day is not None and day <= self.today]
            found = self._known[form] = ([day for day, _ in held], [record for _, record in held])
        return found


def by_secretary(record: Record, snapshot: Snapshot) -> bool:
    """Whether a lecture was given by whoever was secretary on its day."""
    day = snapshot.day(record)
    member = snapshot.roster.by_label.get(record.get("lecturer") or "")
    lead = snapshot.edition_of(record).tagged("posts", "lead")
    return day is not None and member is not None and bool(lead.intersection(member.posts(day)))
