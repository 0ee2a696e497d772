"""The library of study materials: when each was first published, to find what was studied too early.

What the program knows stands in ``resources/rules/documents.toml``; the branch and the street add to it with
records of the form ``study_material``, which go before the program's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from wdbranch.book.record import Row, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.tables import rules_table

FORM = "study_material"
"""The form whose records extend the library: fields ``name``, ``also``, ``published_on``."""

_BLANKS = str.maketrans("", "", "《》〈〉 　\t\n")


@dataclass(frozen=True, slots=True)
class Material:
    """A material: its title, the day it was first published, and whether an older text bore the same title."""

    name: str
    published_on: date
    revised: bool = False


def plain(title: str) -> str:
    """A title as it is looked up: without 《》 and blanks.

    >>> plain("《中国共产党 章程》")
    '中国共产党章程'
    """
    return title.translate(_BLANKS)


@cache
def shipped() -> Mapping[str, Material]:
    """The program's own library by plain title, short titles included."""
    found: dict[str, Material] = {}
    for entry in rules_table("documents")["document"]:
        material = Material(entry["name"], entry["published_on"], entry.get("revised", False))
        for title in (entry["name"], *entry.get("also", ())):
            found[plain(title)] = material
    return found


def library(snapshot: Snapshot) -> Mapping[str, Material]:
    """All known materials by plain title: the program's, and over them the branch's own."""
    found = dict(shipped())
    for record in snapshot.of(FORM):
        published = day_of(record.get("published_on"))
        if published is None or not record.get("name"):
            continue
        material = Material(record.values["name"], published)
        for title in (record.values["name"], *(record.get("also") or "").split("；")):
            if plain(title):
                found[plain(title)] = material
    return found


def with_dates(rows: Sequence[Row], known: Mapping[str, Material], day: date | None) -> tuple[Row, ...]:
    """Rows of ``materials`` with the day of publication filled in where it is empty and the title is known.

    A text of the same title from before ``day`` may have been meant where the known one is newer: then nothing
    is filled in.
    """
    filled: list[Row] = []
    for row in rows:
        material = known.get(plain(row.get("name") or ""))
        if material is not None and material.revised and day is not None and material.published_on > day:
            material = None
        if material is not None and not row.get("published_on"):
            filled.append({**row, "published_on": material.published_on.isoformat()})
        else:
            filled.append(row)
    return tuple(filled)
