"""Reading a TOML table key by key, so that no key goes unread.

The vocabulary of the form files is closed: whatever is not asked for is an error that names file and key.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from wdbranch.errors import UserError

T = TypeVar("T")

_KINDS: dict[type, str] = {
    str: "文字", int: "整数", float: "数字", bool: "true 或 false", list: "数组", dict: "表",
}


class FormError(UserError):
    """A form file says something that this program does not know or that contradicts itself.

    ``file`` is the path inside the forms folder, ``key`` the place in it, e.g. ``field[due_all].minimum``.
    """

    def __init__(self, file: str, key: str, reason: str) -> None:
        place = f"表单文件“{file}”的“{key}”" if key else f"表单文件“{file}”"
        super().__init__(
            f"{place}有误：{reason}。",
            safe="已有的记录没有改动。",
            todo="请换回原来的表单文件，或按提示改正后重新打开。",
            code="form",
        )
        self.file = file
        self.key = key
        self.reason = reason


class Table:
    """One TOML table. Ask for each key by its type, then call ``done``: keys left over are refused."""

    def __init__(self, data: dict[str, Any], file: str, where: str = "") -> None:
        self._data = dict(data)
        self.file = file
        self.where = where

    def key(self, name: str) -> str:
        """The full name of a key of this table."""
        return f"{self.where}.{name}" if self.where else name

    def fail(self, name: str, reason: str) -> NoReturn:
        """Refuse the file because of one key."""
        raise FormError(self.file, self.key(name) if name else self.where, reason)

    def has(self, name: str) -> bool:
        """Whether the key stands there and has not been taken yet."""
        return name in self._data

    def need(self, name: str, kind: type[T]) -> T:
        """Take a key that must be there and not be empty."""
        if name not in self._data:
            self.fail(name, "缺少这一项")
        value = self._take(name, kind)
        if value in ("", [], {}):
            self.fail(name, "不能为空")
        return value

    def take(self, name: str, kind: type[T], default: T) -> T:
        """Take a key that may be missing."""
        return self._take(name, kind) if name in self._data else default

    def optional(self, name: str, kind: type[T]) -> T | None:
        """Take a key that may be missing; None where it is."""
        return self._take(name, kind) if name in self._data else None

    def strings(self, name: str) -> tuple[str, ...]:
        """Take an array of distinct texts; empty where the key is missing."""
        found: list[Any] = self.take(name, list, [])
        if not all(isinstance(item, str) and item for item in found):
            self.fail(name, "应当是一组文字")
        if len(set(found)) != len(found):
            self.fail(name, "有重复的内容")
        return tuple(found)

    def tables(self, name: str) -> list[dict[str, Any]]:
        """Take an array of tables; empty where the key is missing."""
        found: list[Any] = self.take(name, list, [])
        if not all(isinstance(item, dict) for item in found):
            self.fail(name, "应当是一组表")
        return found

    def done(self) -> None:
        """Refuse the file if any key was not asked for."""
        if self._data:
            self.fail(next(iter(self._data)), "不认识这一项")

    def _take(self, name: str, kind: type[T]) -> T:
        value = self._data.pop(name)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fail(name, f"应当是{_KINDS[kind]}")
        return value
