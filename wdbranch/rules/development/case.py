"""One person's case: the record of the form ``development`` read into days, and where it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wdbranch.book.people import Member
from wdbranch.book.record import Record, Values, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import SHIPPED, Calendar, add_months, calendar_of
from wdbranch.rules.development.steps import FORM, Edition, Step, edition_on, steps, table

ENDED = "ended"
DONE = "done"


@dataclass(frozen=True)
class Case:
    """One person's way into the Party. ``member``: the person in the roster, None if not found there.

    ``calendar``: that of the branch, by which working days are counted.
    """

    record: Record
    member: Member | None
    calendar: Calendar = SHIPPED

    @property
    def name(self) -> str:
        """The person's label."""
        return str(self.record.get("person") or "")

    @property
    def values(self) -> Values:
        """The boxes of the record."""
        return self.record.values

    def day(self, box: str) -> date | None:
        """The day in a date box, None where it is empty."""
        value = self.values.get(box)
        return day_of(value) if isinstance(value, str) else None

    def on(self, step: Step) -> date | None:
        """The day of a step; of an undated one, the day of its last row."""
        if not step.undated:
            return self.day(step.on)
        return max(self.reviews(step.id), default=None)

    def last(self, step: Step) -> date | None:
        """The day on which a step ended: of the public notice and the training their last day."""
        return (self.day(step.until) if step.until else None) or self.on(step)

    def reviews(self, step_id: str) -> tuple[date, ...]:
        """The days of the half-yearly reviews, in order: "reviews" of an activist, "probation" of a member."""
        rows = self.record.rows("reviews" if step_id == "reviews" else "probation_reviews")
        days = (day_of(row.get("on")) for row in rows)
        return tuple(sorted(day for day in days if day is not None))

    def edition(self, step: Step, today: date) -> Edition:
        """The edition of the rules that a step falls under: of its own day, else of the next dated step.

        A step not yet taken falls under the rules of the day on which later ones were taken, else of today.
        """
        own = self.on(step)
        if own is not None:
            return edition_on(own)
        after = steps()[steps().index(step) + 1 :]
        later = (self.on(one) for one in after)
        return edition_on(next((day for day in later if day is not None), today))

    @property
    def probation_end(self) -> date | None:
        """The last day of the probation: a year less a day after the assembly, or as extended."""
        extended = self.day("extended_until")
        admitted = self.day("assembly_on")
        if extended is not None or admitted is None:
            return extended
        return probation_until(admitted)

    def stage(self, day: date) -> str:
        """Applicant | activist | candidate | admission | probation | full | done | ended on a day."""
        closed = self.day("ended_on")
        if closed is not None and closed <= day:
            return ENDED
        passed = self.reached(day)
        if "full_approve" in passed:
            return DONE
        if "assembly" in passed:
            end = self.probation_end
            due = "full_apply" in passed or (end is not None and end < day)
            return "full" if due else "probation"
        if "review" in passed:
            return "admission"
        for stage, marks in (("candidate", ("listed", "candidate")), ("activist", ("activist",))):
            if passed.intersection(marks):
                return stage
        return "applicant"

    def reached(self, day: date) -> frozenset[str]:
        """The steps taken up to a day."""
        taken = ((step.id, self.on(step)) for step in steps())
        return frozenset(step_id for step_id, on in taken if on is not None and on <= day)


def probation_until(admitted: date) -> date:
    """The last day of a probation of one year that began on the day of the assembly.

    Source: 细则 2026 第三十一条 (one year from the assembly); written as 起日＋1 年−1 天 by local practice.

    >>> probation_until(date(2026, 9, 18))
    datetime.date(2027, 9, 17)
    """
    return add_months(admitted, int(table()["probation_months"])) - timedelta(days=1)


def read_case(record: Record, snapshot: Snapshot) -> Case:
    """A record of the form ``development`` as a case."""
    member = snapshot.roster.by_label.get(str(record.get("person") or ""))
    return Case(record, member, calendar_of(snapshot.branch.settings))


def cases(snapshot: Snapshot) -> tuple[Case, ...]:
    """Every case of the book, in order of the application."""
    return tuple(read_case(record, snapshot) for record in snapshot.of(FORM))


def open_cases(snapshot: Snapshot, today: date) -> Iterator[Case]:
    """The cases that still run on a day: neither broken off nor filed away."""
    for case in cases(snapshot):
        filed = case.day("archive_on")
        if case.stage(today) != ENDED and (filed is None or filed > today):
            yield case


def contacts_on(case: Case, day: date) -> tuple[str, ...]:
    """The contact persons (培养联系人) on a day."""
    return tuple(_holding(case.record.rows("contacts"), day))


def _holding(rows: Iterable[Mapping[str, object]], day: date) -> Iterator[str]:
    for row in rows:
        start, end = day_of(_text(row.get("from"))), day_of(_text(row.get("until")))
        if row.get("name") and (start is None or start <= day) and (end is None or day <= end):
            yield str(row["name"])


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
