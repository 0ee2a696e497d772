"""What the records give by themselves: one line for each fact, before any cap.

Each line points at the record that shows it. A file of the edition that a scheme names and that is not there
(a ledger that the branch does not have) gives nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from wdbranch.book.form import FieldType, edition_of_year
from wdbranch.book.people import Member
from wdbranch.book.points import Line
from wdbranch.book.record import Record, Row, State, day_of, day_text
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import dues as dues_rules
from wdbranch.rules.attendance import roster_days
from wdbranch.rules.dues import Account
from wdbranch.rules.points.scheme import MINUS, ZERO, Item, Scheme, scored
from wdbranch.rules.presence import attendance_marks
from wdbranch.rules.tables import rules_table

CLAIM = "points_claim"
"""The form of what a member claims, or the committee notes, and the committee decides."""

AGREED = frozenset({"agree", "adjust"})


class Facts:
    """The lines of one stretch of days (of one year) under one scheme, as of ``today``."""

    def __init__(self, snapshot: Snapshot, scheme: Scheme, first: date, last: date, today: date) -> None:
        self._snapshot = snapshot
        self._scheme = scheme
        self._first, self._last = first.isoformat(), last.isoformat()
        self._year, self._today = first.year, today
        self._days = roster_days(snapshot, edition_of_year(snapshot.editions, first.year))
        self._on: dict[str, frozenset[int]] = {}
        self._spared: dict[tuple[int, str], bool] = {}

    def lines(self) -> Iterator[Line]:
        """Every line, item by item."""
        work: Mapping[str, Callable[[Item], Iterable[Line]]] = {
            "attendance": self._attendance, "people": self._people, "dues": self._dues,
        }
        for item in self._scheme.automatic:
            yield from work[item.auto](item)
        yield from self._claims()

    def _line(self, item: Item, member: Member | None, day: str, source: str, **more: Any) -> Iterator[Line]:
        """One line, where the person was a member on the day and is not spared."""
        if member is None or not self._first <= day <= self._last or member.id not in self._members(day):
            return
        if item.spares and self._is_spared(member, day):
            return
        score = more.pop("score", item.value)
        yield Line(member.id, item.code, day, score, source, scheme=self._scheme.id, **more)

    def _members(self, day: str) -> frozenset[int]:
        if day not in self._on:
            self._on[day] = self._days.at(date.fromisoformat(day)).on
        return self._on[day]

    def _is_spared(self, member: Member, day: str) -> bool:
        key = (member.id, day)
        if key not in self._spared:
            self._spared[key] = bool(exempt_as(member, date.fromisoformat(day), self._scheme))
        return self._spared[key]

    def _named(self, name: object) -> Member | None:
        return self._snapshot.roster.by_label.get(str(name)) if name else None

    # --- attendance --------------------------------------------------------------------------------------

    def _attendance(self, item: Item) -> Iterator[Line]:
        marks, words = frozenset(item.options["marks"]), item.options.get("words", ())
        people = self._snapshot.roster.by_id
        for source in item.options["from"]:
            score = scored(source["value"]) if "value" in source else item.value
            for record in self._snapshot.of(source["form"]):
                day = _day(record.values.get(self._snapshot.form_of(record).date_field))
                if not self._first <= day <= self._last:
                    continue
                said = title_of(self._snapshot, record)
                for member, meaning, reason in attendance_marks(self._snapshot, record):
                    if meaning in marks and (not words or any(word in reason for word in words)):
                        yield from self._line(item, people.get(member), day, record.id, score=score, reason=said)

    # --- people named in ledgers -------------------------------------------------------------------------

    def _people(self, item: Item) -> Iterator[Line]:
        once, of = item.options.get("once", ""), item.options.get("once_of", "")
        seen: set[tuple[int, str, str]] = set()
        found = (one for source in item.options["from"] for one in self._rows(source))
        for day, place, name, record, row, value in sorted(found, key=lambda one: one[:3]):
            score = scored(value) if value is not None else item.value
            said = title_of(self._snapshot, record)
            for line in self._line(item, self._named(name), day, record.id, part=place, score=score, reason=said):
                counted = (line.member, line.month, str(row.get(of) or "") if of else "")
                if not once or counted not in seen:
                    seen.add(counted)
                    yield line

    def _rows(self, source: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Record, Row, float | None]]:
        """Day, place within the record, name, record, row and value of its own of each person a ledger names."""
        rows, wanted = source.get("rows", ""), source.get("where", ())
        for record in self._snapshot.of(source["form"]):
            form = self._snapshot.form_of(record)
            parts = record.rows(rows) if rows else (record.values,)
            for number, row in enumerate(parts):
                day = _day(row.get(source.get("day") or form.date_field))
                if not self._first <= day <= self._last or not all(_holds(one, record, row) for one in wanted):
                    continue
                named = row.get(source["people"]) or record.get(source["people"])
                for name in (named,) if isinstance(named, str) else named or ():
                    yield day, str(number) if rows else "", name, record, row, source.get("value")

    # --- dues --------------------------------------------------------------------------------------------

    def _dues(self, item: Item) -> Iterator[Line]:
        """Months paid in full in time, or those past due that were not.

        Who pays by the quarter has until its end. Source: 党费收缴管理规定（2008）第八条 (monthly payment).
        """
        book = dues_rules.dues_of(self._snapshot)
        months = dues_rules.year_months(self._year)
        for account in book.in_year(self._year):
            for month in months:
                yield from self._dues_line(item, account, month)

    def _dues_line(self, item: Item, account: Account, month: int) -> Iterator[Line]:
        one = account.month(month)
        if not one.due:
            return
        limit = month - month % 3 + 2 if one.quarterly else month
        in_time = not one.missing and one.on is not None and dues_rules.month_of(one.on) <= limit
        said = rules_table("points")["say"]["paid" if in_time else "unpaid"].format(
            month=dues_rules.say_month(month)
        )
        if in_time and item.options["paid"]:
            assert one.on is not None
            day = max(one.on, dues_rules.first_day(month)).isoformat()
            yield from self._line(item, account.member, day, one.records[-1], part=str(month), reason=said)
        elif not in_time and not item.options["paid"]:
            over = dues_rules.last_day(limit)
            rate = account.rate(month)
            if over < self._today and rate is not None:
                yield from self._line(
                    item, account.member, over.isoformat(), rate.record.id, part=str(month), reason=said
                )

    # --- claims ------------------------------------------------------------------------------------------

    def _claims(self) -> Iterator[Line]:
        for record in self._snapshot.of(CLAIM):
            item = self._scheme.items.get(str(record.get("item") or "").strip().upper())
            if item is None or not counts(self._snapshot, record):
                continue
            points = record.get("decided_points") if record.get("decision") == "adjust" else record.get("points")
            score = scored(points) if points is not None else item.value
            if item.direction == ZERO:
                score = 0
            elif item.direction == MINUS:
                score = -abs(score)
            day = _day(record.get("happened_on"))
            yield from self._line(
                item, self._named(record.get("member")), day, record.id, score=score,
                reason=str(record.get("reason") or ""),
            )


def counts(snapshot: Snapshot, record: Record) -> bool:
    """Whether a claim gives points: final, agreed, and not awarded by the secretary to the secretary."""
    return (
        record.state is not State.DRAFT and record.get("decision") in AGREED and not awards_himself(snapshot, record)
    )


def awards_himself(snapshot: Snapshot, record: Record) -> bool:
    """Whether a claim is for whoever was secretary, entered by nobody else and decided by no committee meeting."""
    day = day_of(record.get("happened_on"))
    named = record.get("member")
    if day is None or not named or named != snapshot.secretary(day):
        return False
    entered = record.get("entered_by")
    return not record.get("meeting") and (not entered or entered == named)


def exempt_as(member: Member, day: date, scheme: Scheme) -> str:
    """The class for which absences are not held against a member on a day, "" where there is none.

    Source: 党员教育管理工作条例（2019）第二十三条 for the infirm; the others are local practice.
    """
    for name in scheme.exempt:
        if name == "infirm":
            found = member.infirm
        elif name == "excluded":
            found = member.excluded(day) is not None
        else:
            found = member.has(name, day)
        if found:
            return name
    return ""


def title_of(snapshot: Snapshot, record: Record) -> str:
    """What a line says of its record: the title that somebody wrote, otherwise the kind of page."""
    form = snapshot.form_of(record)
    field = form.field(form.title_field)
    written = record.get(form.title_field) if field.type is FieldType.TEXT else None
    return str(written or form.short)


def _day(written: object) -> str:
    """The day of a date box in ten characters, "" where it is empty."""
    return day_text(str(written)) if written else ""


def _holds(condition: Mapping[str, Any], record: Record, row: Row) -> bool:
    """Whether a row, or its record, meets a condition: ``is`` one of, ``filled``, ``least``."""
    value = row.get(condition["field"])
    if value is None:
        value = record.get(condition["field"])
    if "is" in condition:
        return value in condition["is"]
    if "filled" in condition:
        return bool(value) is condition["filled"]
    return value is not None and value >= condition["least"]
