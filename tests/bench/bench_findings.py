"""How long the findings of ten years take: 5,000 records with 50,000 attendance lines, in memory.

Run with ``python tests/bench/bench_findings.py``; prints seconds for the whole book (best of five, with what
it found) and milliseconds for one record, as the record page asks at each settled edit.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "rules")]

from rules_branch import IDS, assembly, attendance, committee, lecture, snapshot, theme_day  # noqa: E402

from wdbranch.rules.duties import duties  # noqa: E402
from wdbranch.rules.findings import findings  # noqa: E402
from wdbranch.rules.stars import stars  # noqa: E402

RECORDS, LINES, YEARS = 5000, 10, 10
MAKERS = (assembly, committee, theme_day, lecture)


def ten_years() -> list:
    """Records spread over ten years, ten attendance lines each, some of them broken."""
    names = list(IDS)[:LINES]
    rows = attendance(present=names[:-2], leave=[f"{name}:事假" for name in names[-2:]])
    made = []
    first = date(2017, 1, 2)
    for number in range(RECORDS):
        day = first + timedelta(days=number * 365 * YEARS // RECORDS)
        maker = MAKERS[number % len(MAKERS)]
        sample = maker(id=f"{number:012x}", year=day.year, recorded_at=f"{day}T21:00")
        written = {
            "seq": number % 90 + 1, "month": day.month, "start": f"{day}T18:30", "end": f"{day}T19:40",
            "due_all": LINES, "present_all": LINES - 2, "roster_total": LINES,
            "minutes": "按议题先后记录，2026年9月2日来的通知。" * 20, "attendance": tuple(dict(row) for row in rows),
        }
        values = sample.values | {key: value for key, value in written.items() if key in sample.values}
        made.append(replace(sample, values=values))
    return made


def best(times: int, job) -> tuple[float, object]:
    """The shortest of several runs, in seconds, and what the job gave."""
    result, shortest = None, float("inf")
    for _ in range(times):
        began = time.perf_counter()
        result = job()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest, result


def main() -> None:
    records = ten_years()
    lines = sum(len(record.get("attendance")) for record in records)
    today = date(2026, 12, 31)
    seconds, found = best(5, lambda: findings(snapshot(*records), today))
    print(f"findings of {len(records)} records, {lines} attendance lines: {seconds:.3f} s ({len(found)} found)")
    one = replace(records[-1], values={**records[-1].values, "place": None})
    alone, _ = best(20, lambda: findings(snapshot(*records), today, record=one))
    year = [record for record in records if record.year == 2026]
    in_year, _ = best(20, lambda: findings(snapshot(*year), today, record=year[-1]))
    print(f"findings of one record: {alone * 1000:.1f} ms in ten years, {in_year * 1000:.1f} ms in a year of {len(year)}")
    print(f"duties: {best(5, lambda: duties(snapshot(*records), today))[0] * 1000:.1f} ms")
    print(f"stars: {best(5, lambda: stars(snapshot(*records), today))[0] * 1000:.1f} ms")
    assert seconds <= 1.0, "the whole book must take no longer than a second"


if __name__ == "__main__":
    main()
