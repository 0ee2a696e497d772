"""The keys of a branch or a street in the hands of people: a passphrase of their own, new keys, a recovered pair.

Both kinds of holder do the same; what is special to one of them stands in ``packets`` and ``street``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from wdbranch.disk import write_whole
from wdbranch.errors import UserError
from wdbranch.operations.change import DESK, PACKET, Change
from wdbranch.operations.secrets import (
    OWN,
    SAMPLE,
    kept_by_this_computer,
    key_file,
    passphrase_for,
    remember,
    wrong_keys,
)

if TYPE_CHECKING:
    from wdbranch.packet.keys import Card, Keys

CHANGED = Change(frozenset({PACKET, DESK}))


class Holder(Protocol):
    """A workbook or a street desk."""

    @property
    def path(self) -> Path:
        """Its file."""

    def meta(self, key: str, default: Any = None) -> Any:
        """A small fact."""

    def set_meta(self, key: str, value: Any) -> None:
        """Keep a small fact."""

    def clock(self) -> datetime:
        """The office clock."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """New keys in place of the old: the new card, the file to hand on, and where the old keys are kept."""

    card: Card
    file: Path
    old_keys: Path


def asks(holder: Holder) -> bool:
    """Whether the person has to type the passphrase before the keys can be used."""
    try:
        passphrase_for(None, holder)
    except UserError as needed:
        if needed.code != "passphrase_needed":
            raise
        return True
    return False


def has_own_passphrase(holder: Holder) -> bool:
    """Whether a person's passphrase locks the keys."""
    return bool(holder.meta(OWN))


def open_keys(holder: Holder, passphrase: str | None = None) -> Keys:
    """The keys in the file beside the holder, opened with what ``passphrase_for`` gives.

    Raises UserError ``wrong_passphrase``, ``passphrase_needed``; ``keys_elsewhere`` where this computer keeps no
    passphrase that fits; FileRefusedError for a file that is none.
    """
    from wdbranch.packet.keys import Keys as Pair

    path, secret = key_file(holder.path), passphrase_for(passphrase, holder)
    try:
        return Pair.load(path, secret)
    except UserError as refused:
        if refused.code != "wrong_passphrase" or secret != kept_by_this_computer():
            raise
        raise UserError(
            "这台电脑没有保管这枚印章的口令：文件是从别的电脑拷来的，或者系统重装过。",
            safe="印章文件没有改动。",
            todo="请在原来的电脑上用，或者按锁好的恢复单恢复。",
            code="keys_elsewhere",
        ) from refused


def unlock(beside: Path, passphrase: str) -> bool:
    """Whether a typed passphrase opens the keys beside a file; if so it is remembered until the program ends.

    Takes a second or so and needs no open file: do it beside the window. Raises FileRefusedError for a key file
    that is none.
    """
    from wdbranch.packet.keys import Keys as Pair

    try:
        Pair.load(key_file(beside), passphrase)
    except UserError as refused:
        if refused.code != "wrong_passphrase":
            raise
        return False
    remember(beside, passphrase)
    return True


def lock(holder: Holder, new: str | None, *, old: str | None = None) -> None:
    """Lock the keys with a passphrase of the person's own, or (None) with that which this computer keeps.

    ``note_lock`` has to follow. It only reads the holder, so that it can be done beside the window. Raises
    UserError ``passphrase_short``, ``wrong_passphrase``, ``passphrase_needed``, disk errors.
    """
    open_keys(holder, old).save(key_file(holder.path), new or kept_by_this_computer())
    remember(holder.path, new)


def note_lock(holder: Holder, *, own: bool) -> Change:
    """Remember whose passphrase locks the keys, so that it is asked for after the next start."""
    holder.set_meta(OWN, own)
    if holder.meta(SAMPLE):
        holder.set_meta(SAMPLE, None)
    return CHANGED


def renew(
    holder: Holder,
    out: Path,
    *,
    named: tuple[str, str],
    suite: str | None = None,
    passphrase: str | None = None,
) -> Renewal:
    """Make new keys that the old ones vouch for, write the new card to ``out``, and use the new keys from now on.

    The card is written first, so that no new keys are ever in use whose card nobody has; the old key file is
    kept beside, under its day. ``named`` is code and name of the holder, ``suite`` None that of the old keys. Raises
    UserError ``no_suite``, disk errors; in each case the old keys go on.
    """
    from wdbranch.packet.keys import Keys as Pair
    from wdbranch.packet.succession import Succession

    locking = passphrase_for(passphrase, holder)
    old = Pair.load(key_file(holder.path), locking)
    new = Pair.generate(old.card.role, *named, suite=suite or old.card.suite)
    Succession.sign(old, new.card).save(out)
    kept = _put_by(key_file(holder.path), holder.clock().date())
    new.save(key_file(holder.path), locking)
    return Renewal(new.card, out, kept)


def recover(
    holder: Holder,
    code: str,
    *,
    role: str,
    named: tuple[str, str],
    expected: str = "",
    passphrase: str | None = None,
) -> Card:
    """Make the key file anew from the recovery sheet; one that stands there is put by, not lost.

    ``note_lock`` has to follow, as after ``lock``: this only reads the holder.

    ``named`` is code and name of the holder, ``expected`` the id of the keys if it is known. With ``passphrase`` it
    is locked by that, otherwise by the one that this computer keeps. Raises UserError ``recovery_wrong``,
    ``wrong_keys``, ``passphrase_short``, disk errors.
    """
    from wdbranch.packet.keys import Keys as Pair

    path = key_file(holder.path)
    found = Pair.recover(code, role, *named)
    if expected and found.card.key_id != expected:
        raise wrong_keys(path)
    if path.exists():
        _put_by(path, holder.clock().date())
    found.save(path, passphrase or kept_by_this_computer())
    remember(holder.path, passphrase)
    return found.card


def _put_by(path: Path, day: date) -> Path:
    """Copy a key file to a name with its day, never over another one."""
    number = 1
    while (kept := path.with_name(f"{path.stem}-{day:%Y%m%d}-{number}{path.suffix}")).exists():
        number += 1
    write_whole(kept, path.read_bytes(), private=True)
    return kept
