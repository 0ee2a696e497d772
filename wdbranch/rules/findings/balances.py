"""Ledgers that carry a balance: nothing is spent that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wdbranch.book.finding import Jump
from wdbranch.rules.charity import moved, yuan
from wdbranch.rules.findings.inspection import BookCheck, Inspection
from wdbranch.rules.findings.reading import BookObjection


def t71_fund(book: Inspection) -> Iterator[BookObjection]:
    """The charity fund never spends more than it has; told once a year, where it first does."""
    left, told = 0, set()
    for record in book.snapshot.of("charity_fund"):
        left += moved(book.snapshot, record)
        if left < 0 and record.year not in told and record.year in book.years:
            told.add(record.year)
            fill = {"purpose": record.get("purpose") or "这一笔", "left": yuan(left)}
            yield BookObjection("default", str(record.year), fill, Jump(form="charity_fund"))


def t72_villager_points(book: Inspection) -> Iterator[BookObjection]:
    """No household exchanges more points than it has."""
    points: dict[str, int] = {}
    for record in book.snapshot.of("villager_points"):
        household, change = record.get("household"), record.get("points") or 0
        if not household:
            continue
        gains = record.get("move") in book.snapshot.edition_of(record).tagged("villager_points_move", "gain")
        points[household] = points.get(household, 0) + (change if gains else -change)
    for household, left in points.items():
        if left < 0:
            fill = {"household": household, "left": left}
            yield BookObjection("default", household, fill, Jump(form="villager_points"))


BOOK_FUNCTIONS: Mapping[str, BookCheck] = {"T-71": t71_fund, "T-72": t72_villager_points}
"""The rules of this file by their ids in ``findings.toml``."""
