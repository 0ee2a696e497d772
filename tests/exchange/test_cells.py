"""What a cell says: names, telephones, ticks, whatever way they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wdbranch.exchange.cells import CellError, half_width, has_private_character, name_of, phone_of, text_of, ticked

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4)
GAPS = st.text(st.sampled_from(" \u3000\u00a0\u200b\ufeff\t"), max_size=3)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张  拟伟", "张拟伟"),
        ("张\u3000拟伟\u200b", "张拟伟"),
        ("\ufeff张拟伟\u00a0", "张拟伟"),
        ("'张拟伟", "张拟伟"),
        ("买拟买提．艾山", "买拟买提·艾山"),
        ("买拟买提 • 艾山", "买拟买提·艾山"),
        ("买拟买提.艾山", "买拟买提·艾山"),
        ("买拟买提・艾山", "买拟买提·艾山"),
        ("买拟买提‧艾山", "买拟买提·艾山"),
        ("李拟𬭎", "李拟𬭎"),
        ("王𫗧", "王𫗧"),
        ("䶮拟", "䶮拟"),
        ("\U0002a7dd拟", "\U0002a7dd拟"),
        ("Anna  Nini", "Anna Nini"),
    ],
)
def test_a_name_comes_out_in_one_form(typed, name):
    assert name_of(typed) == (name, "")


def test_rare_characters_are_not_replaced_by_their_common_twins():
    compatibility = "\uf9dc拟"             # 隆, which Unicode normalization would turn into 隆
    assert name_of(compatibility)[0] == compatibility
    assert half_width("\uf9dc１２") == "\uf9dc12"


def test_what_stands_in_brackets_is_handed_out_apart():
    assert name_of("王拟芳（女）") == ("王拟芳", "女")
    assert name_of("王拟芳(预备)") == ("王拟芳", "预备")


@pytest.mark.parametrize("typed", ["张拟3", "张拟?", "张拟，李拟", "张拟*"])
def test_other_signs_in_a_name_are_objected_to(typed):
    with pytest.raises(CellError):
        name_of(typed)


@given(HAN, GAPS, GAPS, GAPS)
def test_any_spacing_gives_the_same_name(name, before, between, after):
    assert name_of(before + name[0] + between + name[1:] + after) == (name, "")


def test_self_made_characters_are_noticed():
    assert has_private_character("张\ue815")
    assert not has_private_character("张䶮\U0002a7dd")


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13700000000.0, "13700000000"),
        (13700000000, "13700000000"),
        ("１３７００００００００", "13700000000"),
        ("137 0000 0000", "13700000000"),
        ("0375-0000000", "0375-0000000"),
        ("13700000000、0375-0000000", "13700000000、0375-0000000"),
        ("无", ""),
        (None, ""),
    ],
)
def test_telephones(cell, phone):
    assert phone_of(cell) == phone


@pytest.mark.parametrize("cell", ["12345", "没装电话", 137000.5])
def test_what_is_no_telephone_is_objected_to(cell):
    with pytest.raises(CellError):
        phone_of(cell)


@pytest.mark.parametrize(("cell", "said"), [("是", True), ("√", True), (True, True), (1.0, True), ("否", False), ("", None), (None, None)])
def test_ticks(cell, said):
    assert ticked(cell) is said


def test_an_unclear_tick_is_objected_to():
    with pytest.raises(CellError):
        ticked("也许")


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()))
def test_any_cell_becomes_one_clean_line(cell):
    line = text_of(cell)
    assert line == line.strip()
    assert not set(line) & set("\n\r\t\u200b\ufeff\u00a0")
    assert text_of(line) == line
