"""Records about members as the rule tests write them."""

from __future__ import annotations

from typing import Any

from wdbranch.book.record import Record


def record(form: str, number: int, **values: Any) -> Record:
    """A record of 2026; ``links`` and ``year`` may be given."""
    links, year = values.pop("links", ()), values.pop("year", 2026)
    return Record(f"{form[:4]:0<4}{number:08}", form, "2026", year, {"seq": number, **values}, links=links)
