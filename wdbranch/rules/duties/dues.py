"""Duties of party dues: collected each month, assessed each year, nobody half a year behind."""

from __future__ import annotations

from collections.abc import Iterator

from wdbranch.book.record import day_of
from wdbranch.rules import dues
from wdbranch.rules.duties.kinds import Entry, Judged, Line
from wdbranch.rules.held import Held
from wdbranch.rules.periods import Period
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_names


def collected(entry: Entry, period: Period, held: Held) -> Judged:  # noqa: ARG001 - one shape for all
    """Everybody has paid for the month. Nothing is due while nobody owes anything."""
    month = dues.month_of(period.first)
    lacking = held.dues.uncollected(month)
    if lacking:
        names = [account.name for account in lacking]
        return Judged(fill={"count": len(names), "names": say_names(names, 3)})
    days = [one.on for one in (a.month(month) for a in held.dues.on(period.last)) if one.on is not None]
    return Judged(max(days, default=None), needed=bool(days))


def assessed(entry: Entry, period: Period, held: Held) -> Judged:
    """Everybody has an assessment for the year."""
    lacking = held.dues.unassessed(period.first.year, held.today)
    if lacking:
        names = [account.name for account in lacking]
        return Judged(fill={"count": len(names), "names": say_names(names, 3)})
    made = (day_of(record.get("assessed_on")) for record in held.snapshot.of(entry["form"]))
    return Judged(min((day for day in made if day and day.year == period.first.year), default=period.first))


def arrears(entry: Entry, held: Held) -> Iterator[Line]:
    """A line for each member who has paid nothing for three months and more."""
    limits = rules_table("dues")["arrears"]
    for behind in held.dues.behind(held.today, least=limits["remind"]):
        run, member = behind.run, behind.account.member
        if len(run) >= limits["remind"]:
            yield Line(
                key=f"{member.id}-{dues.iso_month(run[0])}",
                due=dues.last_day(run[0] + limits["limit"] - 1),
                fill={"count": len(run)},
                variant=_variant(len(run), limits),
                name=behind.account.name,
                member=member.id,
                page=entry["page"],
            )


def _variant(run: int, limits: dict[str, int]) -> str:
    return "limit" if run >= limits["limit"] else "warning" if run >= limits["warn"] else "remind"
