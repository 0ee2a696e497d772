"""How long the points of a branch take. Run: python tests/bench/bench_points.py

A branch of thirty members over ten years: a meeting of each kind as often as it is due, dues every month,
volunteering and visits. Processor time, median of a few rounds. Aims: a full year of points and of all stars
after one change 50 ms, ten years from nothing 2 s.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "rules"))

from dues_book import payment, rate, row
from rules_branch import BRANCH, editions

from wdbranch.book.people import Member, Roster, Span
from wdbranch.book.points import Entry, PointsLedger, Posting
from wdbranch.book.record import Record, State
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.points.ledger import waiting
from wdbranch.rules.stars import stars

MEMBERS, FIRST, YEARS, ROUNDS = 30, 2017, 10, 7
TODAY = date(FIRST + YEARS - 1, 12, 20)
NAMES = [f"党员拟{number:02}" for number in range(1, MEMBERS + 1)]
DUE = {"theme_day": range(1, 13), "group_meeting": range(1, 13), "party_assembly": (3, 6, 9, 12), "lecture": (2, 5, 8, 11)}


def meeting(form: str, year: int, month: int) -> Record:
    """A meeting at which every tenth member was absent without a reason."""
    rows = tuple(
        {"member": n, "name": name, "status": "absent" if (n + month) % 10 == 0 else "present", "reason": None}
        for n, name in enumerate(NAMES, 1)
    )
    day = f"{year}-{month:02}-10"
    values = {"start": f"{day}T15:00", "end": f"{day}T17:00", "seq": month, "theme": "学习", "title": "会议", "topic": "党课", "attendance": rows}
    return Record(f"{form[:5]:x<5}{year}{month:03}", form, "2026", year, values, state=State.FINAL)


def book() -> Snapshot:
    """The branch with ten years of records and nothing posted."""
    lead = (Span("post", "2015-01-01", None, "secretary"),)
    people = tuple(
        Member(n, name, join_date="2000-07-01", full_date="2001-07-01", spans=lead if n == 1 else ())
        for n, name in enumerate(NAMES, 1)
    )
    records: list[Record] = []
    for year in range(FIRST, FIRST + YEARS):
        records += [meeting(form, year, month) for form, months in DUE.items() for month in months]
        records += [rate(name, 50, f"{year}-01", number=year * 100 + n) for n, name in enumerate(NAMES)]
        for month in range(1, 13):
            rows = [row(name, 50, f"{year}-{month:02}") for name in NAMES]
            records.append(payment(f"{year}-{month:02}-09", *rows, number=year * 100 + month))
            values = {"seq": month, "served_on": f"{year}-{month:02}-20", "project": "清楼道", "persons": tuple(NAMES[::3]), "hours": 2}
            records.append(Record(f"volun{year}{month:03}", "volunteer", "2026", year, values, state=State.FINAL))
    return Snapshot(BRANCH, Roster(people), tuple(records), editions())


def posted(snapshot: Snapshot, years: range) -> Snapshot:
    """The same with everything posted, a posting a year."""
    entries: list[Entry] = []
    for number, year in enumerate(years, 1):
        for line in waiting(snapshot, year, TODAY).lines:
            entries.append(Entry(len(entries) + 1, number, line))
    postings = tuple(Posting(number, f"{year}-12-31T20:00:00", "", f"{year}-12") for number, year in enumerate(years, 1))
    return replace(snapshot, points=PointsLedger(postings, tuple(entries)))


def changed(snapshot: Snapshot, round_: int, form: str = "volunteer") -> Snapshot:
    """One record of this year written anew; what was read of the others is kept, as the workbook does."""
    at = next(n for n, r in enumerate(snapshot.records) if r.form == form and r.year == TODAY.year)
    old = snapshot.records[at]
    new = replace(old, values={**old.values, "persons": (NAMES[round_ % MEMBERS],)} if form == "volunteer" else dict(old.values))
    return replace(snapshot, records=(*snapshot.records[:at], new, *snapshot.records[at + 1 :]))


def timed(make: Callable[[int], Snapshot], work: Callable[[Snapshot], object]) -> float:
    """Median milliseconds of processor time; making the snapshot is not counted."""
    spent = []
    for number in range(ROUNDS):
        snapshot = make(number)
        begin = time.process_time()
        work(snapshot)
        spent.append((time.process_time() - begin) * 1000)
    return median(spent)


if __name__ == "__main__":
    years = range(FIRST, FIRST + YEARS)
    whole = posted(book(), years)
    print(f"{len(whole.records)} records, {len(whole.points.entries)} lines posted")
    waiting(whole, TODAY.year, TODAY)
    stars(whole, TODAY)

    def one(snapshot: Snapshot) -> None:
        waiting(snapshot, TODAY.year, TODAY)

    def both(snapshot: Snapshot) -> None:
        waiting(snapshot, TODAY.year, TODAY)
        stars(snapshot, TODAY)

    print(f"points of a year after one change: {timed(lambda n: changed(whole, n), one):.1f} ms")
    print(f"points and all stars after one change: {timed(lambda n: changed(whole, n), both):.1f} ms")
    print(f"the same where a collection of dues changed: {timed(lambda n: changed(whole, n, 'dues_payment'), both):.1f} ms")
    every = timed(lambda _: book(), lambda snapshot: [waiting(snapshot, year, TODAY) for year in years])
    print(f"points of {YEARS} years from nothing: {every:.0f} ms")
