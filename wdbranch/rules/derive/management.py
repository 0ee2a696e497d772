"""What members did: care of the infirm, study hours, attendance (P29 to P31)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wdbranch.book.people import Member
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import care, hours
from wdbranch.rules.derive.organisation import as_of, say
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.indicators import percent
from wdbranch.rules.periods import Period, period_of
from wdbranch.rules.presence import SERVED, Turnout, absences, presence
from wdbranch.rules.roster_counts import age
from wdbranch.rules.tables import rules_table


def number(value: float) -> str:
    """A number with at most two decimals and none that are nought: 1.5, 32."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def of_year(snapshot: Snapshot, year: int, today: date) -> list[Member]:
    """Everybody who belonged to the branch on a day of that year, up to today, in roster order."""
    days = {date(year, 1, 1), as_of(year, today)}
    days |= {as_of(year, min(today, date(year, month, 1))) for month in range(2, 13)}
    return [
        member for member in snapshot.roster.members if any(member.belongs(day) for day in days if day.year == year)
    ]


# --- P29 ---------------------------------------------------------------------------------------------------


def infirm(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The infirm members of a year with every time they were taught at home or visited."""
    first, last = date(year, 1, 1), as_of(year, today)
    rows = []
    for member in care.infirm(snapshot, last):
        sought = care.sought_out(snapshot, member, first, last)
        years = age(member, last)
        cells = {
            "name": snapshot.roster.label(member),
            "sex": member.sex,
            "age": str(years) if years is not None else "",
            "address": member.address,
            "phone": member.phone,
            "taught": _days(one.day for one in sought if one.how in SERVED),
            "visited": _days(one.day for one in sought if one.how == "visit"),
            "group": member.group(last),
            "note": member.note,
        }
        rows.append(DerivedRow(cells, member=member.id))
    return Derived(tuple(rows), (say("infirm"),))


def _days(days: Iterable[date]) -> str:
    """1月9、15日，2月13日: a month is named once."""
    months: dict[int, list[str]] = {}
    for day in sorted(set(days)):
        months.setdefault(day.month, []).append(str(day.day))
    return "，".join(f"{month}月{'、'.join(found)}日" for month, found in months.items())


# --- P30 ---------------------------------------------------------------------------------------------------


def study_hours(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The study hours of everybody by kind, with what is needed."""
    found = hours.study(snapshot, year, today)
    rows = []
    for member in of_year(snapshot, year, today):
        mine = found.get(member.id)
        if mine is None or not (mine.total or member.belongs(as_of(year, today))):
            continue
        cells = {"name": snapshot.roster.label(member)}
        cells |= {kind: number(mine.by_kind.get(kind, 0)) for kind, _ in hours.kinds()}
        cells["total"] = number(mine.total)
        cells["needed"] = number(mine.needed) if mine.needed else say("exempt")
        cells["reached"] = "" if not mine.needed else say("reached" if not mine.short else "short").format(
            short=number(mine.short)
        )
        rows.append(DerivedRow(cells, member=member.id))
    return Derived(tuple(rows), (say("hours"),))


# --- P31 ---------------------------------------------------------------------------------------------------


def attendance(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Members × events of a year with marks, and the counts of each."""
    return attendance_of(snapshot, period_of("year", date(year, 1, 1)), today)


def attendance_of(snapshot: Snapshot, period: Period, today: date) -> Derived:
    """The same for a month, a quarter or a year."""
    found = presence(snapshot, period, today)
    marks = rules_table("presence")["marks"]
    runs = {run.member: run for run in absences(snapshot, as_of(period.last.year, today))}
    rows = []
    for member in of_year(snapshot, period.first.year, today):
        mine = found.turnout.get(member.id, Turnout())
        if not mine.marks and not member.belongs(as_of(period.last.year, today)):
            continue
        cells = {"name": snapshot.roster.label(member)}
        cells |= {event.id: marks[mine.marks.get(event.id, "none")] for event in found.events}
        run = runs.get(member.id)
        cells |= {
            "due": str(mine.due),
            "came": str(mine.count({"present"})),
            "leave": str(mine.count({"leave"})),
            "absent": str(mine.count({"unexcused"})),
            "served": str(mine.count(SERVED)),
            "rate": percent(mine.part, mine.due) if mine.due else "—",
            "run": say("run").format(times=run.times, months=run.months) if run else "",
        }
        rows.append(DerivedRow(cells, member=member.id))
    notes = (say("attendance"), str(marks["legend"]))
    return Derived(tuple(rows), notes, tuple((event.id, event.label) for event in found.events))
