"""The recurring duties D-01 to D-09 of a branch on any day: done or not, due when, how many days are left.

Which there are, how often, by when and why stands in ``resources/rules/duties.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import fixed_day
from wdbranch.rules.held import Held, by_secretary
from wdbranch.rules.periods import Period, period_of, periods
from wdbranch.rules.tables import cite, rules_table
from wdbranch.rules.wording import say_day, say_names


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty in one period.

    ``days_left`` counts from today to ``due`` (0: today, negative: so many days late). ``state`` is "done",
    "overdue", "soon" (the first warning has begun) or "open"; ``grade`` deepens the colour from 0 to 3.
    ``form`` is the form whose record fulfils it, None where it is confirmed by hand under the evidence key
    ``id:period``.
    """

    id: str
    title: str
    due: date
    days_left: int
    state: str
    say: str
    source: str
    form: str | None
    period: str
    grade: int = 0
    level: str = ""

    @property
    def evidence_key(self) -> str:
        """Under which key of the evidence a person confirms it by hand."""
        return f"{self.id}:{self.period}"


def duties(snapshot: Snapshot, today: date, *, since: date | None = None) -> list[Duty]:
    """Every duty of every period from ``since`` to the current one, by due date.

    Without ``since``: from the beginning of this year, or from the branch's first record where that is
    later. So a new workbook does not reproach the branch with years it was never meant to hold; duties of
    last year that may still be done (组织生活会 until March) are given too.
    """
    begin = since or _begin(snapshot, today)
    held = Held(snapshot, today)
    found = []
    for entry in rules_table("duties")["duty"]:
        if _applies(entry, snapshot):
            found += [_duty(entry, period, held) for period in _periods(entry, begin, today)]
    return sorted(found, key=lambda duty: (duty.due, duty.id))


def begun(snapshot: Snapshot) -> date | None:
    """The day from which the book is kept: as set by the branch, otherwise of its first record."""
    given = day_of(snapshot.branch.settings.get("since"))
    if given is not None:
        return given
    days = (snapshot.day(record) for record in snapshot.records)
    return min((day for day in days if day is not None), default=None)


def _begin(snapshot: Snapshot, today: date) -> date:
    first = begun(snapshot) or today
    return max(first, date(today.year, 1, 1)) if first <= today else today


def _applies(entry: Mapping[str, Any], snapshot: Snapshot) -> bool:
    needs = entry.get("only_with")
    if needs == "committee":
        return snapshot.branch.has_committee
    return needs != "groups" or bool(snapshot.roster.groups)


def _periods(entry: Mapping[str, Any], begin: date, today: date) -> list[Period]:
    found = list(periods(entry["period"], begin, today))
    if entry["due"] not in ("end", "fixed_day"):
        earlier = period_of(entry["period"], date(begin.year - 1, 12, 31))
        if _due_day(entry, earlier, {}) >= today:
            found.insert(0, earlier)
    return found


def _due_day(entry: Mapping[str, Any], period: Period, fixed: Mapping[str, int]) -> date:
    due = entry["due"]
    if due == "end":
        return period.last
    if due == "fixed_day":
        return fixed_day(fixed, period.first.year, period.first.month) or period.last
    month, day = (int(part) for part in due.split("-"))
    return date(period.first.year + 1, month, day)


def _fulfilling(entry: Mapping[str, Any], period: Period, held: Held) -> Record | None:
    """The first record that fulfils a duty in a period."""
    form = entry.get("form")
    if form is None:
        return None
    lectures = entry.get("lecturer") == "secretary"
    records = held.within(form, period)
    return next((r for r in records if not lectures or by_secretary(r, held.snapshot)), None)


def _duty(entry: Mapping[str, Any], period: Period, held: Held) -> Duty:
    snapshot, today = held.snapshot, held.today
    due = _due_day(entry, period, snapshot.branch.fixed_day)
    left = (due - today).days
    state, say = _state(entry, period, held)
    grade = 0
    if not state:
        grade = 3 if left < 0 else sum(left <= days for days in entry["warn"])
        state = "overdue" if left < 0 else "soon" if grade else "open"
        template = entry["overdue" if left < 0 else "open"]
        if left == 0:
            template = template.replace("还剩 {left} 天", rules_table("duties")["say"]["today"])
        fixed = entry["due"] == "fixed_day" and bool(snapshot.branch.fixed_day)
        say = template.format(
            period=period.say,
            left=abs(left),
            due=("固定日 " if fixed else "") + say_day(due),
            groups=say_names(snapshot.roster.groups, 3, "个小组"),
        )
    return Duty(
        id=entry["id"],
        title=entry["title"],
        due=due,
        days_left=left,
        state=state,
        say=say,
        source=cite(dict(entry)),
        form=entry.get("form"),
        period=period.id,
        grade=grade,
        level=entry["level"],
    )


def _state(entry: Mapping[str, Any], period: Period, held: Held) -> tuple[str, str]:
    """("done", sentence) where it is done, ("", "") otherwise."""
    words = rules_table("duties")["say"]
    record = _fulfilling(entry, period, held)
    day = held.snapshot.day(record) if record else None
    if day is not None:
        return "done", words["done"].format(period=period.say, day=say_day(day))
    evidence = held.snapshot.evidence.get(f"{entry['id']}:{period.id}")
    if evidence and evidence.get("met"):
        note = evidence.get("note") or words["no_note"]
        return "done", words["done_by_hand"].format(period=period.say, note=note.rstrip("。") + "。")
    return "", ""
