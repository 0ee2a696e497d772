"""What the functions behind the duties give: a period judged, or lines of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wdbranch.rules.held import Held
from wdbranch.rules.periods import Period

Entry = Mapping[str, Any]
"""One ``[[duty]]`` of ``duties.toml``, with what the branch set otherwise."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A periodic duty in one period.

    ``done``: the day on which it was fulfilled, None: not yet. ``fill``: what the sentences of the table
    name besides period, left and due. ``record`` fulfils it, or should be opened to go on with it.
    ``needed`` False: nothing is due in this period. ``variant``: as of a ``Line``.
    """

    done: date | None = None
    fill: Mapping[str, Any] = field(default_factory=dict)
    record: str | None = None
    needed: bool = True
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One duty that a person or an event brings about (kind = "computed").

    ``key`` is stable and unique within the duty: the evidence key is ``id:key`` (member id and the day of the
    event: "12-2026-03-20"). ``fill`` fills the sentences; ``variant`` chooses another pair of them than
    open/overdue. ``name`` is added to the title in the lists. ``form`` is the form to be written, ``record``
    the record to be opened, ``page`` the page of the window (roster, dues …), ``member`` whom it is about.
    ``grade``: how pressing it is at least (1 to 3), however far off the day.
    """

    key: str
    due: date
    done: date | None = None
    fill: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    name: str = ""
    member: int | None = None
    record: str | None = None
    form: str | None = None
    page: str = ""
    grade: int = 0


Periodic = Callable[[Entry, Period, Held], Judged]
"""Judges a duty in a period; pure."""
Computed = Callable[[Entry, Held], Iterable[Line]]
"""Gives the lines of a duty as of ``held.today``; pure."""
