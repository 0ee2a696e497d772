"""Finds people by the initials of their names in pinyin: zjg → 张建国."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, product

MOST_READINGS = 64
"""A name of several characters with many readings each is cut off here: 64 covers real names."""


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """All readings of one character without tones, lower case; the character itself where it has none."""
    # Names are read character by character: the dictionary of phrases would only cost 0.2 s at the first key.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="default")
    plain = [reading.lower().replace("ü", "v") for reading in found[0]] if found else [character]
    return tuple(dict.fromkeys(plain)) or (character,)


@lru_cache(maxsize=8192)
def keys(name: str) -> frozenset[str]:
    """Everything a person may type for a name: initials and whole syllables, in every reading.

    >>> sorted(keys("单雄"))
    ['chanxiong', 'cx', 'danxiong', 'dx', 'shanxiong', 'sx']
    """
    letters = [c for c in name if not c.isspace() and c not in "·（）()"]
    found: set[str] = set()
    for spoken in islice(product(*(readings(c) for c in letters)), MOST_READINGS):
        found.add("".join(spoken))
        found.add("".join(syllable[0] for syllable in spoken))
    return frozenset(found)


def matches(name: str, typed: str) -> int:
    """How well a name answers what was typed: 0 not at all, higher is better."""
    wanted = "".join(typed.split()).lower()
    if not wanted:
        return 1
    if wanted in name:
        return 4 if name.startswith(wanted) else 3
    if not wanted.isascii():
        return 0
    known = keys(name)
    if wanted in known:
        return 3
    if any(key.startswith(wanted) for key in known):
        return 2
    return 1 if len(wanted) > 1 and any(wanted in key for key in known if len(key) <= len(name)) else 0


class PeopleIndex:
    """The names that may be written into a box, in roster order."""

    def __init__(self, labels: Iterable[str] = ()) -> None:
        self.labels: Sequence[str] = tuple(dict.fromkeys(labels))

    def find(self, typed: str, most: int = 12) -> list[str]:
        """The labels that answer what was typed, best first, in roster order among equals."""
        scored = [(matches(label, typed), -place, label) for place, label in enumerate(self.labels)]
        hits = sorted((entry for entry in scored if entry[0]), reverse=True)
        return [label for _, _, label in hits[:most]]

    def __contains__(self, label: object) -> bool:
        return label in self.labels
