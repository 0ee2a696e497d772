"""Everything the rules may look at: one consistent reading of the workbook."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from wdbranch.book.form import Edition, Form, View, edition_of_year
from wdbranch.book.people import Roster
from wdbranch.book.points import PointsLedger
from wdbranch.book.record import Record, day_of, day_text, within_day

T = TypeVar("T")
_UNDATED = "~"      # behind every day


@dataclass(frozen=True, slots=True)
class Branch:
    """The branch itself. ``kind`` is chosen by the branch: "rural" | "urban" (which five stars)."""

    code: str                              # stable code given by the street, or made at creation
    name: str                              # full name
    short: str = ""
    superior: str = ""                     # 所属街道党工委 / 社区党委
    street_code: str = ""
    kind: str = "urban"
    fixed_day: Mapping[str, int] = field(default_factory=dict)
    """Theme party day: {"nth": 2, "weekday": 5} (ISO weekday) or {"day": 10}; empty: not yet set."""
    has_committee: bool = True
    last_election: str | None = None
    term_years: int = 3
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """Branch, roster and records as they stood at one moment; records exclude the recycle bin."""

    branch: Branch
    roster: Roster
    records: tuple[Record, ...]
    editions: Mapping[str, Edition]
    evidence: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Star indicators judged by hand: indicator id → {"met": bool, "note": str, "on": iso, "by": str}."""
    finding_waivers: Mapping[str, str] = field(default_factory=dict)
    """Waivers of findings that belong to no single record: finding key → reason."""
    points: PointsLedger = field(default_factory=PointsLedger)
    """The posted points of members; empty where the street reads a packet."""
    memory: dict[tuple[str, str], tuple[Record | Form, Any]] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out of single records and forms, see ``remembered``; handed on to the next snapshot."""

    def remembered(self, what: str, of: Record | Form, work: Callable[[], T]) -> T:
        """The result of ``work`` on a record or form, worked out once for each version of it.

        ``what`` names the work; it may look at nothing but the record, its form and edition.
        """
        kept = self.memory.get((what, of.id))
        if kept is None or kept[0] is not of:
            kept = self.memory[what, of.id] = (of, work())
        result: T = kept[1]
        return result

    def once(self, what: Hashable, work: Callable[[], T]) -> T:
        """The result of ``work`` on the whole reading, worked out once. ``what`` names the work and what it is of."""
        if what not in self._worked_out:
            self._worked_out[what] = work()
        result: T = self._worked_out[what]
        return result

    @cached_property
    def _worked_out(self) -> dict[Hashable, Any]:
        return {}

    def form_of(self, record: Record) -> Form:
        """The form of a record, in the edition it was written in."""
        return self.editions[record.edition].forms[record.form]

    def edition_of(self, record: Record) -> Edition:
        """The edition a record was written in."""
        return self.editions[record.edition]

    def shows(self, page: Form | View) -> bool:
        """Whether the branch uses that page: optional ones are off until they are switched on."""
        chosen = self.branch.settings.get("pages") or {}
        return bool(chosen.get(page.id, not page.optional or self._begun(page)))

    def _begun(self, page: Form | View) -> bool:
        """Whether it is a star ledger with a record, or a table drawn from one: in use from the first record on."""
        forms = self.editions[page.edition].forms if page.edition in self.editions else {}
        form = page if isinstance(page, Form) else forms.get(page.goes_to)
        return form is not None and bool(form.stars) and bool(self.of(form.id))

    def belongs(self, record: Record, year: int) -> bool:
        """Whether a record belongs in the book of a year.

        A standing one (a team, a building, an agreement) belongs in each year in which it was in force.
        """
        if record.year == year:
            return True
        form = self.form_of(record)
        if not form.standing or record.year > year:
            return False
        ended = self.ended(record)
        return ended is None or ended.year >= year

    def ended(self, record: Record) -> date | None:
        """The day on which a standing record ended; None while it lasts, and for any other record."""
        field = self.form_of(record).end_field
        return day_of(record.values.get(field)) if field else None

    def in_force(self, form: str, day: date) -> tuple[Record, ...]:
        """The records of a standing form that had begun and had not ended on a day; undated ones have begun."""
        return tuple(
            record
            for record in self.of(form)
            if (self.day(record) or day) <= day and ((ended := self.ended(record)) is None or ended > day)
        )

    def of_year(self, form: str, year: int) -> tuple[Record, ...]:
        """The records of one form that belong in the book of a year, in order of their day."""
        return tuple(record for record in self.of(form) if self.belongs(record, year))

    def day(self, record: Record) -> date | None:
        """The day on which what the record tells took place."""
        return day_of(record.values.get(self.form_of(record).date_field))

    def secretary(self, day: date) -> str:
        """The label of the branch secretary on that day (post tagged ``lead``), empty where there is none."""
        lead = edition_of_year(self.editions, day.year).tagged("posts", "lead")
        return next(map(self.roster.label, self.roster.holding(day, lead)), "")

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Records by id."""
        return {record.id: record for record in self.records}

    @cached_property
    def by_form(self) -> Mapping[str, tuple[Record, ...]]:
        """Records by form id, in order of their day (undated last)."""
        table: dict[str, list[Record]] = {}
        for record in self.records:
            table.setdefault(record.form, []).append(record)

        def place(record: Record) -> tuple[str, tuple[int, str]]:
            written = record.values.get(self.form_of(record).date_field)
            return day_text(written) if written else _UNDATED, within_day(record)

        return {form: tuple(sorted(found, key=place)) for form, found in table.items()}

    def of(self, form: str) -> tuple[Record, ...]:
        """The records of one form in order of their day."""
        return self.by_form.get(form, ())
