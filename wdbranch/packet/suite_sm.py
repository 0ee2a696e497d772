"""Suite sm, the national algorithms: SM2 signature and encryption with SM3 (GB/T 32918), SM4-GCM (GB/T 32907).

Payload: SM4-GCM over chunks of 1 MiB in the STREAM construction, see ``construction``. SM2 encryption has no room
for a context, so the digest of the context is sealed with the content key and compared when it is opened. SM3 and
SM2 are OpenSSL's, by way of Python's own (``hashlib``, ``sm2``); SM4 is that of the ``cryptography`` library.
A passphrase is stretched by scrypt here as well: no national algorithm is hard for memory, and the file of the
keys never leaves its owner.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wdbranch.packet import sm2
from wdbranch.packet.construction import SCRYPT_COST, chunk_nonce, scrypt
from wdbranch.packet.suite import Hasher, Publics, Secrets

_KEY = 16
_NONCE = 12
_TAG = 16
_DIGEST = 32
_ID = sm2.SIGNER_ID.decode()
_SIGNATURE = 71
_PEM_HEAD, _PEM_TAIL = "-----BEGIN PUBLIC KEY-----\n", "-----END PUBLIC KEY-----\n"
_PEM_LINE = 64


class SuiteSm:
    """See :class:`wdbranch.packet.suite.Suite`."""

    id = "sm"
    digest_name = "SM3"
    seed_size = 32
    chunk_size = 1 << 20
    chunk_growth = _TAG
    cost: Mapping[str, int] = SCRYPT_COST

    def secrets(self, seed: bytes) -> Secrets:
        """Both secret keys of a 32-byte seed."""
        if len(seed) != self.seed_size:
            raise ValueError("a seed has 32 bytes")
        return Secrets(sign=_derive(seed, b"wdbranch/sm/sign/1"), seal=_derive(seed, b"wdbranch/sm/seal/1"))

    def publics(self, secrets: Secrets) -> Publics:
        """Their public halves, 65 bytes each."""
        return Publics(sm2.public_of(secrets.sign), sm2.public_of(secrets.seal))

    def knows(self, publics: Publics) -> bool:
        """Whether both are points of the curve."""
        return sm2.usable(publics.sign) and sm2.usable(publics.seal)

    def sign(self, secrets: Secrets, message: bytes) -> bytes:
        """The signature, DER of two numbers: 71 bytes.

        Signatures are random, and their DER has 70, 71 or 72 bytes, seldom fewer; it is drawn again until it has
        the length that about half of them have. What is drawn is public, so the choice tells nothing of the key.
        """
        while len(found := sm2.sign(secrets.sign, message)) != _SIGNATURE:
            pass
        return found

    def verify(self, sign_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature holds."""
        return sm2.verify(sign_key, message, signature)

    def pem(self, sign_key: bytes) -> bytes:
        """SubjectPublicKeyInfo, as openssl reads it."""
        text = base64.b64encode(sm2.spki(sign_key)).decode()
        lines = "".join(text[at : at + _PEM_LINE] + "\n" for at in range(0, len(text), _PEM_LINE))
        return (_PEM_HEAD + lines + _PEM_TAIL).encode()

    def from_pem(self, data: bytes) -> bytes | None:
        """The raw key, None for anything but a signing key of this suite."""
        text = data.decode("ascii", "replace")
        inner = text.removeprefix(_PEM_HEAD).removesuffix(_PEM_TAIL)
        if len(inner) + len(_PEM_HEAD) + len(_PEM_TAIL) != len(text):
            return None
        try:
            return sm2.from_spki(base64.b64decode(inner.replace("\n", ""), validate=True))
        except (binascii.Error, ValueError):
            return None

    def hasher(self) -> Hasher:
        """SM3."""
        return hashlib.new("sm3")

    def new_content_key(self) -> bytes:
        """16 random bytes."""
        return os.urandom(_KEY)

    def wrap(self, seal_key: bytes, content_key: bytes, context: bytes) -> bytes:
        """About 156 bytes, DER. Raises ValueError for an unusable public key."""
        return sm2.encrypt(seal_key, content_key + _sm3(context))

    def unwrap(self, secrets: Secrets, wrapped: bytes, context: bytes) -> bytes | None:
        """The content key."""
        try:
            plain = sm2.decrypt(secrets.seal, wrapped)
        except sm2.Sm2Error:
            return None
        if len(plain) != _KEY + _DIGEST or plain[_KEY:] != _sm3(context):
            return None
        return plain[:_KEY]

    def seal_chunk(self, content_key: bytes, index: int, last: bool, plain: bytes) -> bytes:
        """One sealed chunk, 16 bytes longer."""
        return _encrypt(content_key, chunk_nonce(index, last), plain, b"")

    def open_chunk(self, content_key: bytes, index: int, last: bool, sealed: bytes) -> bytes | None:
        """The plain chunk."""
        return _decrypt(content_key, chunk_nonce(index, last), sealed, b"")

    def stretch(self, passphrase: bytes, salt: bytes, cost: Mapping[str, int]) -> bytes:
        """By scrypt."""
        return scrypt(passphrase, salt, cost, _KEY)

    def lock(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        """Random nonce, then cipher text and tag."""
        nonce = os.urandom(_NONCE)
        return nonce + _encrypt(key, nonce, plain, context)

    def unlock(self, key: bytes, locked: bytes, context: bytes) -> bytes | None:
        """The small secret."""
        return _decrypt(key, locked[:_NONCE], locked[_NONCE:], context)

    def check_by_hand(self) -> tuple[str, ...]:
        """With Info-ZIP and OpenSSL 3."""
        verifying = (
            f"openssl pkeyutl -verify -pubin -inkey sender.pem -rawin -digest sm3 -pkeyopt distid:{_ID}"
            " -in header.json -sigfile signature.bin"
        )
        return verifying, "openssl dgst -sm3 header.json payload.bin"


def _derive(seed: bytes, label: bytes) -> bytes:
    """A secret key of SM2; 48 bytes taken into the range of 32 leave no bias that matters."""
    wide = HKDF(algorithm=hashes.SM3(), length=48, salt=None, info=label).derive(seed)
    return (int.from_bytes(wide, "big") % (sm2.ORDER - 2) + 1).to_bytes(sm2.PRIVATE, "big")


def _sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def _encrypt(key: bytes, nonce: bytes, plain: bytes, context: bytes) -> bytes:
    sealing = Cipher(SM4(key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(context)
    return sealing.update(plain) + sealing.finalize() + sealing.tag


def _decrypt(key: bytes, nonce: bytes, sealed: bytes, context: bytes) -> bytes | None:
    """None where the tag does not hold; nothing of the plain text is given out before it does."""
    if len(sealed) < _TAG:
        return None
    try:
        opening = Cipher(SM4(key), modes.GCM(nonce, sealed[-_TAG:])).decryptor()
        opening.authenticate_additional_data(context)
        return opening.update(sealed[:-_TAG]) + opening.finalize()
    except (InvalidTag, ValueError):
        return None


SUITE = SuiteSm()
