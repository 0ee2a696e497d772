"""Who is who: committee, party groups, roster, increase and decrease, floating members (P05 to P09)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from wdbranch.book.form import edition_of_year
from wdbranch.book.moments import show_day
from wdbranch.book.people import Member, Span
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.values import show
from wdbranch.rules import care
from wdbranch.rules.calendar import full_months
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.movements import balance, movements
from wdbranch.rules.roster_counts import age
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day


def say(name: str) -> str:
    """A sentence or word of the derived pages, from ``resources/rules/derive.toml``."""
    return str(rules_table("derive")["say"][name])


def as_of(year: int, today: date) -> date:
    """The day that a page of a year speaks of: today, or the last day of a year that is over."""
    return min(date(year, 12, 31), today)


def _within(span: Span, year: int) -> bool:
    """Whether a span holds on some day of a year."""
    start, end = day_of(span.start), day_of(span.end)
    return (start is None or start <= date(year, 12, 31)) and (end is None or end > date(year, 1, 1))


# --- P05 ---------------------------------------------------------------------------------------------------


def committee(snapshot: Snapshot, year: int, today: date) -> Derived:  # noqa: ARG001 - one shape for all
    """Everybody who sat in the committee in a year, in the order of the posts; who left stays on the page."""
    edition = edition_of_year(snapshot.editions, year)
    sitting = edition.tagged("posts", "committee")
    order = {choice.id: place for place, choice in enumerate(edition.choices["posts"])}
    posts = [
        (order.get(span.value, 99), span.start or "", member, span)
        for member in snapshot.roster.members
        for span in member.spans
        if span.kind == "post" and span.value in sitting and _within(span, year)
    ]
    rows = []
    for _, _, member, span in sorted(posts, key=lambda post: (post[0], post[1], post[2].id)):
        approved = "\n".join(part for part in (show_day(span.approved_on), span.approval) if part)
        cells = {
            "name": snapshot.roster.label(member),
            "post": edition.choice_label("posts", span.value),
            "sex": member.sex,
            "birth": show_day((member.birth or "")[:7] or None),
            "education": member.education,
            "join_date": show_day(member.join_date),
            "since": show_day(span.start),
            "until": show_day(span.end),
            "approval": approved,
            "division": span.note,
            "phone": member.phone,
        }
        rows.append(DerivedRow(cells, member=member.id))
    return Derived(tuple(rows), tuple(_term(snapshot)))


def _term(snapshot: Snapshot) -> Iterator[str]:
    elected = day_of(snapshot.branch.last_election)
    if elected is not None:
        yield say("term").format(day=say_day(elected), years=snapshot.branch.term_years)


# --- P06 ---------------------------------------------------------------------------------------------------


def groups(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The party groups with leader, members and what the branch wrote about each."""
    day = as_of(year, today)
    about: Mapping[str, Mapping[str, str]] = snapshot.branch.settings.get("groups") or {}
    leads = edition_of_year(snapshot.editions, year).tagged("posts", "group_lead")
    rows, placed = [], 0
    for name in snapshot.roster.groups:
        people = [member for member in snapshot.roster.on(day) if member.group(day) == name]
        placed += len(people)
        leaders = [member for member in people if leads.intersection(member.posts(day))]
        told = about.get(name) or {}
        cells = {
            "group": name,
            "leader": "、".join(map(snapshot.roster.label, leaders)),
            "chosen": told.get("chosen", ""),
            "basis": told.get("basis", ""),
            "members": "、".join(map(snapshot.roster.label, people)),
            "count": str(len(people)),
            "place": told.get("place", ""),
            "contact": told.get("contact", ""),
        }
        rows.append(DerivedRow(cells, member=leaders[0].id if leaders else None))
    outside = len(snapshot.roster.on(day)) - placed
    notes = [say("on_day").format(day=say_day(day))]
    if rows and outside:
        notes.append(say("no_group").format(count=outside))
    return Derived(tuple(rows), tuple(notes))


# --- P07 ---------------------------------------------------------------------------------------------------


def members(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The roster as of a day, in roster order."""
    day = as_of(year, today)
    edition = edition_of_year(snapshot.editions, year)
    rows = []
    for number, member in enumerate(snapshot.roster.on(day), 1):
        full = day_of(member.full_date)
        cells = {
            "seq": str(number),
            "name": snapshot.roster.label(member),
            "sex": member.sex,
            "ethnicity": member.ethnicity,
            "native_place": member.native_place,
            "id_no": masked(member.id_no),
            "birth": show_day((member.birth or "")[:7] or None),
            "age": str(age(member, day) or ""),
            "education": member.education,
            "join_date": show_day(member.join_date),
            "full_date": show_day(member.full_date),
            "party_age": str(full_months(full, day) // 12) if full is not None and full <= day else "",
            "status": member.status(day),
            "category": member.category,
            "job": member.job,
            "group": member.group(day),
            "posts": "、".join(edition.choice_label("posts", post) for post in member.posts(day)),
            "phone": member.phone,
            "address": member.address,
            "note": member.note,
        }
        rows.append(DerivedRow(cells, member=member.id))
    people = snapshot.roster.on(day)
    full_ones = sum(member.is_full(day) for member in people)
    total = say("members").format(
        day=say_day(day), total=len(people), full=full_ones, rest=len(people) - full_ones
    )
    return Derived(tuple(rows), (total,))


def masked(number: str) -> str:
    """An identity number as it may be printed: the first six and the last two characters.

    >>> masked("999999197008160034")
    '999999**********34'
    """
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}" if len(number) > 8 else "*" * len(number)


# --- P08 ---------------------------------------------------------------------------------------------------


def changes(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Who came and went in a year, with the balance below."""
    first, last = date(year, 1, 1), as_of(year, today)
    rows = []
    for number, move in enumerate(movements(snapshot, first, last), 1):
        member = snapshot.roster.by_id[move.member]
        came = move.kind == say("moved_in")
        left = move.change < 0 and move.day == day_of(member.out_date)
        cells = {
            "seq": str(number),
            "day": show_day(move.day),
            "name": snapshot.roster.label(member),
            "kind": move.kind,
            "change": {1: "＋1", -1: "－1"}.get(move.change, "—"),
            "place": member.in_from if came else member.out_to if left else "",
            "letter": member.in_letter if came else member.out_letter if left else "",
            "note": member.note if came or left else "",
        }
        rows.append(DerivedRow(cells, record=move.record, member=move.member))
    sums = balance(snapshot, first, last)
    fill = {"first": sums.first, "plus": sums.plus, "minus": sums.minus, "last": sums.last}
    return Derived(
        tuple(rows), (say("balance" if sums.holds else "balance_off").format(day=say_day(last), **fill),)
    )


# --- P09 ---------------------------------------------------------------------------------------------------


def floating(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Floating members of a year: ours from the roster, others' from what was recorded when they reported."""
    day = as_of(year, today)
    ours = [
        (member, span)
        for member in snapshot.roster.members
        for span in member.spans
        if span.kind == "floating" and _within(span, year) and not member.applicant
    ]
    rows = [_away(snapshot, member, span, day) for member, span in ours]
    rows += _arrived(snapshot, year, day)
    return Derived(tuple(rows))


def _away(snapshot: Snapshot, member: Member, span: Span, day: date) -> DerivedRow:
    calls = care.contacts(snapshot, member, day)
    last = calls[-1][1] if calls else None
    full = care.full_since(span)
    years = age(member, day)
    cells = {
        "way": say("way_out"),
        "name": snapshot.roster.label(member),
        "sex": member.sex,
        "age": str(years) if years is not None else "",
        "phone": member.phone,
        "since": show_day(span.start),
        "six_months": say("yes" if full is not None and full <= day else "no") if span.start else "",
        **_told(snapshot, last, len(calls)),
    }
    cells["place"] = _latest(calls, "place") or span.value
    cells["job"] = _latest(calls, "job") or member.job
    cells["reason"] = _latest(calls, "reason") or span.note
    cells["organisation"] = _latest(calls, "organisation")
    return DerivedRow(cells, record=last.id if last else "", member=member.id)


def _latest(calls: list[tuple[date, Record]], field: str) -> str:
    return next((str(record.get(field)) for _, record in reversed(calls) if record.get(field)), "")


def _told(snapshot: Snapshot, record: Record | None, count: int) -> dict[str, str]:
    """What the last contact says."""
    if record is None:
        return {"contacts": "0"}
    form, edition = snapshot.form_of(record), snapshot.edition_of(record)
    cells = {
        name: show(form.field(name), record.get(name), edition)
        for name in ("joined_there", "transfer", "return_on", "contact_by", "contacted_on")
    }
    return {**cells, "contacts": str(count)}


def _arrived(snapshot: Snapshot, year: int, day: date) -> Iterator[DerivedRow]:
    """Members of other branches who reported here, each once, by their last record of the year."""
    found: dict[str, list[Record]] = {}
    for record in snapshot.of(care.CONTACT):
        on = snapshot.day(record)
        inflow = snapshot.edition_of(record).tagged("floating_way", "inflow")
        if record.get("way") not in inflow or not record.get("member"):
            continue
        if on is not None and on <= day and on.year == year:
            found.setdefault(str(record.get("member")), []).append(record)
    for name, records in found.items():
        first, last = records[0], records[-1]
        cells = {
            "way": say("way_in"),
            "name": name,
            "place": str(last.get("place") or ""),
            "organisation": str(last.get("organisation") or ""),
            "job": str(last.get("job") or ""),
            "reason": str(last.get("reason") or ""),
            "since": show_day(first.get("contacted_on")),
            **_told(snapshot, last, len(records)),
        }
        yield DerivedRow(cells, record=last.id)
