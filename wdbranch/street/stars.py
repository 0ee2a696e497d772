"""How many stars the villages and communities of a street have, out of the table of stars (``summary = "stars.…"``).

Several branches of one village or community have its stars together: they count once.
"""

from __future__ import annotations

from dataclasses import dataclass

from wdbranch.rules.indicators import percent
from wdbranch.rules.tables import words_table
from wdbranch.street.tables import StreetTable

_HOLDER, _REACHED, _BEFORE = "stars.holder", "stars.reached", "stars.before"
_TWO, _THREE, _FOUR, _FIVE = 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class StarBoard:
    """Of ``holders`` villages and communities so many have at least two, exactly three, four and five stars."""

    holders: int
    two_or_more: int
    three: int
    four: int
    five: int
    four_before: int

    @property
    def say(self) -> str:
        """二星以上 3÷4=75%，三星 1 个，四星 1 个（上年 0 个），五星 0 个."""
        words: str = words_table("packet", "tables")["stars_told"]
        return words.format(
            two=self.two_or_more,
            of=self.holders,
            percent=percent(self.two_or_more, self.holders),
            three=self.three,
            four=self.four,
            before=self.four_before,
            five=self.five,
        )


def star_board(found: StreetTable) -> StarBoard | None:
    """The counts of a table that tells of stars; None for another table, or where nobody reported."""
    place = {column.summary: number for number, column in enumerate(found.columns)}
    if not {_HOLDER, _REACHED, _BEFORE} <= place.keys():
        return None
    reached: dict[str, int] = {}
    before: dict[str, int] = {}
    for row in found.rows:
        if not row.reported or row.figures[place[_REACHED]].value is None:
            continue
        holder = str(row.figures[place[_HOLDER]].value or row.branch.code)
        for known, name in ((reached, _REACHED), (before, _BEFORE)):
            value = row.figures[place[name]].value
            known[holder] = max(known.get(holder, 0), int(value) if isinstance(value, int | float) else 0)
    if not reached:
        return None
    have = list(reached.values())
    return StarBoard(
        holders=len(have),
        two_or_more=sum(count >= _TWO for count in have),
        three=have.count(_THREE),
        four=have.count(_FOUR),
        five=have.count(_FIVE),
        four_before=list(before.values()).count(_FOUR),
    )
