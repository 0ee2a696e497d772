"""The negative list NV-01 to NV-09: reminders with a trace. Nothing here ever takes a star away by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.indicators.outcome import Question
from wdbranch.rules.indicators.sources import counted, records_of
from wdbranch.rules.judged import Judged, judged_of
from wdbranch.rules.tables import rules_table


@dataclass(frozen=True, slots=True)
class Negative:
    """One case. ``stars``: the stars it concerns, empty for all. ``records``: what in the book points at it.

    ``judged``: what the branch said of it; grade "met" means that it did happen.
    """

    id: str
    text: str
    stars: tuple[str, ...]
    source: str
    records: tuple[str, ...]
    judged: Judged

    @property
    def happened(self) -> bool | None:
        """What the branch said; None while it has said nothing."""
        return self.judged.grade == "met" if self.judged.grade else None

    @property
    def pressing(self) -> bool:
        """Whether it has to be looked at: it happened, or records point at it and nobody has said anything."""
        return self.happened is True or (self.happened is None and bool(self.records))


def negatives(snapshot: Snapshot, today: date, year: int | None = None) -> list[Negative]:
    """Every case of the list in a year (default: that of the day)."""
    question = Question(snapshot, today, year)
    labels = rules_table("stars")["labels"]
    return [
        Negative(
            id=entry["id"],
            text=entry["text"],
            stars=tuple(entry["stars"]),
            source=labels.get(entry["source"], entry["source"]),
            records=records_of(counted(entry.get("from", ()), question)),
            judged=judged_of(snapshot, entry["id"], question.year.first.year, question.today),
        )
        for entry in rules_table("stars")["negative"]
    ]
