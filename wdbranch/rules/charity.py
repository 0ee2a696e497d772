"""The charity fund of a village: what each record adds to it or takes from it, in fen."""

from __future__ import annotations

from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot


def moved(snapshot: Snapshot, record: Record) -> int:
    """What a move adds to the fund, in fen; what is spent is negative."""
    fen, edition = round((record.get("amount") or 0) * 100), snapshot.edition_of(record)
    if record.get("kind") in edition.tagged("fund_move", "income"):
        return fen
    return -fen if record.get("kind") in edition.tagged("fund_move", "spending") else 0


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals.

    >>> yuan(-105)
    '-1.05'
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"
