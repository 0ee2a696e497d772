"""Required boxes are filled, those that a vote requires included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wdbranch.book.form import Field, FieldType
from wdbranch.rules.findings.ballots import is_ballot
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.wording import say_names

_FOR_VOTES = ("due_vote", "present_vote")


def required(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape for all rules
    """Every required box and column is filled, everybody is marked, every ballot has its count."""
    values = seen.record.values
    for field in seen.facts.asked:
        value = values.get(field.id)
        if field.required and _empty(value):
            yield Objection("field", field.id, fill={"label": field.label})
        elif field.type is FieldType.ROWS and value:
            yield from _columns(field, value)
    if seen.unmarked:
        names = [person.name for person in seen.unmarked]
        yield Objection("unmarked", seen.place, fill={"count": len(names), "names": say_names(names)})
    if seen.has("votes"):
        yield from _votes(seen)


def _empty(value: object) -> bool:
    """Whether nothing was written; a nought and an unticked box are something."""
    return not value and (value is None or value in ("", ()))


def _columns(field: Field, rows: tuple[dict[str, object], ...]) -> Iterator[Objection]:
    wanted = [column for column in field.columns if column.required]
    for index, row in enumerate(rows):
        for column in wanted:
            value = row.get(column.id)
            if not value and _empty(value):
                fill = {"label": field.label, "number": index + 1, "column": column.label}
                yield Objection("column", field.id, index, fill)


def _votes(seen: Reading) -> Iterator[Objection]:
    ballots = [row for row in seen.record.rows("agenda") if is_ballot(seen, row)]
    votes = seen.record.rows("votes")
    counted = {row.get("agenda") for row in votes}
    for row in ballots:
        if row.get("no") not in counted:
            fill = {"number": f" {row['no']} " if row.get("no") else "", "title": row.get("title") or ""}
            yield Objection("no_vote", "votes", fill=fill)
    if ballots or votes:
        for name in _FOR_VOTES:
            if seen.has(name) and seen.number(name) is None:
                yield Objection("for_vote", name, fill={"label": seen.label(name)})


FUNCTIONS: Mapping[str, Check] = {
    "required": required,
}
"""The rules of this file by their ids in ``findings.toml``."""
