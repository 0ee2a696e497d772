"""The public notice: working days counted with the calendar of holidays and shifted working days."""

from __future__ import annotations

from datetime import date, timedelta

from wdbranch.rules.calendar import SHIPPED, Calendar, WorkingDays
from wdbranch.rules.development.steps import table


def notice_days(start: date, until: date, calendar: Calendar = SHIPPED) -> WorkingDays:
    """Working days of a notice that hung from ``start`` to ``until``, both included; 0 if it ends before.

    The first day counts where the table says so. Source: 细则 2026 第十三条: not fewer than five working days.
    """
    before = timedelta(days=1 if table()["publicity_first_day_counts"] else 0)
    return calendar.working_days_after(start - before, until)


def notice_ends(start: date, calendar: Calendar = SHIPPED) -> tuple[date, bool]:
    """The earliest last day of a notice hung on ``start``, and whether its year's holidays are known.

    >>> notice_ends(date(2026, 6, 15))
    (datetime.date(2026, 6, 22), True)
    """
    wanted, counted, sure = int(table()["publicity_workdays"]), 0, True
    day = start if table()["publicity_first_day_counts"] else start + timedelta(days=1)
    while True:
        kind = calendar.day_kind(day)
        counted, sure = counted + kind.working, sure and kind.sure
        if counted >= wanted:
            return day, sure
        day += timedelta(days=1)
