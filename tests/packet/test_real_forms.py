"""Every form of every edition, with the sample year: what leaves comes out the same at the street."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.packet.forge import BRANCH, STREET, envelope
from wdbranch.book.intake import from_json
from wdbranch.book.loader import load_editions
from wdbranch.book.people import Member, Roster
from wdbranch.book.record import Record, State
from wdbranch.book.values import record_number
from wdbranch.packet import canon
from wdbranch.packet.payload import Entry, record_entry, shared
from wdbranch.packet.read import Registered, Trust, judge
from wdbranch.packet.summary import counts_of, measures_of, summary_bytes
from wdbranch.packet.write import write_packet
from wdbranch.paths import forms_dir, resource

EDITIONS = load_editions(forms_dir())
FORMS = [(edition.id, form) for edition in EDITIONS.values() for form in edition.forms]
SAMPLES = sorted(resource("sample", "records").glob("*.json"))
GOLDEN = Path(__file__).parents[1] / "golden" / "leaves_the_branch.json"
NEVER = ("身份证", "身份号码", "电话", "手机", "住址", "困难", "帮扶", "病", "健康", "当事人", "参保")


def leaving():
    """What leaves and what stays, by edition and form."""
    return {
        edition.id: {
            form.id: {
                "leaves": [field.id for field in form.fields if field.share],
                "stays": [field.id for field in form.fields if not field.share],
            }
            for form in edition.ordered()
        }
        for edition in EDITIONS.values()
    }


def test_what_leaves_the_branch_is_what_was_agreed():
    """Adding a field to this list is a decision: run this file as a program to write it anew."""
    assert json.loads(GOLDEN.read_text("utf-8")) == leaving()


@pytest.mark.parametrize(("edition", "form"), FORMS)
def test_nothing_personal_is_marked_as_shared(edition, form):
    for field in EDITIONS[edition].forms[form].fields:
        for part in (field, *field.columns):
            assert not (field.share and any(word in part.label for word in NEVER)), part.label


def sample_records(form=None):
    found = []
    for number, path in enumerate(SAMPLES, 1):
        name = path.stem.split("-")[3]
        if form in (None, name):
            edition = EDITIONS["2026"]
            names = {each for data in [path.read_text("utf-8")] for each in json.loads(data).get("attendees", [])}
            roster = Roster(tuple(Member(index, each) for index, each in enumerate(sorted(names), 1)))
            taken = from_json(edition.forms[name], edition, json.loads(path.read_text("utf-8")), roster)
            found.append(Record(f"{number:012x}", name, "2026", taken.year or 2026, taken.values, State.FINAL,
                                recorded_at=taken.recorded_at))
    return found


def send(folder, records):
    forms = EDITIONS["2026"].forms
    entries = [
        *(record_entry(forms[each.form], each, rec_no=record_number(forms[each.form], each)) for each in records),
        Entry.of_bytes("summary.json", summary_bytes(("NA01", str(records[0].year)), EDITIONS, records, 0)),
    ]
    made = envelope(
        period=str(records[0].year), counts=counts_of(records, 0), created="2026-12-20T09:00:00",
        editions={"2026": {each.form: forms[each.form].digest for each in records}},
    )
    return write_packet(folder, made, entries, BRANCH, [STREET.card]).path


TRUST = Trust((Registered(BRANCH.card),), frozenset({"NA01"}), datetime(2026, 12, 20, 10), "NH", EDITIONS)


def filled(values):
    return {key: value for key, value in canon.plain(values).items() if value not in (None, [])}


@pytest.mark.parametrize("form", sorted({path.stem.split("-")[3] for path in SAMPLES}))
def test_the_sample_year_arrives_as_it_left(form, tmp_path):
    everything = sample_records(form)
    assert everything
    for year in sorted({record.year for record in everything}):
        records = [record for record in everything if record.year == year]
        stick = tmp_path / str(year)
        stick.mkdir()
        found = judge(send(stick, records), TRUST, STREET)
        assert found.code == "received", (found, found.detail)
        for before, after in zip(records, found.opened.records, strict=True):
            assert filled(after.values) == filled(shared(EDITIONS["2026"].forms[form], before.values))
            assert after.year == before.year and after.recorded_at == before.recorded_at
        assert measures_of(EDITIONS, found.opened.records) == measures_of(EDITIONS, records)


def test_a_whole_year_in_one_packet(tmp_path):
    records = [record for record in sample_records() if record.year == 2026]
    found = judge(send(tmp_path, records), TRUST, STREET)
    assert found.code == "received" and len(found.opened.records) == len(records)


@pytest.mark.parametrize(("edition", "form"), FORMS)
def test_an_empty_record_of_every_form_travels(edition, form, tmp_path):
    records = [Record("0" * 12, form, edition, 2026, {"seq": 1}, State.FINAL)]
    assert judge(send(tmp_path, records), TRUST, STREET).code == "received"


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(leaving(), ensure_ascii=False, indent=1) + "\n", "utf-8")
