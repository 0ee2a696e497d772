"""Traces of texts from elsewhere or from long ago: places, phrases, outdated terms (record_book §7, 41 and 43)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.places import named
from wdbranch.rules.tables import words_table
from wdbranch.rules.wording import say_day

_QUOTED_TITLE = re.compile(r"《[^《》]*》")
_SENTENCE = re.compile(r"[^。！？；\n]+")


@dataclass(frozen=True, slots=True)
class Trace:
    """A word that may have come from elsewhere. ``kind``: place · phrase · blank · outdated."""

    kind: str
    word: str
    field: str
    row: int | None


@dataclass(frozen=True, slots=True)
class Term:
    """An outdated term: since when what is said instead, and on what grounds."""

    old: str
    new: str
    since: date
    basis: str
    after: tuple[str, ...]
    before: tuple[str, ...]


@cache
def _terms() -> Mapping[str, Term]:
    return {
        entry["old"]: Term(
            entry["old"], entry["new"], entry["since"], entry["basis"],
            tuple(entry.get("after", ())), tuple(entry.get("before", ())),
        )
        for entry in words_table("phrases", "outdated")["term"]
    }  # fmt: skip


@cache
def _any_word() -> re.Pattern[str]:
    """Finds whether any of the words stands in a text; grouped by first character, which is quick to pass over."""
    foreign = words_table("phrases", "foreign")
    rests: dict[str, list[str]] = {}
    for word in (*_terms(), *foreign["words"], *foreign["blanks"]):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items()))


def _traces(seen: Reading) -> tuple[Trace, ...]:
    """The traces in the texts of one record, whatever the branch and the day."""
    foreign = words_table("phrases", "foreign")
    told = seen.told
    places = dict.fromkeys(named(told))
    if not places and not _any_word().search(told):
        return ()
    olds = [old for old in _terms() if old in told]
    words = [word for word in foreign["words"] if word in told]
    blanks = [word for word in foreign["blanks"] if word in told]
    found: list[Trace] = []
    for field, row, text in seen.texts:
        found += (Trace("outdated", old, field, row) for old in olds if _stands(_terms()[old], text))
        plain = _QUOTED_TITLE.sub("", text)
        found += (Trace("phrase", word, field, row) for word in words if _foreign_phrase(word, plain, foreign))
        found += (Trace("blank", word, field, row) for word in blanks if word in plain)
        found += (Trace("place", name, field, row) for name in places if _out_of_place(name, plain, foreign))
    return tuple(found)


def _stands(term: Term, text: str) -> bool:
    """Whether an outdated term stands in a text as itself, not as part of another word."""
    at = text.find(term.old)
    while at >= 0:
        before, behind = text[:at], text[at + len(term.old) :]
        if not before.endswith(term.after) and not behind.startswith(term.before):
            return True
        at = text.find(term.old, at + 1)
    return False


def _foreign_phrase(word: str, text: str, foreign: Mapping[str, list[str]]) -> bool:
    at = text.find(word)
    while at >= 0:
        harmless = text.startswith(tuple(foreign["not_before"]), at) or text[:at].endswith(tuple(foreign["not_after"]))
        if not harmless:
            return True
        at = text.find(word, at + 1)
    return False


def _out_of_place(name: str, text: str, foreign: Mapping[str, list[str]]) -> bool:
    """Whether a place is named in a sentence that gives no reason for it."""
    return any(
        name in sentence and not any(word in sentence for word in foreign["fitting"])
        for sentence in _SENTENCE.findall(text)
    )


def traces(seen: Reading, book: Inspection) -> tuple[Trace, ...]:
    """The traces in a record, worked out once for each version of it."""
    return book.snapshot.remembered("traces", seen.record, lambda: _traces(seen))


def d41_other_units(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """No place, phrase or placeholder that tells of a text taken from elsewhere."""
    said: set[str] = set()
    for trace in traces(seen, book):
        if trace.kind == "outdated" or trace.word in said:
            continue
        if trace.kind == "place" and not _foreign_to(trace.word, book):
            continue
        said.add(trace.word)
        fill = {"label": seen.label(trace.field), "name": trace.word}
        yield Objection(trace.kind, trace.field, trace.row, fill)


def _foreign_to(place: str, book: Inspection) -> bool:
    own = book.own_places
    return own is not None and place not in own and place[:-1] not in book.known_places


def d43_outdated(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Terms and titles of documents as they are called on the day."""
    if seen.day is None:
        return
    said: set[str] = set()
    for trace in traces(seen, book):
        if trace.kind != "outdated" or trace.word in said or seen.day < _terms()[trace.word].since:
            continue
        said.add(trace.word)
        term = _terms()[trace.word]
        fill = {"label": seen.label(trace.field), "old": term.old, "new": term.new, "since": say_day(term.since)}
        yield Objection("default", trace.field, trace.row, {**fill, "basis": term.basis})


FUNCTIONS: Mapping[str, Check] = {
    "D-41": d41_other_units,
    "D-43": d43_outdated,
}
"""The rules of this file by their ids in ``findings.toml``."""
