"""The period a packet is about: a month (2026-09), a quarter (2026-Q3) or a year (2026)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from wdbranch.errors import WrongUseError

_SHAPE = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """``first`` to ``last``, both days included; ``text`` as in file names and headers."""

    text: str
    first: date
    last: date
    label: str

    def covers(self, day: date | None) -> bool:
        """Whether a day falls into the period."""
        return day is not None and self.first <= day <= self.last


def parse_period(text: str) -> Period:
    """The period of a text. Raises WrongUseError ``bad_period``.

    >>> parse_period("2026-Q3").last
    datetime.date(2026, 9, 30)
    """
    found = _SHAPE.fullmatch(text.strip())
    if not found or not 1900 <= int(found[1]) <= 2999:
        raise WrongUseError(
            f"读不懂期次“{text}”。", todo="请写成 2026-09、2026-Q3 或 2026。", code="bad_period"
        )
    year = int(found[1])
    if found[2]:
        quarter = int(found[2])
        return Period(found[0], *_months(year, quarter * 3 - 2, 3), f"{year}年第{_QUARTERS[quarter - 1]}季度")
    if found[3]:
        return Period(found[0], *_months(year, int(found[3]), 1), f"{year}年{int(found[3])}月")
    return Period(found[0], *_months(year, 1, 12), f"{year}年")


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    after = first + count
    end = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return date(year, first, 1), end - timedelta(days=1)
