"""Suggested values that the roster, the branch or a person's last record gives; a part of ``rules.suggest``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from wdbranch.book.people import Member
from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.calendar import add_months
from wdbranch.rules.care import contacts
from wdbranch.rules.influence import influence_until as reckoned
from wdbranch.rules.roster_counts import COUNTS, age
from wdbranch.rules.wording import say_fixed_day

if TYPE_CHECKING:
    from wdbranch.rules.suggest import Draft

Suggestion = Callable[["Draft", Snapshot], Any]


def _person(draft: Draft, snapshot: Snapshot, field: str = "member") -> Member | None:
    """The person that the draft speaks of, if the roster knows them."""
    named = draft.values.get(field)
    return snapshot.roster.by_label.get(named) if isinstance(named, str) else None


def _fact(name: str) -> Suggestion:
    """What the branch says of itself."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> Any:
        return (getattr(snapshot.branch, name) or None) if draft.day else None

    return suggestion


def branch_elected(draft: Draft, snapshot: Snapshot) -> str | None:
    """The day of the last election."""
    day = day_of(snapshot.branch.last_election)
    return day.isoformat() if draft.day and day else None


def branch_expires(draft: Draft, snapshot: Snapshot) -> str | None:
    """The day on which the term runs out: election day plus the years of a term."""
    day = day_of(snapshot.branch.last_election)
    return add_months(day, 12 * snapshot.branch.term_years).isoformat() if draft.day and day else None


def branch_fixed_day(draft: Draft, snapshot: Snapshot) -> str | None:
    """The fixed day of the theme party day in words."""
    return (say_fixed_day(snapshot.branch.fixed_day) or None) if draft.day else None


def _count(name: str) -> Suggestion:
    """A headcount of the roster on the day of the draft."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> int | None:
        return COUNTS[name](snapshot.roster, draft.day) if draft.day else None

    return suggestion


def influence_until(draft: Draft, snapshot: Snapshot) -> str | None:
    """The last day on which a sanction weighs."""
    until = reckoned(snapshot.editions[draft.form.edition], draft.values.get("sanction"), draft.day)
    return until.isoformat() if until else None


def member_age(draft: Draft, snapshot: Snapshot) -> int | None:
    """The age of the person on the day."""
    member = _person(draft, snapshot)
    return age(member, draft.day) if member is not None and draft.day is not None else None


def slot_group(draft: Draft, snapshot: Snapshot) -> str | None:
    """What stood there last time for this person, otherwise their party group."""
    member = _person(draft, snapshot)
    if member is None:
        return None
    return _before(draft, snapshot, "bian") or member.group(draft.day or date.max) or None


def _before(draft: Draft, snapshot: Snapshot, field: str) -> Any:
    """The value of a field in the last record of this form for the same person."""
    named = draft.values.get("member")
    until = draft.day or date.max
    found = None
    for record in snapshot.of(draft.form.id):
        day = snapshot.day(record)
        if named and record.get("member") == named and day is not None and day < until and record.get(field):
            found = record.get(field)
    return found


def _again(field: str) -> Suggestion:
    """What was written for this person last time: carried over, to be changed where it changed."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> Any:
        return _before(draft, snapshot, field)

    return suggestion


def _target(name: str) -> Suggestion:
    """A fact of the roster about the person visited."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> str | None:
        member = _person(draft, snapshot, "target")
        return (getattr(member, name) or None) if member is not None else None

    return suggestion


def floating_place(draft: Draft, snapshot: Snapshot) -> str | None:
    """Where a floating member is, by the roster."""
    member = _person(draft, snapshot)
    span = member.span("floating", draft.day) if member is not None and draft.day is not None else None
    return (span.value or None) if span is not None else None


def floating_reason(draft: Draft, snapshot: Snapshot) -> str | None:
    """Why a floating member is away, by the roster."""
    member = _person(draft, snapshot)
    span = member.span("floating", draft.day) if member is not None and draft.day is not None else None
    return (span.note or None) if span is not None else None


def floating_job(draft: Draft, snapshot: Snapshot) -> str | None:
    """What a floating member does, by the last contact, otherwise by the roster."""
    member = _person(draft, snapshot)
    return (_last_contact(draft, snapshot, "job") or member.job or None) if member is not None else None


def floating_organisation(draft: Draft, snapshot: Snapshot) -> str | None:
    """The party organisation where a floating member is, by the last contact."""
    return _last_contact(draft, snapshot, "organisation")


def _last_contact(draft: Draft, snapshot: Snapshot, field: str) -> str | None:
    member = _person(draft, snapshot)
    if member is None:
        return None
    earlier = [record for day, record in contacts(snapshot, member, draft.day or date.max) if day != draft.day]
    return next((record.get(field) for record in reversed(earlier) if record.get(field)), None)


ROSTER_SUGGESTIONS: Mapping[str, Suggestion] = {
    "branch_name": _fact("name"),
    "branch_short": _fact("short"),
    "branch_superior": _fact("superior"),
    "branch_term": _fact("term_years"),
    "branch_elected": branch_elected,
    "branch_expires": branch_expires,
    "branch_fixed_day": branch_fixed_day,
    **{f"count_{name}": _count(name) for name in COUNTS},
    "influence_until": influence_until,
    "member_age": member_age,
    "slot_group": slot_group,
    "last_ding3": _again("ding3"),
    "last_ways": _again("ways"),
    "last_promise": _again("promise"),
    "target_address": _target("address"),
    "target_phone": _target("phone"),
    "floating_place": floating_place,
    "floating_reason": floating_reason,
    "floating_job": floating_job,
    "floating_organisation": floating_organisation,
}
"""The names that forms may use, a part of ``book.vocabulary.SUGGESTIONS``."""
