"""Citizens' identity numbers (公民身份号码, GB 11643-1999): reading and checking, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wdbranch.exchange.cells import Cell, CellError, half_width, text_of
from wdbranch.exchange.dates import date_of

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_EXACT_DIGITS = 15                      # Excel keeps fifteen digits of a number
_SCIENTIFIC = re.compile(r"[\d.]+[eE]\+?\d+")


@dataclass(frozen=True, slots=True)
class Identity:
    """A number that is in order: as written, as 18 digits, and what it says of its owner."""

    number: str
    long: str               # 18 digits; a 15-digit number converted by the rule
    birth: str              # ISO day
    sex: str                # 男 | 女

    @property
    def old(self) -> bool:
        """Whether it is an old number of 15 digits."""
        return len(self.number) == 15


def check_digit(first17: str) -> str:
    """The eighteenth sign to 17 digits (GB 11643-1999; ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def identity_of(cell: Cell) -> Identity | None:
    """The number in a cell; None where there is none or only a masked one (4104********1234).

    The region code is not looked up: regions are merged and renamed, old numbers stay. Raises CellError.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= 10**_EXACT_DIGITS:
        raise _lost()
    line = re.sub(r"[\s\-]", "", half_width(text_of(cell))).upper()
    if line in {"", "无", "/", "—"} or "*" in line:
        return None
    if _SCIENTIFIC.fullmatch(line):
        raise _lost()
    if re.fullmatch(r"[0-9]{15}", line):
        first17 = line[:6] + "19" + line[6:]
        return _judge(line, first17 + check_digit(first17))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", line):
        raise CellError(f"身份证号应为 18 位，现在是 {len(line)} 位，请核对")
    wanted = check_digit(line[:17])
    if line[17] != wanted:
        also = "（末几位是 0，可能曾被 Excel 存成数字）" if line.endswith("000") else ""
        raise CellError(f"身份证号的校验码不对{also}，最后一位按规则应是 {wanted}，请逐位核对")
    return _judge(line, line)


def long_number(number: str) -> str:
    """The 18-digit form of a number, for comparing; other writings come back as they are."""
    if re.fullmatch(r"[0-9]{15}", number):
        first17 = number[:6] + "19" + number[6:]
        return first17 + check_digit(first17)
    return number.upper()


def masked(number: str) -> str:
    """The number with its birth date and serial hidden: first four and last four signs remain."""
    return number[:4] + "*" * (len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)


def _judge(number: str, long: str) -> Identity:
    try:
        birth = date_of(long[6:14]) or ""
    except CellError:
        raise CellError(f"身份证号里的出生日期 {long[6:14]} 不存在，请核对") from None
    return Identity(number, long, birth, "男" if int(long[16]) % 2 else "女")


def _lost() -> CellError:
    return CellError(
        "身份证号在 Excel 里被存成了数字，末几位已丢失，请把这一列设为“文本”格式后照证件重填"
    )
