"""Who has talked with whom: the coverage of heart-to-heart talks in a year (D-09, finding 33).

Source: 《中国共产党支部工作条例（试行）》第十九条 (2018): between the members of the committee, between them and
the members, and among the members, as a rule at least once a year. The text does not say that every committee
member must talk with every member: by default each member by at least one of them; ``strict`` asks for all pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wdbranch.book.form import edition_of_year
from wdbranch.book.people import Member
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot

FORM = "talk"
STRICT = "talks_strict"
"""Key of ``Branch.settings``: whether every committee member must talk with every member."""

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The talks of a year. People are labels of the roster; a pair is unordered.

    ``talks`` holds the days of each pair's talks, in order.
    """

    year: int
    committee: tuple[str, ...]
    members: tuple[str, ...]           # all members of the branch, the committee among them
    talks: Mapping[Pair, tuple[date, ...]]
    count: int                         # records, those with people outside the branch too

    def between(self, one: str, other: str) -> tuple[date, ...]:
        """The days on which two people talked."""
        return self.talks.get(frozenset((one, other)), ())

    @property
    def others(self) -> tuple[str, ...]:
        """The members who are not of the committee."""
        return tuple(name for name in self.members if name not in self.committee)

    def committee_missing(self) -> list[tuple[str, str]]:
        """Pairs of committee members who have not talked."""
        return [
            (one, other)
            for place, one in enumerate(self.committee)
            for other in self.committee[place + 1 :]
            if not self.between(one, other)
        ]

    def members_missing(self) -> list[str]:
        """Members with whom nobody of the committee has talked."""
        return [
            name for name in self.others if not any(self.between(one, name) for one in self.committee)
        ]

    def pairs_missing(self) -> list[tuple[str, str]]:
        """Pairs of a committee member and a member who have not talked: the strict reading."""
        return [(one, name) for name in self.others for one in self.committee if not self.between(one, name)]

    def peers_missing(self) -> list[str]:
        """Members who have not talked with any other member outside the committee."""
        return [name for name in self.others if not any(self.peers(name))]

    def peers(self, name: str) -> Iterator[date]:
        """The days on which a member talked with members outside the committee."""
        for other in self.others:
            if other != name:
                yield from self.between(name, other)

    def missing(self, *, strict: bool = False) -> int:
        """How many talks are still wanted."""
        rest = self.pairs_missing() if strict else self.members_missing()
        return len(self.committee_missing()) + len(rest)


def coverage(snapshot: Snapshot, year: int, today: date) -> Coverage:
    """The talks that belong to a year and were held by ``today``, for the people of its last day so far."""
    day = min(today, date(year, 12, 31))
    posts = edition_of_year(snapshot.editions, year).tagged("posts", "committee")
    roster = snapshot.roster
    members = roster.on(day)
    seats = {member.id for member in roster.holding(day, posts)}
    records = [r for r in snapshot.of(FORM) if r.year == year and (snapshot.day(r) or date.max) <= today]
    talks: dict[Pair, list[date]] = {}
    for record in records:
        pair, held = pair_of(record, snapshot), snapshot.day(record)
        if pair is not None and held is not None:
            talks.setdefault(pair, []).append(held)
    return Coverage(
        year=year,
        committee=tuple(roster.label(member) for member in members if member.id in seats),
        members=tuple(roster.label(member) for member in members),
        talks={pair: tuple(days) for pair, days in talks.items()},
        count=len(records),
    )


def pair_of(record: Record, snapshot: Snapshot) -> Pair | None:
    """The two people of a talk by their labels, None while one of them is not written."""
    names = [record.get("talker"), record.get("partner")]
    if not all(names):
        return None
    return frozenset(_label(snapshot, str(name)) for name in names)


def _label(snapshot: Snapshot, name: str) -> str:
    member: Member | None = snapshot.roster.by_label.get(name)
    return snapshot.roster.label(member) if member is not None else name


def is_strict(snapshot: Snapshot) -> bool:
    """Whether the branch chose the strict reading."""
    return bool(snapshot.branch.settings.get(STRICT))
