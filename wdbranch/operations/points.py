"""Points of members: a period at a glance, one member's statement, posting, what is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.book.form import View
from wdbranch.book.people import Member
from wdbranch.book.points import Line
from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError
from wdbranch.operations import record as records
from wdbranch.operations.change import POINTS, Change, Saved
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import head_of, page_named
from wdbranch.rules.derive import points as sheets
from wdbranch.rules.derive.table import Derived
from wdbranch.rules.periods import Period, period_of
from wdbranch.rules.points.count import lines_of_year
from wdbranch.rules.points.facts import CLAIM
from wdbranch.rules.points.ledger import Waiting, waiting
from wdbranch.rules.points.notices import NOTICE, changed_since, notices
from wdbranch.rules.points.scheme import scheme_on
from wdbranch.rules.points.standing import Sums, by_member, due_members, posted, say_band, sums, within
from wdbranch.rules.wording import say_day
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.printing.plan import Plan

OBJECTION = "points_objection"


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One member of a period: posted sums in hundredths, the year's sum so far, the band (a reference), what waits."""

    member: int
    name: str
    sums: Sums
    year: int
    band: str
    waiting: int
    change: int      # by how much the sums will change, hundredths


@dataclass(frozen=True, slots=True)
class PointsPage:
    """Everything that the page of points shows of a period, as of a day."""

    period: Period
    lines: tuple[PointsLine, ...]
    waiting: int          # facts of the year up to the end of the period that wait to be posted
    back: int             # of them, entries to be taken back
    beyond: int           # facts of the year behind the period that wait
    rules: str            # which rules hold
    reference: bool       # … and they are the program's own, not adopted
    claims: tuple[str, ...]       # ids of claims without a decision
    objections: tuple[str, ...]   # ids of objections without a decision
    shown: str            # 3月5日至3月9日公示, "" where not shown
    notice: str           # id of the notice of the quarter
    changed: int          # entries written after the notice


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a member's own statement. ``kind``: posted · back (a reversal) · gone (taken back) · waiting.

    ``other``: the place in the list of the line that it takes back, or that takes it back.
    """

    day: str
    item: str
    reason: str
    number: str
    score: int
    kind: str
    record: str = ""
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What a posting did."""

    until: str
    lines: int
    back: int
    change: Change = field(default_factory=lambda: Change(frozenset({POINTS})))


def period_named(kind: str, year: int, number: int) -> Period:
    """The ``number``-th month or quarter of a year, or the year. Raises KeyError for another kind."""
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    return period_of(kind, date(year, min(number * months, 12), 1))


def page(book: Readable, period: Period, today: date) -> PointsPage:
    """A month, quarter or year of points."""
    snapshot = book.snapshot()
    year = period.first.year
    until = min(period.last, today)
    scheme = scheme_on(snapshot, until)
    due = waiting(snapshot, year, today, until=_month(period.last))
    everything = waiting(snapshot, year, today)
    quarter = period if period.kind == "quarter" else None
    shown = notices(snapshot, quarter) if quarter else []
    return PointsPage(
        period=period,
        lines=tuple(_line(snapshot, m, period, until, due) for m in due_members(snapshot, period, today)),
        waiting=len(due),
        back=len(due.back),
        beyond=len(everything) - len(due),
        rules=scheme.label,
        reference=not scheme.adopted,
        claims=tuple(r.id for r in snapshot.of(CLAIM) if r.year == year and not r.get("decision")),
        objections=tuple(r.id for r in snapshot.of(OBJECTION) if r.year == year and not r.get("decision")),
        shown=_days(shown[-1].get("shown_from"), shown[-1].get("shown_to")) if shown else "",
        notice=shown[-1].id if shown else "",
        changed=changed_since(snapshot, quarter) if quarter else 0,
    )


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _days(first: str | None, last: str | None) -> str:
    begin, end = day_of(first), day_of(last)
    return f"{say_day(begin) if begin else ''}至{say_day(end) if end else ''}"


def _line(snapshot: Snapshot, member: Member, period: Period, until: date, due: Waiting) -> PointsLine:
    year, scheme = period.first.year, scheme_on(snapshot, until)
    known = posted(snapshot, year).get(member.id, ())
    so_far = within(known, Period("year", date(year, 1, 1), period.last))
    total = sums(so_far, scheme).total
    mine = due.of(member.id)
    return PointsLine(
        member=member.id,
        name=snapshot.roster.label(member),
        sums=sums(within(known, period), scheme),
        year=max(total, scheme.floor),
        band=say_band(total, member, scheme, year, until) if so_far else "",
        waiting=len(mine),
        change=mine.score,
    )


def statement(book: Readable, year: int, member: int, today: date) -> tuple[StatementLine, ...]:
    """A member's own statement of a year: every posted line and reversal, then what waits to be posted."""
    snapshot = book.snapshot()
    person = snapshot.roster.by_id[member]
    entries = sheets.statement(snapshot, person, year)
    places = {entry.seq: place for place, entry in enumerate(entries)}
    reversed_by = snapshot.points.reversed_by
    found = []
    for entry in entries:
        taker = reversed_by.get(entry.seq)
        kind = "back" if entry.reverses is not None else "gone" if taker is not None else "posted"
        other = places.get(entry.reverses if entry.reverses is not None else taker or 0)
        found.append(_told(snapshot, entry.line, kind, other))
    due = waiting(snapshot, year, today).of(member)
    for entry in due.back:
        taken = replace(entry.line, score=-entry.line.score)
        found.append(_told(snapshot, taken, "waiting", places.get(entry.seq)))
    found += [_told(snapshot, line, "waiting", None) for line in due.lines]
    return tuple(found)


def _told(snapshot: Snapshot, line: Line, kind: str, other: int | None) -> StatementLine:
    item = scheme_on(snapshot, date.fromisoformat(line.day)).name(line.code)
    source = line.source if line.source in snapshot.by_id else ""
    number = sheets.number_of(snapshot, line.source)
    return StatementLine(line.day, item, line.reason, number, line.score, kind, source, other)


def unposted_months(book: Readable, year: int, today: date) -> tuple[str, ...]:
    """The months of a year (2026-03) with something to post, in order."""
    due = waiting(book.snapshot(), year, today)
    return tuple(sorted({line.month for line in due.lines} | {entry.line.month for entry in due.back}))


def post(book: Workbook, year: int, month: int, today: date) -> Posted:
    """Post a month and all before it in its year (月结): one act, which nothing takes back.

    What rests on a record that changed since is taken back (红冲) and posted anew. Raises UserError
    ``month_ahead`` for a month to come, ``nothing_to_post`` where the ledger is up to date.
    """
    if date(year, month, 1) > today:
        raise UserError(
            f"{year}年{month}月还没有到，不能入账。", safe="没有改动。", todo="请选已经到的月份。", code="month_ahead"
        )
    until = f"{year:04}-{month:02}"
    due = waiting(book.snapshot(), year, today, until=until)
    if not due:
        raise UserError(
            f"{year}年{month}月以前的积分都已入账，没有新的。", safe="没有改动。", code="nothing_to_post"
        )
    book.post_points(until, due.back, due.lines)
    return Posted(until, len(due.lines), len(due.back))


def begin_notice(book: Workbook, quarter: Period, today: date) -> Saved:
    """A new draft of the notice of a quarter, from today on."""
    values = {"quarter": (quarter.first.month + 2) // 3}
    return records.new(book, NOTICE, day=today, values=values, year=quarter.first.year)


def reckoned(book: Readable, year: int, today: date) -> dict[int, Sums]:
    """The sums of a year worked out from nothing, by member: what the ledger comes to once all is posted."""
    snapshot = book.snapshot()
    scheme = scheme_on(snapshot, min(date(year, 12, 31), today))
    return {member: sums(mine, scheme) for member, mine in by_member(lines_of_year(snapshot, year, today)).items()}


# --- paper -------------------------------------------------------------------------------------------------


def derived_sheet(book: Readable, view_id: str, period: Period, *, member: int | None = None) -> tuple[View, Derived]:
    """One of the sheets of points for one month, quarter, year or member, with the view that says how it looks."""
    snapshot, today = book.snapshot(), book.clock().date()
    year, quarter = period.first.year, (period.first.month + 2) // 3
    work: dict[str, Callable[[], Derived]] = {
        "points_month": lambda: sheets.points_of_month(snapshot, year, period.first.month, today),
        "points_shown": lambda: sheets.points_shown_of(snapshot, year, quarter, today, _notice_words(snapshot, period)),
        "points_talks": lambda: sheets.points_talks_of(snapshot, year, quarter, today),
        "points_quarter": lambda: sheets.points_quarter(snapshot, year, today),
        "points_year": lambda: sheets.points_year(snapshot, year, today),
    }
    view = page_named(book, view_id, year)
    assert isinstance(view, View)
    if member is not None:
        person = snapshot.roster.by_id[member]
        title = f"{view.title}（{snapshot.roster.label(person)}，{year}年）"
        return replace(view, title=title), sheets.points_card_of(snapshot, year, person, today)
    said = period.say if view_id in ("points_month", "points_shown", "points_talks") else f"{year}年度"
    return replace(view, title=f"{view.title}（{said}）"), work[view_id]()


def plan_sheet(book: Readable, view_id: str, period: Period, *, member: int | None = None) -> Plan:
    """The same as printed pages."""
    from wdbranch.printing.view import plan_view

    view, derived = derived_sheet(book, view_id, period, member=member)
    return plan_view(view, derived, head_of(book.snapshot(), period.first.year))


def save_sheet(book: Readable, view_id: str, period: Period, out: Path, *, member: int | None = None) -> Path:
    """The same as an Excel file. Raises UserError where it cannot be written."""
    from wdbranch.operations.tables import save_view

    view, derived = derived_sheet(book, view_id, period, member=member)
    return save_view(view, derived, out).path


def _notice_words(snapshot: Snapshot, quarter: Period) -> list[str]:
    """公示期 and where objections are taken, from the notice of the quarter; room for ink where there is none."""
    shown = notices(snapshot, quarter)
    if not shown:
        return ["公示期：　　　　年　　月　　日至　　月　　日。受理异议：　　　　　　　　　　"]
    last = shown[-1]
    told = f"公示期：{_days(last.get('shown_from'), last.get('shown_to'))}。"
    return [f"{told}受理异议：{last.get('contact') or '　　　　　　　　　　'}"]
