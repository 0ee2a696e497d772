"""What the suites have in common: the nonce of a chunk, and a passphrase stretched slowly."""

from __future__ import annotations

from collections.abc import Mapping

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SCRYPT_COST: Mapping[str, int] = {"n": 1 << 17, "r": 8, "p": 3}
"""128 MiB, a second or two on an office PC."""


def chunk_nonce(index: int, last: bool) -> bytes:
    """12 bytes of the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).

    They hold the chunk's number and whether it is the last, so that chunks can neither be swapped, dropped nor
    cut off. The content key is fresh for each packet, hence no random part.
    """
    return bytes(7) + index.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def scrypt(passphrase: bytes, salt: bytes, cost: Mapping[str, int], length: int) -> bytes:
    """A key of so many bytes. Raises ValueError for a cost out of bounds.

    The bounds keep a foreign file from asking for all memory there is.
    """
    n, r, p = cost.get("n", 0), cost.get("r", 0), cost.get("p", 0)
    if not (2 <= n <= 1 << 18 and n & (n - 1) == 0 and 1 <= r <= 8 and 1 <= p <= 8):
        raise ValueError("cost out of bounds")
    return Scrypt(salt=salt, length=length, n=n, r=r, p=p).derive(passphrase)
