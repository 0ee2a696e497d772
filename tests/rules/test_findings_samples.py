"""The sample records as the exchange JSON has them, broken as the domain text suggests."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path

import pytest
from rules_branch import ROSTER, editions, snapshot

from wdbranch.book.intake import from_json
from wdbranch.book.record import Record
from wdbranch.rules.findings import findings

SAMPLES = Path(__file__).parents[1] / "book" / "samples"


def load(form):
    return json.loads((SAMPLES / f"{form}.json").read_text(encoding="utf-8"))


def objections(form, data, *, links=("c" * 12,)):
    """The rules of groups A, B and E that object to the JSON of a record (what the JSON lacks is not asked)."""
    edition = editions()["2026"]
    intake = from_json(edition.forms[form], edition, data, ROSTER)
    record = Record("a" * 12, form, "2026", 2026, intake.values, recorded_at=intake.recorded_at, links=links)
    prior = from_json(edition.forms["committee"], edition, load("committee"), ROSTER)
    before = Record("c" * 12, "committee", "2026", 2026, prior.values, recorded_at=prior.recorded_at)
    book = (record,) if form == "committee" else (before, record)
    found = findings(snapshot(*book), date(2026, 10, 12), record=record)
    return {finding.rule for finding in found if finding.rule[0] in "ABE"}


@pytest.mark.parametrize("form", ["committee", "party_assembly", "theme_day"])
def test_the_samples_stand_up_to_inspection(form):
    assert objections(form, load(form)) == set()


def broken_assembly(change):
    data = copy.deepcopy(load("party_assembly"))
    change(data)
    return objections("party_assembly", data)


def test_eleven_voters_of_twenty_two_are_exactly_half():
    assert "E-51" in broken_assembly(lambda data: data.update(present_vote=11))


def test_one_who_came_gave_a_written_opinion():
    def came(data):
        data["absents"] = [person for person in data["absents"] if person["name"] != "葛拟春"]
        data["attendees"].append("葛拟春")

    assert {"A-02", "E-57"} <= broken_assembly(came)


def test_studied_before_it_was_published():
    def early(data):
        data["agenda"][0]["materials"][0]["published_on"] = "2026-10-01"

    assert broken_assembly(early) == {"B-15"}


def test_the_written_opinion_came_after_the_meeting():
    def late(data):
        next(p for p in data["absents"] if p["name"] == "葛拟春")["written_opinion"]["on"] = "2026-09-19"

    assert broken_assembly(late) == {"E-57"}


def test_without_the_committee_first():
    assert objections("party_assembly", load("party_assembly"), links=()) == {"B-21"}


def test_a_theme_day_on_another_day():
    data = load("theme_day") | {"start": "2026-10-12T15:00", "end": "2026-10-12T17:40", "recorded_at": "2026-10-12T20:30"}
    data.pop("photos", None)
    assert objections("theme_day", data) == {"B-24"}


def test_one_person_lost_from_the_count_of_a_theme_day():
    data = load("theme_day")
    data["counts"]["leave"] = 2
    assert objections("theme_day", data) == {"A-01", "A-02"}
