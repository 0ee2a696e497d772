"""Patches between JSON objects: as RFC 7396 says, and as SQLite reads them."""

from __future__ import annotations

import copy
import json
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wdbranch.store.merge_patch import apply, difference

KEYS = st.sampled_from(["a", "b", "c", "议题", "0", "1"])
LEAVES = st.text(max_size=5) | st.integers(-9, 9) | st.lists(st.text(max_size=2), max_size=3)
OBJECTS = st.recursive(
    st.dictionaries(KEYS, LEAVES, max_size=4), lambda inner: st.dictionaries(KEYS, LEAVES | inner, max_size=4), max_leaves=12
)


@settings(max_examples=200, deadline=None)
@given(OBJECTS, OBJECTS)
def test_the_difference_leads_from_one_to_the_other(before, after):
    patch, target = difference(before, after), copy.deepcopy(before)
    apply(target, patch)
    assert target == after
    assert difference(after, after) == {}
    assert bool(patch) == (before != after)
    plain = sqlite3.connect(":memory:")
    told = plain.execute("SELECT json_patch(?, ?)", (json.dumps(before), json.dumps(patch))).fetchone()[0]
    plain.close()
    assert json.loads(told) == after


@pytest.mark.parametrize("target, patch, result", [      # RFC 7396, appendix A, the cases that are objects
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
])
def test_the_examples_of_the_rfc(target, patch, result):
    apply(target, patch)
    assert target == result
