"""A new public card signed by the keys before it: whoever trusts the old card may trust the new one.

The file is a ``.wdcard`` like any other; a plain card and a succession are told apart by their format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wdbranch.disk import write_whole
from wdbranch.errors import FileRefusedError
from wdbranch.packet import canon
from wdbranch.packet.keys import Card, Keys, read_file
from wdbranch.packet.suite import find_suite

FORMAT = "wdbranch/succession/1"
_LABEL = "wdbranch/succession/1/signed"


@dataclass(frozen=True, slots=True)
class Succession:
    """The new card, the id of the old pair of keys, and its signature over both."""

    card: Card
    old: str
    suite: str                    # of the old keys
    signature: bytes

    @classmethod
    def sign(cls, old: Keys, new: Card) -> Succession:
        """Say with the old keys that the new card takes their place."""
        signature = old.suite.sign(old.secrets, _signed(new, old.card.key_id))
        return cls(new, old.card.key_id, old.card.suite, signature)

    def by(self, cards: Iterable[Card]) -> Card | None:
        """The card among these that signed it for a holder of the same code and role; None where none did."""
        for old in cards:
            suite = find_suite(old.suite)
            same = (old.key_id, old.suite, old.role, old.code) == (self.old, self.suite, self.card.role, self.card.code)
            if same and suite is not None and suite.verify(
                old.sign_key, _signed(self.card, self.old), self.signature
            ):
                return old
        return None

    def save(self, path: Path) -> None:
        """Write a .wdcard file, whole or not at all. Raises UserError: disk_full, disk_gone, disk_refused."""
        write_whole(path, self.to_bytes())

    def to_bytes(self) -> bytes:
        """The content of the file."""
        table = {
            "format": FORMAT,
            "card": json.loads(self.card.to_bytes()),
            "old": self.old,
            "suite": self.suite,
            "signature": canon.to_base64(self.signature),
        }
        return canon.dump(table) + b"\n"


def _signed(card: Card, old: str) -> bytes:
    return canon.dump([_LABEL, old, json.loads(card.to_bytes())])


def load_card(path: Path) -> tuple[Card, Succession | None]:
    """The card of a .wdcard file, and the succession if the keys before signed it. Raises as ``Card.load``."""
    data = read_file(path, "公钥卡", "card")
    try:
        table = canon.load(data.strip(), canonical=False)
    except canon.MalformedError:
        return Card.from_bytes(data), None              # which says what is wrong
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        return Card.from_bytes(data), None
    try:
        shape = canon.Shape(table, "succession", ("format", "card", "old", "suite", "signature"))
        card = Card.from_bytes(canon.dump(shape.raw("card")))
        found = Succession(
            card, shape.text("old", 32), shape.text("suite", 40), canon.from_base64(shape.text("signature", 4096))
        )
    except canon.MalformedError as error:
        raise FileRefusedError(
            "这张公钥卡损坏了，内容不完整。",
            safe="没有改动任何数据。",
            todo="请让对方重新导出公钥卡。",
            code="card_damaged",
        ) from error
    return card, found
