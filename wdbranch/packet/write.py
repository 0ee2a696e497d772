"""Writing a packet onto a stick: streamed, flushed, read back, and only then given its name."""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from wdbranch import __version__
from wdbranch.book.period import parse_period
from wdbranch.disk import disk_told, part_file
from wdbranch.errors import UserError, WrongUseError
from wdbranch.packet import archive
from wdbranch.packet.header import Header, Recipient
from wdbranch.packet.keys import Card, Keys
from wdbranch.packet.payload import MANIFEST, Entry, Measured, manifest_of, measured, refuse_strange
from wdbranch.packet.read import Trust, examine
from wdbranch.packet.readme import readme
from wdbranch.packet.refusal import RefusedError
from wdbranch.packet.sealed import seal, sealed_size

PACKET_SUFFIX = ".wdp"
_MARGIN = 1 << 20          # bytes left free beside the packet, for the folder itself and the .part file
Report = Callable[[int, int], None]
Cancelled = Callable[[], bool]
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x20<>:"/\\|?*.]+')


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends what about when. ``created`` is local time, ISO to the second.

    ``editions`` maps edition → form id → schema digest of the forms that occur; ``counts`` form id → number
    of records, and "attachments"; ``previous`` is the digest of the last packet sent, None for the first.
    """

    branch: str
    branch_name: str
    branch_short: str
    street: str
    period: str
    version: int
    sequence: int
    previous: str | None
    created: str
    editions: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, int]
    note: str = ""  # 修改说明: required from version 2 on
    labels: Mapping[str, str] | None = None  # form id → name, for README.txt


@dataclass(frozen=True, slots=True)
class Sent:
    """A packet as written. ``digest`` names it for ever; ``fingerprint`` is its first eight digits."""

    path: Path
    digest: str
    fingerprint: str
    sequence: int
    version: int
    size: int


def write_packet(
    folder: Path,
    envelope: Envelope,
    entries: Iterable[Entry],
    keys: Keys,
    recipients: Sequence[Card],
    *,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Sent:
    """Sign, seal and write a packet into a folder; read it back from there before it gets its name.

    ``recipients=[]`` writes an unsealed packet that anyone can read; ask the person first. Memory stays
    flat; entries are read twice and must not change meanwhile. Raises UserError: cancelled, disk_full,
    disk_gone, disk_refused, changed, note_missing, too_large, source_unreadable, readback;
    WrongUseError: entry_name, bad_period, envelope_wrong, keys_other_branch.
    In each case no file is left that looks whole.
    """
    entries = list(entries)
    refuse_strange(entries)
    parse_period(envelope.period)
    if keys.card.code != envelope.branch:
        raise WrongUseError("密钥不是这个支部的，没有写出任何文件。", code="keys_other_branch")
    if envelope.version > 1 and not envelope.note.strip():
        raise UserError(
            "同一期次再次报送，要写修改说明。",
            safe="没有写出任何文件。",
            todo="请写一句改了什么，再导出。",
            code="note_missing",
        )
    steps = _Steps(report, cancelled)
    try:
        return _write(folder, envelope, entries, keys, recipients=recipients, steps=steps)
    except RefusedError as refusal:
        raise UserError(
            "导出时附件或页面被改动了，这个包作废。",
            safe="没有留下任何文件。",
            todo="请等其他程序用完这些附件，再导出一次。",
            code="changed",
        ) from refusal


class _Steps:
    """Progress in bytes: first measuring, with no total yet, then writing."""

    def __init__(self, report: Report | None, cancelled: Cancelled | None) -> None:
        self._report, self._cancelled = report, cancelled
        self._done = self._total = 0

    def ahead(self, count: int) -> None:
        self._total = self._done + count

    def pieces(self, source: Iterable[bytes]) -> Iterator[bytes]:
        for piece in source:
            self.ask()
            yield piece
            self._done += len(piece)
            if self._report is not None:
                self._report(self._done, self._total)

    def ask(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise UserError("已取消导出。", safe="没有留下任何文件。", code="cancelled")


def _write(
    folder: Path,
    envelope: Envelope,
    entries: list[Entry],
    keys: Keys,
    *,
    recipients: Sequence[Card],
    steps: _Steps,
) -> Sent:
    suite = keys.suite
    parts = [measured(Entry(entry.name, _watched(entry, steps)), suite) for entry in entries]
    manifest = manifest_of(
        parts, envelope.branch, envelope.period, envelope.version, envelope.note
    ).to_bytes()
    parts = [
        Measured(Entry(part.entry.name, entry.pieces), part.size, part.crc, part.digest)
        for part, entry in zip(parts, entries, strict=True)
    ]
    parts.insert(0, measured(Entry.of_bytes(MANIFEST, manifest), suite))
    plain_size = archive.total_size((part.entry.name, part.size) for part in parts)
    size = sealed_size(plain_size, suite) if recipients else plain_size
    if size > archive.PACKET_LIMITS.total_bytes:
        raise UserError(
            "这个报送包超过 3 GB，太大了。",
            safe="没有写出任何文件。",
            todo="请减少照片，或者按月分开报送。",
            code="too_large",
        )
    _room(folder, size)
    content_key = suite.new_content_key()
    inner = archive.stream((p.entry.name, p.size, p.crc, p.entry.pieces) for p in parts)
    stream = steps.pieces(seal(inner, suite, content_key) if recipients else inner)
    steps.ahead(size)
    header = _header(envelope, keys, size=size, manifest=parts[0].digest)
    header = _addressed(header, keys, recipients, content_key)
    return _assemble(folder, envelope, header, keys, stream=stream, steps=steps)


def _header(envelope: Envelope, keys: Keys, *, size: int, manifest: str) -> Header:
    """The header with recipients and the digests of payload and README still to be filled in.

    Raises WrongUseError (envelope_wrong) for names or codes that no reader would take.
    """
    header = Header(
        suite=keys.suite.id,
        sealed=False,
        branch=envelope.branch,
        branch_name=envelope.branch_name,
        street=envelope.street,
        period=envelope.period,
        version=envelope.version,
        sequence=envelope.sequence,
        previous=envelope.previous,
        created=envelope.created,
        sender=keys.card.key_id,
        recipients=(),
        payload_length=size,
        payload_digest="0" * 64,
        manifest_digest=manifest,
        readme_digest="0" * 64,
        counts=envelope.counts,
        editions=envelope.editions,
        program=__version__,
    )
    try:
        Header.from_bytes(header.to_bytes())
    except RefusedError as refusal:
        raise WrongUseError(
            "支部代码、名称或日期不合报送包的规矩，没有写出任何文件。",
            todo="请到设置里检查支部代码（不含空格）和名称（100 字以内）。",
            code="envelope_wrong",
        ) from refusal
    return header


def _addressed(header: Header, keys: Keys, recipients: Sequence[Card], content_key: bytes) -> Header:
    """The header with the content key wrapped for each recipient."""
    return replace(
        header,
        sealed=bool(recipients),
        recipients=tuple(
            Recipient(card.key_id, keys.suite.wrap(card.seal_key, content_key, header.context(card.key_id)))
            for card in recipients
        ),
    )


def _assemble(
    folder: Path, envelope: Envelope, header: Header, keys: Keys, *, stream: Iterable[bytes], steps: _Steps
) -> Sent:
    """Payload first, at the place that the other entries leave for it; then those, which hold its digest."""
    before = _outer(header, envelope, keys)
    start = sum(len(archive.local_head(name, 0, 0)) + len(data) for name, data in before)
    start += len(archive.local_head("payload.bin", 0, 0))
    with disk_told(folder), part_file(folder / file_name(envelope, "writing")) as part:
        running, check = keys.suite.hasher(), 0
        part.file.seek(start)
        for piece in stream:
            part.file.write(piece)
            running.update(piece)
            check = zlib.crc32(piece, check)
        header = replace(header, payload_digest=running.hexdigest())
        outer = _outer(header, envelope, keys)
        rows = [(name, len(data), zlib.crc32(data)) for name, data in outer]
        rows.append(("payload.bin", header.payload_length, check))
        part.file.write(archive.tail(rows))
        size = part.file.tell()
        part.file.seek(0)
        for (_, data), row in zip(outer, rows, strict=False):
            part.file.write(archive.local_head(*row) + data)
        part.file.write(archive.local_head(*rows[-1]))
        part.flush()
        steps.ask()
        verdict = examine(part.path, Trust.of(keys.card, datetime.fromisoformat(header.created)), None)
        if not verdict.ok or verdict.digest is None:
            raise UserError(
                "写到盘上再读回来，内容对不上，这个文件作废。",
                safe="没有留下任何文件。",
                todo="这个 U 盘可能坏了，请换一个再导出。",
                code="readback",
            )
        target = folder / file_name(envelope, verdict.digest[:8])
        part.settle(target)
    return Sent(target, verdict.digest, verdict.digest[:8], envelope.sequence, envelope.version, size)


def _outer(header: Header, envelope: Envelope, keys: Keys) -> list[tuple[str, bytes]]:
    """Every entry of the packet but the payload, in order."""
    page = readme(header, keys.card, envelope.labels or {})
    running = keys.suite.hasher()
    running.update(page)
    signed = replace(header, readme_digest=running.hexdigest()).to_bytes()
    return [
        ("README.txt", page),
        ("header.json", signed),
        ("signature.bin", keys.suite.sign(keys.secrets, signed)),
        ("sender.pem", keys.suite.pem(keys.card.sign_key)),
    ]


def file_name(envelope: Envelope, fingerprint: str) -> str:
    """``<branch short>-<period>-v<version>-<fingerprint>.wdp``; holds no person's name."""
    short = _UNSAFE_IN_NAMES.sub("", envelope.branch_short or envelope.branch_name)[:40] or envelope.branch
    return f"{short}-{envelope.period}-v{envelope.version}-{fingerprint}{PACKET_SUFFIX}"


def _watched(entry: Entry, steps: _Steps) -> Callable[[], Iterable[bytes]]:
    return lambda: steps.pieces(entry.pieces())


def _room(folder: Path, size: int) -> None:
    """Refuse before writing where the space cannot suffice."""
    with disk_told(folder):
        free = shutil.disk_usage(folder).free
    needed = size + _MARGIN
    if free < needed:
        raise UserError(
            f"空间不够：要留出约 {needed / 1e6:.1f} MB，“{folder}”只剩 {free / 1e6:.1f} MB。",
            safe="没有写出任何文件。",
            todo="请清出空间或换一个 U 盘，再试一次。",
            code="disk_full",
        )
