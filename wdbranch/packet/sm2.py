"""SM2 (GB/T 32918) by OpenSSL: the libcrypto that Python itself was linked against, through ctypes.

The ``cryptography`` library has SM3 and SM4 but no SM2, and there is no other library of that standing for both
Windows and Linux. OpenSSL 3 has it, and every Python brings one along for ``hashlib``. Only its documented EVP
calls are used; no arithmetic on the curve is done here. Keys go in and out as DER, so that no structure of
OpenSSL's is ever looked into.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

PRIVATE = 32
"""Bytes of a secret key: a number from 1 to order - 2, big end first."""

PUBLIC = 65
"""Bytes of a public key: 04, then both coordinates."""

ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
"""The order of the base point (GB/T 32918.5-2017)."""

SIGNER_ID = b"1234567812345678"
"""The user id that GM/T 0009 prescribes where none was agreed; stock tools want it named."""

_CURVE = bytes.fromhex("06082a811ccf5501822d")                   # OID 1.2.156.10197.1.301
_ALGORITHM = b"\x30\x13" + bytes.fromhex("06072a8648ce3d0201") + _CURVE
_SPKI = b"\x30\x59" + _ALGORITHM + b"\x03\x42\x00"
_PKCS8 = b"\x30\x41\x02\x01\x00" + _ALGORITHM + b"\x04\x27\x30\x25\x02\x01\x01\x04\x20"

_POINTER, _INT, _SIZE, _BYTES = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t, ctypes.c_char_p
_CALLS: dict[str, tuple[Any, list[Any]]] = {
    "d2i_AutoPrivateKey": (_POINTER, [_POINTER, _POINTER, ctypes.c_long]),
    "d2i_PUBKEY": (_POINTER, [_POINTER, _POINTER, ctypes.c_long]),
    "i2d_PUBKEY": (_INT, [_POINTER, _POINTER]),
    "EVP_PKEY_free": (None, [_POINTER]),
    "EVP_PKEY_CTX_new_from_pkey": (_POINTER, [_POINTER, _POINTER, _BYTES]),
    "EVP_PKEY_CTX_free": (None, [_POINTER]),
    "EVP_PKEY_CTX_set1_id": (_INT, [_POINTER, _BYTES, _INT]),
    "EVP_MD_CTX_new": (_POINTER, []),
    "EVP_MD_CTX_free": (None, [_POINTER]),
    "EVP_MD_CTX_set_pkey_ctx": (None, [_POINTER, _POINTER]),
    "EVP_DigestSignInit_ex": (_INT, [_POINTER, _POINTER, _BYTES, _POINTER, _BYTES, _POINTER, _POINTER]),
    "EVP_DigestVerifyInit_ex": (_INT, [_POINTER, _POINTER, _BYTES, _POINTER, _BYTES, _POINTER, _POINTER]),
    "EVP_DigestSign": (_INT, [_POINTER, _POINTER, _POINTER, _BYTES, _SIZE]),
    "EVP_DigestVerify": (_INT, [_POINTER, _BYTES, _SIZE, _BYTES, _SIZE]),
    "EVP_PKEY_encrypt_init": (_INT, [_POINTER]),
    "EVP_PKEY_encrypt": (_INT, [_POINTER, _POINTER, _POINTER, _BYTES, _SIZE]),
    "EVP_PKEY_decrypt_init": (_INT, [_POINTER]),
    "EVP_PKEY_decrypt": (_INT, [_POINTER, _POINTER, _POINTER, _BYTES, _SIZE]),
    "ERR_clear_error": (None, []),
}


class Sm2Error(ValueError):
    """A key, a signature or a cipher text that is none, or a libcrypto without SM2."""


@cache
def available() -> bool:
    """Whether this computer's libcrypto has SM2."""
    try:
        public_of((1).to_bytes(PRIVATE, "big"))
    except Sm2Error:
        return False
    return True


def public_of(private: bytes) -> bytes:
    """The public key of a secret one. Raises Sm2Error."""
    if len(private) != PRIVATE or not 1 <= int.from_bytes(private, "big") <= ORDER - 2:
        raise Sm2Error("not a secret key")
    with _private(private) as key:
        return _public_bytes(key)


def usable(public: bytes) -> bool:
    """Whether these bytes are a point of the curve."""
    try:
        with _public(public):
            return True
    except Sm2Error:
        return False


def spki(public: bytes) -> bytes:
    """SubjectPublicKeyInfo (DER), as stock tools read it."""
    return _SPKI + public


def from_spki(data: bytes) -> bytes | None:
    """The public key of a SubjectPublicKeyInfo; None for anything else."""
    public = data.removeprefix(_SPKI)
    return public if data.startswith(_SPKI) and usable(public) else None


def sign(private: bytes, message: bytes) -> bytes:
    """The signature with SM3 over exactly these bytes, DER of two numbers. Raises Sm2Error."""
    with _private(private) as key, _digesting(key) as context:
        _must(_lib().EVP_DigestSignInit_ex(context, None, b"SM3", None, None, key, None), "sign init")
        return _sized(lambda out, size: _lib().EVP_DigestSign(context, out, size, message, len(message)))


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature holds; not for any other spelling of the same two numbers."""
    try:
        with _public(public) as key, _digesting(key) as context:
            _must(_lib().EVP_DigestVerifyInit_ex(context, None, b"SM3", None, None, key, None), "verify init")
            found = _lib().EVP_DigestVerify(context, signature, len(signature), message, len(message))
    except Sm2Error:
        return False
    _lib().ERR_clear_error()
    return bool(found == 1)


def encrypt(public: bytes, plain: bytes) -> bytes:
    """Public key encryption (GB/T 32918.4), its digest SM3; DER. Raises Sm2Error."""
    with _public(public) as key, _context(key) as context:
        _must(_lib().EVP_PKEY_encrypt_init(context), "encrypt init")
        return _sized(lambda out, size: _lib().EVP_PKEY_encrypt(context, out, size, plain, len(plain)))


def decrypt(private: bytes, sealed: bytes) -> bytes:
    """What was encrypted to the public half. Raises Sm2Error."""
    with _private(private) as key, _context(key) as context:
        _must(_lib().EVP_PKEY_decrypt_init(context), "decrypt init")
        return _sized(lambda out, size: _lib().EVP_PKEY_decrypt(context, out, size, sealed, len(sealed)))


# --- libcrypto --------------------------------------------------------------------------------------------


@cache
def _lib() -> Any:
    """The library with the shapes of its calls. Raises Sm2Error where none is found or calls are missing."""
    for path in _places():
        try:
            found = ctypes.CDLL(path)
            for name, (gives, takes) in _CALLS.items():
                call = getattr(found, name)
                call.restype, call.argtypes = gives, takes
        except (OSError, AttributeError):
            continue
        return found
    raise Sm2Error("no libcrypto of OpenSSL 3")


def _places() -> Iterator[str]:
    """Where the libcrypto lies that Python's own hashlib uses; only that one is ever loaded."""
    import _hashlib

    if sys.platform == "win32":
        beside = {Path(_hashlib.__file__).parent, Path(sys.executable).parent, Path(sys.base_prefix) / "DLLs"}
        for folder in sorted(beside):
            yield from map(str, sorted(folder.glob("libcrypto-3*.dll")))
        return
    for line in Path("/proc/self/maps").read_text("utf-8", "surrogateescape").splitlines():
        if "libcrypto.so" in line:
            yield line.split(maxsplit=5)[5]
            return
    yield _hashlib.__file__       # linked into the module itself


@contextmanager
def _private(private: bytes) -> Iterator[int]:
    with _key(_lib().d2i_AutoPrivateKey, _PKCS8 + private) as key:
        yield key


@contextmanager
def _public(public: bytes) -> Iterator[int]:
    if len(public) != PUBLIC:
        raise Sm2Error("not a public key")
    with _key(_lib().d2i_PUBKEY, spki(public)) as key:
        yield key


@contextmanager
def _key(read: Callable[..., int | None], der: bytes) -> Iterator[int]:
    buffer = ctypes.create_string_buffer(der, len(der))
    start = _POINTER(ctypes.addressof(buffer))
    key = read(None, ctypes.byref(start), len(der))
    if not key:
        _lib().ERR_clear_error()
        raise Sm2Error("not a key")
    try:
        yield key
    finally:
        _lib().EVP_PKEY_free(key)


@contextmanager
def _context(key: int) -> Iterator[int]:
    context = _lib().EVP_PKEY_CTX_new_from_pkey(None, key, None)
    if not context:
        raise Sm2Error("no context")
    try:
        yield context
    finally:
        _lib().EVP_PKEY_CTX_free(context)


@contextmanager
def _digesting(key: int) -> Iterator[int]:
    with _context(key) as context:
        _must(_lib().EVP_PKEY_CTX_set1_id(context, SIGNER_ID, len(SIGNER_ID)), "id")
        digesting = _lib().EVP_MD_CTX_new()
        try:
            _lib().EVP_MD_CTX_set_pkey_ctx(digesting, context)
            yield digesting
        finally:
            _lib().EVP_MD_CTX_free(digesting)


def _must(result: int, what: str) -> None:
    if result != 1:
        _lib().ERR_clear_error()
        raise Sm2Error(what)


def _sized(call: Callable[[Any, Any], int]) -> bytes:
    """The output of a call that first says how long it may get, and then how long it is."""
    size = _SIZE()
    _must(call(None, ctypes.byref(size)), "size")
    buffer = ctypes.create_string_buffer(size.value)
    _must(call(buffer, ctypes.byref(size)), "output")
    return buffer.raw[: size.value]


def _public_bytes(key: int) -> bytes:
    size = _lib().i2d_PUBKEY(key, None)
    buffer = ctypes.create_string_buffer(size)
    start = _POINTER(ctypes.addressof(buffer))
    _lib().i2d_PUBKEY(key, ctypes.byref(start))
    public = from_spki(buffer.raw)
    if public is None:
        raise Sm2Error("not a key of this curve")
    return public
