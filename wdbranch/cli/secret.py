"""Where a command gets the passphrase of a key from."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from wdbranch.errors import WrongUseError

_LONGEST = 4096  # bytes


def passphrase(options: argparse.Namespace) -> str | None:
    """The passphrase from ``--passphrase-file`` or WDBRANCH_PASSPHRASE; None: kept by this computer."""
    path: Path | None = options.passphrase_file
    if path is not None:
        try:
            with path.open("rb") as file:
                found = file.read(_LONGEST).decode("utf-8-sig").strip("\r\n")
        except (OSError, UnicodeDecodeError) as problem:
            raise WrongUseError(
                f"读不出口令文件“{path.name}”。", todo="请写一个 UTF-8 文本文件，里面只有一行口令。"
            ) from problem
        if not found:
            raise WrongUseError(f"口令文件“{path.name}”是空的。", todo="请在里面写一行口令。")
        return found
    return os.environ.get("WDBRANCH_PASSPHRASE") or None
