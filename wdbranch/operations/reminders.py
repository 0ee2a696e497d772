"""What the branch sets for itself about time: its own days off and working days, and duties that only remind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations.change import BRANCH, Change
from wdbranch.rules.duties import INFO
from wdbranch.rules.tables import cite, rules_table
from wdbranch.store.workbook import Workbook

CALENDAR, DUTIES = "calendar", "duties"
"""Keys of Branch.settings: {"holidays": {day: reason}, "workdays": {day: reason}}; duty id → what differs."""


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day that the branch reckons otherwise than the public calendar, and why."""

    day: date
    working: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A duty that may be switched on or off."""

    id: str
    title: str
    source: str
    on: bool


def own_days(book: Workbook) -> list[OwnDay]:
    """The branch's own days in order."""
    held = book.branch().settings.get(CALENDAR) or {}
    found = [
        OwnDay(date.fromisoformat(day), working, reason)
        for key, working in (("holidays", False), ("workdays", True))
        for day, reason in (held.get(key) or {}).items()
    ]
    return sorted(found, key=lambda one: one.day)


def in_order(days: Iterable[OwnDay]) -> list[OwnDay]:
    """The days in order. Raises UserError (day_twice): a day is off or not."""
    days = sorted(days, key=lambda one: one.day)
    for one, other in pairwise(days):
        if one.day == other.day:
            told = f"{one.day.year}年{one.day.month}月{one.day.day}日写了两行。"
            raise UserError(told, safe="原来的没有改动。", todo="请删去一行再保存。", code="day_twice")
    return days


def set_own_days(book: Workbook, days: Iterable[OwnDay]) -> Change:
    """Keep these days and no others; every reckoning of working days uses them at once.

    Raises UserError (day_twice).
    """
    days = in_order(days)
    kept = {
        "holidays": {one.day.isoformat(): one.reason for one in days if not one.working},
        "workdays": {one.day.isoformat(): one.reason for one in days if one.working},
    }
    branch = book.branch()
    book.save_branch(replace(branch, settings={**branch.settings, CALENDAR: kept}), "本支部的放假、上班日")
    return Change(frozenset({BRANCH}))


def switches(book: Workbook) -> list[Switch]:
    """The duties that no rule makes compulsory: those that only remind, and whether they do."""
    changed = book.branch().settings.get(DUTIES) or {}
    return [
        Switch(entry["id"], entry["title"], cite(entry), not {**entry, **changed.get(entry["id"], {})}.get("off"))
        for entry in rules_table("duties")["duty"]
        if entry["level"] == INFO
    ]


def switch(book: Workbook, duty_id: str, on: bool) -> Change:
    """Remind of a duty or not. Raises WrongUseError (no_duty) for one that is not for the branch to choose."""
    if all(one.id != duty_id for one in switches(book)):
        raise WrongUseError(f"“{duty_id}”不是可以打开、关闭的提醒。", code="no_duty")
    branch = book.branch()
    changed = dict(branch.settings.get(DUTIES) or {})
    changed[duty_id] = {**changed.get(duty_id, {}), "off": not on}
    book.save_branch(replace(branch, settings={**branch.settings, DUTIES: changed}), "打开提醒" if on else "关闭提醒")
    return Change(frozenset({BRANCH}))
