"""Gatherings, claims and notices about points, as the rule tests write them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rules_branch import attendance, theme_day

from wdbranch.book.record import Record, State


def gathering(form: str, day: str, number: int = 1, **names: list[str]) -> Record:
    """A meeting on a day with these people marked."""
    base = theme_day(start=f"{day}T15:00", end=f"{day}T17:00", attendance=attendance(**names))
    return replace(base, id=f"{form[:3]:x<3}{number:09}", form=form, year=int(day[:4]))


def claim(number: int = 1, state: State = State.FINAL, **changes: Any) -> Record:
    """A claim of 尹拟谷 that the committee agreed to."""
    values = {
        "seq": number, "member": "尹拟谷", "happened_on": "2026-03-09", "item": "J15", "points": 1, "reason": "居民送来锦旗",
        "entered_by": "韩拟秋", "meeting": "c00000000009", "decision": "agree", **changes,
    }
    return Record(f"claim{number:07}", "points_claim", "2026", 2026, values, state=state)


def rules(day: str, items: list[dict[str, Any]], number: int = 1, **changes: Any) -> Record:
    """Rules that the assembly adopted, in force from a day."""
    values = {"title": "党员积分规则", "seq": number, "adopted_on": day, "from_day": day, "items": tuple(items), **changes}
    return Record(f"rules{number:07}", "points_rules", "2026", int(day[:4]), values, state=State.FINAL)


def notice(quarter: int, first: str, last: str, **changes: Any) -> Record:
    """A notice of a quarter."""
    values = {"title": "公示", "seq": quarter, "quarter": quarter, "shown_from": first, "shown_to": last}
    made = Record(f"notice{quarter:06}", "points_notice", "2026", 2026, values, created_at=f"{first}T09:00:00")
    return replace(made, values={**values, **changes})
