"""The steps and limits of ``development.toml`` as plain data, and which edition of the rules a day falls under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from wdbranch.rules.tables import CONFIDENCE_LABELS, rules_table

FORM = "development"
"""The form whose records are the cases."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the detailed rules. ``level``: the highest level of a finding that rests on it."""

    id: str
    name: str
    since: date
    confidence: str
    level: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``on``, ``until``: ids of its date boxes; ``undated``: done by rows, not on one day.

    ``after`` names the steps that may not come later; ``needed``: its absence is worth a word.
    """

    id: str
    no: str
    stage: str
    names: Mapping[str, str]
    organ: str
    material: str
    after: tuple[str, ...]
    needed: bool
    undated: bool
    until: str | None
    articles: Mapping[str, str]

    @property
    def on(self) -> str:
        """The box of its day."""
        return f"{self.id}_on"

    def name(self, edition: str) -> str:
        """What the step is called in an edition of the rules."""
        return self.names.get(edition, self.names[""])

    def asked(self, edition: str) -> bool:
        """Whether an edition of the rules knows this step."""
        return edition in self.articles


@dataclass(frozen=True, slots=True)
class Limit:
    """A span that binds a step: by the end of it (``kind`` "by"), or not before it ("from").

    ``base`` is the box of the day from which ``months`` are counted.
    """

    step: str
    kind: str
    base: str
    months: int
    editions: tuple[str, ...]
    level: str | None
    duty: str | None
    say: str


def table() -> dict[str, Any]:
    """The whole table."""
    return rules_table("development")


@cache
def editions() -> tuple[Edition, ...]:
    """The editions of the rules, oldest first."""
    return tuple(
        Edition(entry["id"], entry["name"], entry["from"], entry["confidence"], entry["level"])
        for entry in table()["edition"]
    )


def edition_on(day: date) -> Edition:
    """The edition in force on a day; the oldest one that we know for days before it."""
    return next((known for known in reversed(editions()) if known.since <= day), editions()[0])


@cache
def steps() -> tuple[Step, ...]:
    """Every step in order."""
    return tuple(
        Step(
            id=entry["id"],
            no=entry["no"],
            stage=entry["stage"],
            names={"": entry["name"], **entry.get("names", {})},
            organ=entry["organ"],
            material=entry["material"],
            after=tuple(entry["after"]),
            needed=entry.get("needed", True),
            undated=entry.get("undated", False),
            until=entry.get("until"),
            articles=entry["articles"],
        )
        for entry in table()["step"]
    )


@cache
def step_of(step_id: str) -> Step:
    """The step of that id. Raises StopIteration for an unknown one."""
    return next(step for step in steps() if step.id == step_id)


@cache
def limits() -> tuple[Limit, ...]:
    """Every limit."""
    return tuple(
        Limit(
            step=entry["step"],
            kind=entry["kind"],
            base=entry["from"],
            months=entry["months"],
            editions=tuple(entry["editions"]),
            level=entry.get("level"),
            duty=entry.get("duty"),
            say=entry["say"],
        )
        for entry in table()["limit"]
    )


@cache
def stages() -> Mapping[str, str]:
    """The stages by id with their titles, in order."""
    return {entry["id"]: entry["title"] for entry in table()["stage"]}


def source(step: Step, edition: Edition) -> str:
    """Document, article and how sure we are: what a step rests on."""
    article = step.articles.get(edition.id, "")
    return f"{edition.name}{article}（{CONFIDENCE_LABELS[edition.confidence]}）"
