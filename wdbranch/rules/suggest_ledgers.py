"""Numbers of the star ledgers that follow from what else is written in the same record."""

from __future__ import annotations

from collections.abc import Mapping

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.draft import Draft, Suggestion


def people_count(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001 - one shape for all
    """How many people the list of a team names."""
    named = [row for row in draft.values.get("people") or () if row.get("name")]
    return len(named) or None


def people_party(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001
    """How many of the people of a team are marked as party members; nothing while nobody is named."""
    named = [row for row in draft.values.get("people") or () if row.get("name")]
    return sum(bool(row.get("party")) for row in named) if named else None


LEDGER_SUGGESTIONS: Mapping[str, Suggestion] = {"people_count": people_count, "people_party": people_party}
"""The suggestions of this file by the names that forms use."""
