"""Group D: what the minutes say (record_book §7, 38 to 47 but for copies and traces, which have their own files)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from wdbranch.book.record import State
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.library import plain
from wdbranch.rules.tables import rules_table, words_table

_TALLY = re.compile(r"(?:赞成|反对|弃权)\s*(?:票)?\s*\d+\s*[票人名]?|\d+\s*[票人名]\s*(?:赞成|反对|弃权)")
_COUNTED = frozenset({"反对", "弃权"})
"""Words that a tally has too (“弃权 1 票”): they tell of dissent only outside of one."""
_SHOWN = 16


def _limit(name: str) -> int:
    return int(rules_table("findings")["limits"][name])


def _words(name: str) -> dict[str, Any]:
    return words_table("phrases", name)


def _silent(seen: Reading) -> bool:
    """Whether the form asks for speeches and none is written."""
    return seen.has("speeches") and not any(row.get("text") for row in seen.record.rows("speeches"))


def d38_thin(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The minutes of a meeting say what took place and who said what.

    A draft that has not been begun is only incomplete; the required boxes say so.
    """
    if seen.place is None or not seen.facts.body:
        return
    body = seen.body
    count, limit = sum(len(text) for _, _, text in body), _limit("shortest_body")
    if not count and seen.record.state is State.DRAFT:
        return
    where = next(iter(body), (seen.facts.body[0][0], None, ""))[0]
    if count < limit:
        yield Objection("short", where, fill={"count": count, "limit": limit})
    if _silent(seen):
        yield Objection("no_speech", "speeches")
        if _only_study(seen):
            yield Objection("study_only", where)


def _only_study(seen: Reading) -> bool:
    """Whether every item of the agenda, or every part of a theme party day, is study and nothing else."""
    for field, choices in (("agenda", "agenda_kind"), ("segments", "segment_kind")):
        rows = seen.record.rows(field) if seen.has(field) else ()
        if rows:
            study = seen.edition.tagged(choices, "study")
            return all(row.get("kind") in study for row in rows)
    return False


def d39_empty_words(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """一致同意 does not stand for speeches."""
    if not _silent(seen):
        return
    agreed = _words("empty_words")["agreed"]
    for field, row, text in seen.body:
        phrase = next((words for words in agreed if words in text), None)
        if phrase is not None:
            yield Objection("default", field, row, {"label": seen.label(field), "phrase": phrase})
            return


@cache
def _vote_only_in() -> dict[str, tuple[frozenset[str], str]]:
    """Kind of agenda item → the forms on which it may be voted, and what that meeting is called."""
    entries = rules_table("meetings")["vote_only_in"]
    return {kind: (frozenset(entry["forms"]), entry["where"]) for entry in entries for kind in entry["kinds"]}


@cache
def _committee_work() -> dict[str, tuple[frozenset[str], str]]:
    entries = rules_table("meetings")["committee_work"]
    return {kind: (frozenset(entry["forms"]), entry["where"]) for entry in entries for kind in entry["kinds"]}


def d42_wrong_meeting(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """What only the assembly may decide is not voted elsewhere; the committee's work is done in committee."""
    if not seen.has("agenda"):
        return
    voted = {vote.data.get("agenda") for vote in seen.votes if vote.number("yes") is not None}
    for index, row in enumerate(seen.record.rows("agenda")):
        kind = row.get("kind") or ""
        fill = {
            "title": row.get("title") or seen.edition.choice_label("agenda_kind", kind),
            "kind": seen.edition.choice_label("agenda_kind", kind),
            "form": seen.form.short,
        }
        forms, where = _vote_only_in().get(kind, (None, ""))
        if forms is not None and seen.form.id not in forms and row.get("no") in voted:
            yield Objection("vote", "agenda", index, {**fill, "where": where})
        forms, where = _committee_work().get(kind, (None, ""))
        if forms is not None and seen.form.id not in forms and book.snapshot.branch.has_committee:
            yield Objection("discuss", "agenda", index, {**fill, "where": where})


def d44_dissent(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Votes against and abstentions have words of dissent beside them."""
    against = [
        (vote, (vote.number("no") or 0) + (vote.number("abstain") or 0))
        for vote in seen.votes
        if not vote.candidates
    ]
    if not any(count for _, count in against):
        return
    said = "\n".join(text for _, _, text in seen.body)
    words = [word for word in _words("empty_words")["dissent"] if word in said]
    if words and (not _COUNTED.issuperset(words) or any(word in _TALLY.sub("", said) for word in words)):
        return
    for vote, count in against:
        if count:
            yield Objection("default", "votes", vote.row, {"subject": vote.subject, "count": count})


def d45_owner_and_due(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Each decision has someone who sees to it, and a day."""
    if not seen.has("decisions"):
        return
    known = {column.id for column in seen.form.field("decisions").columns}
    standing = _words("empty_words")["standing"]
    for index, row in enumerate(seen.record.rows("decisions")):
        text = (row.get("text") or "").strip()
        if not text:
            continue
        owner = "owner" not in known or bool(row.get("owner"))
        due = "due" not in known or bool(row.get("due")) or any(word in text for word in standing)
        if not (owner and due):
            variant = "both" if not owner and not due else "due" if owner else "owner"
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            yield Objection(variant, "decisions", index, {"number": index + 1, "text": shown})


def d47_leisure(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A theme party day is more than an outing (支部工作条例（试行）第十六条: four kinds of content)."""
    segments = seen.record.rows("segments") if seen.has("segments") else ()
    if not segments or {row.get("kind") for row in segments} & seen.edition.tagged("segment_kind", "content"):
        return
    told = "".join((seen.record.get("theme") or "", *(row.get("minutes") or "" for row in segments)))
    word = next((word for word in _words("leisure")["words"] if word in told), None)
    if word is not None:
        yield Objection("fun", "segments", fill={"word": word})
        return
    kinds = dict.fromkeys(row["kind"] for row in segments if row.get("kind"))
    labels = [seen.edition.choice_label("segment_kind", kind) for kind in kinds]
    if labels:
        yield Objection("default", "segments", fill={"segments": "、".join(labels)})


def z07_undated_material(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A study material has its day of publication, here or in the library."""
    for index, row in enumerate(seen.record.rows("materials") if seen.has("materials") else ()):
        name = (row.get("name") or "").strip("《》 ")
        if name and not row.get("published_on") and plain(name) not in book.library:
            yield Objection("default", "materials", index, {"name": name})


FUNCTIONS: Mapping[str, Check] = {
    "D-38": d38_thin,
    "D-39": d39_empty_words,
    "D-42": d42_wrong_meeting,
    "D-44": d44_dissent,
    "D-45": d45_owner_and_due,
    "D-47": d47_leisure,
    "Z-07": z07_undated_material,
}
"""The rules of this file by their ids in ``findings.toml``."""
