"""What an inspector would object to: the domain's list of 68 with its additions, and required boxes.

Sentences, levels, sources and limits stand in ``resources/rules/findings.toml``; the functions, one file for
each group, only look. A rule of a file's ``FUNCTIONS`` looks at one record: forms choose among these by the
names of ``book.vocabulary.CHECKS``; one that belongs to no such name (group B) looks at every record. A rule of
a file's ``BOOK_FUNCTIONS`` looks at the book as a whole, and is asked only when the whole book is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.finding import Finding
from wdbranch.book.form import Form
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.findings import (
    balances,
    ballots,
    closing,
    content,
    copies,
    coverage,
    development,
    dues,
    elections,
    filled,
    follow_up,
    grades,
    grounds,
    life,
    members,
    organisation,
    people,
    photos,
    points,
    sharing,
    talks,
    tallies,
    timing,
    traces,
)
from wdbranch.rules.findings.inspection import BookCheck, Check, Inspection
from wdbranch.rules.findings.reading import BookObjection, Objection
from wdbranch.rules.tables import cite, rules_table
from wdbranch.rules.undisturbed import undisturbed

_FUNCTIONS: Mapping[str, Check] = {
    **filled.FUNCTIONS,
    **follow_up.FUNCTIONS,
    **people.FUNCTIONS,
    **timing.FUNCTIONS,
    **ballots.FUNCTIONS,
    **development.FUNCTIONS,
    **elections.FUNCTIONS,
    **life.FUNCTIONS,
    **grades.FUNCTIONS,
    **content.FUNCTIONS,
    **copies.FUNCTIONS,
    **dues.FUNCTIONS,
    **traces.FUNCTIONS,
    **members.FUNCTIONS,
    **photos.FUNCTIONS,
    **closing.FUNCTIONS,
    **tallies.FUNCTIONS,
    **sharing.FUNCTIONS,
    **points.FUNCTIONS,
    **grounds.FUNCTIONS,
}
_BOOK_FUNCTIONS: Mapping[str, BookCheck] = {
    **coverage.BOOK_FUNCTIONS,
    **dues.BOOK_FUNCTIONS,
    **talks.BOOK_FUNCTIONS,
    **members.BOOK_FUNCTIONS,
    **organisation.BOOK_FUNCTIONS,
    **balances.BOOK_FUNCTIONS,
    **points.BOOK_FUNCTIONS,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``kind`` "check" finds fault; "reminder" says once what a program cannot see for itself.

    ``of_book``: it looks at the whole book, not at one record.
    """

    id: str
    title: str
    level: str
    source: str
    waivable: bool
    kind: str
    say: Mapping[str, str]
    of_book: bool


def _place(entry: Mapping[str, Any]) -> tuple[bool, str]:
    return entry["id"] != "required", entry["id"]


def _rules() -> dict[str, Rule]:
    return {
        entry["id"]: Rule(
            id=entry["id"],
            title=entry["title"],
            level=entry["level"],
            source=cite(entry),
            waivable=entry["waivable"],
            kind=entry.get("kind", "check"),
            say=entry["say"],
            of_book=entry["id"] in _BOOK_FUNCTIONS,
        )
        for entry in sorted(rules_table("findings")["rule"], key=_place)
    }


RULES: Mapping[str, Rule] = _rules()
"""Every rule by its id, required boxes first, then as the domain numbers them."""

CHECKS: Mapping[str, tuple[str, ...]] = {
    name: tuple(rules) for name, rules in rules_table("findings")["checks"].items()
}
"""The names that forms may use (``book.vocabulary.CHECKS``) and the rules behind each."""

_AT_ONCE = 40
"""Records between two pauses of ``piecewise``."""

_ALWAYS = frozenset(_FUNCTIONS) - {rule for rules in CHECKS.values() for rule in rules}


def rules_of(form: Form) -> list[Rule]:
    """The rules that look at records of a form: those of its checks, and those that look at every record."""
    wanted = _ALWAYS.union(*(CHECKS[check] for check in form.checks))
    return [rule for rule in RULES.values() if rule.id in wanted]


def findings(snapshot: Snapshot, today: date, *, record: Record | None = None) -> list[Finding]:
    """Every objection to the records of a snapshot on a day, in order of the records and the list of rules.

    With ``record`` only those to this record, as it stands now: it replaces the one of the same id in the
    snapshot, or is added to it; otherwise those to the book as a whole stand at the end. Waived findings are
    given with their reason; arithmetic is never waived.
    """
    with undisturbed():
        return [one for part in _findings(Inspection(snapshot, today, record), record) for one in part]


def piecewise(snapshot: Snapshot, today: date) -> Iterator[list[Finding]]:
    """As ``findings``, with a pause after every few records and every rule of the book, for who must not block."""
    return _findings(Inspection(snapshot, today), None)


def _findings(book: Inspection, record: Record | None) -> Iterator[list[Finding]]:
    targets = (record,) if record is not None else book.records
    by_form: dict[tuple[str, str], list[tuple[Rule, Check]]] = {}
    found: list[Finding] = []
    for number, target in enumerate(targets, 1):
        key = (target.edition, target.form)
        if key not in by_form:
            by_form[key] = [(rule, _FUNCTIONS[rule.id]) for rule in rules_of(book.facts(target).form)]
        seen = book.read(target)
        found += [_finding(rule, one, target) for rule, check in by_form[key] for one in check(seen, book)]
        if number % _AT_ONCE == 0:
            yield found
            found = []
    yield found
    if record is None:
        yield from _of_book(book)


def of_book(book: Inspection) -> list[Finding]:
    """The objections to the book as a whole, by the order of the rules."""
    return [one for part in _of_book(book) for one in part]


def _of_book(book: Inspection) -> Iterator[list[Finding]]:
    for rule in RULES.values():
        if rule.of_book:
            objections = _BOOK_FUNCTIONS[rule.id](book)
            yield [_book_finding(rule, one, book.snapshot.finding_waivers) for one in objections]


def _book_finding(rule: Rule, objection: BookObjection, waivers: Mapping[str, str]) -> Finding:
    finding = Finding(
        rule=rule.id,
        level=rule.level,
        say=rule.say[objection.variant].format_map(objection.fill),
        source=rule.source,
        waivable=rule.waivable,
        subject=objection.subject,
        jump=objection.jump,
        evidence=objection.evidence,
    )
    reason = objection.reason or waivers.get(finding.key)
    return finding.set_aside(reason) if reason else finding


def _finding(rule: Rule, objection: Objection, record: Record) -> Finding:
    finding = Finding(
        rule=rule.id,
        level=objection.level or rule.level,
        say=rule.say[objection.variant].format_map(objection.fill),
        source=rule.source,
        record=record.id,
        field=objection.field,
        row=objection.row,
        other=objection.other,
        waivable=rule.waivable,
    )
    reason = record.waivers.get(finding.key) if record.waivers else None
    return finding.set_aside(reason) if reason else finding
