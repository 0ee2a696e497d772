"""Identity numbers. All are made up: region 999999 exists nowhere."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wdbranch.exchange.cells import CellError
from wdbranch.exchange.identity import check_digit, identity_of, long_number, masked

DAYS = st.dates(date(1925, 1, 1), date(2008, 12, 31))


def number(day, serial):
    first17 = f"999999{day:%Y%m%d}{serial:03}"
    return first17 + check_digit(first17)


def test_the_published_example_of_the_standard():
    assert check_digit("11010519491231002") == "X"      # example in GB 11643-1999
    assert check_digit("44052418800101001") == "4"      # the other one


@given(DAYS, st.integers(0, 999))
def test_a_number_in_order_tells_birth_and_sex(day, serial):
    found = identity_of(number(day, serial))
    assert (found.birth, found.sex, found.old) == (day.isoformat(), "男" if serial % 2 else "女", False)


@given(DAYS, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(day, serial, place, step):
    right = number(day, serial)
    digit = 10 if right[place] == "X" else int(right[place])
    wrong = (digit + step) % (11 if place == 17 else 10)
    typed = right[:place] + ("X" if wrong == 10 else str(wrong)) + right[place + 1 :]
    with pytest.raises(CellError):
        identity_of(typed)


@given(DAYS, st.integers(0, 999), st.integers(0, 16))
def test_two_neighbours_changing_places_are_noticed(day, serial, place):
    right = number(day, serial)
    typed = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if typed != right:
        with pytest.raises(CellError):
            identity_of(typed)


def with_x():
    return next(n for s in range(999) if (n := number(date(1990, 5, 1), s)).endswith("X"))


def test_ways_of_typing_the_same_number():
    right = with_x()
    spaced = f" {right[:6]} {right[6:14]}-{right[14:]}"
    for typed in (right.lower(), spaced, "'" + right, "\u200b" + right, right.replace("9", "９"), right[:-1] + "ｘ"):
        assert identity_of(typed).number == right


@pytest.mark.parametrize("cell", [4.1040019900101e17, 410400199001010011, 410400199001010011.0, "4.10400199001010E+17"])
def test_a_number_that_excel_cut_is_said_to_be_lost(cell):
    with pytest.raises(CellError) as caught:
        identity_of(cell)
    assert caught.value.say.startswith("身份证号在 Excel 里被存成了数字，末几位已丢失")


def test_old_numbers_of_fifteen_digits():
    for cell in ("999999900501001", 999999900501001.0):
        found = identity_of(cell)
        assert (found.old, found.birth, found.sex) == (True, "1990-05-01", "男")
        assert found.long == number(date(1990, 5, 1), 1) == long_number(found.number)


@pytest.mark.parametrize("cell", ["", None, "无", "9999**********1234"])
def test_nothing_or_masked_is_no_number(cell):
    assert identity_of(cell) is None


@pytest.mark.parametrize("cell", ["12345", "99999919900501001", "999999199013010010", "abcdefghijklmnopqr", "9999991990050100123"])
def test_wrong_lengths_and_signs(cell):
    with pytest.raises(CellError):
        identity_of(cell)


def test_a_birth_date_that_is_none():
    first17 = "99999919900230001"
    with pytest.raises(CellError, match="不存在"):
        identity_of(first17 + check_digit(first17))


def test_masking_keeps_four_and_four():
    assert masked("999999199005010011") == "9999**********0011"
    assert masked("13700000000") == "1370***0000"
    assert masked("1234567") == "*******"
