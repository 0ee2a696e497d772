"""Small pieces of Chinese that the sentences of the rules are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime


def say_day(day: date) -> str:
    """2026年9月18日."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_moment(moment: datetime) -> str:
    """2026年9月18日18:30."""
    return f"{say_day(moment)}{moment:%H:%M}"


def say_span(start: datetime, end: datetime) -> str:
    """18:30—20:10; the day stands elsewhere in the sentence."""
    return f"{start:%H:%M}—{end:%H:%M}"


def say_names(names: Sequence[str], most: int = 5, unit: str = "人") -> str:
    """甲、乙、丙等 7 人; all of them where there are few."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等 {len(names)} {unit}"


def say_minutes(minutes: int) -> str:
    """4 小时 20 分钟."""
    hours, rest = divmod(minutes, 60)
    return "".join([f" {hours} 小时" if hours else "", f" {rest} 分钟" if rest else ""]).strip()


def say_fixed_day(rule: Mapping[str, int]) -> str:
    """每月第二个星期五, 每月10日; empty where none is set."""
    if "day" in rule:
        return f"每月{rule['day']}日"
    if "nth" in rule and "weekday" in rule:
        return f"每月第{'一二三四五'[rule['nth'] - 1]}个星期{'一二三四五六日'[rule['weekday'] - 1]}"
    return ""
