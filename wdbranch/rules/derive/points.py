"""The sheets of points (P25): what was posted, by month, quarter and year, for the branch and for one member.

Each source takes the whole year; the function behind it takes the part that a single sheet shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wdbranch.book import values as book_values
from wdbranch.book.people import Member
from wdbranch.book.points import Entry, Line
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.derive.organisation import as_of, say
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.periods import Period, period_of, periods
from wdbranch.rules.points.ledger import waiting
from wdbranch.rules.points.scheme import Scheme, say_score, scheme_on
from wdbranch.rules.points.standing import cards, due_members, posted, say_band, sums, within
from wdbranch.rules.wording import say_day


def _score(lines: Iterable[Line]) -> str:
    """A sum, empty where nothing was posted: no points is not nought points."""
    listed = list(lines)
    return say_score(sum(line.score for line in listed)) if listed else ""


def _notes(snapshot: Snapshot, year: int, today: date, words: str) -> tuple[str, ...]:
    left = len(waiting(snapshot, year, today))
    return (words, *([say("points_waiting").format(count=left)] if left else []))


def _begun(snapshot: Snapshot, year: int, kind: str, today: date) -> list[Period]:
    """The periods of a year for which something was posted."""
    days = sorted(entry.line.day for entry in snapshot.points.live(year).values())
    if not days:
        return []
    found = periods(kind, date(year, 1, 1), as_of(year, today))
    return [p for p in found if any(p.first.isoformat() <= day <= p.last.isoformat() for day in days)]


# --- months ------------------------------------------------------------------------------------------------


def points_month(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Every month of a year for which points were posted."""
    months = _begun(snapshot, year, "month", today)
    rows = [row for month in months for row in _month(snapshot, month, today)]
    return Derived(tuple(rows), _notes(snapshot, year, today, say("points")))


def points_of_month(snapshot: Snapshot, year: int, month: int, today: date) -> Derived:
    """One month: what each member got by kind, the month's sum and the sum of the year so far."""
    period = period_of("month", date(year, month, 1))
    return Derived(tuple(_month(snapshot, period, today)), _notes(snapshot, year, today, say("points")))


def _month(snapshot: Snapshot, month: Period, today: date) -> Iterable[DerivedRow]:
    scheme = scheme_on(snapshot, month.last)
    so_far = Period("year", date(month.first.year, 1, 1), month.last)
    for number, member in enumerate(due_members(snapshot, month, today), 1):
        known = posted(snapshot, month.first.year).get(member.id, ())
        mine = within(known, month)
        cells = {"month": month.short, "seq": str(number), "name": snapshot.roster.label(member)}
        for group in scheme.groups:
            cells[group] = _score(line for line in mine if _group(line, scheme) == group)
        cells["total"] = _score(mine)
        cells["sum"] = _score(within(known, so_far))
        yield DerivedRow(cells, member=member.id)


def _group(line: Line, scheme: Scheme) -> str:
    item = scheme.items.get(line.code)
    if item is not None:
        return item.group
    return next(g.id for g in scheme.groups.values() if g.direction == scheme.direction(line.code, line.score))


# --- quarters ----------------------------------------------------------------------------------------------


def points_quarter(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The points posted in each quarter: three months, what was added and taken, the sum. No ranks."""
    rows = []
    for quarter in _begun(snapshot, year, "quarter", today):
        scheme = scheme_on(snapshot, quarter.last)
        months = list(periods("month", quarter.first, quarter.last))
        for member in due_members(snapshot, quarter, today):
            mine = within(posted(snapshot, year).get(member.id, ()), quarter)
            found = sums(mine, scheme)
            cells = {"quarter": quarter.short, "name": snapshot.roster.label(member), "total": _score(mine)}
            cells |= {f"month_{n}": _score(within(mine, month)) for n, month in enumerate(months, 1)}
            if mine:
                cells |= {"plus": say_score(found.base + found.plus), "minus": say_score(found.minus)}
            rows.append(DerivedRow(cells, member=member.id))
    return Derived(tuple(rows), _notes(snapshot, year, today, say("points")))


def points_shown(snapshot: Snapshot, year: int, today: date) -> Derived:
    """What is shown in public of each quarter: never what anything was deducted for."""
    rows = [
        row
        for quarter in _begun(snapshot, year, "quarter", today)
        for row in _shown(snapshot, quarter, today)
    ]
    return Derived(tuple(rows), (say("points_shown"),))


def points_shown_of(
    snapshot: Snapshot, year: int, quarter: int, today: date, extra: Iterable[str] = ()
) -> Derived:
    """The public sheet of one quarter; ``extra`` sentences (the days of the notice) stand first below it."""
    period = period_of("quarter", date(year, 3 * quarter, 1))
    return Derived(tuple(_shown(snapshot, period, today)), (*extra, say("points_shown")))


def _shown(snapshot: Snapshot, quarter: Period, today: date) -> Iterable[DerivedRow]:
    """Name, points of the quarter and so far, band, and how many deductions there were: no more.

    Source: 多地做法 (季末公示); that reasons are left out is this program's caution for the person.
    """
    year, until = quarter.first.year, min(quarter.last, today)
    scheme = scheme_on(snapshot, until)
    so_far = Period("year", date(year, 1, 1), quarter.last)
    for number, member in enumerate(due_members(snapshot, quarter, today), 1):
        known = within(posted(snapshot, year).get(member.id, ()), so_far)
        mine = sums(within(known, quarter), scheme)
        total = sums(known, scheme).total
        cells = {
            "quarter": quarter.short,
            "seq": str(number),
            "name": snapshot.roster.label(member),
            "score": say_score(mine.total) if known else "",
            "sum": say_score(max(total, scheme.floor)) if known else "",
            "level": say_band(total, member, scheme, year, until) if known else "",
            "deductions": str(mine.deductions) if known else "",
        }
        yield DerivedRow(cells, member=member.id)


def points_talks(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Whom to talk to after each quarter, and why. For the branch only."""
    rows = [
        row
        for quarter in _begun(snapshot, year, "quarter", today)
        for row in _talks(snapshot, quarter, today)
    ]
    return Derived(tuple(rows), (say("points_talks"),))


def points_talks_of(snapshot: Snapshot, year: int, quarter: int, today: date) -> Derived:
    """The inner sheet of one quarter."""
    period = period_of("quarter", date(year, 3 * quarter, 1))
    return Derived(tuple(_talks(snapshot, period, today)), (say("points_talks"),))


def _talks(snapshot: Snapshot, quarter: Period, today: date) -> Iterable[DerivedRow]:
    scheme = scheme_on(snapshot, min(quarter.last, today))
    for member in due_members(snapshot, quarter, today):
        known = posted(snapshot, quarter.first.year).get(member.id, ())
        found = cards(snapshot, member, known, quarter, today) if known else []
        if not found:
            continue
        mine = sums(within(known, quarter), scheme)
        cells = {
            "quarter": quarter.short,
            "name": snapshot.roster.label(member),
            "score": say_score(mine.total),
            "deductions": str(mine.deductions),
            "card": found[0].warning.label,
            "why": "；".join(dict.fromkeys(card.why for card in found)),
            "what": found[0].warning.what,
        }
        yield DerivedRow(cells, member=member.id)


# --- years -------------------------------------------------------------------------------------------------


def points_year(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The points of a year by quarter, in roster order; the grade stays for the appraisal to write."""
    period = Period("year", date(year, 1, 1), date(year, 12, 31))
    until = as_of(year, today)
    scheme = scheme_on(snapshot, until)
    rows = []
    for number, member in enumerate(due_members(snapshot, period, today), 1):
        mine = posted(snapshot, year).get(member.id, ())
        cells = {"seq": str(number), "name": snapshot.roster.label(member), "status": member.status(until)}
        for place, quarter in enumerate(periods("quarter", period.first, period.last), 1):
            cells[f"quarter_{place}"] = _score(within(mine, quarter))
        if mine:
            found = sums(mine, scheme)
            cells |= {
                "plus": say_score(found.base + found.plus),
                "minus": say_score(found.minus),
                "total": say_score(max(found.total, scheme.floor)),
                "level": say_band(found.total, member, scheme, year, until),
            }
        rows.append(DerivedRow(cells, member=member.id))
    return Derived(tuple(rows), _notes(snapshot, year, today, say("points")))


def points_card(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The statements of all members, one after another."""
    period = Period("year", date(year, 1, 1), date(year, 12, 31))
    rows = [
        row for member in due_members(snapshot, period, today) for row in _statement(snapshot, member, year)
    ]
    return Derived(tuple(rows), _notes(snapshot, year, today, _card_note(snapshot, as_of(year, today))))


def points_card_of(snapshot: Snapshot, year: int, member: Member, today: date) -> Derived:
    """One member's own statement: every posted line, those taken back too, with its record."""
    left = len(waiting(snapshot, year, today).of(member.id))
    notes = [_card_note(snapshot, as_of(year, today))]
    if left:
        notes.append(say("points_waiting").format(count=left))
    return Derived(tuple(_statement(snapshot, member, year)), tuple(notes))


def _card_note(snapshot: Snapshot, day: date) -> str:
    return say("points_card").format(rules=scheme_on(snapshot, day).label)


def statement(snapshot: Snapshot, member: Member, year: int) -> list[Entry]:
    """The entries of a member and year in the order of their days; a reversal follows what it takes back."""
    mine = [e for e in snapshot.points.by_year.get(f"{year:04}", ()) if e.line.member == member.id]
    return sorted(mine, key=lambda entry: (entry.line.day, entry.reverses or entry.seq, entry.seq))


def _statement(snapshot: Snapshot, member: Member, year: int) -> Iterable[DerivedRow]:
    total = 0
    label = snapshot.roster.label(member)
    for entry in statement(snapshot, member, year):
        line = entry.line
        total += line.score
        scheme = scheme_on(snapshot, date.fromisoformat(line.day))
        cells = {
            "name": label,
            "day": say_day(date.fromisoformat(line.day)),
            "item": scheme.name(line.code),
            "reason": line.reason if entry.reverses is None else say("points_back").format(reason=line.reason),
            "number": number_of(snapshot, line.source),
            "points": say_score(line.score),
            "sum": say_score(total),
        }
        yield DerivedRow(cells, record=line.source, member=member.id)


def number_of(snapshot: Snapshot, record_id: str) -> str:
    """The number of a record (2026-DH-03); empty where it lies in the recycle bin."""
    record = snapshot.by_id.get(record_id)
    return book_values.record_number(snapshot.form_of(record), record) if record is not None else ""
