"""Opening what was received, and answering it."""

from __future__ import annotations

import pytest

from tests.packet.cases import CASES
from tests.packet.forge import BRANCH, OTHER, STREET
from tests.street.conftest import meeting
from wdbranch.errors import UserError, WrongUseError
from wdbranch.packet.payload import Entry
from wdbranch.packet.receipt import Item, read_receipt
from wdbranch.street.overview import overview
from wdbranch.street.review import changed_since, find_packet, open_packet, records_of, sign_answer, sign_refusal
from wdbranch.street.sweep import sweep
from wdbranch.street.trust import register_card, revoke_card


def ids(kept):
    return [each.record.id for each in kept]


def test_a_received_record_is_the_record_sent(desk, branch, stick):
    sent = branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    [kept] = records_of(desk, sent.digest)
    original = meeting(1)
    assert kept.record.origin == "NA01" and kept.number == "2026-HY-01"
    shared = {key: value for key, value in original.values.items() if key != "families"}
    assert {key: value for key, value in kept.record.values.items() if value is not None} == shared
    assert (kept.record.state, kept.record.recorded_at) == (original.state, original.recorded_at)


def test_only_what_changed_is_shown(desk, branch, stick):
    branch.send([meeting(1), meeting(2), meeting(3)])
    second = branch.send([meeting(1), meeting(2, present=11, version=2), meeting(4)])
    sweep(desk, stick, STREET)
    new, changed, gone = changed_since(desk, second.digest)
    assert ids(new) == [f"{4:012x}"] and ids(changed) == [f"{2:012x}"] and ids(gone) == [f"{3:012x}"]
    assert ids(changed_since(desk, desk.received()[0].digest)[0]) == [f"{n:012x}" for n in (1, 2, 3)]


def test_the_printed_book_and_attachments_come_out(desk, branch, stick):
    sent = branch.send([meeting(1)], more=[Entry.of_bytes("book.pdf", b"%PDF-1.7 test")])
    sweep(desk, stick, STREET)
    opened = open_packet(desk, sent.digest, STREET)
    assert opened.read("book.pdf") == b"%PDF-1.7 test"
    revoke_card(desk, BRANCH.card.key_id, "2026-01-01", "换届")
    assert open_packet(desk, sent.digest, STREET).records == opened.records
    with pytest.raises(UserError) as refused:
        open_packet(desk, sent.digest, OTHER)
    assert refused.value.code == "not_sealed_to_us"


def test_an_answer_goes_home_and_shows_in_the_overview(desk, branch, stick):
    sent = branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    packet = find_packet(desk, "NA01", "2026-Q3")
    assert packet.digest == sent.digest
    path = sign_answer(
        desk, packet.digest, "returned", STREET, stick, by="卢拟衡",
        items=[Item(f"{1:012x}", "", "T01", "缺决议", "2026-10-20")],
    )
    found = read_receipt(path, STREET.card, {sent.digest}, "NA01")
    assert found.items[0].rec_no == "2026-HY-01" and found.items[0].way == "refill" and found.items[0].form == "meeting"
    assert overview(desk)[0].state == "returned"
    assert desk.receipts(sent.digest) == [path.read_bytes()]
    sign_answer(desk, packet.digest, "filed", STREET, stick)
    assert overview(desk)[0].state == "filed" and len(desk.receipts()) == 2


def test_a_refused_packet_is_answered_if_it_is_known_whose_it_is(desk, branch, stick, tmp_path):
    branch.send([meeting(1)])
    forked = branch.send([meeting(2)], period="2026-09", sequence=1, previous=None)
    found = {each.verdict.code: each.verdict for each in sweep(desk, stick, STREET)}
    assert set(found) == {"received", "fork"}
    path = sign_refusal(desk, found["fork"], STREET, tmp_path)
    digest = found["fork"].digest
    assert digest in {forked.digest, desk.received()[0].digest, *[sent for _, sent in branch.sent]}
    answer = read_receipt(path, STREET.card, {digest}, "NA01")
    assert answer.verdict == "invalid" and "报送序号" in answer.note


def test_a_file_of_nobody_cannot_be_answered(desk, stick, tmp_path):
    (stick / "x.wdp").write_bytes(CASES["signature_wrong"]().data)
    [outcome] = sweep(desk, stick, STREET)
    with pytest.raises(UserError) as refused:
        sign_refusal(desk, outcome.verdict, STREET, tmp_path)
    assert refused.value.code == "not_answerable"


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("no_packet", lambda desk, digest, folder: sign_answer(desk, "0" * 64, "filed", STREET, folder)),
        ("verdict_unknown", lambda desk, digest, folder: sign_answer(desk, digest, "好", STREET, folder)),
        ("return_code", lambda desk, digest, folder: sign_answer(desk, digest, "returned", STREET, folder, items=[Item(f"{1:012x}", "", "X1")])),
        ("no_such_record", lambda desk, digest, folder: sign_answer(desk, digest, "returned", STREET, folder, items=[Item("f" * 12, "", "T01")])),
        ("disk_gone", lambda desk, digest, folder: sign_answer(desk, digest, "filed", STREET, folder / "gone")),
    ],
)
def test_wrong_answers_are_not_signed(code, call, desk, branch, stick, tmp_path):
    sent = branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    with pytest.raises((UserError, WrongUseError)) as refused:
        call(desk, sent.digest, tmp_path)
    assert refused.value.code == code and not desk.receipts() and not list(tmp_path.glob("*.wdr"))


def test_no_packet_of_that_period(desk):
    with pytest.raises(UserError) as refused:
        find_packet(desk, "NA01", "2026-Q3")
    assert refused.value.code == "no_packet"


def test_registering_is_logged_and_guarded(desk):
    before = desk.cards()
    register_card(desk, BRANCH.card, by="卢拟衡", paper="再来一次")
    assert desk.cards() == before
    for card, by, code in ((STREET.card, "卢拟衡", "wrong_role"), (BRANCH.card, "  ", "registrar_missing")):
        with pytest.raises(UserError) as refused:
            register_card(desk, card, by=by)
        assert refused.value.code == code
    entry = next(each for each in desk.log(BRANCH.card.key_id) if each.action == "register")
    assert entry.who == "卢拟衡" and entry.body["fingerprint"] == BRANCH.card.fingerprint


def test_a_key_belongs_to_one_branch_and_a_struck_one_does_not_return(desk):
    stolen = BRANCH.renamed("NA02", "拟安社区第二支部").card
    with pytest.raises(UserError) as refused:
        register_card(desk, stolen, by="卢拟衡")
    assert refused.value.code == "card_known"
    revoke_card(desk, BRANCH.card.key_id, "2026-10-01", "密钥丢失")
    with pytest.raises(UserError) as refused:
        register_card(desk, BRANCH.card, by="卢拟衡")
    assert refused.value.code == "card_known"
    for key, why, code in ((BRANCH.card.key_id, "再作废", "no_card"), (OTHER.card.key_id, " ", "reason_missing")):
        with pytest.raises(UserError) as refused:
            revoke_card(desk, key, "2026-10-01", why)
        assert refused.value.code == code
