"""How long a disciplinary sanction weighs on a member. Lengths and source: ``resources/rules/awards.toml``."""

from __future__ import annotations

from datetime import date

from wdbranch.book.form import Edition
from wdbranch.book.people import Member
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import add_months
from wdbranch.rules.tables import cite, rules_table

AWARD = "award"


def influence_until(edition: Edition, sanction: str | None, decided: date | None) -> date | None:
    """The last day on which a sanction (id of the list ``sanction``) weighs; None where it has no such period.

    Source: 纪律处分条例 as revised in 2023, from general knowledge (常识): shown, never enforced.
    """
    if sanction is None or decided is None:
        return None
    for entry in rules_table("awards")["influence"]:
        if sanction in edition.tagged("sanction", entry["tag"]):
            return date.fromordinal(add_months(decided, entry["months"]).toordinal() - 1)
    return None


def under_influence(snapshot: Snapshot, member: Member, day: date) -> Record | None:
    """The 奖惩 record of a sanction that weighs on a member on that day; as written, else as reckoned.

    For the introducers of a candidate: 发展党员工作细则 2026 第十四条 asks for it.
    """
    label = snapshot.roster.label(member)
    for record in snapshot.of(AWARD):
        decided = snapshot.day(record)
        if record.get("member") not in (label, member.name) or decided is None or decided > day:
            continue
        until = day_of(record.get("influence_until")) or influence_until(
            snapshot.edition_of(record), record.get("sanction"), decided
        )
        if until is not None and day <= until:
            return record
    return None


def influence_source() -> str:
    """Where the lengths come from, with how sure we are."""
    return cite(rules_table("awards")["about"])
