"""The branch's own calendar counts at once; duties that only remind can be switched."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations import overview, reminders
from wdbranch.operations.reminders import OwnDay
from wdbranch.rules.calendar import calendar_of
from wdbranch.store.workbook import Workbook

FLOOD = OwnDay(date(2026, 8, 12), working=False, reason="防汛停工")
SATURDAY = OwnDay(date(2026, 8, 15), working=True, reason="补班")


def test_own_days_count_at_once_for_what_is_written_late(book: Workbook) -> None:
    held, written = datetime(2026, 8, 10, 17), datetime(2026, 8, 14, 9)
    assert calendar_of(book.branch().settings).is_late(held, written)
    reminders.set_own_days(book, [SATURDAY, FLOOD])
    assert reminders.own_days(book) == [FLOOD, SATURDAY]
    calendar = calendar_of(book.branch().settings)
    assert not calendar.is_late(held, written)
    assert calendar.working_days_after(date(2026, 8, 14), date(2026, 8, 15)).days == 1
    reminders.set_own_days(book, [])
    assert calendar_of(book.branch().settings).is_late(held, written)


def test_a_day_is_off_or_not(book: Workbook) -> None:
    reminders.set_own_days(book, [FLOOD])
    with pytest.raises(UserError) as refused:
        reminders.set_own_days(book, [FLOOD, OwnDay(FLOOD.day, working=True, reason="")])
    assert refused.value.code == "day_twice"
    assert reminders.own_days(book) == [FLOOD]


def test_a_reminder_is_switched_on_and_off(book: Workbook) -> None:
    def reminded() -> bool:
        return any(duty.id == "D-35" for duty in overview.duties(book, date(2026, 10, 2)))

    assert not reminded()
    reminders.switch(book, "D-35", on=True)
    assert reminded()
    assert next(one for one in reminders.switches(book) if one.id == "D-35").on
    reminders.switch(book, "D-35", on=False)
    assert not reminded()


def test_what_the_rules_demand_is_not_for_the_branch_to_switch_off(book: Workbook) -> None:
    with pytest.raises(WrongUseError) as refused:
        reminders.switch(book, "D-01", on=False)
    assert refused.value.code == "no_duty"
