"""The Chinese line layouter: what must hold for every text, and the marks by example."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wdbranch.printing.fonts import FANGSONG, SANS, is_latin, role
from wdbranch.printing.plan import Text, advances
from wdbranch.printing.typeset import (
    CLOSING, MM_PER_PT, NO_END, NO_START, OPENING, layout, one_line, spread_slots,
)

SIZE = 14.0
HAN = "党支部会议记录同志年月日一的是在通过决定𬭎𫗧䶮"
MARKS = CLOSING + OPENING + "—…·"
LATIN = "0123456789abcXYZ.:/%-"
texts = st.text(st.sampled_from(HAN + HAN + MARKS + LATIN + " "), max_size=120)
widths = st.floats(18.0, 160.0)


def visible_end(line, x: float) -> tuple[float, float]:
    """Where the ink of a line begins and ends, in mm."""
    moves = advances(Text(x, 0, SIZE, FANGSONG, line.text, line.spread, line.kerns))
    em = SIZE * MM_PER_PT
    start = x + line.shift * em / 1000
    ink = line.text.rstrip(" \u3000\t")
    end = start + sum(moves[: len(ink)])
    if ink and len(ink) < len(line.text):
        end -= line.spread * em / 1000      # space is given behind the last ink too where blanks follow
    if ink and ink[-1] in CLOSING and len(ink) > 1:
        end -= em / 2
    return start + (em / 2 if line.shift else 0), end


@settings(max_examples=200, deadline=None)
@given(texts, widths)
def test_joining_the_lines_gives_the_text_back(text: str, width: float) -> None:
    assert "".join(line.text for line in layout(text, FANGSONG, SIZE, width)) == text
    assert "".join(line.text for line in layout(text, FANGSONG, SIZE, width, indent=2, whole="、")) == text


@settings(max_examples=200, deadline=None)
@given(texts, widths)
def test_every_line_fits(text: str, width: float) -> None:
    for line in layout(text, FANGSONG, SIZE, width):
        start, end = visible_end(line, 0.0)
        ink = line.text.strip(" ")
        if len(ink) > 1 and not all(map(is_latin, ink)):
            assert start >= -0.01
        if len(ink) > 1:
            assert end <= width + 0.05, (line, end)


@settings(max_examples=200, deadline=None)
@given(texts, widths)
def test_no_line_begins_or_ends_with_a_forbidden_mark_where_there_is_a_choice(text: str, width: float) -> None:
    lines = layout(text, FANGSONG, SIZE, width)
    for line, following in zip(lines, lines[1:]):
        before, after = line.text[-1], following.text[0]
        bad = after in NO_START or before in NO_END or (is_latin(before) and is_latin(after))
        if bad:
            choices = [
                at for at in range(1, len(line.text))
                if line.text[at] not in NO_START and line.text[at - 1] not in NO_END
                and line.text[at] != " " and not (is_latin(line.text[at]) and (is_latin(line.text[at - 1]) or line.text[at - 1] == "—"))
            ]
            assert not choices, (line.text, following.text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from(MARKS), min_size=1, max_size=60), st.floats(1.0, 40.0))
def test_a_text_of_marks_only_comes_to_an_end(text: str, width: float) -> None:
    assert "".join(line.text for line in layout(text, FANGSONG, SIZE, width)) == text


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from(HAN + "，。"), min_size=80, max_size=160), st.floats(60.0, 160.0))
def test_both_edges_are_flush(text: str, width: float) -> None:
    for line in layout("党" + text + "党", FANGSONG, SIZE, width)[:-1]:
        start, end = visible_end(line, 0.0)
        assert start == pytest.approx(0.0, abs=0.01)
        assert end == pytest.approx(width, abs=0.05)


@pytest.mark.parametrize("word", ["4,386.50", "2026-DH-03", "18:30—20:10", "https://a.b/c", "99.5%"])
def test_numbers_and_words_are_never_broken(word: str) -> None:
    for width in range(30, 60):
        lines = [line.text for line in layout(f"本季度共收缴党费{word}元，已上缴。", FANGSONG, SIZE, float(width))]
        assert any(word in line for line in lines), lines


def test_a_number_wider_than_the_line_is_broken_all_the_same() -> None:
    lines = layout("1234567890" * 6, FANGSONG, SIZE, 30.0)
    assert len(lines) > 2
    assert all(visible_end(line, 0.0)[1] <= 30.1 for line in lines)


def test_names_in_a_list_stay_whole() -> None:
    names = "、".join(["陈拟舟", "韩拟秋", "马拟川", "宋拟真", "许拟禾"] * 8)
    for width in (40.0, 53.0, 71.0, 130.0):
        for line in layout(names, FANGSONG, 12.0, width, whole="、")[:-1]:
            assert line.text.endswith("、")


def test_adjacent_marks_share_one_blank_half() -> None:
    line = one_line("党《章》。好", FANGSONG)
    assert line.kerns == ((3, -500),)


def test_a_quarter_em_stands_between_chinese_and_digits() -> None:
    line = one_line("实到20人", FANGSONG)
    assert line.kerns == ((1, 250), (3, 250))
    assert one_line("实到20人", FANGSONG, gaps=False).kerns == ()


def test_space_is_given_between_characters_but_not_inside_numbers() -> None:
    assert spread_slots("应到20人") == 3
    moves = advances(Text(0, 0, 12, FANGSONG, "到20人好", 100.0))
    widths = role(FANGSONG).width
    em = 12 * MM_PER_PT / 1000
    assert moves[1] == pytest.approx(widths["2"] * em)
    assert moves[2] == pytest.approx((widths["0"] + 100) * em)
    assert moves[-1] == pytest.approx(1000 * em)


def test_an_empty_text_has_no_line() -> None:
    assert layout("", FANGSONG, SIZE, 100.0) == []
    assert one_line("", SANS).text == ""
