"""``header.json`` and ``manifest.json``: what a packet says about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wdbranch.book.period import parse_period
from wdbranch.errors import UserError
from wdbranch.packet import canon
from wdbranch.packet.keys import CODE
from wdbranch.packet.refusal import RefusedError
from wdbranch.packet.suite import find_suite

FORMAT = "wdbranch/packet/1"
MANIFEST_FORMAT = "wdbranch/manifest/1"
MAX_HEADER = 256 << 10
MAX_MANIFEST = 8 << 20
_FAMILY, _, _NUMBER = FORMAT.rpartition("/")
_KEY_ID = re.compile(r"[0-9a-f]{32}")
_ID = re.compile(r"[0-9a-z][0-9a-z_.-]{0,39}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_MAX_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom the packet is sealed to, and the content key as only they can read it."""

    key: str
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """Everything that the signature covers. Lengths in bytes, digests in hex, ``created`` local time."""

    suite: str
    sealed: bool
    branch: str
    branch_name: str
    street: str
    period: str
    version: int
    sequence: int
    previous: str | None
    created: str
    sender: str
    recipients: tuple[Recipient, ...]
    payload_length: int
    payload_digest: str
    manifest_digest: str
    readme_digest: str
    counts: Mapping[str, int]  # records by form id; "attachments"
    editions: Mapping[str, Mapping[str, str]]  # edition → form id → schema digest
    program: str

    def context(self, recipient: str) -> bytes:
        """What binds a wrapped content key to this packet and this recipient."""
        return canon.dump(
            [
                FORMAT,
                self.suite,
                self.branch,
                self.street,
                self.period,
                self.version,
                self.sequence,
                self.sender,
                recipient,
            ]
        )

    def to_bytes(self) -> bytes:
        """The canonical bytes that are signed."""
        return canon.dump(
            {
                "format": FORMAT,
                "suite": self.suite,
                "sealed": self.sealed,
                "branch": {"code": self.branch, "name": self.branch_name},
                "street": self.street,
                "period": self.period,
                "version": self.version,
                "sequence": self.sequence,
                "previous": self.previous,
                "created": self.created,
                "sender": self.sender,
                "recipients": [
                    {"key": each.key, "wrapped": canon.to_base64(each.wrapped)} for each in self.recipients
                ],
                "payload": {"length": self.payload_length, "digest": self.payload_digest},
                "manifest": self.manifest_digest,
                "readme": self.readme_digest,
                "counts": dict(self.counts),
                "editions": {edition: dict(forms) for edition, forms in self.editions.items()},
                "program": self.program,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Header:
        """The header of a stranger's bytes.

        Raises RefusedError: header_malformed, format_newer, suite_unknown.
        """
        try:
            table = canon.load(data)
            if not isinstance(table, dict):
                raise RefusedError("header_malformed", "not a mapping")
            family, _, number = str(table.get("format", "")).rpartition("/")
            if family == _FAMILY and number.isascii() and number.isdigit() and int(number[:9]) > int(_NUMBER):
                raise RefusedError("format_newer", number)
            if table.get("format") != FORMAT:
                raise RefusedError("header_malformed", "format")
            suite = table.get("suite")
            if isinstance(suite, str) and find_suite(suite) is None:
                raise RefusedError("suite_unknown", suite[:40])
            return cls._from_table(table)
        except canon.MalformedError as error:
            raise RefusedError("header_malformed", str(error)[:200]) from error

    @classmethod
    def _from_table(cls, table: dict[str, object]) -> Header:
        shape = canon.Shape(
            table,
            "header",
            (
                "format",
                "suite",
                "sealed",
                "branch",
                "street",
                "period",
                "version",
                "sequence",
                "previous",
                "created",
                "sender",
                "recipients",
                "payload",
                "manifest",
                "readme",
                "counts",
                "editions",
                "program",
            ),
        )
        branch = canon.Shape(shape.raw("branch"), "branch", ("code", "name"))
        payload = canon.Shape(shape.raw("payload"), "payload", ("length", "digest"))
        recipients = tuple(_recipient(item) for item in shape.items("recipients", 16))
        if len({each.key for each in recipients}) != len(recipients):
            raise shape.fail("recipients")
        period, created = shape.text("period", 10), shape.text("created", 19, pattern=_MOMENT)
        if not is_period(period) or not _is_moment(created):
            raise shape.fail("period or created")
        sealed = shape.flag("sealed")
        if sealed != bool(recipients):
            raise shape.fail("sealed")
        if (shape.raw("previous") is None) != (shape.raw("sequence") == 1):
            raise shape.fail("previous")
        return cls(
            suite=shape.text("suite", 40),
            sealed=sealed,
            branch=branch.text("code", 40, pattern=CODE),
            branch_name=branch.text("name", 100),
            street=shape.text("street", 40),
            period=period,
            version=shape.number("version", 1, 9999),
            sequence=shape.number("sequence", 1, _MAX_COUNT),
            previous=shape.optional_text("previous", 64, pattern=canon.HEX_DIGEST),
            created=created,
            sender=shape.text("sender", 32, pattern=_KEY_ID),
            recipients=recipients,
            payload_length=payload.number("length", 1, 4 << 30),
            payload_digest=payload.digest("digest"),
            manifest_digest=shape.digest("manifest"),
            readme_digest=shape.digest("readme"),
            counts=_counts(shape),
            editions=_editions(shape),
            program=shape.text("program", 40),
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every entry of the payload with its length in bytes and digest, and what binds it to its header."""

    branch: str
    period: str
    version: int
    note: str  # 修改说明
    entries: Mapping[str, tuple[int, str]]

    def to_bytes(self) -> bytes:
        """The canonical bytes."""
        return canon.dump(
            {
                "format": MANIFEST_FORMAT,
                "branch": self.branch,
                "period": self.period,
                "version": self.version,
                "note": self.note,
                "entries": [
                    {"name": name, "length": length, "digest": digest}
                    for name, (length, digest) in sorted(self.entries.items())
                ],
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Raises RefusedError (manifest_malformed)."""
        try:
            shape = canon.Shape(
                canon.load(data), "manifest", ("format", "branch", "period", "version", "note", "entries")
            )
            if shape.text("format", 40) != MANIFEST_FORMAT:
                raise shape.fail("format")
            entries: dict[str, tuple[int, str]] = {}
            for item in shape.items("entries", _MAX_COUNT):
                row = canon.Shape(item, "entry", ("name", "length", "digest"))
                name = row.text("name", 120)
                if name in entries:
                    raise row.fail("name")
                entries[name] = (row.number("length", 0, 4 << 30), row.digest("digest"))
            return cls(
                branch=shape.text("branch", 40),
                period=shape.text("period", 10),
                version=shape.number("version", 1, 9999),
                note=shape.text("note", 2000, lines=True),
                entries=entries,
            )
        except canon.MalformedError as error:
            raise RefusedError("manifest_malformed", str(error)[:200]) from error


def _recipient(item: object) -> Recipient:
    shape = canon.Shape(item, "recipient", ("key", "wrapped"))
    return Recipient(shape.text("key", 32, pattern=_KEY_ID), canon.from_base64(shape.text("wrapped", 4096)))


def _counts(shape: canon.Shape) -> dict[str, int]:
    table = canon.Shape(shape.raw("counts"), "counts", (), tuple(shape.table("counts", 200)))
    counts = {name: table.number(name, 0, _MAX_COUNT) for name in shape.table("counts", 200)}
    if not all(_ID.fullmatch(name) for name in counts):
        raise shape.fail("counts")
    return counts


def _editions(shape: canon.Shape) -> dict[str, dict[str, str]]:
    result: dict[str, dict[str, str]] = {}
    for edition, forms in shape.table("editions", 50).items():
        if not _ID.fullmatch(edition) or not isinstance(forms, dict) or len(forms) > 200:
            raise shape.fail("editions")
        inner = canon.Shape(forms, edition, (), tuple(forms))
        result[edition] = {form: inner.digest(form) for form in forms}
        if not all(_ID.fullmatch(form) for form in forms):
            raise shape.fail("editions")
    return result


def is_period(text: str) -> bool:
    """Whether a text is a period in its one written form."""
    try:
        return parse_period(text).text == text
    except UserError:
        return False


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
