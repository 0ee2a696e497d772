"""Quorum and majority: the self-check table of duties §2, and what must hold for any numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wdbranch.rules.votes import balance, ballot, candidates_needed, judge, kind_of, may_meet

# V_due, V_pre, Y, Wy → admission: may meet, passes; general: may meet, passes
SELF_CHECK = [
    (20, 10, 10, 1, False, False, True, False),
    (20, 11, 10, 1, True, True, True, False),
    (21, 11, 11, 0, True, True, True, True),
    (21, 10, 10, 2, False, False, False, False),
    (22, 18, 17, 1, True, True, True, True),
    (7, 4, 3, 1, True, True, True, False),
]


@pytest.mark.parametrize(("due", "pre", "yes", "written", "a_meet", "a_pass", "g_meet", "g_pass"), SELF_CHECK)
def test_self_check_table(due, pre, yes, written, a_meet, a_pass, g_meet, g_pass):
    admission, general = judge("admission", due, pre, yes, written), judge("general", due, pre, yes, written)
    assert (admission.may_meet, admission.passes) == (a_meet, a_pass)
    assert (general.may_meet, general.passes) == (g_meet, g_pass)


def test_sample_two_reads_as_written():
    said = judge("admission", 22, 18, 17, 1).say
    assert said == "应到会有表决权的党员 22 人，实到 18 人，超过半数，可以开会表决。赞成 18 票，超过应到会 22 人的半数，通过。"


def test_denominator_of_a_resolution_is_those_due():
    assert not judge("general", 20, 11, 6).passes     # six of eleven present, but eleven of twenty are needed
    assert judge("general", 20, 11, 11).passes


def test_denominator_of_an_election_is_those_present():
    assert judge("election", 20, 16, 9).passes
    assert not judge("election", 20, 16, 8).passes
    assert not judge("election", 20, 15, 15).may_meet   # four fifths of 20 are 16


def test_committee_may_meet_with_half():
    assert judge("committee", 5, 3, 3).passes
    assert not judge("committee", 5, 3, 2).passes
    assert not judge("committee", 5, 2, 2).may_meet
    assert judge("committee", 4, 2, 2).may_meet


def test_written_opinions_count_only_for_admission():
    assert judge("admission", 20, 11, 10, 1).passes
    for kind in ("general", "disposal", "committee", "election"):
        assert not ballot(kind).written


def test_secret_ballot():
    assert {kind for kind in ("general", "admission", "disposal", "committee", "election") if ballot(kind).secret} == {
        "admission", "disposal", "election",
    }


@pytest.mark.parametrize(("seats", "needed"), [(1, 2), (3, 4), (5, 6), (7, 9), (10, 12)])
def test_candidates(seats, needed):
    assert candidates_needed(seats) == needed


def test_kind_of_agenda_tags():
    assert kind_of({"vote"}) == "general"
    assert kind_of({"vote", "admission"}) == "admission"
    assert kind_of({"vote", "disposal"}) == "disposal"
    assert kind_of({"vote", "election"}, committee=True) == "election"
    assert kind_of(set(), committee=True) == "committee"


def test_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        judge("raffle", 3, 3, 3)


KINDS = st.sampled_from(["general", "admission", "disposal", "committee", "election"])
PEOPLE = st.integers(min_value=0, max_value=200)


@given(KINDS, PEOPLE, PEOPLE, PEOPLE, PEOPLE)
@settings(max_examples=200)
def test_more_people_and_more_votes_never_hurt(kind, due, pre, yes, written):
    base = judge(kind, due, pre, yes, written)
    assert base.may_meet <= may_meet(kind, due, pre + 1)
    assert base.passes <= judge(kind, due, pre, yes + 1, written).passes
    assert base.passes <= judge(kind, due, pre, yes, written + 1).passes
    assert base.passes <= base.may_meet


@given(KINDS, PEOPLE, PEOPLE, PEOPLE)
@settings(max_examples=200)
def test_more_people_due_never_help_a_resolution(kind, due, pre, yes):
    if due and ballot(kind).base == "due":
        assert judge(kind, due + 1, pre, yes).passes <= judge(kind, due, pre, yes).passes


@given(st.integers(1, 10**30), st.integers(0, 10**30), st.integers(0, 10**30))
@settings(max_examples=100)
def test_exact_for_numbers_no_float_can_hold(due, pre, yes):
    assert may_meet("general", due, pre) == (2 * pre >= due)
    assert may_meet("admission", due, pre) == (2 * pre > due)
    assert judge("election", due, pre, yes).passes == (5 * pre >= 4 * due and 2 * yes > pre)


@given(KINDS, PEOPLE, PEOPLE)
@settings(max_examples=60)
def test_nobody_due_means_no_meeting(kind, pre, yes):
    assert not judge(kind, 0, pre, yes).may_meet


LABELS = {
    "issued": "发出", "returned": "收回", "valid": "有效", "invalid": "无效", "yes": "赞成", "no": "反对", "abstain": "弃权",
}


def test_ballots_that_add_up_say_so() -> None:
    row = {"issued": 22, "returned": 22, "valid": 21, "invalid": 1, "yes": 20, "no": 0, "abstain": 1}
    assert balance(row, LABELS) == (
        (True, "收回 22 ≤ 发出 22"), (True, "收回 22＝有效 21＋无效 1"), (True, "有效 21＝赞成 20＋反对 0＋弃权 1"),
    )


def test_ballots_that_do_not_add_up_are_told_with_the_sum() -> None:
    row = {"issued": 20, "returned": 22, "valid": 21, "invalid": 0, "yes": 20, "no": 0, "abstain": 0}
    assert [holds for holds, _ in balance(row, LABELS)] == [False, False, False]
    assert balance(row, LABELS)[1][1] == "收回 22，而有效 21＋无效 0＝21，对不上"


def test_what_is_not_yet_written_is_not_judged() -> None:
    assert balance({"issued": 22, "valid": 21, "yes": 20, "no": None}, LABELS) == ()
