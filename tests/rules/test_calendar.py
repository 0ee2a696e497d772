"""Working days and the fixed day."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wdbranch.errors import FileRefusedError
from wdbranch.rules.calendar import SHIPPED, calendar_of, day_kind, fixed_day, month_end, overrides, quarter_of, working_days_after


def test_public_holidays_and_make_up_days():
    assert day_kind(date(2026, 6, 19)).holiday == "端午"
    assert not day_kind(date(2026, 6, 19)).working
    assert day_kind(date(2026, 2, 14)).working           # a Saturday worked for the spring festival
    assert not day_kind(date(2026, 6, 20)).working


def test_publicity_of_sample_two_is_five_working_days():
    assert working_days_after(date(2026, 6, 14), date(2026, 6, 22)).days == 5
    assert working_days_after(date(2026, 6, 14), date(2026, 6, 19)).days == 4


def test_a_year_that_is_not_announced_is_provisional():
    assert not day_kind(date(2039, 1, 3)).sure
    assert not working_days_after(date(2026, 12, 30), date(2039, 1, 1)).sure
    assert working_days_after(date(2026, 9, 18), date(2026, 9, 18)).days == 0


def test_days_set_by_hand_win(tmp_path):
    (tmp_path / "2039.toml").write_text(
        'years = [2039]\nworkdays = [2039-01-09]\n[[holiday]]\nname = "春节"\nfrom = 2039-01-24\nto = 2039-01-26\n',
        encoding="utf-8",
    )
    assert day_kind(date(2039, 1, 25), tmp_path).holiday == "春节"
    assert day_kind(date(2039, 1, 9), tmp_path).working   # a Sunday
    assert day_kind(date(2039, 1, 27), tmp_path) == day_kind(date(2039, 1, 28), tmp_path)
    assert day_kind(date(2039, 1, 27), tmp_path).sure


def test_the_days_of_a_branch_win_over_what_is_shipped():
    own = calendar_of({"calendar": {"holidays": {"2026-09-21": "社区选举日"}, "workdays": ["2026-10-17"]}})
    assert own.day_kind(date(2026, 9, 21)).holiday == "社区选举日"
    assert own.day_kind(date(2026, 10, 17)).working
    assert own.working_days_after(date(2026, 9, 18), date(2026, 9, 23)).days == 3
    assert working_days_after(date(2026, 9, 18), date(2026, 9, 23)).days == 4      # the 20th is a make-up day
    assert own.is_late(datetime(2026, 9, 18, 20), datetime(2026, 9, 24, 8))
    assert not own.is_late(datetime(2026, 9, 18, 20), datetime(2026, 9, 23, 8))
    assert calendar_of({}) is SHIPPED


def test_a_broken_file_is_refused_by_name(tmp_path):
    (tmp_path / "坏的.toml").write_text("years = [", encoding="utf-8")
    with pytest.raises(FileRefusedError, match="坏的"):
        overrides(tmp_path)


def test_fixed_day():
    assert fixed_day({"nth": 2, "weekday": 5}, 2026, 9) == date(2026, 9, 11)
    assert fixed_day({"nth": 5, "weekday": 5}, 2026, 9) == date(2026, 9, 25)
    assert fixed_day({"day": 31}, 2026, 2) == date(2026, 2, 28)
    assert fixed_day({}, 2026, 2) is None


@given(st.integers(1, 5), st.integers(1, 7), st.integers(2000, 2100), st.integers(1, 12))
def test_fixed_day_is_in_the_month_and_on_the_weekday(nth, weekday, year, month):
    day = fixed_day({"nth": nth, "weekday": weekday}, year, month)
    assert (day.year, day.month, day.isoweekday()) == (year, month, weekday)
    assert (day.day - 1) // 7 + 1 == nth or (nth == 5 and day.day > 21)


def test_quarters_and_month_ends():
    assert [quarter_of(date(2026, m, 1)) for m in range(1, 13)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert month_end(2028, 2) == date(2028, 2, 29)
