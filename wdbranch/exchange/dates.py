"""Dates as people type them into a roster, and as Excel stores them."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from wdbranch.exchange.cells import Cell, CellError, half_width, is_nothing, text_of

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_EXCEL_DAY_ZERO = date(1899, 12, 30)     # serial 60 and later; nobody in a roster has an earlier date
_SERIALS = range(7306, 73415)            # 1920-01-01 … 2100-12-31
_PARTED = re.compile(r"(\d+)\D(\d+)(?:\D(\d+))?\D?")
_HOW = "请改成 1990.05.01 这样的写法"


def date_of(cell: Cell) -> str | None:
    """A day ``1990-05-01`` or a month ``1990-05``; None where the cell says nothing.

    Takes real dates, Excel serial numbers, 19900501, 199005, 1990.5.1, 1990/05, 1990年5月1日 and the like.
    Raises CellError where the century, the month or the day would have to be guessed.
    """
    if isinstance(cell, datetime):
        return _day(cell.year, cell.month, cell.day, cell.date().isoformat())
    if isinstance(cell, date):
        return _day(cell.year, cell.month, cell.day, cell.isoformat())
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(cell)
    shown = text_of(cell)
    if is_nothing(shown):
        return None
    line = re.sub(r"[ T]00:00(:00)?(\.0+)?$", "", half_width(shown))
    line = re.sub(r"\s*([年月日号./\-—–－、,，。])\s*", r"\1", line.strip().rstrip("。.")).strip()
    if line.isdecimal():
        return _from_digits(line, shown)
    line = re.sub(r"[日号]$", "", line)
    found = _PARTED.fullmatch(re.sub(r"月$", "", line))
    if found is None:
        raise CellError(f"日期“{shown}”看不懂，{_HOW}")
    year, month, day = found.groups()
    if len(year) != 4:
        raise CellError(f"日期“{shown}”的年份不是四位，不能替您猜是哪个世纪，{_HOW}")
    if day is None:
        return _month(int(year), int(month), shown)
    return _day(int(year), int(month), int(day), shown)


def _from_number(number: float) -> str:
    shown = text_of(number)
    if float(number).is_integer():
        whole = int(number)
        if whole in _SERIALS:
            return (_EXCEL_DAY_ZERO + timedelta(days=whole)).isoformat()
        return _from_digits(str(whole), shown)
    if _FIRST_YEAR <= number < _LAST_YEAR:
        year, _, fraction = f"{number:.4f}".rstrip("0").partition(".")
        if len(fraction) == 2:
            return _month(int(year), int(fraction), shown)
        if len(fraction) == 4:
            return _day(int(year), int(fraction[:2]), int(fraction[2:]), shown)
        if fraction == "1":
            raise CellError(f"日期“{shown}”在 Excel 里存成了数字，分不清是 1 月还是 10 月，{_HOW}")
        if len(fraction) == 1:
            return _month(int(year), int(fraction), shown)
    elif _SERIALS.start <= number < _SERIALS.stop:
        return (_EXCEL_DAY_ZERO + timedelta(days=int(number))).isoformat()   # a day with a time of day
    raise CellError(f"日期“{shown}”看不懂，{_HOW}")


def _from_digits(digits: str, shown: str) -> str:
    if len(digits) == 8:
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]), shown)
    if len(digits) == 6:
        return _month(int(digits[:4]), int(digits[4:]), shown)
    if len(digits) == 5 and int(digits) in _SERIALS:
        return (_EXCEL_DAY_ZERO + timedelta(days=int(digits))).isoformat()
    if len(digits) == 4 and _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        raise CellError(f"日期“{shown}”只有年份，请至少写到月，如 {shown}.07")
    raise CellError(f"日期“{shown}”看不懂，{_HOW}")


def _month(year: int, month: int, shown: str) -> str:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12):
        raise CellError(f"日期“{shown}”不存在，{_HOW}")
    return f"{year:04}-{month:02}"


def _day(year: int, month: int, day: int, shown: str) -> str:
    _month(year, month, shown)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise CellError(f"日期“{shown}”不存在，{_HOW}")
    return f"{year:04}-{month:02}-{day:02}"


def agree(one: str | None, other: str | None) -> bool:
    """Whether two dates may be the same day, where one of them may be known to the month only."""
    return bool(one and other) and (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def add_years(value: str, years: int) -> str:
    """The same day years later, in the same precision; 29 February becomes the 28th."""
    year = int(value[:4]) + years
    if value[5:] == "02-29" and not calendar.isleap(year):
        return f"{year:04}-02-28"
    return f"{year:04}{value[4:]}"


def before(one: str, other: str) -> bool:
    """Whether one date certainly lies before the other, whatever the missing days are.

    >>> before("1990-05", "1990-05-03")
    False
    """
    shorter = min(len(one), len(other))
    return one[:shorter] < other[:shorter]
