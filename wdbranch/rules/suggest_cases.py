"""What cases of development and the pages of an election tell one another, so that nothing is typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import add_months
from wdbranch.rules.development.case import probation_until
from wdbranch.rules.draft import Draft, Suggestion
from wdbranch.rules.elections.election import (
    ASSEMBLY,
    COMMITTEE,
    blank_ballot,
    file_before,
    meeting_after,
    officers,
    outcome,
)


def seats(draft: Draft, snapshot: Snapshot) -> int | None:
    """The seats as approved."""
    record = file_before(snapshot, draft.day)
    found = record.get("seats") if record is not None else None
    return found if isinstance(found, int) else None


def candidates(draft: Draft, snapshot: Snapshot) -> Any:
    """The candidates by strokes; once votes are written, they stay as they stand."""
    rows = draft.values.get("candidates") or ()
    if any(row.get("yes") is not None for row in rows):
        return rows
    return blank_ballot(snapshot, draft.day) or None


def elected(draft: Draft, snapshot: Snapshot) -> tuple[str, ...] | None:
    """Who is elected: by the votes of this page, or, on the file of the election, by those of its assembly."""
    if draft.form.id == COMMITTEE:
        return officers(draft.values)
    if draft.form.id == ASSEMBLY:
        found = outcome(draft.values)
        return found.elected if found is not None else None
    meeting = meeting_after(snapshot, ASSEMBLY, draft.day)
    return tuple(meeting.get("elected") or ()) or None if meeting is not None else None


def elected_on(draft: Draft, snapshot: Snapshot) -> str | None:
    """The day of the assembly."""
    return _day(meeting_after(snapshot, ASSEMBLY, draft.day))


def chosen(draft: Draft, snapshot: Snapshot) -> tuple[str, ...] | None:
    """Secretary and deputy as the committee chose them."""
    meeting = meeting_after(snapshot, COMMITTEE, draft.day)
    return tuple(meeting.get("elected") or ()) or None if meeting is not None else None


def chosen_on(draft: Draft, snapshot: Snapshot) -> str | None:
    """The day of the committee's first meeting."""
    return _day(meeting_after(snapshot, COMMITTEE, draft.day))


def _day(meeting: Any) -> str | None:
    start = meeting.get("start") if meeting is not None else None
    return start[:10] if isinstance(start, str) else None


def probation_end(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001 - one shape for all
    """The last day of a probation that began with the assembly."""
    admitted = day_of(draft.values.get("assembly_on"))
    return probation_until(admitted).isoformat() if admitted else None


def disposal_end(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001
    """The day on which a time to mend of so many months is over."""
    approved, months = day_of(draft.values.get("approved_on")), draft.values.get("months")
    return add_months(approved, months).isoformat() if approved and isinstance(months, int) else None


CASE_SUGGESTIONS: Mapping[str, Suggestion] = {
    "probation_until": probation_end,
    "disposal_until": disposal_end,
    "election_seats": seats,
    "election_candidates": candidates,
    "election_elected": elected,
    "election_day": elected_on,
    "election_officers": chosen,
    "election_officers_day": chosen_on,
}
"""By the names that forms may use."""
