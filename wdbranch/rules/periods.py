"""Months, quarters, half-years and years, as the duties and the stars count them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wdbranch.rules.calendar import month_end

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months a period of each kind has."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period: ``kind`` a key of MONTHS, ``first`` and ``last`` its days, both included."""

    kind: str
    first: date
    last: date

    @property
    def id(self) -> str:
        """2026-09, 2026-Q3, 2026-H2 or 2026."""
        year, number = self.first.year, (self.first.month - 1) // MONTHS[self.kind] + 1
        return {
            "month": f"{year}-{number:02}",
            "quarter": f"{year}-Q{number}",
            "half": f"{year}-H{number}",
            "year": f"{year}",
        }[self.kind]

    @property
    def say(self) -> str:
        """2026年9月, 2026年第三季度, 2026年下半年 or 2026年度."""
        year, number = self.first.year, (self.first.month - 1) // MONTHS[self.kind]
        return {
            "month": f"{year}年{self.first.month}月",
            "quarter": f"{year}年第{'一二三四'[number % 4]}季度",
            "half": f"{year}年{'上下'[number % 2]}半年",
            "year": f"{year}年度",
        }[self.kind]

    @property
    def short(self) -> str:
        """9月, 第三季度, 下半年 or 全年: within a year that is named already."""
        number = (self.first.month - 1) // MONTHS[self.kind]
        return {
            "month": f"{self.first.month}月",
            "quarter": f"第{'一二三四'[number % 4]}季度",
            "half": f"{'上下'[number % 2]}半年",
            "year": "全年",
        }[self.kind]

    @property
    def this(self) -> str:
        """How it is called while it runs: 本月, 本季, 本半年, 本年."""
        return {"month": "本月", "quarter": "本季", "half": "本半年", "year": "本年"}[self.kind]


def period_of(kind: str, day: date) -> Period:
    """The period of that kind that holds the day. Raises KeyError for an unknown kind."""
    months = MONTHS[kind]
    begin = (day.month - 1) // months * months + 1
    return Period(kind, date(day.year, begin, 1), month_end(day.year, begin + months - 1))


def period_named(name: str) -> Period:
    """The period of an id such as 2026-09, 2026-Q3 or 2026. Raises KeyError for any other text."""
    year = name[:4]
    if not (year.isascii() and year.isdecimal() and int(year) >= 1):
        raise KeyError(name)
    start, until = date(int(year), 1, 1), date(int(year), 12, 31)
    return {one.id: one for kind in MONTHS for one in periods(kind, start, until)}[name]


def periods(kind: str, start: date, until: date) -> Iterator[Period]:
    """The periods from the one that holds ``start`` to the one that holds ``until``, in order."""
    current = period_of(kind, start)
    while current.first <= until:
        yield current
        current = period_of(kind, current.last + timedelta(days=1))
