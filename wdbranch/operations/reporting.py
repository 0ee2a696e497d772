"""The street's view of who has reported, and the papers that follow from it: reminders, notices, Excel."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.book.period import parse_period
from wdbranch.errors import UserError
from wdbranch.operations.change import DESK, Change
from wdbranch.store.desk import Desk
from wdbranch.street.matrix import (
    REPORTED,
    Cell,
    Matrix,
    Rhythm,
    due_table,
    keep_rhythm,
    kinds,
    matrix,
    state_labels,
)

if TYPE_CHECKING:
    from wdbranch.exchange.table_out import OutSheet
    from wdbranch.printing.plan import Plan

CHANGED = Change(frozenset({DESK}))


def look(desk: Desk, year: int, today: date, rhythm: Rhythm | None = None) -> Matrix:
    """Branches × periods of a year, as of a day, in the desk's rhythm or another."""
    return matrix(desk, year, today, rhythm)


def choose_rhythm(desk: Desk, kind: str, days: int) -> Change:
    """How often branches report, and within how many days after the end of a period (1 to 60).

    Raises UserError ``bad_rhythm``.
    """
    if kind not in kinds() or not 1 <= days <= 60:
        raise UserError(
            "报送的节奏不对：天数要在 1 到 60 之间。",
            safe="原来的节奏没有改动。",
            todo="请重新选按月、按季还是按年，再填天数。",
            code="bad_rhythm",
        )
    keep_rhythm(desk, Rhythm(kind, days))
    return CHANGED


def years(desk: Desk) -> list[int]:
    """The years to choose from, newest first: this one, the last, and each that something was received of."""
    this = desk.clock().year
    return sorted({this, this - 1, *(int(each.period[:4]) for each in desk.arrivals())}, reverse=True)


def plan_reminders(desk: Desk, year: int, today: date, branch: str = "") -> Plan:
    """催报单, one for each branch that owes something, or for one branch. Raises UserError ``nobody_late``."""
    from wdbranch.operations.slips import Owing
    from wdbranch.operations.slips import plan_reminders as lay_out

    owing = [
        (one, cells) for one, cells in look(desk, year, today).overdue() if not branch or one.code == branch
    ]
    if not owing:
        raise UserError(
            f"{year}年没有逾期没交的，不用催。",
            safe="没有改动任何内容。",
            todo="还没到期的，到期以后再催。",
            code="nobody_late",
        )
    until = today + timedelta(days=due_table()["reminder_days"])
    found = [Owing(one.name, [(cell.period, cell.due) for cell in cells], one.contact) for one, cells in owing]
    return lay_out(desk.name, found, on=today, until=until)


def save_matrix(desk: Desk, year: int, today: date, out: Path) -> Path:
    """T1 报送情况一览 as Excel: one row for each branch and period that was due or has come."""
    from wdbranch.exchange.table_out import write_sheets

    return write_sheets(out, [t1(desk, year, today)])


def t1(desk: Desk, year: int, today: date) -> OutSheet:
    """T1 as a sheet. What is missing stands as 未交, never as zero."""
    from wdbranch.exchange.table_out import OutSheet, TableColumn

    told = due_table()["t1"]
    columns = [TableColumn(head, width, number=head in told["numbers"]) for head, width in told["columns"]]
    labels, returned = state_labels(), _returned(desk)
    rows = [
        [
            row.branch.name,
            parse_period(cell.period).label,
            cell.due.isoformat(),
            cell.received_at[:10] or None,
            cell.version or None,
            labels[cell.state],
            returned.get((row.branch.code, cell.period)),
            max(cell.late, 0) if cell.state in REPORTED or cell.late > 0 else None,
        ]
        for row in look(desk, year, today).rows
        for cell in row.cells
        if cell.state not in ("waiting", "before")
    ]
    return OutSheet(told["title"].format(year=year), columns, rows)


def _returned(desk: Desk) -> dict[tuple[str, str], int]:
    """How often something was returned, by branch and period."""
    found: dict[tuple[str, str], int] = {}
    period_of = {each.digest: (each.branch, each.period) for each in desk.arrivals()}
    for packet, verdict in desk.answers():
        if verdict == "returned" and packet in period_of:
            found[period_of[packet]] = found.get(period_of[packet], 0) + 1
    return found


def said_of(cell: Cell) -> str:
    """What a cell says: state, and how late or which version."""
    if cell.state == "missing" and cell.late > 0:
        return f"逾期 {cell.late} 天"
    return state_labels()[cell.state] + (f"　第 {cell.version} 版" if cell.version > 1 else "")
