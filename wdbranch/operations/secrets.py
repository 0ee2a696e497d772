"""The passphrase that opens a key: typed by the person, or kept by this computer."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Protocol

from wdbranch import paths
from wdbranch.disk import put
from wdbranch.errors import UserError

KEY_SUFFIX = ".wdkey"
OWN = "own_passphrase"
"""Small fact of a workbook or desk: a person's passphrase locks its keys, this computer's does not."""

SAMPLE = "sample_passphrase"
_typed: dict[Path, str] = {}
"""Passphrases typed since the program began, by key file; never written anywhere."""


class Holder(Protocol):
    """A workbook or a street desk."""

    @property
    def path(self) -> Path:
        """Its file."""

    def meta(self, key: str, default: Any = None) -> Any:
        """A small fact."""


def key_file(beside: Path) -> Path:
    """Where the encrypted key of a workbook or street desk lies: beside it, under its name."""
    return beside.with_suffix(KEY_SUFFIX)


def wrong_keys(path: Path) -> UserError:
    """The refusal of a whole key file that belongs to someone else."""
    return UserError(
        f"“{path.name}”是别处的密钥文件，和这个文件不配套。",
        safe="没有改动任何内容。",
        todo="请把原来的密钥文件放回来，或按恢复单恢复。",
        code="wrong_keys",
    )


def remember(beside: Path, passphrase: str | None) -> None:
    """Keep a passphrase that opened the keys until the program ends; None forgets it."""
    if passphrase is None:
        _typed.pop(key_file(beside), None)
    else:
        _typed[key_file(beside)] = passphrase


def passphrase_for(typed: str | None, holder: Holder) -> str:
    """The passphrase to use: the typed one, one typed before, that of the sample data, or this computer's.

    The computer's own is a random text in the data folder, apart from the key itself, so that a stick with
    book and key alone opens nothing. Raises UserError ``passphrase_needed`` where only the person knows it,
    ``no_secret`` where the computer's cannot be kept.
    """
    sample = holder.meta(SAMPLE)
    for known in (typed, _typed.get(key_file(holder.path)), sample if isinstance(sample, str) else None):
        if known:
            return known
    if holder.meta(OWN):
        raise UserError(
            "印章设了口令，要输口令才能打开。",
            safe="没有改动任何内容。",
            todo="请输口令；忘了口令的，按锁好的恢复单恢复。",
            code="passphrase_needed",
        )
    return kept_by_this_computer()


def kept_by_this_computer() -> str:
    """The random text that this computer keeps, made at first need. Raises UserError ``no_secret``."""
    path = paths.data_dir() / "device.secret"
    try:
        if path.exists():
            return path.read_text(encoding="ascii").strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(24)
        put(path, made.encode("ascii"), private=True)
    except OSError as problem:
        raise UserError(
            "这台电脑存不下密钥的口令。",
            safe="记录本没有改动。",
            todo="请自己设一个口令，或检查数据文件夹能否写入。",
            code="no_secret",
        ) from problem
    return made
