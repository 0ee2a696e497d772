"""The time line of a case on a day: what is done, what is next and by when, what is missing or out of order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wdbranch.rules.calendar import add_months
from wdbranch.rules.development.case import Case
from wdbranch.rules.development.notice import notice_ends
from wdbranch.rules.development.steps import Edition, Limit, Step, limits, source, step_of, steps, table
from wdbranch.rules.wording import say_day

DONE, NEXT, LATER, MISSING, WRONG, NOT_ASKED = "done", "next", "later", "missing", "wrong", "not_asked"


@dataclass(frozen=True, slots=True)
class Bound:
    """A day that binds a step, why, and the level of a finding; not ``sure``: holidays not yet known."""

    day: date
    why: str
    level: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class StepState:
    """One step of a case on a day.

    ``state``: done · next · later · missing (a later one has its day, this one has none) · wrong (earlier than
    one it must follow, named in ``against``) · not_asked (its edition of the rules does not know it).
    ``say`` is one Chinese sentence: when it was done, or by when it must be.
    """

    step: Step
    edition: Edition
    state: str
    on: date | None
    earliest: Bound | None
    latest: Bound | None
    against: tuple[Step, ...]
    say: str
    source: str

    @property
    def name(self) -> str:
        """What the step is called under its rules."""
        return self.step.name(self.edition.id)

    def days_left(self, today: date) -> int | None:
        """Days from today to the latest day, negative when late; None where nothing binds or it is done."""
        if self.latest is None or self.state in (DONE, NOT_ASKED):
            return None
        return (self.latest.day - today).days


def time_line(case: Case, today: date) -> tuple[StepState, ...]:
    """Every step of a case in order, as of a day."""
    last_dated = max((i for i, step in enumerate(steps()) if case.on(step) is not None), default=-1)
    result, next_found = [], False
    for index, step in enumerate(steps()):
        on, asked = case.on(step), step.asked(case.edition(step, today).id)
        if not asked and on is None:
            state = NOT_ASKED
        elif on is not None:
            state = WRONG if out_of_order(case, step) else DONE
        elif index < last_dated and step.needed:
            state = MISSING
        elif index > last_dated and not next_found and step.needed:
            state, next_found = NEXT, True
        else:
            state = LATER
        result.append(_step_state(case, step, state, today))
    return tuple(result)


def next_step(case: Case, today: date) -> StepState | None:
    """The step that comes next; None where all are taken."""
    return next((state for state in time_line(case, today) if state.state == NEXT), None)


def out_of_order(case: Case, step: Step) -> tuple[Step, ...]:
    """The steps that this one may not precede but does."""
    on = case.on(step)
    if on is None or step.undated:
        return ()
    before = (step_of(name) for name in step.after)
    return tuple(one for one in before if not one.undated and _later(case, one, on))


def _later(case: Case, step: Step, day: date) -> bool:
    other = case.last(step)
    return other is not None and other > day


def earliest(case: Case, step: Step, edition: Edition) -> Bound | None:
    """Not before which day a step may be taken."""
    bounds = [
        Bound(_end(case, limit), limit.say, limit.level or edition.level)
        for limit in _binding(case, step, edition, "from")
    ]
    if step.id == "listed" and edition.id != "2014":
        bounds += _after_notice(case, edition)
    end = case.probation_end
    if step.id == "full_assembly" and end is not None:
        bounds.append(Bound(end + timedelta(days=1), "预备期满后方可讨论转正", edition.level))
    return max(bounds, key=lambda bound: bound.day, default=None)


def _after_notice(case: Case, edition: Edition) -> Iterator[Bound]:
    start = case.day("publicity_on")
    if start is not None:
        ends, sure = notice_ends(start, case.calendar)
        until = max(ends, case.day("publicity_until") or ends)
        yield Bound(until + timedelta(days=1), "公示不少于五个工作日，届满后方可列为发展对象", edition.level, sure)


def latest(case: Case, step: Step, edition: Edition) -> Bound | None:
    """By which day a step must be taken."""
    bounds = [
        Bound(_end(case, limit), limit.say, limit.level or edition.level)
        for limit in _binding(case, step, edition, "by")
    ]
    return min(bounds, key=lambda bound: bound.day, default=None)


def _binding(case: Case, step: Step, edition: Edition, kind: str) -> Iterator[Limit]:
    for limit in limits():
        known = limit.step == step.id and limit.kind == kind and edition.id in limit.editions
        if known and case.day(limit.base) is not None:
            yield limit


def _end(case: Case, limit: Limit) -> date:
    base = case.day(limit.base)
    assert base is not None, "only limits whose day is known bind"
    return add_months(base, limit.months)


def _step_state(case: Case, step: Step, state: str, today: date) -> StepState:
    edition = case.edition(step, today)
    found = StepState(
        step=step,
        edition=edition,
        state=state,
        on=case.on(step),
        earliest=earliest(case, step, edition),
        latest=latest(case, step, edition),
        against=out_of_order(case, step),
        say="",
        source=source(step, edition),
    )
    return replace(found, say=_sentence(case, found, today))


def _sentence(case: Case, found: StepState, today: date) -> str:
    say, step = table()["say"], found.step
    if found.state == NOT_ASKED:
        return str(say["not_asked"]).format(edition=found.edition.name)
    if found.on is not None and step.undated:
        rows = case.reviews(step.id)
        return str(say["undated"]).format(count=len(rows), last=say_day(rows[-1]))
    if found.on is not None:
        wrong = "、".join(f"“{one.name(found.edition.id)}”" for one in found.against)
        return str(say["wrong" if wrong else "done"]).format(day=say_day(found.on), others=wrong)
    if found.state in (MISSING, LATER):
        return str(say[found.state])
    return str(say["next"]) + "".join(_bounds(found, today))


def _bounds(found: StepState, today: date) -> Iterator[str]:
    """From which day and by which day the next step may be taken."""
    say, floor, ceiling = table()["say"], found.earliest, found.latest
    if floor is not None and floor.day > today:
        due = say_day(floor.day) + ("" if floor.sure else str(say["provisional"]))
        yield str(say["earliest"]).format(due=due, why=floor.why)
    if ceiling is not None:
        left = (ceiling.day - today).days
        template = str(say["by" if left >= 0 else "by_late"])
        yield template.format(due=say_day(ceiling.day), left=abs(left), why=ceiling.why)
