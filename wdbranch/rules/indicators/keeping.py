"""Star indicators of the record book itself: meetings held, attendance, complete records, the committee."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from wdbranch.book.form import edition_of_year
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.duties import Duty
from wdbranch.rules.findings.filled import required
from wdbranch.rules.indicators.outcome import Auto, Outcome, Question, ratio, words_of
from wdbranch.rules.periods import Period, period_of, periods
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day


def _duty_kind(duty_id: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(e for e in rules_table("duties")["duty"] if e["id"] == duty_id)
    return found


def duty_rate(entry: Mapping[str, Any], question: Question) -> Outcome:
    """Periods in which a duty was done ÷ periods of this year that are over."""
    say, todo = words_of("say"), words_of("todo")
    kind = _duty_kind(entry["duty"])
    of = words_of("of")[kind["period"]]
    mine = question.duties(entry["duty"])
    if not mine:
        missing = "no_committee" if kind.get("only_with") == "committee" else "no_groups"
        return Outcome("n/a", 0, 0, of, say[missing])
    current = period_of(kind["period"], question.today)
    over = [duty for duty in mine if question.closed or duty.period != current.id]
    running = None if question.closed else next((duty for duty in mine if duty.period == current.id), None)
    aside = _running(running, current, question.today)
    if not over:
        hint = "" if running is None or running.state == "done" else _hold_now(current, question.today)
        return Outcome("n/a", 0, 0, of, say["nothing"].format(of=of) + aside, hint)
    done = sum(duty.state == "done" for duty in over)
    met = done * 100 >= entry["percent"] * len(over)
    lacking = {duty.period for duty in over if duty.state != "done"}
    advice = ""
    if not met:
        since = periods(kind["period"], question.year.first, question.today)
        names = "、".join(period.short for period in since if period.id in lacking)
        advice = todo["hold" if kind.get("form") else "hold_by_hand"].format(missing=names)
    elif running is not None and running.state != "done":
        advice = _hold_now(current, question.today)
    return Outcome(
        "met" if met else "unmet", done, len(over), of, ratio(done, len(over), of) + aside, advice
    )


def _running(duty: Duty | None, current: Period, today: date) -> str:
    say = words_of("say")
    if duty is None:
        return ""
    left = (current.last - today).days
    words = "current_done" if duty.state == "done" else "current_open" if left else "current_open_today"
    return say[words].format(period=current.this, left=left)


def _hold_now(current: Period, today: date) -> str:
    return words_of("todo")["current"].format(period=current.this, left=(current.last - today).days)


def duty_once(entry: Mapping[str, Any], question: Question) -> Outcome:
    """A duty of this year done once; not failed before its time is over."""
    say = words_of("say")
    of = words_of("of")["year_once"]
    mine = (duty for duty in question.duties(entry["duty"]) if duty.period == question.year.id)
    duty = next(mine, None)
    if duty is None:
        return Outcome("n/a", 0, 0, of, say["nothing"].format(of=of))
    if duty.state == "done":
        return Outcome("met", 1, 1, of, say["once_done"].format(period=question.year.say))
    if question.closed:
        return Outcome("unmet", 0, 1, of, say["once_missed"].format(period=question.year.say))
    late = duty.state == "overdue"
    words = say["once_overdue" if late else "once_open"]
    text = words.format(period=question.year.say, due=say_day(duty.due), left=abs(duty.days_left))
    return Outcome("unmet" if late else "not_yet", 0, 1, of, text, words_of("todo")["once"])


def attendance_rate(entry: Mapping[str, Any], question: Question) -> Outcome:
    """People who took part ÷ those expected, over this year's events of some forms.

    On leave with consent and 不计入 are not expected; taught at home or online is taking part.
    """
    of = words_of("of")["attendance"]
    part = expected = 0
    for form in entry["forms"]:
        for record in question.held.within(form, question.year):
            seen = question.book.read(record)
            for person in seen.listed:
                came = person.status in seen.facts.present or person.status in seen.facts.served
                part += came
                expected += came or person.status in seen.facts.unexcused
    if expected == 0:
        return Outcome("n/a", 0, 0, of, words_of("say")["nothing"].format(of=of))
    met = part * 100 >= entry["percent"] * expected
    advice = ""
    if not met:
        short = -(-(entry["percent"] * expected - part * 100) // expected)
        advice = words_of("todo")["attendance"].format(points=f"{short} 个百分点")
    return Outcome("met" if met else "unmet", part, expected, of, ratio(part, expected, of), advice)


def complete_records(entry: Mapping[str, Any], question: Question) -> Outcome:
    """Records of this year's events with every required box filled ÷ all of them.

    A required box set aside with a written reason counts as filled. Signatures are ink: not seen here.
    """
    of = words_of("of")["complete"]
    total, lacking = 0, []
    edition = question.snapshot.editions
    for form in sorted({form for known in edition.values() for form in known.forms}):
        for record in question.held.within(form, question.year):
            total += 1
            title = question.snapshot.remembered("incomplete", record, partial(_incomplete, record, question))
            if title:
                lacking.append(title)
    if total == 0:
        return Outcome("n/a", 0, 0, of, words_of("say")["nothing"].format(of=of))
    done = total - len(lacking)
    met = done * 100 >= entry["percent"] * total
    advice = words_of("todo")["complete"].format(count=len(lacking), first=lacking[0]) if lacking else ""
    return Outcome("met" if met else "unmet", done, total, of, ratio(done, total, of), advice)


def _incomplete(record: Record, question: Question) -> str:
    """How a record with an empty required box is called; empty where it is complete."""
    seen = question.book.read(record)
    objections = (o for o in required(seen, question.book) if not _set_aside(record.waivers, o.field, o.row))
    return seen.title if any(objections) else ""


def _set_aside(waivers: Mapping[str, str], field: str | None, row: int | None) -> bool:
    return bool(waivers.get(f"required:{field or ''}:{'' if row is None else row}"))


def committee_in_term(entry: Mapping[str, Any], question: Question) -> Outcome:
    """The committee is complete and its term has not run out.

    Source: 支部工作条例（试行）第二十、二十一条 (2018): from 7 full members up, 3 to 5 members, at most 7.
    """
    say, todo, of = words_of("say"), words_of("todo"), words_of("of")["term"]
    snapshot, today = question.snapshot, question.today
    edition = edition_of_year(snapshot.editions, today.year)
    members = snapshot.roster.on(today)
    full = sum(member.is_full(today) for member in members)
    sitting = len(snapshot.roster.holding(today, edition.tagged("posts", "committee")))
    led = bool(snapshot.secretary(today))
    until = _term_end(snapshot)
    faults = []
    if not led:
        faults.append("no_secretary")
    if snapshot.branch.has_committee and not entry["least"] <= sitting <= entry["most"]:
        faults.append("committee_size")
    elif not snapshot.branch.has_committee and full >= entry["formal_members"]:
        faults.append("committee_missing")
    if until is None:
        faults.append("no_election")
    elif until <= today:
        faults.append("expired")
    fill = {
        "count": sitting,
        "least": entry["least"],
        "most": entry["most"],
        "full": full,
        "formal": entry["formal_members"],
        "until": say_day(until) if until else "",
    }
    if faults:
        text = "；".join(say[fault].format(**fill) for fault in faults)
        return Outcome("unmet", 3 - len(faults), 3, of, text, todo[faults[0]])
    words = "committee_fine" if snapshot.branch.has_committee else "secretary_fine"
    return Outcome("met", 3, 3, of, say[words].format(**fill))


def _term_end(snapshot: Snapshot) -> date | None:
    """The day on which the committee's term runs out: election day plus the years of a term."""
    elected = snapshot.branch.last_election
    if not elected:
        return None
    day = date.fromisoformat(elected[:10])
    year = day.year + snapshot.branch.term_years
    leap = day.month == 2 and day.day == 29 and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return day.replace(year=year, day=28 if leap else day.day)


def floating_members(entry: Mapping[str, Any], question: Question) -> Outcome | None:  # noqa: ARG001 - one shape
    """Nothing to show where nobody is away; otherwise a person confirms the contacts."""
    members = question.snapshot.roster.on(question.today)
    if any(member.has("floating", question.today) for member in members):
        return None
    return Outcome("n/a", 0, 0, say=words_of("say")["no_floating"])


KEEPING: Mapping[str, Auto] = {
    "duty_rate": duty_rate,
    "duty_once": duty_once,
    "attendance_rate": attendance_rate,
    "complete_records": complete_records,
    "committee_in_term": committee_in_term,
    "floating_members": floating_members,
}
"""These functions by the names that a standard may use."""
