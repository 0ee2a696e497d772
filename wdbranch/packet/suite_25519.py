"""Suite 25519: Ed25519, HPKE (X25519, HKDF-SHA256, ChaCha20-Poly1305), SHA-256, scrypt.

Payload: ChaCha20-Poly1305 over chunks of 1 MiB in the STREAM construction, see ``construction``.
All arithmetic is the ``cryptography`` library's.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from wdbranch.packet.construction import SCRYPT_COST, chunk_nonce, scrypt
from wdbranch.packet.suite import Hasher, Publics, Secrets

_KEY = 32
_NONCE = 12
_HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


class Suite25519:
    """See :class:`wdbranch.packet.suite.Suite`."""

    id = "25519"
    digest_name = "SHA-256"
    seed_size = 32
    chunk_size = 1 << 20
    chunk_growth = 16
    cost: Mapping[str, int] = SCRYPT_COST

    def secrets(self, seed: bytes) -> Secrets:
        """Both secret keys of a 32-byte seed."""
        if len(seed) != self.seed_size:
            raise ValueError("a seed has 32 bytes")
        return Secrets(sign=_derive(seed, b"wdbranch/sign/1"), seal=_derive(seed, b"wdbranch/seal/1"))

    def publics(self, secrets: Secrets) -> Publics:
        """Their public halves, 32 bytes each."""
        return Publics(
            sign=Ed25519PrivateKey.from_private_bytes(secrets.sign).public_key().public_bytes_raw(),
            seal=X25519PrivateKey.from_private_bytes(secrets.seal).public_key().public_bytes_raw(),
        )

    def knows(self, publics: Publics) -> bool:
        """Whether both have 32 bytes and the sealing key is one that a key can be wrapped for."""
        if len(publics.sign) != _KEY or len(publics.seal) != _KEY:
            return False
        try:
            self.wrap(publics.seal, bytes(_KEY), b"")
        except ValueError:  # a point of low order
            return False
        return True

    def sign(self, secrets: Secrets, message: bytes) -> bytes:
        """The 64-byte signature."""
        return Ed25519PrivateKey.from_private_bytes(secrets.sign).sign(message)

    def verify(self, sign_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature holds."""
        try:
            Ed25519PublicKey.from_public_bytes(sign_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def pem(self, sign_key: bytes) -> bytes:
        """SubjectPublicKeyInfo, as openssl reads it."""
        key = Ed25519PublicKey.from_public_bytes(sign_key)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def from_pem(self, data: bytes) -> bytes | None:
        """The raw key, None for anything but a signing key of this suite."""
        try:
            key = load_pem_public_key(data)
        except (ValueError, TypeError):
            return None
        return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else None

    def hasher(self) -> Hasher:
        """SHA-256."""
        return hashlib.sha256()

    def new_content_key(self) -> bytes:
        """32 random bytes."""
        return os.urandom(_KEY)

    def wrap(self, seal_key: bytes, content_key: bytes, context: bytes) -> bytes:
        """80 bytes. Raises ValueError for an unusable public key."""
        return _HPKE.encrypt(content_key, X25519PublicKey.from_public_bytes(seal_key), context)

    def unwrap(self, secrets: Secrets, wrapped: bytes, context: bytes) -> bytes | None:
        """The content key."""
        try:
            key = _HPKE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(secrets.seal), context)
        except (InvalidTag, ValueError):
            return None
        return key if len(key) == _KEY else None

    def seal_chunk(self, content_key: bytes, index: int, last: bool, plain: bytes) -> bytes:
        """One sealed chunk, 16 bytes longer."""
        return ChaCha20Poly1305(content_key).encrypt(chunk_nonce(index, last), plain, None)

    def open_chunk(self, content_key: bytes, index: int, last: bool, sealed: bytes) -> bytes | None:
        """The plain chunk."""
        try:
            return ChaCha20Poly1305(content_key).decrypt(chunk_nonce(index, last), sealed, None)
        except InvalidTag:
            return None

    def stretch(self, passphrase: bytes, salt: bytes, cost: Mapping[str, int]) -> bytes:
        """By scrypt."""
        return scrypt(passphrase, salt, cost, _KEY)

    def lock(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        """Random nonce, then ciphertext."""
        nonce = os.urandom(_NONCE)
        return nonce + ChaCha20Poly1305(key).encrypt(nonce, plain, context)

    def unlock(self, key: bytes, locked: bytes, context: bytes) -> bytes | None:
        """The small secret."""
        try:
            return ChaCha20Poly1305(key).decrypt(locked[:_NONCE], locked[_NONCE:], context)
        except (InvalidTag, ValueError):
            return None

    def check_by_hand(self) -> tuple[str, ...]:
        """With Info-ZIP, OpenSSL 3 and coreutils."""
        return (
            "openssl pkeyutl -verify -pubin -inkey sender.pem -rawin -in header.json -sigfile signature.bin",
            "sha256sum header.json payload.bin",
        )


def _derive(seed: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=_KEY, salt=None, info=label).derive(seed)


SUITE = Suite25519()
