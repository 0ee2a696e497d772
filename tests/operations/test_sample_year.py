"""The sample year as the program writes it: ledgers linked with minutes, nothing an inspector would object to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wdbranch.book.record import State
from wdbranch.book.snapshot import Snapshot
from wdbranch.operations import book as books
from wdbranch.operations import demo, overview
from wdbranch.rules.derive import SOURCES
from wdbranch.rules.movements import balance
from wdbranch.rules.training import of_new_members, of_new_secretary, of_secretary

DAY = demo.SAMPLE_DAY
MINE = {
    "handover", "branch_profile", "floating_contact", "award", "points_notice", "points_objection", "post_slots", "promise", "volunteer", "good_deed",
    "visit", "training",
}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, list[str]]:
    """The snapshot of the sample branch, and the objections to records of these forms."""
    path = tmp_path_factory.mktemp("sample") / "branch.wdbook"
    clock = demo._Clock()
    with books.create(Path(path), clock=clock, **demo.sample("branch.json")) as book:
        demo.sample_roster(book)
        demo.sample_records(book, clock)
        snapshot = book.snapshot()
        forms = {record.id: record.form for record in snapshot.records}
        said = [f.say for f in overview.findings(book, DAY) if forms.get(f.record or "") in MINE]
    return snapshot, said


def test_every_ledger_has_its_lines_and_none_is_objected_to(year):
    snapshot, said = year
    assert said == []
    for form in MINE:
        assert snapshot.of(form), form
        assert {record.state for record in snapshot.of(form)} == {State.FINAL}
        assert not any(record.late for record in snapshot.of(form))


def test_the_profile_counts_the_roster_of_its_day(year):
    (profile,) = year[0].of("branch_profile")
    assert (profile.get("total"), profile.get("full"), profile.get("probationary")) == (27, 25, 2)
    assert profile.get("male") + profile.get("female") == 27
    groups = sum(profile.get(name) for name in ("in_service", "retired", "farmer", "jobless", "student", "other"))
    assert groups == 27
    assert profile.get("expires") == "2030-12-12"


def test_the_balance_of_the_year_holds(year):
    found = balance(year[0], date(2026, 1, 1), DAY)
    assert (found.first, found.plus, found.minus, found.last) == (27, 1, 1, 27)
    assert found.holds


def test_people_named_in_ledgers_are_known(year):
    snapshot, _ = year
    known = set(snapshot.roster.by_label) | {"温拟客"}
    for form in MINE:
        for record in snapshot.of(form):
            for field in snapshot.form_of(record).fields:
                value = record.get(field.id)
                named = (value,) if field.type == "person" else value if field.type == "persons" else ()
                assert set(filter(None, named or ())) <= known


def test_whoever_must_be_trained_was(year):
    snapshot, _ = year
    for needed in (*of_new_secretary(snapshot, DAY), *of_secretary(snapshot, DAY), *of_new_members(snapshot, DAY)):
        assert needed.record is not None, needed.member.name


def test_visits_belong_to_the_theme_day_of_their_day(year):
    snapshot, _ = year
    (theme_day,) = [record for record in snapshot.of("theme_day") if record.get("start")[:10] == "2026-01-09"]
    assert sum(theme_day.id in visit.links for visit in snapshot.of("visit")) == 3


@pytest.mark.parametrize("source", ["committee", "groups", "members", "changes", "floating", "points_year", "infirm", "hours", "attendance"])
def test_every_derived_page_has_something_to_tell(year, source):
    assert SOURCES[source](year[0], 2026, DAY).rows


def test_the_sample_village_has_its_people_and_its_ledgers(tmp_path):
    with books.create(tmp_path / "village.wdbook", clock=demo._Clock(), **demo.sample("branch.json", demo.VILLAGE)) as book:
        demo.village_roster(book)
        written = demo.sample_records(book, demo._Clock(), demo.VILLAGE)
        snapshot = book.snapshot()
    assert (snapshot.branch.kind, snapshot.branch.short) == ("rural", "拟榴村支部")
    assert (len(snapshot.roster.on(DAY)), snapshot.secretary(DAY)) == (12, "田拟岗")
    assert len(snapshot.records) == written > 0
    assert all("拟" in member.name for member in snapshot.roster.members)
