"""Papers of an election made from its records: the blank ballot, the report of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wdbranch.book import values as book_values
from wdbranch.errors import UserError
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import head_of, record_named
from wdbranch.rules.elections.election import candidates_of
from wdbranch.rules.elections.report import report
from wdbranch.rules.elections.strokes import by_strokes

if TYPE_CHECKING:
    from wdbranch.printing.plan import Plan

FILE, ASSEMBLY, COMMITTEE = "election", "election_assembly", "election_committee"
"""The forms whose records these papers are made from."""


def plan_ballot(book: Readable, record_id: str) -> Plan:
    """The blank ballot of an election, from its file or its assembly; candidates stand by strokes.

    Raises UserError (no_ballot) while candidates or seats are not written.
    """
    from wdbranch.printing.election import plan_election_ballot

    snapshot = book.snapshot()
    record = record_named(snapshot, record_id)
    names = tuple(record.get("candidates") or ()) if record.form == FILE else candidates_of(record.values)
    seats = record.get("seats")
    if not names or not isinstance(seats, int):
        raise UserError(
            "还没有正式候选人或者应选名额，选票没有名字可印。",
            todo="请先填“应选委员”和“正式候选人”。",
            code="no_ballot",
        )
    name = book_values.title_of(snapshot.form_of(record), record, snapshot.edition_of(record))
    return plan_election_ballot(head_of(snapshot, record.year), name, by_strokes(names), seats)


def plan_report(book: Readable, record_id: str) -> Plan:
    """The report of an election's result to the superior. Raises UserError (nothing_to_print)."""
    from wdbranch.printing.election import plan_election_report

    snapshot = book.snapshot()
    record = record_named(snapshot, record_id)
    found = report(snapshot, record)
    if found is None:
        raise UserError(
            "还没有选举结果，报告没有内容可印。",
            todo="请先记好选举大会那一页，填上得票和当选名单。",
            code="nothing_to_print",
        )
    return plan_election_report(head_of(snapshot, record.year), found)
