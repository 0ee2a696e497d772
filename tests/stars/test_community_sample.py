"""The sample ledgers of the community: written as a branch would, printed, and what is wrong in them on purpose."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.test_printing import text_of
from tests.stars.village_book import ledger
from wdbranch.operations import book as books
from wdbranch.operations import overview, printing
from wdbranch.operations import record as records
from wdbranch.rules.duties import duties

DAY = date(2026, 11, 23)
FORMS = (
    "joint_member chair_turn tripartite joint_meeting list_item agreement co_activity estate property_party public_request "
    "reporting_in skill business_support job_fair enterprise_visit internship jobless_help new_org ab_post service_list "
    "service_case social_agency care_service club brand volunteer_team wish"
).split()


@pytest.fixture(scope="module")
def community(tmp_path_factory):
    path = tmp_path_factory.mktemp("community") / "社区.wdbook"
    with books.create(path, name="拟安社区第一支部", code="NH-NA-01", kind="urban", short="拟安一支部") as book:
        for form in FORMS:
            for data in ledger(form):
                records.add_json(book, form, data)
        yield book


def test_only_what_is_meant_to_be_wrong_is_objected_to(community):
    snapshot = community.snapshot()
    forms = {record.id: record.form for record in snapshot.records}
    said = {(forms[found.record], found.rule) for found in overview.findings(community, DAY) if found.record}
    assert said == {("estate", "T-81"), ("ab_post", "T-86")}


def test_what_runs_out_is_told_in_time(community):
    found = {one.title: one.state for one in duties(community.snapshot(), DAY) if one.id in ("D-51", "D-52", "D-53")}
    assert set(found) == {"共建协议到期：拟丰商贸公司", "社工协议到期：拟暖社会工作中心", "轮值主席交接：拟安派出所"}
    assert found["轮值主席交接：拟安派出所"] == "done"


def test_indicators_are_both_met_and_unmet(community):
    states = {one.id: one.state for star in overview.stars(community, DAY) for one in star.indicators}
    met = {"GJ-09", "GJ-11", "YY-14", "XF-03", "XF-08", "XF-09", "XF-12"}
    unmet = {"GJ-02", "GJ-07", "GJ-10", "YY-11", "XF-02"}
    assert {one for one, state in states.items() if state == "met"} >= met
    assert {one for one, state in states.items() if state == "unmet"} >= unmet


@pytest.mark.parametrize("form", FORMS)
def test_every_ledger_is_printed_with_all_that_was_typed(form, community, tmp_path):
    plan = printing.plan_kind(community, 2026, form)
    printing.write(plan, tmp_path / "台账.pdf")
    text = "".join(text_of(tmp_path / "台账.pdf").split())
    edition = community.editions["2026"]
    named = edition.forms[form].title_field
    for data in ledger(form):
        shown = str(data.get(named) or "").replace(" ", "")
        assert shown in text or not shown, (form, shown)
