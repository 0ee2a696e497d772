"""全年安排表: what was planned for each month, filled by what took place."""

from __future__ import annotations

from datetime import date

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.tables import rules_table
from wdbranch.rules.year import EXPLAINED, MONTHS, Cell, Entry, year_view


def plan(snapshot: Snapshot, year: int, today: date) -> Derived:
    """One row a month, one column a kind of meeting; empty while nothing is planned and nothing took place."""
    view = year_view(snapshot, year, today)
    rows = []
    for month in MONTHS:
        cells = {kind.id: cell_text(view.cells[month, kind.id]) for kind in view.kinds}
        rows.append(DerivedRow({"month": f"{month}月", **cells}, view.schedule.id if view.schedule else ""))
    if not any(row.cells[kind.id] for row in rows for kind in view.kinds):
        return Derived(())
    return Derived(tuple(rows))


def plan_list(snapshot: Snapshot, year: int, today: date) -> Derived:
    """One row for each thing planned or held, by month: what the street is told of a quarter beforehand."""
    view = year_view(snapshot, year, today)
    found = [
        DerivedRow(
            {
                "month": f"{month}月",
                "kind": kind.label,
                "topic": entry.topic,
                "planned_on": "" if entry.record else say_short(entry.day),
                "person": entry.person,
                "done": f"√ {say_short(entry.day)}" if entry.record else "",
                "number": entry.number,
            },
            entry.record.id if entry.record else view.schedule.id if view.schedule else "",
        )
        for month in MONTHS
        for kind in view.kinds
        for entry in view.cells[month, kind.id].entries
    ]
    return Derived(tuple(DerivedRow({**row.cells, "no": str(n)}, row.record) for n, row in enumerate(found, 1)))


def cell_text(cell: Cell) -> str:
    """A cell as it is printed: what was held, or what is planned, with the day of the row's month."""
    words = rules_table("plan")["say"]
    if cell.state == EXPLAINED:
        return str(words["explained"])
    lines = [line for entry in cell.entries for line in _lines(entry, cell.month, words)]
    return "\n".join(line for line in lines if line)


def _lines(entry: Entry, month: int, words: dict[str, str]) -> tuple[str, str]:
    day = entry.day
    said = f"{day.day}日" if day and day.month == month else say_short(day)
    head = words["done" if entry.record else "planned"]
    return head.format(day=said, no=entry.number.partition("-")[2]), entry.topic


def say_short(day: date | None) -> str:
    """9月18日; empty where only the month is known."""
    return f"{day.month}月{day.day}日" if day else ""
