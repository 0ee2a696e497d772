"""A strong branch: what each indicator and figure makes of the ledgers, met and unmet."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pytest

from tests.rules.rules_branch import BRANCH, ROSTER, editions, snapshot
from wdbranch.book.record import Record
from wdbranch.rules.figures import figures
from wdbranch.rules.stars import Indicator, stars

DAY = date(2026, 11, 23)
_NUMBERS = count(1)
LEVELS = ("first", "second", "third", "fourth", "fifth")
STEPS = ("proposed_on", "consulted_on", "reviewed_on", "resolved_on", "decision_shown_on", "result_shown_on")
KINDS = ("leader", "unit", "company", "guidance")


def rec(form: str, day: str, **values: Any) -> Record:
    """A record of the ledger with what is typed in it, dated by its own date field."""
    field = editions()["2026"].forms[form].date_field
    return Record(f"{next(_NUMBERS):012x}", form, "2026", int(day[:4]), {field: day, **values})


def home(**values: Any) -> dict[str, Any]:
    return {"unit": 1, "floor": 1, "room": "101", **values}


def building(*homes: dict[str, Any], **values: Any) -> Record:
    return rec("building", "2025-03-01", **{"name": "1号楼", "units": 1, "floors": 3, "per_floor": 2, "households": homes, **values})


def units(*levels: str) -> tuple[Record, ...]:
    return tuple(rec("org_unit", "2025-01-05", level=level, name=level, leader="陈拟舟") for level in levels)


def reviews(*months: int) -> tuple[Record, ...]:
    return tuple(rec("grid_review", f"2026-{month:02}-25", excellent=2, total_money=600.0) for month in months)


def policies(number: int, **values: Any) -> tuple[Record, ...]:
    return tuple(rec("policy", "2025-01-05", name=f"制度{n}", **values) for n in range(number))


def survey(kind: str, returned: int, satisfied: int) -> Record:
    return rec("survey", "2026-06-05", kind=kind, topic="测评", issued=returned, returned=returned, satisfied=satisfied)


def venue(kind: str, **values: Any) -> Record:
    return rec("venue", "2024-05-01", **{"name": "场所", "kind": kind, "quantity": 1, **values})


def training(**values: Any) -> Record:
    return rec("training", "2026-04-10", **values)


PARTY = home(party=True, consent=True)
STEPPED = rec("deliberation", "2026-03-01", kind="four_two", **dict.fromkeys(STEPS, "2026-03-02"))
CASES: list[tuple[str, tuple[Record, ...], str, float | None, float | None]] = [
    ("ZB-12", (), "n/a", 0, 0),
    ("ZB-17", (building(PARTY, home(room="102")),), "met", 1, 1),
    ("ZB-17", (building(PARTY, home(room="102", party=True)),), "unmet", 1, 2),
    ("ZB-17", (), "n/a", 0, 0),
    ("ZB-18", (building(home(occupancy="resident"), home(occupancy="vacant")), rec("linked_household", "2026-01-05")), "manual", 1, 1),
    ("ZB-19", units(*LEVELS), "met", 5, 5),
    ("ZB-19", (*units(*LEVELS[:4]), rec("org_unit", "2025-01-05", level="fifth", name="户")), "unmet", 4, 5),
    ("ZB-21", (rec("duty_post", "2025-01-05", wall_on="2025-02-01"),), "met", 1, 1),
    ("ZB-21", (rec("duty_post", "2025-01-05", wall_on="2025-02-01"), rec("duty_post", "2025-01-05")), "unmet", 1, 2),
    ("ZB-21", (rec("duty_post", "2025-01-05", until="2026-01-01"),), "n/a", 0, 0),
    ("ZB-22", (venue("centre", area=860.5), venue("corridor", area=10)), "manual", 860.5, None),
    ("ZB-23", reviews(*range(1, 11)), "met", 10, 10),
    ("ZB-23", reviews(1, 2, 9), "unmet", 3, 10),
    ("ZB-24", policies(8), "met", 8, None),
    ("ZB-24", (*policies(7), *policies(1, ended_on="2026-01-01")), "unmet", 7, None),
    ("ZB-25", (training(kind="central"),), "met", 1, None),
    ("ZB-25", (training(kind="self_study"),), "not_yet", 0, None),
    ("ZB-26", (rec("pioneer_team", "2025-01-05", name="先锋队"),), "met", 1, None),
    ("ZB-26", (rec("temp_org", "2025-01-05", ended_on="2025-09-01"),), "unmet", 0, None),
    ("ZB-27", tuple(rec("first_action", f"2026-{month:02}-10", kind="first") for month in (2, 5, 8)), "met", 3, 3),
    ("ZB-27", (rec("first_action", "2026-02-10", kind="identity"), rec("first_action", "2026-05-10", kind="example")), "unmet", 1, 3),
    ("ZB-28", (rec("good_deed", "2026-02-10", done_on="2026-03-10"), rec("good_deed", "2026-02-10")), "manual", 1, None),
    ("ZB-32", tuple(rec("liaison_visit", "2026-02-10", kind=kind) for kind in KINDS), "met", 4, 4),
    ("ZB-32", tuple(rec("liaison_visit", "2026-02-10", kind=kind) for kind in KINDS[:3]), "unmet", 3, 4),
    ("ZB-33", (STEPPED, rec("deliberation", "2026-05-01", kind="yard")), "met", 1, 1),
    ("ZB-33", (STEPPED, rec("deliberation", "2026-05-01", kind="four_two", proposed_on="2026-05-02")), "unmet", 1, 2),
    ("ZB-35", (survey("party", 100, 97), survey("residents", 50, 40)), "manual", 137, 150),
    ("PA-11", (training(topic="safety"), training(topic="law")), "manual", 1, None),
    ("PA-23", (training(topic="task_force"),), "met", 1, None),
    ("PA-23", (training(star="zb"),), "not_yet", 0, None),
    ("PA-24", (survey("safety", 80, 76), survey("residents", 50, 40)), "manual", 76, 80),
]
RURAL: list[tuple[str, tuple[Record, ...], str, float | None, float | None]] = [
    ("CY-10", (training(topic="farming", people=40), training(topic="law", people=9)), "manual", 40, None),
    ("CY-14", (rec("linked_household", "2026-01-05", kind="wealth"), rec("linked_household", "2026-01-05", kind="daily")), "manual", 1, None),
    ("ST-14", (rec("honour", "2023-01-05", kind="village_beauty"),), "met", 1, None),
    ("ST-14", (rec("honour", "2023-01-05", kind="village_beauty", ended_on="2025-01-05"),), "unmet", 0, None),
    ("WM-02", (training(topic="economics"),), "met", 1, None),
    ("WM-02", (), "not_yet", 0, None),
    ("WM-05", (venue("practice"),), "met", 1, None),
    ("WM-05", (), "unmet", 0, None),
    ("WM-06", (venue("garden"), venue("corridor", quantity=2)), "met", 3, None),
    ("WM-06", (venue("wall"),), "unmet", 0, None),
    ("WM-07", (venue("bulletin"), venue("wall", quantity=4)), "met", 5, None),
    ("WM-07", (), "unmet", 0, None),
    ("WM-10", (training(topic="farming", people=40),), "manual", 40, None),
    ("WM-14", (venue("clinic"),), "met", 1, None),
    ("WM-14", (), "unmet", 0, None),
    ("WM-18", policies(1, kind="covenant"), "met", 1, None),
    ("WM-18", policies(1, kind="grid"), "unmet", 0, None),
]


def found(indicator: str, records: tuple[Record, ...], kind: str = "urban") -> Indicator:
    from dataclasses import replace

    book = snapshot(*records, branch=replace(BRANCH, kind=kind))
    return next(one for star in stars(book, DAY) for one in star.indicators if one.id == indicator)


@pytest.mark.parametrize(("indicator", "records", "state", "top", "under"), CASES, ids=[f"{case[0]}-{case[2]}-{n}" for n, case in enumerate(CASES)])
def test_what_an_indicator_makes_of_the_ledgers(indicator, records, state, top, under):
    one = found(indicator, records)
    assert (one.state, one.numerator, one.denominator) == (state, top, under)


@pytest.mark.parametrize(("indicator", "records", "state", "top", "under"), RURAL, ids=[f"{case[0]}-{case[2]}-{n}" for n, case in enumerate(RURAL)])
def test_what_a_rural_indicator_makes_of_the_ledgers(indicator, records, state, top, under):
    one = found(indicator, records, "rural")
    assert (one.state, one.numerator, one.denominator) == (state, top, under)


def test_posts_are_counted_by_what_the_quarter_has():
    grid = rec("grid", "2025-01-05", name="第一网格", leader="陈拟舟")
    worker = rec("grid_worker", "2025-01-05", name="卢拟衡", grid="第一网格")
    filled = [rec("duty_post", "2025-01-05", kind=kind, area="1号楼", name="尹拟谷", unit=1) for kind in ("building_leader", "unit_leader")]
    one = found("ZB-20", (grid, worker, building(), *filled))
    groups = len(ROSTER.groups)
    assert one.denominator == groups + 4 and one.numerator >= 4
    vacant = found("ZB-20", (grid, building(), *filled))
    assert vacant.state == "unmet" and vacant.numerator == one.numerator - 1
    assert "第一网格网格员" in vacant.todo
    assert found("ZB-20", ()).state == "n/a"


def test_everybody_has_a_post_or_is_exempt():
    names = [ROSTER.label(member) for member in ROSTER.on(DAY)]
    held = [rec("post_slots", "2026-03-18", member=name, ding1="卫生保洁岗") for name in names[1:]]
    one = found("ZB-16", tuple(held))
    assert (one.state, one.numerator, one.denominator) == ("unmet", len(names) - 1, len(names))
    assert names[0] in one.todo
    exempt = rec("post_slots", "2026-03-18", member=names[0], exempt=True, exempt_reason="年老体弱")
    assert (found("ZB-16", (*held, exempt)).state, found("ZB-16", (*held, exempt)).denominator) == ("met", len(names) - 1)


FIGURES: list[tuple[str, tuple[Record, ...], float, float | None]] = [
    ("centres_upgraded", (venue("centre", upgraded_on="2025-03-01"), venue("centre")), 1, None),
    ("grid_workers_excellent", reviews(1, 2), 4, None),
    ("grid_rewards", reviews(1, 2), 1200, None),
    ("policies", policies(3), 3, None),
    ("party_households", (building(PARTY, home(party=True)),), 1, None),
    ("trainings", (training(people=30), training(people=50)), 2, None),
    ("training_people", (training(people=30), training(people=50)), 80, None),
    ("star_topics", (training(star="zb"), training(star="pa"), training(star="pa")), 2, 8),
    ("congress_study", (training(topic="congress"), training(topic="law")), 1, None),
    ("lessons_done", (rec("study_visit", "2026-05-01", lessons=({"practice": "一", "done_on": "2026-06-01"}, {"practice": "二"})),), 1, 2),
    ("secondment_days", (rec("secondment", "2026-03-01", days=100),), 100, None),
    ("temp_orgs", (rec("temp_org", "2026-07-01"), rec("temp_org", "2025-07-01", ended_on="2025-08-01")), 1, None),
    ("pioneer_teams", (rec("pioneer_team", "2026-07-01"),), 1, None),
    ("outings_civic", (rec("team_outing", "2026-07-01", kind="civic", people=9), rec("team_outing", "2026-07-02", kind="project", people=4)), 9, None),
    ("outings_project", (rec("team_outing", "2026-07-02", kind="project", people=4),), 4, None),
    ("first_actions", (rec("first_action", "2026-07-02", kind="urgent"),), 1, None),
    ("good_deeds_pleased", (rec("good_deed", "2026-02-10", satisfied="mostly"), rec("good_deed", "2026-02-10", satisfied="displeased")), 1, 2),
    ("liaison_invested", (rec("liaison", "2025-02-10", invested=30000.5),), 30000.5, None),
    ("honours", (rec("honour", "2023-02-10"),), 1, None),
    ("venue_people", (rec("venue_use", "2026-02-10", people=25),), 25, None),
    ("value_gardens", (venue("garden"), venue("corridor", quantity=2)), 3, None),
    ("customs_boards", (venue("bulletin", quantity=4),), 4, None),
    ("satisfied", (survey("party", 100, 97),), 97, 100),
    ("village_lectures", (training(topic="farming", people=40),), 40, None),
    ("safety_trainings", (training(topic="safety"),), 1, None),
    ("finance_trainings", (training(topic="economics"),), 1, None),
    ("task_force_meetings", (training(topic="task_force"),), 1, None),
    ("shared_places", (venue("shared", quantity=3),), 3, None),
    ("youth_online", (venue("youth_online"),), 1, None),
    ("clinics", (venue("clinic"),), 1, None),
]


@pytest.mark.parametrize(("figure", "records", "value", "under"), FIGURES, ids=[case[0] for case in FIGURES])
def test_a_figure_is_worked_out_of_records(figure, records, value, under):
    one = next(one for one in figures(snapshot(*records), DAY) if one.id == figure)
    assert (one.value, one.denominator) == (value, under)
