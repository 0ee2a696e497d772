"""What one record brings to the sums of the street."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wdbranch.book.record import Record


def amount(record: Record, field_id: str, column: str | None = None) -> Any:
    """Tell what a record brings to a measure: the value of the field, None where it is empty.

    Rows bring how many they are; with a tick ``column``, how many of them are ticked (see ``form.Measure``).
    """
    value = record.get(field_id)
    if not (isinstance(value, list | tuple) and value and isinstance(value[0], Mapping)):
        return value
    return len(value) if column is None else sum(row.get(column) is True for row in value)
