"""Who is elected, in integer arithmetic only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wdbranch.rules.votes import ELECTION, ballot


@dataclass(frozen=True, slots=True)
class Counted:
    """One person on the ballot, or written in (另选他人): votes in favour; None while not counted."""

    name: str
    yes: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is elected, in order of votes, and between whom a tie for the last seats must be voted on again."""

    elected: tuple[str, ...]
    tied: tuple[str, ...] = ()


def count(
    people: Sequence[Counted], seats: int, present: int, again: Mapping[str, int] | None = None
) -> Outcome:
    """Who is elected.

    Elected is whoever has more than half of those *present* with the right to elect. Where more have it than
    there are seats, those with the most votes; where the last seats are tied, the tied are voted on again:
    ``again`` has the votes of that ballot. Source: duties §10, X-06.

    >>> count([Counted("甲", 9), Counted("乙", 8), Counted("丙", 8), Counted("丁", 3)], 2, 10)
    Outcome(elected=('甲',), tied=('乙', '丙'))
    """
    rule = ballot(ELECTION).carry
    passed = [(one.name, one.yes) for one in people if one.yes is not None and rule.reached(one.yes, present)]
    ordered = sorted(passed, key=lambda pair: -pair[1])
    if len(ordered) <= seats or seats <= 0:
        return Outcome(tuple(name for name, _ in ordered[: max(seats, 0)]))
    last = ordered[seats - 1][1]
    above = [name for name, yes in ordered if yes > last]
    level = [name for name, yes in ordered if yes == last]
    if len(above) + len(level) == seats:
        return Outcome((*above, *level))
    second = _second_ballot(level, seats - len(above), again or {}, present)
    return Outcome((*above, *second), () if len(second) == seats - len(above) else tuple(level))


def _second_ballot(
    level: Sequence[str], left: int, again: Mapping[str, int], present: int
) -> tuple[str, ...]:
    """Who of the tied wins the ballot between them; nobody while it is not decided."""
    if not all(name in again for name in level):
        return ()
    rule = ballot(ELECTION).carry
    ordered = sorted(((name, again[name]) for name in level), key=lambda pair: -pair[1])
    if len(ordered) > left and ordered[left - 1][1] == ordered[left][1]:
        return ()
    return tuple(name for name, yes in ordered[:left] if rule.reached(yes, present))
