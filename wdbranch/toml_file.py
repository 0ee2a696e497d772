"""Reading TOML fast: a text that was parsed once is kept as JSON in the cache folder.

The standard library's parser is written in Python and takes about 40 ms for the forms and rules that the
home page needs, a quarter of the time to the first picture. The cache holds nothing but our own tables; a
text that changed by one character, a damaged entry or a folder that cannot be written means parsing anew.
"""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from wdbranch.paths import cache_dir

KIND = "toml-2"
_DAY = "$date"      # no key of ours has a dollar


def parse(text: str) -> dict[str, Any]:
    """What ``tomllib.loads`` gives. Raises tomllib.TOMLDecodeError, RecursionError."""
    data = text.encode()
    kept = _kept(data)
    with suppress(OSError, ValueError):
        stored = kept.read_bytes()
        found = json.loads(stored, object_hook=_day if _DAY.encode() in stored else None)
        if isinstance(found, dict):
            return found
    import tomllib

    parsed = tomllib.loads(text)
    with suppress(OSError, TypeError):          # TypeError: times of day, which no table of ours has
        made = json.dumps(parsed, ensure_ascii=False, default=_told)
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".part")
        fresh.write_text(made, "utf-8")
        fresh.replace(kept)
    return parsed


def _told(value: object) -> dict[str, str]:
    """A date as JSON. Raises TypeError for anything else that JSON does not know."""
    if type(value) is not date:
        raise TypeError(value)
    return {_DAY: value.isoformat()}


def _day(entry: dict[str, Any]) -> Any:
    return date.fromisoformat(entry[_DAY]) if entry.keys() == {_DAY} else entry


def place_of(problem: Exception) -> str:
    """Where in a text the parser stopped, in Chinese: 第 3 行第 5 列附近."""
    found = re.search(r"at line (\d+), column (\d+)", str(problem))
    return f"第 {found[1]} 行第 {found[2]} 列附近" if found else "文件末尾或嵌套过深处"


def _kept(data: bytes) -> Path:
    """Where a text is kept: named by its length and two check sums, which no editing slip leaves alike."""
    return cache_dir() / KIND / f"{len(data)}-{zlib.crc32(data):08x}-{zlib.adler32(data):08x}.json"
