"""The published JSON Schemas say what the reader takes, checked by a stock validator."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packet.forge import STREET, Forgery, trust, unzipped
from wdbranch.packet import canon
from wdbranch.packet.header import Header
from wdbranch.packet.read import judge
from wdbranch.packet.refusal import RefusedError
from wdbranch.paths import resource


def validator(name):
    schema = json.loads(resource("packet", f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


HEADER = validator("header")


@pytest.mark.parametrize("sealed", [True, False])
def test_a_good_packet_follows_them(sealed, tmp_path):
    path = Forgery(**({} if sealed else {"recipient": None})).write(tmp_path)
    HEADER.validate(json.loads(dict(unzipped(path.read_bytes()))["header.json"]))
    opened = judge(path, trust(), STREET).opened
    validator("manifest").validate(json.loads(opened.manifest.to_bytes()))
    validator("summary").validate(json.loads(opened.read("summary.json")))


def header_table():
    data = Forgery().build()
    return json.loads(dict(unzipped(data))["header.json"])


TABLE = header_table()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from([*TABLE, "extra"]), value=st.none() | st.booleans() | st.integers(-5, 20000) | st.sampled_from([
    "", "2026-Q3", "2026-13", "x" * 41, "0" * 64, "25519", [], {}, {"code": "A", "name": ""}, {"length": 0, "digest": "0" * 64},
    {"meeting": -1}, {"meeting": 1}, {"t1": {"meeting": 1}}, [{"key": "0" * 32, "wrapped": "AA=="}],
]), drop=st.booleans())
def test_the_header_schema_and_the_reader_agree(key, value, drop):
    table = {name: each for name, each in TABLE.items() if not (drop and name == key)}
    if not drop:
        table[key] = value
    try:
        Header.from_bytes(canon.dump(table))
    except RefusedError as refusal:
        if refusal.code == "suite_unknown":
            return
        assert not HEADER.is_valid(table), (key, value, refusal)
    else:
        assert HEADER.is_valid(table), (key, value)
