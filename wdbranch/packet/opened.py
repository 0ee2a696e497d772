"""The contents of a packet after every digest held: records, sums, and access to its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from wdbranch.book.form import Edition, Form
from wdbranch.book.period import Period, parse_period
from wdbranch.book.record import Attachment, Record, State, day_of
from wdbranch.book.values import clean
from wdbranch.disk import disk_told, part_file
from wdbranch.errors import UserError
from wdbranch.packet import canon
from wdbranch.packet.archive import PAYLOAD_LIMITS, Archive, Entry, FileSource, Source, read_archive
from wdbranch.packet.header import MAX_MANIFEST, Header, Manifest
from wdbranch.packet.payload import (
    MANIFEST,
    SUMMARY,
    allowed_name,
    attachment_digest_of,
    check_entry,
    record_id_of,
)
from wdbranch.packet.refusal import RefusedError
from wdbranch.packet.sealed import SealedSource
from wdbranch.packet.suite import Suite
from wdbranch.packet.summary import MAX_SUMMARY, check_summary, read_summary

MAX_RECORD = 4 << 20
_RECORD_KEYS = (
    "id",
    "form",
    "edition",
    "year",
    "rec_no",
    "values",
    "state",
    "version",
    "late",
    "recorded_at",
    "waivers",
    "attachments",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened packet. Files are read from the packet again when asked for, and proved again."""

    path: Path
    header: Header
    manifest: Manifest
    records: tuple[Record, ...]
    numbers: Mapping[str, str]  # record id → number as printed, 2026-DH-03
    summary: Mapping[str, Any]
    _place: Entry = field(repr=False)
    _suite: Suite = field(repr=False)
    _key: bytes | None = field(repr=False)

    def read(self, name: str, limit: int = 64 << 20) -> bytes:
        """A file of the payload. Raises KeyError; UserError (packet_changed) if the packet changed since."""
        with self._payload() as inner:
            size, digest = self.manifest.entries[name]
            data = inner.content(name, limit)
            check_entry(name, size, digest, (data,), self._suite)
            return data

    def copy(self, name: str, target: Path) -> None:
        """Copy a file of the payload out, with flat memory. Raises as ``read``, and disk errors."""
        with self._payload() as inner, disk_told(target.parent), part_file(target) as part:
            size, digest = self.manifest.entries[name]
            check_entry(name, size, digest, inner.pieces(name), self._suite)
            for piece in inner.pieces(name):
                part.file.write(piece)
            part.flush()
            part.settle(target)

    @contextmanager
    def _payload(self) -> Iterator[Archive]:
        try:
            with self.path.open("rb") as file:
                yield read_payload(file, self._place, self._suite, self._key)
        except (RefusedError, OSError) as error:
            raise UserError(
                f"报送包“{self.path.name}”与收件时不一样了，或者读不出来。",
                safe="登记的内容没有改动。",
                todo="请从备份取回这个文件，或请支部再交一次。",
                code="packet_changed",
            ) from error


def read_payload(file: BinaryIO, place: Entry, suite: Suite, content_key: bytes | None) -> Archive:
    """The archive inside the seal. Raises RefusedError (chunk_…, payload_malformed)."""
    source: Source = FileSource(file, place.offset, place.size)
    if content_key is not None:
        source = SealedSource(source, suite, content_key)
    try:
        return read_archive(source, PAYLOAD_LIMITS, allowed_name, allowed_name)
    except RefusedError as refusal:
        if refusal.code.startswith("chunk_"):
            raise
        raise RefusedError("payload_malformed", str(refusal), name=refusal.code) from refusal


def open_payload(
    path: Path,
    file: BinaryIO,
    place: Entry,
    header: Header,
    *,
    suite: Suite,
    content_key: bytes | None,
    editions: Mapping[str, Edition] | None,
) -> Opened:
    """Check everything inside the seal: manifest, each entry, forms, records, sums.

    Without ``editions`` the records are not read (their digests are still checked). Raises RefusedError.
    """
    inner = read_payload(file, place, suite, content_key)
    manifest = _manifest(inner, header, suite)
    for name in inner.entries:
        if name != MANIFEST:
            if name not in manifest.entries:
                raise RefusedError("entry_unlisted", name=name)
            size, digest = manifest.entries[name]
            check_entry(name, size, digest, inner.pieces(name), suite)
    lost = [name for name in (*manifest.entries, SUMMARY) if name not in inner.entries]
    if lost:
        raise RefusedError("entry_lost", name=lost[0])
    summary = read_summary(inner.content(SUMMARY, MAX_SUMMARY), header)
    records: list[Record] = []
    numbers: dict[str, str] = {}
    if editions is not None:
        _refuse_unknown_forms(header, editions)
        for name in inner.entries:
            if record_id_of(name):
                record, numbers[record.id] = _record(name, inner, header, editions)
                records.append(record)
        attachments = sum(attachment_digest_of(name) is not None for name in inner.entries)
        check_summary(summary, header, editions, records, attachments)
    return Opened(path, header, manifest, tuple(records), numbers, summary, place, suite, content_key)


def _manifest(inner: Archive, header: Header, suite: Suite) -> Manifest:
    if MANIFEST not in inner.entries:
        raise RefusedError("manifest_missing")
    data = inner.content(MANIFEST, MAX_MANIFEST)
    running = suite.hasher()
    running.update(data)
    if running.hexdigest() != header.manifest_digest:
        raise RefusedError("manifest_digest")
    manifest = Manifest.from_bytes(data)
    for name, ours, theirs in (
        ("支部", header.branch, manifest.branch),
        ("期次", header.period, manifest.period),
        ("版本", str(header.version), str(manifest.version)),
    ):
        if ours != theirs:
            raise RefusedError("period_mismatched", f"{ours} / {theirs}", name=name)
    return manifest


def _refuse_unknown_forms(header: Header, editions: Mapping[str, Edition]) -> None:
    for edition, forms in header.editions.items():
        for form, digest in forms.items():
            known = editions[edition].forms.get(form) if edition in editions else None
            if known is None or known.digest != digest:
                raise RefusedError("schema_unknown", f"{edition}/{form} {digest}", name=f"{edition} {form}")


def _record(name: str, inner: Archive, header: Header, editions: Mapping[str, Edition]) -> tuple[Record, str]:
    """The record of an entry and its number.

    Raises RefusedError: record_malformed, record_private, schema_unknown, period_mismatched.
    """
    try:
        shape = canon.Shape(canon.load(inner.content(name, MAX_RECORD)), name, _RECORD_KEYS)
        form_id, edition_id = shape.text("form", 40), shape.text("edition", 40)
        if form_id not in header.editions.get(edition_id, {}):
            raise RefusedError("schema_unknown", name, name=f"{edition_id} {form_id}")
        edition = editions[edition_id]
        form = edition.forms[form_id]
        recorded_at = shape.optional_text("recorded_at", 19)
        if recorded_at is not None:
            datetime.fromisoformat(recorded_at)
        waivers = shape.table("waivers", 200)
        if shape.text("id", 12) != record_id_of(name) or not all(
            isinstance(r, str) for r in waivers.values()
        ):
            raise shape.fail("id or waivers")
        number = shape.text("rec_no", 40)
        record = Record(
            id=shape.text("id", 12),
            form=form_id,
            edition=edition_id,
            year=shape.number("year", 1900, 2999),
            values=_values(shape.table("values", 500), form, edition, name),
            state=State(shape.text("state", 20)),
            version=shape.number("version", 1, 9999),
            recorded_at=recorded_at,
            late=shape.flag("late"),
            attachments=tuple(_attachment(item, inner) for item in shape.items("attachments", 500)),
            waivers=waivers,
            origin=header.branch,
        )
        _refuse_other_time(record, form, parse_period(header.period), number)
    except (canon.MalformedError, ValueError) as error:
        raise RefusedError("record_malformed", str(error)[:200], name=name) from error
    return record, number


def _values(raw: Mapping[str, Any], form: Form, edition: Edition, name: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field_id, value in raw.items():
        if not form.has(field_id):
            raise RefusedError("record_malformed", field_id, name=name)
        asked = form.field(field_id)
        if not asked.share:
            raise RefusedError("record_private", f"{form.id}.{field_id}", name=f"{form.short}·{asked.label}")
        try:
            values[field_id] = clean(asked, value, edition)
        except UserError as error:
            raise RefusedError("record_malformed", f"{field_id}: {error.what}", name=name) from error
    return values


def _attachment(item: object, inner: Archive) -> Attachment:
    shape = canon.Shape(item, "attachment", ("digest", "kind", "taken_on"))
    digest = shape.digest("digest")
    found = next(
        (entry for entry in inner.entries.values() if attachment_digest_of(entry.name) == digest), None
    )
    if found is None:
        raise shape.fail("digest")
    taken_on = shape.optional_text("taken_on", 10)
    return Attachment(digest, found.name.rpartition("/")[2], shape.text("kind", 20), found.size, taken_on)


def _refuse_other_time(record: Record, form: Form, period: Period, number: str) -> None:
    """A record belongs to the period by its day, or to a whole year by its 所属年度."""
    day = day_of(record.values.get(form.date_field))
    if day is not None and not period.covers(day) and period.text != str(record.year):
        raise RefusedError("period_mismatched", record.id, name=number)
