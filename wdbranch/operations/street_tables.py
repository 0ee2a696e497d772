"""The street's tables on screen, on paper and for Excel, and the notice on a period's reporting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wdbranch.book.moments import show_day
from wdbranch.book.period import parse_period
from wdbranch.operations.reporting import look
from wdbranch.rules.tables import words_table
from wdbranch.store.desk import Desk
from wdbranch.street.matrix import REPORTED, Rhythm, periods_of
from wdbranch.street.stars import star_board
from wdbranch.street.tables import StreetTable, table, tables, words

if TYPE_CHECKING:
    from wdbranch.exchange.table_out import OutSheet
    from wdbranch.printing.leaf import Head
    from wdbranch.printing.plan import Plan
    from wdbranch.printing.slip import Slip

__all__ = ["StreetTable", "cells", "plan_notice", "plan_table", "save_tables", "table", "tables", "words"]


def periods(desk: Desk, year: int) -> list[str]:
    """What a table can be asked for: the year, its quarters, its months, as far as something was received of them."""
    have = {each.period for each in desk.arrivals() if each.period[:4] == str(year)}
    months = [text for text in periods_of(year, "month") if text in have]
    quarters = [
        text
        for text in periods_of(year, "quarter")
        if any(parse_period(text).covers(parse_period(one).last) for one in have if one != str(year))
    ]
    return [str(year), *quarters, *months]


def stars_told(found: StreetTable) -> str:
    """How many have two, three, four and five stars; empty for a table that tells of something else."""
    board = star_board(found)
    return board.say if board is not None else ""


def heads(found: StreetTable) -> list[str]:
    """The heads of the columns, the branch first."""
    return ["支部", *(column.label for column in found.columns)]


def cells(found: StreetTable) -> list[list[str]]:
    """The rows in words, the branches in the order of the list, the total last; 未报 where a branch did not report."""
    told = words()
    rows = [
        [
            row.branch.short or row.branch.name,
            *([figure.say for figure in row.figures] if row.reported else [told["missing"]] * len(found.columns)),
        ]
        for row in found.rows
    ]
    whole = f"{told['total']}（{found.reported} 个支部）"
    return [*rows, [whole, *(figure.say for figure in found.totals)]]


def plan_table(desk: Desk, found: StreetTable, period: str, *, filler: str = "") -> Plan:
    """A table on paper, across, with the cover facts of statistics: who fills it in, signs, and when."""
    from wdbranch.printing.slip import plan_slip

    return plan_slip(_slip(desk, found, period, filler), _head(desk, period))


def _slip(desk: Desk, found: StreetTable, period: str, filler: str) -> Slip:
    from wdbranch.printing.slip import Facts, Listed, Prose, Slip

    label = _notice()["label"]
    share = 100 / (len(found.columns) + 2)
    columns = [("支部", 2 * share), *((column.label, share) for column in found.columns)]
    facts = Facts(
        [
            (label["unit"], desk.name),
            (label["period"], parse_period(period).label),
            (label["filler"], filler),
            (label["day"], show_day(desk.clock().date().isoformat())),
        ]
    )
    notes = [words()["reference"]]
    if found.missing:
        notes.append(_notice()["missing"].format(count=len(found.missing), names="、".join(found.missing)))
    return Slip(
        f"{found.id} {found.title}",
        [facts, Listed(columns, cells(found)), Prose(notes)],
        _notice()["signs"],
        landscape=True,
    )


def save_tables(desk: Desk, table_ids: Sequence[str], period: str, out: Path) -> Path:
    """Tables as sheets of one Excel file."""
    from wdbranch.exchange.table_out import write_sheets

    return write_sheets(out, [_sheet(table(desk, one, [period]), period) for one in table_ids])


def _sheet(found: StreetTable, period: str) -> OutSheet:
    from wdbranch.exchange.table_out import OutSheet, TableColumn

    columns = [TableColumn("支部", 30), *(TableColumn(column.label, 14) for column in found.columns)]
    notes = [words()["reference"], parse_period(period).label]
    return OutSheet(f"{found.id} {found.title}", columns, cells(found), notes)


# --- the notice -------------------------------------------------------------------------------------------


def plan_notice(desk: Desk, period: str, today: date) -> Plan:
    """《关于×报送情况的通报》: the whole, the problems, what is asked for. Branches are named, members never.

    Source: ``domain`` practice of several places (street.md §3, 推断); its words are data.
    """
    from wdbranch.printing.slip import Listed, Prose, Slip, plan_slip

    told, asked = _notice(), parse_period(period)
    kind = "quarter" if "Q" in period else "month" if "-" in period else "year"
    found = look(desk, asked.first.year, today, Rhythm(kind, _days(desk, kind)))
    place = found.periods.index(period)
    reported = [row for row in found.rows if row.cells[place].state in REPORTED]
    missing = [row.branch.name for row in found.rows if row.cells[place].state in ("missing", "invalid")]
    in_time = sum(row.cells[place].late == 0 for row in reported)
    fill: dict[str, Any] = {
        "street": desk.name,
        "period": asked.label,
        "day": show_day(today.isoformat()),
        "due": len(reported) + len(missing),
        "reported": len(reported),
        "in_time": in_time,
        "missing": "、".join(missing) or told["nobody"],
    }
    reasons = _reasons(desk, {row.cells[place].digest for row in reported})
    parts: list[Any] = [Prose([told["whole"].format(**fill)], told["heads"][0])]
    problems = [told["missing_names"].format(**fill)]
    if reasons:
        commonest = "；".join(f"{label}（{count} 次）" for label, count in reasons)
        problems.append(told["returned"].format(reasons=commonest))
    parts.append(Prose(problems, told["heads"][1]))
    parts.append(Prose([line.format(**fill) for line in told["asks"]], told["heads"][2]))
    rows = [[str(n), row.branch.name, _said(row.cells[place].state)] for n, row in enumerate(found.rows, 1)]
    parts.append(Listed([("序号", 10), ("支部", 60), ("状态", 20)], rows, told["heads"][3]))
    slip = Slip(told["title"].format(**fill), parts, told["signs"])
    return plan_slip(slip, _head(desk, period))


def _days(desk: Desk, kind: str) -> int:
    from wdbranch.street.matrix import kinds, rhythm_of

    own = rhythm_of(desk)
    return own.days if own.kind == kind else kinds()[kind][1]


def _reasons(desk: Desk, digests: set[str]) -> list[tuple[str, int]]:
    """The five commonest reasons for which records of these packets were returned."""
    from wdbranch.operations.street import returned_items

    counts = Counter(item.label for item in returned_items(desk, digests))
    return counts.most_common(5)


def _said(state: str) -> str:
    from wdbranch.street.matrix import state_labels

    return state_labels()[state]


def _notice() -> dict[str, Any]:
    found: dict[str, Any] = words_table("packet", "notice")
    return found


def _head(desk: Desk, period: str) -> Head:
    from wdbranch.printing.leaf import Head

    title = str(words_table("packet", "slips")["head"]["street"])
    return Head(book_title=title, year=parse_period(period).first.year, branch=desk.name)
