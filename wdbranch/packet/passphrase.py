"""How hard a passphrase is to guess: a rough and cautious figure, good for a coloured bar and nothing else."""

from __future__ import annotations

import math
import unicodedata
from enum import IntEnum

_FAMILIES = ((str.isdigit, 10), (str.islower, 26), (str.isupper, 26))
_HAN = 2500          # characters in everyday use
_OTHER = 30
_WEAK, _FAIR, _GOOD = 35.0, 50.0, 65.0      # bits
_COMMON = ("password", "passw0rd", "qwerty", "asdf", "zxcv", "admin", "woaini", "dangyuan", "zhibu", "abc", "iloveyou")
_RUNS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUN = 3


class Strength(IntEnum):
    """From guessed at once to hard to guess."""

    TOO_SHORT = 0
    WEAK = 1
    FAIR = 2
    GOOD = 3


def strength(passphrase: str, least: int) -> Strength:
    """How hard the passphrase is to guess; ``least`` is how many characters it must have.

    Repeated characters, runs (123, abc, qwe), years and what everybody takes count for little.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < least:
        return Strength.TOO_SHORT
    bits = _worth(text) * math.log2(max(2, _alphabet(text)))
    return Strength.GOOD if bits >= _GOOD else Strength.FAIR if bits >= _FAIR else Strength.WEAK


def _alphabet(text: str) -> int:
    size = sum(count for test, count in _FAMILIES if any(char.isascii() and test(char) for char in text))
    if any(char.isascii() and not char.isalnum() for char in text):
        size += _OTHER
    if any(not char.isascii() for char in text):
        size += _HAN
    return size


def _worth(text: str) -> float:
    """How many characters the text counts for."""
    folded = text.casefold()
    for word in _COMMON:
        folded = folded.replace(word, "\0")
    worth, seen = 0.0, set[str]()
    for at, char in enumerate(folded):
        run = folded[max(0, at - _RUN + 1) : at + 1]
        expected = len(run) == _RUN and any(run in whole for whole in _RUNS)
        worth += 0.3 if char in seen or expected else 1.0
        seen.add(char)
    return worth
