"""What the pages of points can fill in by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from wdbranch.book.points import WHOLE
from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import quarter_of
from wdbranch.rules.periods import period_of
from wdbranch.rules.points.scheme import scheme_on
from wdbranch.rules.points.standing import due_members

if TYPE_CHECKING:
    from wdbranch.rules.draft import Draft, Suggestion


def points_items(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """The rules in force on the day before, for the assembly to change: a row for each item."""
    if draft.day is None:
        return ()
    rows = []
    for item in scheme_on(snapshot, draft.day - timedelta(days=1)).items.values():
        cap = item.caps[0] if item.caps else None
        row = {
            "code": item.code,
            "name": item.name,
            "direction": item.direction,
            "value": item.value / WHOLE,
            "most": item.most / WHOLE if item.most is not None else None,
            "cap": cap.score / WHOLE if cap else None,
            "cap_period": cap.period if cap else None,
            "evidence": item.evidence or None,
            "off": None,
        }
        rows.append(row)
    return tuple(rows)


def points_quarter(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001 - one shape for all
    """The last quarter that was over on the day; in the first quarter the running one, for want of an earlier."""
    if draft.day is None:
        return None
    quarter = quarter_of(draft.day)
    return quarter if draft.day == period_of("quarter", draft.day).last or quarter == 1 else quarter - 1


def points_shown_to(draft: Draft, snapshot: Snapshot) -> str | None:
    """The last day of a notice of the usual length."""
    if draft.day is None:
        return None
    days = scheme_on(snapshot, draft.day).notice_days
    return (draft.day + timedelta(days=days - 1)).isoformat()


def points_people(draft: Draft, snapshot: Snapshot) -> int | None:
    """How many members' points are kept in the quarter of the notice."""
    quarter, year = draft.values.get("quarter"), draft.belongs
    if not isinstance(quarter, int) or not 1 <= quarter <= 4 or year is None:
        return None
    period = period_of("quarter", date(year, 3 * quarter, 1))
    return len(due_members(snapshot, period, day_of(draft.values.get("shown_from")) or period.last))


POINTS_SUGGESTIONS: Mapping[str, Suggestion] = {
    "points_items": points_items,
    "points_quarter": points_quarter,
    "points_shown_to": points_shown_to,
    "points_people": points_people,
}
