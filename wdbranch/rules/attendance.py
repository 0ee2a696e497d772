"""Who was due and who came: the two headcounts of a meeting.

Source: record_book §1 (1): one for all members, one for those with a vote (发展党员工作细则 2026
第十九、二十条; 支部工作条例（试行）第十一条).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from wdbranch.book.form import Edition, Form
from wdbranch.book.record import Record, Values
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.roster_days import RosterDays


@dataclass(frozen=True, slots=True)
class Counts:
    """Headcounts of one record, by the roster of its day and its attendance rows."""

    roster_total: int  # members of the branch that day
    due_all: int  # of them, those due at this meeting
    present_all: int
    due_vote: int  # due and with a vote
    present_vote: int
    leave: int
    absent: int
    home_study: int
    online: int
    exempt: int
    mobile_infirm: int
    unmarked: int  # rows without a status, and people due without a row


def whose_meeting(form: Form, values: Values) -> str:
    """Whose meeting a record is: "members", "committee" or "group"; by its form, or by its own ``held_as``."""
    field = form.attendance
    whose = field.who if field is not None and field.who else "members"
    return str(values.get("held_as") or "members") if whose == "held_as" else whose


def due_ids(form: Form, values: Values, days: RosterDays, day: date) -> frozenset[int]:
    """Ids of the people due at a meeting of this form on that day.

    The committee for a committee form, the members of the record's group for a group form; otherwise all
    members, without the approved exclusions where the form counts votes: an exclusion lowers the number due
    for a ballot, it does not excuse anybody from study (duties §3, 4 and 7).
    """
    whose, who = whose_meeting(form, values), days.at(day)
    if whose == "committee":
        return who.committee
    if whose == "group":
        wanted = values.get("group")
        by_id = days.roster.by_id
        return frozenset(i for i in who.on if by_id[i].group(day) == wanted)
    return who.due if form.has("due_vote") else who.on


def roster_days(snapshot: Snapshot, edition: Edition) -> RosterDays:
    """The roster by day, with the posts of that edition's choice list; the same while the roster stays as it is."""
    roster, committee = snapshot.roster, edition.tagged("posts", "committee")
    found: RosterDays | None = roster.memory.get(("days", committee))
    if found is None:
        found = roster.memory["days", committee] = RosterDays(roster, committee)
    return found


def tally(form: Form, edition: Edition, values: Values, day: date, days: RosterDays) -> Counts:
    """Counts for values of a form that took place on ``day``."""
    who = days.at(day)
    due = due_ids(form, values, days, day)
    rows = (values.get(form.attendance.id) or ()) if form.attendance else ()
    by_label = days.roster.by_label
    came: Counter[str] = Counter()
    present_vote, listed = 0, set()
    present = edition.tagged("attendance", "present")
    for row in rows:
        member = row.get("member")
        if member is None and row.get("name") in by_label:
            member = by_label[row["name"]].id
        listed.add(member)
        status = row.get("status") or ""
        came[status] += 1
        if status in present and member in who.voters and member in due:
            present_vote += 1

    def marked(tag: str) -> int:
        return sum(came[status] for status in edition.tagged("attendance", tag))

    return Counts(
        roster_total=len(who.on),
        due_all=len(due),
        present_all=marked("present"),
        due_vote=len(due & who.voters),
        present_vote=present_vote,
        leave=marked("leave"),
        absent=marked("unexcused"),
        home_study=marked("home"),
        online=marked("online"),
        exempt=marked("not_due"),
        mobile_infirm=len(who.mobile_infirm),
        unmarked=came[""] + len(due - listed),
    )


def counts(record: Record, snapshot: Snapshot) -> Counts | None:
    """Counts of a record; None while it has no day yet."""
    day = snapshot.day(record)
    if day is None:
        return None
    edition = snapshot.edition_of(record)
    return tally(snapshot.form_of(record), edition, record.values, day, roster_days(snapshot, edition))
