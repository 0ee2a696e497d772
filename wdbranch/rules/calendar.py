"""Working days, public holidays, and the fixed day of the theme party day.

Holidays come from the ``chinese_calendar`` package; ``resources/rules/calendar/*.toml`` overrides it and
adds years that it does not know yet; the days that a branch set in its settings win over both. A year known to
none is reckoned by weekday alone and marked 暂算.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from wdbranch.paths import resource
from wdbranch.rules.tables import read_table, rules_table

PROVISIONAL = "暂算"
"""Stands beside a number of working days in a year whose holidays are not yet announced."""


@dataclass(frozen=True, slots=True)
class DayKind:
    """What a day is. ``holiday``: its public holiday (国庆节), empty otherwise; ``sure``: year is known."""

    working: bool
    holiday: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Overrides:
    """Days set by hand: holidays by date with their name, make-up working days, and years fully given."""

    holidays: Mapping[date, str]
    workdays: frozenset[date]
    years: frozenset[int]


@cache
def overrides(folder: Path | None = None) -> Overrides:
    """The days set by hand in every TOML file of the folder. Raises FileRefusedError for a broken file."""
    holidays: dict[date, str] = {}
    workdays: set[date] = set()
    years: set[int] = set()
    for path in sorted((folder or resource("rules", "calendar")).glob("*.toml")):
        table = read_table(path)
        years.update(table.get("years", ()))
        workdays.update(table.get("workdays", ()))
        for entry in table.get("holiday", ()):
            for offset in range((entry["to"] - entry["from"]).days + 1):
                holidays[entry["from"] + timedelta(days=offset)] = entry["name"]
    return Overrides(holidays, frozenset(workdays), frozenset(years))


@cache
def day_kind(day: date, folder: Path | None = None) -> DayKind:
    """What that day is, by hand-set days first, then the package, then the weekday alone (not sure)."""
    given = overrides(folder)
    if day in given.workdays:
        return DayKind(working=True, holiday="", sure=True)
    if day in given.holidays:
        return DayKind(working=False, holiday=given.holidays[day], sure=True)
    weekday = day.isoweekday() <= 5
    if day.year in given.years:
        return DayKind(working=weekday, holiday="", sure=True)
    holidays, workdays, years = _package()
    if day.year not in years:
        return DayKind(working=weekday, holiday="", sure=False)
    return DayKind(
        working=day in workdays or (weekday and day not in holidays), holiday=holidays.get(day, ""), sure=True
    )


@cache
def _package() -> tuple[Mapping[date, str], frozenset[date], frozenset[int]]:
    """Public holidays with their Chinese names, make-up working days, and the years the package knows."""
    from chinese_calendar import constants

    names = {item.value: str(vars(item)["chinese"]) for item in constants.Holiday}
    holidays = {day: names.get(name, name) for day, name in constants.holidays.items()}
    return holidays, frozenset(constants.workdays), frozenset(day.year for day in holidays)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days; not ``sure`` where a year's holidays are unknown (show 暂算)."""

    days: int
    sure: bool


@dataclass(frozen=True)
class Calendar:
    """The calendar of one branch: what it set itself wins over what is shipped.

    ``holidays``: days off by date with their name; ``workdays``: make-up working days.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()

    def day_kind(self, day: date) -> DayKind:
        """What that day is."""
        if day in self.workdays:
            return DayKind(working=True, holiday="", sure=True)
        if day in self.holidays:
            return DayKind(working=False, holiday=self.holidays[day], sure=True)
        return day_kind(day)

    def working_days_after(self, start: date, end: date) -> WorkingDays:
        """Working days later than ``start`` up to and including ``end``; 0 if ``end`` is not later."""
        kinds = [self.day_kind(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)]
        return WorkingDays(sum(kind.working for kind in kinds), all(kind.sure for kind in kinds))

    def is_late(self, finished: datetime, written: datetime) -> bool:
        """Whether a record was finished too many working days after the event, so that it is a 补记.

        Source: 会后三个工作日内 (local practice); the number stands in ``findings.toml``.
        """
        limit = int(rules_table("findings")["limits"]["working_days_to_finish"])
        return self.working_days_after(finished.date(), written.date()).days > limit


SHIPPED = Calendar()
"""The calendar as it comes with the program."""


def calendar_of(settings: Mapping[str, Any]) -> Calendar:
    """The calendar of a branch from its settings.

    ``settings["calendar"]``: {"holidays": {ISO date: name}, "workdays": {ISO date: reason}}.
    """
    given = settings.get("calendar") or {}
    if not given:
        return SHIPPED
    return Calendar(
        {date.fromisoformat(day): name for day, name in given.get("holidays", {}).items()},
        frozenset(date.fromisoformat(day) for day in given.get("workdays", {})),
    )


def working_days_after(start: date, end: date) -> WorkingDays:
    """Working days by the shipped calendar; a branch's own days: ``calendar_of(settings)``."""
    return SHIPPED.working_days_after(start, end)


def fixed_day(rule: Mapping[str, int], year: int, month: int) -> date | None:
    """The fixed day of a month: ``{"nth": 2, "weekday": 5}`` or ``{"day": 10}``; None where none is set.

    A month without a fifth Friday takes its last one; one without a 31st its last day.

    Source: 支部工作条例（试行）第十六条 2018: “每月相对固定1天”.

    >>> fixed_day({"nth": 2, "weekday": 5}, 2026, 10)
    datetime.date(2026, 10, 9)
    """
    last = monthrange(year, month)[1]
    if "day" in rule:
        return date(year, month, min(rule["day"], last))
    if "nth" not in rule or "weekday" not in rule:
        return None
    first = 1 + (rule["weekday"] - date(year, month, 1).isoweekday()) % 7
    day = first + 7 * (rule["nth"] - 1)
    return date(year, month, day if day <= last else first + 7 * ((last - first) // 7))


def quarter_of(day: date) -> int:
    """The calendar quarter, 1 to 4."""
    return (day.month + 2) // 3


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The day so many months later (earlier for a negative number); the last of the month where it lacks the day.

    Source: duties §5.2, 日期算法.

    >>> add_months(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_months(since: date, until: date) -> int:
    """How many whole months lie between two days; 0 if ``until`` is not later.

    >>> full_months(date(2026, 3, 31), date(2026, 9, 30))
    6
    """
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(months if add_months(since, months) <= until else months - 1, 0)
