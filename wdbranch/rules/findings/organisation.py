"""How the branch is set up and led: term, vacancies, size, groups, the plan of the year, the book handed in.

Sources: record_book §7 (35, 36), duties §4 (O-02, O-06, O-10, O-12) and D-34.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from wdbranch.book.finding import Jump
from wdbranch.book.form import edition_of_year
from wdbranch.book.people import Member
from wdbranch.book.record import day_of
from wdbranch.rules.calendar import add_months
from wdbranch.rules.duties import begun
from wdbranch.rules.elections.election import running
from wdbranch.rules.elections.terms import term_end
from wdbranch.rules.findings.coverage import jump_of, missed
from wdbranch.rules.findings.inspection import BookCheck, Inspection
from wdbranch.rules.findings.reading import BookObjection
from wdbranch.rules.periods import Period, period_of, periods
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_names

PLAN, DUAL_LIFE = "year_plan", "dual_life"


def _limit(name: str) -> int:
    return int(rules_table("findings")["limits"][name])


def _ended(book: Inspection, kind: str) -> Iterator[Period]:
    """The periods of the years looked at that have ended and lie wholly in the time the book is kept."""
    begin = begun(book.snapshot) or book.today
    for period in periods(kind, date(book.years[0], 1, 1), book.today):
        if begin <= period.first and period.last < book.today:
            yield period


# --- the plan of the year, leaders in the branch ------------------------------------------------------------


def c35_plan(book: Inspection) -> Iterator[BookObjection]:
    """There is a plan of the year, and it was looked at again for every quarter.

    A look in the first days of a quarter (``days_to_review_plan``) belongs to the quarter before.
    """
    yield from missed(book, "D-29")
    grace = timedelta(days=_limit("days_to_review_plan"))
    plans = {record.year: record for record in book.snapshot.of(PLAN)}
    for quarter in _ended(book, "quarter"):
        plan = plans.get(quarter.first.year)
        if plan is None or quarter.last + grace >= book.today:
            continue
        days = [day_of(row.get("reviewed_on")) for row in plan.rows("reviews")]
        if not any(day is not None and quarter.first + grace < day <= quarter.last + grace for day in days):
            jump = Jump(form=PLAN, period=str(plan.year))
            yield BookObjection("quarter", quarter.id, {"period": quarter.say}, jump)


def c36_dual_life(book: Inspection) -> Iterator[BookObjection]:
    """Leaders who belong to the branch took part as ordinary members in every half-year since they are listed.

    A branch that has handed in its summary once (汇总上报, the practice of one place) does so for each half-year.
    """
    snapshot = book.snapshot
    form = edition_of_year(snapshot.editions, book.today.year).forms.get(DUAL_LIFE)
    if form is None or not snapshot.shows(form):
        return
    took_part: dict[str, set[str]] = {}
    first: dict[str, date] = {}
    for record in snapshot.of(DUAL_LIFE):
        name, day = record.get("person"), snapshot.day(record)
        if name and day:
            took_part.setdefault(name, set()).add(period_of("half", day).id)
            first[name] = min(day, first.get(name, day))
    for half in _ended(book, "half"):
        silent = [
            name
            for name, held in took_part.items()
            if first[name] <= half.last and half.id not in held and _belongs(book, name, half.last)
        ]
        if silent:
            fill = {"period": half.say, "names": say_names(silent)}
            yield BookObjection("default", half.id, fill, Jump(form=DUAL_LIFE, period=half.id))
    yield from _unreported(book)


def _unreported(book: Inspection) -> Iterator[BookObjection]:
    """Half-years after the first that was reported, with records of which none was."""
    reported: dict[str, bool] = {}
    for record in book.snapshot.of(DUAL_LIFE):
        day = book.snapshot.day(record)
        if day:
            half = period_of("half", day).id
            reported[half] = reported.get(half, False) or bool(record.get("reported_on"))
    since = min((half for half, told in reported.items() if told), default=None)
    for one in _ended(book, "half"):
        if since is not None and one.id > since and reported.get(one.id) is False:
            jump = Jump(form=DUAL_LIFE, period=one.id)
            yield BookObjection("unreported", f"{one.id}:report", {"period": one.say}, jump)


def _belongs(book: Inspection, name: str, day: date) -> bool:
    member = book.snapshot.roster.by_label.get(name)
    return member is not None and member.belongs(day)


# --- how the branch is set up -------------------------------------------------------------------------------


def o10_term(book: Inspection) -> Iterator[BookObjection]:
    """The term is over, and neither is a committee elected nor a later election approved, for a year at most."""
    end, election = term_end(book.snapshot.branch), running(book.snapshot, book.today)
    approved = election is not None and election.get("reply_on")
    if end is None or (approved and book.today <= add_months(end, _limit("months_term_extended"))):
        return
    yield from missed(book, "D-27")


def o02_size(book: Inspection) -> Iterator[BookObjection]:
    """A branch has no more members than it can gather."""
    count, most = len(_here(book)), _limit("most_members")
    if count > most:
        yield BookObjection("default", "size", {"count": count, "most": most}, Jump(page="roster"))


def o12_groups(book: Inspection) -> Iterator[BookObjection]:
    """A party group has members enough to meet."""
    least = _limit("least_in_group")
    counts = Counter(group for member in _here(book) if (group := member.group(book.today)))
    for group in book.snapshot.roster.groups:
        if 0 < counts[group] < least:
            fill = {"group": group, "count": counts[group], "least": least}
            yield BookObjection("default", group, fill, Jump(page="roster"))


def _here(book: Inspection) -> list[Member]:
    return [member for member in book.snapshot.roster.members if member.belongs(book.today)]


def z10_handed_in(book: Inspection) -> Iterator[BookObjection]:
    """The book of a year is filed by the day on which it is handed in; a hint, for the street names the day."""
    for duty in book.duties:
        if duty.id == "D-34" and duty.days_left < 0 and (duty.state != "done" or duty.explained):
            yield BookObjection(
                "default", duty.period, {"say": duty.say}, jump_of(duty), duty.evidence_key, duty.explained
            )


BOOK_FUNCTIONS: Mapping[str, BookCheck] = {
    "C-35": c35_plan,
    "C-36": c36_dual_life,
    "O-02": o02_size,
    "O-06": lambda book: missed(book, "D-28"),
    "O-10": o10_term,
    "O-12": o12_groups,
    "Z-10": z10_handed_in,
}
"""The rules of this file by their ids in ``findings.toml``."""
