"""Group A: headcounts and who was there (record_book §7, 1 to 14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from wdbranch.book.people import Member
from wdbranch.book.record import State, day_of
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Person, Reading
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day, say_names, say_span

ROLES = ("host", "recorder", "lecturer")
"""Fields that name a person who must have been there."""


def a01_balance(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape for all rules
    """Who was due is who came and who did not."""
    present = seen.number("present_all")
    if present is None or seen.unmarked:
        return
    if seen.has("roster_total"):
        due = seen.number("roster_total")
        parts = [seen.number(name) for name in seen.facts.counted]
        total = present + sum(part or 0 for part in parts)
        if due is not None and due != total:
            yield Objection("theme_day", "roster_total", fill={"due": due, "total": total})
        return
    due, missing = seen.number("due_all"), len(seen.absent)
    if due is None or not seen.listed or (missing == 0 and due > present):
        return  # nobody named at all: A-04 says so
    if due != present + missing:
        fill = {"due": due, "present": present, "missing": missing, "total": present + missing}
        yield Objection("meeting", "due_all", fill=fill)


def a02_list(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The people named are as many as the number written."""
    if not seen.listed or seen.unmarked:
        return
    counted = {"present_all": len(seen.present)}
    if seen.has("roster_total"):
        for name, statuses in seen.facts.counted.items():
            counted[name] = sum(person.status in statuses for person in seen.listed)
    for name, listed in counted.items():
        written = seen.number(name)
        if written is None or written == listed or (name != "present_all" and listed == 0 and written > 0):
            continue  # a number without a single name: A-04 says so
        yield Objection(
            "default", name, fill={"label": seen.label(name), "written": written, "listed": listed}
        )


def a03_roster(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The number due is the roster's on that day; whoever is not counted was approved."""
    if seen.who is None or seen.day is None:
        return
    expected = {
        "roster_total": len(seen.who.on),
        "due_all": len(seen.due),
        "due_vote": len(seen.able),
    }
    day = say_day(seen.day)
    for name, right in expected.items():
        written = None if seen.committee else seen.number(name)  # the committee's number is A-14
        if written is not None and written != right:
            fill = {"label": seen.label(name), "written": written, "roster": right, "day": day}
            yield Objection("number", name, fill=fill)
    if seen.listed:
        missing = seen.due - {person.member for person in seen.listed}
        if missing:
            roster = book.snapshot.roster
            names = [roster.labels[member.id] for member in roster.members if member.id in missing]
            yield Objection("not_listed", seen.place, fill={"names": say_names(names)})
    if seen.has("due_vote"):
        for person in seen.exempt:
            if person.member not in seen.who.excluded:
                yield Objection("not_approved", seen.place, person.row, {"name": person.name, "day": day})


def a04_names(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Where somebody did not come, it is written who."""
    if seen.unmarked:
        return
    if seen.has("roster_total"):
        for name, statuses in seen.facts.counted.items():
            written = seen.number(name)
            if written and not any(person.status in statuses for person in seen.listed):
                yield Objection("count", name, fill={"label": seen.label(name), "written": written})
        return
    due, present = seen.number("due_all"), seen.number("present_all")
    if due is not None and present is not None and due > present and not seen.absent:
        yield Objection(
            "meeting", seen.place, fill={"due": due, "present": present, "missing": due - present}
        )


def a05_reasons(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Whoever did not come has a reason; those taught at home or online need none."""
    for person in seen.absent:
        if person.status not in seen.facts.served and not (person.data.get("reason") or "").strip():
            status = seen.edition.choice_label("attendance", person.status)
            yield Objection("default", seen.place, person.row, {"name": person.name, "status": status})


def a06_absent_present(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Nobody is there and away at once; who spoke or kept the minutes was there."""
    came = seen.came
    yield from _twice(seen)
    away = {person.name for person in seen.absent} - came
    speeches = seen.record.rows("speeches") if seen.has("speeches") else ()
    if speeches:
        heard = seen.edition.tagged("attendance", "online")  # absent from the room, but may speak
        on_line = {person.name for person in seen.absent if person.status in heard}
        guests = {name for field in ("observers", "superiors") for name in seen.names(field)}
        for index, row in enumerate(speeches):
            speaker = row.get("speaker")
            if not speaker or speaker in came or speaker in guests or speaker in on_line:
                continue
            if speaker in away:
                yield Objection("absent_spoke", "speeches", index, {"name": speaker})
            elif seen.present and not seen.unmarked:
                yield Objection("unknown_spoke", "speeches", index, {"name": speaker})
    for role in ROLES if away else ():
        if seen.record.values.get(role) in away:
            yield Objection(
                "absent_role", role, fill={"name": seen.record.values[role], "label": seen.label(role)}
            )


def _twice(seen: Reading) -> Iterator[Objection]:
    """Who stands twice in the list, with both statuses."""
    if len({person.name for person in seen.listed}) == len(seen.listed):
        return
    status: dict[str, str] = {}
    for person in seen.listed:
        label = seen.edition.choice_label("attendance", person.status)
        if person.name in status:
            both = f"{status[person.name]}、{label}"
            yield Objection("twice", seen.place, person.row, {"name": person.name, "status": both})
        status[person.name] = label


def surplus_voters(seen: Reading) -> tuple[int, list[Person]]:
    """How many more voters are written as present than came, and the probationary members who came."""
    written = seen.number("present_vote")
    if written is None or seen.who is None or not seen.present:
        return 0, []
    probationary = [person for person in seen.present if person.member in seen.who.probationary]
    return written - seen.present_voters, probationary


def a07_voters(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Neither observers nor members without a vote are counted as voters.

    A surplus that the probationary members who came account for is E-56.
    """
    surplus, probationary = surplus_voters(seen)
    if surplus > len(probationary):
        fill = {"written": seen.number("present_vote"), "voters": seen.present_voters}
        yield Objection("count", "present_vote", fill=fill)
    for name in seen.names("observers"):
        if name in seen.came:
            yield Objection("observer", "observers", fill={"name": name})


def _gone(member: Member, day: date) -> bool:
    """Died, or membership suspended, by that day."""
    if member.has("membership_suspended", day):
        return True
    left = day_of(member.out_date)
    died = rules_table("findings")["limits"]["died"]
    return left is not None and left <= day and member.out_reason in died


def a08_members(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Everybody named belonged to the branch on that day; the dead and suspended are A-09."""
    yield from _strangers(seen, book, gone=False)


def a09_gone(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Nobody named had died or had been suspended by that day."""
    yield from _strangers(seen, book, gone=True)


def _strangers(seen: Reading, book: Inspection, *, gone: bool) -> Iterator[Objection]:
    if seen.who is None or seen.day is None:
        return
    by_id = book.snapshot.roster.by_id
    for person in seen.listed:
        if person.member in seen.who.on:
            continue
        member = by_id.get(person.member) if person.member is not None else None
        if member is None:
            if not gone:
                yield Objection("unknown", seen.place, person.row, {"name": person.name})
        elif _gone(member, seen.day) == gone:
            fill = {"name": person.name, "day": say_day(seen.day), "status": _standing(member, seen.day)}
            yield Objection("default", seen.place, person.row, fill)


def _standing(member: Member, day: date) -> str:
    status = member.status(day)
    return {"非党员": "还不是党员", "未到本支部": "还不是本支部党员"}.get(status, status)


def a10_signatures(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Signatures are made by hand; said between printing and filing, when the sheet is signed.

    A program cannot see whose hand it was: a reminder, and only while it can still be heeded.
    """
    signed = any(attachment.kind == "signin" for attachment in seen.record.attachments)
    if seen.record.state is State.PRINTED and not signed:
        yield Objection("default", seen.place)


def a11_always_full(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Full attendance many times running in a branch with infirm or floating members."""
    if seen.who is None or not _full(seen) or seen.committee:
        return
    infirm = seen.who.mobile_infirm & seen.due
    if not infirm:
        return
    group = seen.record.values.get("group")
    series = [record for record in book.series(seen).records if record.values.get("group") == group]
    wanted = int(rules_table("findings")["limits"]["full_attendance_run"])
    if len(series) < wanted or series[-1].id != seen.record.id:
        return
    if all(_full(book.read(record)) for record in series[-wanted:]):
        fill = {"count": wanted, "form": seen.form.short, "infirm": len(infirm)}
        yield Objection("default", "present_all", fill=fill)


def _full(seen: Reading) -> bool:
    due = seen.number("roster_total" if seen.has("roster_total") else "due_all")
    return bool(due) and seen.number("present_all") == due


def a12_two_places(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Nobody came to two events at the same time.

    Events of one day may stand inside one another (主题党日 with a lecture): the two records are then linked.
    """
    for other in book.same_day(seen):
        common = overlap_of(seen, other)
        if common and not linked(seen, other) and other.start and other.end:
            fill = {
                "names": say_names(common),
                "span": say_span(other.start, other.end),
                "other": other.title,
            }
            yield Objection("default", seen.place, fill=fill)


def overlap_of(seen: Reading, other: Reading) -> list[str]:
    """The people who came to both of two events that overlap in time."""
    return common_people(seen, other) if overlap_in_time(seen, other) else []


def overlap_in_time(seen: Reading, other: Reading) -> bool:
    """Whether two events share a stretch of time; false while either lacks start or end."""
    if seen.start is None or seen.end is None or other.start is None or other.end is None:
        return False
    return seen.start < other.end and other.start < seen.end


def common_people(seen: Reading, other: Reading) -> list[str]:
    """The names of those who came to both events."""
    return [person.name for person in seen.present if person.name in other.came]


def linked(seen: Reading, other: Reading) -> bool:
    """Whether one record names the other as related."""
    return other.record.id in seen.record.links or seen.record.id in other.record.links


def a13_away(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Nobody came who was registered as away or in hospital."""
    if seen.who is None or seen.day is None or not seen.who.away:
        return
    for person in seen.present:
        if person.member is None or person.member not in seen.who.away:
            continue
        span = book.snapshot.roster.by_id[person.member].span("away", seen.day)
        since = day_of(span.start) if span else None
        fill = {
            "name": person.name,
            "since": say_day(since) if since else "此前",
            "where": span.value if span and span.value else "外出",
        }
        yield Objection("default", seen.place, person.row, fill)


def a14_committee(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Due at a committee meeting are the members of the committee on that day."""
    if not seen.committee or seen.who is None or seen.day is None:
        return
    committee, written, day = seen.who.committee, seen.number("due_all"), say_day(seen.day)
    if not committee:
        yield Objection("no_committee", "due_all", fill={"day": day})
        return
    if written is not None and written != len(committee):
        yield Objection(
            "number", "due_all", fill={"written": written, "day": day, "committee": len(committee)}
        )
    for person in seen.listed:
        if person.member in seen.who.on and person.member not in committee:
            yield Objection("not_member", seen.place, person.row, {"name": person.name, "day": day})


FUNCTIONS: Mapping[str, Check] = {
    "A-01": a01_balance,
    "A-02": a02_list,
    "A-03": a03_roster,
    "A-04": a04_names,
    "A-05": a05_reasons,
    "A-06": a06_absent_present,
    "A-07": a07_voters,
    "A-08": a08_members,
    "A-09": a09_gone,
    "A-10": a10_signatures,
    "A-11": a11_always_full,
    "A-12": a12_two_places,
    "A-13": a13_away,
    "A-14": a14_committee,
}
"""The rules of this file by their ids in ``findings.toml``."""
