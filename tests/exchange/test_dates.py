"""Dates as people type them, and as Excel keeps them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wdbranch.exchange.cells import CellError
from wdbranch.exchange.dates import add_years, agree, before, date_of

DAYS = st.dates(date(1925, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1990.05.01", "1990-05-01"),
        ("1990.5.1", "1990-05-01"),
        ("1990/5/1", "1990-05-01"),
        ("1990-5-1", "1990-05-01"),
        ("1990－05－01", "1990-05-01"),
        ("1990年5月1日", "1990-05-01"),
        ("1990年05月01号", "1990-05-01"),
        ("1990 年 5 月 1 日", "1990-05-01"),
        ("19900501", "1990-05-01"),
        ("1990-05-01 00:00:00", "1990-05-01"),
        ("1990。05。01", "1990-05-01"),
        ("１９９０．０５．０１", "1990-05-01"),
        ("'1990.05.01", "1990-05-01"),
        ("1990.05", "1990-05"),
        ("1990.5", "1990-05"),
        ("1990.1", "1990-01"),
        ("1990.10", "1990-10"),
        ("1990年5月", "1990-05"),
        ("1990-5", "1990-05"),
        ("1990/05", "1990-05"),
        ("199005", "1990-05"),
        (199005.0, "1990-05"),
        (19900501.0, "1990-05-01"),
        (19900501, "1990-05-01"),
        (1990.05, "1990-05"),
        (1990.11, "1990-11"),
        (1990.5, "1990-05"),
        (32994.0, "1990-05-01"),
        ("32994", "1990-05-01"),
        (32994.5, "1990-05-01"),
        (date(1990, 5, 1), "1990-05-01"),
        (datetime(1990, 5, 1), "1990-05-01"),
        ("", None),
        (None, None),
        ("无", None),
        ("—", None),
        ("/", None),
    ],
)
def test_ways_of_writing_a_day(cell, value):
    assert date_of(cell) == value


@pytest.mark.parametrize(
    ("cell", "because"),
    [
        ("90.5", "世纪"),
        ("90年5月", "世纪"),
        (90.5, "看不懂"),
        ("90.05.01", "世纪"),
        ("1990", "只有年份"),
        (1990.0, "只有年份"),
        (1990.1, "1 月还是 10 月"),
        ("1990.13", "不存在"),
        ("1990.02.30", "不存在"),
        ("1990.5.0", "不存在"),
        ("19901301", "不存在"),
        ("1990年5月前", "看不懂"),
        ("五月", "看不懂"),
        ("1990.05.01-1991.05.01", "看不懂"),
        ("0", "看不懂"),
        (12.0, "看不懂"),
        (True, "看不懂"),
    ],
)
def test_what_would_have_to_be_guessed_is_objected_to(cell, because):
    with pytest.raises(CellError) as caught:
        date_of(cell)
    assert because in caught.value.say


@given(DAYS, st.sampled_from(["{y}.{m}.{d}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}"]))
def test_every_day_survives_every_writing(day, shape):
    assert date_of(shape.format(y=day.year, m=day.month, d=day.day)) == day.isoformat()


@given(DAYS)
def test_every_day_survives_excel(day):
    assert date_of(day) == day.isoformat()
    assert date_of(float((day - date(1899, 12, 30)).days)) == day.isoformat()


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans()))
def test_anything_else_is_a_day_or_an_objection(cell):
    try:
        value = date_of(cell)
    except CellError as problem:
        assert problem.say
    else:
        assert value is None or date.fromisoformat(value if len(value) == 10 else value + "-01")


def test_dates_of_different_precision():
    assert agree("1990-05", "1990-05-01")
    assert not agree("1990-05", "1990-06-01")
    assert not agree(None, "1990-05")
    assert before("1990-04", "1990-05-01")
    assert not before("1990-05", "1990-05-01")
    assert not before("1990-05-01", "1990-05")


@given(DAYS)
def test_a_year_later(day):
    later = date.fromisoformat(add_years(day.isoformat(), 1))
    assert timedelta(365) <= later - day <= timedelta(366)
    assert add_years(day.isoformat()[:7], 1) == later.isoformat()[:7]
