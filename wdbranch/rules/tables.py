"""Reads the dated, editable tables under ``resources/rules`` and ``resources/standards``.

Thresholds, sentences and sources stand there, with document, article, edition and how sure we are;
the functions of this package only say how they are applied.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from wdbranch import toml_file
from wdbranch.errors import FileRefusedError
from wdbranch.paths import resource


def read_table(path: Path) -> dict[str, Any]:
    """The contents of a TOML file. Raises FileRefusedError naming the file if it cannot be read."""
    try:
        return toml_file.parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        wrong = isinstance(cause, tomllib.TOMLDecodeError)
        where = f"{toml_file.place_of(cause)}不合 TOML 写法" if wrong else "文件不在、没有权限或不是 UTF-8 文字"
        raise FileRefusedError(
            f"规则文件“{path.name}”读不出来：{where}。",
            safe="记录本没有改动。",
            todo="请恢复原来的文件，或重新安装程序。",
            code="bad_table",
        ) from cause


@cache
def rules_table(name: str) -> dict[str, Any]:
    """The table ``resources/rules/<name>.toml``, read once."""
    return read_table(resource("rules", f"{name}.toml"))


@cache
def words_table(folder: str, name: str) -> dict[str, Any]:
    """A list of words that a street may replace: ``resources/<folder>/<name>.toml``, read once."""
    return read_table(resource(folder, f"{name}.toml"))


CONFIDENCE_LABELS = {
    "条例原文": "已见条文",
    "多地做法": "多地做法，待核",
    "常识": "通行做法，未见条文",
    "街道口径": "以街道要求为准",
    "推断": "程序拟的参考值，待支部确定",
}
"""How sure we are of a rule, as shown to people."""


def cite(entry: dict[str, Any]) -> str:
    """The source of a rule with how sure we are of it.

    >>> cite({"source": "《支部工作条例》第十一条", "confidence": "条例原文"})
    '《支部工作条例》第十一条（已见条文）'
    """
    source, sure = str(entry.get("source", "")), CONFIDENCE_LABELS[entry["confidence"]]
    return f"{source}（{sure}）" if source else sure
