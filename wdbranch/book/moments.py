"""Days and times as people write them, and as the book writes them.

Canonical: day ``"2026-09-18"`` (or ``"1990-05"`` where only the month is known), moment
``"2026-09-18T18:30"``, time ``"18:30"``.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from wdbranch.book.problem import ValueProblem

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_WEEKDAYS = "一二三四五六日"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_DAY = re.compile(
    r"(?:(?P<y>\d{4})\s*[-./年]\s*)?(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})\s*(?:[日号]|(?!\d))"
    r"|(?P<y8>\d{4})(?P<m8>\d{2})(?P<d8>\d{2})(?!\d)"
)
_MONTH = re.compile(r"(?P<y>\d{4})\s*(?:[-./]|年)\s*(?P<m>\d{1,2})\s*月?|(?P<y6>\d{4})(?P<m6>\d{2})")
_SHORT_YEAR = re.compile(r"\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}")
_WEEKDAY = re.compile(r"\s*\(?\s*(?:星期|周|礼拜)([一二三四五六日天])\s*\)?")
_TIME = re.compile(
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|早|晚)?\s*"
    r"(?P<h>\d{1,2})\s*(?:[:.]\s*(?P<m>\d{2})(?:\s*[:.]\s*\d{2}(?:\.\d+)?)?"
    r"|[点时]\s*(?:(?P<word>半|整|一刻|三刻|钟)|(?P<m2>\d{1,2})\s*分?)?)"
)
_WORDS = {"半": 30, "一刻": 15, "三刻": 45}
_MORNING = frozenset({"凌晨", "清晨", "早上", "早晨", "早", "上午"})
_EVENING = frozenset({"傍晚", "晚上", "晚间", "晚", "夜里"})


def narrow(text: str) -> str:
    """Full-width letters, digits, marks and blanks as their narrow twins."""
    return text.translate(_WIDE)


def clean_day(raw: object, *, year: int | None = None) -> str | None:
    """A day from what was typed; ``year`` completes a day written without one. Raises ValueProblem."""
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    text = _text(raw)
    if not text:
        return None
    found = _match_day(text)
    if found is None:
        return _clean_month(text)
    day = _day(found, text, year)
    rest = _after_weekday(text[found.end() :], day)
    if rest and not _TIME.fullmatch(rest.lstrip("T ")):
        raise _unreadable(text)
    return day.isoformat()


def clean_moment(raw: object, *, year: int | None = None) -> str | None:
    """A day and time from what was typed. Raises ValueProblem."""
    if isinstance(raw, datetime):
        return raw.isoformat(timespec="minutes")[:16]
    text = _text(raw)
    if not text:
        return None
    found = _match_day(text)
    if found is None:
        if _TIME.fullmatch(text):
            raise ValueProblem(f"“{text}”只有时间，没有日期。", todo="请写成“2026年9月18日 18:30”这样。")
        raise _unreadable(text)
    day = _day(found, text, year)
    rest = _after_weekday(text[found.end() :], day)
    if not rest:
        raise ValueProblem(f"“{text}”没有写几点几分。", todo="请写成“2026年9月18日 18:30”这样。")
    return f"{day.isoformat()}T{_time(rest, text)}"


def clean_time(raw: object) -> str | None:
    """A time of day from what was typed. Raises ValueProblem."""
    if isinstance(raw, datetime):
        raw = raw.time()
    if isinstance(raw, time):
        return raw.isoformat(timespec="minutes")[:5]
    text = _text(raw)
    return _time(text, text) if text else None


def show_day(day: object) -> str:
    """2026年9月18日, or 1990年5月; anything else as it stands."""
    text = day.isoformat() if isinstance(day, date) else "" if day is None else str(day)
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:T.*)?", text, re.DOTALL)
    if found is None:
        return text
    shown = f"{int(found[1])}年{int(found[2])}月"
    return f"{shown}{int(found[3])}日" if found[3] else shown


def show_moment(moment: object) -> str:
    """2026年9月18日（星期五）18:30; anything else as it stands."""
    text = "" if moment is None else str(moment)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{show_day(text[:10])}（{weekday(read.date())}）{read:%H:%M}"


def show_span(start: object, end: object) -> str:
    """2026年9月18日（星期五）18:30—20:10; over two days, both days are written."""
    first, last = show_moment(start), show_moment(end)
    if not (first and last):
        return first or last
    if str(start)[:10] == str(end)[:10] and "）" in last:
        last = last.rpartition("）")[2]
    return f"{first}—{last}"


def weekday(day: date) -> str:
    """星期五."""
    return "星期" + _WEEKDAYS[day.weekday()]


def _text(raw: object) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise _unreadable(str(raw))
    return narrow(raw).strip()


def _unreadable(text: str) -> ValueProblem:
    return ValueProblem(
        f"“{text}”不是能看懂的日期或时间。", todo="请写成“2026年9月18日”或“2026年9月18日 18:30”这样。"
    )


def _match_day(text: str) -> re.Match[str] | None:
    if _SHORT_YEAR.match(text):
        raise ValueProblem(f"“{text}”的年份不全。", todo="年份请写四位，如 2026。")
    return _DAY.match(text)


def _day(found: re.Match[str], text: str, year: int | None) -> date:
    written = found["y"] or found["y8"]
    if written is None and year is None:
        raise ValueProblem(f"“{text}”没有写年份。", todo="请写全，如“2026年9月18日”。")
    month, day = int(found["m"] or found["m8"]), int(found["d"] or found["d8"])
    return _real_day(int(written or year or 0), month, day, text)


def _real_day(year: int, month: int, day: int, text: str) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueProblem(f"“{text}”的年份不对。", todo="年份请写四位，如 2026。")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueProblem(f"没有“{text}”这一天。", todo="请核对月份和日期。") from None


def _clean_month(text: str) -> str:
    found = _MONTH.fullmatch(text)
    if found is None:
        raise _unreadable(text)
    day = _real_day(int(found["y"] or found["y6"]), int(found["m"] or found["m6"]), 1, text)
    return day.isoformat()[:7]


def _after_weekday(rest: str, day: date) -> str:
    """What follows a day, its weekday checked and taken off."""
    found = _WEEKDAY.match(rest)
    if found is None:
        return rest.strip()
    written = found[1].replace("天", "日")
    if written != _WEEKDAYS[day.weekday()]:
        raise ValueProblem(f"{show_day(day)}是{weekday(day)}，不是星期{written}。", todo="请核对日期。")
    return rest[found.end() :].strip()


def _time(text: str, whole: str) -> str:
    found = _TIME.fullmatch(text.lstrip("T ").strip())
    if found is None:
        raise ValueProblem(f"“{whole}”里的时间看不懂。", todo="请写成“18:30”这样。")
    hour, minute = int(found["h"]), int(found["m"] or found["m2"] or 0)
    if found["word"]:
        minute = _WORDS.get(found["word"], 0)
    hour = _by_half(found["half"] or "", hour, whole)
    if hour > 23 or minute > 59:
        raise ValueProblem(f"没有“{whole}”这个时间。", todo="时间从 00:00 到 23:59。")
    return f"{hour:02d}:{minute:02d}"


def _by_half(half: str, hour: int, whole: str) -> int:
    """The hour on the 24-hour clock; what contradicts itself or can mean two times is refused."""
    contradiction = ValueProblem(f"“{whole}”说不清是几点。", todo="请按二十四小时制写，如“18:30”。")
    if half in _MORNING:
        if hour > 12:
            raise contradiction
        return 0 if half == "凌晨" and hour == 12 else hour
    if half == "中午":
        if hour not in {11, 12, 13, 1, 2}:
            raise contradiction
        return hour + 12 if hour <= 2 else hour
    if half == "下午":
        return hour + 12 if 1 <= hour < 12 else hour
    if half in _EVENING:
        if hour in {0, 12} or hour < 5:
            raise contradiction
        return hour + 12 if hour < 12 else hour
    return hour
