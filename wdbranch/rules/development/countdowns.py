"""D-20 to D-26: what is due by when in each case. Sentences, warnings and sources stand in ``duties.toml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import PROVISIONAL, add_months
from wdbranch.rules.development.case import Case, open_cases
from wdbranch.rules.development.notice import notice_ends
from wdbranch.rules.development.steps import Step, step_of, table
from wdbranch.rules.development.timeline import latest
from wdbranch.rules.tables import cite, rules_table
from wdbranch.rules.wording import say_day


@dataclass(frozen=True, slots=True)
class Countdown:
    """One thing due in one case. ``days_left`` to ``due``, negative when late; ``grade`` 0 to 3 by warning.

    ``say`` is the sentence that ``variant`` and ``fill`` make of the table.
    """

    duty: str
    title: str
    person: str
    record: str
    step: str
    due: date
    days_left: int
    grade: int
    say: str
    source: str
    level: str
    variant: str
    fill: Mapping[str, object]


def countdowns(snapshot: Snapshot, today: date) -> list[Countdown]:
    """What is open in every case on a day, by due date. Done things are not given.

    Source: duties §1, D-20 to D-26.
    """
    found: list[Countdown] = []
    for case in open_cases(snapshot, today):
        found += of_case(case, today)
    return sorted(found, key=lambda one: (one.due, one.duty, one.person))


def of_case(case: Case, today: date) -> list[Countdown]:
    """What is open in one case on a day."""
    return [one for look in _LOOKS for one in look(case, today)]


def _activist_review(case: Case, today: date) -> Iterator[Countdown]:
    """D-20: a review every six months while the person is an activist (until listed)."""
    decided = case.day("activist_on")
    if decided is None or case.stage(today) not in ("activist", "candidate") or case.day("listed_on"):
        return
    done = [day for day in case.reviews("reviews") if day <= today]
    due = review_due(decided, tuple(done))
    yield _countdown("D-20", case, "reviews", due, today, n=len(done) + 1)


def review_due(since: date, done: tuple[date, ...]) -> date:
    """When the next half-yearly review is due: six months after the last one, or after the beginning.

    Source: 细则 2026 第十一条: every half-year.

    >>> review_due(date(2025, 8, 31), ())
    datetime.date(2026, 2, 28)
    """
    return add_months(max((since, *done)), int(table()["review"]["months"]))


def _talk(case: Case, today: date) -> Iterator[Countdown]:
    """D-21."""
    received = case.day("receive_on")
    if received is not None and case.stage(today) == "applicant":
        yield from _by_limit("D-21", case, "talk", received, today)


def _assembly(case: Case, today: date) -> Iterator[Countdown]:
    """D-22."""
    noticed = case.day("preapprove_on")
    if noticed is not None:
        yield from _by_limit("D-22", case, "assembly", noticed, today)


def _notice(case: Case, today: date) -> Iterator[Countdown]:
    """D-23: the public notice hangs, is over, or has to be hung."""
    agreed, hung = case.day("agree_on"), case.day("publicity_on")
    edition = case.edition(step_of("publicity"), today)
    if case.day("listed_on") is not None or not step_of("publicity").asked(edition.id):
        return
    if hung is None and agreed is None:
        return
    due, sure = notice_ends(hung or max(today, agreed or today), case.calendar)
    due = max(due, case.day("publicity_until") or due)
    provisional = "" if sure else f"（{PROVISIONAL}）"
    step, variant = ("listed", "") if hung else ("publicity", "before")
    yield _countdown("D-23", case, step, due, today, variant=variant, provisional=provisional)


def _oath(case: Case, today: date) -> Iterator[Countdown]:
    """D-24."""
    approved = case.day("approve_on")
    if approved is not None:
        yield from _by_limit("D-24", case, "oath", approved, today)


def _confirmation(case: Case, today: date) -> Iterator[Countdown]:
    """D-25: the end of the probation."""
    end = case.probation_end
    if end is None or case.day("full_assembly_on") is not None:
        return
    entry = _entry("D-25")
    alarm = add_months(end, int(entry["alarm_months"])) < today
    yield _countdown("D-25", case, "full_assembly", end, today, variant="alarm" if alarm else "")


def _superior(case: Case, today: date) -> Iterator[Countdown]:
    """D-26: what was handed in for approval and is not back."""
    for step, box in (("approve", "submitted_on"), ("full_approve", "full_submitted_on")):
        handed_in = case.day(box)
        if handed_in is not None:
            yield from _by_limit("D-26", case, step, handed_in, today)


_LOOKS: tuple[Callable[[Case, date], Iterator[Countdown]], ...] = (
    _activist_review, _talk, _assembly, _notice, _oath, _confirmation, _superior,
)  # fmt: skip


def _by_limit(duty: str, case: Case, step_id: str, since: date, today: date) -> Iterator[Countdown]:
    """The countdown of a step that has a last day by its limit, while it is not taken."""
    step: Step = step_of(step_id)
    bound = latest(case, step, case.edition(step, today))
    if case.on(step) is None and bound is not None:
        yield _countdown(duty, case, step_id, bound.day, today, since=(today - since).days)


def _entry(duty: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(entry for entry in rules_table("duties")["duty"] if entry["id"] == duty)
    return found


def _countdown(
    duty: str, case: Case, step: str, due: date, today: date, *, variant: str = "", **fill: object
) -> Countdown:
    entry, left = _entry(duty), (due - today).days
    sentence = str(entry[variant or ("open" if left >= 0 else "overdue")])
    return Countdown(
        duty=duty,
        title=entry["title"],
        person=case.name,
        record=case.record.id,
        step=step,
        due=due,
        days_left=left,
        grade=sum(left <= days for days in entry["warn"]),
        say=sentence.format(name=case.name, due=say_day(due), left=abs(left), **fill),
        source=cite(dict(entry)),
        level=entry["level"],
        variant=variant,
        fill=fill,
    )
