"""Organisation life: who presides (49, 50), self-criticism and criticism (48), what goes before and after.

Sources: record_book §7 (48 to 50), duties §7 (E-08, E-09).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from wdbranch.book.form import edition_of_year
from wdbranch.paths import resource
from wdbranch.rules.attendance import whose_meeting
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.suggest_life import leader_of
from wdbranch.rules.tables import read_table, rules_table
from wdbranch.rules.wording import say_names

PREPARATION, PROBLEM, ISSUE = "life_prep", "life_problem", "issue"
_MARKS = re.compile(r"[\s，。、；：！？“”‘’（）《》,.;:!?]+")


def _limits() -> dict[str, Any]:
    limits: dict[str, Any] = rules_table("findings")["limits"]
    return limits


@cache
def _hollow() -> tuple[str, ...]:
    """Words that say nothing of the person, longest first."""
    found = read_table(resource("phrases", "hollow.toml"))["phrases"]
    return tuple(sorted(found, key=len, reverse=True))


def says_nothing(text: str) -> bool:
    """Whether a criticism is too short, or nothing but words that fit everybody.

    >>> says_nothing("希望今后加强学习，注意身体。")
    True
    """
    if len(_MARKS.sub("", text)) < int(_limits()["shortest_criticism"]):
        return True
    for phrase in _hollow():
        text = text.replace(phrase, "")
    return len(_MARKS.sub("", text)) < int(_limits()["shortest_criticism_rest"])


# --- who presides -------------------------------------------------------------------------------------------


def d49_host(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The secretary presides, or a deputy or committee member whom the secretary asked; of a group, its leader."""
    host = seen.record.get("host")
    if not host or not seen.has("delegated_by") or seen.day is None or seen.who is None:
        return
    if whose_meeting(seen.form, seen.record.values) == "group":
        yield from _group_host(seen, book, host)
        return
    secretary = book.secretary(seen)
    if not secretary or host == secretary:
        return
    fill = {"host": host, "secretary": secretary, "label": seen.label("delegated_by")}
    member = book.snapshot.roster.by_label.get(host)
    if member is None or member.id not in seen.who.committee:
        yield Objection("not_committee", "host", fill=fill)
    elif seen.record.get("delegated_by") != secretary:
        yield Objection("not_delegated", "delegated_by", fill=fill)


def _group_host(seen: Reading, book: Inspection, host: str) -> Iterator[Objection]:
    group = seen.record.get("group")
    leader = leader_of(book.snapshot, group, seen.day) if group and seen.day else None
    label = book.snapshot.roster.label(leader) if leader else ""
    if leader is not None and host != label and seen.record.get("delegated_by") != label:
        fill = {"host": host, "leader": label, "group": group, "label": seen.label("delegated_by")}
        yield Objection("not_leader", "host", fill=fill)


def d50_recorder(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape for all
    """Whoever presides does not keep the minutes."""
    host = seen.record.get("host")
    if host and seen.has("recorder") and host == seen.record.get("recorder"):
        yield Objection("default", "recorder", fill={"name": host})


# --- criticism ----------------------------------------------------------------------------------------------


def d48_criticism(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Everybody who came criticised themselves and was criticised, in words that say something."""
    if not seen.has("self_criticism") or seen.unmarked:
        return
    came = [person.name for person in seen.present]
    own = {row.get("person"): row.get("text") or "" for row in seen.record.rows("self_criticism")}
    silent = [name for name in came if not own.get(name)]
    if silent:
        fill = {"count": len(silent), "names": say_names(silent, 8)}
        yield Objection("no_self", "self_criticism", fill=fill)
    heard = {row.get("person") for row in seen.record.rows("criticism") if row.get("text")}
    spared = [name for name in came if name not in heard]
    if spared:
        fill = {"count": len(spared), "names": say_names(spared, 8)}
        yield Objection("no_mutual", "criticism", fill=fill)
    for index, row in enumerate(seen.record.rows("self_criticism")):
        if row.get("text") and says_nothing(row["text"]):
            yield Objection("hollow_self", "self_criticism", index, {"name": row.get("person") or ""})
    for index, row in enumerate(seen.record.rows("criticism")):
        yield from _criticism(row, index)


def _criticism(row: Mapping[str, Any], index: int) -> Iterator[Objection]:
    text, critic, person = row.get("text"), row.get("critic"), row.get("person") or ""
    if text and not critic:
        yield Objection("no_critic", "criticism", index, {"name": person})
    elif text and critic == person:
        yield Objection("own_critic", "criticism", index, {"name": person})
    elif text and says_nothing(text):
        yield Objection("hollow_mutual", "criticism", index, {"critic": critic, "name": person})


def p11_problem(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A problem on the list says whose it is, and what."""
    tags = {choice.id: choice.tags for choice in seen.edition.choices["problem_subject"]}
    kind = tags.get(seen.record.get("subject") or "", frozenset())
    person, problem = seen.record.get("person"), seen.record.get("problem")
    if "member" in kind and not person:
        yield Objection("person", "person", fill={"label": seen.label("person")})
    if "team" in kind and person:
        yield Objection("team", "person", fill={"name": person})
    if problem and says_nothing(problem):
        yield Objection("hollow", "problem")


# --- before and after ---------------------------------------------------------------------------------------


def p08_before(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Before a life meeting: study, opinions, talks, problems found. Each year has these records."""
    if not seen.has("self_criticism") or seen.day is None:
        return
    fill = {"year": seen.record.year}
    snapshot = book.snapshot
    prepared = [record for record in book.records if record.form == PREPARATION and record.year == fill["year"]]
    if not prepared:
        yield Objection("prep", seen.form.date_field, fill=fill)
    elif all((snapshot.day(record) or seen.day) > seen.day for record in prepared):
        yield Objection("late_prep", seen.form.date_field, fill=fill)
    if not any(record.form == PROBLEM and record.year == fill["year"] for record in book.records):
        yield Objection("problems", seen.form.date_field, fill=fill)


def p09_after(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """After a life meeting: what was found is entered for rectification within some days."""
    if not seen.has("self_criticism") or seen.day is None:
        return
    days = int(_limits()["days_to_list_rectification"])
    edition = edition_of_year(book.snapshot.editions, seen.day.year)
    if book.today < seen.day + timedelta(days=days):
        return
    sources = edition.tagged("issue_source", "life_meeting")
    for record in book.records:
        if record.form == ISSUE and record.get("source") in sources:
            found = book.snapshot.day(record)
            if found is not None and found >= seen.day - timedelta(days=days):
                return
    yield Objection("default", seen.form.date_field, fill={"days": days})


FUNCTIONS: Mapping[str, Check] = {
    "D-48": d48_criticism,
    "D-49": d49_host,
    "D-50": d50_recorder,
    "P-08": p08_before,
    "P-09": p09_after,
    "P-11": p11_problem,
}
"""The rules of this file by their ids in ``findings.toml``."""
