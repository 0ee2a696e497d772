"""Which party groups met in a month (D-03).

Source: 《中国共产党支部工作条例（试行）》第十三条 (2018): 党小组会一般每月召开1次，each group for itself.
"""

from __future__ import annotations

from datetime import date

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.periods import Period

FORM = "group_meeting"


def groups_on(snapshot: Snapshot, day: date) -> tuple[str, ...]:
    """The party groups in order; a group without any member on that day is left out."""
    peopled = {member.group(day) for member in snapshot.roster.on(day)}
    return tuple(group for group in snapshot.roster.groups if group in peopled)


def groups_missing(snapshot: Snapshot, period: Period, today: date) -> tuple[str, ...]:
    """The groups without a meeting in the period, held by ``today``."""
    met = {
        record.get("group")
        for record in snapshot.of(FORM)
        if (day := snapshot.day(record)) is not None and period.first <= day <= min(period.last, today)
    }
    return tuple(group for group in groups_on(snapshot, min(period.last, today)) if group not in met)
