"""The passphrase that opens a key: typed by the person, or kept by this computer."""

from __future__ import annotations

import secrets
from pathlib import Path

from wdbranch import paths
from wdbranch.disk import put
from wdbranch.errors import UserError

KEY_SUFFIX = ".wdkey"


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


def passphrase_for(typed: str | None, sample: object = None) -> str:
    """The passphrase to use: the typed one, that of the sample data, or the one this computer keeps.

    The computer's own is a random text in the data folder, apart from the key itself, so that a stick with
    book and key alone opens nothing. Raises UserError ``no_secret`` where it cannot be kept.
    """
    if typed:
        return typed
    if isinstance(sample, str) and sample:
        return sample
    return _kept_by_this_computer()


def _kept_by_this_computer() -> str:
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
