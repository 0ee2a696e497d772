"""Is an entry of a standard or of the figures well written: every key known, every form and field there?

What a file itself says is checked when it is loaded (``misspelt``); what it names of the forms is checked
against an edition (``astray``), because a standard may speak of forms of a later one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wdbranch.book.form import Column, Edition, Field, FieldType, Form
from wdbranch.rules.indicators.generic import GENERIC, entries_of
from wdbranch.rules.indicators.sources import CONDITIONS

Entry = Mapping[str, Any]

_SOURCE = frozenset({"form", "where", "field", "rows", "where_record", "day", "unit"})
_NEEDS: Mapping[str, frozenset[str]] = {
    "count": frozenset({"from"}),
    "sum": frozenset({"from"}),
    "exists": frozenset({"from"}),
    "none": frozenset({"from"}),
    "share": frozenset({"from", "having"}),
    "quotient": frozenset({"from", "over"}),
    "totals": frozenset({"form", "over", "of_field", "how"}),
    "kinds": frozenset({"from", "field"}),
    "periods": frozenset({"from", "period"}),
}
_MAY: Mapping[str, frozenset[str]] = {
    "count": frozenset({"least", "by", "unit"}),
    "sum": frozenset({"least", "by", "unit"}),
    "exists": frozenset({"least", "by", "unit"}),
    "none": frozenset({"unit"}),
    "share": frozenset({"percent", "least"}),
    "quotient": frozenset({"percent", "least"}),
    "totals": frozenset({"percent", "where"}),
    "kinds": frozenset({"percent", "least", "values"}),
    "periods": frozenset({"percent"}),
}
_PERIODS = ("day", "week", "month", "quarter", "half")
_HOW = ("latest", "sum")
_NUMBERS = (FieldType.INT, FieldType.NUMBER, FieldType.MONEY)
_SUMMED = (*_NUMBERS, FieldType.PERSONS, FieldType.ROWS, FieldType.ATTENDANCE, FieldType.TICK)
_DATED = (FieldType.DATE, FieldType.DATETIME)

COMMON = frozenset({"id", "auto"})
"""Keys that every entry has, whatever it is."""


def misspelt(entry: Entry, more: frozenset[str]) -> Iterator[str]:
    """What is wrong with a generic computation as it is written. ``more``: keys that its file adds."""
    auto = entry.get("auto", "")
    if auto not in GENERIC:
        return
    needs = _NEEDS[auto]
    yield from (f"少了“{key}”" for key in sorted(needs - entry.keys()))
    yield from (f"不认识“{key}”" for key in sorted(entry.keys() - needs - _MAY[auto] - COMMON - more))
    if needs - entry.keys():
        return
    if auto == "periods" and entry["period"] not in _PERIODS:
        yield f"不认识“period = {entry['period']}”"
    if auto == "totals" and entry["how"] not in _HOW:
        yield f"不认识“how = {entry['how']}”"
    for source in entries_of(entry):
        allowed = entry.keys() if source is entry else _SOURCE
        yield from (f"不认识“{key}”" for key in sorted(source.keys() - allowed))
        if auto == "sum" and "field" not in source:
            yield "少了“field”"
        for condition in (*source.get("where", ()), *source.get("where_record", ())):
            yield from _condition(condition)
    for condition in entry.get("having", ()):
        yield from _condition(condition)


def _condition(condition: Entry) -> Iterator[str]:
    asked = [key for key in CONDITIONS if key in condition]
    allowed = {"field", *asked, *(["days"] if "within_days_of" in asked else [])}
    if "field" not in condition or len(asked) != 1 or condition.keys() - allowed:
        yield f"条件“{dict(condition)}”写得不对"
    elif "within_days_of" in asked and "days" not in condition:
        yield f"条件“{dict(condition)}”少了“days”"


def astray(entry: Entry, edition: Edition) -> Iterator[str]:
    """What a well-written entry names that the edition does not have."""
    if entry.get("auto") not in GENERIC:
        return
    for source in entries_of(entry):
        form = edition.forms.get(source["form"])
        if form is None:
            yield f"没有“{source['form']}”这张表"
        else:
            yield from _source(entry, source, form, edition)


def _source(entry: Entry, source: Entry, form: Form, edition: Edition) -> Iterator[str]:
    outer: dict[str, Field | Column] = {one.id: one for one in form.fields}
    inner = outer
    if "rows" in source:
        rows = outer.get(source["rows"])
        if not isinstance(rows, Field) or rows.type is not FieldType.ROWS:
            yield f"“{form.id}”没有“{source['rows']}”这张小表"
            return
        inner = {one.id: one for one in rows.columns}
    own = source in entry.get("from", ()) or source is entry
    conditions = [*source.get("where", ()), *(entry.get("having", ()) if own else ())]
    for condition in conditions:
        yield from _named(condition, inner, form, edition)
    for condition in source.get("where_record", ()):
        yield from _named(condition, outer, form, edition)
    wanted: list[tuple[str, tuple[FieldType, ...]]] = []
    if entry["auto"] == "sum":
        wanted = [(source["field"], _SUMMED)]
    elif entry["auto"] == "totals":
        wanted = [(entry["over"], _NUMBERS), (entry["of_field"], _NUMBERS)]
    elif entry["auto"] == "kinds":
        wanted = [(entry["field"], (FieldType.CHOICE, FieldType.CHOICES))]
        yield from _named({"field": entry["field"], "is": entry.get("values", [])}, inner, form, edition)
    for name, types in wanted:
        found = inner.get(name)
        if found is None or found.type not in types:
            yield f"“{form.id}”没有能这样算的“{name}”一栏"


def _named(
    condition: Entry, fields: Mapping[str, Field | Column], form: Form, edition: Edition
) -> Iterator[str]:
    found = fields.get(condition["field"])
    if found is None:
        yield f"“{form.id}”没有“{condition['field']}”一栏"
        return
    if "is" in condition and found.choices:
        known = {choice.id for choice in edition.choices.get(found.choices, ())}
        yield from (
            f"“{form.id}”的“{found.id}”没有“{value}”这一项" for value in condition["is"] if value not in known
        )
    if ("least" in condition or "most" in condition) and found.type not in _SUMMED:
        yield f"“{form.id}”的“{found.id}”不是数"
    for key in ("within_days_of", "not_after"):
        if key in condition:
            other = fields.get(condition[key])
            if other is None or other.type not in _DATED or found.type not in _DATED:
                yield f"“{form.id}”的“{found.id}”和“{condition[key]}”不是两个日期"
