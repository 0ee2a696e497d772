"""Sharing, work and a happy community: what each indicator and figure makes of the ledgers, met and unmet."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pytest

from tests.rules.rules_branch import editions, snapshot
from wdbranch.book.record import Record
from wdbranch.rules.figures import figures
from wdbranch.rules.stars import Indicator, stars

DAY = date(2026, 11, 23)
_NUMBERS = count(1)


def rec(form: str, day: str, **values: Any) -> Record:
    """A record of the ledger with what is typed in it, dated by its own date field."""
    field = editions()["2026"].forms[form].date_field
    return Record(f"{next(_NUMBERS):012x}", form, "2026", int(day[:4]), {field: day, **values})


def estate(**values: Any) -> Record:
    return rec("estate", "2025-03-01", **{"name": "拟安花园", "households": 620, "step": "none", **values})


def item(step: str, kind: str = "need") -> Record:
    return rec("list_item", "2026-03-01", kind=kind, content="修凉亭", step=step)


def loan(kind: str, step: str = "granted", amount: float = 10, jobs: int = 3) -> Record:
    return rec("business_support", "2026-04-01", kind=kind, step=step, amount=amount, jobs=jobs)


def skill(kind: str, people: int, certified: int, high: int) -> Record:
    return rec("skill", "2026-05-01", kind=kind, people=people, certified=certified, high=high)


def fair(kind: str, **values: Any) -> Record:
    return rec("job_fair", "2026-06-01", kind=kind, topic="招聘", **values)


def meetings(form: str, *months: int) -> tuple[Record, ...]:
    return tuple(rec(form, f"2026-{month:02}-10T09:00" if form != "chair_turn" else f"2026-{month:02}-01") for month in months)


def services(number: int) -> Record:
    return rec("service_list", "2025-01-01", items=tuple({"name": f"事项{n}"} for n in range(number)))


FILED = {"step": "filed", "elected_on": "2026-05-10", "filed_on": "2026-06-09"}
DECIDED = tuple({"text": "一件", "owner": "物业", "due": "2026-06-01", "done_on": day} for day in ("2026-05-20", None, "2026-05-30"))
LISTS = ("need", "resource", "project")

CASES: list[tuple[str, tuple[Record, ...], str, float, float | None]] = [
    ("GJ-01", (estate(**FILED), estate(), estate(step="renewing")), "manual", 2, 3),
    ("GJ-01", (), "n/a", 0, 0),
    ("GJ-02", (estate(**FILED), estate()), "met", 1, 1),
    ("GJ-02", (estate(**FILED), estate(**{**FILED, "filed_on": "2026-06-10"})), "unmet", 1, 2),
    ("GJ-03", (rec("training", "2026-04-10", kind="owners_committee"),), "met", 1, None),
    ("GJ-03", (rec("training", "2026-04-10", kind="topic"),), "not_yet", 0, None),
    ("GJ-04", (estate(members=7, party_members=4), estate(members=5, party_members=1), estate()), "manual", 5, 12),
    ("GJ-05", tuple(rec("property_party", "2025-01-01", setup=setup) for setup in ("own", "joint", "adviser")), "manual", 2, None),
    ("GJ-06", (estate(company="拟安物业"), estate()), "manual", 1, 2),
    ("GJ-07", meetings("tripartite", 2, 5, 8), "met", 3, 3),
    ("GJ-07", meetings("tripartite", 2, 8, 11), "unmet", 2, 3),
    ("GJ-08", (rec("tripartite", "2026-05-09T09:00", decisions=DECIDED),), "manual", 2, 3),
    ("GJ-09", meetings("chair_turn", 1, 4, 7), "met", 3, 3),
    ("GJ-09", meetings("chair_turn", 4), "unmet", 1, 3),
    ("GJ-10", (rec("agreement", "2026-03-05", until="2027-03-04"), rec("joint_member", "2025-01-01", name="拟和医院")), "met", 1, 1),
    ("GJ-10", (rec("agreement", "2025-03-05", until="2026-03-04"), rec("joint_member", "2025-01-01", name="拟和医院")), "unmet", 0, 1),
    ("GJ-11", tuple(item("open", kind) for kind in LISTS), "met", 3, 3),
    ("GJ-11", (item("open"),), "unmet", 1, 3),
    ("GJ-12", (item("open"), item("claimed"), item("done"), item("dropped")), "manual", 1, 2),
    ("GJ-13", (rec("co_activity", "2026-06-05", people=60), rec("co_activity", "2026-07-05", people=35)), "manual", 95, None),
    ("GJ-15", (estate(renewal="done"), estate(renewal="waiting"), estate(renewal="no_need"), estate()), "manual", 1, 2),
    ("GJ-16", (rec("joint_member", "2025-01-01", delegate="秦拟竹"), rec("joint_member", "2025-01-01")), "manual", 1, None),
    ("GJ-17", (rec("reporting_in", "2026-01-01", services=({"on": "2026-03-01", "what": "劝导"},) * 3),), "manual", 3, None),
    ("YY-01", (skill("trade", 40, 12, 3), skill("live", 16, 0, 0)), "manual", 56, None),
    ("YY-02", (skill("trade", 40, 12, 3), skill("live", 16, 2, 0)), "manual", 14, None),
    ("YY-03", (skill("trade", 40, 12, 3), skill("live", 16, 0, 0)), "manual", 16, None),
    ("YY-04", (loan("small_loan"), loan("personal_loan", "recommended"), loan("small_loan", "refused"), loan("startup")), "manual", 2, None),
    ("YY-05", (loan("small_loan"), loan("personal_loan", "recommended"), loan("startup", jobs=1)), "manual", 4, None),
    ("YY-06", (loan("hiring", amount=1.1), loan("startup", amount=0.5), loan("intern", "recommended"), loan("small_loan")), "manual", 1.6, None),
    ("YY-07", (fair("posting", notices=60), fair("live", notices=12)), "manual", 72, None),
    ("YY-08", (rec("enterprise_visit", "2026-05-06"), rec("enterprise_visit", "2026-05-07")), "manual", 2, None),
    ("YY-09", (fair("fair", intents=8), fair("live", intents=5)), "manual", 13, None),
    ("YY-10", (rec("internship", "2025-05-01", kind="intern", placed=4), rec("internship", "2025-05-01", kind="incubator", placed=9)), "manual", 4, None),
    ("YY-11", (rec("jobless_help", "2026-03-31", registered=9, helped=4), rec("jobless_help", "2026-09-30", registered=6, helped=6)), "met", 6, 6),
    ("YY-11", (rec("jobless_help", "2026-09-30", registered=6, helped=5),), "unmet", 5, 6),
    ("YY-13", tuple(rec("new_org", "2025-05-01", setup=setup) for setup in ("own", "adviser", "mass", "none")), "manual", 3, 4),
    ("YY-14", (fair("market"),), "met", 1, None),
    ("YY-14", (fair("fair"),), "not_yet", 0, None),
    ("XF-02", (rec("ab_post", "2025-01-01", first="高拟兰", second="葛拟春"),), "met", 1, 1),
    ("XF-02", (rec("ab_post", "2025-01-01", first="高拟兰", second="葛拟春"), rec("ab_post", "2025-01-01", first="高拟兰")), "unmet", 1, 2),
    ("XF-03", (services(40),), "met", 40, None),
    ("XF-03", (services(39),), "unmet", 39, None),
    ("XF-04", (rec("service_case", "2026-03-31", accepted=120, done=118), rec("service_case", "2026-04-30", accepted=80, done=80)), "manual", 198, 200),
    ("XF-06", (rec("social_agency", "2026-01-10", until="2027-01-09"), rec("social_agency", "2025-01-10", until="2026-01-09")), "manual", 1, None),
    ("XF-07", (rec("care_service", "2026-03-06", people=30), rec("care_service", "2026-04-06", people=12)), "manual", 42, None),
    ("XF-08", (rec("club", "2024-03-06"),), "met", 1, None),
    ("XF-08", (), "unmet", 0, None),
    ("XF-09", (rec("brand", "2024-03-06", kind="elder"),), "met", 1, None),
    ("XF-09", (rec("brand", "2024-03-06", kind="child"),), "unmet", 0, None),
    ("XF-12", (rec("volunteer_team", "2024-03-06", kind="youth"),), "met", 1, None),
    ("XF-12", (rec("volunteer_team", "2024-03-06", ended_on="2026-03-01"),), "unmet", 0, None),
    ("XF-13", (rec("volunteer", "2026-03-05", helped=86), rec("volunteer", "2026-05-30", helped=5)), "manual", 91, None),
    ("XF-14", (rec("selection", "2026-05-30", kind="building"),), "met", 1, None),
    ("XF-14", (rec("selection", "2026-05-30", kind="filial"),), "not_yet", 0, None),
    ("XF-15", (rec("wish", "2026-05-30", claimed_by="高拟兰"), rec("wish", "2026-05-30")), "manual", 1, None),
    ("XF-17", (rec("event", "2026-05-30", kind="show"), rec("event", "2026-05-30", kind="market")), "manual", 1, None),
    ("GJ-14", (rec("venue", "2024-01-01", kind="shared"), rec("venue", "2024-01-01", kind="centre")), "manual", 1, None),
    ("GJ-18", tuple(rec("deliberation", f"2026-{month:02}-10") for month in (2, 5, 8)), "met", 3, 3),
    ("GJ-18", (rec("deliberation", "2026-02-10"),), "unmet", 1, 3),
    ("GJ-19", (rec("building", "2024-01-01", shown_on="2026-03-01"),), "met", 1, 1),
    ("GJ-19", (rec("building", "2024-01-01", shown_on="2026-03-01"), rec("building", "2024-01-01")), "unmet", 1, 2),
    ("YY-12", (rec("venue", "2024-01-01", kind="job_station"),), "met", 1, None),
    ("YY-12", (rec("venue", "2024-01-01", kind="centre"),), "unmet", 0, None),
    ("XF-01", (rec("venue", "2024-01-01", kind="centre", functions=("convenience", "practice", "elder_care", "office")),), "met", 3, 3),
    ("XF-01", (rec("venue", "2024-01-01", kind="centre", functions=("convenience", "office")),), "unmet", 1, 3),
    ("XF-05", (rec("venue", "2024-01-01", kind="centre", rooms=({"name": "图书室"}, {"name": "调解室"})),), "manual", 2, None),
    ("XF-10", (rec("honour", "2022-10-01", kind="elder_friendly"),), "met", 1, None),
    ("XF-10", (rec("honour", "2022-10-01", kind="party"),), "unmet", 0, None),
    ("XF-11", (rec("venue", "2024-01-01", kind="youth_online"),), "met", 1, None),
    ("XF-11", (rec("venue", "2024-01-01", kind="centre"),), "unmet", 0, None),
    ("XF-16", (rec("survey", "2026-03-01", kind="residents", returned=100, satisfied=90), rec("survey", "2026-09-01", kind="residents", returned=120, satisfied=114), rec("survey", "2026-10-01", kind="party", returned=9, satisfied=1)), "manual", 114, 120),
]


def found(indicator: str, records: tuple[Record, ...]) -> Indicator:
    return next(one for star in stars(snapshot(*records), DAY) for one in star.indicators if one.id == indicator)


@pytest.mark.parametrize(("indicator", "records", "state", "top", "under"), CASES, ids=[f"{case[0]}-{case[2]}-{n}" for n, case in enumerate(CASES)])
def test_what_an_indicator_makes_of_the_ledgers(indicator, records, state, top, under):
    one = found(indicator, records)
    assert (one.state, one.numerator, one.denominator) == (state, top, under)


FIGURES: list[tuple[str, tuple[Record, ...], float, float | None]] = [
    ("agreements", (rec("agreement", "2026-03-05", until="2027-03-04"), rec("agreement", "2025-03-05", until="2026-03-04")), 1, None),
    ("co_activity_units", (rec("co_activity", "2026-06-05", unit_count=3), rec("co_activity", "2026-07-05", unit_count=2)), 5, None),
    ("turn_matters_done", (rec("chair_turn", "2026-01-01", matters=({"text": "一", "done_on": "2026-02-01"}, {"text": "二"})),), 1, None),
    ("owners_committees", (estate(**FILED), estate(), estate(step="electing")), 1, None),
    ("owners_committee_share", (estate(**FILED, company="拟安物业"), estate(company="拟安物业"), estate()), 1, 2),
    ("property_organisations", (rec("property_party", "2025-01-01", setup="own"), rec("property_party", "2025-01-01", setup="none")), 1, None),
    ("renewed_estates", (estate(renewal="done"), estate(renewal="running")), 1, None),
    ("public_requests_done", (rec("public_request", "2026-03-01", closed_on="2026-03-05"), rec("public_request", "2026-03-02")), 1, 2),
    ("highly_skilled_people", (skill("trade", 40, 12, 3), skill("care", 9, 4, 1)), 4, None),
    ("live_sale_people", (skill("live", 16, 0, 0), skill("trade", 40, 12, 3)), 16, None),
    ("small_firm_loans", (loan("small_loan", amount=140.23), loan("personal_loan", amount=20), loan("small_loan", "recommended")), 140.23, None),
    ("all_loans", (loan("small_loan", amount=140.23), loan("personal_loan", amount=20)), 160.23, None),
    ("jobs_created", (loan("small_loan", jobs=12), loan("hiring", jobs=2), loan("startup", "refused", jobs=5)), 14, None),
    ("intern_subsidies", (loan("intern", amount=2.89), loan("startup", amount=3)), 2.89, None),
    ("job_notices", (fair("posting", notices=63), fair("online", notices=20)), 83, None),
    ("firms_served", (fair("fair", companies=49), fair("live", companies=4)), 53, None),
    ("job_intents", (fair("fair", intents=21), fair("live", intents=2)), 23, None),
    ("workers_found", (rec("enterprise_visit", "2026-05-06", wanted=5, hired=3),), 3, None),
    ("intern_posts", (rec("internship", "2025-05-01", kind="intern", posts=11), rec("internship", "2025-05-01", kind="company", posts=4)), 11, None),
    ("service_items", (services(40),), 40, None),
    ("care_layers", tuple(rec("care_service", "2026-03-06", layer=layer) for layer in ("home", "medical", "home")), 2, 4),
    ("clubs", (rec("club", "2024-03-06"), rec("club", "2024-03-06", ended_on="2026-01-01")), 1, None),
    ("elder_brands", (rec("brand", "2024-03-06", kind="elder"), rec("brand", "2024-03-06", kind="public")), 1, None),
    ("youth_teams", (rec("volunteer_team", "2024-03-06", kind="youth"), rec("volunteer_team", "2024-03-06", kind="party")), 1, None),
    ("convenience_served", (rec("volunteer", "2026-03-05", helped=86),), 86, None),
    ("wishes_done", (rec("wish", "2026-05-30", done_on="2026-06-09"), rec("wish", "2026-05-30")), 1, None),
    ("open_places", (rec("venue", "2024-01-01", kind="shared", quantity=3), rec("venue", "2024-01-01", kind="centre", quantity=1)), 3, None),
    ("merged_centres", (rec("venue", "2024-01-01", kind="centre", functions=("convenience", "practice", "elder_care")), rec("venue", "2024-01-01", kind="centre", functions=("convenience",))), 1, None),
    ("youth_homes_online", (rec("venue", "2024-01-01", kind="youth_online"), rec("venue", "2024-01-01", kind="youth_offline")), 1, None),
    ("elder_friendly", (rec("honour", "2022-10-01", kind="elder_friendly"),), 1, None),
]


@pytest.mark.parametrize(("figure", "records", "value", "under"), FIGURES, ids=[case[0] for case in FIGURES])
def test_what_a_figure_adds_up(figure, records, value, under):
    one = next(one for one in figures(snapshot(*records), DAY) if one.id == figure)
    assert (one.value, one.denominator) == (value, under)
