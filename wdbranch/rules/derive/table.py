"""What a derived page holds: strings as they are printed, and where each row comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """One row: column id → text (missing: empty). ``record`` or ``member`` is where a double click leads.

    ``lacking``: something is missing here, such as the holder of a post; the screen shows it in red.
    """

    cells: Mapping[str, str]
    record: str = ""
    member: int | None = None
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived table. ``notes`` are sentences below it; ``repeated``: (id, head) of each repeated column."""

    rows: tuple[DerivedRow, ...]
    notes: tuple[str, ...] = ()
    repeated: tuple[tuple[str, str], ...] = ()
