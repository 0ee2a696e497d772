"""What the street's desk keeps: branches, cards, packets, records, log lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wdbranch.book.record import Record


class SourceLostError(Exception):
    """The file to be copied in cannot be read (any more): the stick, not the desk."""


@dataclass(frozen=True, slots=True)
class ListedBranch:
    """A branch on the street's list. ``removed_on`` (ISO date) when it was dissolved or merged."""

    code: str
    name: str
    short: str = ""
    contact: str = ""
    removed_on: str | None = None


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A public card on the trust list; ``card`` is its file's text. Dates are ISO."""

    key_id: str
    branch: str
    card: str
    fingerprint: str
    registered_on: str
    registered_by: str
    paper: str
    revoked_on: str | None = None
    revoked_by: str | None = None
    revoked_why: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A packet that was taken in. ``code`` is the verdict at that time (received, gap, restart …)."""

    digest: str
    branch: str
    period: str
    version: int
    sequence: int
    previous: str | None
    epoch: int
    sender: str
    created: str
    received_at: str
    received_by: str
    file_name: str
    file_digest: str
    size: int
    code: str
    note: str = ""
    summary: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The first eight digits of the digest, as in the file name."""
        return self.digest[:8]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a look over all branches needs of a packet: everything but its summary."""

    branch: str
    period: str
    version: int
    sequence: int
    epoch: int
    digest: str
    received_at: str
    previous: str | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was refused though it is known whose it is, as the log tells it."""

    branch: str
    period: str
    code: str
    file_name: str
    say: str
    at: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A received record, with its number as printed and the digest of its packet."""

    record: Record
    number: str
    packet: str


@dataclass(frozen=True, slots=True)
class DeskLogEntry:
    """One line of the desk's log."""

    seq: int
    at: str
    who: str
    action: str
    subject: str
    why: str
    body: Any
