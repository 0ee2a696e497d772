"""One purpose-made file for every verdict there is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.packet.forge import BRANCH, OTHER, STRANGER, STREET, Forgery, raw_zip, sha, trust
from wdbranch.packet import canon
from wdbranch.packet.chain import Link
from wdbranch.packet.keys import Keys
from wdbranch.packet.read import Registered, Trust


@dataclass
class Case:
    """Bytes of a file, and who judges them."""

    data: bytes
    trust: Trust | None = None
    keys: Keys | None = STREET
    believe: bool = True

    def __post_init__(self) -> None:
        if self.trust is None and self.believe:
            self.trust = trust()


def digest_of(data: bytes) -> str:
    """The digest that names a packet: that of header.json."""
    from tests.packet.forge import unzipped

    return sha(dict(unzipped(data))["header.json"])


def link(**changes: Any) -> Link:
    return replace(Link("0" * 64, 1, None, "2026-Q2", 1, BRANCH.card.key_id), **changes)


def chained(*links: Link, sequence: int = 0, previous: str = "") -> Case:
    """A packet (the first one, or that number) before a desk that has already received these."""
    data = Forgery(sequence=sequence, previous=previous).build() if sequence else GOOD
    return Case(data, trust(chains={"NA01": links}))


def set_in(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda table: {**table, **changes}


def outer(name: str, data: bytes | Callable[[bytes], bytes]) -> Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]:
    """Replace one entry of the packet."""
    return lambda parts: [(n, (data(d) if callable(data) else data) if n == name else d) for n, d in parts]


def inner(change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Callable[[Any], Any]:
    return lambda parts: list(change(dict(parts)).items())


def rows(parts: list[tuple[str, bytes]]) -> list[dict[str, Any]]:
    return [{"name": name, "data": data} for name, data in parts]


def bent_rows(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> bytes:
    return Forgery(outer=lambda parts: raw_zip(change(rows(parts)))).build()


def changed(index: int, **facts: Any) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda found: [{**row, **facts} if at == index else row for at, row in enumerate(found)]


def deflated(row: dict[str, Any]) -> dict[str, Any]:
    packer = zlib.compressobj(wbits=-15)
    return {**row, "method": 8, "size": len(row["data"]), "data": packer.compress(row["data"]) + packer.flush()}


def relisted(change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Forgery:
    """Contents changed by the sender himself: manifest and all digests follow."""
    from tests.packet.forge import entries

    plain = change({each.name: b"".join(each.pieces()) for each in entries()})

    def manifest(listing: dict[str, Any]) -> dict[str, Any]:
        return {**listing, "entries": [{"name": n, "length": len(d), "digest": sha(d)} for n, d in sorted(plain.items())]}

    return Forgery(manifest=manifest, inner=lambda parts: [parts[0], *plain.items()])


def record_with(**changes: Any) -> Case:
    def change(found: dict[str, bytes]) -> dict[str, bytes]:
        name = next(n for n in found if n.startswith("records/"))
        table = canon.load(found[name])
        for key, value in changes.items():
            if key == "values":
                table["values"].update(value)
            else:
                table[key] = value
        return {**found, name: canon.dump(table)}

    return Case(relisted(change).build())


GOOD = Forgery().build()


def _big() -> Forgery:
    """A payload of three chunks."""
    noise = b"".join(struct.pack("<L", zlib.crc32(struct.pack("<L", at))) for at in range(550_000))
    return relisted(lambda found: {**found, "book.pdf": noise})


def _chunked(bend: Callable[[list[bytes]], list[bytes]]) -> Callable[[], Case]:
    def make() -> Case:
        forgery = _big()
        forgery.chunks = bend
        return Case(forgery.build())

    return make


CASES: dict[str, Callable[[], Case]] = {
    "received": lambda: Case(GOOD),
    "gap": lambda: chained(link(), sequence=5, previous="9" * 64),
    "gap_filled": lambda: _gap_filled(),
    "restart": lambda: chained(link(sender="f" * 32), link(sender="f" * 32, sequence=2, digest="2" * 64)),
    "same_again": lambda: chained(link(digest=digest_of(GOOD), period="2026-Q3")),
    "replayed": lambda: chained(
        link(digest=digest_of(GOOD), period="2026-Q3"), link(digest="5" * 64, sequence=2, period="2026-Q3", version=2)
    ),
    "older": lambda: chained(
        link(digest="1" * 64, period="2026-Q3", version=4), sequence=2, previous="1" * 64
    ),
    "fork": lambda: chained(link(digest="8" * 64), sequence=2, previous="1" * 64),
    "sealed_intact": lambda: Case(GOOD, keys=None),
    "intact_unnamed": lambda: Case(GOOD, believe=False, keys=None),
    "empty": lambda: Case(b""),
    "not_packet": lambda: Case("这是一封信，不是报送包。".encode() * 20),
    "truncated": lambda: Case(GOOD[:-30]),
    "damaged": lambda: Case(_flip_in_payload()),
    "extra_data": lambda: Case(GOOD + b"appended"),
    "structure": lambda: Case(bent_rows(changed(0, made=20))),
    "too_many": lambda: Case(bent_rows(lambda found: found + [{"name": f"x{n}"} for n in range(20)])),
    "too_large": lambda: Case(Forgery(outer=outer("README.txt", b"x" * (300 << 10))).build()),
    "bomb": lambda: Case(bent_rows(lambda found: [*found[:4], deflated({**found[4], "data": bytes(9_000_000)})])),
    "compressed": lambda: Case(bent_rows(lambda found: [deflated(found[0]), *found[1:]])),
    "link": lambda: Case(bent_rows(changed(4, mode=0o120777))),
    "folder": lambda: Case(bent_rows(lambda found: [*found, {"name": "records/"}])),
    "path_outside": lambda: Case(bent_rows(changed(0, name="../README.txt"))),
    "duplicate": lambda: Case(bent_rows(lambda found: [*found, found[0]])),
    "name_twin": lambda: Case(bent_rows(changed(0, name="readme.TXT"))),
    "entry_added": lambda: Case(bent_rows(lambda found: [*found, {"name": "setup.exe", "data": b"MZ"}])),
    "entry_missing": lambda: Case(Forgery(outer=lambda parts: parts[:2] + parts[3:]).build()),
    "entry_order": lambda: Case(Forgery(outer=lambda parts: [parts[1], parts[0], *parts[2:]]).build()),
    "header_malformed": lambda: Case(Forgery(header=set_in(version="1")).build()),
    "format_newer": lambda: Case(Forgery(header=set_in(format="wdbranch/packet/7")).build()),
    "suite_unknown": lambda: Case(Forgery(header=set_in(suite="sm2")).build()),
    "suite_downgraded": lambda: Case(GOOD, trust(cards=(Registered(replace(BRANCH.card, suite="sm2")),))),
    "signature_wrong": lambda: Case(Forgery(outer=outer("signature.bin", bytes(64))).build()),
    "readme_changed": lambda: Case(Forgery(outer=outer("README.txt", b"run me")).build()),
    "sender_changed": lambda: Case(
        Forgery(outer=outer("sender.pem", OTHER.suite.pem(OTHER.card.sign_key))).build()
    ),
    "branch_unknown": lambda: Case(GOOD, trust(cards=(), branches=frozenset())),
    "key_unknown": lambda: Case(Forgery(signer=STRANGER).build()),
    "key_other_branch": lambda: Case(Forgery(signer=OTHER).build()),
    "key_revoked": lambda: Case(GOOD, trust(cards=(Registered(BRANCH.card, "2026-09-01"),))),
    "other_street": lambda: Case(GOOD, trust(street="BL")),
    "not_sealed_to_us": lambda: Case(GOOD, keys=STRANGER),
    "key_wrap_wrong": lambda: Case(Forgery(header=set_in(period="2026-09")).build()),
    "clock": lambda: Case(Forgery(header=set_in(created="2031-01-01T00:00:00")).build()),
    "payload_digest": lambda: Case(Forgery(outer=outer("payload.bin", lambda d: d[:-1] + bytes([d[-1] ^ 1]))).build()),
    "payload_length": lambda: Case(Forgery(outer=outer("payload.bin", lambda d: d + b"x")).build()),
    "chunk_missing": _chunked(lambda chunks: [chunks[0], chunks[2]]),
    "chunk_swapped": _chunked(lambda chunks: [chunks[1], chunks[0], chunks[2]]),
    "chunk_cut": _chunked(lambda chunks: chunks[:2]),
    "chunk_altered": _chunked(lambda chunks: [chunks[0][:-1] + bytes([chunks[0][-1] ^ 1]), *chunks[1:]]),
    "payload_malformed": lambda: Case(Forgery(payload=lambda data: data[:-5]).build()),
    "manifest_missing": lambda: Case(Forgery(inner=lambda parts: parts[1:]).build()),
    "manifest_digest": lambda: Case(Forgery(header=set_in(manifest="0" * 64)).build()),
    "manifest_malformed": lambda: Case(Forgery(manifest=set_in(entries=7)).build()),
    "entry_digest": lambda: Case(Forgery(inner=inner(lambda f: {**f, "summary.json": b"{}"})).build()),
    "entry_unlisted": lambda: Case(Forgery(inner=lambda parts: [*parts, ("book.pdf", b"%PDF-")]).build()),
    "entry_lost": lambda: Case(Forgery(inner=lambda parts: parts[:-1]).build()),
    "period_mismatched": lambda: Case(Forgery(manifest=set_in(period="2026-Q2")).build()),
    "schema_unknown": lambda: Case(Forgery(header=set_in(editions={"t1": {"meeting": "cd" * 32}})).build()),
    "record_malformed": lambda: record_with(values={"seq": "三又四分之一"}),
    "record_private": lambda: record_with(values={"families": "某户"}),
    "summary_wrong": lambda: Case(Forgery(header=set_in(counts={"meeting": 9, "attachments": 0})).build()),
}
"""All but "unreadable", which no bytes can bring about."""


def _flip_in_payload() -> bytes:
    at = GOOD.index(b"payload.bin") + 40
    return GOOD[:at] + bytes([GOOD[at] ^ 4]) + GOOD[at + 1:]


def _gap_filled() -> Case:
    data = Forgery(sequence=2, previous="1" * 64).build()
    first, third = link(digest="1" * 64), link(digest="3" * 64, sequence=3, previous=digest_of(data), period="2026-09")
    return Case(data, trust(chains={"NA01": (first, third)}))
