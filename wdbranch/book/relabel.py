"""Names of boxes that a branch has changed to those of its own paper book.

Only what people read changes: ids, types and the digest of a form stay, so that records and packets fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wdbranch.book.form import Cell, CellKind, Edition, Form, PageRow


def relabelled(editions: Mapping[str, Edition], labels: Mapping[str, str]) -> Mapping[str, Edition]:
    """The editions with some labels replaced; ``labels``: "form.field" → the label that the branch uses.

    An unknown form or field is passed over: another edition may have it.
    """
    by_form: dict[str, dict[str, str]] = {}
    for key, label in labels.items():
        form, _, field = key.partition(".")
        if label:
            by_form.setdefault(form, {})[field] = label
    if not by_form:
        return editions
    return {name: _edition(edition, by_form) for name, edition in editions.items()}


def _edition(edition: Edition, by_form: Mapping[str, Mapping[str, str]]) -> Edition:
    changed = {name: _form(edition.forms[name], labels) for name, labels in by_form.items() if name in edition.forms}
    return replace(edition, forms={**edition.forms, **changed})


def _form(form: Form, labels: Mapping[str, str]) -> Form:
    old = {field.label: labels[field.id] for field in form.fields if field.id in labels}
    page = form.page
    columns = tuple(
        replace(column, label=labels[column.fields[0]]) if column.fields and column.fields[0] in labels else column
        for column in page.columns
    )
    return replace(
        form,
        fields=tuple(replace(field, label=labels.get(field.id, field.label)) for field in form.fields),
        page=replace(page, rows=tuple(_row(row, old) for row in page.rows), columns=columns),
    )


def _row(row: PageRow, old: Mapping[str, str]) -> PageRow:
    return replace(row, cells=tuple(_cell(cell, old) for cell in row.cells))


def _cell(cell: Cell, old: Mapping[str, str]) -> Cell:
    head = cell.kind in (CellKind.LABEL, CellKind.HEADING)
    return replace(cell, text=old[cell.text]) if head and cell.text in old else cell
