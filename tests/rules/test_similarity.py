"""Near-duplicate minutes: copies are found, honest records of similar meetings are not; the common passages."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from minutes_corpus import COPIED, FRAME, ORIGINALS, RETOLD, framed

from wdbranch.rules.similarity import likeness, passages, print_of, twins
from wdbranch.rules.tables import rules_table, words_table

LIMITS = rules_table("findings")["limits"]
SHARE, LEAST = LIMITS["likeness"], LIMITS["least_compared"]
FIRST = date(2025, 1, 10)

TRUE_PAIRS = [(framed(ORIGINALS[name]), framed(text, 26, 21, 9, 11)) for name, text in COPIED]
TRUE_PAIRS += [(framed(text), framed(text, 28, 19, 10, 9)) for text in ORIGINALS.values()]
FALSE_PAIRS = [(framed(one), framed(other, 26, 21, 9, 11)) for one, other in combinations(ORIGINALS.values(), 2)]
FALSE_PAIRS += [(framed(ORIGINALS[name]), framed(text, 26, 21, 9, 11)) for name, text in RETOLD.items()]

characters = st.sampled_from("的一是了我不在人们有来他这上着个地到大里说就去子得也和那要下看")
clauses = st.text(characters, min_size=6, max_size=14)
minutes = st.lists(clauses, min_size=10, max_size=40).map("，".join)


def found(earlier: str, later: str, days: int = 200) -> bool:
    dated = [(FIRST, print_of([earlier])), (FIRST + timedelta(days=days), print_of([later]))]
    return 1 in twins(dated, months=24, share=SHARE, least=LEAST)


def test_precision_and_recall_on_the_corpus():
    caught = sum(found(*pair) for pair in TRUE_PAIRS)
    wrong = sum(found(*pair) for pair in FALSE_PAIRS)
    print(f"{caught} of {len(TRUE_PAIRS)} copies found, {wrong} of {len(FALSE_PAIRS)} honest pairs suspected")
    assert wrong == 0                              # precision 1
    assert caught >= 0.9 * len(TRUE_PAIRS)         # recall


def test_copies_stand_well_apart_from_honest_records():
    copies = [likeness(print_of([later]), print_of([earlier])) for earlier, later in TRUE_PAIRS]
    honest = [likeness(print_of([later]), print_of([earlier])) for earlier, later in FALSE_PAIRS]
    assert min(copies) > 0.6
    assert max(honest) < 0.3


@pytest.mark.parametrize("phrase", words_table("phrases", "fixed")["phrases"])
def test_fixed_phrases_do_not_count(phrase):
    assert print_of([phrase]).weight == 0
    assert passages(f"开头{phrase}结尾", f"别的开头{phrase}别的") == []


def test_two_meetings_of_fixed_phrases_alone_are_not_compared():
    assert not found(framed(""), framed("", 26, 21, 9, 11))
    assert "重温入党誓词" in FRAME


def test_only_the_later_one_is_judged_and_only_within_the_months():
    text = framed(ORIGINALS["fire"])
    assert found(text, text, days=700)
    assert not found(text, text, days=760)
    dated = [(FIRST, print_of([text])), (FIRST, print_of([framed(ORIGINALS["pipes"])])), (FIRST, print_of([text]))]
    assert set(twins(dated, months=24, share=SHARE, least=LEAST)) == {2}
    assert twins(dated, months=24, share=SHARE, least=LEAST)[2].place == 0


def test_a_copy_of_a_copy_names_the_last_one():
    text = framed(ORIGINALS["fire"])
    dated = [(FIRST + timedelta(days=30 * n), print_of([text])) for n in range(12)]
    assert {place: twin.place for place, twin in twins(dated, months=24, share=SHARE, least=LEAST).items()} == {
        n: n - 1 for n in range(1, 12)
    }


@given(minutes)
@settings(max_examples=80, deadline=None)
def test_a_text_is_wholly_like_itself(text):
    itself = print_of([text])
    if itself.weight:
        assert likeness(itself, itself) == 1.0


@given(minutes, minutes)
@settings(max_examples=80, deadline=None)
def test_likeness_is_a_share_and_does_not_fall_when_the_other_says_more(one, other):
    ours = print_of([one])
    alone, together = likeness(ours, print_of([other])), likeness(ours, print_of([other, one]))
    assert 0 <= alone <= together <= 1


@given(minutes, st.integers(1, 28), st.integers(1, 12), st.integers(2, 99))
@settings(max_examples=60, deadline=None)
def test_other_dates_and_figures_hide_no_copy(text, day, month, many):
    before = text.replace("，", "，3月5日 12 户，")
    after = text.replace("，", f"，{month}月{day}日 {many} 户，")
    assert print_of([before]).distinct == print_of([after]).distinct


@given(st.lists(clauses, min_size=12, max_size=30, unique=True), st.data())
@settings(max_examples=60, deadline=None)
def test_a_copy_with_an_eighth_rewritten_is_found(parts, data):
    kept = list(parts)
    for at in data.draw(st.sets(st.integers(0, len(parts) - 1), max_size=len(parts) // 8)):
        kept[at] = "新写的" * 3
    if sum(map(len, kept)) >= LEAST and print_of(["。".join(kept)]).weight >= LEAST:
        assert likeness(print_of(["。".join(kept)]), print_of(["。".join(parts)])) >= 0.5


@given(minutes, minutes)
@settings(max_examples=80, deadline=None)
def test_a_passage_says_the_same_on_both_sides_and_none_overlaps(one, other):
    bare = lambda text: "".join(c for c in text if "\u4e00" <= c <= "\u9fff")
    upto = 0
    for passage in passages(one, other):
        ours = one[passage.ours : passage.ours + passage.our_length]
        theirs = other[passage.theirs : passage.theirs + passage.their_length]
        assert bare(ours) == bare(theirs)
        assert len(bare(ours)) >= 8
        assert passage.ours >= upto
        upto = passage.ours + passage.our_length


def test_the_passages_of_a_copy_are_most_of_it():
    earlier, later = TRUE_PAIRS[0]
    shared = sum(p.our_length for p in passages(later, earlier))
    assert shared > 0.7 * len(ORIGINALS["pipes"])
