"""Keys in the hands of people: a passphrase of one's own, new keys, lost ones; branch and street together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from wdbranch.errors import UserError
from wdbranch.operations import keyring, packets, street
from wdbranch.operations.secrets import OWN, key_file, remember
from wdbranch.packet import keys as packet_keys
from wdbranch.packet.succession import Succession, load_card
from wdbranch.packet.suite import NATIONAL
from wdbranch.packet.suite_25519 import Suite25519
from wdbranch.store.desk import Desk
from wdbranch.store.workbook import Workbook

WORDS = "拟安社区的第一支部"
OTHER = "另外想好的一句口令"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Passphrases are stretched for a blink only, and this computer keeps its own in the test's folder."""
    monkeypatch.setattr(Suite25519, "cost", {"n": 4, "r": 1, "p": 1})
    monkeypatch.setattr("wdbranch.paths.data_dir", lambda: tmp_path / "本机")
    yield
    for path in tmp_path.glob("*.wd*"):
        remember(path, None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with street.create_desk(tmp_path / "街道.wddesk", "拟和街道党工委", "NH", clock=lambda: datetime(2026, 10, 9, 9)) as made:
        yield made


@pytest.fixture
def reporting(book: Workbook, desk: Desk, tmp_path: Path) -> Workbook:
    """A branch whose card and the street's are registered on both sides."""
    street.save_card(desk, tmp_path / "街道.wdcard")
    packets.register_street(book, tmp_path / "街道.wdcard")
    packets.save_card(book, tmp_path / "支部.wdcard")
    street.register_card(desk, tmp_path / "支部.wdcard", by="林拟安", paper="当面")
    return book


def choose(holder: Workbook | Desk, passphrase: str | None) -> None:
    """Lock the keys with a passphrase, or let the computer keep it."""
    keyring.lock(holder, passphrase)
    keyring.note_lock(holder, own=passphrase is not None)


def restart(holder: Workbook | Desk) -> None:
    """What is typed is forgotten when the program ends."""
    remember(holder.path, None)


def test_at_first_this_computer_keeps_the_passphrase(book: Workbook) -> None:
    packets.keys(book)
    assert not keyring.asks(book)
    assert not keyring.has_own_passphrase(book)


def test_an_own_passphrase_is_asked_for_after_each_start(book: Workbook) -> None:
    before = packets.keys(book)
    choose(book, WORDS)
    assert not keyring.asks(book)                  # typed a moment ago
    restart(book)
    assert keyring.asks(book)
    with pytest.raises(UserError) as needed:
        packets.keys(book)
    assert needed.value.code == "passphrase_needed"
    assert not keyring.unlock(book.path, OTHER)
    assert keyring.asks(book)
    assert keyring.unlock(book.path, WORDS)
    assert packets.keys(book) == before


def test_the_passphrase_changes_and_goes_back_to_the_computer(book: Workbook) -> None:
    before = packets.keys(book)
    choose(book, WORDS)
    choose(book, OTHER)
    restart(book)
    assert keyring.unlock(book.path, OTHER)
    choose(book, None)
    restart(book)
    assert not keyring.asks(book)
    assert packets.keys(book) == before


def test_a_short_passphrase_leaves_everything_as_it_was(book: Workbook) -> None:
    packets.keys(book)
    data = key_file(book.path).read_bytes()
    with pytest.raises(UserError) as short:
        choose(book, "12345")
    assert short.value.code == "passphrase_short"
    assert key_file(book.path).read_bytes() == data
    assert not book.meta(OWN)


def test_keys_copied_from_another_computer_say_so(book: Workbook, tmp_path: Path) -> None:
    packets.keys(book)
    (tmp_path / "本机" / "device.secret").write_text("another-computer-keeps-this", "ascii")
    with pytest.raises(UserError) as elsewhere:
        packets.keys(book)
    assert elsewhere.value.code == "keys_elsewhere"


def test_a_lost_passphrase_is_walked_around_with_the_recovery_sheet(book: Workbook) -> None:
    before = packets.keys(book)
    code = before.recovery_code()
    choose(book, WORDS)
    restart(book)
    assert packets.recover_keys(book, code) == before.card
    keyring.note_lock(book, own=False)
    assert packets.keys(book) == before
    assert len(list(book.path.parent.glob("*-20260919-1.wdkey"))) == 1       # the locked file is put by, not lost


def test_a_lost_computer_is_walked_around_with_backup_and_recovery_sheet(book: Workbook, tmp_path: Path) -> None:
    before = packets.keys(book)
    code = before.recovery_code()
    key_file(book.path).unlink()
    (tmp_path / "本机" / "device.secret").unlink()
    assert packets.recover_keys(book, code, passphrase=WORDS) == before.card
    keyring.note_lock(book, own=True)
    restart(book)
    assert keyring.asks(book)


def test_keys_that_open_are_not_replaced_by_a_sheet(book: Workbook) -> None:
    code = packets.keys(book).recovery_code()
    with pytest.raises(UserError) as there:
        packets.recover_keys(book, code)
    assert there.value.code == "keys_there"


def test_the_street_takes_its_own_sheet_only(desk: Desk, book: Workbook) -> None:
    mine = street.keys(desk)
    with pytest.raises(UserError) as foreign:
        street.recover_keys(desk, packets.keys(book).recovery_code())
    assert foreign.value.code == "wrong_keys"
    key_file(desk.path).unlink()
    assert street.recover_keys(desk, mine.recovery_code()).key_id == mine.card.key_id
    assert street.keys(desk) == mine


# --- new keys -----------------------------------------------------------------------------------------------


def test_new_keys_are_vouched_for_by_the_old(reporting: Workbook, desk: Desk, tmp_path: Path) -> None:
    old = packets.keys(reporting)
    renewal = packets.renew_keys(reporting, tmp_path / "新.wdcard")
    assert packets.keys(reporting).card == renewal.card != old.card
    assert packet_keys.Keys.load(renewal.old_keys, (tmp_path / "本机" / "device.secret").read_text("ascii")) == old
    assert street.look_at_card(desk, tmp_path / "新.wdcard") == (renewal.card, True)
    street.register_card(desk, tmp_path / "新.wdcard", by="林拟安", paper="U 盘")
    listed = {each.key_id: each for each in street.cards(desk)}
    assert listed[renewal.card.key_id].revoked_on is None
    assert listed[old.card.key_id].revoked_on == "2026-10-10"
    assert "旧密钥签名" in listed[old.card.key_id].revoked_why


def test_a_stranger_vouches_for_nothing(reporting: Workbook, desk: Desk, tmp_path: Path) -> None:
    mine = packets.keys(reporting).card
    stranger = packet_keys.Keys.generate("branch", mine.code, mine.name)
    wanted = packet_keys.Keys.generate("branch", mine.code, mine.name)
    Succession.sign(stranger, wanted.card).save(tmp_path / "新.wdcard")
    assert street.look_at_card(desk, tmp_path / "新.wdcard") == (wanted.card, False)
    street.register_card(desk, tmp_path / "新.wdcard", by="林拟安", paper="当面")       # as any new card, on paper
    assert next(each for each in street.cards(desk) if each.key_id == mine.key_id).revoked_on is None


def test_another_branch_cannot_vouch(reporting: Workbook, desk: Desk, tmp_path: Path) -> None:
    mine = packets.keys(reporting)
    wanted = packet_keys.Keys.generate("branch", "NH-NA-02", "拟和街道拟安社区第二支部")
    Succession.sign(mine, wanted.card).save(tmp_path / "新.wdcard")
    assert street.look_at_card(desk, tmp_path / "新.wdcard") == (wanted.card, False)


def _bent(path: Path, bend: Any) -> None:
    table = json.loads(path.read_bytes())
    bend(table)
    path.write_bytes(json.dumps(table, ensure_ascii=False).encode())


@pytest.mark.parametrize(
    "bend",
    [
        lambda table: table.update(signature="AAAA"),
        lambda table: table.update(old="0" * 32),
        lambda table: table.update(suite="sm"),
        lambda table: table.update(suite="unknown"),
    ],
)
def test_a_bent_succession_is_a_card_like_any_other(bend: Any, reporting: Workbook, desk: Desk, tmp_path: Path) -> None:
    renewal = packets.renew_keys(reporting, tmp_path / "新.wdcard")
    _bent(tmp_path / "新.wdcard", bend)
    assert street.look_at_card(desk, tmp_path / "新.wdcard") == (renewal.card, False)


@pytest.mark.parametrize(
    "bend",
    [
        lambda table: table["card"].update(name="拟改的名称"),
        lambda table: table.pop("signature"),
        lambda table: table.update(more=1),
        lambda table: table.update(signature="*"),
    ],
)
def test_a_damaged_succession_is_refused(bend: Any, reporting: Workbook, tmp_path: Path) -> None:
    packets.renew_keys(reporting, tmp_path / "新.wdcard")
    _bent(tmp_path / "新.wdcard", bend)
    with pytest.raises(UserError) as refused:
        load_card(tmp_path / "新.wdcard")
    assert refused.value.code == "card_damaged"


def test_a_stick_that_is_gone_leaves_the_old_keys_in_use(reporting: Workbook, tmp_path: Path) -> None:
    old = packets.keys(reporting)
    with pytest.raises(UserError) as gone:
        packets.renew_keys(reporting, tmp_path / "没有的盘" / "新.wdcard")
    assert gone.value.code == "disk_gone"
    assert packets.keys(reporting) == old


def test_the_branch_follows_the_suite_that_the_street_chose(book: Workbook, tmp_path: Path) -> None:
    with street.create_desk(tmp_path / "国密.wddesk", "拟和街道党工委", "NH", suite=NATIONAL) as chosen:
        street.save_card(chosen, tmp_path / "街道.wdcard")
    old = packets.keys(book)
    packets.register_street(book, tmp_path / "街道.wdcard")
    renewal = packets.renew_keys(book, tmp_path / "新.wdcard")
    assert (old.card.suite, renewal.card.suite) == ("25519", NATIONAL)
    key_file(book.path).unlink()
    assert packets.keys(book).card.suite == NATIONAL                # made at first need: of the street's suite
