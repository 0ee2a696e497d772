"""Candidates in the order of the strokes of their surnames (姓氏笔画), from a small table of surnames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from wdbranch.paths import resource


@cache
def _places() -> Mapping[str, int]:
    """The place of each surname in the order: by number of strokes, then by their shapes."""
    text = resource("phrases", "surname_strokes.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and line[0] != "#"]
    characters = "".join(line[1] for line in lines)
    return {character: place for place, character in enumerate(characters)}


def by_strokes(names: Sequence[str]) -> tuple[str, ...]:
    """The names in order; of one surname, and with surnames that the table lacks (last), as they stood.

    Source: candidates stand in the order of their surnames' strokes (duties §10, X-03); the order within one
    number of strokes is 横 竖 撇 点 折.

    >>> by_strokes(["韩拟秋", "马拟川", "陈拟舟"])
    ('马拟川', '陈拟舟', '韩拟秋')
    """
    places = _places()
    return tuple(sorted(names, key=lambda name: places.get(name[:1], len(places))))


def unknown(names: Sequence[str]) -> tuple[str, ...]:
    """The names whose surname the table lacks: their place must be looked up by hand."""
    return tuple(name for name in names if name[:1] not in _places())
