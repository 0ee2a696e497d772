"""Canonical JSON: one form for one content."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wdbranch.packet import canon

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=200)
@given(values)
def test_there_and_back(value):
    data = canon.dump(value)
    assert canon.load(data) == value and json.loads(data) == value
    assert canon.dump(canon.load(data)) == data


def test_the_order_of_keys_does_not_matter():
    assert canon.dump({"b": 1, "a": "甲"}) == canon.dump({"a": "甲", "b": 1}) == '{"a":"甲","b":1}'.encode()


@pytest.mark.parametrize("data", [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'"\\u7532"', b"1.0e0", b"01", b"nul", b"", b"\xff",
                                  b"NaN", b"[1,]", b" 1", b"1\n", b'{"a":1}{"a":1}', b"[" * 41 + b"]" * 41])
def test_what_is_not_canonical_is_refused(data):
    with pytest.raises(canon.MalformedError):
        canon.load(data)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, "\ud800", object()])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises(canon.MalformedError):
        canon.dump(value)


def test_texts_that_could_disturb_a_sentence_are_refused():
    for text in ("a\u202eb", "a\x00b", "a\nb", "a\u200bb", "\x7f"):
        assert not canon.harmless(text)
    assert canon.harmless("拟安一支部·𬭎（2026）") and canon.harmless("两行\n字", lines=True)
