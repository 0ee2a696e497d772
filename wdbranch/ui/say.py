"""Short Chinese phrases that several pages need."""

from __future__ import annotations

from datetime import date, datetime

_WEEK = "一二三四五六日"


def long_day(day: date) -> str:
    """2026年11月23日 星期一."""
    return f"{day.year}年{day.month}月{day.day}日 星期{_WEEK[day.weekday()]}"


def short_day(day: date, today: date) -> str:
    """11月23日, with the year where it is another one."""
    text = f"{day.month}月{day.day}日"
    return text if day.year == today.year else f"{day.year}年{text}"


def greeting(moment: datetime) -> str:
    """早上好, 上午好, 中午好, 下午好 or 晚上好."""
    for until, text in ((8, "早上好"), (11, "上午好"), (13, "中午好"), (18, "下午好")):
        if moment.hour < until:
            return text
    return "晚上好"


def left(days: int) -> str:
    """逾期 54 天, 今天到期 or 还剩 2 天."""
    if days < 0:
        return f"逾期 {-days} 天"
    return f"还剩 {days} 天" if days else "今天到期"
