"""The yearly account of the creation: every figure in it comes from records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.figures import Figure, figures
from wdbranch.rules.star_process import counted, counting_rule, granted, targets, tasks
from wdbranch.rules.stars import SETTINGS, Star, stars
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day, say_names

_NAMED = 6


def holder_of(snapshot: Snapshot) -> str:
    """Whose stars they are: the village or community as set, otherwise the branch."""
    told = (snapshot.branch.settings.get(SETTINGS) or {}).get("holder") or {}
    return str(told.get("name") or snapshot.branch.short or snapshot.branch.name)


def paragraphs(snapshot: Snapshot, year: int, today: date) -> list[tuple[str, str]]:
    """The account star by star: (name of the star, what is to be said of it)."""
    numbers = figures(snapshot, today, year)
    return [(star.name, _of_star(star, numbers)) for star in stars(snapshot, today, year=year)]


def _of_star(star: Star, numbers: Sequence[Figure]) -> str:
    words = rules_table("stars")["account"]
    told: str = words["star"].format(name=star.name, met=star.met, applicable=star.applicable)
    mine = [
        f"{one.label} {one.say}" for one in numbers if star.id in one.stars and one.value and one.denominator != 0
    ]
    if mine:
        told += words["figures"].format(figures="，".join(mine))
    lacking = [one.name for one in star.indicators if one.state in ("unmet", "not_yet", "manual")]
    rest: str = words["missing"].format(missing=say_names(lacking, _NAMED, "项")) if lacking else words["complete"]
    return told + rest


def account(snapshot: Snapshot, year: int, today: date) -> str:
    """The draft as text: a head, a paragraph for each star, tasks and what was recognised."""
    words = rules_table("stars")["account"]
    on = min(today, date(year, 12, 31))
    lines = [words["head"].format(holder=holder_of(snapshot), year=year, day=say_day(on))]
    lines += [told for _, told in paragraphs(snapshot, year, today)]
    listed = tasks(snapshot, year, today)
    if listed.total:
        lines.append(words["tasks"].format(total=listed.total, closed=listed.closed))
    have = granted(snapshot, year)
    if have:
        names = {star.id: star.name for star in stars(snapshot, today, year=year)}
        lines.append(words["granted"].format(stars="、".join(names.get(star, star) for star in have)))
    return "\n".join(lines)


def told_outside(snapshot: Snapshot, today: date) -> dict[str, Any]:
    """What the street is told of the stars: of each how far it is, the targets, how many were recognised.

    Star code → words (★ 已认定, ☆ 争创，差 3 项, 差 9 项); "reached" and "before" (the year before) are numbers.
    """
    words = rules_table("stars")["outside"]
    found = stars(snapshot, today)
    told: dict[str, Any] = {"year": today.year, "holder": holder_of(snapshot)}
    for aim in targets(snapshot, found, today.year):
        kind = "granted" if aim.granted else "wanted" if aim.wanted else "other"
        told[aim.star] = words[kind].format(missing=aim.missing, applicable=aim.applicable)
    rule, whole = counting_rule(snapshot.branch), [star.id for star in found]
    for name, year in (("reached", today.year), ("before", today.year - 1)):
        told[name] = counted(granted(snapshot, year), whole, rule)
    told["wanted"] = sum(aim.wanted or aim.granted for aim in targets(snapshot, found, today.year))
    return told
