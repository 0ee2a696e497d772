"""Judging a packet, in the order of trust: nothing is opened before the layer around it has been proved.

zip limits → signature over the header → is this key the branch's, not revoked → is it for us → digest of the
payload → open → digest of the manifest → digests of the entries → forms known → records and sums → chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from wdbranch.book.form import Edition
from wdbranch.packet import archive
from wdbranch.packet.chain import TO_KEEP, Link, place
from wdbranch.packet.header import MAX_HEADER, Header
from wdbranch.packet.keys import Card, Keys
from wdbranch.packet.opened import open_payload
from wdbranch.packet.refusal import RefusedError
from wdbranch.packet.suite import Suite, find_suite
from wdbranch.packet.verdict import Verdict, verdict

ENTRIES = ("README.txt", "header.json", "signature.bin", "sender.pem", "payload.bin")
_FOLDED = frozenset(name.casefold() for name in ENTRIES)
_MAX_README, _MAX_SIGNATURE, _MAX_PEM = 256 << 10, 16 << 10, 16 << 10
_EARLIEST = "2024-01-01"
_CLOCK_LEEWAY = timedelta(hours=26)  # a wrong time zone is no reason to refuse


@dataclass(frozen=True, slots=True)
class Registered:
    """A card on the trust list; ``revoked_on`` is an ISO date."""

    card: Card
    revoked_on: str | None = None


@dataclass(frozen=True)
class Trust:
    """What the judge believes beforehand.

    ``branches`` are the codes on the list of branches, ``chains`` the packets taken in from each,
    ``editions`` the forms this program knows (None: records are not read), ``street`` our own code.
    """

    cards: tuple[Registered, ...]
    branches: frozenset[str]
    now: datetime
    street: str = ""
    editions: Mapping[str, Edition] | None = None
    chains: Mapping[str, Sequence[Link]] = field(default_factory=dict)

    @classmethod
    def of(cls, card: Card, now: datetime) -> Trust:
        """Trust in one card only: how a branch checks its own packet."""
        return cls((Registered(card),), frozenset({card.code}), now)

    def find(self, key_id: str) -> Registered | None:
        """The card of a key id."""
        return next((each for each in self.cards if each.card.key_id == key_id), None)


@dataclass
class _Seen:
    """What has been proved so far: a refusal's sentence may name it."""

    header: Header | None = None
    digest: str | None = None


def judge(path: Path, trust: Trust | None, keys: Keys | None) -> Verdict:
    """Judge a packet completely, its place in the branch's chain included.

    Without ``trust`` only signature and digests are checked, and nothing is opened. Never raises for
    anything that a file may hold.
    """
    found = examine(path, trust, keys)
    if not found.ok or trust is None or found.header is None or found.digest is None:
        return found
    stands = place(found.header, found.digest, trust.chains.get(found.header.branch, ()))
    if found.code != "received" and stands.code in TO_KEEP:
        return found  # sealed_intact says more than the place in the chain
    judged = verdict(
        stands.code,
        header=found.header,
        digest=found.digest,
        opened=found.opened,
        epoch=stands.epoch,
        facts=stands.facts,
    )
    return judged if judged.ok else replace(judged, opened=None)


def examine(path: Path, trust: Trust | None, keys: Keys | None) -> Verdict:
    """Judge a packet by itself, without its place in the chain."""
    seen = _Seen()
    try:
        with path.open("rb") as file:
            return _examine(path, file, trust, keys, seen)
    except OSError as error:
        return verdict("unreadable", detail=str(error))
    except RefusedError as refusal:
        return verdict(
            refusal.code,
            header=seen.header,
            digest=seen.digest,
            detail=refusal.detail,
            facts={"name": "", **refusal.facts},
        )


@dataclass(frozen=True, slots=True)
class Hint:
    """What a file claims about itself, unproved: good for sorting a stick, for nothing else."""

    branch: str
    sequence: int
    digest: str


def peek(path: Path) -> Hint | None:
    """Read the claims of a file. None where it has not even the shape of a packet."""
    try:
        with path.open("rb") as file:
            header, signed = _header(_entries(file))
    except (OSError, RefusedError):
        return None
    suite = find_suite(header.suite)
    assert suite is not None
    return Hint(header.branch, header.sequence, _digest(suite, signed))


def _entries(file: BinaryIO) -> archive.Archive:
    found = archive.read_archive(
        archive.FileSource(file), archive.PACKET_LIMITS, ENTRIES.__contains__, _FOLDED.__contains__
    )
    missing = [name for name in ENTRIES if name not in found.entries]
    if missing:
        raise RefusedError("entry_missing", missing[0], name=missing[0])
    if tuple(found.entries) != ENTRIES:
        raise RefusedError("entry_order")
    return found


def _header(outer: archive.Archive) -> tuple[Header, bytes]:
    data = outer.content("header.json", MAX_HEADER)
    return Header.from_bytes(data), data


def _examine(path: Path, file: BinaryIO, trust: Trust | None, keys: Keys | None, seen: _Seen) -> Verdict:
    outer = _entries(file)
    header, signed = _header(outer)
    suite = find_suite(header.suite)
    assert suite is not None  # Header.from_bytes refuses unknown suites
    _check_signature(outer, header, signed, suite, trust)
    seen.header, seen.digest = header, _digest(suite, signed)
    if _digest(suite, outer.content("README.txt", _MAX_README)) != header.readme_digest:
        raise RefusedError("readme_changed")
    if trust is not None:
        _check_delivery(header, trust, keys)
    _check_payload(outer, header, suite)
    if trust is None:
        return verdict("intact_unnamed", header=header, digest=seen.digest)
    content_key = None
    if header.sealed:
        if keys is None:
            return verdict("sealed_intact", header=header, digest=seen.digest)
        content_key = _content_key(header, suite, keys)
    place_of = outer.entries["payload.bin"]
    opened = open_payload(
        path, file, place_of, header, suite=suite, content_key=content_key, editions=trust.editions
    )
    return verdict("received", header=header, digest=seen.digest, opened=opened)


def _check_signature(
    outer: archive.Archive, header: Header, signed: bytes, suite: Suite, trust: Trust | None
) -> None:
    """The signature, then whether its key is the branch's.

    A key that is not on the list is tried all the same, with the public key that came along: a broken
    signature and an unknown signer call for different next steps.
    """
    signature = outer.content("signature.bin", _MAX_SIGNATURE)
    pem = outer.content("sender.pem", _MAX_PEM)
    found = trust.find(header.sender) if trust is not None else None
    if found is not None and found.card.suite != header.suite:
        raise RefusedError("suite_downgraded", header.suite, branch=header.branch_name)
    sign_key = found.card.sign_key if found is not None else suite.from_pem(pem)
    if sign_key is None:
        raise RefusedError("sender_changed")
    if not suite.verify(sign_key, signed, signature):
        raise RefusedError("signature_wrong")
    if pem != suite.pem(sign_key):
        raise RefusedError("sender_changed")
    if trust is not None:
        _check_signer(header, trust, found)


def _check_signer(header: Header, trust: Trust, found: Registered | None) -> None:
    named = {"branch": header.branch_name or header.branch}
    if found is None:
        if any(each.card.code == header.branch and each.card.suite != header.suite for each in trust.cards):
            raise RefusedError("suite_downgraded", header.suite, **named)
        raise RefusedError(
            "key_unknown" if header.branch in trust.branches else "branch_unknown", header.sender, **named
        )
    if found.card.code != header.branch:
        raise RefusedError("key_other_branch", found.card.code, **named)
    if header.branch not in trust.branches:
        raise RefusedError("branch_unknown", header.branch, **named)
    if found.revoked_on is not None and header.created[:10] >= found.revoked_on:
        raise RefusedError("key_revoked", header.sender, day=found.revoked_on)


def _check_delivery(header: Header, trust: Trust, keys: Keys | None) -> None:
    """Whether time and addressee are ours."""
    if header.created < _EARLIEST or datetime.fromisoformat(header.created) > trust.now + _CLOCK_LEEWAY:
        raise RefusedError("clock", header.created, day=header.created)
    if trust.street and header.street.strip("-") and header.street != trust.street:
        raise RefusedError("other_street", header.street)
    if (
        header.sealed
        and keys is not None
        and not any(each.key == keys.card.key_id for each in header.recipients)
    ):
        raise RefusedError("not_sealed_to_us")


def _check_payload(outer: archive.Archive, header: Header, suite: Suite) -> None:
    """The digest of the sealed bytes. Where the zip's own check sum is wrong too, the copy is damaged."""
    place_of = outer.entries["payload.bin"]
    if place_of.size != header.payload_length:
        raise RefusedError("payload_length", str(place_of.size))
    running = suite.hasher()
    for piece in outer.pieces("payload.bin"):
        running.update(piece)
    if running.hexdigest() != header.payload_digest:
        raise RefusedError("payload_digest")


def _content_key(header: Header, suite: Suite, keys: Keys) -> bytes:
    mine = next(each for each in header.recipients if each.key == keys.card.key_id)
    content_key = suite.unwrap(keys.secrets, mine.wrapped, header.context(mine.key))
    if content_key is None:
        raise RefusedError("key_wrap_wrong")
    return content_key


def _digest(suite: Suite, data: bytes) -> str:
    running = suite.hasher()
    running.update(data)
    return running.hexdigest()
