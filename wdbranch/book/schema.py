"""The JSON Schema of a record as it leaves the branch, generated from its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wdbranch.book.form import Column, Edition, Field, FieldType, Form
from wdbranch.book.record import State
from wdbranch.book.values import columns_of

_DAY = r"^\d{4}-\d{2}(-\d{2})?$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"
_ID = r"^[0-9a-f]{12}$"
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_SHAPES: Mapping[FieldType, dict[str, Any]] = {
    FieldType.TEXT: _TEXT,
    FieldType.LONG: _TEXT,
    FieldType.PERSON: _TEXT,
    FieldType.INT: {"type": "integer"},
    FieldType.NUMBER: {"type": "number"},
    FieldType.MONEY: {"type": "number"},
    FieldType.TICK: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "pattern": _DAY},
    FieldType.DATETIME: {"type": "string", "pattern": _MOMENT},
    FieldType.TIME: {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
    FieldType.REF: {"type": "string", "pattern": _ID},
    FieldType.PERSONS: {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True},
}


def json_schema(form: Form, edition: Edition) -> dict[str, Any]:
    """JSON Schema (2020-12) of one record's payload in a packet: only fields that are shared, none invented.

    Required boxes are not required here: whether a page is complete is a finding, not a matter of shape.
    """
    shared = [field for field in form.fields if field.share]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:wdbranch:form:{form.edition}:{form.id}",
        "$comment": form.digest,
        "title": form.title,
        "type": "object",
        "additionalProperties": False,
        "required": ["form", "edition", "year", "values"],
        "properties": {
            **_envelope(form),
            "values": {
                "type": "object",
                "additionalProperties": False,
                "properties": {field.id: _field(field, edition) for field in shared},
            },
        },
    }


def _envelope(form: Form) -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}}
    return {
        "id": {"type": "string", "pattern": _ID},
        "rec_no": _TEXT,
        "form": {"const": form.id},
        "edition": {"const": form.edition},
        "year": {"type": "integer", "minimum": 1900, "maximum": 2199},
        "state": {"enum": [state.value for state in State]},
        "version": {"type": "integer", "minimum": 1},
        "late": {"type": "boolean"},
        "recorded_at": {"type": ["string", "null"]},
        "links": texts,
        "waivers": {"type": "object", "additionalProperties": {"type": "string"}},
        "attachments": {"type": "array", "items": {"type": "object"}},
    }


def _field(field: Field, edition: Edition) -> dict[str, Any]:
    shape = _described(field)
    if field.type in (FieldType.ROWS, FieldType.ATTENDANCE):
        columns = {column.id: _column(field, column, edition) for column in columns_of(field)}
        row = {"type": "object", "additionalProperties": False, "properties": columns}
        return {**shape, "type": "array", "minItems": 1, "items": row}
    shape |= _shape(field, edition)
    for name, limit in (("minimum", field.minimum), ("maximum", field.maximum)):
        if limit is not None:
            shape[name] = limit
    return shape


def _column(field: Field, column: Column, edition: Edition) -> dict[str, Any]:
    """A column of child rows; it may be null, as empty columns of a row are."""
    if field.type is FieldType.ATTENDANCE and column.id == "status":
        return {"title": column.label, "enum": [*field.statuses, None]}
    shape = {"title": column.label, **_shape(column, edition)}
    if "enum" in shape:
        shape["enum"] = [*shape["enum"], None]
    else:
        shape["type"] = [shape["type"], "null"]
    return shape


def _shape(part: Field | Column, edition: Edition) -> dict[str, Any]:
    if part.choices is None:
        return dict(_SHAPES[part.type])
    ids = [choice.id for choice in edition.choices[part.choices]]
    if part.type is FieldType.CHOICE:
        return {"enum": ids}
    return {"type": "array", "items": {"enum": ids}, "minItems": 1, "uniqueItems": True}


def _described(field: Field) -> dict[str, Any]:
    return {"title": field.label, **({"description": field.help} if field.help else {})}
