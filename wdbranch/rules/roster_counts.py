"""Headcounts of the roster on a day, for the page 党支部基本情况. What belongs where: ``profile.toml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from wdbranch.book.people import Member, Roster
from wdbranch.book.record import day_of
from wdbranch.rules.calendar import full_months
from wdbranch.rules.tables import rules_table

Fits = Callable[[Member, date], bool]


def age(member: Member, day: date) -> int | None:
    """Whole years of life on a day; None where the birth is unknown."""
    born = day_of(member.birth)
    return full_months(born, day) // 12 if born is not None else None


def _says(text: str, words: list[str]) -> bool:
    return any(word in text for word in words)


def _category(name: str) -> Fits:
    return lambda member, _day: _says(member.category, rules_table("profile")["category"][name])


def _other(member: Member, _day: date) -> bool:
    """Of none of the categories that the page names."""
    return not any(_says(member.category, words) for words in rules_table("profile")["category"].values())


def _young(member: Member, day: date) -> bool:
    years = age(member, day)
    return years is not None and years <= rules_table("profile")["young_below"]


def _old(member: Member, day: date) -> bool:
    years = age(member, day)
    return years is not None and years >= rules_table("profile")["old_from"]


def _counted(fits: Fits) -> Callable[[Roster, date], int]:
    return lambda roster, day: sum(fits(member, day) for member in roster.on(day))


COUNTS: Mapping[str, Callable[[Roster, date], int]] = {
    "full": _counted(lambda member, day: member.is_full(day)),
    "probationary": _counted(lambda member, day: member.is_probationary(day)),
    "groups": lambda roster, day: len({member.group(day) for member in roster.on(day)} - {""}),
    "male": _counted(lambda member, _day: member.sex == "男"),
    "female": _counted(lambda member, _day: member.sex == "女"),
    "under_35": _counted(_young),
    "over_60": _counted(_old),
    "college": _counted(lambda member, _day: _says(member.education, rules_table("profile")["college"])),
    "floating": _counted(lambda member, day: member.has("floating", day)),
    "in_service": _counted(_category("in_service")),
    "retired": _counted(_category("retired")),
    "farmer": _counted(_category("farmer")),
    "jobless": _counted(_category("jobless")),
    "student": _counted(_category("student")),
    "other": _counted(_other),
}
"""The headcounts by the id of their box in the form ``branch_profile``."""
