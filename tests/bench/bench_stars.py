"""How long the stars take: a full year after one change, and ten years from nothing.

Run with ``python tests/bench/bench_stars.py``; prints milliseconds of processor time (best of five) for all five
stars, the figures and the negative list of a year of about 1,500 records after one record was replaced, and seconds
for ten such years read anew. Contract: 50 ms (together with the points) and 2 s.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "rules")]

from rules_branch import BRANCH, IDS, assembly, attendance, committee, lecture, snapshot, theme_day  # noqa: E402

from wdbranch.book.form import FieldType  # noqa: E402
from wdbranch.book.record import Record  # noqa: E402
from wdbranch.rules.figures import figures  # noqa: E402
from wdbranch.rules.negatives import negatives  # noqa: E402
from wdbranch.rules.stars import stars  # noqa: E402

YEARS = 10
EACH = 20      # records of every star ledger a year
FIRST = 2017


def ledgers(year: int, editions) -> list[Record]:
    """Records of every star ledger, spread over a year, with its boxes filled."""
    made = []
    edition = editions["2026"]
    for form in edition.forms.values():
        if not form.stars:
            continue
        for number in range(1 if form.yearly else EACH):
            day = date(year, 1, 1) + timedelta(days=number * 360 // EACH)
            values = {field.id: _value(field, day, edition) for field in form.fields if field.type in _VALUES}
            if form.end_field:
                values.pop(form.end_field, None)
            made.append(Record(f"{form.order:04x}{year:04x}{number:04x}", form.id, "2026", year, values))
    return made


_VALUES = {
    FieldType.INT: 3, FieldType.NUMBER: 2.5, FieldType.MONEY: 100.0, FieldType.TEXT: "拟", FieldType.TICK: True,
    FieldType.DATE: None, FieldType.DATETIME: None, FieldType.CHOICE: None, FieldType.CHOICES: None,
}


def _value(field, day, edition):
    if field.type is FieldType.DATE:
        return day.isoformat()
    if field.type is FieldType.DATETIME:
        return f"{day}T18:30"
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        ids = [choice.id for choice in edition.choices[field.choices]]
        one = ids[day.timetuple().tm_yday % len(ids)]
        return (one,) if field.type is FieldType.CHOICES else one
    return _VALUES[field.type]


def meetings(year: int) -> list[Record]:
    """The usual meetings of a year with ten attendance lines each."""
    names = list(IDS)[:10]
    rows = attendance(present=names[:-2], leave=[f"{name}:事假" for name in names[-2:]])
    made = []
    for month in range(1, 13):
        for place, maker in enumerate((assembly, committee, theme_day, lecture)):
            if place in (0, 3) and month % 3:
                continue
            day = date(year, month, 10 + place)
            sample = maker(id=f"ff{place:02x}{year:04x}{month:04x}", year=year, recorded_at=f"{day}T21:00")
            values = {**sample.values, "seq": month, "start": f"{day}T18:30", "end": f"{day}T19:40", "attendance": rows}
            made.append(replace(sample, values=values))
    return made


def ask(book, today: date) -> None:
    stars(book, today)
    figures(book, today)
    negatives(book, today)


def best(work, times: int = 5) -> float:
    """Seconds of processor time, the best of some."""
    found = []
    for _ in range(times):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return min(found)


def main() -> None:
    today = date(FIRST + YEARS - 1, 12, 20)
    empty = snapshot()
    for kind in ("urban", "rural"):
        branch = replace(BRANCH, kind=kind)
        records = tuple(one for year in (today.year,) for one in (*meetings(year), *ledgers(year, empty.editions)))
        book = snapshot(*records, branch=branch)
        ask(book, today)
        memory = book.memory

        def after_one_change(book=book, records=records, branch=branch, memory=memory) -> None:
            changed = replace(records[0], rev=records[0].rev + 1)
            ask(snapshot(changed, *records[1:], branch=branch, memory=memory, roster=book.roster), today)

        every = tuple(one for year in range(FIRST, FIRST + YEARS) for one in (*meetings(year), *ledgers(year, empty.editions)))
        print(f"{kind}: a year of {len(records)} records after one change: {best(after_one_change) * 1000:.0f} ms")
        print(f"{kind}: ten years of {len(every)} records from nothing: {best(lambda: ask(snapshot(*every, branch=branch), today), 3):.2f} s")


if __name__ == "__main__":
    main()
