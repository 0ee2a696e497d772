"""The suite of the national algorithms: vectors of the standards, stock openssl both ways, packets attacked."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packet.forge import BRANCH, entries, envelope, trust, unzipped, zipped
from wdbranch.errors import UserError
from wdbranch.packet import sm2
from wdbranch.packet.keys import Card, Keys
from wdbranch.packet.read import Registered, Trust, judge
from wdbranch.packet.suite import NATIONAL, find_suite, suites
from wdbranch.packet.suite_sm import SUITE
from wdbranch.packet.write import write_packet

SM_BRANCH = Keys._of(SUITE, b"\x01" * 32, "branch", "NA01", "拟安社区第一支部")
SM_STREET = Keys._of(SUITE, b"\x03" * 32, "street", "NH", "拟和街道")

# GB/T 32918.5-2017, annex A.2: the curve of the standard, the message "message digest", the usual user id.
SECRET = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
PUBLIC = bytes.fromhex(
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")


def der(*numbers: int) -> bytes:
    parts = b"".join(
        b"\x02" + bytes([length]) + number.to_bytes(length, "big")
        for number in numbers
        for length in [number.bit_length() // 8 + 1]
    )
    return b"\x30" + bytes([len(parts)]) + parts


def sm_trust(**changes: object) -> Trust:
    return replace(trust(cards=(Registered(SM_BRANCH.card),)), **changes)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    return write_packet(tmp_path, envelope(), entries(), SM_BRANCH, [SM_STREET.card]).path


def test_both_suites_are_here() -> None:
    assert [suite.id for suite in suites()] == ["25519", "sm"]


def test_the_example_of_the_standard_verifies() -> None:
    assert sm2.public_of(SECRET) == PUBLIC
    assert sm2.verify(PUBLIC, b"message digest", der(R, S))
    assert not sm2.verify(PUBLIC, b"message digest", der(R, S ^ 1))
    assert not sm2.verify(PUBLIC, b"message digesT", der(R, S))


def test_one_signature_has_one_spelling() -> None:
    long_form = b"\x30\x81" + der(R, S)[1:]
    assert not sm2.verify(PUBLIC, b"message digest", long_form)
    assert not sm2.verify(PUBLIC, b"message digest", der(R, S) + b"\0")


def test_digest_and_cipher_are_those_of_the_standards() -> None:
    running = SUITE.hasher()
    running.update(b"abc")                                           # GB/T 32905-2016, annex A.1
    assert running.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    # RFC 8998, A.2.1: SM4-GCM. Its nonce is not of our shape, so the chunk is opened with the parts underneath.
    from wdbranch.packet.suite_sm import _decrypt, _encrypt

    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    context = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = b"".join(bytes([half]) * 8 for half in bytes.fromhex("AABBCCDDEEFFEEAA"))
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D" "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert _encrypt(key, nonce, plain, context) == sealed
    assert _decrypt(key, nonce, sealed, context) == plain
    assert _decrypt(key, nonce, sealed, b"") is None


@given(st.binary(max_size=300), st.integers(1, 400))
def test_a_signature_holds_for_its_message_alone(message: bytes, at: int) -> None:
    signature = SUITE.sign(SM_BRANCH.secrets, message)
    assert len(signature) == 71
    assert SUITE.verify(SM_BRANCH.card.sign_key, message, signature)
    bent = bytearray(signature + message)
    bent[at % len(bent)] ^= 1 << at % 8
    assert not SUITE.verify(SM_BRANCH.card.sign_key, bytes(bent[71:]), bytes(bent[:71]))


@given(st.binary(max_size=200))
def test_strangers_bytes_are_refused_and_never_raise(data: bytes) -> None:
    assert not SUITE.verify(data, b"x", b"y")
    assert not SUITE.verify(SM_BRANCH.card.sign_key, b"x", data)
    assert SUITE.unwrap(SM_STREET.secrets, data, b"") is None
    assert SUITE.open_chunk(b"k" * 16, 0, True, data) is None
    assert SUITE.unlock(b"k" * 16, data, b"") is None
    assert SUITE.from_pem(data) is None


def test_a_wrapped_key_opens_for_its_holder_and_packet_alone() -> None:
    wrapped = SUITE.wrap(SM_STREET.card.seal_key, b"k" * 16, b"this packet")
    assert SUITE.unwrap(SM_STREET.secrets, wrapped, b"this packet") == b"k" * 16
    assert SUITE.unwrap(SM_STREET.secrets, wrapped, b"another") is None
    assert SUITE.unwrap(SM_BRANCH.secrets, wrapped, b"this packet") is None


def test_chunks_keep_their_places() -> None:
    sealed = SUITE.seal_chunk(b"k" * 16, 3, False, b"plain")
    assert SUITE.open_chunk(b"k" * 16, 3, False, sealed) == b"plain"
    assert SUITE.open_chunk(b"k" * 16, 3, True, sealed) is None
    assert SUITE.open_chunk(b"k" * 16, 4, False, sealed) is None


def test_a_packet_goes_and_is_believed(sent: Path) -> None:
    found = judge(sent, sm_trust(), SM_STREET)
    assert found.code == "received"
    assert found.header is not None
    assert found.header.suite == NATIONAL
    page = dict(unzipped(sent.read_bytes()))["README.txt"].decode("utf-8-sig")
    assert "SM3" in page
    assert "distid:1234567812345678" in page


def test_another_suite_than_the_registered_one_is_refused_either_way(sent: Path, tmp_path: Path) -> None:
    assert judge(sent, trust(), SM_STREET).code == "suite_downgraded"
    other = write_packet(tmp_path, envelope(), entries(), BRANCH, []).path
    assert judge(other, sm_trust(), SM_STREET).code == "suite_downgraded"


@pytest.mark.parametrize("name", ["signature.bin", "sender.pem"])
def test_every_bit_of_signature_and_key(name: str, sent: Path, tmp_path: Path) -> None:
    parts = unzipped(sent.read_bytes())
    size = len(dict(parts)[name])
    forged = tmp_path / "forged.wdp"
    for bit in range(size * 8):
        bent = [(other, _flipped(data, bit) if other == name else data) for other, data in parts]
        forged.write_bytes(zipped(bent))
        assert judge(forged, sm_trust(), SM_STREET).code in {"signature_wrong", "sender_changed"}, bit


def _flipped(data: bytes, bit: int) -> bytes:
    bent = bytearray(data)
    bent[bit // 8] ^= 1 << bit % 8
    return bytes(bent)


def test_keys_come_back_from_file_card_and_recovery_sheet(tmp_path: Path) -> None:
    made = Keys.generate("branch", "NA01", "拟安社区第一支部", suite=NATIONAL)
    made.save(tmp_path / "a.wdkeys", "拟定的口令八个字", cost={"n": 4, "r": 1, "p": 1})
    assert Keys.load(tmp_path / "a.wdkeys", "拟定的口令八个字").card == made.card
    assert Card.from_bytes(made.card.to_bytes()) == made.card
    assert Keys.recover(made.recovery_code(), "branch", "NA01", "拟安社区第一支部").card == made.card


def test_a_key_off_the_curve_makes_no_card() -> None:
    bent = SM_STREET.card.to_bytes().replace(
        base64.b64encode(SM_STREET.card.seal_key), base64.b64encode(SM_STREET.card.seal_key[:-1] + b"\0")
    )
    with pytest.raises(UserError, match="损坏"):
        Card.from_bytes(bent)


def test_without_the_algorithms_it_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sm2, "available", lambda: False)
    assert find_suite(NATIONAL) is None
    with pytest.raises(UserError, match="没有国密算法"):
        Keys.generate(suite=NATIONAL)


# --- stock tools ------------------------------------------------------------------------------------------


def openssl(folder: Path, command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *command.split()], cwd=folder, capture_output=True, check=False)


@needs_openssl
def test_stock_openssl_checks_a_packet_by_the_lines_of_its_first_page(sent: Path, tmp_path: Path) -> None:
    for name, data in unzipped(sent.read_bytes()):
        (tmp_path / name).write_bytes(data)
    verifying, digesting = (line.removeprefix("openssl ") for line in SUITE.check_by_hand())
    assert openssl(tmp_path, verifying).returncode == 0
    told = openssl(tmp_path, digesting).stdout.decode()
    assert hashlib.new("sm3", (tmp_path / "payload.bin").read_bytes()).hexdigest() in told
    with (tmp_path / "header.json").open("ab") as file:
        file.write(b" ")
    assert openssl(tmp_path, verifying).returncode != 0


@needs_openssl
def test_what_stock_openssl_signs_and_seals_is_believed_and_opened(tmp_path: Path) -> None:
    pem = b"-----BEGIN PRIVATE KEY-----\n" + base64.encodebytes(sm2._PKCS8 + SECRET) + b"-----END PRIVATE KEY-----\n"
    (tmp_path / "key.pem").write_bytes(pem)
    (tmp_path / "pub.pem").write_bytes(SUITE.pem(PUBLIC))
    (tmp_path / "in").write_bytes(b"k" * 48)
    assert openssl(tmp_path, "pkeyutl -sign -inkey key.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 -in in -out sig").returncode == 0
    assert sm2.verify(PUBLIC, b"k" * 48, (tmp_path / "sig").read_bytes())
    assert openssl(tmp_path, "pkeyutl -encrypt -pubin -inkey pub.pem -in in -out sealed").returncode == 0
    assert sm2.decrypt(SECRET, (tmp_path / "sealed").read_bytes()) == b"k" * 48
    (tmp_path / "ours").write_bytes(sm2.encrypt(PUBLIC, b"m" * 48))
    assert openssl(tmp_path, "pkeyutl -decrypt -inkey key.pem -in ours -out plain").returncode == 0
    assert (tmp_path / "plain").read_bytes() == b"m" * 48
