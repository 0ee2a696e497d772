"""Where things are: the program's own resources, and the person's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """A file or folder under ``resources/``; it exists in every installation."""
    return _ROOT.joinpath("resources", *parts)


def forms_dir() -> Path:
    """The folder of the form editions."""
    return _ROOT / "forms"


def data_dir() -> Path:
    """Where workbooks and keys are kept unless the person chose another place.

    ``WDBRANCH_DATA`` overrides it (tests, portable use); ``portable.txt`` beside the program keeps
    everything on the stick.
    """
    override = os.environ.get("WDBRANCH_DATA")
    if override:
        return Path(override)
    if (_ROOT / "portable.txt").exists():
        return _ROOT / "data"
    named = os.environ.get("XDG_DATA_HOME", "")
    if sys.platform == "linux" and (not named or Path(named).is_absolute()):
        # What platformdirs says there (a test compares), without importing it: each start asks this.
        return Path(named or Path.home() / ".local" / "share") / "wdbranch"
    from platformdirs import user_data_path

    return user_data_path("wdbranch", appauthor=False)


def cache_dir() -> Path:
    """Where unpacked fonts and other things that can be made again are kept."""
    override = os.environ.get("WDBRANCH_CACHE")
    if override:
        return Path(override)
    if (_ROOT / "portable.txt").exists():
        return _ROOT / "data" / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("wdbranch", appauthor=False)
