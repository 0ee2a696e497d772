"""The figures of the creation: every number of the yearly account, worked out of records, never typed.

They are data (``resources/rules/figures.toml``), each with its stars. A figure is a count, a sum, a share …
as ``rules.indicators.generic`` knows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from wdbranch.book.form import Edition, edition_of_year
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.vocabulary import STARS
from wdbranch.errors import FileRefusedError
from wdbranch.rules.indicators.generic import GENERIC, entries_of
from wdbranch.rules.indicators.outcome import Question, number, percent
from wdbranch.rules.indicators.strict import misspelt
from wdbranch.rules.tables import rules_table

_PLAIN = frozenset({"id", "label", "unit", "stars", "count"})
_NO_DENOMINATOR = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as of a day. A rate has a ``denominator`` and ``of`` says what that counts.

    ``records``: the ids of the records that it is worked out of.
    """

    id: str
    label: str
    unit: str
    stars: tuple[str, ...]
    value: float
    denominator: float | None
    of: str
    on: date
    records: tuple[str, ...]

    @property
    def say(self) -> str:
        """61 件, 2121÷2127=99.7%, or 不适用."""
        if self.denominator is None:
            return f"{number(self.value)} {self.unit}"
        if self.denominator == _NO_DENOMINATOR:
            return "不适用"
        share = percent(self.value, self.denominator)
        return f"{number(self.value)}÷{number(self.denominator)}={share}"


@cache
def figure_list() -> tuple[Mapping[str, Any], ...]:
    """Every figure as data, in the order of the file.

    Raises FileRefusedError for one that names an unknown computation, condition or star, or an id twice.
    """
    listed: tuple[Mapping[str, Any], ...] = tuple(rules_table("figures").get("figure", ()))
    wrong = next(_faults(listed), "")
    if wrong:
        raise FileRefusedError(
            f"数字清单“figures.toml”写得不对：{wrong}。",
            safe="记录本没有改动。",
            todo="请恢复程序自带的文件，或重新安装程序。",
            code="bad_table",
        )
    return listed


def _faults(listed: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    seen: set[str] = set()
    for entry in listed:
        name = entry.get("id", "?")
        for key in sorted({"id", "label", "unit", "stars", "auto"} - entry.keys()):
            yield f"“{name}”少了“{key}”"
        if name in seen:
            yield f"“{name}”写了两次"
        seen.add(name)
        if entry.get("auto") not in GENERIC:
            yield f"“{name}”里不认识“auto = {entry.get('auto')}”"
        yield from (f"“{name}”里没有“{star}”这颗星" for star in entry.get("stars", ()) if star not in STARS)
        yield from (f"“{name}”里{fault}" for fault in misspelt(entry, _PLAIN))


def figures(snapshot: Snapshot, today: date, year: int | None = None) -> list[Figure]:
    """Every figure of a year (default: that of the day), in the order of the file."""
    question = Question(snapshot, today, year)
    return [_figure(entry, question) for entry in figure_list()]


def _figure(entry: Mapping[str, Any], question: Question) -> Figure:
    outcome = GENERIC[entry["auto"]]({"count": entry["label"], **entry}, question)
    assert outcome is not None
    return Figure(
        id=entry["id"],
        label=entry["label"],
        unit=entry["unit"],
        stars=tuple(entry["stars"]),
        value=outcome.numerator or 0,
        denominator=outcome.denominator,
        of=outcome.of,
        on=question.today,
        records=outcome.records,
    )


def may_leave(entry: Mapping[str, Any], edition: Edition) -> bool:
    """Whether a figure may be told to the street: every box that it looks at may leave the branch."""
    for source in entries_of(entry):
        form = edition.forms.get(source["form"])
        if form is None:
            return False
        conditions = (*source.get("where", ()), *source.get("where_record", ()), *entry.get("having", ()))
        rows = source.get("rows")
        if rows is not None:
            named = {rows, *(one["field"] for one in source.get("where_record", ()))}
        else:
            asked = (source.get("field"), entry.get("field"), entry.get("of_field"), entry.get("over"))
            named = {one["field"] for one in conditions} | {name for name in asked if isinstance(name, str)}
        if not all(form.has(name) and form.field(name).share for name in named):
            return False
    return True


def told_outside(snapshot: Snapshot, today: date) -> dict[str, float | list[float]]:
    """The figures that may leave: id → value, of a rate [numerator, denominator]; what is nothing is left out."""
    edition = edition_of_year(snapshot.editions, today.year)
    open_ones = {entry["id"] for entry in figure_list() if may_leave(entry, edition)}
    return {
        one.id: one.value if one.denominator is None else [one.value, one.denominator]
        for one in figures(snapshot, today)
        if one.id in open_ones and (one.value or one.denominator)
    }
