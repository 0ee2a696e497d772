"""Bytes that were not written by the program: none is believed, none ends in a traceback."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packet.cases import GOOD, bent_rows, changed, deflated
from tests.packet.forge import EDITIONS, STREET, Forgery, raw_zip, trust, unzipped
from wdbranch.packet.read import judge
from wdbranch.packet.verdict import table


def refused(path, data, seen=None):
    path.write_bytes(data)
    found = judge(path, trust(), STREET)
    assert not found.ok and found.opened is None, found
    assert found.code in table() and found.say and found.next
    if seen is not None:
        seen.add(found.code)
    return found.code


def test_no_bit_of_a_packet_can_be_flipped(tmp_path):
    path, seen = tmp_path / "flipped.wdp", set()
    for at in range(len(GOOD)):
        for bit in range(8):
            refused(path, GOOD[:at] + bytes([GOOD[at] ^ 1 << bit]) + GOOD[at + 1:], seen)
    assert {"structure", "damaged", "entry_added", "name_twin"} <= seen
    assert not seen & {"header_malformed", "manifest_digest", "record_malformed"}      # never that far


def test_no_bit_inside_the_seal_can_be_flipped(tmp_path):
    """The sender's own check sums made right again: only signature and digests stand in the way."""
    path, seen = tmp_path / "flipped.wdp", set()
    parts = unzipped(GOOD)
    for index, (name, data) in enumerate(parts):
        for at in range(0, len(data), 3):
            bent = [*parts]
            bent[index] = (name, data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:])
            refused(path, Forgery(outer=lambda _, bent=bent: bent).build(), seen)
    assert {"readme_changed", "signature_wrong", "payload_digest", "header_malformed"} <= seen


def test_every_prefix_is_refused(tmp_path):
    path, seen = tmp_path / "cut.wdp", set()
    for length in range(len(GOOD)):
        refused(path, GOOD[:length], seen)
    assert seen <= {"empty", "truncated"}


def test_every_prefix_of_an_unsealed_packet_is_refused(tmp_path):
    """The payload is then itself a zip: its end must not be taken for the packet's end."""
    path = tmp_path / "cut.wdp"
    open_packet = Forgery(recipient=None).build()
    path.write_bytes(open_packet)
    assert judge(path, trust(), STREET).code == "received"
    for length in range(len(open_packet)):
        assert refused(path, open_packet[:length]) in {"empty", "truncated", "extra_data"}


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("extra_data", b"#!/bin/sh\n" + GOOD),
        ("extra_data", GOOD + GOOD[-22:]),
        ("extra_data", GOOD + b"\0"),
        ("structure", bent_rows(changed(4, flags=8))),
        ("compressed", bent_rows(changed(4, flags=1))),
        ("compressed", bent_rows(lambda rows: [*rows[:4], deflated(rows[4])])),
        ("extra_data", Forgery(outer=lambda parts: raw_zip([{"name": n, "data": d} for n, d in parts], b"hi")).build()),
        ("link", bent_rows(changed(1, mode=0o120644))),
        ("path_outside", bent_rows(changed(0, name="/README.txt"))),
        ("path_outside", bent_rows(changed(0, name="..\\README.txt"))),
        ("path_outside", bent_rows(changed(0, name="C:README.txt"))),
        ("path_outside", bent_rows(changed(0, name="a/../../README.txt"))),
        ("name_twin", bent_rows(changed(1, name="HEADER.JSON"))),
        ("name_twin", bent_rows(changed(1, name="ｈeader.json"))),
        ("name_twin", bent_rows(changed(4, name="payload.bın".replace("ı", "ｉ")))),
        ("name_twin", bent_rows(lambda rows: [*rows, {"name": "Payload.bin"}])),
        ("entry_added", bent_rows(lambda rows: [*rows, {"name": "autorun.inf"}])),
        ("entry_added", bent_rows(lambda rows: [*rows, {"name": b"\xff\xfe"}])),
        ("entry_added", bent_rows(lambda rows: [*rows, {"name": "x" * 5000}])),
        ("duplicate", bent_rows(lambda rows: [*rows, {"name": "header.json", "data": b"{}"}])),
        ("entry_missing", raw_zip([])),
        ("structure", GOOD[:-12] + b"\xff\xff\xff\xff" + GOOD[-8:]),
    ],
)
def test_zip_tricks(code, data, tmp_path):
    assert refused(tmp_path / "trick.wdp", data) == code


def test_a_bomb_is_refused_without_unpacking_it(tmp_path):
    """42.zip in small: a thousand times its size, nested."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name, _ in unzipped(GOOD):
            bomb.writestr(name, bytes(20 << 20))
    assert refused(tmp_path / "bomb.wdp", buffer.getvalue()) == "bomb"


def test_a_packet_repacked_by_another_program_is_refused(tmp_path):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in unzipped(GOOD):
            packed.writestr(name, data)
    assert refused(tmp_path / "repacked.wdp", buffer.getvalue()) == "structure"


def test_overlapping_entries_are_refused(tmp_path):
    """Two directory rows that point at one place, so that two readers would see two contents."""
    at = GOOD.index(b"PK\x01\x02")
    second = GOOD.index(b"PK\x01\x02", at + 4)
    bent = bytearray(GOOD)
    bent[second + 42:second + 46] = bent[at + 42:at + 46]
    assert refused(tmp_path / "overlap.wdp", bytes(bent)) == "structure"


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_mutations_never_pass(data, tmp_path):
    """Pieces cut out, doubled, swapped, overwritten."""
    path = tmp_path / "mutated.wdp"
    bent = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, max(0, len(bent) - 1)))
        length = data.draw(st.integers(1, 60))
        kind = data.draw(st.sampled_from(["cut", "double", "noise", "zero", "move"]))
        piece = bytes(bent[start:start + length])
        if kind == "cut":
            del bent[start:start + length]
        elif kind == "double":
            bent[start:start] = piece
        elif kind == "noise":
            noise = data.draw(st.binary(min_size=1, max_size=40))
            bent[start:start + len(noise)] = noise
        elif kind == "zero":
            bent[start:start + length] = bytes(length)
        else:
            del bent[start:start + length]
            to = data.draw(st.integers(0, len(bent)))
            bent[to:to] = piece
    if bytes(bent) != GOOD:
        refused(path, bytes(bent))


json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from([
    "format", "suite", "sealed", "branch", "street", "period", "version", "sequence", "previous", "created", "sender",
    "recipients", "payload", "manifest", "readme", "counts", "editions", "program",
]), value=json_like)
def test_a_signed_header_may_say_anything(key, value, tmp_path):
    """A branch's own key signs nonsense: a verdict, never a traceback."""
    path = tmp_path / "header.wdp"
    forged = Forgery(header=lambda table: {**table, key: value})
    path.write_bytes(forged.build())
    found = judge(path, trust(), STREET)
    assert found.code in table()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(["id", "form", "edition", "year", "rec_no", "state", "version", "late", "recorded_at", "waivers",
                            "attachments", "title", "seq", "start", "due_all", "present_all"]), value=json_like)
def test_a_signed_record_may_say_anything(key, value, tmp_path):
    from tests.packet.cases import record_with

    known = key in {field.id for field in EDITIONS["t1"].forms["meeting"].fields}
    case = record_with(**({"values": {key: value}} if known else {key: value}))
    path = tmp_path / "record.wdp"
    path.write_bytes(case.data)
    found = judge(path, case.trust, case.keys)
    assert found.code in table()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_a_signed_header_may_be_any_bytes(header, tmp_path):
    path = tmp_path / "header.wdp"
    path.write_bytes(Forgery(header_bytes=lambda _: header).build())
    assert judge(path, trust(), STREET).code in {"header_malformed", "format_newer", "suite_unknown"}


@pytest.mark.parametrize("header", [b"[" * 5000, b'{"a":' * 3000 + b"1" + b"}" * 3000, b"9" * 6000, b'{"a":1e999}', b'{"a":NaN}',
                                    b'{"a":1,"a":2}', b'"\\ud800"', b"\xef\xbb\xbf{}", b'{"format": "wdbranch/packet/1"}'])
def test_json_traps(header, tmp_path):
    path = tmp_path / "header.wdp"
    path.write_bytes(Forgery(header_bytes=lambda _: header).build())
    assert judge(path, trust(), STREET).code == "header_malformed"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_stock_openssl_checks_the_signature(tmp_path):
    for name, data in unzipped(GOOD):
        (tmp_path / name).write_bytes(data)
    command = "openssl pkeyutl -verify -pubin -inkey sender.pem -rawin -in header.json -sigfile signature.bin".split()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and "Success" in done.stdout
    with (tmp_path / "header.json").open("ab") as file:
        file.write(b" ")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode != 0
