"""Who has reported what: branches × periods of a year, each with its state, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wdbranch.book.period import Period, parse_period
from wdbranch.rules.tables import words_table
from wdbranch.store.desk import Arrival, Desk, ListedBranch, Refusal

STATES = ("missing", "waiting", "before", "invalid", "received", "returned", "filed")
"""未交 · 未到期 · 入名单以前 · 校验不过 · 待审 · 退回 · 已备案."""

REPORTED = frozenset({"received", "returned", "filed"})
_RHYTHM = "rhythm"
_STALE = frozenset({"older", "replayed"})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often branches report, and within how many days after the end of a period."""

    kind: str                      # month · quarter · year
    days: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One branch and period. ``late``: days since it was due for what is missing, days late for what came.

    ``note`` is a sentence on what was refused, or that an old version came after; empty where nothing was.
    """

    period: str
    state: str
    due: date
    version: int = 0
    received_at: str = ""
    digest: str = ""
    late: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One branch and its cells, in the order of the periods."""

    branch: ListedBranch
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All listed branches over the periods of a year; branches that were dissolved are left out."""

    year: int
    rhythm: Rhythm
    periods: tuple[str, ...]
    rows: tuple[Row, ...]

    def count(self, period: str, states: Iterable[str]) -> int:
        """How many branches are in one of these states for a period."""
        wanted, place = set(states), self.periods.index(period)
        return sum(row.cells[place].state in wanted for row in self.rows)

    def overdue(self) -> list[tuple[ListedBranch, list[Cell]]]:
        """Who owes what: branches with the periods that were due and have not come."""
        found = [
            (row.branch, [cell for cell in row.cells if cell.state in ("missing", "invalid") and cell.late > 0])
            for row in self.rows
        ]
        return [(branch, cells) for branch, cells in found if cells]


def rhythm_of(desk: Desk) -> Rhythm:
    """The desk's own rhythm, or the usual one (``resources/packet/due.toml``, an inference)."""
    kept = desk.meta(_RHYTHM)
    kinds = {each["id"]: each["days"] for each in due_table()["kind"]}
    kind = kept["kind"] if isinstance(kept, dict) and kept.get("kind") in kinds else due_table()["rhythm"]
    days = kept["days"] if isinstance(kept, dict) and kept.get("kind") == kind else kinds[kind]
    return Rhythm(str(kind), int(days))


def keep_rhythm(desk: Desk, rhythm: Rhythm) -> None:
    """Choose how often branches report and within how many days."""
    desk.set_meta(_RHYTHM, {"kind": rhythm.kind, "days": rhythm.days})


def kinds() -> dict[str, tuple[str, int]]:
    """The rhythms to choose from: id → label and usual days."""
    return {each["id"]: (each["label"], each["days"]) for each in due_table()["kind"]}


def state_labels() -> Mapping[str, str]:
    """What stands in a cell, by state."""
    return dict(due_table()["state"])


def due_table() -> dict[str, Any]:
    """``resources/packet/due.toml``: rhythms, days, what stands in cells and tables."""
    return words_table("packet", "due")


def periods_of(year: int, kind: str) -> tuple[str, ...]:
    """The periods of a year in a rhythm."""
    if kind == "month":
        return tuple(f"{year}-{month:02d}" for month in range(1, 13))
    return tuple(f"{year}-Q{quarter}" for quarter in range(1, 5)) if kind == "quarter" else (str(year),)


def matrix(desk: Desk, year: int, today: date, rhythm: Rhythm | None = None) -> Matrix:
    """Where every listed branch stands with every period of a year, as of a day.

    A month counts as reported with the packet of its quarter or year too, if none of its own came. Nobody is
    reproached with periods that were over before the branch was listed.
    """
    chosen = rhythm or rhythm_of(desk)
    wanted = [parse_period(text) for text in periods_of(year, chosen.kind)]
    newest: dict[str, dict[str, Arrival]] = {}
    for arrival in sorted(desk.arrivals(), key=lambda each: (each.epoch, each.version, each.sequence)):
        newest.setdefault(arrival.branch, {})[arrival.period] = arrival
    refused: dict[tuple[str, str], Refusal] = {(each.branch, each.period): each for each in desk.refusals()}
    verdicts, since = desk.last_verdicts(), desk.listed_since()
    rows = []
    for branch in desk.branches():
        mine, listed = newest.get(branch.code, {}), date.fromisoformat(since[branch.code][:10])
        cells = tuple(
            _arrived(period, came, refused.get((branch.code, period.text)), verdicts, chosen)
            if (came := _covering(mine, period)) is not None
            else _lacking(period, refused.get((branch.code, period.text)), chosen, listed, today)
            for period in wanted
        )
        rows.append(Row(branch, cells))
    return Matrix(year, chosen, tuple(period.text for period in wanted), tuple(rows))


def _covering(mine: Mapping[str, Arrival], wanted: Period) -> Arrival | None:
    """The packet of the period itself, or of the longer one that holds it."""
    year, month = wanted.text[:4], wanted.first.month
    longer = (wanted.text, f"{year}-Q{(month + 2) // 3}", year)
    return next((mine[text] for text in longer if text in mine), None)


def _lacking(period: Period, refusal: Refusal | None, rhythm: Rhythm, listed: date, today: date) -> Cell:
    due = period.last + timedelta(days=rhythm.days)
    late = (today - due).days
    if refusal is not None:
        return Cell(period.text, "invalid", due, late=late, note=_said(refusal))
    if period.last < listed:
        return Cell(period.text, "before", due)
    return Cell(period.text, "missing" if today > period.last else "waiting", due, late=late)


def _arrived(
    period: Period, arrival: Arrival, refusal: Refusal | None, verdicts: Mapping[str, str], rhythm: Rhythm
) -> Cell:
    due = period.last + timedelta(days=rhythm.days)
    stale = refusal is not None and refusal.at >= arrival.received_at and refusal.code in _STALE
    return Cell(
        period.text,
        verdicts.get(arrival.digest, "received"),
        due,
        arrival.version,
        arrival.received_at,
        arrival.digest,
        max(0, (date.fromisoformat(arrival.received_at[:10]) - due).days),
        _said(refusal) if refusal is not None and stale else "",
    )


def _said(refusal: Refusal) -> str:
    return f"{refusal.file_name}：{refusal.say}"
