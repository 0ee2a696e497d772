"""Where a command gets the passphrase of a key from."""

from __future__ import annotations

import argparse
import os

from wdbranch.errors import WrongUseError


def passphrase(options: argparse.Namespace) -> str | None:
    """The passphrase from ``--passphrase-file`` or WDBRANCH_PASSPHRASE; None: kept by this computer."""
    if options.passphrase_file is not None:
        try:
            return str(options.passphrase_file.read_text(encoding="utf-8")).strip("\r\n")
        except (OSError, UnicodeDecodeError) as problem:
            raise WrongUseError(f"读不出口令文件“{options.passphrase_file}”。") from problem
    return os.environ.get("WDBRANCH_PASSPHRASE") or None
