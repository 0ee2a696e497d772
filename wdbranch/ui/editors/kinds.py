"""Chooses the editor for a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from wdbranch.book import values as book_values
from wdbranch.book.form import Column, Edition, Field, FieldType
from wdbranch.book.people_search import PeopleIndex
from wdbranch.ui.editors.base import Editor
from wdbranch.ui.editors.choice import ChoiceEditor, ChoicesEditor, TickEditor
from wdbranch.ui.editors.moment import MomentEditor
from wdbranch.ui.editors.people import PersonEditor, PersonsEditor
from wdbranch.ui.editors.plain import LongEditor, NumberEditor, TextEditor

_MOMENTS = frozenset({FieldType.DATE, FieldType.DATETIME, FieldType.TIME})


@dataclass
class Setting:
    """What editors need to know of the book around their record."""

    edition: Edition
    people: PeopleIndex = field(default_factory=PeopleIndex)
    records: Callable[[str], Sequence[tuple[str, str]]] = lambda _form: ()
    """The records of a form as (id, title), for boxes that name a related record."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The values of the record as last shown."""
    year: int | None = None
    """The year of the record: 11.23 or 9月18日 is a day of it."""

    def names(self) -> PeopleIndex:
        """The people who may be named now."""
        return self.people


def as_field(column: Column) -> Field:
    """A column of child rows as a field of its own, so that one set of editors serves both."""
    return Field(
        column.id,
        column.type,
        column.label,
        required=column.required,
        help=column.help,
        unit="",
        choices=column.choices,
    )


def editor_for(
    asked: Field,
    setting: Setting,
    parent: QWidget | None = None,
    *,
    name: str = "",
    like_day: Callable[[], str | None] = lambda: None,
    ruled: bool = False,
) -> Editor:
    """The editor of a field that is neither ``rows`` nor ``attendance``."""
    said = name or asked.label
    kind = asked.type
    if kind in (FieldType.INT, FieldType.NUMBER, FieldType.MONEY):
        return NumberEditor(said, unit=asked.unit, whole=kind is FieldType.INT, parent=parent)
    if kind is FieldType.LONG:
        return LongEditor(said, hint=asked.help, ruled=ruled, parent=parent)
    if kind in _MOMENTS:
        return MomentEditor(
            said,
            kind=kind.value,
            read=lambda raw: book_values.clean(asked, raw, setting.edition, year=setting.year),
            show=lambda value: book_values.show(asked, value, setting.edition),
            like_day=like_day,
            parent=parent,
        )
    if kind is FieldType.TICK:
        return TickEditor(said, parent)
    if kind in (FieldType.CHOICE, FieldType.CHOICES):
        options = [
            (choice.id, choice.label) for choice in setting.edition.choices.get(asked.choices or "", ())
        ]
        several = kind is FieldType.CHOICES
        return ChoicesEditor(said, options, parent) if several else ChoiceEditor(said, options, parent)
    if kind is FieldType.REF:
        def records() -> Sequence[tuple[str, str]]:
            return setting.records(asked.ref_form or "")

        return ChoiceEditor(said, records(), parent, again=records)
    if kind is FieldType.PERSON:
        return PersonEditor(said, setting.names, parent)
    if kind is FieldType.PERSONS:
        return PersonsEditor(said, setting.names, parent)
    return TextEditor(said, hint=asked.help, parent=parent)
