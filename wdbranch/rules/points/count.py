"""The points of a year worked out from nothing: facts in the order of their days, clipped by the caps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from wdbranch.book.points import Line
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.periods import MONTHS
from wdbranch.rules.points.facts import Facts
from wdbranch.rules.points.scheme import Cap, Scheme, stretches
from wdbranch.rules.tables import rules_table


def lines_of_year(snapshot: Snapshot, year: int, today: date) -> tuple[Line, ...]:
    """Every line of a year up to ``today``, in the order of their days; each key occurs once."""
    return snapshot.once(("points:lines", year, today), lambda: tuple(_lines(snapshot, year, today)))


def _lines(snapshot: Snapshot, year: int, today: date) -> Iterator[Line]:
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    if last < first:
        return
    by_id: dict[str, Scheme] = {}
    found: dict[tuple[object, ...], Line] = {}
    for scheme, begin, end in stretches(snapshot, first, last):
        by_id[scheme.id] = scheme
        for line in Facts(snapshot, scheme, begin, end, today).lines():
            found.setdefault(line.key, line)
    yield from capped(sorted(found.values(), key=_place), by_id)


def _place(line: Line) -> tuple[object, ...]:
    return line.day, line.code, line.member, line.source, line.part


def capped(lines: Iterable[Line], schemes: dict[str, Scheme]) -> Iterator[Line]:
    """Lines in the order of their days, with no item and no group of items above its caps.

    What goes beyond a cap is cut off; the line stays and says so. Deductions are never capped by their group.
    """
    used: dict[tuple[object, ...], int] = {}
    words = rules_table("points")["say"]
    for line in lines:
        scheme = schemes[line.scheme]
        item = scheme.items[line.code]
        limits: list[tuple[str, Cap]] = [(line.code, cap) for cap in item.caps]
        limits += [(item.group, cap) for cap in scheme.groups[item.group].caps]
        score = line.score
        keys = [((line.member, name, cap.period, _period(cap.period, line.day)), cap) for name, cap in limits]
        for key, cap in keys:
            left = max(cap.score - abs(used.get(key, 0)), 0)
            score = min(score, left) if score >= 0 else max(score, -left)
        for key, _ in keys:
            used[key] = used.get(key, 0) + score
        if score == line.score:
            yield line
        else:
            yield replace(line, score=score, reason=words["capped"].format(reason=line.reason))


def _period(kind: str, day: str) -> int:
    """The number of the period within its year; a cap of a year has one."""
    return (int(day[5:7]) - 1) // MONTHS[kind]
