"""How the cases of the finding tests are written: a broken copy of a sample record, and what must be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rules_branch import BRANCH, ROSTER, snapshot

from wdbranch.book.finding import Finding
from wdbranch.book.people import Roster, Span
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Branch, Snapshot
from wdbranch.rules.findings import findings

TODAY = date(2026, 10, 12)
"""Two working days after the theme party day of sample three."""


@dataclass
class Case:
    """Records among which ``rule`` objects (or does not) to the last one."""

    rule: str
    records: tuple[Record, ...]
    place: tuple[str | None, int | None] | None = None      # the box that must be pointed at; None: any
    words: tuple[str, ...] = ()                             # what the sentence must contain
    roster: Roster = ROSTER
    branch: Branch = field(default_factory=lambda: BRANCH)
    today: date = TODAY
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def snapshot(self) -> Snapshot:
        """The book of the case."""
        return snapshot(*self.records, roster=self.roster, branch=self.branch, evidence=self.evidence)

    def found(self) -> list[Finding]:
        """What this rule says of the last record."""
        snap = self.snapshot
        target = self.records[-1]
        everything = [f for f in findings(snap, self.today) if f.record == target.id]
        assert everything == findings(snap, self.today, record=target)      # one record alone: the same answer
        return [f for f in everything if f.rule == self.rule]


@dataclass
class BookCase(Case):
    """A book as a whole to which ``rule`` objects (or does not)."""

    subjects: tuple[str, ...] | None = None                 # what the findings are about, in order; None: any

    def found(self) -> list[Finding]:
        """What this rule says of the book, unless it is set aside."""
        found = [f for f in findings(self.snapshot, self.today) if f.rule == self.rule and f.waived is None]
        assert all(f.record is None and f.jump is not None for f in found)
        assert len({f.key for f in found}) == len(found)
        return found


def changed(**people: dict[str, Any]) -> Roster:
    """The roster with some people changed; ``span`` adds a span."""
    members = []
    for member in ROSTER.members:
        change = dict(people.get(member.name, {}))
        span = change.pop("span", None)
        if span is not None:
            change["spans"] = (*member.spans, Span(*span))
        members.append(replace(member, **change))
    return replace(ROSTER, members=tuple(members))


def marked(record: Record, **people: tuple[str, str | None]) -> Record:
    """The record with some people marked otherwise: ``丁拟白=("present", None)``."""
    rows = []
    for row in record.get("attendance"):
        status, reason = people.get(row["name"], (row["status"], row["reason"]))
        rows.append({**row, "status": status, "reason": reason})
    return with_values(record, attendance=tuple(rows))


def with_values(record: Record, **values: Any) -> Record:
    """The record with some boxes filled otherwise."""
    return replace(record, values={**record.values, **values})


def with_row(record: Record, box: str, index: int, /, **values: Any) -> Record:
    """The record with one child row changed."""
    rows = [dict(row) for row in record.rows(box)]
    rows[index].update(values)
    return with_values(record, **{box: tuple(rows)})


def check_trigger(case: Case) -> None:
    """The rule objects, at the right box, in a whole sentence."""
    found = case.found()
    assert found, f"{case.rule} says nothing"
    if isinstance(case, BookCase) and case.subjects is not None:
        assert tuple(f.subject for f in found) == case.subjects
    if case.place is not None:
        assert case.place in [(f.field, f.row) for f in found]
    said = "".join(f.say for f in found)
    for word in case.words:
        assert word in said
    for finding in found:
        assert finding.say.endswith("。")
        assert "{" not in finding.say
        assert "None" not in finding.say


def check_quiet(case: Case) -> None:
    """The rule has nothing to object."""
    assert [f.say for f in case.found()] == []
