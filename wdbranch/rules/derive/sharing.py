"""Tables worked out from the ledgers of building together: turns of the chair, lists, quarters, owners' committees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wdbranch.book.form import edition_of_year
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import turns
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.indicators import percent
from wdbranch.rules.periods import Period, periods
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day


def _say(name: str) -> str:
    sentence: str = rules_table("derive")["sharing"][name]
    return sentence


def _day(record: Record, field: str) -> str:
    day = day_of(record.get(field))
    return say_day(day) if day else ""


def _text(record: Record, field: str) -> str:
    value = record.get(field)
    return "" if value is None else str(value)


def _label(snapshot: Snapshot, record: Record, field: str) -> str:
    choices = snapshot.form_of(record).field(field).choices or ""
    return snapshot.edition_of(record).choice_label(choices, _text(record, field))


def _of_year(kind: str, year: int) -> list[Period]:
    return list(periods(kind, date(year, 1, 1), date(year, 12, 31)))


# --- 轮值主席轮值表 ---------------------------------------------------------------------------------------------


def chair_rota(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Whose turn it is in each period of the year: as written, and after that by the order of the units."""
    wanted = _of_year(turns.length(), year)
    if not turns.rotating(snapshot, wanted[-1].first) and not snapshot.of_year(turns.TURNS, year):
        return Derived(())
    rows = []
    for period, unit, written in turns.planned(snapshot, wanted):
        cells = {"period": period.short, "unit": unit, "standing": turns.standing_unit(snapshot, period.first)}
        if written is not None:
            done = sum(bool(row.get("done_on")) for row in written.rows("matters"))
            cells |= {
                "standing": _text(written, "standing_unit") or cells["standing"],
                "chair": _text(written, "chair"),
                "span": f"{_day(written, 'first')}至{_day(written, 'last')}",
                "matters": _say("of").format(done=done, all=len(written.rows("matters"))),
                "handed_on": _day(written, "handed_on"),
            }
        else:
            cells["span"] = _say("missing" if period.last < today else "planned")
        rows.append(DerivedRow(cells, record=written.id if written else ""))
    units = turns.rotating(snapshot, min(today, wanted[-1].last))
    note = _say("units").format(count=len(units), names="、".join(units)) if units else _say("no_units")
    return Derived(tuple(rows), (note,))


# --- 三个清单 ---------------------------------------------------------------------------------------------------


def _list(tag: str, snapshot: Snapshot, year: int) -> Derived:
    """One of the three lists of a year, in the order of the days, with how far each item is."""
    kinds = edition_of_year(snapshot.editions, year).tagged("list_kind", tag)
    records = [record for record in snapshot.of_year("list_item", year) if record.get("kind") in kinds]
    rows = tuple(
        DerivedRow(
            {
                "seq": str(number),
                "raised_on": _day(record, "raised_on"),
                "content": _text(record, "content"),
                "raised_by": _text(record, "raised_by"),
                "matched": _text(record, "matched"),
                "step": _label(snapshot, record, "step"),
                "due": _day(record, "due"),
                "done_on": _day(record, "done_on"),
            },
            record=record.id,
        )
        for number, record in enumerate(records, 1)
    )
    return Derived(rows, (_redeemed(snapshot, records),) if rows else ())


def _redeemed(snapshot: Snapshot, records: Sequence[Record]) -> str:
    edition = snapshot.edition_of(records[0])
    steps = [record.get("step") for record in records]
    claimed, done = (sum(step in edition.tagged("list_state", tag) for step in steps) for tag in ("claimed", "done"))
    share = percent(done, claimed) if claimed else "—"
    return _say("redeemed").format(all=len(records), claimed=claimed, done=done, share=share)


def list_needs(snapshot: Snapshot, year: int, today: date) -> Derived:  # noqa: ARG001 - one shape for all
    """The list of needs."""
    return _list("needs", snapshot, year)


def list_resources(snapshot: Snapshot, year: int, today: date) -> Derived:  # noqa: ARG001
    """The list of resources."""
    return _list("resources", snapshot, year)


def list_projects(snapshot: Snapshot, year: int, today: date) -> Derived:  # noqa: ARG001
    """The list of projects."""
    return _list("projects", snapshot, year)


# --- 季度共建汇报 -----------------------------------------------------------------------------------------------


def co_report(snapshot: Snapshot, year: int, today: date) -> Derived:
    """What was built together in each quarter that has begun: the written report to the street office.

    Source: agreements of several places have the community report in writing each quarter.
    """
    held = snapshot.of_year("co_activity", year)
    rows = []
    for quarter in _of_year("quarter", year):
        if quarter.first > today:
            break
        mine = [record for record in held if _within(snapshot, record, quarter)]
        signed = _count(snapshot, "agreement", year, quarter)
        met = _count(snapshot, "joint_meeting", year, quarter) + _count(snapshot, "tripartite", year, quarter)
        ended = [day_of(record.get("done_on")) for record in snapshot.of_year("list_item", year)]
        done = sum(day is not None and quarter.first <= day <= quarter.last for day in ended)
        if not (mine or signed or met or done):
            continue
        cells = {
            "quarter": quarter.short,
            "agreements": str(signed),
            "meetings": str(met),
            "done": str(done),
            "activities": str(len(mine)),
            "units": str(sum(record.get("unit_count") or 0 for record in mine)),
            "people": str(sum(record.get("people") or 0 for record in mine)),
            "what": "；".join(dict.fromkeys(_text(record, "topic") for record in mine)),
        }
        rows.append(DerivedRow(cells, record=mine[0].id if mine else ""))
    people = sum(record.get("people") or 0 for record in held)
    return Derived(tuple(rows), (_say("together").format(count=len(held), people=people),) if rows else ())


def _within(snapshot: Snapshot, record: Record, period: Period) -> bool:
    day = snapshot.day(record)
    return day is not None and period.first <= day <= period.last


def _count(snapshot: Snapshot, form: str, year: int, period: Period) -> int:
    return sum(_within(snapshot, record, period) for record in snapshot.of_year(form, year))


# --- 小区业委会推进台账 -----------------------------------------------------------------------------------------


def estates(snapshot: Snapshot, year: int, today: date) -> Derived:
    """How far each estate is on the way to an owners' committee, and how many have one, by two denominators."""
    day = min(today, date(year, 12, 31))
    lasting = snapshot.in_force("estate", day)
    rows = tuple(
        DerivedRow(
            {
                "seq": str(number),
                "name": _text(record, "name"),
                "households": _text(record, "households"),
                "company": _text(record, "company"),
                "conditions": _conditions(record),
                "step": _label(snapshot, record, "step"),
                "prepared_on": _day(record, "prepared_on"),
                "elected_on": _day(record, "elected_on"),
                "filed_on": _day(record, "filed_on"),
                "members": _committee(record),
                "term_until": _day(record, "term_until"),
                "portrait": _portrait(record),
            },
            record=record.id,
        )
        for number, record in enumerate(lasting, 1)
    )
    return Derived(rows, _coverage(snapshot, lasting, day) if rows else ())


def _conditions(record: Record) -> str:
    asked = record.rows("conditions")
    if record.get("ready"):
        return _say("ready")
    return _say("of").format(done=sum(bool(row.get("met")) for row in asked), all=len(asked)) if asked else ""


def _committee(record: Record) -> str:
    members, party = record.get("members"), record.get("party_members")
    return "" if members is None else _say("committee").format(members=members, party=party or 0)


def _portrait(record: Record) -> str:
    """What the article calls the new kind of estate: facilities, services, governance."""
    return "、".join(_say(part) for part in ("facilities", "services", "governance") if record.get(part))


def _coverage(snapshot: Snapshot, lasting: Sequence[Record], day: date) -> tuple[str, ...]:
    """The same numerator over all estates, over those with a property company, and over those that are ready."""
    formed = edition_of_year(snapshot.editions, day.year).tagged("estate_state", "formed")
    have = [record for record in lasting if record.get("step") in formed]
    notes = []
    for name, under in (
        ("all_estates", list(lasting)),
        ("with_company", [record for record in lasting if record.get("company")]),
        ("that_are_ready", [record for record in lasting if record.get("ready") or record in have]),
    ):
        top = sum(record in under for record in have)
        share = percent(top, len(under)) if under else "—"
        notes.append(_say(name).format(day=say_day(day), top=top, under=len(under), share=share))
    return tuple(notes)
