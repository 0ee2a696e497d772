"""Ledgers of building together: days in their order, owners' committees, property companies, lists, substitutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from wdbranch.book.record import Record, day_of
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day


def _table(part: str) -> dict[str, Any]:
    table: dict[str, Any] = rules_table("ledgers")[part]
    return table


def t80_day_order(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape
    """What comes first has the earlier day."""
    for before, after in _table("order").get(seen.record.form, ()):
        first, then = day_of(seen.record.get(before)), day_of(seen.record.get(after))
        if first is not None and then is not None and then < first:
            fill = {"label": seen.label(after), "then": say_day(then)}
            fill |= {"before": seen.label(before), "first": say_day(first)}
            yield Objection("default", after, fill=fill)


def t81_filing(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """An owners' committee is filed within thirty days of its election.

    Source: 《物业管理条例》第十六条 as restated in the domain files.
    """
    elected, filed = day_of(seen.record.get("elected_on")), day_of(seen.record.get("filed_on"))
    if elected is None:
        return
    days = _table("estate")["days_to_file"]
    until = elected + timedelta(days=days)
    fill = {"elected": say_day(elected), "days": days, "until": say_day(until)}
    if filed is None and book.today > until:
        yield Objection("missing", "filed_on", fill=fill)
    elif filed is not None and filed > until:
        yield Objection("late", "filed_on", fill={**fill, "filed": say_day(filed)})


def t82_committee(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """An owners' committee has five to eleven members, an odd number.

    Source: 《业主大会和业主委员会指导规则》第三十一条, as restated in the domain files.
    """
    members, table = seen.record.get("members"), _table("estate")
    if not members:
        return
    if not table["least"] <= members <= table["most"] or members % 2 == 0:
        yield Objection("default", "members", fill={"members": members, "least": table["least"], "most": table["most"]})


def t83_formed(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The step that an owners' committee has reached, and the days written for it, agree."""
    state = seen.record.get("step")
    formed = state in seen.edition.tagged("estate_state", "formed")
    fill = {"state": seen.edition.choice_label("estate_state", state or "")}
    if formed and not seen.record.get("filed_on"):
        yield Objection("no_day", "filed_on", fill=fill)
    elif state and not formed and seen.record.get("filed_on"):
        yield Objection("behind", "step", fill=fill)


def t84_list_state(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A list item that is claimed says by whom, one that is done says when; and the other way round."""
    state = seen.record.get("step")
    if not state:
        return
    claimed, done = (state in seen.edition.tagged("list_state", tag) for tag in ("claimed", "done"))
    fill = {"state": seen.edition.choice_label("list_state", state)}
    if claimed and not seen.record.get("matched"):
        yield Objection("by_whom", "matched", fill=fill)
    if done and not seen.record.get("done_on"):
        yield Objection("no_day", "done_on", fill=fill)
    if not done and seen.record.get("done_on"):
        yield Objection("behind", "step", fill=fill)


def t85_own_organisation(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A property company with three members of the Party or more has an organisation of its own."""
    count, least = seen.record.get("party_members"), _table("property")["own_from"]
    setup = seen.record.get("setup")
    if count is not None and setup and count >= least and setup not in seen.edition.tagged("property_org", "own"):
        fill = {"count": count, "least": least, "setup": seen.edition.choice_label("property_org", setup)}
        yield Objection("default", "setup", fill=fill)


def t86_substitute(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Every counter has a substitute, who is somebody else."""
    first, second = seen.record.get("first"), seen.record.get("second")
    if first and not second:
        yield Objection("missing", "second")
    elif first and first == second:
        yield Objection("same", "second", fill={"name": first})


def t87_one_standing(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """One unit chairs always; the others take turns."""
    roles = seen.edition.tagged("joint_role", "standing")
    if seen.record.get("role") not in roles or not _lasts(seen.record, book):
        return
    same = [one for one in book.records if one.form == seen.record.form and one.id != seen.record.id]
    others = [one for one in same if one.get("role") in roles and _lasts(one, book)]
    if others:
        yield Objection("default", "role", fill={"other": others[0].get("name") or ""}, other=others[0].id)


def _lasts(record: Record, book: Inspection) -> bool:
    ended = day_of(record.get("ended_on"))
    return ended is None or ended > book.today


FUNCTIONS: Mapping[str, Check] = {
    "T-80": t80_day_order,
    "T-81": t81_filing,
    "T-82": t82_committee,
    "T-83": t83_formed,
    "T-84": t84_list_state,
    "T-85": t85_own_organisation,
    "T-86": t86_substitute,
    "T-87": t87_one_standing,
}
"""The rules of this file by their ids in ``findings.toml``."""
