"""What lies inside the seal: entries, their names, the records as shared."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wdbranch.book.form import Form
from wdbranch.book.record import Record
from wdbranch.errors import UserError, WrongUseError
from wdbranch.packet import canon
from wdbranch.packet.header import Manifest
from wdbranch.packet.refusal import RefusedError
from wdbranch.packet.suite import Suite

MANIFEST, SUMMARY, BOOK = "manifest.json", "summary.json", "book.pdf"
ATTACHMENT_SUFFIXES = (
    "jpg",
    "jpeg",
    "png",
    "webp",
    "bmp",
    "tif",
    "tiff",
    "pdf",
    "ofd",
    "txt",
    "docx",
    "xlsx",
)
"""What may be attached to a packet: nothing that can run, no office formats that hold macros."""

_RECORD = re.compile(r"records/([0-9a-f]{12})\.json")
_ATTACHMENT = re.compile(rf"attachments/([0-9a-f]{{64}})\.({'|'.join(ATTACHMENT_SUFFIXES)})")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the payload: its name and how to read it, twice if need be, with flat memory."""

    name: str
    pieces: Callable[[], Iterable[bytes]]

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> Entry:
        """An entry held in memory."""
        return cls(name, lambda: (data,))

    @classmethod
    def of_file(cls, name: str, path: Path) -> Entry:
        """An entry read from a file, piece by piece."""
        return cls(name, lambda: _file_pieces(path))

    @classmethod
    def of_call(cls, name: str, fetch: Callable[[], bytes]) -> Entry:
        """An entry fetched whole when its turn comes (an attachment out of the workbook)."""
        return cls(name, lambda: (fetch(),))


@dataclass(frozen=True, slots=True)
class Measured:
    """An entry whose length in bytes, check sum and digest (hex) are known."""

    entry: Entry
    size: int
    crc: int
    digest: str


def allowed_name(name: str) -> bool:
    """Whether a payload may hold an entry of that name."""
    return name in (MANIFEST, SUMMARY, BOOK) or bool(_RECORD.fullmatch(name) or _ATTACHMENT.fullmatch(name))


def record_id_of(name: str) -> str | None:
    """The record id in an entry name, None for other entries."""
    found = _RECORD.fullmatch(name)
    return found[1] if found else None


def attachment_digest_of(name: str) -> str | None:
    """The digest in an attachment's entry name, None for other entries."""
    found = _ATTACHMENT.fullmatch(name)
    return found[1] if found else None


def attachment_name(digest: str, file_name: str) -> str | None:
    """The entry name of an attachment, None where its kind of file may not travel."""
    suffix = file_name.rpartition(".")[2].lower()
    return f"attachments/{digest}.{suffix}" if suffix in ATTACHMENT_SUFFIXES else None


def measured(entry: Entry, suite: Suite) -> Measured:
    """Read an entry once for its length, check sum and digest."""
    running, size, check = suite.hasher(), 0, 0
    for piece in entry.pieces():
        running.update(piece)
        size += len(piece)
        check = zlib.crc32(piece, check)
    return Measured(entry, size, check, running.hexdigest())


def manifest_of(entries: Iterable[Measured], branch: str, period: str, version: int, note: str) -> Manifest:
    """The manifest of measured entries."""
    return Manifest(
        branch, period, version, note, {each.entry.name: (each.size, each.digest) for each in entries}
    )


def refuse_strange(entries: Iterable[Entry]) -> None:
    """Refuse entries that a payload may not hold. Raises WrongUseError (entry_name)."""
    names = [entry.name for entry in entries]
    strange = [name for name in names if name == MANIFEST or not allowed_name(name)]
    if strange or len(set(names)) != len(names):
        raise WrongUseError(
            f"报送包里不能放“{(strange or names)[0]}”。", todo="请检查附件的文件类型。", code="entry_name"
        )


def shared(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that may leave the branch: fields with ``share``, empty ones left out."""
    return {
        field.id: values[field.id]
        for field in form.fields
        if field.share and values.get(field.id) not in (None, (), [])
    }


def record_entry(form: Form, record: Record, *, rec_no: str) -> Entry:
    """A record as it leaves: its shared fields and what the street needs to judge it."""
    return Entry.of_bytes(
        f"records/{record.id}.json",
        canon.dump(
            {
                "id": record.id,
                "form": record.form,
                "edition": record.edition,
                "year": record.year,
                "rec_no": rec_no,
                "values": canon.plain(shared(form, record.values)),
                "state": record.state.value,
                "version": record.version,
                "late": record.late,
                "recorded_at": record.recorded_at,
                "waivers": dict(record.waivers),
                "attachments": [
                    {
                        "digest": each.digest,
                        "kind": each.kind,
                        "taken_on": each.taken_on,
                    }  # names may name people
                    for each in record.attachments
                    if attachment_name(each.digest, each.name)
                ],
            }
        ),
    )


def _file_pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_BLOCK):
                yield piece
    except OSError as error:
        raise UserError(
            f"要放进报送包的“{path.name}”读不出来。",
            safe="没有写出任何文件。",
            todo="请确认这个文件还在，再导出一次。",
            code="source_unreadable",
        ) from error


def check_entry(name: str, size: int, digest: str, pieces: Iterable[bytes], suite: Suite) -> None:
    """Compare an entry with the manifest. Raises RefusedError (entry_digest)."""
    running, length = suite.hasher(), 0
    for piece in pieces:
        running.update(piece)
        length += len(piece)
    if length != size or running.hexdigest() != digest:
        raise RefusedError("entry_digest", name, name=name)
