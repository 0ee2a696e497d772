"""Where a member stands: sums of a month, a quarter or a year, the band, and whether to talk to them.

Bands and warnings are a reference; none of them is a grade. Warnings stay on the inner sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wdbranch.book.people import Member
from wdbranch.book.points import Line
from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import month_end
from wdbranch.rules.periods import Period, period_of
from wdbranch.rules.points.facts import exempt_as
from wdbranch.rules.points.scheme import BASE, MINUS, ZERO, Level, Scheme, Warn, scheme_on
from wdbranch.rules.presence import attendance_marks
from wdbranch.rules.tables import rules_table


@dataclass(frozen=True, slots=True)
class Sums:
    """Hundredths by direction, how many deductions there were, and whether the year counts as nothing (记零)."""

    base: int = 0
    plus: int = 0
    minus: int = 0
    deductions: int = 0
    zeroed: bool = False

    @property
    def total(self) -> int:
        """Base and plus less minus; nothing where the year is set to nothing."""
        return 0 if self.zeroed else self.base + self.plus + self.minus


@dataclass(frozen=True, slots=True)
class Card:
    """A reminder to talk to somebody: which, and why in words."""

    warning: Warn
    why: str


def sums(lines: Iterable[Line], scheme: Scheme) -> Sums:
    """The sums of some lines."""
    base = plus = minus = deductions = 0
    zeroed = False
    for line in lines:
        direction = scheme.direction(line.code, line.score)
        if direction == MINUS:
            minus += line.score
            deductions += line.score < 0
        elif direction == BASE:
            base += line.score
        elif direction == ZERO:
            zeroed = True
        else:
            plus += line.score
    return Sums(base, plus, minus, deductions, zeroed)


def posted(snapshot: Snapshot, year: int) -> Mapping[int, tuple[Line, ...]]:
    """The posted lines that count of a year, by member, in the order of their days."""
    live = snapshot.points.live(year).values()
    return snapshot.once(("points:posted", year), lambda: by_member(entry.line for entry in live))


def by_member(lines: Iterable[Line]) -> dict[int, tuple[Line, ...]]:
    """Lines by member, in the order of their days."""
    found: dict[int, list[Line]] = {}
    for line in sorted(lines, key=lambda line: (line.day, line.code)):
        found.setdefault(line.member, []).append(line)
    return {member: tuple(mine) for member, mine in found.items()}


def within(lines: Iterable[Line], period: Period) -> list[Line]:
    """The lines of a period."""
    first, last = period.first.isoformat(), period.last.isoformat()
    return [line for line in lines if first <= line.day <= last]


def months_of(member: Member, year: int, until: date) -> int:
    """In how many months of a year, up to that of a day, somebody belonged to the branch on some day.

    Newcomers and leavers are measured by their own months (按月折算).
    """
    last = 12 if until.year > year else until.month
    joined, left = day_of(member.in_date) or day_of(member.join_date), day_of(member.out_date)
    first = joined.month if joined is not None and joined.year == year else 1
    if joined is not None and joined.year > year:
        return 0
    if left is not None and left.year < year:
        return 0
    if left is not None and left.year == year:
        last = min(last, left.month if left.day > 1 else left.month - 1)
    return max(last - first + 1, 0)


def due_members(snapshot: Snapshot, period: Period, today: date) -> list[Member]:
    """The members whose points are kept in a period, probationary ones too: all who belonged on its last day so far,
    and who left within it.
    """
    last = min(period.last, today)
    return [m for m in snapshot.roster.members if m.belongs(last) or (m.belongs(period.first) and last > period.first)]


def band_of(total: int, member: Member, scheme: Scheme, year: int, until: date) -> Level | None:
    """The band of the points so far, by the whole months that the member has had (按月折算).

    None without any month, and for who is exempt on the day: they are kept apart (另册).
    """
    whole = month_end(until.year, until.month) == until
    over = until if whole or until.month == 1 else month_end(until.year, until.month - 1)
    months = months_of(member, year, over)
    if not months or exempt_as(member, until, scheme):
        return None
    return scheme.level(total * 12 // months)


def say_band(total: int, member: Member, scheme: Scheme, year: int, until: date) -> str:
    """The band in words; 另册 for who is kept apart, without saying why."""
    band = band_of(total, member, scheme, year, until)
    if band is not None:
        return band.label
    return str(rules_table("points")["say"]["apart"]) if months_of(member, year, until) else ""


def cards(snapshot: Snapshot, member: Member, lines: Iterable[Line], quarter: Period, today: date) -> list[Card]:
    """The reminders that a quarter gives for one member, the gravest first. For the inner sheet only.

    ``percent`` compares the base points less all deductions with the base points without them.
    """
    known = tuple(lines)
    until = min(quarter.last, today)
    scheme = scheme_on(snapshot, until)
    words = rules_table("points")["warn"]
    found: list[Card] = []
    for warning in reversed(scheme.warnings):
        period = period_of(warning.period, quarter.last)
        mine = within(known, period)
        why = []
        got = sums(mine, scheme)
        if got.minus and (got.base + got.minus) * 100 < warning.percent * got.base:
            why.append(words["percent"].format(period=period.short, percent=warning.percent))
        if warning.single and any(line.score <= -warning.single for line in mine):
            why.append(words["single"])
        if warning.absences and _run(snapshot, member, quarter, until) >= warning.absences:
            why.append(words["absences"].format(times=warning.absences))
        if why:
            found.append(Card(warning, "；".join(why)))
    return found


def _run(snapshot: Snapshot, member: Member, quarter: Period, until: date) -> int:
    """The longest run of absences without a reason in the three meetings and the lecture of a quarter."""
    marks = snapshot.once(("points:runs", quarter.id, until), lambda: _marks_of(snapshot, quarter.first, until))
    longest = run = 0
    for meaning in marks.get(member.id, ()):
        run = run + 1 if meaning == "unexcused" else 0
        longest = max(longest, run)
    return longest


def _marks_of(snapshot: Snapshot, first: date, last: date) -> dict[int, list[str]]:
    forms = rules_table("points")["absence"]["forms"]
    gathered = []
    for form in forms:
        for record in snapshot.of(form):
            day = snapshot.day(record)
            if day is not None and first <= day <= last:
                gathered.append((day, record.id, record))
    found: dict[int, list[str]] = {}
    for _, _, record in sorted(gathered, key=lambda one: one[:2]):
        for member, meaning, _reason in attendance_marks(snapshot, record):
            if meaning != "not_due":
                found.setdefault(member, []).append(meaning)
    return found
