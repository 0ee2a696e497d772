"""Values of records in the form tables, read in bulk: one query for each table."""

# Names of tables and columns come from our own forms, never from a person; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wdbranch.book.form import Column, Edition, Field, Form
from wdbranch.store.cells import decoder, encode
from wdbranch.store.shape import INDEX, RECORD, child_table, columns_of, form_table, plain_fields, row_fields

Decoders = tuple[tuple[str, Callable[[Any], Any]], ...]
_FEW = 400
"""Up to so many records are asked for by id; above, reading the whole table is quicker."""


def quoted(name: str) -> str:
    """A name in SQL; form ids may be words of SQL (``order``, ``end``)."""
    return f'"{name}"'


@dataclass(frozen=True, slots=True)
class _Part:
    """One table of one form in one edition: the columns to read and the few to decode."""

    table: str
    columns: tuple[str, ...]
    decoders: Decoders
    field: str = ""          # child rows: the field they belong to

    @property
    def select(self) -> str:
        names = ", ".join(quoted(name) for name in (RECORD, *self.columns))
        return f"SELECT {names} FROM {quoted(self.table)}"


def _part(table: str, parts: Sequence[Field | Column], field: str = "") -> _Part:
    decoders = tuple((part.id, decode) for part in parts if (decode := decoder(part)))
    return _Part(table, tuple(part.id for part in parts), decoders, field)


class FormRows:
    """Reads and writes the values of records of all forms and editions."""

    def __init__(self, connection: sqlite3.Connection, editions: Mapping[str, Edition]) -> None:
        self._connection = connection
        self._editions = editions
        self._plans: dict[tuple[str, str], tuple[_Part, list[_Part]]] = {}

    def _plan(self, edition: str, form_id: str) -> tuple[_Part, list[_Part]]:
        found = self._plans.get((edition, form_id))
        if found is None:
            form = self._editions[edition].forms[form_id]
            main = _part(form_table(form_id), plain_fields(form))
            children = [_part(child_table(form_id, f.id), columns_of(f), f.id) for f in row_fields(form)]
            found = self._plans[edition, form_id] = (main, children)
        return found

    def read(self, wanted: Mapping[tuple[str, str], Sequence[str]]) -> dict[str, dict[str, Any]]:
        """The values of records, by id. ``wanted``: (edition, form) → record ids."""
        result: dict[str, dict[str, Any]] = {}
        for (edition, form_id), ids in wanted.items():
            main, children = self._plan(edition, form_id)
            self._read_plain(main, ids, result)
            for child in children:
                self._read_rows(child, ids, result)
        return result

    def _query(self, part: _Part, ids: Sequence[str], order: str) -> Iterable[tuple[Any, ...]]:
        if len(ids) > _FEW:
            return self._connection.execute(f"{part.select} {order}")
        marks = ",".join("?" * len(ids))
        return self._connection.execute(f"{part.select} WHERE {RECORD} IN ({marks}) {order}", ids)

    def _read_plain(self, part: _Part, ids: Sequence[str], result: dict[str, dict[str, Any]]) -> None:
        asked, columns, decoders = set(ids), part.columns, part.decoders
        for record_id, *stored in self._query(part, ids, ""):
            if record_id in asked:
                found = zip(columns, stored, strict=True)
                values = {name: value for name, value in found if value is not None}
                for name, decode in decoders:
                    if name in values:
                        values[name] = decode(values[name])
                result[record_id] = values

    def _read_rows(self, part: _Part, ids: Sequence[str], result: dict[str, dict[str, Any]]) -> None:
        asked, columns, decoders, field = set(ids), part.columns, part.decoders, part.field
        found: dict[str, list[dict[str, Any]]] = {}
        for stored in self._query(part, ids, f"ORDER BY {RECORD}, {INDEX}"):
            row = dict(zip(columns, stored[1:], strict=True))
            for name, decode in decoders:
                if row[name] is not None:
                    row[name] = decode(row[name])
            found.setdefault(stored[0], []).append(row)
        for record_id, rows in found.items():
            if record_id in asked:
                result.setdefault(record_id, {})[field] = tuple(rows)

    def insert(self, form: Form, record_id: str, values: Mapping[str, Any]) -> None:
        """Add the rows of a new record; ``values`` are canonical."""
        table = quoted(form_table(form.id))
        self._connection.execute(f"INSERT INTO {table} ({RECORD}) VALUES (?)", (record_id,))
        self.update(form, record_id, values)

    def update(self, form: Form, record_id: str, values: Mapping[str, Any]) -> None:
        """Put canonical values of some fields; child rows of a field are replaced together."""
        plain = [f for f in plain_fields(form) if f.id in values]
        if plain:
            names = ", ".join(f"{quoted(f.id)}=?" for f in plain)
            self._connection.execute(
                f"UPDATE {quoted(form_table(form.id))} SET {names} WHERE {RECORD}=?",
                [*(encode(f, values[f.id]) for f in plain), record_id],
            )
        for row_field in row_fields(form):
            if row_field.id in values:
                self._replace_rows(form, row_field, record_id, values[row_field.id] or ())

    def _replace_rows(
        self, form: Form, field: Field, record_id: str, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        table, columns = quoted(child_table(form.id, field.id)), columns_of(field)
        self._connection.execute(f"DELETE FROM {table} WHERE {RECORD}=?", (record_id,))
        names = ", ".join(quoted(name) for name in (RECORD, INDEX, *(c.id for c in columns)))
        marks = ",".join("?" * (len(columns) + 2))
        self._connection.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",
            [(record_id, index, *(encode(c, row[c.id]) for c in columns)) for index, row in enumerate(rows)],
        )
