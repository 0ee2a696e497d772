"""The records of one election: the file (请示…结果), its assembly, and the first meeting of the committee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wdbranch.book.record import Record, Values
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.elections.counting import Counted, Outcome, count
from wdbranch.rules.elections.strokes import by_strokes

FILE, ASSEMBLY, COMMITTEE = "election", "election_assembly", "election_committee"


def file_before(snapshot: Snapshot, day: date | None) -> Record | None:
    """The election that a meeting of that day belongs to: the last one requested up to it."""
    found = None
    for record in snapshot.of(FILE):
        asked = snapshot.day(record)
        if asked is not None and (day is None or asked <= day):
            found = record
    return found


def running(snapshot: Snapshot, today: date) -> Record | None:
    """The election that was begun and has no result yet."""
    record = file_before(snapshot, today)
    return record if record is not None and not record.get("elected_on") else None


def meeting_after(snapshot: Snapshot, form: str, asked: date | None) -> Record | None:
    """The assembly or first meeting that belongs to an election requested on a day: the next of its kind.

    None where a later election was requested before that meeting.
    """
    if asked is None:
        return None
    later = (snapshot.day(record) for record in snapshot.of(FILE))
    until = min((day for day in later if day is not None and day > asked), default=date.max)
    for record in snapshot.of(form):
        day = snapshot.day(record)
        if day is not None and asked <= day < until:
            return record
    return None


def candidates_of(values: Values) -> tuple[str, ...]:
    """The names on the ballot, in their order on it."""
    return tuple(str(row["name"]) for row in values.get("candidates") or () if row.get("name"))


def outcome(values: Values) -> Outcome | None:
    """Who an assembly elected; None while seats, headcount or votes are not written."""
    seats, present = values.get("seats"), values.get("present_vote")
    people = list(_counted(values))
    if not isinstance(seats, int) or not isinstance(present, int) or all(one.yes is None for one in people):
        return None
    again = {
        str(row["name"]): row["again"]
        for row in values.get("candidates") or ()
        if isinstance(row.get("again"), int) and row.get("name")
    }
    return count(people, seats, present, again)


def _counted(values: Values) -> Iterator[Counted]:
    for box in ("candidates", "others"):
        for row in values.get(box) or ():
            if row.get("name"):
                yield Counted(str(row["name"]), row.get("yes"))


def officers(values: Values) -> tuple[str, ...] | None:
    """Who the committee elected: of each post, whoever has more than half of those present and the most votes."""
    present = values.get("present_all")
    rows = [row for row in values.get("candidates") or () if isinstance(row.get("yes"), int) and row.get("name")]
    if not isinstance(present, int) or not rows:
        return None
    posts = dict.fromkeys(row.get("post") for row in rows)
    chosen: list[str] = []
    for post in posts:
        people = [Counted(str(row["name"]), row["yes"]) for row in rows if row.get("post") == post]
        chosen += count(people, 1, present).elected
    return tuple(dict.fromkeys(chosen))


def blank_ballot(snapshot: Snapshot, day: date | None) -> tuple[dict[str, object], ...]:
    """The candidates' rows of an assembly, by strokes, not yet counted."""
    record = file_before(snapshot, day)
    names = by_strokes(tuple(record.get("candidates") or ())) if record is not None else ()
    return tuple({"name": name, "yes": None, "no": None, "abstain": None, "again": None} for name in names)
