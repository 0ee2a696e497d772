"""How long the dues of 50 members over ten years take. Run: python tests/bench/bench_dues.py"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "rules"))

from dues_book import payment, rate, row
from rules_branch import BRANCH, editions

from wdbranch.book.people import Member, Roster
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import dues as rules
from wdbranch.rules.derive.dues import dues

MEMBERS, FIRST, YEARS, ROUNDS = 50, 2017, 10, 7
TODAY = date(FIRST + YEARS - 1, 11, 23)


def book() -> Snapshot:
    """Fifty members, assessed each January, a collection each month."""
    names = [f"党员拟{number:02}" for number in range(1, MEMBERS + 1)]
    people = tuple(Member(n, name, join_date="2000-07-01", full_date="2001-07-01") for n, name in enumerate(names, 1))
    records = []
    for year in range(FIRST, FIRST + YEARS):
        records += [rate(name, 50, f"{year}-01", number=year * 100 + n) for n, name in enumerate(names)]
        for month in rules.year_months(year):
            rows = [row(name, 50, rules.iso_month(month)) for name in names]
            records.append(payment(rules.first_day(month).replace(day=9).isoformat(), *rows, number=month))
    return Snapshot(BRANCH, Roster(people), tuple(records), editions())


def timed(work: object) -> float:
    """Median milliseconds of a few rounds."""
    spent = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()  # type: ignore[operator]
        spent.append((time.perf_counter() - begin) * 1000)
    return median(spent)


if __name__ == "__main__":
    snapshot = book()
    assert len(dues(snapshot, TODAY.year, TODAY).rows) == MEMBERS + 1
    years = range(FIRST, FIRST + YEARS)
    print(f"sheet of one year: {timed(lambda: dues(snapshot, TODAY.year, TODAY)):.1f} ms")
    print(f"sheets of {YEARS} years: {timed(lambda: [dues(snapshot, year, TODAY) for year in years]):.1f} ms")
    print(f"who is behind today: {timed(lambda: rules.Dues(snapshot).behind(TODAY)):.1f} ms")
