"""Names of cities and counties (``resources/places/places.toml``): which a text names, which are the branch's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from wdbranch.book.people import Roster
from wdbranch.book.snapshot import Branch
from wdbranch.rules.tables import words_table

_PLACE_END = re.compile(r"[市县区旗州盟](?:(?<=[市县区旗])(?![域间别级分内长])|(?<=自治州)|(?<=盟)(?!友|军))")
# Begins with one set of characters, which is quick to pass over.
_SHORTEST, _LONGEST = 3, 15


@cache
def _cities() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Province, city and its counties, by full names."""
    return tuple(
        (province["name"], city, tuple(counties.split()))
        for province in words_table("places", "places")["province"]
        for city, counties in province["cities"].items()
    )


@cache
def _places() -> frozenset[str]:
    """The names that are looked for: cities and counties that no ordinary words look like."""
    ordinary = words_table("places", "places")["ambiguous"].split()
    named = {name for _, city, counties in _cities() for name in (city, *counties)}
    return frozenset(name for name in named if len(name) >= _SHORTEST).difference(ordinary)


def own_places(branch: Branch) -> frozenset[str] | None:
    """The names that are no trace of elsewhere: the branch's city, its counties and province.

    None where the branch's name and superior do not tell where it is: then no place is foreign.
    """
    told = branch.name + branch.superior
    own = {
        name
        for province, city, counties in _cities()
        if city in told
        for name in (province, city, *counties)
    }
    if not own:
        holders = [
            (province, city, counties)
            for province, city, counties in _cities()
            if any(len(county) >= _SHORTEST and county in told for county in counties)
        ]
        if len(holders) != 1:
            return None
        province, city, counties = holders[0]
        own = {province, city, *counties}
    return frozenset(own)


def known_places(roster: Roster) -> str:
    """What the roster says of where people come from, live and work: places in it are not foreign."""
    parts: list[str] = []
    for member in roster.members:
        parts += (member.native_place, member.address, member.job, member.note)
        parts += (f"{span.value} {span.note}" for span in member.spans if span.kind in ("away", "floating"))
    return "\n".join(filter(None, parts))


def named(text: str) -> Iterator[str]:
    """The full names of cities and counties in a text."""
    places = _places()
    for end in _PLACE_END.finditer(text):
        upto = end.end()
        if text.startswith("社", end.start() - 1):      # 社区, by far the most frequent
            continue
        for length in range(min(_LONGEST, upto), _SHORTEST - 1, -1):
            if text[upto - length : upto] in places:
                yield text[upto - length : upto]
                break
