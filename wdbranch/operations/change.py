"""What an operation tells its caller: what changed, so that only what shows it reloads."""

from __future__ import annotations

from dataclasses import dataclass, field

from wdbranch.book.finding import Finding
from wdbranch.book.record import Record

RECORD, ROSTER, BRANCH, EVIDENCE, PACKET, DESK = "record", "roster", "branch", "evidence", "packet", "desk"
POINTS = "points"


@dataclass(frozen=True, slots=True)
class Change:
    """Kinds of things that changed; ``record`` and ``form`` where it was one record."""

    kinds: frozenset[str]
    record: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A record after an operation, with what an inspector would say of it now.

    ``also`` lists in Chinese what followed by itself (应到党员 24 人), to be shown beside the saving mark.
    """

    record: Record
    findings: tuple[Finding, ...]
    change: Change
    also: tuple[str, ...] = field(default=())


def of_record(record: Record) -> Change:
    """The change of one record."""
    return Change(frozenset({RECORD}), record.id, record.form)
