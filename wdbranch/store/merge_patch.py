"""What changed between two JSON objects, as a JSON merge patch (RFC 7396).

A patch names each member that changed with its new value; null says that the member was removed; an object
within an object is patched in turn. SQLite's own ``json_patch`` reads the same, so a log kept this way can
be followed without this program. The objects themselves must hold no null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The patch that makes ``after`` of ``before``; empty where nothing differs."""
    patch: dict[str, Any] = dict.fromkeys(before.keys() - after.keys())
    for key, value in after.items():
        known = before.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            if inner := difference(known, value):
                patch[key] = inner
        elif known != value:
            patch[key] = value
    return patch


def apply(target: dict[str, Any], patch: Mapping[str, Any]) -> None:
    """Change ``target`` as the patch says. A member that is no object gives way to one that is."""
    for key, value in patch.items():
        if value is None:
            target.pop(key, None)
        elif isinstance(value, dict):
            inner = target.get(key)
            if not isinstance(inner, dict):
                inner = target[key] = {}
            apply(inner, value)
        else:
            target[key] = value
