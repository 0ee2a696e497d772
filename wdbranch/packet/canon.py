"""Canonical JSON: one way to write a fact down, and a reader that takes nothing on trust.

Canonical means UTF-8, keys sorted, no spaces, no NaN: the same content gives the same bytes, so that a
signature over the bytes is a signature over the content.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

MAX_DEPTH = 40
HEX_DIGEST = re.compile(r"[0-9a-f]{64}")


class MalformedError(ValueError):
    """Bytes or values that are not of the promised shape; the message names the place, for details."""


def dump(value: Any) -> bytes:
    """The canonical bytes of a JSON-like value. Raises MalformedError for what JSON cannot hold."""
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        raise MalformedError(f"not JSON: {error}") from error


def load(data: bytes, *, canonical: bool = True) -> Any:
    """The value of JSON bytes from a stranger.

    Refuses duplicate keys, NaN, nesting deeper than MAX_DEPTH and, unless ``canonical`` is False, bytes that
    are not the canonical form of their content. Raises MalformedError.
    """
    if _depth(data) > MAX_DEPTH:
        raise MalformedError("nested too deeply")
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"not JSON: {error}") from error
    if canonical and dump(value) != data:
        raise MalformedError("not in canonical form")
    return value


def plain(value: Any) -> Any:
    """The same value as JSON holds it: tuples as lists, mappings as dicts."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return value


def _depth(data: bytes) -> int:
    """An upper bound of the nesting depth, counted without parsing (brackets inside texts count too)."""
    deepest = level = 0
    for byte in data:
        if byte in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif byte in b"]}" and level:
            level -= 1
    return deepest


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise MalformedError("a key occurs twice")
    return table


def _no_constant(name: str) -> Any:
    raise MalformedError(f"{name} is not JSON")


class Shape:
    """Reads a mapping that must hold exactly the promised keys, each of the promised shape."""

    def __init__(self, value: Any, place: str, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        if not isinstance(value, dict):
            raise MalformedError(f"{place} is not a mapping")
        missing = [key for key in required if key not in value]
        extra = [key for key in value if key not in required and key not in optional]
        if missing or extra:
            raise MalformedError(f"{place}: missing {missing}, unknown {extra}")
        self._value: Mapping[str, Any] = value
        self._place = place

    def fail(self, key: str) -> MalformedError:
        """The error that names a key of this mapping."""
        return MalformedError(f"{self._place}.{key} is not as promised")

    def raw(self, key: str) -> Any:
        """The value itself; None where an optional key is missing."""
        return self._value.get(key)

    def text(
        self, key: str, limit: int, *, pattern: re.Pattern[str] | None = None, lines: bool = False
    ) -> str:
        """A text of at most ``limit`` characters without control or direction characters."""
        found = self._value.get(key)
        if not isinstance(found, str) or len(found) > limit or not harmless(found, lines=lines):
            raise self.fail(key)
        if pattern is not None and not pattern.fullmatch(found):
            raise self.fail(key)
        return found

    def optional_text(self, key: str, limit: int, *, pattern: re.Pattern[str] | None = None) -> str | None:
        """The same, or None."""
        return None if self._value.get(key) is None else self.text(key, limit, pattern=pattern)

    def digest(self, key: str) -> str:
        """A digest as 64 hex digits."""
        return self.text(key, 64, pattern=HEX_DIGEST)

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number between ``low`` and ``high``."""
        found = self._value.get(key)
        if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
            raise self.fail(key)
        return found

    def flag(self, key: str) -> bool:
        """True or False."""
        found = self._value.get(key)
        if not isinstance(found, bool):
            raise self.fail(key)
        return found

    def items(self, key: str, limit: int) -> list[Any]:
        """A list of at most ``limit`` things."""
        found = self._value.get(key)
        if not isinstance(found, list) or len(found) > limit:
            raise self.fail(key)
        return found

    def table(self, key: str, limit: int) -> dict[str, Any]:
        """A mapping of at most ``limit`` things."""
        found = self._value.get(key)
        if not isinstance(found, dict) or len(found) > limit:
            raise self.fail(key)
        return found


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text in its one written form. Raises MalformedError."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise MalformedError("not base64") from error
    if to_base64(data) != text:
        raise MalformedError("not canonical base64")
    return data


def to_base64(data: bytes) -> str:
    """Bytes as base64 text."""
    return base64.b64encode(data).decode("ascii")


def harmless(text: str, *, lines: bool = False) -> bool:
    """Whether a text can be shown as it is: no control, direction or lone surrogate characters.

    ``lines`` allows line breaks.
    """
    return all(
        unicodedata.category(char) not in ("Cc", "Cf", "Cs") or (lines and char == "\n") for char in text
    )
