"""Near-duplicate minutes: finds what was copied, shows which passages are the same.

Chinese minutes are told apart by their clauses, the runs of characters between punctuation and figures: dates
and counts change from meeting to meeting, copied clauses do not. A text is looked up by the beginnings of its
clauses, of which a few edits leave most, and the one or two found are then compared by all runs of five
characters. Clauses that every meeting has (``resources/phrases/fixed.toml``) do not count.
Speed: reading a text of a thousand characters takes some 30 µs, comparing two some 0.2 ms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from wdbranch.rules.tables import words_table

_CLAUSE = re.compile(r"[\u4e00-\u9fff]{5,}")
_CHARACTERS = re.compile(r"[\u4e00-\u9fff]+")
_GRAM = 5
_KEY = 6
_WORTH_A_LOOK = 0.3
"""Share of a text's keys that another must have been the last to have before the two are compared in full."""
_LOOKED_AT = 2
SHORTEST_PASSAGE = 8
"""Characters from which on a run that both texts have is shown as the same passage."""


@cache
def _fixed() -> frozenset[str]:
    """The fixed phrases and every part of them that may stand as a clause of its own."""
    found = set()
    for phrase in words_table("phrases", "fixed")["phrases"]:
        size = len(phrase)
        found |= {phrase[a:b] for a in range(size) for b in range(a + _GRAM, size + 1)}
    return frozenset(found)


@dataclass(frozen=True)
class Print:
    """What a text is recognised by: its own clauses in order, without the fixed phrases."""

    clauses: tuple[str, ...]

    @cached_property
    def weight(self) -> int:
        """Characters of its own."""
        return sum(map(len, self.clauses))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Beginnings of the clauses."""
        return frozenset([clause[:_KEY] for clause in self.clauses])

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The clauses without order and repetition."""
        return frozenset(self.clauses)

    @cached_property
    def grams(self) -> frozenset[str]:
        """All runs of five characters within clauses."""
        return frozenset(c[i : i + _GRAM] for c in self.distinct for i in range(len(c) - _GRAM + 1))


def print_of(texts: Iterable[str]) -> Print:
    """The print of a record's texts."""
    fixed = _fixed()
    found = _CLAUSE.findall("\n".join(texts))
    return Print(tuple(found) if fixed.isdisjoint(found) else tuple([c for c in found if c not in fixed]))


def likeness(ours: Print, theirs: Print) -> float:
    """The share of our own characters that the other has too, 0 to 1. Not the same the other way round."""
    if not ours.weight:
        return 0.0
    if ours.distinct <= theirs.distinct:
        return 1.0
    same = sum(len(clause) if clause in theirs.distinct else _covered(clause, theirs.grams) for clause in ours.clauses)
    return same / ours.weight


def _covered(clause: str, grams: frozenset[str]) -> int:
    """How many characters of a clause are in runs of five that the other text has."""
    count, upto = 0, 0
    for at in range(len(clause) - _GRAM + 1):
        if clause[at : at + _GRAM] in grams:
            count += at + _GRAM - max(at, upto)
            upto = at + _GRAM
    return count


@dataclass(frozen=True, slots=True)
class Twin:
    """The earlier text that one is most like: its place in the sequence, and the share that is the same."""

    place: int
    share: float


def twins(
    dated: Sequence[tuple[date, Print]], *, months: int, share: float, least: int, only: int | None = None
) -> dict[int, Twin]:
    """For each text the earlier one within ``months`` that has at least ``share`` of it.

    ``dated`` is in order of the days; texts of fewer than ``least`` characters of their own are not judged.
    ``only`` judges that one alone.
    """
    if only is not None:
        twin = _twin_of(dated, only, months_before(dated[only][0], months), share, least)
        return {} if twin is None else {only: twin}
    found: dict[int, Twin] = {}
    last: dict[str, int] = {}      # key → the last text that had it
    for place, (day, text) in enumerate(dated):
        if text.weight >= least:
            twin = _twin(dated, place, last, months_before(day, months), share)
            if twin is not None:
                found[place] = twin
        last.update(dict.fromkeys(text.keys, place))
    return found


def _twin_of(
    dated: Sequence[tuple[date, Print]], only: int, since: date, share: float, least: int
) -> Twin | None:
    """The twin of one text alone: only the keys that it has itself are looked for."""
    text = dated[only][1]
    if text.weight < least:
        return None
    last: dict[str, int] = {}
    for place, (day, other) in enumerate(dated[:only]):
        if day >= since:
            last.update(dict.fromkeys(text.keys & other.keys, place))
    return _twin(dated, only, last, since, share)


def _twin(
    dated: Sequence[tuple[date, Print]], place: int, last: Mapping[str, int], since: date, share: float
) -> Twin | None:
    text = dated[place][1]
    votes = Counter(map(last.get, text.keys))
    enough = len(text.keys) * _WORTH_A_LOOK
    near = [
        (count, other)
        for other, count in votes.items()
        if count >= enough and other is not None and dated[other][0] >= since
    ]
    best: Twin | None = None
    for _, other in sorted(near, reverse=True)[:_LOOKED_AT]:
        alike = likeness(text, dated[other][1])
        if alike >= share and (best is None or alike > best.share):
            best = Twin(other, alike)
    return best


def months_before(day: date, months: int) -> date:
    """The day so many months earlier, in a short month at the latest its 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


@dataclass(frozen=True, slots=True)
class Passage:
    """A run that two texts have in common: where it begins in each, and its length in characters of each."""

    ours: int
    theirs: int
    our_length: int
    their_length: int


def passages(ours: str, theirs: str, shortest: int = SHORTEST_PASSAGE) -> list[Passage]:
    """The longest common runs, in the order of our text; figures, blanks and punctuation are passed over.

    Each of our characters is in at most one passage. Fixed phrases and a few characters more make none.
    """
    our_text, our_places = _bare(ours)
    their_text, their_places = _bare(theirs)
    starts: dict[str, list[int]] = {}
    for at in range(len(their_text) - shortest + 1):
        starts.setdefault(their_text[at : at + shortest], []).append(at)
    found, at = [], 0
    while at <= len(our_text) - shortest:
        candidates = starts.get(our_text[at : at + shortest])
        if not candidates:
            at += 1
            continue
        length, other = max((_run(our_text, at, their_text, there), -there) for there in candidates)
        if len(_own_words(our_text[at : at + length])) >= shortest:
            found.append(_passage(our_places, at, their_places, -other, length))
        at += length
    return found


def _own_words(run: str) -> str:
    """What is left of a run without the fixed phrases in it."""
    for phrase in sorted(words_table("phrases", "fixed")["phrases"], key=len, reverse=True):
        run = run.replace(phrase, "")
    return "" if run in _fixed() else run


def _run(ours: str, at: int, theirs: str, there: int) -> int:
    length = 0
    most = min(len(ours) - at, len(theirs) - there)
    while length < most and ours[at + length] == theirs[there + length]:
        length += 1
    return length


def _passage(our_places: list[int], at: int, their_places: list[int], there: int, length: int) -> Passage:
    ours, theirs = our_places[at], their_places[there]
    return Passage(
        ours, theirs, our_places[at + length - 1] + 1 - ours, their_places[there + length - 1] + 1 - theirs
    )


def _bare(text: str) -> tuple[str, list[int]]:
    """The Chinese characters of a text, and where each stands in it."""
    places = [at for part in _spans(text) for at in part]
    return "".join(text[at] for at in places), places


def _spans(text: str) -> Iterator[range]:
    for run in _CHARACTERS.finditer(text):
        yield range(run.start(), run.end())
