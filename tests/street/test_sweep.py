"""One pass over a stick: each file judged, none stops the batch, nothing twice."""

from __future__ import annotations

import os
import shutil
import sqlite3

import pytest

from tests.packet.cases import CASES, GOOD
from tests.packet.forge import BRANCH, EDITIONS, OTHER, STREET
from tests.street.conftest import Sender, meeting
from wdbranch.errors import UserError
from wdbranch.packet.keys import Keys
from wdbranch.packet.suite import default_suite
from wdbranch.store.desk import Desk
from wdbranch.street.sweep import sweep
from wdbranch.street.trust import register_card, revoke_card


def codes(outcomes):
    return [outcome.verdict.code for outcome in outcomes]


def content(desk):
    """Everything in the desk but the log."""
    with sqlite3.connect(desk.path) as raw:
        tables = [name for name, in raw.execute("SELECT name FROM sqlite_schema WHERE type='table' AND name<>'log' ORDER BY 1")]
        found = {name: raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    raw.close()
    files = sorted((each.name, each.read_bytes()) for each in desk.folder.iterdir()) if desk.folder.exists() else []
    return found, files


def test_a_packet_is_taken_in_with_its_records(desk, branch, stick):
    sent = branch.send([meeting(1), meeting(2, "2026-08-20")])
    [outcome] = sweep(desk, stick, STREET)
    assert outcome.verdict.code == "received" and outcome.taken_in
    [packet] = desk.received()
    assert (packet.digest, packet.branch, packet.period, packet.received_by) == (sent.digest, "NA01", "2026-Q3", "卢拟衡")
    assert [kept.number for kept in desk.kept(sent.digest)] == ["2026-HY-01", "2026-HY-02"]
    assert desk.packet_file(sent.digest).read_bytes() == sent.path.read_bytes()


def test_importing_twice_changes_nothing(desk, branch, stick):
    branch.send([meeting(1)])
    branch.send([meeting(1), meeting(2)])
    sweep(desk, stick, STREET)
    before = content(desk)
    again = sweep(desk, stick, STREET)
    assert codes(again) == ["replayed", "same_again"] and not any(each.taken_in for each in again)
    assert content(desk) == before


def test_bad_files_do_not_stop_the_batch(desk, stick):
    for code, case in CASES.items():
        made = case()
        if made.keys is STREET:
            (stick / f"{code}.wdp").write_bytes(made.data)
    good = Sender(OTHER, stick).send([meeting(1)])
    found = {outcome.path.name: outcome for outcome in sweep(desk, stick, STREET)}
    assert found[good.path.name].taken_in and good.digest in {packet.digest for packet in desk.received()}
    for code in ("empty", "not_packet", "truncated", "bomb", "link", "signature_wrong", "chunk_cut", "entry_digest"):
        assert found[f"{code}.wdp"].verdict.code == code and not found[f"{code}.wdp"].taken_in
    assert not [each for each in desk.folder.iterdir() if each.suffix != ".wdp"]


def test_every_bad_case_leaves_the_desk_as_it_was(desk, branch, stick, tmp_path):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    before = content(desk)
    bad = tmp_path / "bad"
    bad.mkdir()
    for code, case in CASES.items():
        made = case()
        if made.keys is STREET and not judged_ok(made, tmp_path):
            (bad / f"{code}.wdp").write_bytes(made.data)
    outcomes = sweep(desk, bad, STREET)
    assert len(outcomes) > 40 and not any(each.taken_in for each in outcomes if each.verdict.code != "received")
    assert content(desk) == before


def judged_ok(case, folder):
    """Some cases are only bad for a particular street; here another one judges."""
    from tests.packet.forge import trust
    from wdbranch.packet.read import judge

    path = folder / "probe.wdp"
    path.write_bytes(case.data)
    return judge(path, trust(), STREET).ok


def test_versions_on_one_stick_are_read_in_order_whatever_their_names(desk, branch, stick):
    sents = [branch.send([meeting(1)]) for _ in range(11)]
    for number, sent in enumerate(sents):
        sent.path.rename(stick / f"{20 - number:02d}.wdp")
    assert codes(sweep(desk, stick, STREET)) == ["received"] * 11
    assert [packet.version for packet in desk.received(current=True)] == [11]


def test_folders_are_searched_and_other_files_left_alone(desk, branch, stick):
    inner = stick / "拟安社区" / "一支部"
    inner.mkdir(parents=True)
    branch.send([meeting(1)], folder=inner)
    (stick / "照片.jpg").write_bytes(b"x")
    (stick / "half.wdp.part").write_bytes(b"PK")
    (stick / "folder.wdp").mkdir()
    if os.name == "posix":
        (stick / "link.wdp").symlink_to("/etc/passwd")
    assert codes(sweep(desk, stick, STREET)) == ["received"]


def test_single_files_can_be_given(desk, branch, stick):
    sent = branch.send([meeting(1)])
    assert codes(sweep(desk, sent.path, STREET)) == ["received"]
    assert codes(sweep(desk, [sent.path, stick / "none.wdp"], STREET)) == ["unreadable", "same_again"]


def test_a_missing_folder_says_so(desk, tmp_path):
    with pytest.raises(UserError) as refused:
        sweep(desk, tmp_path / "gone", STREET)
    assert refused.value.code == "no_folder"


def test_a_gap_is_taken_in_and_said_and_then_filled(desk, branch, stick, tmp_path):
    branch.send([meeting(1)], period="2026-Q3")
    held_back = branch.send([meeting(2, "2026-08-20")], period="2026-08")
    branch.send([meeting(3, "2026-09-18")], period="2026-09")
    away = tmp_path / "lost.wdp"
    shutil.move(held_back.path, away)
    assert codes(sweep(desk, stick, STREET)) == ["received", "gap"]
    assert codes(sweep(desk, away, STREET)) == ["gap_filled"]


def test_a_restored_backup_shows_as_a_fork(desk, branch, stick, tmp_path):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    second = Sender(BRANCH, tmp_path / "other")        # the same keys on another computer
    forked = second.send([meeting(9)])
    [outcome] = sweep(desk, forked.path, STREET)
    assert outcome.verdict.code == "fork" and not outcome.taken_in
    assert len(desk.received()) == 1


def test_new_keys_restart_the_chain_and_old_ones_are_struck_off(desk, branch, stick, tmp_path, clock):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    fresh = Keys._of(default_suite(), b"\x0a" * 32, "branch", "NA01", "拟安社区第一支部")
    register_card(desk, fresh.card, by="卢拟衡", paper="换届后新公钥卡")
    revoke_card(desk, BRANCH.card.key_id, "2026-10-05", "换届")
    successor = Sender(fresh, tmp_path / "successor")
    assert codes(sweep(desk, successor.send([meeting(2)], period="2026-09").path, STREET)) == ["restart"]
    late = branch.send([meeting(3)], period="2026-08", created="2026-10-06T08:00:00")
    assert codes(sweep(desk, late.path, STREET)) == ["key_revoked"]


def test_an_unregistered_branch_waits_outside(desk, stick):
    stranger = Keys._of(default_suite(), b"\x0b" * 32, "branch", "NA03", "拟安社区第三支部")
    sent = Sender(stranger, stick).send([meeting(1)])
    assert codes(sweep(desk, stick, STREET)) == ["branch_unknown"]
    register_card(desk, stranger.card, by="卢拟衡", paper="支部公钥卡")
    assert codes(sweep(desk, sent.path, STREET)) == ["received"]


def test_refusals_are_logged_once(desk, stick):
    (stick / "x.wdp").write_bytes(b"")
    sweep(desk, stick, STREET), sweep(desk, stick, STREET)
    assert [(each.action, each.why) for each in desk.log("x.wdp")] == [("refuse", "empty")]


def test_what_is_judged_is_what_is_kept(desk, branch, stick, monkeypatch):
    """A stick that shows other bytes at the second reading."""
    from wdbranch.store import desk_file

    sent = branch.send([meeting(1)])
    plain = desk_file.copy_in

    def swap(source, target):
        source.write_bytes(GOOD[:-1])
        return plain(source, target)

    monkeypatch.setattr(desk_file, "copy_in", swap)
    [outcome] = sweep(desk, sent.path, STREET)
    assert outcome.verdict.code == "truncated" and not desk.received()


def test_a_computer_that_woke_up_in_another_year_still_receives(desk, branch, stick, clock):
    branch.send([meeting(1)])
    clock.now = clock.now.replace(year=2019)
    assert codes(sweep(desk, stick, STREET)) == ["received"]


def test_a_packet_from_the_future_is_refused(desk, branch, stick):
    branch.send([meeting(1)], created="2026-10-11T10:00:00")
    assert codes(sweep(desk, stick, STREET)) == ["clock"]


def test_cancelling_keeps_what_was_taken_in(desk, branch, other, stick):
    branch.send([meeting(1)]), other.send([meeting(2)])
    told = []
    outcomes = sweep(desk, stick, STREET, report=lambda done, total: told.append((done, total)), cancelled=lambda: bool(told))
    assert codes(outcomes) == ["received"] and told == [(1, 2)] and len(desk.received()) == 1


def test_a_kept_file_that_changed_is_noticed(desk, branch, stick):
    sent = branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    path = desk.packet_file(sent.digest)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(UserError) as refused:
        desk.packet_file(sent.digest)
    assert refused.value.code == "packet_changed"
    path.unlink()
    with pytest.raises(UserError) as refused:
        desk.packet_file(sent.digest)
    assert refused.value.code == "packet_lost"


def test_everything_is_there_after_reopening(desk, branch, stick, tmp_path):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    before = desk.received(), desk.kept(desk.received()[0].digest), desk.branches(), desk.cards(), desk.log()
    desk.close()
    with Desk.open(desk.path, editions=EDITIONS) as again:
        assert (again.received(), again.kept(again.received()[0].digest), again.branches(), again.cards(), again.log()) == before
        assert codes(sweep(again, stick, STREET)) == ["same_again"]
