"""What is said of a packet: one code, one sentence, one next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from wdbranch.book.moments import show_day
from wdbranch.book.period import parse_period
from wdbranch.packet.header import Header
from wdbranch.packet.opened import Opened
from wdbranch.paths import resource
from wdbranch.rules.tables import read_table


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one file.

    ``ok``: to be taken in (or already taken in). ``header`` and ``digest`` are set once the signature holds
    and, unless the code is "intact_unnamed", the signer is the registered branch. ``opened`` is set only
    where every check up to the last record passed.
    """

    ok: bool
    code: str
    say: str
    next: str
    header: Header | None = None
    digest: str | None = None
    opened: Opened | None = field(default=None, repr=False)
    epoch: int = 0
    detail: str = ""  # technical particulars, for the details box


@cache
def table() -> Mapping[str, Mapping[str, object]]:
    """All verdicts by code, from resources/packet/verdicts.toml."""
    return read_table(resource("packet", "verdicts.toml"))


def verdict(
    code: str,
    *,
    header: Header | None = None,
    digest: str | None = None,
    opened: Opened | None = None,
    epoch: int = 0,
    detail: str = "",
    facts: Mapping[str, object] | None = None,
) -> Verdict:
    """The verdict of a code with its sentence filled in."""
    entry = table()[code]
    filled = {**_from_header(header), **(facts or {})}
    if "day" in filled:
        filled["day"] = show_day(str(filled["day"]))
    return Verdict(
        ok=entry.get("ok") is True,
        code=code,
        say=str(entry["say"]).format_map(filled),
        next=str(entry["next"]),
        header=header,
        digest=digest,
        opened=opened,
        epoch=epoch,
        detail=detail,
    )


def _from_header(header: Header | None) -> dict[str, object]:
    if header is None:
        return {}
    return {
        "branch": header.branch_name or header.branch,
        "period": parse_period(header.period).label,
        "version": header.version,
        "sequence": header.sequence,
        "last": 0,
    }
