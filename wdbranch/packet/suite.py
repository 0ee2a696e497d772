"""What the packet asks of cryptography, and nothing more.

A suite is a set of algorithms with a name. Everything above calls these methods and stays the same when a
second suite (for example the national algorithms) stands beside the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

DEFAULT = "25519"
"""The suite of new keys where nobody asked for another."""

NATIONAL = "sm"
"""The suite of the national algorithms, which a street office may choose."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Both secret keys of one holder, raw. Never shown, logged or stored unencrypted."""

    sign: bytes = field(repr=False)
    seal: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Publics:
    """Both public keys of one holder, raw."""

    sign: bytes
    seal: bytes


class Hasher(Protocol):
    """A running digest, as hashlib's."""

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""

    def hexdigest(self) -> str:
        """The digest so far, in hex."""


class Suite(Protocol):
    """One set of algorithms. Methods that open something return None where it does not open."""

    id: str
    seed_size: int
    digest_name: str  # as people write it
    chunk_size: int  # bytes of plain text in each sealed chunk but the last
    chunk_growth: int  # bytes that sealing adds to each chunk
    cost: Mapping[str, int]  # of stretching a passphrase, in production: at least half a second

    def secrets(self, seed: bytes) -> Secrets:
        """Both secret keys of a seed."""

    def publics(self, secrets: Secrets) -> Publics:
        """Their public halves."""

    def knows(self, publics: Publics) -> bool:
        """Whether these bytes are usable public keys of this suite."""

    def sign(self, secrets: Secrets, message: bytes) -> bytes:
        """The signature over exactly these bytes, always of one length: a packet is laid out before it is signed."""

    def verify(self, sign_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature holds."""

    def pem(self, sign_key: bytes) -> bytes:
        """The public key as stock tools read it."""

    def from_pem(self, data: bytes) -> bytes | None:
        """The raw public key of a PEM text of this suite."""

    def hasher(self) -> Hasher:
        """A new running digest."""

    def new_content_key(self) -> bytes:
        """A fresh key for one payload."""

    def wrap(self, seal_key: bytes, content_key: bytes, context: bytes) -> bytes:
        """The content key, readable by the holder of that public key only."""

    def unwrap(self, secrets: Secrets, wrapped: bytes, context: bytes) -> bytes | None:
        """The content key."""

    def seal_chunk(self, content_key: bytes, index: int, last: bool, plain: bytes) -> bytes:
        """One chunk; its place and whether it is the last are part of what is authenticated."""

    def open_chunk(self, content_key: bytes, index: int, last: bool, sealed: bytes) -> bytes | None:
        """The plain chunk."""

    def stretch(self, passphrase: bytes, salt: bytes, cost: Mapping[str, int]) -> bytes:
        """A key from a passphrase, slowly. Raises ValueError for a cost out of bounds."""

    def lock(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        """A small secret under a stretched key."""

    def unlock(self, key: bytes, locked: bytes, context: bytes) -> bytes | None:
        """The small secret."""

    def check_by_hand(self) -> tuple[str, ...]:
        """The command lines with which stock tools check a packet."""


def find_suite(suite_id: str) -> Suite | None:
    """The suite of that name, None where this program or computer has none. Loads the cryptography library."""
    if suite_id == DEFAULT:
        from wdbranch.packet.suite_25519 import SUITE

        return SUITE
    if suite_id == NATIONAL:
        from wdbranch.packet import sm2, suite_sm

        return suite_sm.SUITE if sm2.available() else None
    return None


def suites() -> tuple[Suite, ...]:
    """Every suite that this computer has, that of new keys first."""
    return tuple(found for name in (DEFAULT, NATIONAL) if (found := find_suite(name)) is not None)


def default_suite() -> Suite:
    """The suite of new keys where nobody asked for another."""
    found = find_suite(DEFAULT)
    assert found is not None
    return found
