"""The duties D-01 to D-38 of a branch on any day: done or not, due when, how many days are left.

Which there are, how often, by when and why stands in ``resources/rules/duties.toml``. A duty is periodic (one
line for each month, quarter, half-year or year) or computed (a line for each person or event that calls for
it); the functions behind both are named in ``functions.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import fixed_day, month_end
from wdbranch.rules.duties.functions import COMPUTED, PERIODIC
from wdbranch.rules.duties.kinds import Entry, Line
from wdbranch.rules.held import Held
from wdbranch.rules.periods import Period, period_of, periods
from wdbranch.rules.tables import cite, rules_table
from wdbranch.rules.wording import say_day, say_names

INFO = "info"
"""The level of duties that only remind: they never become overdue."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty in one period, or for one person or event.

    ``days_left`` counts from today to ``due`` (0: today, negative: so many days late). ``state`` is "done",
    "overdue", "soon" (the first warning has begun) or "open"; ``grade`` deepens the colour from 0 to 3.
    ``form`` is the form whose record fulfils it, None where it is confirmed by hand under the evidence key
    ``id:period``; ``period`` is that of a periodic duty, the line's key of a computed one. ``record`` is what
    to open, ``page`` the page of the window to go to, ``member`` whom it is about. ``explained``: the
    written reason by which it counts as done without a record.
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
    name: str = ""
    member: int | None = None
    record: str | None = None
    page: str = ""
    explained: str = ""

    @property
    def evidence_key(self) -> str:
        """Under which key of the evidence a person confirms it by hand or says why it was not done."""
        return f"{self.id}:{self.period}"


def duties(
    snapshot: Snapshot, today: date, *, since: date | None = None, held: Held | None = None, only: str = ""
) -> list[Duty]:
    """Every duty of every period from ``since`` to the current one, by due date.

    Without ``since``: from the beginning of this year, or from the branch's first record where that is
    later. So a new workbook does not reproach the branch with years it was never meant to hold; duties of
    last year that may still be done (组织生活会 until March) are given too. ``held`` saves reading the
    records again; ``only`` names a single duty.
    """
    begin = since or _begin(snapshot, today)
    held = held or Held(snapshot, today)
    found: list[Duty] = []
    for entry in entries(snapshot):
        if only and entry["id"] != only:
            continue
        if entry.get("kind") == "computed":
            found += _computed(entry, held, begin)
        else:
            found += (duty for period in _periods(entry, begin, held) if (duty := _periodic(entry, period, held)))
    return sorted(found, key=lambda duty: (duty.due, duty.id, duty.period))


def duties_of_year(snapshot: Snapshot, year: int, today: date, wanted: frozenset[str]) -> list[Duty]:
    """The periodic duties of that name for every period of a year, those that still lie ahead included."""
    held = Held(snapshot, today)
    return [
        duty
        for entry in entries(snapshot)
        if entry["id"] in wanted
        for period in periods(entry["period"], date(year, 1, 1), date(year, 12, 31))
        if (duty := _periodic(entry, period, held))
    ]


def entries(snapshot: Snapshot) -> Iterator[Entry]:
    """The duties that concern the branch, with what its settings change.

    ``Branch.settings["duties"]`` maps a duty id to {"off": bool, …}; each key replaces that of the table.
    """
    changed: Mapping[str, Mapping[str, Any]] = snapshot.branch.settings.get("duties", {})
    for entry in rules_table("duties")["duty"]:
        mine = {**entry, **changed.get(entry["id"], {})}
        if not mine.get("off") and _applies(mine, snapshot):
            yield mine


def begun(snapshot: Snapshot) -> date | None:
    """The day from which the book is kept: as set by the branch, otherwise of its first record.

    What stands for years (a team, a building) may have begun long before the book.
    """
    given = day_of(snapshot.branch.settings.get("since"))
    if given is not None:
        return given
    days = (snapshot.day(record) for record in snapshot.records if not snapshot.form_of(record).standing)
    return min((day for day in days if day is not None), default=None)


def _begin(snapshot: Snapshot, today: date) -> date:
    first = begun(snapshot) or today
    return max(first, date(today.year, 1, 1)) if first <= today else today


def _applies(entry: Entry, snapshot: Snapshot) -> bool:
    needs = entry.get("only_with")
    if needs == "committee":
        return snapshot.branch.has_committee
    return needs != "groups" or bool(snapshot.roster.groups)


# --- periodic ---------------------------------------------------------------------------------------------


def _periods(entry: Entry, begin: date, held: Held) -> list[Period]:
    found = list(periods(entry["period"], begin, held.today))
    if entry["due"][:2].isdigit() and entry.get("due_year") != "same":
        earlier = period_of(entry["period"], date(begin.year - 1, 12, 31))
        if due_day(entry, earlier, {}) >= held.today:
            found.insert(0, earlier)
    return found


def due_day(entry: Entry, period: Period, fixed: Mapping[str, int]) -> date:
    """The day by which a periodic duty is to be done.

    ``due``: "end" of the period, "fixed_day" of the month, "day 5" of the period, or "02-28" of the year
    after, with ``due_year`` "same" of the year itself.
    """
    due = entry["due"]
    if due == "end":
        return period.last
    if due == "fixed_day":
        return fixed_day(fixed, period.first.year, period.first.month) or period.last
    if due.startswith("day "):
        return period.first.replace(day=int(due[4:]))
    month, day = (int(part) for part in due.split("-"))
    year = period.first.year + (entry.get("due_year") != "same")
    return date(year, month, min(day, month_end(year, month).day))


def _periodic(entry: Entry, period: Period, held: Held) -> Duty | None:
    snapshot = held.snapshot
    due = due_day(entry, period, snapshot.branch.fixed_day)
    if entry.get("due_year") == "same" and due < (begun(snapshot) or held.today):
        due = period.last  # the book was begun later
    judged = PERIODIC[entry.get("func", "held")](entry, period, held)
    if not judged.needed:
        return None
    fixed = entry["due"] == "fixed_day" and bool(snapshot.branch.fixed_day)
    fill = {
        "period": period.say,
        "due": ("固定日 " if fixed else "") + say_day(due),
        "groups": say_names(snapshot.roster.groups, 3, "个小组"),
        **judged.fill,
    }
    line = Line(
        key=period.id, due=due, done=judged.done, fill=fill, record=judged.record, form=entry.get("form"),
        page=entry.get("page", ""), variant=judged.variant,
    )
    return _duty(entry, line, held)


# --- computed ---------------------------------------------------------------------------------------------


def _computed(entry: Entry, held: Held, begin: date) -> Iterator[Duty]:
    """The lines of a computed duty; what was done, or belonged to a period, before ``begin`` is not told again."""
    for line in COMPUTED[entry["func"]](entry, held):
        if line.due >= begin or (line.done is None and "period" not in entry):
            yield _duty(entry, line, held)


def _duty(entry: Entry, line: Line, held: Held) -> Duty:
    left = (line.due - held.today).days
    told = _done(entry, line, held)
    state, grade = "done", 0
    if told is None:
        late = left + entry.get("grace", 0) < 0
        grade = 3 if late else max(line.grade, sum(left <= days for days in entry["warn"]))
        state = "overdue" if late else "soon" if grade else "open"
        if entry["level"] == INFO and state == "overdue":
            state, grade = "soon", 1
    say, explained = told or (_sentence(entry, line, left), "")
    return Duty(
        id=entry["id"],
        title=f"{entry['title']}：{line.name}" if line.name else entry["title"],
        due=line.due,
        days_left=left,
        state=state,
        say=say,
        source=cite(dict(entry)),
        form=line.form,
        period=line.key,
        grade=grade,
        level=entry["level"],
        name=line.name,
        member=line.member,
        record=line.record,
        page=line.page,
        explained=explained,
    )


def _sentence(entry: Entry, line: Line, left: int) -> str:
    """What is to be done, in the words of the table."""
    state = "overdue" if left < 0 else "open"
    template: str = entry.get(f"{line.variant}_{state}") or entry.get(line.variant) or entry[state]
    if left == 0:
        template = template.replace("还剩 {left} 天", rules_table("duties")["say"]["today"])
    return template.format_map(
        {"left": abs(left), "date": say_day(line.due), "due": say_day(line.due), "name": line.name, **line.fill}
    )


def _done(entry: Entry, line: Line, held: Held) -> tuple[str, str] | None:
    """(sentence, the words by which it is only explained) where it is done; None otherwise."""
    words = rules_table("duties")["say"]
    about = (line.fill.get("period") or entry["title"]) + (f"（{line.name}）" if line.name else "")
    if line.done is not None:
        return words["done"].format(period=about, day=say_day(line.done)), ""
    evidence = held.snapshot.evidence.get(f"{entry['id']}:{line.key}")
    if evidence and evidence.get("met"):
        note = evidence.get("note") or words["no_note"]
        return words["done_by_hand"].format(period=about, note=note.rstrip("。") + "。"), note
    return None
