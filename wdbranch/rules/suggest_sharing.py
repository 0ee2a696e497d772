"""Suggestions of the ledgers of building together: turns of the chair, agreements, estates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import turns
from wdbranch.rules.calendar import add_months
from wdbranch.rules.draft import Draft, Suggestion
from wdbranch.rules.periods import period_of
from wdbranch.rules.tables import rules_table


def turn_last(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001 - one shape for all
    """The last day of the period in which the turn begins."""
    first = day_of(draft.values.get("first"))
    return period_of(turns.length(), first).last.isoformat() if first else None


def turn_unit(draft: Draft, snapshot: Snapshot) -> str | None:
    """Whose turn it is, by the order of the units."""
    first = day_of(draft.values.get("first"))
    if first is None:
        return None
    earlier = turns.turns_before(snapshot, first)
    return turns.next_unit(snapshot, str(earlier[0].get("unit") or "") if earlier else "", first) or None


def turn_next(draft: Draft, snapshot: Snapshot) -> str | None:
    """Who takes over at the end of the turn."""
    last, unit = day_of(draft.values.get("last")), draft.values.get("unit")
    return turns.next_unit(snapshot, unit, last) or None if last and unit else None


def turn_matters(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """What the last turn took up and did not finish."""
    first = day_of(draft.values.get("first"))
    earlier = turns.turns_before(snapshot, first) if first else []
    if not earlier:
        return ()
    return tuple(
        {"text": row["text"], "done_on": None, "note": None}
        for row in earlier[0].rows("matters")
        if row.get("text") and not row.get("done_on")
    )


def standing_unit(draft: Draft, snapshot: Snapshot) -> str | None:
    """The unit that chairs always."""
    return turns.standing_unit(snapshot, draft.day) or None if draft.day else None


def chair_unit(draft: Draft, snapshot: Snapshot) -> str | None:
    """The unit whose turn it is on the day."""
    turn = turns.turn_on(snapshot, draft.day) if draft.day else None
    return turn.get("unit") if turn else None


def agreement_until(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001
    """The last day of the usual term of an agreement signed on the day."""
    if draft.day is None:
        return None
    months = int(rules_table("ledgers")["agreement"]["months"])
    return (add_months(draft.day, months) - timedelta(days=1)).isoformat()


def unit_count(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001
    """How many units took part."""
    return len([row for row in draft.values.get("units") or () if row.get("name")]) or None


def estate_conditions(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:  # noqa: ARG001
    """The check list of what an estate needs for an owners' committee."""
    return tuple({"text": text, "met": None, "note": None} for text in rules_table("ledgers")["estate"]["conditions"])


SHARING_SUGGESTIONS: Mapping[str, Suggestion] = {
    "turn_last": turn_last,
    "turn_unit": turn_unit,
    "turn_next": turn_next,
    "turn_matters": turn_matters,
    "standing_unit": standing_unit,
    "chair_unit": chair_unit,
    "agreement_until": agreement_until,
    "unit_count": unit_count,
    "estate_conditions": estate_conditions,
}
"""The suggestions of this file by the names that forms use."""
