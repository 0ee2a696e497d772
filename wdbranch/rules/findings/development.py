"""Group F: the development of members (record_book §7, 60 to 66), each step by the rules of its own day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from wdbranch.book.finding import MUST, SHOULD
from wdbranch.book.people import Member
from wdbranch.book.record import day_of
from wdbranch.rules.calendar import PROVISIONAL, add_months
from wdbranch.rules.development import sanctions
from wdbranch.rules.development.case import Case, contacts_on, probation_until, read_case
from wdbranch.rules.development.notice import notice_days
from wdbranch.rules.development.steps import Step, step_of, steps, table
from wdbranch.rules.development.timeline import MISSING, earliest, latest, out_of_order, time_line
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.wording import say_day, say_names

_ROLES = {"introducers": "入党介绍人", "contacts": "培养联系人"}
_PLACES = (("publicity_on", "publicity_until"), ("second_on", "second_until"))


def _case(seen: Reading, book: Inspection) -> Case:
    return read_case(seen.record, book.snapshot)


def f60_order(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """No step before one that it must follow, no step left out before a later one."""
    case = _case(seen, book)
    for step in steps():
        on = case.on(step)
        if step.until and on is not None and (case.day(step.until) or on) < on:
            yield Objection("span", step.until, fill=_fill(case, step, book.today))
        for other in out_of_order(case, step):
            last = case.last(other)
            fill = _fill(case, step, book.today)
            fill["other"] = other.name(case.edition(other, book.today).id)
            fill["other_day"] = say_day(last) if last else ""
            yield Objection("order", step.on, fill=fill)
    for state in time_line(case, book.today):
        if state.state == MISSING:
            box = state.step.on if not state.step.undated else _rows_of(state.step)
            yield Objection("missing", box, fill={"step": state.name}, level=SHOULD)


def _fill(case: Case, step: Step, today: date) -> dict[str, object]:
    on, last = case.on(step), case.last(step)
    return {
        "step": step.name(case.edition(step, today).id),
        "day": say_day(on) if on else "",
        "last": say_day(last) if last else "",
    }


def _rows_of(step: Step) -> str:
    return "reviews" if step.id == "reviews" else "probation_reviews"


def f61_limits(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Talk, assembly, oath, approval and confirmation within their time."""
    case = _case(seen, book)
    for step in steps():
        edition, on = case.edition(step, book.today), case.on(step)
        bound = latest(case, step, edition)
        if bound is None or step.undated:
            continue
        fill = {"step": step.name(edition.id), "due": say_day(bound.day), "why": bound.why, "edition": edition.name}
        if on is not None and on > bound.day:
            yield Objection("late", step.on, fill={**fill, "day": say_day(on)}, level=bound.level)
        elif on is None and book.today > bound.day and case.day("ended_on") is None:
            days = (book.today - bound.day).days
            yield Objection("overdue", step.on, fill={**fill, "days": days}, level=bound.level)


def f62_reviews(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A review every half-year, a year as activist before being listed, a training long enough."""
    case = _case(seen, book)
    activist, listed = case.day("activist_on"), case.day("listed_on") or case.day("ended_on")
    edition = case.edition(step_of("reviews"), book.today)
    yield from _gaps(case, "reviews", activist, listed or book.today, edition.level, closed=listed is not None)
    admitted = case.day("assembly_on")
    until = case.day("full_assembly_on") or case.day("ended_on") or case.probation_end or book.today
    until = min(until, book.today)
    yield from _gaps(case, "probation", admitted, until, SHOULD, closed=until < book.today)
    bound = earliest(case, step_of("listed"), case.edition(step_of("listed"), book.today))
    on = case.day("listed_on")
    if activist and on and bound and on < add_months(activist, int(table()["activist_months"])):
        fill = {"activist": say_day(activist), "listed": say_day(on)}
        yield Objection("too_short", "listed_on", fill=fill, level=bound.level)
    yield from _training(case, book.today)


def _gaps(
    case: Case, kind: str, since: date | None, until: date, level: str, *, closed: bool
) -> Iterator[Objection]:
    """Where more than half a year, and the days of grace, lies between two reviews or before the end."""
    if since is None:
        return
    step, days = step_of(kind), [day for day in case.reviews(kind) if day <= until]
    grace = timedelta(days=int(table()["review"]["grace_days"]))
    months = int(table()["review"]["months"])
    before = since
    for number, day in enumerate([*days, None], 1):
        due = add_months(before, months)
        if day is None and closed and due >= until:
            return  # the next one would have come after the end
        if (day or until) > due + grace:
            fill = {"name": step.name("2026"), "n": number, "due": say_day(due), "before": say_day(before)}
            fill["done"] = f"实际在 {say_day(day)}" if day else "还没有登记"
            yield Objection("gap", _rows_of(step), number - 1 if day else None, fill, level)
        if day is not None:
            before = day


def _training(case: Case, today: date) -> Iterator[Objection]:
    start, until = case.day("training_on"), case.day("training_until")
    hours = case.values.get("training_hours")
    if start is None or (until is None and hours is None):
        return
    days = ((until or start) - start).days + 1
    wanted = table()["training"]
    if days < wanted["days"] and (hours or 0) < wanted["hours"]:
        level = case.edition(step_of("training"), today).level
        fill = {"days": days, "hours": f"{hours or 0:g}", "least": wanted["days"], "least_hours": wanted["hours"]}
        yield Objection("training", "training_on", fill=fill, level=level)


def f63_notice(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The public notice: hung after the consent, five working days, in both places of a floating person."""
    case = _case(seen, book)
    step, listed = step_of("publicity"), case.day("listed_on")
    editions = [case.edition(one, book.today) for one in (step, step_of("listed"))]
    if not all(step.asked(edition.id) for edition in editions):
        return  # listed, or hung, under the rules that knew no public notice
    if listed is not None and case.day("publicity_on") is None:
        yield Objection("missing", "publicity_on", fill={"listed": say_day(listed)})
    for start_box, until_box in _PLACES:
        yield from _one_notice(case, start_box, until_box, listed)
    if case.values.get("floating") and case.day("publicity_until") and case.day("second_on") is None:
        yield Objection("second", "second_on", fill={"name": case.name})


def _one_notice(case: Case, start_box: str, until_box: str, listed: date | None) -> Iterator[Objection]:
    start, until = case.day(start_box), case.day(until_box)
    if start is None:
        return
    if until is None:
        if listed is not None:
            yield Objection("open_end", until_box, fill={"start": say_day(start)})
        return
    counted, wanted = notice_days(start, until, case.calendar), int(table()["publicity_workdays"])
    fill = {
        "start": say_day(start), "until": say_day(until), "days": counted.days, "wanted": wanted,
        "provisional": "" if counted.sure else f"（{PROVISIONAL}）",
    }  # fmt: skip
    if counted.days < wanted:
        yield Objection("short", until_box, fill=fill)
    elif listed is not None and listed <= until:
        yield Objection("early", "listed_on", fill={**fill, "listed": say_day(listed)})


def f64_people(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Applicant of age; one or two contact persons and two introducers, full members in good standing."""
    case = _case(seen, book)
    yield from _age(case)
    activist = case.day("activist_on")
    if activist is not None:
        yield from _contacts(case, book)
    names = tuple(case.values.get("introducers") or ())
    day = case.day("introducer_on") or case.day("assembly_on")
    if (day is not None or names) and len(names) != int(table()["introducers"]):
        yield Objection("count", "introducers", fill={"count": len(names), "wanted": table()["introducers"]})
    on = day or book.today
    for name in names:
        yield from _standing(book, name, on, "introducers")
        for ends, what in sanctions.in_force(book.snapshot, name, on):
            fill = {"name": name, "what": what, "until": say_day(ends), "day": say_day(on)}
            yield Objection("sanction", "introducers", fill=fill, level=SHOULD)


def _age(case: Case) -> Iterator[Objection]:
    born = day_of(case.member.birth) if case.member else None
    applied = case.day("apply_on")
    age = int(table()["adult_age"])
    if born is not None and applied is not None and applied < add_months(born, age * 12):
        yield Objection("age", "apply_on", fill={"name": case.name, "day": say_day(applied), "age": age})


def _contacts(case: Case, book: Inspection) -> Iterator[Objection]:
    limits, closed = table()["contacts"], case.day("assembly_on") or case.day("ended_on")
    until = closed or book.today
    for index, row in enumerate(case.record.rows("contacts")):
        start = day_of(row.get("from")) or case.day("contact_on") or until
        yield from _standing(book, str(row.get("name") or ""), start, "contacts", index)
    marks = {day_of(row.get("from")) for row in case.record.rows("contacts")} | {until}
    for day in sorted(mark for mark in marks if mark is not None and mark <= until):
        names = contacts_on(case, day)
        if not limits["least"] <= len(names) <= limits["most"] and (day != until or closed is None):
            fill = {"day": say_day(day), "count": len(names), **limits}
            yield Objection("contacts", "contacts", fill=fill)
            return


def _standing(
    book: Inspection, name: str, day: date, box: str, row: int | None = None
) -> Iterator[Objection]:
    member: Member | None = book.snapshot.roster.by_label.get(name)
    fill: dict[str, object] = {"name": name, "role": _ROLES[box], "day": say_day(day)}
    if not name:
        return
    if member is None:
        yield Objection("unknown", box, row, fill, SHOULD)
    elif not member.is_full(day):
        yield Objection("not_full", box, row, {**fill, "status": member.status(day)})
    elif member.has("on_probation", day) or member.has("rights_suspended", day):
        yield Objection("no_rights", box, row, fill)


def f65_agreement(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The same day is the same everywhere: letters, roster and minutes agree with the case."""
    case = _case(seen, book)
    political, letters = case.day("political_on"), case.day("inquiry_on")
    if political is not None and letters is not None and political < letters:
        yield Objection("letters", "political_on", fill={"day": say_day(political), "letters": say_day(letters)})
    member = case.member
    pairs: Mapping[str, str | None] = (
        {"apply_on": member.apply_date, "assembly_on": member.join_date} if member is not None else {}
    )
    for box, value in pairs.items():
        own, other = case.day(box), day_of(value)
        if own is not None and other is not None and len(value or "") == 10 and own != other:
            fill = {"label": seen.label(box), "own": say_day(own), "other": say_day(other)}
            yield Objection("roster", box, fill=fill)
    yield from _minutes(case, book)


def _minutes(case: Case, book: Inspection) -> Iterator[Objection]:
    """A linked meeting that decided on a step took place on the day of the step."""
    for box, tag in (("assembly_on", "step_assembly"), ("full_assembly_on", "step_full_assembly")):
        own = case.day(box)
        for record_id in case.record.links if own is not None else ():
            other = book.by_id(record_id)
            if other is None:
                continue
            reading = book.read(other)
            about = [row for row in other.rows("agenda") if row.get("person") == case.name]
            if reading.day in (None, own) or not any(tag in reading.agenda_tags(row) for row in about):
                continue
            assert own is not None
            assert reading.day is not None
            fill = {"label": step_of(box[:-3]).name("2026"), "own": say_day(own), "other": say_day(reading.day)}
            yield Objection("minutes", box, fill={**fill, "title": reading.title})


def f66_probation(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The probation ends a year less a day after it began; prolonged once, by half a year to a year."""
    case = _case(seen, book)
    admitted, written, extended = (case.day(box) for box in ("assembly_on", "probation_until", "extended_until"))
    if admitted is None:
        return
    right = probation_until(admitted)
    if written is not None and written != right:
        yield Objection("until", "probation_until", fill={"written": say_day(written), "right": say_day(right)})
    if extended is not None:
        least, most = (add_months(right, int(table()["extension"][key])) for key in ("least", "most"))
        if not least <= extended <= most:
            fill = {"extended": say_day(extended), "least": say_day(least), "most": say_day(most)}
            yield Objection("extension", "extended_until", fill=fill, level=MUST)
    confirmed, end = case.day("full_assembly_on"), case.probation_end
    if confirmed is not None and end is not None and confirmed <= end and extended is None:
        fill = {"day": say_day(confirmed), "end": say_day(end)}
        yield Objection("early", "full_assembly_on", fill=fill, level=MUST)


def resolution(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape for all
    """The four parts of the agenda and the five of the resolution, in the minutes of an admission."""
    items = [row for row in seen.record.rows("agenda") if "step_assembly" in seen.agenda_tags(row)]
    if not items:
        return
    missing = [entry for entry in table()["resolution"] if not _told(seen, entry)]
    if missing:
        names = say_names([entry["title"] for entry in missing], most=9)
        where = missing[0]["where"][0] if "where" in missing[0] else seen.form.date_field
        yield Objection("default", where, fill={"titles": names, "person": items[0].get("person") or ""})


def _told(seen: Reading, entry: Mapping[str, object]) -> bool:
    if entry.get("ink"):
        return True  # a signature is left to the pen
    field = entry.get("field")
    if isinstance(field, str):
        return bool(seen.record.get(field))
    words = entry.get("words")
    assert isinstance(words, list)
    text = "\n".join(_texts(seen, entry.get("where")))
    if any(word in text for word in words):
        return True
    secret = entry.get("id") == "ballot"
    return secret and any(vote.data.get("method") in seen.facts.secret for vote in seen.votes)


def _texts(seen: Reading, where: object) -> Iterator[str]:
    assert isinstance(where, list)
    for field in where:
        value = seen.record.get(field)
        if isinstance(value, str):
            yield value
        for row in value if isinstance(value, tuple | list) else ():
            yield str(row.get("text") or "")


FUNCTIONS: Mapping[str, Check] = {
    "F-60": f60_order,
    "F-61": f61_limits,
    "F-62": f62_reviews,
    "F-63": f63_notice,
    "F-64": f64_people,
    "F-65": f65_agreement,
    "F-66": f66_probation,
    "F-resolution": resolution,
}
"""The rules of this group by their ids."""
