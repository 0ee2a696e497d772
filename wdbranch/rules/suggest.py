"""Values that the book can fill in by itself. Filled once; the person may overwrite each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from wdbranch.book.record import moment_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import dues_suggest
from wdbranch.rules.attendance import Counts, due_ids, roster_days, tally
from wdbranch.rules.calendar import quarter_of
from wdbranch.rules.draft import Draft, Suggestion, earlier, edition_of
from wdbranch.rules.points.suggest import POINTS_SUGGESTIONS
from wdbranch.rules.suggest_branch import BRANCH_SUGGESTIONS
from wdbranch.rules.suggest_cases import CASE_SUGGESTIONS
from wdbranch.rules.suggest_ledgers import LEDGER_SUGGESTIONS
from wdbranch.rules.suggest_life import LIFE_SUGGESTIONS
from wdbranch.rules.suggest_roster import ROSTER_SUGGESTIONS
from wdbranch.rules.suggest_sharing import SHARING_SUGGESTIONS
from wdbranch.rules.suggest_stars import STAR_SUGGESTIONS
from wdbranch.rules.tables import rules_table

__all__ = ["SUGGESTIONS", "Draft", "Suggestion"]


def _last(draft: Draft, snapshot: Snapshot, field: str) -> Any:
    return next((r.get(field) for r in reversed(earlier(draft, snapshot)) if r.get(field)), None)


def next_seq(draft: Draft, snapshot: Snapshot) -> int | None:
    """One more than the highest number of this form in the year the record belongs to."""
    if draft.day is None:
        return None
    taken = [r.get("seq") for r in snapshot.of(draft.form.id) if r.year == draft.belongs]
    return max((seq for seq in taken if isinstance(seq, int)), default=0) + 1


def meeting_title(draft: Draft, snapshot: Snapshot) -> str | None:
    """The title by the pattern of the form, with the sequence number already given or the next one."""
    if draft.day is None:
        return None
    patterns = rules_table("suggest")["title"]
    return str(patterns.get(draft.form.id, patterns["default"])).format(
        month=draft.day.month,
        year=draft.belongs,
        seq=draft.values.get("seq") or next_seq(draft, snapshot),
        quarter="一二三四"[quarter_of(draft.day) - 1],
        short=draft.form.short,
    )


def last_place(draft: Draft, snapshot: Snapshot) -> str | None:
    """Where the last meeting of this kind took place."""
    place = _last(draft, snapshot, "place")
    return place if isinstance(place, str) else None


def last_recorder(draft: Draft, snapshot: Snapshot) -> str | None:
    """Who kept the last record of this kind, if they are still of the branch."""
    name = _last(draft, snapshot, "recorder")
    member = snapshot.roster.by_label.get(name) if isinstance(name, str) else None
    if member is None or (draft.day is not None and not member.belongs(draft.day)):
        return None
    return str(name)


def secretary(draft: Draft, snapshot: Snapshot) -> str | None:
    """The branch secretary on the day."""
    return (snapshot.secretary(draft.day) or None) if draft.day else None


def attendance(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """One row for each person of the meeting, in roster order, not yet marked (``status`` None).

    People with an approved exclusion are already marked with it where the form knows that status; their
    reason is its category. Rows that the draft has are kept as they are.
    """
    edition, form, day = edition_of(draft, snapshot), draft.form, draft.day
    field = form.attendance
    if field is None or day is None:
        return ()
    days = roster_days(snapshot, edition)
    who = days.at(day)
    due = due_ids(form, draft.values, days, day)
    exempt = next(iter(edition.tagged("attendance", "not_due").intersection(field.statuses)), None)
    kept = {row.get("member"): dict(row) for row in draft.values.get(field.id) or ()}
    rows = []
    for member in snapshot.roster.on(day):
        out = member.id not in due
        if out and (exempt is None or member.id not in who.excluded):
            continue
        blank: dict[str, Any] = {
            "member": member.id,
            "name": snapshot.roster.label(member),
            "status": exempt if out else None,
            "reason": who.excluded[member.id].value or None if out else None,
            "opinion_on": None,
            "opinion": None,
        }
        rows.append(kept.get(member.id, blank))
    return tuple(rows)


def prior_committee(draft: Draft, snapshot: Snapshot) -> str | None:
    """The id of the last committee meeting shortly before the day."""
    target = draft.form.field("prior_committee").ref_form if draft.form.has("prior_committee") else None
    if target is None or draft.day is None:
        return None
    since = draft.day - timedelta(days=int(rules_table("suggest")["prior_committee_days"]))
    dated = ((snapshot.day(record), record.id) for record in snapshot.of(target))
    near = [(day, record_id) for day, record_id in dated if day is not None and since <= day <= draft.day]
    return near[-1][1] if near else None


def study_hours(draft: Draft, snapshot: Snapshot) -> float | None:  # noqa: ARG001 - one shape for all
    """Hours of study: what the segments give, otherwise how long the meeting lasted, by half hours."""
    rows = draft.values.get("segments") or ()
    if rows:
        total = sum(row.get("hours") or 0 for row in rows)
        return float(total) if total else None
    start, end = moment_of(draft.values.get("start")), moment_of(draft.values.get("end"))
    if start is None or end is None or end <= start:
        return None
    step = int(rules_table("suggest")["study_step_minutes"])
    steps = int((end - start).total_seconds()) // 60 // step
    return steps * step / 60 if steps else None


def month(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001 - one shape for all
    """The month of the day."""
    return draft.day.month if draft.day else None


def _counts(draft: Draft, snapshot: Snapshot, day: date) -> Counts:
    edition = edition_of(draft, snapshot)
    return tally(draft.form, edition, draft.values, day, roster_days(snapshot, edition))


def _due(name: str) -> Suggestion:
    """A headcount that follows from the roster of the day alone."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> int | None:
        return None if draft.day is None else int(getattr(_counts(draft, snapshot, draft.day), name))

    return suggestion


def _came(name: str) -> Suggestion:
    """A headcount of the attendance rows; nothing while nobody has been marked as come or not come."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> int | None:
        field = draft.form.attendance
        rows = draft.values.get(field.id) or () if field else ()
        silent = edition_of(draft, snapshot).tagged("attendance", "not_due") | {None}
        if draft.day is None or all(row.get("status") in silent for row in rows):
            return None
        return int(getattr(_counts(draft, snapshot, draft.day), name))

    return suggestion


SUGGESTIONS: Mapping[str, Suggestion] = {
    **CASE_SUGGESTIONS,
    "meeting_title": meeting_title,
    "next_seq": next_seq,
    "last_place": last_place,
    "secretary": secretary,
    "last_recorder": last_recorder,
    "due_all": _due("due_all"),
    "present_all": _came("present_all"),
    "due_vote": _due("due_vote"),
    "present_vote": _came("present_vote"),
    "mobile_infirm": _due("mobile_infirm"),
    "attendance": attendance,
    "prior_committee": prior_committee,
    "month": month,
    "roster_total": _due("roster_total"),
    "leave_count": _came("leave"),
    "absent_count": _came("absent"),
    "home_study_count": _came("home_study"),
    "online_count": _came("online"),
    "exempt_count": _came("exempt"),
    "study_hours": study_hours,
    **ROSTER_SUGGESTIONS,
    **LIFE_SUGGESTIONS,
    **LEDGER_SUGGESTIONS,
    **SHARING_SUGGESTIONS,
    **STAR_SUGGESTIONS,
    **POINTS_SUGGESTIONS,
    **BRANCH_SUGGESTIONS,
    **dues_suggest.SUGGESTIONS,
}
"""The names that forms may use (``book.vocabulary.SUGGESTIONS``); a test compares both sides."""
