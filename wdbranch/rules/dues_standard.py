"""The standard of party dues: brackets, rounding, amounts in 分 and months as numbers.

Amounts are whole 分 (cents of a yuan) in ``int``; a month is one number, ``year * 12 + month - 1``, so that
months are counted by subtracting. Standards and rounding stand in ``resources/rules/dues.toml`` (中组发〔2008〕3
号): the rate of the bracket applies to the whole base, and a boundary belongs to the lower bracket.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from wdbranch.book.record import day_of
from wdbranch.rules.tables import cite, rules_table

MONTHS_A_YEAR = 12

_MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN}


# --- amounts and months -------------------------------------------------------------------------------------


def cents(value: float | str | Decimal | None) -> int | None:
    """An amount in 元 as whole 分, None where empty.

    >>> cents(75.02)
    7502
    """
    if value is None:
        return None
    return int((Decimal(str(value)) * 100).to_integral_value(ROUND_HALF_UP))


def yuan(amount: int) -> float:
    """分 as the value of a money field."""
    return amount / 100


def say_yuan(amount: int) -> str:
    """分 as printed, two decimals always: 0.20, 1234.50."""
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100}.{amount % 100:02}"


def month_of(day: date) -> int:
    """The number of the month of a day."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def month_in(value: Any) -> int | None:
    """The number of the month of an ISO day or month, None where empty."""
    day = day_of(value) if isinstance(value, str) else None
    return month_of(day) if day else None


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month."""
    return first_day(month + 1) - timedelta(days=1)


def iso_month(month: int) -> str:
    """The month as a date field keeps it: 2026-10."""
    return f"{month // MONTHS_A_YEAR}-{month % MONTHS_A_YEAR + 1:02}"


def say_month(month: int) -> str:
    """2026年10月."""
    return f"{month // MONTHS_A_YEAR}年{month % MONTHS_A_YEAR + 1}月"


def year_months(year: int) -> range:
    """The twelve months of a year."""
    return range(year * MONTHS_A_YEAR, (year + 1) * MONTHS_A_YEAR)


# --- the standard -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bracket:
    """``rate`` in per cent for a base of at most ``up_to`` 分 (None: any)."""

    up_to: int | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of payer: with ``brackets`` on a base, or between ``least`` and ``most`` 分 a month without one."""

    id: str
    title: str
    source: str
    brackets: tuple[Bracket, ...] = ()
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the standard gives: ``rate`` in per cent (None: a fixed amount) and 分 a month."""

    rate: Decimal | None
    amount: int


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds of payers by id."""
    found = {}
    for entry in rules_table("dues")["kind"]:
        brackets = tuple(
            Bracket(cents(part.get("up_to")), Decimal(str(part["rate"]))) for part in entry.get("brackets", ())
        )
        least, most = cents(entry.get("least")) or 0, cents(entry.get("most")) or 0
        found[entry["id"]] = Kind(entry["id"], entry["title"], cite(entry), brackets, least, most)
    return found


def assess(kind: str, base: int | None) -> Assessed | None:
    """What somebody of a kind owes a month on a base in 分; None where the base is needed and missing.

    Where the standard leaves a range (farmers), its least. Source: 中组发〔2008〕3 号 第一至六条; the whole
    base times the rate of its bracket. Raises KeyError for an unknown kind.
    """
    rule = kinds()[kind]
    if not rule.brackets:
        return Assessed(None, rule.least)
    if base is None or base < 0:
        return None
    rate = next(part.rate for part in rule.brackets if part.up_to is None or base <= part.up_to)
    return Assessed(rate, rounded(base * rate / 100))


def rounded(amount: Decimal) -> int:
    """An exact amount in 分, rounded as the branch rounds (``[rounding]``)."""
    rule = rules_table("dues")["rounding"]
    unit = int(rule["unit"])
    return int((amount / unit).to_integral_value(_MODES[rule["mode"]])) * unit
