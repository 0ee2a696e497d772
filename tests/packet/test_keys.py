"""Keys and cards: made, kept behind a passphrase, recovered from paper, refused when damaged."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packet.forge import BRANCH, STREET
from wdbranch.errors import FileRefusedError, UserError
from wdbranch.packet import canon
from wdbranch.packet.keys import Card, Keys
from wdbranch.packet.suite import default_suite

CHEAP = {"n": 2, "r": 1, "p": 1}
PASSPHRASE = "拟和街道 2026 年的口令"


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "支部.wdkeys"
    BRANCH.save(path, PASSPHRASE, cost=CHEAP)
    return path


def test_keys_come_back_with_the_passphrase(kept):
    assert Keys.load(kept, PASSPHRASE) == BRANCH


def test_a_passphrase_may_be_typed_in_full_width(tmp_path):
    path = tmp_path / "k.wdkeys"
    BRANCH.save(path, "wd20261008", cost=CHEAP)
    assert Keys.load(path, "ｗｄ２０２６１００８") == BRANCH


def test_a_wrong_passphrase_says_so(kept):
    before = kept.read_bytes()
    with pytest.raises(UserError) as refused:
        Keys.load(kept, PASSPHRASE + "。")
    assert refused.value.code == "wrong_passphrase"
    assert kept.read_bytes() == before


def test_a_short_passphrase_is_not_taken(tmp_path):
    with pytest.raises(UserError) as refused:
        BRANCH.save(tmp_path / "k.wdkeys", "1234567")
    assert refused.value.code == "passphrase_short"
    assert not list(tmp_path.iterdir())


def test_the_production_cost_is_used_unless_a_test_says_otherwise(tmp_path):
    """How long that takes is measured by tests/bench/bench_packet.py."""
    path = tmp_path / "k.wdkeys"
    BRANCH.save(path, PASSPHRASE)
    assert json.loads(path.read_bytes())["cost"] == {"n": 131072, "r": 8, "p": 3}
    assert Keys.load(path, PASSPHRASE) == BRANCH


def test_the_secret_is_nowhere_in_the_clear(kept):
    import base64

    raw = kept.read_bytes()
    for secret in (BRANCH.seed, BRANCH.secrets.sign, BRANCH.secrets.seal):
        assert secret not in raw and base64.b64encode(secret) not in raw and secret.hex().encode() not in raw
        assert repr(secret) not in repr(BRANCH) + repr(BRANCH.secrets)


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_only_the_owner_may_read_the_secret_file(kept):
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("keys_empty", b""),
        ("keys_foreign", b"PK\x03\x04"),
        ("keys_foreign", b'{"format":"wdbranch/card/1"}'),
        ("keys_foreign", b"{}"),
        ("keys_newer", b'{"format":"wdbranch/keys/2"}'),
        ("keys_damaged", b'{"format":"wdbranch/keys/1"}'),
        ("keys_damaged", b'{"format":"wdbranch/keys/1",'),
    ],
)
def test_files_that_are_no_keys(code, content, tmp_path):
    path = tmp_path / "x.wdkeys"
    path.write_bytes(content)
    with pytest.raises(FileRefusedError) as refused:
        Keys.load(path, PASSPHRASE)
    assert refused.value.code == code and refused.value.what.endswith("。")


def test_a_key_file_cannot_ask_for_all_memory(kept):
    table = json.loads(kept.read_bytes())
    table["cost"] = {"n": 1 << 40, "r": 8, "p": 1}
    del table["check"]
    from wdbranch.packet.keys import KEYS_FORMAT, _digest

    table["check"] = _digest("25519", KEYS_FORMAT, canon.dump(table)).hex()
    kept.write_bytes(canon.dump(table))
    with pytest.raises(FileRefusedError) as refused:
        Keys.load(kept, PASSPHRASE)
    assert refused.value.code == "keys_damaged"


@pytest.mark.parametrize("kind", ["card", "keys"])
def test_every_prefix_and_many_flips_are_refused(kind, tmp_path, kept):
    whole = kept.read_bytes() if kind == "keys" else BRANCH.card.to_bytes()
    path = tmp_path / "bent"
    load = (lambda: Keys.load(path, PASSPHRASE)) if kind == "keys" else (lambda: Card.load(path))
    bent = [whole[:length] for length in range(len(whole) - 1)]
    bent += [whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1:] for at in range(len(whole) - 1)]
    for data in bent:
        path.write_bytes(data)
        with pytest.raises(FileRefusedError) as refused:
            load()
        assert refused.value.code.startswith(kind)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_refused_as_a_card(data):
    with pytest.raises(FileRefusedError) as refused:
        Card.from_bytes(data)
    assert refused.value.code.startswith("card_")


def test_a_card_travels(tmp_path):
    path = tmp_path / "拟安一支部.wdcard"
    BRANCH.card.save(path)
    assert Card.load(path) == BRANCH.card


def test_a_card_for_a_weak_point_is_refused():
    """The all-zero X25519 point would make every wrapped key readable by anyone."""
    weak = Card("street", "NH", "拟和街道", STREET.card.sign_key, bytes(32))
    with pytest.raises(FileRefusedError) as refused:
        Card.from_bytes(weak.to_bytes())
    assert refused.value.code == "card_damaged"


def test_the_fingerprint_is_eight_groups_of_five_digits_over_all_of_the_card():
    card = BRANCH.card
    groups = card.fingerprint.split(" ")
    assert len(groups) == 8 and all(len(group) == 5 and group.isdigit() for group in groups)
    others = [
        Card("street", card.code, card.name, card.sign_key, card.seal_key),
        Card(card.role, "NA02", card.name, card.sign_key, card.seal_key),
        Card(card.role, card.code, "拟安社区第三支部", card.sign_key, card.seal_key),
        Card(card.role, card.code, card.name, STREET.card.sign_key, card.seal_key),
        Card(card.role, card.code, card.name, card.sign_key, STREET.card.seal_key),
    ]
    assert len({each.fingerprint for each in [card, *others]}) == 6


def test_generated_keys_differ():
    assert Keys.generate("branch", "NA01", "甲").card.key_id != Keys.generate("branch", "NA01", "甲").card.key_id


def test_the_recovery_sheet_brings_the_keys_back():
    sheet = BRANCH.recovery_sheet("2026-10-08")
    code = BRANCH.recovery_code()
    assert code in sheet and BRANCH.card.fingerprint in "".join(sheet)
    typed = code.lower().replace("-", " ")
    assert Keys.recover(typed, "branch", "NA01", "拟安社区第一支部") == BRANCH


def test_a_mistake_in_the_recovery_code_is_found():
    code = BRANCH.recovery_code()
    for at, letter in enumerate(code):
        if letter != "-":
            wrong = code[:at] + ("A" if letter != "A" else "B") + code[at + 1:]
            with pytest.raises(UserError) as refused:
                Keys.recover(wrong, "branch", "NA01", "甲")
            assert refused.value.code == "recovery_wrong"
    for short in ("", code[:-1], code + "A", "不是恢复码"):
        with pytest.raises(UserError):
            Keys.recover(short, "branch", "NA01", "甲")


def test_a_chunk_opens_only_in_its_place():
    suite = default_suite()
    key = suite.new_content_key()
    sealed = suite.seal_chunk(key, 3, False, b"plain")
    assert suite.open_chunk(key, 3, False, sealed) == b"plain"
    assert suite.open_chunk(key, 3, True, sealed) is None
    assert suite.open_chunk(key, 4, False, sealed) is None
    assert suite.open_chunk(suite.new_content_key(), 3, False, sealed) is None


def test_a_wrapped_key_opens_only_for_its_holder_and_packet():
    suite = default_suite()
    wrapped = suite.wrap(STREET.card.seal_key, b"k" * 32, b"this packet")
    assert suite.unwrap(STREET.secrets, wrapped, b"this packet") == b"k" * 32
    assert suite.unwrap(STREET.secrets, wrapped, b"another") is None
    assert suite.unwrap(BRANCH.secrets, wrapped, b"this packet") is None
