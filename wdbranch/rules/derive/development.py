"""P10: applicants, activists, candidates and probationary members, from the cases of their development."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from wdbranch.book.moments import show_day
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import add_months
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.development.case import DONE, ENDED, Case, cases, contacts_on
from wdbranch.rules.development.countdowns import of_case
from wdbranch.rules.development.steps import stages, table
from wdbranch.rules.development.timeline import next_step

_ENTERS = {"applicant": "apply_on", "activist": "activist_on", "candidate": "candidate_on", "probation": "assembly_on"}
_LEAVES = {
    "applicant": ("activist_on",), "activist": ("listed_on", "candidate_on"), "candidate": ("assembly_on",),
    "probation": ("full_approve_on",),
}  # fmt: skip


def applicants(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Who was an applicant in the year."""
    return _sheet(snapshot, year, today, "applicant", _applicant)


def activists(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Who was an activist in the year."""
    return _sheet(snapshot, year, today, "activist", _activist)


def candidates(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Who was a candidate for admission in the year."""
    return _sheet(snapshot, year, today, "candidate", _candidate)


def probationary(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Who was on probation in the year."""
    return _sheet(snapshot, year, today, "probation", _probationary)


def _sheet(
    snapshot: Snapshot, year: int, today: date, stage: str, cells: Callable[[Case, date], dict[str, str]]
) -> Derived:
    found = [case for case in cases(snapshot) if _was(case, stage, year)]
    found.sort(key=lambda case: (case.day(_ENTERS[stage]) or date.max, case.name))
    rows = []
    for number, case in enumerate(found, 1):
        member = case.member.id if case.member is not None else None
        shown = {"seq": str(number), "name": case.name, "state": _state(case, today), **cells(case, today)}
        rows.append(DerivedRow(shown, case.record.id, member))
    return Derived(tuple(rows))


def _was(case: Case, stage: str, year: int) -> bool:
    """Whether the person was at that stage on some day of the year."""
    begun = case.day(_ENTERS[stage])
    ended = [case.day(box) for box in (*_LEAVES[stage], "ended_on")]
    left = min((day for day in ended if day is not None), default=None)
    return begun is not None and begun.year <= year and (left is None or left.year >= year)


def _state(case: Case, today: date) -> str:
    """What is next, or how it ended."""
    stage, say = case.stage(today), table()["say"]
    if stage == ENDED:
        return str(say["ended"])
    if stage == DONE:
        return str(say["done_all"])
    urgent = min(of_case(case, today), key=lambda one: one.due, default=None)
    following = next_step(case, today)
    if following is None:
        return stages()[stage]
    activist = case.day("activist_on")
    if following.step.id == "candidate" and activist is not None:
        full = add_months(activist, int(table()["activist_months"]))
        if today < full:
            return str(say["fostered"]).format(due=show_day(full))
    due = f"（{show_day(urgent.due)}前）" if urgent is not None and urgent.step == following.step.id else ""
    return str(say["then"]).format(step=following.name) + due


def _day(case: Case, box: str) -> str:
    return show_day(case.day(box)) if case.day(box) else ""


def _days(days: Iterable[date]) -> str:
    return "、".join(show_day(day) for day in days)


def _span(case: Case, start: str, until: str) -> str:
    first, last = _day(case, start), _day(case, until)
    return f"{first}—{last}" if first and last else first or last


def _born(case: Case) -> dict[str, str]:
    person = case.member
    if person is None:
        return {}
    return {
        "sex": person.sex, "birth": show_day((person.birth or "")[:7]), "education": person.education,
        "job": person.job,
    }  # fmt: skip


def _applicant(case: Case, today: date) -> dict[str, str]:  # noqa: ARG001 - one shape for all
    days = {box: _day(case, box) for box in ("apply_on", "receive_on", "talk_on")}
    return {**_born(case), **days, "talk_who": str(case.values.get("talk_who") or "")}


def _activist(case: Case, today: date) -> dict[str, str]:
    changed = [str(row.get("note")) for row in case.record.rows("contacts") if row.get("note")]
    return {
        **_born(case),
        "activist_on": _day(case, "activist_on"),
        "filed_on": _day(case, "filed_on"),
        "contacts": "、".join(contacts_on(case, case.day("assembly_on") or today)),
        "reviews": _days(case.reviews("reviews")),
        "training": _span(case, "training_on", "training_until"),
        "changes": "；".join(changed),
    }


def _candidate(case: Case, today: date) -> dict[str, str]:  # noqa: ARG001 - one shape for all
    boxes = ("candidate_on", "agree_on", "listed_on", "political_on", "review_on", "preapprove_on")
    hours = case.values.get("training_hours")
    training = _span(case, "training_on", "training_until")
    return {
        **{box: _day(case, box) for box in boxes},
        "publicity": _span(case, "publicity_on", "publicity_until"),
        "introducers": "、".join(case.values.get("introducers") or ()),
        "training": f"{training}，{hours:g} 学时" if training and hours else training,
    }


def _probationary(case: Case, today: date) -> dict[str, str]:  # noqa: ARG001 - one shape for all
    steps = ("assembly", "approve", "grouped", "oath", "full_apply", "full_assembly", "full_approve")
    boxes = [f"{step}_on" for step in steps]
    end = case.probation_end
    extended = _day(case, "extended_until")
    return {
        **{box: _day(case, box) for box in boxes},
        "probation": f"{_day(case, 'assembly_on')}—{show_day(end)}" if end else "",
        "reviews": _days(case.reviews("probation")),
        "changes": f"延长至{extended}" if extended else "",
    }
