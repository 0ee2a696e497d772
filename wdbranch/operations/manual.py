"""The manual (``resources/manual``): chapters of Markdown whose sections the program can open by name.

A section begins with a heading of the second level that carries its keys:
``## 支部党员大会记录 {#form:party_assembly}``. Kinds of keys: ``form``, ``view``, ``page`` (of the window),
``command``, ``error``, ``verdict`` (on a packet), ``howto``. A test holds them against what the program has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wdbranch import paths

_HEADING = re.compile(r"^## +(?P<title>.+?)(?P<keys>(?: *\{#[a-z]+:[^}\s]+\})*) *$")
_KEY = re.compile(r"\{#([a-z]+:[^}\s]+)\}")
_CHAPTERS = (
    "start", "pages", "howto", "forms-", "safety", "street", "commands", "errors",
)
"""Chapters in order: the files whose names begin so; others stand before the last two."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: ``keys`` are what it may be opened by, ``text`` is Markdown without the heading."""

    chapter: str
    title: str
    keys: tuple[str, ...]
    text: str


def folder() -> Path:
    """Where the chapters and their pictures are."""
    return paths.resource("manual")


@cache
def sections() -> tuple[Section, ...]:
    """All sections in the order of the manual."""
    files = sorted(folder().glob("*.md"), key=lambda path: (_place(path.stem), path.stem))
    return tuple(section for path in files for section in parse(path.read_text(encoding="utf-8")))


def parse(text: str) -> list[Section]:
    """The sections of one chapter; its first line is its title: ``# 党费``."""
    head, *lines = text.strip().splitlines()
    chapter = head.removeprefix("#").strip()
    found: list[Section] = []
    title, keys, body = chapter, (), list[str]()
    for line in [*lines, None]:
        heading = _HEADING.match(line) if line is not None else None
        if line is None or heading:
            if "".join(body).strip():
                found.append(Section(chapter, title, keys, "\n".join(body).strip()))
            body = []
        if heading:
            title, keys = heading["title"], tuple(_KEY.findall(heading["keys"]))
        elif line is not None:
            body.append(line)
    return found


def by_key() -> Mapping[str, Section]:
    """Sections by their keys."""
    return {key: section for section in sections() for key in section.keys}


def find(words: str, among: Sequence[Section] | None = None) -> list[Section]:
    """The sections that hold all the words, those that name them in the title first."""
    wanted = words.lower().split()
    chosen = sections() if among is None else among
    hits = [
        section
        for section in chosen
        if all(word in (section.title + section.chapter + section.text).lower() for word in wanted)
    ]
    return sorted(hits, key=lambda section: not all(word in section.title.lower() for word in wanted))


def _place(stem: str) -> int:
    fitting = [number for number, name in enumerate(_CHAPTERS) if stem.startswith(name)]
    return fitting[0] if fitting else _CHAPTERS.index("commands") - 1
