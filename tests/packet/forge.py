"""A workshop for packets, honest and forged: every layer can be bent before it is signed or sealed."""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from wdbranch.book.form import Choice, Edition, Field, FieldType, Form, Measure, Page
from wdbranch.book.record import Record, State
from wdbranch.packet import archive, canon
from wdbranch.packet.keys import Card, Keys
from wdbranch.packet.payload import Entry, record_entry
from wdbranch.packet.read import Registered, Trust
from wdbranch.packet.suite import default_suite
from wdbranch.packet.summary import summary_bytes
from wdbranch.packet.write import Envelope

NOW = datetime(2026, 10, 8, 9, 0)
RECORD = "0123456789ab"

FORM = Form(
    id="meeting", edition="t1", title="会议记录", short="会议", code="HY", page_no="P1", chapter="meetings", order=1,
    date_field="start", page=Page("grid", "会议记录", ()), digest="ab" * 32,
    fields=(
        Field("title", FieldType.TEXT, "会议名称", share=True),
        Field("seq", FieldType.INT, "次序", share=True),
        Field("start", FieldType.DATETIME, "时间", share=True),
        Field("due_all", FieldType.INT, "应到", share=True),
        Field("present_all", FieldType.INT, "实到", share=True),
        Field("families", FieldType.TEXT, "困难家庭", share=False),
    ),
    measures=(
        Measure("meetings", "次数", "count"), Measure("present", "实到人次", "sum", "present_all"),
        Measure("rate", "到会率", "ratio", "present_all", "due_all"),
        Measure("last", "最近一次", "latest", "start"), Measure("titles", "题目", "list", "title"),
    ),
)
EDITIONS = {"t1": Edition("t1", "记录本", "样例", (), (), {"meeting": FORM}, {"posts": (Choice("a", "甲"),)})}

BRANCH = Keys._of(default_suite(), b"\x01" * 32, "branch", "NA01", "拟安社区第一支部")
OTHER = Keys._of(default_suite(), b"\x02" * 32, "branch", "NA02", "拟安社区第二支部")
STREET = Keys._of(default_suite(), b"\x03" * 32, "street", "NH", "拟和街道")
STRANGER = Keys._of(default_suite(), b"\x04" * 32, "branch", "NA01", "拟安社区第一支部")
"""Fixed keys: they protect nothing but test data."""


def record(record_id: str = RECORD, **changes: Any) -> Record:
    values = {
        "title": "第三次党员大会", "seq": 3, "start": "2026-09-18T18:30", "due_all": 24, "present_all": 20,
        "families": "不出支部",
    }
    values.update(changes.pop("values", {}))
    return replace(
        Record(record_id, "meeting", "t1", 2026, values, State.FINAL, recorded_at="2026-09-19T09:20:00"), **changes
    )


def envelope(**changes: Any) -> Envelope:
    return replace(
        Envelope(
            branch="NA01", branch_name="拟安社区第一支部", branch_short="拟安一支部", street="NH", period="2026-Q3", version=1,
            sequence=1, previous=None, created="2026-10-02T10:00:00", editions={"t1": {"meeting": FORM.digest}},
            counts={"meeting": 1, "attachments": 0}, labels={"meeting": "会议"},
        ),
        **changes,
    )


def entries(records: list[Record] | None = None, period: str = "2026-Q3", branch: str = "NA01") -> list[Entry]:
    records = [record()] if records is None else records
    return [
        *(record_entry(FORM, each, rec_no=f"2026-HY-{each.get('seq'):02d}") for each in records),
        Entry.of_bytes("summary.json", summary_bytes((branch, period), EDITIONS, records, 0)),
    ]


def trust(**changes: Any) -> Trust:
    return replace(
        Trust(
            (Registered(BRANCH.card), Registered(OTHER.card)), frozenset({"NA01", "NA02"}), NOW, "NH", EDITIONS, {}
        ),
        **changes,
    )


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    """The archive in exactly the shape that the program writes."""
    return b"".join(archive.stream((name, len(data), zlib.crc32(data), lambda d=data: (d,)) for name, data in parts))


def unzipped(data: bytes) -> list[tuple[str, bytes]]:
    """The entries of an archive of that shape."""
    result, offset = [], 0
    while data[offset:offset + 4] == b"PK\x03\x04":
        size, name_length = struct.unpack_from("<LH", data, offset + 22)
        start = offset + 30 + name_length
        result.append((data[offset + 30:start].decode(), data[start:start + size]))
        offset = start + size
    return result


Bend = Callable[[Any], Any]


def same(value: Any) -> Any:
    return value


def raw_zip(rows: list[dict[str, Any]], comment: bytes = b"") -> bytes:
    """Any zip at all: rows of name, data and what to lie about (method, size, mode, flags, extra)."""
    out, central, offset = b"", b"", 0
    for row in rows:
        name = row["name"] if isinstance(row["name"], bytes) else row["name"].encode()
        data, method, flags = row.get("data", b""), row.get("method", 0), row.get("flags", 0)
        size, crc = row.get("size", len(data)), zlib.crc32(data)
        local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 10, flags, method, 0, 0x21, crc, len(data), size, len(name), 0)
        out += local + name + data
        central += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", row.get("made", 10), 10, flags, method, 0, 0x21, crc, len(data), size,
            len(name), 0, 0, 0, 0, row.get("mode", 0) << 16, offset,
        ) + name
        offset = len(out)
    count = len(rows)
    return out + central + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(central), offset, len(comment)) + comment


@dataclass
class Forgery:
    """A packet built layer by layer, inside out; each layer may be bent before the next one closes over it."""

    inner: Bend = same           # list of (name, bytes) inside the seal, manifest first
    payload: Bend = same         # the plain archive
    chunks: Bend = same          # the sealed chunks
    header: Bend = same          # the header as a mapping
    header_bytes: Bend = same
    outer: Bend = same           # list of (name, bytes)
    file: Bend = same
    signer: Keys = BRANCH
    recipient: Card | None = STREET.card
    manifest: Bend = same        # the manifest as a mapping
    sequence: int = 1
    previous: str | None = None
    version: int = 1
    records: list[Record] = field(default_factory=lambda: [record()])

    def build(self) -> bytes:
        suite = default_suite()
        plain = [(each.name, b"".join(each.pieces())) for each in entries(self.records)]
        listing = {
            "format": "wdbranch/manifest/1", "branch": "NA01", "period": "2026-Q3", "version": self.version, "note": "",
            "entries": [{"name": n, "length": len(d), "digest": sha(d)} for n, d in sorted(plain)],
        }
        manifest = canon.dump(self.manifest(listing))
        payload = self.payload(zipped(self.inner([("manifest.json", manifest), *plain])))
        content_key = b"\x07" * 32
        sealed = payload
        if self.recipient is not None:
            cut = [payload[at:at + suite.chunk_size] for at in range(0, len(payload), suite.chunk_size)]
            sealed = b"".join(self.chunks([
                suite.seal_chunk(content_key, index, index == len(cut) - 1, piece) for index, piece in enumerate(cut)
            ]))
        readme = "说明".encode()
        table = {
            "format": "wdbranch/packet/1", "suite": "25519", "sealed": self.recipient is not None,
            "branch": {"code": "NA01", "name": "拟安社区第一支部"}, "street": "NH", "period": "2026-Q3",
            "version": self.version, "sequence": self.sequence, "previous": self.previous, "created": "2026-10-02T10:00:00", "sender": self.signer.card.key_id,
            "recipients": [], "payload": {"length": len(sealed), "digest": sha(sealed)}, "manifest": sha(manifest),
            "readme": sha(readme), "counts": {"meeting": len(self.records), "attachments": 0},
            "editions": {"t1": {"meeting": FORM.digest}}, "program": "0.1.0",
        }
        if self.recipient is not None:
            context = canon.dump([
                "wdbranch/packet/1", "25519", "NA01", "NH", "2026-Q3", self.version, self.sequence, table["sender"],
                self.recipient.key_id,
            ])
            wrapped = suite.wrap(self.recipient.seal_key, content_key, context)
            table["recipients"] = [{"key": self.recipient.key_id, "wrapped": base64.b64encode(wrapped).decode()}]
        signed = self.header_bytes(canon.dump(self.header(table)))
        parts = [
            ("README.txt", readme), ("header.json", signed),
            ("signature.bin", suite.sign(self.signer.secrets, signed)), ("sender.pem", suite.pem(self.signer.card.sign_key)),
            ("payload.bin", sealed),
        ]
        bent = self.outer(parts)
        return self.file(bent if isinstance(bent, bytes) else zipped(bent))

    def write(self, folder: Path, name: str = "forged.wdp") -> Path:
        path = folder / name
        path.write_bytes(self.build())
        return path
