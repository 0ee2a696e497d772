"""体检单: everything an inspector would object to, on paper, with the source of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wdbranch.book import values as book_values
from wdbranch.book.finding import Finding
from wdbranch.book.form import View, ViewColumn
from wdbranch.book.period import Period, parse_period
from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import WrongUseError
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import head_of
from wdbranch.rules.derive import Derived, DerivedRow

if TYPE_CHECKING:
    from wdbranch.printing.plan import Plan

_COLUMNS = (
    ("no", "序号", 11), ("level", "级别", 11), ("where", "哪一页", 30), ("say", "查出什么", 60), ("source", "依据", 48),
)
SIGNS = ("检查人签字", "书记签字")


def where(snapshot: Snapshot, finding: Finding) -> str:
    """The record an objection is about, by number, kind and day; 全本 without one."""
    record = next((one for one in snapshot.records if one.id == finding.record), None)
    if record is None:
        return "全本"
    form = snapshot.form_of(record)
    day = day_of(record.values.get(form.date_field))
    return f"{book_values.record_number(form, record)} {form.short}" + (f" {day.month}月{day.day}日" if day else "")


def of_period(book: Readable, found: Sequence[Finding], period: str) -> list[Finding]:
    """The objections that matter before a period (2026-09, 2026-Q3, 2026) is sent.

    Those to records of its days, and those to the book but for what belongs to another time.
    """
    wanted, snapshot = parse_period(period), book.snapshot()
    days = {record.id: snapshot.day(record) for record in snapshot.records}
    return [
        one
        for one in found
        if (wanted.covers(days.get(one.record)) if one.record is not None else _touches(one, wanted))
    ]


def _touches(finding: Finding, wanted: Period) -> bool:
    try:
        its = parse_period(finding.jump.period if finding.jump else "")
    except WrongUseError:
        return True  # it has no time of its own
    return its.first <= wanted.last and wanted.first <= its.last


def plan_checkup(book: Readable, found: Sequence[Finding], scope: str = "") -> Plan:
    """The sheet with these objections; those set aside are told with their reason. ``scope``: what was looked at."""
    from wdbranch.printing.view import plan_view

    snapshot, today = book.snapshot(), book.clock().date()
    rows = tuple(
        DerivedRow(
            {
                "no": str(number),
                "level": one.level,
                "where": where(snapshot, one),
                "say": f"{one.say}（已说明：{one.waived}）" if one.waived else one.say,
                "source": one.source,
            }
        )
        for number, one in enumerate(found, 1)
    )
    standing = sum(one.waived is None for one in found)
    aside = len(found) - standing
    about = f"（{scope}）" if scope else ""
    told = f"{today.year}年{today.month}月{today.day}日体检{about}：查出 {standing} 条，另有 {aside} 条已写明理由。"
    columns = tuple(ViewColumn(key, label, width, centre=width < 12) for key, label, width in _COLUMNS)
    view = View(
        "checkup", "", "记录本体检单", "体检单", "", "", 0, "", columns, lines=16, signs=SIGNS,
    )
    return plan_view(view, Derived(rows, (told,)), head_of(snapshot, today.year))
