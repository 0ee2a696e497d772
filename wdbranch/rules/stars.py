"""How far each of the five stars of the branch's set is, on a day.

The indicators are data (``resources/standards/<rural|urban>-<year>.toml``), a reference edition that the
street's own standard replaces. What the records and the roster can show is computed by the functions of
``rules.indicators``; the rest is confirmed by hand with evidence. Percentages are integer arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from wdbranch.book.form import Edition
from wdbranch.book.snapshot import Branch, Snapshot
from wdbranch.book.vocabulary import STARS
from wdbranch.errors import FileRefusedError
from wdbranch.paths import resource
from wdbranch.rules.indicators import AUTO, Outcome, Question
from wdbranch.rules.indicators.generic import entries_of
from wdbranch.rules.indicators.strict import astray, misspelt
from wdbranch.rules.judged import MET, NOT_APPLICABLE, NOTHING, Judged, judged_of
from wdbranch.rules.tables import read_table, rules_table

_PLAIN = frozenset({"id", "name", "kind", "threshold", "evidence", "count", "source", "who"})
"""What every indicator says in words."""

SETTINGS = "stars"
"""Key of Branch.settings: {"own": star codes, "rule": how stars are counted, "holder": whose stars they are}."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator and where it stands.

    ``state``: "met" · "unmet" · "not_yet" (its period is still running) · "n/a" (nothing to count) ·
    "manual" (waits for a person). ``of`` says what the denominator counts, ``on`` as of which day, ``todo``
    what to do next (empty where nothing is). ``who`` carries it: branch, village, district. ``records`` are the
    ids of what was counted, ``lacking`` of what should have been, ``forms`` where such records are written.
    """

    id: str
    name: str
    state: str
    numerator: float | None
    denominator: float | None
    of: str
    on: date
    say: str
    todo: str
    source: str
    manual: bool
    threshold: str = ""
    evidence: str = ""
    who: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    judged: Judged = NOTHING


@dataclass(frozen=True, slots=True)
class Star:
    """One star: ``met`` of ``applicable`` indicators; those with nothing to count are not applicable."""

    id: str
    name: str
    met: int
    applicable: int
    indicators: tuple[Indicator, ...]

    @property
    def say(self) -> str:
        """已达 n / 适用 m 项."""
        return f"已达 {self.met} / 适用 {self.applicable} 项"


@dataclass(frozen=True, slots=True)
class Standard:
    """A set of five stars with their indicators as data; ``reference`` says that it is not official."""

    id: str
    kind: str
    year: int
    title: str
    reference: str
    stars: tuple[Mapping[str, Any], ...]


@cache
def standards(folder: Path | None = None) -> tuple[Standard, ...]:
    """Every standard of a folder (the shipped one by default), oldest first.

    Raises FileRefusedError for a file that cannot be read or names an unknown star or function.
    """
    place = folder or resource("standards")
    tables = {path.stem: read_table(path) for path in sorted(place.glob("*.toml"))}
    found = [_standard(name, tables) for name, table in tables.items() if "kind" in table]
    return tuple(sorted(found, key=lambda standard: standard.year))


def _standard(name: str, tables: Mapping[str, Mapping[str, Any]]) -> Standard:
    table = tables[name]
    shared = tables.get(table.get("include", ""), {}).get("star", ())
    stars = {star["id"]: star for star in (*shared, *table.get("star", ()))}
    order = table.get("order", list(stars))
    faults = [f"“{code}”不认识" for code in order if code not in stars]
    for star in stars.values():
        for entry in star["indicator"]:
            faults += [f"“{entry['id']}”里{fault}" for fault in _faults(entry)]
    if faults:
        raise _bad(name, faults[0])
    return Standard(
        id=table["id"],
        kind=table["kind"],
        year=table["year"],
        title=table["title"],
        reference=table["reference"],
        stars=tuple(stars[code] for code in order),
    )


def _bad(name: str, fault: str) -> FileRefusedError:
    return FileRefusedError(
        f"星级标准“{name}.toml”写得不对：{fault}。",
        safe="记录本没有改动。",
        todo="请换用街道下发的完整标准文件，或恢复程序自带的文件。",
        code="bad_standard",
    )


def _whole(standard: Standard, edition: Edition) -> None:
    """Everything that a standard names is in the edition; otherwise a count would be silently nothing."""
    for star in standard.stars:
        for entry in star["indicator"]:
            for fault in astray(entry, edition):
                raise _bad(standard.id, f"“{entry['id']}”里{fault}")


def _faults(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"少了“{key}”" for key in sorted(_PLAIN - entry.keys()))
    if entry.get("auto", "count") not in AUTO:
        yield f"不认识“auto = {entry['auto']}”"
    yield from misspelt(entry, _PLAIN)


def standard_for(kind: str, year: int, folder: Path | None = None) -> Standard:
    """The standard of a kind ("rural" | "urban") for a year: the latest not newer, otherwise the oldest.

    Raises KeyError for a kind that no file has.
    """
    fitting = [standard for standard in standards(folder) if standard.kind == kind]
    if not fitting:
        raise KeyError(kind)
    return next((standard for standard in reversed(fitting) if standard.year <= year), fitting[0])


def standard_of(branch: Branch, year: int, folder: Path | None = None) -> Standard:
    """The standard of a branch for a year: its set, or the stars that it chose itself out of both sets.

    Which set applies is the branch's own choice (``branch.kind``), never guessed from its name;
    ``settings["stars"]["own"]`` lists the stars of a mixed one.
    """
    standard = standard_for(branch.kind, year, folder)
    own = (branch.settings.get(SETTINGS) or {}).get("own") or ()
    if not own:
        return standard
    known: dict[str, Mapping[str, Any]] = {}
    for kind in sorted({one.kind for one in standards(folder)}):
        known.update({star["id"]: star for star in standard_for(kind, year, folder).stars})
    known.update({star["id"]: star for star in standard.stars})
    chosen = tuple(known[code] for code in STARS if code in own and code in known)
    return replace(standard, stars=chosen) if chosen else standard


def stars(snapshot: Snapshot, today: date, *, year: int | None = None, folder: Path | None = None) -> list[Star]:
    """The stars of the branch's set as of a day, by the standard of that year (default: the day's).

    A year that is over is judged as it ended. Manual indicators without evidence count as applicable and not
    met. Raises FileRefusedError for a standard that names a form, box or choice that the year's edition lacks.
    """
    asked = year or today.year

    def work() -> list[Star]:
        question, standard = Question(snapshot, today, asked), standard_of(snapshot.branch, asked, folder)
        first = next(iter(question.edition.forms.values()))     # as long as the edition is the same one
        codes = ",".join(star["id"] for star in standard.stars)
        snapshot.remembered(
            f"standard {standard.id} {codes} {folder}", first, lambda: _whole(standard, question.edition)
        )
        return [_star(star, question) for star in standard.stars]

    return snapshot.once(("stars", today, asked, folder), work)


def _star(star: Mapping[str, Any], question: Question) -> Star:
    indicators = tuple(_indicator(entry, question) for entry in star["indicator"])
    return Star(
        id=star["id"],
        name=star["name"],
        met=sum(indicator.state == "met" for indicator in indicators),
        applicable=sum(indicator.state != "n/a" for indicator in indicators),
        indicators=indicators,
    )


def _indicator(entry: Mapping[str, Any], question: Question) -> Indicator:
    auto = entry.get("auto")
    judged = judged_of(question.snapshot, entry["id"], question.year.first.year, question.today)
    outcome = AUTO[auto](entry, question) if auto else None
    manual = outcome is None or outcome.state == "manual"
    if outcome is None:
        outcome = _by_hand(entry, judged)
    elif manual or (judged.grade and _unwritten(outcome)):
        # The records show a figure, but nobody has said how much is enough; or there is nothing written yet,
        # and the branch answers for it by other evidence.
        told = _by_hand(entry, judged)
        outcome = replace(outcome, state=told.state, say=f"{outcome.say}；{told.say}", todo=told.todo)
    return Indicator(
        id=entry["id"],
        name=entry["name"],
        state=outcome.state,
        numerator=outcome.numerator,
        denominator=outcome.denominator,
        of=outcome.of or entry["count"],
        on=question.today,
        say=outcome.say,
        todo=outcome.todo,
        source=_source(entry["source"].split("、")),
        manual=manual,
        threshold=entry["threshold"],
        evidence=entry["evidence"],
        who=tuple(entry["who"]),
        records=outcome.records,
        lacking=outcome.lacking,
        forms=forms_of(entry),
        judged=judged,
    )


def _unwritten(outcome: Outcome) -> bool:
    return outcome.state in ("unmet", "not_yet", "n/a") and not outcome.records and not outcome.numerator


def forms_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The forms whose records an indicator or figure is worked out of."""
    duty = entry.get("duty")
    known = (one.get("form") for one in rules_table("duties")["duty"] if one["id"] == duty) if duty else ()
    named = (*(one["form"] for one in entries_of(entry)), *entry.get("forms", ()), *known)
    return tuple(dict.fromkeys(form for form in named if form))


def _source(marks: Iterable[str]) -> str:
    labels = rules_table("stars")["labels"]
    return "；".join(labels.get(mark, mark) for mark in marks)


def _by_hand(entry: Mapping[str, Any], judged: Judged) -> Outcome:
    """What a person confirmed this year; confirmations of earlier years have to be renewed."""
    words, todo = rules_table("stars")["say"], rules_table("stars")["todo"]
    wanted = todo["manual"].format(evidence=entry["evidence"])
    if not judged.grade:
        said = words["stale"].format(year=judged.stale) if judged.stale else words["manual"]
        return Outcome("manual", say=said, todo=wanted)
    note = judged.note or words["no_note"]
    said = words[f"manual_{judged.grade}"].format(note=note)
    if judged.grade in (MET, NOT_APPLICABLE):
        return Outcome("met" if judged.grade == MET else "n/a", say=said)
    return Outcome("unmet", say=said, todo=todo["manual_unmet"].format(evidence=entry["evidence"]))
