"""Receipts: signed by the street, opened by the branch, refused when anything is off."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packet.forge import BRANCH, RECORD, STREET
from wdbranch.errors import FileRefusedError, UserError, WrongUseError
from wdbranch.packet import canon
from wdbranch.packet.keys import Keys
from wdbranch.packet.receipt import (
    Item, Receipt, check_receipt, make_items, read_receipt, return_codes, sign_receipt, verdict_labels, ways, write_receipt,
)
from wdbranch.packet.suite import default_suite

OTHER_STREET = Keys._of(default_suite(), b"\x09" * 32, "street", "BL", "拟北街道")
ANSWER = Receipt(
    street="NH", street_name="拟和街道", branch="NA01", branch_name="拟安一支部", packet="d" * 64, period="2026-Q3", version=2,
    sequence=5, verdict="returned", at="2026-10-09T10:00:00", by="卢拟衡",
    items=make_items([
        Item(RECORD, "2026-DH-03", "T04", "到会没有过半", "2026-10-20"), Item(RECORD, "2026-ZW-09", "T02"),
    ]),
)


@pytest.fixture
def stick(tmp_path):
    return write_receipt(tmp_path, ANSWER, STREET)


def open_it(path, **changes):
    asked = {"street": STREET.card, "packets": {"d" * 64}, "branch": "NA01"} | changes
    return read_receipt(path, asked["street"], asked["packets"], asked["branch"])


def test_a_receipt_comes_home(stick):
    assert stick.name == "回执-拟安一支部-2026-Q3-v2-退回-dddddddd.wdr"
    found = open_it(stick)
    assert found == ANSWER
    assert found.say == "拟和街道：2026年第三季度第 2 版（指纹 dddddddd）退回，共 2 条。"
    assert found.lines()[1] == "2026-DH-03　T04 到会不足（未过半数、三分之二等）　重开，2026年10月20日前：到会没有过半"
    assert found.lines()[2].endswith("重填")


def test_the_document_is_json(stick):
    document = open_it(stick).document()
    assert json.loads(json.dumps(document)) == document
    assert document["items"][0]["way"] == "reopen" and document["verdict"] == "returned"


def test_opening_it_twice_is_the_same(stick):
    before = stick.read_bytes()
    assert open_it(stick) == open_it(stick) and stick.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("receipt_key_unknown", {"street": OTHER_STREET.card}),
        ("receipt_key_unknown", {"street": ()}),
        ("receipt_packet_unknown", {"packets": {"e" * 64}}),
        ("receipt_packet_unknown", {"packets": set()}),
        ("receipt_other_branch", {"branch": "NA02"}),
    ],
)
def test_a_receipt_of_others_is_refused(code, changes, stick):
    with pytest.raises(FileRefusedError) as refused:
        open_it(stick, **changes)
    assert refused.value.code == code and refused.value.todo


def test_an_earlier_street_key_still_counts(stick):
    assert open_it(stick, street=[OTHER_STREET.card, STREET.card]) == ANSWER


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("receipt_empty", b""), ("receipt_empty", b"\n"), ("receipt_foreign", b"PK\x03\x04"),
        ("receipt_foreign", b'{"format":"wdbranch/card/1"}'), ("receipt_newer", b'{"format":"wdbranch/receipt/2"}'),
        ("receipt_damaged", b'{"format":"wdbranch/receipt/1"}'), ("receipt_damaged", b'{"format":'),
        ("receipt_damaged", b"{" * 100), ("receipt_foreign", b"[]"),
    ],
)
def test_files_that_are_no_receipts(code, content, tmp_path):
    path = tmp_path / "x.wdr"
    path.write_bytes(content)
    with pytest.raises(FileRefusedError) as refused:
        open_it(path)
    assert refused.value.code == code


def test_a_missing_file(tmp_path):
    with pytest.raises(FileRefusedError) as refused:
        open_it(tmp_path / "none.wdr")
    assert refused.value.code == "receipt_unreadable"


def test_no_byte_can_be_changed_and_no_end_cut_off(stick):
    whole = stick.read_bytes()
    bent = [whole[:length] for length in range(len(whole) - 1)]
    bent += [whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1:] for at in range(len(whole) - 1) for bit in (0, 3, 5)]
    for data in bent:
        stick.write_bytes(data)
        with pytest.raises(FileRefusedError) as refused:
            open_it(stick)
        assert refused.value.code.startswith("receipt_")


def test_a_branch_cannot_write_its_own_receipt(tmp_path):
    path = write_receipt(tmp_path, replace(ANSWER, verdict="filed", items=()), BRANCH)
    with pytest.raises(FileRefusedError) as refused:
        open_it(path)
    assert refused.value.code == "receipt_key_unknown"


def test_a_signed_header_is_no_receipt():
    """A signature over something else of ours cannot be passed off as one over a receipt."""
    body = {"format": "wdbranch/packet/1"}
    import base64

    forged = canon.dump({
        "format": "wdbranch/receipt/1", "suite": "25519", "signer": STREET.card.key_id, "body": body,
        "signature": base64.b64encode(STREET.suite.sign(STREET.secrets, canon.dump(body))).decode(),
    })
    with pytest.raises(FileRefusedError) as refused:
        check_receipt(forged, [STREET.card])
    assert refused.value.code == "receipt_damaged"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(["street", "branch", "packet", "period", "version", "sequence", "verdict", "at", "note", "by", "items"]),
       value=st.none() | st.integers() | st.text(max_size=12) | st.lists(st.text(max_size=5), max_size=2)
       | st.dictionaries(st.text(max_size=5), st.integers(), max_size=2))
def test_a_signed_receipt_may_say_anything(key, value):
    import base64

    body = {**ANSWER.document(), key: value}
    data = canon.dump({
        "format": "wdbranch/receipt/1", "suite": "25519", "signer": STREET.card.key_id, "body": body,
        "signature": base64.b64encode(STREET.suite.sign(STREET.secrets, canon.dump(body))).decode(),
    })
    try:
        found = check_receipt(data, [STREET.card])
    except UserError as error:
        assert error.code == "receipt_damaged"
    else:
        assert found.document() == body and found.say


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("verdict_unknown", {"verdict": "好"}), ("return_empty", {"items": ()}),
        ("return_code", {"items": (Item(RECORD, "x", "T99"),)}), ("return_way", {"items": (Item(RECORD, "x", "T01", way="redo"),)}),
    ],
)
def test_what_the_street_may_not_sign(code, changes):
    with pytest.raises(WrongUseError) as refused:
        sign_receipt(replace(ANSWER, **changes), STREET)
    assert refused.value.code == code


def test_the_return_codes_are_those_of_the_street():
    codes = return_codes()
    assert [each.code for each in codes] == [f"T{number:02d}" for number in range(1, 13)]
    assert {each.way for each in codes} <= set(ways())
    assert dict(verdict_labels()) == {"received": "已收", "invalid": "校验不过", "returned": "退回", "filed": "已备案"}
    assert len({each.label for each in codes}) == 12
