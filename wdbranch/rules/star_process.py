"""The year of creation: plan, tasks, self-assessment, application, review; targets, and what was reached.

Source of the steps: the process put together from public reports (规划、逐级审核、任务清单、督导整改、自评申报、
初审复核、认定), see ``resources/rules/stars.toml``; the street may order it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Branch, Snapshot
from wdbranch.rules.stars import SETTINGS, Star
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day

PLAN, TASK, APPLICATION, REVIEW = "star_plan", "star_task", "star_application", "star_review"
"""The forms of the process."""
EQUAL, BASE, CROWN = "equal", "base", "crown"
RULES = (EQUAL, BASE, CROWN)
"""How stars are counted: all alike; none without 支部过硬; 支部过硬 only on top of all others."""
_FIRST = "ZB"


@dataclass(frozen=True, slots=True)
class Target:
    """One star of the set: how many indicators are missing, and what the plan says of it.

    ``wanted``: the plan names it. ``granted``: it was recognised this year.
    """

    star: str
    name: str
    missing: int
    applicable: int
    wanted: bool
    granted: bool
    due: date | None = None
    person: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year: ``state`` is done · current · later; ``form`` where it is written, if it is a page."""

    id: str
    label: str
    state: str
    say: str
    form: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Tasks:
    """The list of tasks of a year: all, closed, and those whose day has passed."""

    total: int
    closed: int
    late: int


def counting_rule(branch: Branch) -> str:
    """How this branch's stars are counted; all alike where nothing is set."""
    rule = str((branch.settings.get(SETTINGS) or {}).get("rule") or EQUAL)
    return rule if rule in RULES else EQUAL


def counted(stars: Iterable[str], whole: Sequence[str], rule: str) -> int:
    """How many stars these make, out of the ``whole`` set, by a counting rule.

    >>> counted(["CY", "ST"], ["ZB", "CY", "ST", "PA", "WM"], "base")
    0
    >>> counted(["ZB", "CY"], ["ZB", "CY", "ST", "PA", "WM"], "crown")
    1
    """
    have = {star for star in stars if star in whole}
    others = have - {_FIRST}
    if rule == BASE and _FIRST in whole and _FIRST not in have:
        return 0
    if rule == CROWN and len(others) < len(set(whole) - {_FIRST}):
        return len(others)
    return len(have)


def granted(snapshot: Snapshot, year: int) -> tuple[str, ...]:
    """The stars recognised in a year, as the reviews in the book say; what was withdrawn later is gone."""
    have: dict[str, None] = {}
    for record in snapshot.of_year(REVIEW, year):
        stars = [str(star).upper() for star in record.get("granted") or ()]
        if record.get("result") == "withdrawn":
            for star in stars or [str(star).upper() for star in record.get("stars") or ()]:
                have.pop(star, None)
        else:
            have.update(dict.fromkeys(stars))
    return tuple(have)


def plan_of(snapshot: Snapshot, year: int) -> Record | None:
    """The plan of a year."""
    return next(iter(reversed(snapshot.of_year(PLAN, year))), None)


def targets(snapshot: Snapshot, stars: Sequence[Star], year: int) -> list[Target]:
    """The stars of the set: those of the plan first, among them the nearest first."""
    plan = plan_of(snapshot, year)
    wanted: Mapping[str, Mapping[str, object]] = {
        str(row.get("star") or "").upper(): row for row in (plan.rows("targets") if plan else ())
    }
    have = granted(snapshot, year)
    found = []
    for star in stars:
        row = wanted.get(star.id, {})
        found.append(
            Target(
                star=star.id,
                name=star.name,
                missing=star.applicable - star.met,
                applicable=star.applicable,
                wanted=star.id in wanted,
                granted=star.id in have,
                due=day_of(str(row["due"])) if row.get("due") else None,
                person=str(row.get("person") or ""),
                how=str(row.get("how") or ""),
            )
        )
    return sorted(found, key=lambda one: (one.granted, not one.wanted, one.missing))


def tasks(snapshot: Snapshot, year: int, today: date) -> Tasks:
    """How the tasks of a year stand."""
    found = snapshot.of_year(TASK, year)
    still = [record for record in found if not record.get("closed_on")]
    late = sum((due := day_of(record.get("due"))) is not None and due < today for record in still)
    return Tasks(len(found), len(found) - len(still), late)


def steps(snapshot: Snapshot, stars: Sequence[Star], year: int, today: date) -> list[Step]:
    """The five steps of a year; the first that is not done is the current one."""
    told = [
        _plan_step(snapshot, year),
        _task_step(snapshot, year, today),
        _self_step(stars),
        _application_step(snapshot, year),
        _review_step(snapshot, year),
    ]
    current = next((place for place, (_, done) in enumerate(told) if not done), len(told))
    return [
        Step(
            id=step.id,
            label=step.label,
            state="done" if done else "current" if place == current else "later",
            say=step.say,
            form=step.form,
            record=step.record,
        )
        for place, (step, done) in enumerate(told)
    ]


def _words() -> Mapping[str, str]:
    words: Mapping[str, str] = rules_table("stars")["process"]
    return words


def _plan_step(snapshot: Snapshot, year: int) -> tuple[Step, bool]:
    words, plan = _words(), plan_of(snapshot, year)
    if plan is None:
        return Step("plan", words["plan"], "", words["no_plan"], PLAN), False
    state = snapshot.edition_of(plan).choice_label("plan_state", str(plan.get("progress") or "drafting"))
    return Step("plan", words["plan"], "", state, PLAN, plan.id), True


def _task_step(snapshot: Snapshot, year: int, today: date) -> tuple[Step, bool]:
    words, found = _words(), tasks(snapshot, year, today)
    if not found.total:
        return Step("tasks", words["tasks"], "", words["no_tasks"], TASK), False
    said = words["tasks_told"].format(closed=found.closed, total=found.total)
    if found.late:
        said += words["tasks_late"].format(late=found.late)
    return Step("tasks", words["tasks"], "", said, TASK), found.closed == found.total


def _self_step(stars: Sequence[Star]) -> tuple[Step, bool]:
    words = _words()
    every = [one for star in stars for one in star.indicators]
    done = sum(bool(one.judged.grade) for one in every)
    left = sum(not one.judged.grade and one.manual for one in every)
    said = words["self_told"].format(done=done, total=len(every), left=left)
    return Step("self", words["self"], "", said), left == 0


def _application_step(snapshot: Snapshot, year: int) -> tuple[Step, bool]:
    words = _words()
    found = next(iter(reversed(snapshot.of_year(APPLICATION, year))), None)
    if found is None:
        return Step("application", words["application"], "", words["no_application"], APPLICATION), False
    sent = day_of(found.get("sent_on"))
    said = words["sent"].format(day=say_day(sent)) if sent else words["not_sent"]
    return Step("application", words["application"], "", said, APPLICATION, found.id), sent is not None


def _review_step(snapshot: Snapshot, year: int) -> tuple[Step, bool]:
    words = _words()
    found = snapshot.of_year(REVIEW, year)
    if not found:
        return Step("review", words["review"], "", words["no_review"], REVIEW), False
    last, have = found[-1], granted(snapshot, year)
    result = snapshot.edition_of(last).choice_label("review_result", str(last.get("result") or ""))
    said = words["granted"].format(count=len(have)) if have else result
    return Step("review", words["review"], "", said, REVIEW, last.id), bool(have)
