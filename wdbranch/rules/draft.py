"""A record being written, as the suggestions see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.form import Edition, Form
from wdbranch.book.record import Record, Values
from wdbranch.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Draft:
    """A record being written: its form, what is filled so far, and the day it tells of, if it has one yet.

    ``year`` is the year it belongs to; None: the year of its day.
    """

    form: Form
    values: Values
    day: date | None
    year: int | None = None

    @property
    def belongs(self) -> int | None:
        """The year the record belongs to; None while neither it nor a day is given."""
        return self.year if self.year is not None else self.day.year if self.day else None


Suggestion = Callable[[Draft, Snapshot], Any]


def edition_of(draft: Draft, snapshot: Snapshot) -> Edition:
    """The edition a draft is written in."""
    return snapshot.editions[draft.form.edition]


def earlier(draft: Draft, snapshot: Snapshot) -> list[Record]:
    """Records of the same form, and of the same party group, up to the day of the draft, latest last."""
    until = draft.day or date.max
    found = [r for r in snapshot.of(draft.form.id) if (snapshot.day(r) or until) <= until]
    field = draft.form.attendance
    if field is not None and field.who == "group" and draft.values.get("group"):
        return [record for record in found if record.get("group") == draft.values["group"]]
    return found


def before(draft: Draft, snapshot: Snapshot) -> list[Record]:
    """As ``earlier``, but for the day of the draft itself: the draft, once saved, is not its own past."""
    return [r for r in earlier(draft, snapshot) if draft.day and (snapshot.day(r) or draft.day) < draft.day]
