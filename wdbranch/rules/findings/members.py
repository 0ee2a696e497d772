"""Members as a whole and the ledgers about them: absences, hours, the balance of the roster, visits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from wdbranch.book.finding import Jump
from wdbranch.book.moments import show_day
from wdbranch.book.record import day_of
from wdbranch.rules.calendar import add_months
from wdbranch.rules.findings.coverage import missed
from wdbranch.rules.findings.inspection import BookCheck, Check, Inspection
from wdbranch.rules.findings.people import linked
from wdbranch.rules.findings.reading import BookObjection, Objection, Reading
from wdbranch.rules.influence import influence_until
from wdbranch.rules.movements import balance
from wdbranch.rules.presence import absences
from wdbranch.rules.roster_counts import COUNTS
from wdbranch.rules.wording import say_day, say_names


def c34_nobody_cares(book: Inspection) -> Iterator[BookObjection]:
    """Whoever stays away without a reason is talked to, and warned of the six months.

    Source: 党员教育管理工作条例（2019）第三十一条（六）; three in a row is local practice.
    """
    roster = book.snapshot.roster
    for run in absences(book.snapshot, book.today):
        if run.grade:
            fill = {"name": roster.labels[run.member], "times": run.times, "months": run.months}
            fill["since"] = say_day(run.since)
            jump = Jump(form="talk", member=run.member)
            yield BookObjection("times" if run.grade == 1 else "months", str(run.member), fill, jump)


def z08_balance(book: Inspection) -> Iterator[BookObjection]:
    """The roster of the year adds up: 年初数＋增－减＝年末数."""
    sums = balance(book.snapshot, date(book.today.year, 1, 1), book.today)
    if not sums.holds:
        fill = {"first": sums.first, "plus": sums.plus, "minus": sums.minus, "last": sums.last}
        yield BookObjection("default", str(book.today.year), fill, Jump(page="roster"))


# --- single records --------------------------------------------------------------------------------------


def m01_profile(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The headcounts of 党支部基本情况 are those of the roster on its day."""
    if seen.day is None or seen.who is None:
        return
    right = {name: count(book.snapshot.roster, seen.day) for name, count in COUNTS.items()}
    right["total"] = len(seen.who.on)
    for name, number in right.items():
        written = seen.number(name)
        if written is not None and written != number:
            fill = {"label": seen.label(name), "written": written, "roster": number, "day": say_day(seen.day)}
            yield Objection("default", name, fill=fill)


def m02_influence(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape for all rules
    """A sanction has its kind, and weighs as long as it usually does; a hint, for the lengths are unverified."""
    sanction = seen.record.get("sanction")
    if seen.day is None or not sanction:
        return
    until, written = influence_until(seen.edition, sanction, seen.day), seen.record.get("influence_until")
    if until is not None and written != until.isoformat():
        fill = {"until": say_day(until), "written": show_day(written) if written else "空的"}
        yield Objection("default", "influence_until", fill=fill)


def m03_fund(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Party dues are given away only as the committee decided."""
    dues = seen.edition.tagged("fund_source", "dues")
    if seen.record.get("fund") in dues and not seen.record.get("prior_committee"):
        yield Objection("default", "prior_committee", fill={"target": seen.record.get("target") or "这一次"})


def m05_counted_twice(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Volunteering beside a theme party day with volunteering is linked with it, so that hours count once."""
    for other in book.same_day(seen):
        serves = other.edition.tagged("segment_kind", "volunteer")
        named = set(seen.names("persons")).intersection(person.name for person in other.present)
        if not named or linked(seen, other):
            continue
        if any(row.get("kind") in serves for row in other.record.rows("segments")):
            yield Objection("default", "persons", fill={"names": say_names(sorted(named)), "other": other.title})


def m06_a_year_at_most(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The time that a member has to mend is no longer than a year.

    Source: 党员教育管理工作条例（2019）第三十条.
    """
    approved, until = day_of(seen.record.get("approved_on")), day_of(seen.record.get("until"))
    if approved is None or until is None:
        return
    latest = add_months(approved, 12)
    if until > latest:
        fill = {"since": say_day(approved), "until": say_day(until), "latest": say_day(latest)}
        yield Objection("default", "until", fill={"name": seen.record.get("member") or "本人", **fill})


FUNCTIONS: Mapping[str, Check] = {
    "M-01": m01_profile,
    "M-02": m02_influence,
    "M-03": m03_fund,
    "M-05": m05_counted_twice,
    "M-06": m06_a_year_at_most,
}
BOOK_FUNCTIONS: Mapping[str, BookCheck] = {
    "C-34": c34_nobody_cares,
    "C-37": lambda book: missed(book, "D-16"),
    "Z-08": z08_balance,
}
"""The rules of this file by their ids in ``findings.toml``."""
