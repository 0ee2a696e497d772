"""Ledgers of a strong branch: scores of grid workers, units, buildings, plates, the six steps of deciding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from wdbranch.book.record import day_of
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.suggest_branch import total_of
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day

STEPS = ("proposed_on", "consulted_on", "reviewed_on", "resolved_on", "decision_shown_on", "result_shown_on")
"""The six steps of 四议两公开 in their order."""


def t90_twice_in_a_month(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A grid worker is reviewed once a month."""
    names = [str(row["name"]) for row in seen.record.rows("scores") if row.get("name")]
    for name, times in Counter(names).items():
        if times > 1:
            yield Objection("here", "scores", fill={"name": name, "times": times})
    if seen.day is None:
        return
    for other in book.snapshot.of(seen.record.form):
        day = book.snapshot.day(other)
        if other.id == seen.record.id or day is None or (day.year, day.month) != (seen.day.year, seen.day.month):
            continue
        both = [name for name in dict.fromkeys(names) if any(row.get("name") == name for row in other.rows("scores"))]
        if both:
            yield Objection("default", "scores", fill={"names": "、".join(both), "day": say_day(day)})


def t91_scores_and_rewards(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape
    """Totals are the sums of their parts, rewards those of the workers found excellent."""
    rows = {row.get("name"): row for row in seen.record.rows("scores") if row.get("name")}
    rewarded, bonus = seen.edition.tagged("grid_result", "rewarded"), rules_table("posts")["grid"]["bonus"]
    for number, row in enumerate(seen.record.rows("results")):
        scored = rows.get(row.get("name"))
        right = total_of(scored) if scored is not None else None
        if right is not None and row.get("total") is not None and row["total"] != right:
            fill = {"name": row["name"], "written": f"{row['total']:g}", "sum": f"{right:g}"}
            yield Objection("total", "results", number, fill)
        due = bonus if row.get("grade") in rewarded else 0
        if (row.get("money") or 0) != due:
            fill = {"name": row.get("name") or "", "written": f"{row.get('money') or 0:g}", "due": f"{due:g}"}
            yield Objection("money", "results", number, fill)
    paid = sum(row.get("money") or 0 for row in seen.record.rows("results"))
    written = seen.record.get("total_money")
    if written is not None and round(paid - written, 2):
        yield Objection("sum", "total_money", fill={"written": f"{written:g}", "sum": f"{paid:g}"})


def t92_unit_above(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A unit below the first level names one of the level above that is in force, and has a leader."""
    levels = [choice.id for choice in seen.edition.choices["org_level"]]
    level, parent = seen.record.get("level"), seen.record.get("parent")
    if level not in levels or seen.day is None:
        return
    if not seen.record.get("leader"):
        yield Objection("no_leader", "leader", fill={"name": seen.record.get("name") or ""})
    place = levels.index(level)
    if place == 0:
        return
    above = seen.edition.choice_label("org_level", levels[place - 1])
    if not parent:
        yield Objection("no_parent", "parent", fill={"above": above})
        return
    known = {r.get("name"): r.get("level") for r in book.snapshot.in_force(seen.record.form, book.today)}
    if parent not in known:
        yield Objection("unknown", "parent", fill={"parent": parent})
    elif levels.index(known[parent]) >= place:
        yield Objection("level", "parent", fill={"parent": parent, "above": above})


def t93_building(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Each household lies inside its building and is written once."""
    rows = seen.record.rows("households")
    units, floors = seen.record.get("units"), seen.record.get("floors")
    for number, row in enumerate(rows):
        over = units is not None and (row.get("unit") or 1) > units
        if over or (floors is not None and (row.get("floor") or 1) > floors):
            fill = {"room": row.get("room") or "", "units": units or "", "floors": floors or ""}
            yield Objection("outside", "households", number, fill)
    places = Counter((row.get("unit"), row.get("floor"), row.get("room")) for row in rows)
    for (unit, floor, room), times in places.items():
        if times > 1:
            yield Objection("twice", "households", fill={"unit": unit, "floor": floor, "room": room, "times": times})


def t94_plate(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A plate hangs at the door of a party member only by consent."""
    plates = seen.edition.tagged("identity_way", "plate")
    if plates.intersection(seen.record.get("ways") or ()) and not seen.record.get("consent"):
        yield Objection("default", "consent", fill={"name": seen.record.get("member") or ""})


def t95_six_steps(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The six steps of 四议两公开 follow one another, and none is left out.

    Source: 四议两公开 as the organic law of villagers' committees and the practice of many places have it.
    """
    if seen.record.get("kind") not in seen.edition.tagged("deliberation_kind", "six_steps"):
        return
    days = [(step, day_of(seen.record.get(step))) for step in STEPS]
    last = max((number for number, (_, day) in enumerate(days) if day), default=-1)
    for step, day in days[: last + 1]:
        if day is None:
            yield Objection("skipped", step, fill={"label": seen.label(step), "later": seen.label(days[last][0])})
    told = [(step, day) for step, day in days if day is not None]
    for (first, then), (step, day) in pairwise(told):
        if day < then:
            fill = {"label": seen.label(step), "day": say_day(day), "before": seen.label(first), "first": say_day(then)}
            yield Objection("order", step, fill=fill)


FUNCTIONS: Mapping[str, Check] = {
    "T-90": t90_twice_in_a_month,
    "T-91": t91_scores_and_rewards,
    "T-92": t92_unit_above,
    "T-93": t93_building,
    "T-94": t94_plate,
    "T-95": t95_six_steps,
}
"""The rules of this file by their ids in ``findings.toml``."""
