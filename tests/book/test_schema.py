"""The generated JSON Schema, judged by a stock validator."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sample_people import ROSTER, SAMPLES, sample

from wdbranch.book.intake import from_json, to_json
from wdbranch.book.loader import load_editions
from wdbranch.book.record import Record
from wdbranch.book.schema import json_schema
from wdbranch.paths import forms_dir

EDITION = load_editions(forms_dir())["2026"]


def payload(name: str) -> dict[str, Any]:
    values = from_json(EDITION.forms[name], EDITION, sample(name), ROSTER).values
    record = Record(id="0123456789ab", form=name, edition="2026", year=2026, values=values, recorded_at="2026-11-23T09:00")
    told: dict[str, Any] = json.loads(json.dumps(to_json(record)))
    return told


def validator(name: str) -> Draft202012Validator:
    schema = json_schema(EDITION.forms[name], EDITION)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", sorted(EDITION.forms))
def test_every_form_has_a_schema_that_is_one(name: str) -> None:
    schema = validator(name).schema
    assert json.loads(json.dumps(schema)) == schema
    form = EDITION.forms[name]
    assert set(schema["properties"]["values"]["properties"]) == {field.id for field in form.fields if field.share}
    assert schema["$comment"] == form.digest


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_valid(name: str) -> None:
    told = payload(name)
    validator(name).validate(told)
    for row in told["values"]["attendance"]:      # a packet writes empty columns out
        for column in ("member", "reason", "opinion_on", "opinion"):
            row.setdefault(column, None)
    validator(name).validate(told)


BROKEN: dict[str, tuple[str, Any]] = {
    "unknown box": ("values.colour", "red"),
    "words for a number": ("values.due_all", "24"),
    "number too large": ("values.due_all", 10_000),
    "a day for a moment": ("values.start", "2026-09-18"),
    "a moment in words": ("values.start", "2026年9月18日18:30"),
    "unknown status": ("values.attendance.0.status", "online"),
    "unknown column": ("values.attendance.0.colour", "red"),
    "unknown choice": ("values.votes.0.method", "票决"),
    "empty text": ("values.host", ""),
    "no rows": ("values.agenda", []),
    "another form": ("form", "committee"),
    "another edition": ("edition", "2027"),
    "unknown key": ("roster", []),
    "unknown state": ("state", "lost"),
    "reference that is none": ("values.prior_committee", "2026-ZW-09"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_payload_is_not_valid(case: str) -> None:
    place, value = BROKEN[case]
    told = copy.deepcopy(payload("party_assembly"))
    *path, last = place.split(".")
    part: Any = told
    for step in path:
        part = part[int(step)] if step.isdecimal() else part[step]
    part[last] = value
    assert not validator("party_assembly").is_valid(told)


@pytest.mark.parametrize("missing", ["form", "edition", "year", "values"])
def test_the_frame_is_required(missing: str) -> None:
    told = payload("committee")
    del told[missing]
    assert not validator("committee").is_valid(told)


def test_what_stays_in_the_branch_is_not_in_the_schema() -> None:
    from dataclasses import replace

    form = EDITION.forms["committee"]
    kept = tuple(replace(field, share=field.id != "minutes") for field in form.fields)
    schema = json_schema(replace(form, fields=kept), EDITION)
    assert "minutes" not in schema["properties"]["values"]["properties"]
    assert not Draft202012Validator(schema).is_valid(payload("committee") | {"values": {"minutes": "内部"}})
