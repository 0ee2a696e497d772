"""Arbitrary values through a form's tables and the log."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_book import FIELDS, FORM, make, reopen

from wdbranch.book.form import ATTENDANCE_COLUMNS, FieldType
from wdbranch.errors import UserError

TEXT = st.text(max_size=60) | st.sampled_from(["李𬭎", "王𫗧", "䶮", "a\x00b", "'\"; DROP TABLE record;--", " ", "\n"])
PEOPLE = st.lists(TEXT, max_size=4).map(tuple)
WHOLE = st.integers(-(2**63), 2**63 - 1)
PLAIN = {
    FieldType.INT: WHOLE,
    FieldType.NUMBER: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-1000, 1000),
    FieldType.TICK: st.booleans(), FieldType.CHOICES: PEOPLE, FieldType.PERSONS: PEOPLE,
}


def value(part):
    return st.none() | PLAIN.get(part.type, TEXT)


def rows(columns):
    return st.lists(st.fixed_dictionaries({c.id: value(c) for c in columns}), max_size=4).map(tuple)


def field_value(field):
    if field.type is FieldType.ATTENDANCE:
        return rows(ATTENDANCE_COLUMNS)
    return rows(field.columns) if field.type is FieldType.ROWS else value(field)


VALUES = st.fixed_dictionaries({}, optional={field.id: field_value(field) for field in FIELDS})


def empty_as_none(value):
    """What the book calls an empty box."""
    if isinstance(value, tuple) and value and isinstance(value[0], dict):
        return tuple({key: empty_as_none(item) for key, item in row.items()} for row in value)
    return None if value in ("", ()) else value


def filled(values):
    clean = {key: empty_as_none(item) for key, item in values.items()}
    return {key: item for key, item in clean.items() if item is not None}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "a.wdbook"
    make(path).close()
    return path


@settings(max_examples=80, deadline=None)
@given(VALUES, VALUES)
def test_values_come_back(path, first, second):
    with reopen(path) as book:
        record = book.add_record("meeting", "2026", 2026, first)
        assert dict(record.values) == filled(first)
        start = book.history(record.id)[-1].seq
        after = book.write(record.id, second)
        assert dict(after.values) == filled(first | second)
    with reopen(path) as book:       # nothing kept from before
        assert book.record(record.id) == after
        kept = {key: item for key, item in book.history(record.id)[-1].values.items() if item is not None}
        assert kept == filled(first | second)
        assert dict(book.revert(record.id, start, "撤销").values) == filled(first)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.data()), min_size=1, max_size=8))
def test_field_by_field_equals_all_at_once(path, steps):
    with reopen(path) as book:
        record, model = book.add_record("meeting", "2026", 2026, {}), {}
        for field, data in steps:
            model[field.id] = data.draw(field_value(field))
            book.write(record.id, {field.id: model[field.id]}, settled=data.draw(st.booleans()))
        assert dict(book.record(record.id).values) == filled(model)


@pytest.mark.parametrize("field, wrong", [
    ("title", 3), ("title", ("a",)), ("seq", "3"), ("seq", True), ("seq", 2**63), ("seq", 1.0), ("done", 1),
    ("done", "是"), ("guests", "拟甲"), ("guests", (1,)), ("hours", "三"), ("agenda", ({"no": "一"},)),
])
def test_a_value_of_the_wrong_kind_never_gets_in(path, field, wrong):
    with reopen(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"title": "好"})
        with pytest.raises((TypeError, ValueError)):
            book.write(record.id, {field: wrong})
        assert book.record(record.id) == record


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(categories=["Cs", "Lo"]), min_size=1, max_size=10))
def test_halves_of_characters_are_replaced_not_refused(path, text):
    with reopen(path) as book:
        kept = book.add_record("meeting", "2026", 2026, {"title": text}).get("title")
        kept.encode()
        assert len(kept) <= len(text)
        assert book.records()[-1].get("title") == kept


def test_every_word_of_sql_can_be_a_field(path):
    assert {"order", "end", "at", "kind"} & {field.id for field in FORM.fields}
    with reopen(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"order": string.punctuation})
        assert book.record(record.id).get("order") == string.punctuation


def test_more_records_than_one_question_may_name(path):
    with reopen(path) as book:
        before = len(book.records())
        made = [book.add_record("note", "2026", 2026, {"seq": n}) for n in range(450)]
    with reopen(path) as book:
        assert book.records()[before:] == made
        assert book.records(form="note")[-450:] == made
        with pytest.raises(UserError):
            book.record("x")
