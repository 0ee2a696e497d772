"""The sweep: every packet on a stick judged in one pass, the good ones taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from wdbranch.errors import UserError
from wdbranch.packet.chain import TO_KEEP
from wdbranch.packet.keys import Keys
from wdbranch.packet.read import Hint, Trust, judge, peek
from wdbranch.packet.verdict import Verdict, verdict
from wdbranch.packet.write import PACKET_SUFFIX
from wdbranch.store.desk import Desk, Kept, Received, SourceLostError
from wdbranch.street.trust import after, trust_of

Report = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``taken_in`` says whether the desk changed."""

    path: Path
    verdict: Verdict
    taken_in: bool

    @property
    def ok(self) -> bool:
        """Whether the packet is (now, or since earlier) among the received ones."""
        return self.verdict.ok


def sweep(
    desk: Desk,
    where: Path | Iterable[Path],
    keys: Keys,
    *,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> list[Outcome]:
    """Judge every packet of a folder (with its subfolders), or these files; take the good ones in.

    A bad file never stops the batch, and the same packet again changes nothing. Outcomes come in the order
    in which packets were judged: by branch and number, so that a chain is read from its start. Raises
    UserError (no_folder, disk_full, disk_error, readonly, locked) where the desk itself cannot go on; what
    was taken in before that stays.
    """
    own = desk.folder.resolve()  # what was received before, where the desk itself lies in the folder swept
    hints = {path: peek(path) for path in find_packets(where) if own not in path.resolve().parents}
    ordered = sorted(hints, key=lambda path: (*_order(hints[path]), path.name))
    trust = trust_of(desk)
    outcomes: list[Outcome] = []
    for done, path in enumerate(ordered):
        if cancelled is not None and cancelled():
            break
        outcome, packet = _one(desk, path, hints[path], trust, keys)
        if packet is not None:
            trust = after(trust, packet)
        outcomes.append(outcome)
        if report is not None:
            report(done + 1, len(ordered))
    return outcomes


def find_packets(where: Path | Iterable[Path]) -> list[Path]:
    """List the packet files of a folder and its subfolders, or the files given; links are not followed.

    What lies in a recycle bin, and hidden files, are left out. Raises UserError (no_folder).
    """
    if not isinstance(where, Path):
        return list(where)
    if where.is_file():
        return [where]
    if not where.is_dir():
        raise UserError(
            f"找不到文件夹“{where}”。",
            safe="没有改动任何内容。",
            todo="请检查 U 盘是否插好。",
            code="no_folder",
        )
    return sorted(
        path
        for path in where.rglob("*")
        if path.suffix.lower() == PACKET_SUFFIX
        and not any(_hidden(part) for part in path.relative_to(where).parts)
        and not path.is_symlink()
        and path.is_file()
    )


def _hidden(name: str) -> bool:
    """Hidden files and folders (Linux and Mac bins among them) and the bin of Windows."""
    return name.startswith((".", "$"))


def _order(hint: Hint | None) -> tuple[str, int]:
    return (hint.branch, hint.sequence) if hint else ("", 0)


def _one(
    desk: Desk, path: Path, hint: Hint | None, trust: Trust, keys: Keys
) -> tuple[Outcome, Received | None]:
    """What became of one file, and the packet if it was taken in."""
    known = {link.digest for links in trust.chains.values() for link in links}
    if hint is None or hint.digest in known:  # nothing to keep: judged where it lies
        found = judge(path, trust, keys)
        if found.code in TO_KEEP:
            found = verdict("unreadable", detail="changed while being read")
        return _outcome(desk, path, found), None
    try:
        # What is judged is what is kept, whatever the stick does meanwhile: a copy on our own disk.
        with desk.staged(path) as (copy, file_digest):
            found = judge(copy, trust, keys)
            if found.code in TO_KEEP:
                packet = _take_in(desk, path, copy, file_digest, found)
                return Outcome(path, found, taken_in=True), packet
    except SourceLostError as error:
        found = verdict("unreadable", detail=str(error))
    return _outcome(desk, path, found), None


def _outcome(desk: Desk, path: Path, found: Verdict) -> Outcome:
    if not found.ok:
        header = found.header
        proved = {"branch": header.branch, "period": header.period, "say": found.say} if header else None
        desk.note_refused(path.name, found.code, found.detail, proved)
    return Outcome(path, found, taken_in=False)


def _take_in(desk: Desk, path: Path, copy: Path, file_digest: str, found: Verdict) -> Received:
    header, opened, digest = found.header, found.opened, found.digest
    assert header is not None
    assert opened is not None
    assert digest is not None
    packet = Received(
        digest=digest,
        branch=header.branch,
        period=header.period,
        version=header.version,
        sequence=header.sequence,
        previous=header.previous,
        epoch=found.epoch,
        sender=header.sender,
        created=header.created,
        received_at=desk.clock().isoformat(timespec="seconds"),
        received_by=desk.who,
        file_name=path.name,
        file_digest=file_digest,
        size=copy.stat().st_size,
        code=found.code,
        note=opened.manifest.note,
        summary=opened.summary,
    )
    desk.take_in(copy, packet, [Kept(record, opened.numbers[record.id], digest) for record in opened.records])
    return packet
