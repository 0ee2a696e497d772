"""Members who need to be sought out: floating, away, lost, infirm. Thresholds: ``presence.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wdbranch.book.people import Member, Span
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import add_months
from wdbranch.rules.presence import SERVED, attendance_rows
from wdbranch.rules.tables import rules_table

CONTACT, VISIT, THEME_DAY = "floating_contact", "visit", "theme_day"


@dataclass(frozen=True, slots=True)
class Sought:
    """One time that somebody was sought out: taught at home, visited, or reached."""

    day: date
    how: str  # "home" | "online" | "visit" | "contact"
    record: str


def _months(name: str) -> int:
    return int(rules_table("presence")["floating"][name])


def _of(snapshot: Snapshot, form: str, member: Member, field: str, until: date) -> Iterator[tuple[date, Record]]:
    """The records of a form up to a day that name the member in a field, in order."""
    label = snapshot.roster.label(member)
    for record in snapshot.of(form):
        day = snapshot.day(record)
        if day is not None and day <= until and record.get(field) in (label, member.name):
            yield day, record


# --- floating and away -------------------------------------------------------------------------------------


def floating(snapshot: Snapshot, day: date) -> list[tuple[Member, Span]]:
    """The floating members of a day with their span."""
    found = ((member, member.span("floating", day)) for member in snapshot.roster.on(day))
    return [(member, span) for member, span in found if span is not None]


def contacts(snapshot: Snapshot, member: Member, until: date) -> list[tuple[date, Record]]:
    """The 流动党员联系 records of a member up to a day, in order.

    Source: 党员教育管理工作条例（2019）第三十二条 (regular contact, no number).
    """
    return list(_of(snapshot, CONTACT, member, "member", until))


def full_since(span: Span) -> date | None:
    """The day on which somebody has been away for six months; None where the beginning is not known.

    Source: 党员教育管理工作条例（2019）第二十五、三十二条.
    """
    since = day_of(span.start)
    return add_months(since, _months("away_months")) if since else None


def away_too_long(snapshot: Snapshot, today: date) -> list[tuple[Member, date]]:
    """Members registered as away for six months and not as floating, with the day on which it was full (D-33)."""
    found = []
    for member in snapshot.roster.on(today):
        span = member.span("away", today)
        full = full_since(span) if span is not None else None
        if full is not None and full <= today and not member.has("floating", today):
            found.append((member, full))
    return found


@dataclass(frozen=True, slots=True)
class Lost:
    """A member who cannot be reached: since when, and by when what must be reported (D-32).

    ``step``: "suspend" (报停止党籍) six months after they were lost, "remove" (报除名) two years after suspension.
    """

    member: Member
    since: date
    due: date
    step: str


def lost(snapshot: Snapshot, today: date) -> list[Lost]:
    """Members with an open span ``lost`` or ``membership_suspended`` on that day.

    Source: 党员教育管理工作条例（2019）第二十四条.
    """
    found = []
    for member in snapshot.roster.members:
        left = day_of(member.out_date)
        if member.applicant or (left is not None and left <= today):
            continue
        suspended, gone = member.span("membership_suspended", today), member.span("lost", today)
        since = day_of(suspended.start) if suspended else day_of(gone.start) if gone else None
        if since is None:
            continue
        step = "remove" if suspended else "suspend"
        months = 12 * _months("suspended_years") if suspended else _months("lost_months")
        found.append(Lost(member, since, add_months(since, months), step))
    return found


# --- infirm ------------------------------------------------------------------------------------------------


def infirm(snapshot: Snapshot, day: date) -> list[Member]:
    """The infirm members of a day."""
    return [member for member in snapshot.roster.on(day) if member.infirm]


def sought_out(snapshot: Snapshot, member: Member, first: date, last: date) -> list[Sought]:
    """Every time in a stretch of days that a member was taught at home or online, or visited, in order.

    A visit counts from a 走访慰问 record, or from a theme party day whose visit segment names the member: it is
    not typed again. Source: 党员教育管理工作条例（2019）第二十三条 (no number).
    """
    found = [
        Sought(day, "visit", record.id)
        for day, record in _of(snapshot, VISIT, member, "target", last)
        if day >= first
    ]
    for record in snapshot.records:
        day = snapshot.day(record)
        if day is None or not first <= day <= last or snapshot.form_of(record).attendance is None:
            continue
        found += (
            Sought(day, meaning, record.id)
            for who, meaning in attendance_rows(snapshot, record, SERVED)
            if who == member.id
        )
        if record.form == THEME_DAY and _visited(record, member, snapshot):
            found.append(Sought(day, "visit", record.id))
    return sorted(found, key=lambda one: (one.day, one.how, one.record))


def _visited(record: Record, member: Member, snapshot: Snapshot) -> bool:
    wanted = snapshot.edition_of(record).tagged("segment_kind", "visit")
    return any(
        row.get("kind") in wanted and member.name in (row.get("minutes") or "") for row in record.rows("segments")
    )
