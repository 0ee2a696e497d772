"""What the pages of creation can be filled with from the stars as they stand."""

from __future__ import annotations

from collections.abc import Mapping

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.draft import Draft, Suggestion
from wdbranch.rules.star_account import holder_of
from wdbranch.rules.star_process import plan_of
from wdbranch.rules.stars import Star, stars
from wdbranch.rules.wording import say_names

_NAMED = 8


def _stars(draft: Draft, snapshot: Snapshot) -> list[Star]:
    return stars(snapshot, draft.day) if draft.day else []


def star_holder(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001 - one shape for all
    """Whose stars they are."""
    return holder_of(snapshot) or None


def stars_achieved(draft: Draft, snapshot: Snapshot) -> str | None:
    """Star by star what is met already."""
    lines = [
        f"{star.name}：{say_names([one.name for one in star.indicators if one.state == 'met'], _NAMED, '项')}"
        for star in _stars(draft, snapshot)
        if star.met
    ]
    return "\n".join(lines) or None


def stars_missing(draft: Draft, snapshot: Snapshot) -> str | None:
    """Star by star what the records show to be missing."""
    lines = []
    for star in _stars(draft, snapshot):
        names = [one.name for one in star.indicators if one.state in ("unmet", "not_yet")]
        if names:
            lines.append(f"{star.name}：{say_names(names, _NAMED, '项')}")
    return "\n".join(lines) or None


def stars_told(draft: Draft, snapshot: Snapshot) -> str | None:
    """One line a star: how many indicators are met."""
    return "\n".join(f"{star.name}：{star.say}" for star in _stars(draft, snapshot)) or None


def stars_applied(draft: Draft, snapshot: Snapshot) -> tuple[str, ...] | None:
    """The stars that the plan of the year aims at."""
    plan = plan_of(snapshot, draft.belongs) if draft.belongs is not None else None
    found = tuple(dict.fromkeys(row["star"] for row in plan.rows("targets") if row.get("star"))) if plan else ()
    return found or None


STAR_SUGGESTIONS: Mapping[str, Suggestion] = {
    "star_holder": star_holder,
    "stars_achieved": stars_achieved,
    "stars_missing": stars_missing,
    "stars_told": stars_told,
    "stars_applied": stars_applied,
}
"""The suggestions of this file by the names that forms use."""
