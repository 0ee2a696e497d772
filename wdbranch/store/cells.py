"""One value between the book and a column: canonical form, what SQLite stores, what the log keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from wdbranch.book.form import Column, Field, FieldType, Form
from wdbranch.errors import WrongUseError
from wdbranch.store.shape import ROW_TYPES, columns_of

_LISTS = frozenset({FieldType.CHOICES, FieldType.PERSONS})
_INTEGERS = range(-(2**63), 2**63)


def compact(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, Chinese as it is written."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept: an empty text or list becomes None, lists become tuples.

    Child rows carry every column of their field. Raises WrongUseError (code no_field) for a field the form
    does not have, and TypeError for a value of the wrong kind (``book.values.clean`` lets none through).
    """
    result: dict[str, Any] = {}
    for field_id, value in values.items():
        if not form.has(field_id):
            raise WrongUseError(f"“{form.title}”里没有“{field_id}”这一项。", code="no_field")
        result[field_id] = _canonical_field(form.field(field_id), value)
    return result


def _canonical_field(field: Field, value: Any) -> Any:
    if field.type not in ROW_TYPES:
        return _canonical_value(field, value)
    columns = columns_of(field)
    rows = tuple({c.id: _canonical_value(c, row.get(c.id)) for c in columns} for row in value or ())
    return rows or None


def _canonical_value(part: Field | Column, value: Any) -> Any:
    if value is None:
        return None
    if part.type in _LISTS:
        if isinstance(value, str):
            raise TypeError(f"{part.id}: a list of texts is wanted")
        return tuple(_text(part, item) for item in value) or None
    if part.type is FieldType.TICK:
        if not isinstance(value, bool):
            raise TypeError(f"{part.id}: True or False is wanted")
        return value
    if part.type is FieldType.INT:
        if not isinstance(value, int) or isinstance(value, bool) or value not in _INTEGERS:
            raise TypeError(f"{part.id}: a whole number is wanted")
        return value
    if part.type in (FieldType.NUMBER, FieldType.MONEY):
        return float(value) + 0.0      # no minus zero: it equals zero, and would be written otherwise
    return _text(part, value) or None


def _text(part: Field | Column, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{part.id}: text is wanted")
    try:
        value.encode()
    except UnicodeEncodeError:      # half of a rare character, pasted from elsewhere, cannot be stored
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def encode(part: Field | Column, value: Any) -> int | float | str | None:
    """A canonical value as SQLite stores it."""
    if value is not None:
        if part.type in _LISTS:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if part.type is FieldType.TICK:
            return int(value)
    stored: int | float | str | None = value
    return stored


def decoder(part: Field | Column) -> Callable[[Any], Any] | None:
    """How to read a stored value that is not None; None where it is read as it stands."""
    if part.type in _LISTS:
        return _tuple_of
    if part.type is FieldType.TICK:
        return bool
    return None


def _tuple_of(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def for_log(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as plain JSON for the log: what is empty is left out.

    Child rows become an object by their number, "0", "1", …, so that a change of one cell can be told alone.
    """
    return {key: _plain(value) for key, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    if value and isinstance(value[0], Mapping):
        return {str(index): for_log(row) for index, row in enumerate(value)}
    return list(value)


def from_log(told: Any) -> Any:
    """A field's value as the log tells it, ready for ``canonical``."""
    if isinstance(told, dict):
        return [told[index] for index in sorted(told, key=int)]
    return told
