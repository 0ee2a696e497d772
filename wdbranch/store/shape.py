"""Which tables and columns the forms need: one table for each form, one for each field of child rows."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wdbranch.book.form import ATTENDANCE_COLUMNS, Column, Edition, Field, FieldType, Form
from wdbranch.errors import UserError

RECORD, INDEX = "_record", "_idx"
"""Key columns. A field id never begins with an underscore, so they cannot meet one."""

ROW_TYPES = frozenset({FieldType.ROWS, FieldType.ATTENDANCE})

SQL_TYPES: Mapping[FieldType, str] = {
    FieldType.INT: "INTEGER",
    FieldType.TICK: "INTEGER",
    FieldType.NUMBER: "REAL",
    FieldType.MONEY: "REAL",
}
"""Everything else is TEXT; ``choices`` and ``persons`` as a JSON array."""


@dataclass(slots=True)
class Table:
    """A table of form data. ``columns`` maps column names to SQL types, without the key columns."""

    name: str
    child: bool
    columns: dict[str, str] = field(default_factory=dict)


def form_table(form_id: str) -> str:
    """The table of a form."""
    return f"f_{form_id}"


def child_table(form_id: str, field_id: str) -> str:
    """The table of a field's child rows."""
    return f"f_{form_id}__{field_id}"


def plain_fields(form: Form) -> list[Field]:
    """The fields that are columns of the form's own table."""
    return [f for f in form.fields if f.type not in ROW_TYPES]


def row_fields(form: Form) -> list[Field]:
    """The fields kept as child rows."""
    return [f for f in form.fields if f.type in ROW_TYPES]


def columns_of(row_field: Field) -> tuple[Column, ...]:
    """The columns of a field's child rows."""
    return ATTENDANCE_COLUMNS if row_field.type is FieldType.ATTENDANCE else row_field.columns


def tables(editions: Mapping[str, Edition]) -> dict[str, Table]:
    """All form tables that these editions need together.

    Raises UserError (code form_clash) where two editions, or two names, give one column two meanings.
    """
    result: dict[str, Table] = {}
    for edition in editions.values():
        for form in edition.forms.values():
            _widen(result, form_table(form.id), plain_fields(form), child=False)
            for row_field in row_fields(form):
                _widen(result, child_table(form.id, row_field.id), columns_of(row_field), child=True)
    return result


def _widen(result: dict[str, Table], name: str, parts: Iterable[Field | Column], *, child: bool) -> None:
    table = result.setdefault(name, Table(name, child))
    for part in parts:
        sql_type = SQL_TYPES.get(part.type, "TEXT")
        if table.columns.setdefault(part.id, sql_type) != sql_type or table.child != child:
            raise UserError(
                f"版式里的“{part.label}”（{part.id}）与别的版本含义不同，不能存在一起。",
                todo="请让街道重新发放版式文件。", code="form_clash",
            )


def fingerprint(needed: Mapping[str, Table]) -> int:
    """An integer that changes when any table or column is added."""
    text = repr([(t.name, t.child, sorted(t.columns.items())) for _, t in sorted(needed.items())])
    return zlib.crc32(text.encode())
