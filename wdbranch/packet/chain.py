"""The chain of a branch's packets: what tells the newest packet from an old one that is just as valid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wdbranch.packet.header import Header

TO_KEEP = frozenset({"received", "gap", "gap_filled", "restart"})
"""The verdicts on a packet that is to be taken in."""


@dataclass(frozen=True, slots=True)
class Link:
    """One packet that was taken in. ``epoch`` grows by one with each restart after a change of keys."""

    digest: str
    sequence: int
    previous: str | None
    period: str
    version: int
    sender: str
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a packet stands in the chain: a code of verdicts.toml, what fills its sentence, and the epoch."""

    code: str
    epoch: int = 0
    facts: dict[str, object] = field(default_factory=dict)


def place(header: Header, digest: str, links: Sequence[Link]) -> Place:
    """Judge a packet that is otherwise sound against those taken in from its branch (any order)."""
    known = next((link for link in links if link.digest == digest), None)
    if known is not None:
        newer = any(
            link.period == known.period and (link.epoch, link.version) > (known.epoch, known.version)
            for link in links
        )
        return Place("replayed" if newer else "same_again", known.epoch)
    newest = max((link.epoch for link in links), default=0)
    epoch = max((link.epoch for link in links if link.sender == header.sender), default=newest)
    current = {link.sequence: link for link in links if link.epoch == epoch}
    before, after = current.get(header.sequence - 1), current.get(header.sequence + 1)
    joins_after = after is not None and after.previous == digest
    if (
        header.sequence == 1
        and links
        and not joins_after
        and all(link.sender != header.sender for link in links)
    ):
        return Place("restart", newest + 1)
    apart = (before is not None and before.digest != header.previous) or (
        after is not None and not joins_after
    )
    if header.sequence in current or apart:
        return Place("fork", epoch)
    last = max(current, default=0)
    if epoch < newest and header.sequence > last:
        return Place("fork", epoch)  # the old keys write on after the new ones began
    latest = max(
        ((link.epoch, link.version) for link in links if link.period == header.period), default=(0, 0)
    )
    if (epoch, header.version) <= latest:
        return Place("older", epoch, {"last": latest[1]})
    if header.sequence < last:
        return Place("gap_filled", epoch)
    if header.sequence > last + 1:
        return Place("gap", epoch, {"last": last})
    return Place("received", epoch)
