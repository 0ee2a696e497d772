"""The JSON file of a record, as scripts and other programs hand it in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from wdbranch.errors import FileRefusedError

_LONGEST_RECORD = 16 * 1024 * 1024  # bytes


def read_json(path: Path) -> Mapping[str, Any]:
    """The object in a JSON file. Raises FileRefusedError, with the line where reading stopped."""
    safe = "记录本没有改动。"
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST_RECORD + 1)
        if len(text) > _LONGEST_RECORD:
            raise FileRefusedError(f"“{path.name}”太大，不会是一份记录。", safe=safe, code="foreign")
        data = json.loads(text.decode("utf-8-sig"), object_pairs_hook=_each_once, parse_constant=_no_number)
    except OSError as problem:
        raise FileRefusedError(
            f"读不出文件“{path.name}”。", safe=safe, todo="请检查文件是否存在。", code="unreadable"
        ) from problem
    except json.JSONDecodeError as problem:
        raise FileRefusedError(
            f"“{path.name}”的第 {problem.lineno} 行读不懂，文件可能不完整。"
            if text
            else f"“{path.name}”是空文件。",
            safe=safe,
            code="damaged" if text else "empty",
        ) from problem
    except UnicodeDecodeError as problem:
        raise FileRefusedError(
            f"“{path.name}”不是 UTF-8 编码的 JSON 文本。",
            safe=safe,
            todo="请重新存成 UTF-8 编码再试。",
            code="foreign",
        ) from problem
    except (ValueError, RecursionError) as problem:  # a number or nesting beyond all bounds
        raise FileRefusedError(
            f"“{path.name}”里的数太大或层次太深，不会是一份记录。", safe=safe, code="foreign"
        ) from problem
    if not isinstance(data, dict):
        raise FileRefusedError(f"“{path.name}”里应当是一份记录。", safe=safe, code="foreign")
    return data


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FileRefusedError(
            f"“{twice}”写了两次，不知道用哪一个。",
            safe="记录本没有改动。",
            todo="请删去一个再试。",
            code="damaged",
        )
    return found


def _no_number(name: str) -> NoReturn:
    raise FileRefusedError(
        f"文件里有“{name}”，这不是数。",
        safe="记录本没有改动。",
        todo="请改成数字，或删去这一项。",
        code="damaged",
    )
