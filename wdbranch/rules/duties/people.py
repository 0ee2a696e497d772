"""Duties towards single people: talks, absences, study, training, floating and infirm members (D-09, D-10, D-15 to
D-19, D-31 to D-33, D-36, D-37).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import care, training
from wdbranch.rules.calendar import add_months
from wdbranch.rules.duties.kinds import Entry, Judged, Line
from wdbranch.rules.held import Held
from wdbranch.rules.hours import study, volunteering
from wdbranch.rules.periods import Period, period_of, periods
from wdbranch.rules.presence import absences
from wdbranch.rules.talks import FORM as TALK
from wdbranch.rules.talks import coverage, is_strict
from wdbranch.rules.wording import say_names

# --- talks ------------------------------------------------------------------------------------------------


def talked(entry: Entry, period: Period, held: Held) -> Judged:  # noqa: ARG001 - one shape for all
    """D-09: everybody was talked with in the year. ``count`` talks are wanted still, ``who`` names them."""
    found = coverage(held.snapshot, period.first.year, min(period.last, held.today))
    pairs = [f"{one}与{other}" for one, other in found.committee_missing()]
    rest = found.pairs_missing() if is_strict(held.snapshot) else found.members_missing()
    lacking = [*pairs, *(one if isinstance(one, str) else f"{one[0]}与{one[1]}" for one in rest)]
    if lacking or not found.members:
        return Judged(fill={"count": len(lacking), "who": say_names(lacking, 3, "对")}, needed=bool(lacking))
    return Judged(max((days[-1] for days in found.talks.values()), default=None))


def talk_after_events(entry: Entry, held: Held) -> Iterator[Line]:
    """D-10: a talk of the secretary within ``days`` after a sanction, a disposal, or a grade to be followed up."""
    snapshot, days = held.snapshot, timedelta(days=entry["days"])
    for name, day, event in sorted(_events(snapshot, held.today), key=lambda one: (one[1], one[0])):
        if day < add_months(held.today, -12):
            continue
        member = snapshot.roster.by_label.get(name)
        talk = _talk_with(snapshot, name, day, held.today)
        yield Line(
            key=f"{member.id if member else name}-{day}",
            due=day + days,
            done=talk[0] if talk else None,
            fill={"event": event},
            name=name,
            form=TALK,
            record=talk[1].id if talk else None,
        )


def _events(snapshot: Snapshot, today: date) -> Iterator[tuple[str, date, str]]:
    for record in snapshot.of("award"):
        day, edition = snapshot.day(record), snapshot.edition_of(record)
        kind = record.get("kind")
        if day and day <= today and record.get("member") and kind in edition.tagged("award_kind", "talk"):
            yield record.values["member"], day, edition.choice_label("award_kind", kind)
    for record in snapshot.of("appraisal"):
        day, edition = snapshot.day(record), snapshot.edition_of(record)
        wanted = edition.tagged("member_grade", "follow_up")
        for row in record.rows("grades"):
            if day and day <= today and row.get("person") and row.get("grade") in wanted:
                yield row["person"], day, f"民主评议{edition.choice_label('member_grade', row['grade'])}"


def _talk_with(snapshot: Snapshot, name: str, since: date, until: date) -> tuple[date, Record] | None:
    for record in snapshot.of(TALK):
        day = snapshot.day(record)
        if day is not None and since <= day <= until and name in (record.get("partner"), record.get("talker")):
            return day, record
    return None


def absent_without_reason(entry: Entry, held: Held) -> Iterator[Line]:  # noqa: ARG001
    """D-15: who missed the branch's life without a reason; talk after three times, louder each month.

    A talk since the first absence answers the first warning, not the later ones.
    """
    snapshot = held.since(add_months(held.today, -18))
    for run in absences(snapshot, held.today):
        if not run.grade:
            continue
        name = snapshot.roster.label(snapshot.roster.by_id[run.member])
        talk = _talk_with(snapshot, name, run.since, held.today) if run.grade == 1 else None
        yield Line(
            key=f"{run.member}-{run.since}",
            due=add_months(run.since, RED_LINE_MONTHS),
            done=talk[0] if talk else None,
            fill={"times": run.times, "months": run.months},
            variant="" if run.grade == 1 else "months",
            name=name,
            member=run.member,
            form=TALK,
            record=talk[1].id if talk else None,
            grade=min(run.grade, 3),
        )


RED_LINE_MONTHS = 6
"""党员教育管理工作条例（2019）第三十一条（六）."""

# --- study and service ------------------------------------------------------------------------------------


def studied(entry: Entry, period: Period, held: Held) -> Judged:  # noqa: ARG001
    """D-16: everybody has the study hours of the year; ``count`` and ``who`` have not."""
    roster = held.snapshot.roster
    day = min(period.last, held.today)
    found = study(held.since(period.first), period.first.year, day)
    here = {member.id for member in roster.on(day)}
    short = [
        f"{roster.label(roster.by_id[who])} {of.total:g}/{of.needed:g}"
        for who, of in found.items()
        if of.short and who in here
    ]
    if short or not here:
        return Judged(fill={"count": len(short), "who": say_names(short, 3, "人")}, needed=bool(short))
    return Judged(day)


def volunteered(entry: Entry, period: Period, held: Held) -> Judged:  # noqa: ARG001
    """D-37: everybody who is able did something for others this year; encouraged, never demanded."""
    roster, day = held.snapshot.roster, min(period.last, held.today)
    able = [m for m in roster.on(day) if not m.infirm and not m.has("floating", day) and not m.has("away", day)]
    served = volunteering(held.since(period.first), period.first.year, day)
    idle = [roster.label(member) for member in able if member.id not in served]
    if idle or not able:
        return Judged(fill={"count": len(idle), "who": say_names(idle, 3, "人")}, needed=bool(idle))
    return Judged(day)


def trainings(of: Callable[[Snapshot, date], list[training.Needed]]) -> Callable[[Entry, Held], Iterator[Line]]:
    """D-17 to D-19: a training that certain people need."""

    def lines(entry: Entry, held: Held) -> Iterator[Line]:  # noqa: ARG001
        for one in of(held.snapshot, held.today):
            yield Line(
                key=f"{one.member.id}-{one.since}",
                due=one.due,
                done=held.snapshot.day(one.record) if one.record else None,
                name=held.snapshot.roster.label(one.member),
                member=one.member.id,
                record=one.record.id if one.record else None,
                form=training.TRAINING,
            )

    return lines


# --- floating, lost, infirm ---------------------------------------------------------------------------------


def floating_contacts(entry: Entry, held: Held) -> Iterator[Line]:
    """D-31: every floating member is in touch with the branch in each period of this year."""
    snapshot, today = held.snapshot, held.today
    for period in _periods_of_year(entry["period"], today):
        day = min(period.last, today)
        for member, span in care.floating(snapshot, day):
            since = day_of(span.start)
            if since is not None and since > period.first and period.last >= today:
                continue
            known = care.contacts(snapshot, member, day)
            last = [(on, record) for on, record in known if on >= period.first]
            before = known[-1][0] if known else since
            yield Line(
                key=f"{period.id}-{member.id}",
                due=period.last,
                done=last[-1][0] if last else None,
                fill={"period": period.say, "days": (today - before).days if before else None},
                variant="silent" if before else "",
                name=snapshot.roster.label(member),
                member=member.id,
                form=care.CONTACT,
                record=last[-1][1].id if last else None,
            )


def lost_members(entry: Entry, held: Held) -> Iterator[Line]:  # noqa: ARG001
    """D-32: who cannot be reached: report the suspension after six months, the removal after two years more."""
    for one in care.lost(held.snapshot, held.today):
        yield Line(
            key=f"{one.member.id}-{one.step}-{one.since}",
            due=one.due,
            variant=one.step,
            fill={"since": f"{one.since.year}年{one.since.month}月{one.since.day}日"},
            name=held.snapshot.roster.label(one.member),
            member=one.member.id,
            page="roster",
        )


def away_to_floating(entry: Entry, held: Held) -> Iterator[Line]:  # noqa: ARG001
    """D-33: who has been away for six months is registered as floating, or the relation is transferred."""
    for member, full in care.away_too_long(held.snapshot, held.today):
        yield Line(
            key=f"{member.id}-{full}",
            due=full,
            name=held.snapshot.roster.label(member),
            member=member.id,
            page="roster",
        )


def infirm_sought_out(entry: Entry, held: Held) -> Iterator[Line]:
    """D-36: infirm members are taught at home or visited in each period of this year."""
    snapshot, today = held.snapshot, held.today
    for period in _periods_of_year(entry["period"], today):
        day = min(period.last, today)
        recent = held.since(period.first)
        for member in care.infirm(snapshot, day):
            found = care.sought_out(recent, member, period.first, day)
            yield Line(
                key=f"{period.id}-{member.id}",
                due=period.last,
                done=found[-1].day if found else None,
                fill={"period": period.say},
                name=snapshot.roster.label(member),
                member=member.id,
                form=care.VISIT,
                record=found[-1].record if found else None,
            )


def _periods_of_year(kind: str, today: date) -> list[Period]:
    """The running period and, in the same year, the one before."""
    now = period_of(kind, today)
    return list(periods(kind, max(date(today.year, 1, 1), now.first - timedelta(days=1)), today))
