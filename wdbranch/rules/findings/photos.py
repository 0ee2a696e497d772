"""Photographs: one picture tells of one event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading


def z09_used_twice(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """No photograph stands in records of two days; those of one day may share it (依次进行的会)."""
    for kept in seen.record.attachments:
        if kept.kind != "photo":
            continue
        for other in book.with_file(kept.digest):
            there = book.read(other)
            if other.id != seen.record.id and there.day != seen.day:
                yield Objection("default", fill={"name": kept.name, "other": there.title})
                break


FUNCTIONS: Mapping[str, Check] = {"Z-09": z09_used_twice}
"""The rules of this file by their ids in ``findings.toml``."""
