"""How a branch grades an indicator itself, and how the street grades it: both stand beside what is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot

MET, PART, UNMET, NOT_APPLICABLE = "met", "part", "unmet", "na"
GRADES = (MET, PART, UNMET, NOT_APPLICABLE)
"""达 · 部分 · 未达 · 不适用."""
SAME, RETURNED, CHANGED = "same", "returned", "changed"
VERDICTS = (SAME, RETURNED, CHANGED)
"""What the street says to it: 同 · 退回 · 改判 (then with a grade of its own)."""


@dataclass(frozen=True, slots=True)
class Review:
    """The street's word: a verdict, and for 改判 its grade."""

    verdict: str
    grade: str = ""
    note: str = ""
    on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What people said of one indicator in one year; ``grade`` is empty where the branch has said nothing.

    ``links``: "record:<id>", "page:<form or view>", "photo:<digest>". ``stale``: the year of a former word
    that has to be said anew, 0 where there is none.
    """

    grade: str = ""
    note: str = ""
    on: date | None = None
    by: str = ""
    links: tuple[str, ...] = ()
    review: Review | None = None
    stale: int = 0


NOTHING = Judged()
"""Nobody has said anything."""


def key_of(indicator: str, year: int) -> str:
    """Under which key of the evidence an indicator's judgement of a year is kept."""
    return f"{indicator}:{year}"


def judged_of(snapshot: Snapshot, indicator: str, year: int, today: date) -> Judged:
    """What was said of an indicator for a year; what is dated after today is not said yet.

    Books written before judgements were kept year by year have the indicator's id alone as the key.
    """
    found = snapshot.evidence.get(key_of(indicator, year))
    if found is not None:
        return _read(found, today)
    former = snapshot.evidence.get(indicator)
    if former is None or former.get("met") is None:
        return NOTHING
    on = day_of(former.get("on"))
    if on is None or on.year == year:
        return _read(former, today)
    return Judged(stale=on.year)


def _read(found: Mapping[str, Any], today: date) -> Judged:
    on = day_of(found.get("on"))
    review = found.get("review")
    said = on is None or on <= today
    grade = found.get("grade") or (MET if found.get("met") else UNMET)      # "none": only the street spoke
    return Judged(
        grade=grade if said and grade in GRADES else "",
        note=(found.get("note") or "") if said else "",
        on=on if said else None,
        by=found.get("by") or "",
        links=tuple(found.get("links") or ()),
        review=_review(review) if review else None,
    )


def _review(told: Mapping[str, Any]) -> Review:
    return Review(
        verdict=str(told.get("verdict") or ""),
        grade=str(told.get("grade") or ""),
        note=str(told.get("note") or ""),
        on=day_of(told.get("on")),
        by=str(told.get("by") or ""),
    )
