"""The street office's desk: one SQLite file with the trust list, what was received, and the answers.

The bytes of packets lie beside it in ``<desk>.received/``, one file each, named by the packet's digest and
compared with their own digest whenever they are handed out. Opening refuses, locks and upgrades as the
workbook does. The desk believes what it is told: judging packets is the street's work (``wdbranch.street``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wdbranch.book.form import Edition
from wdbranch.disk import settle
from wdbranch.errors import FileRefusedError, UserError
from wdbranch.store import desk_file, desk_rows, lock
from wdbranch.store.cells import compact
from wdbranch.store.desk_file import DESK
from wdbranch.store.desk_types import (
    Arrival,
    DeskLogEntry,
    Kept,
    ListedBranch,
    ListedCard,
    Received,
    Refusal,
    SourceLostError,
)
from wdbranch.store.facts import put_meta, read_meta
from wdbranch.store.files import inspect, reading, told, transaction

__all__ = [
    "DESK",
    "Arrival",
    "Desk",
    "DeskLogEntry",
    "Kept",
    "ListedBranch",
    "ListedCard",
    "Received",
    "Refusal",
    "SourceLostError",
]

Clock = Callable[[], datetime]


class Desk:
    """An open desk. Belongs to the thread that opened it.

    Methods that write raise UserError (readonly, locked, disk_full, disk_error) or FileRefusedError
    (damaged); then nothing of that write is in the file.
    """

    def __init__(
        self,
        path: Path,
        editions: Mapping[str, Edition],
        connection: sqlite3.Connection,
        held: lock.Lock | None,
        *,
        clock: Clock,
        who: str,
    ) -> None:
        self.path = path
        self.editions = editions
        self.readonly = held is None
        self.clock = clock
        self.who = who
        self._lock = held
        self._connection = connection

    # -- opening and closing ------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path,
        code: str,
        name: str,
        *,
        editions: Mapping[str, Edition],
        clock: Clock = datetime.now,
        who: str = "",
    ) -> Desk:
        """Make a new desk of the street with that code and name, and open it.

        Raises UserError (exists, readonly, disk_full).
        """
        path = Path(path)
        with told(path, DESK):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                raise UserError(
                    f"“{path.name}”已经存在。",
                    safe="没有改动它。",
                    todo="请换一个文件名，或直接打开它。",
                    code="exists",
                )
            desk_file.build(path, {"code": code, "name": name})
        return cls.open(path, editions=editions, clock=clock, who=who)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        editions: Mapping[str, Edition],
        clock: Clock = datetime.now,
        who: str = "",
        readonly: bool = False,
    ) -> Desk:
        """Open a desk. Read-only takes no lock.

        Raises FileRefusedError: missing, empty, foreign, damaged, newer, older, no_edition, locked;
        UserError: readonly, disk_full, disk_error.
        """
        path = Path(path)
        inspect(path, DESK)
        if readonly:
            try:
                connection = desk_file.ready_to_read(path, editions)
            except UserError:
                lock.finish_reading(path, DESK, clock())
                raise
            return cls(path, editions, connection, None, clock=clock, who=who)
        now = clock()
        held = lock.acquire(path, DESK, who=who, now=now)
        try:
            connection = desk_file.ready(path, editions, thorough=held.left_over, now=now)
        except BaseException:
            held.release()
            raise
        return cls(path, editions, connection, held, clock=clock, who=who)

    def close(self) -> None:
        """Close the file and give back the lock; closing twice does no harm."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()
        else:
            lock.finish_reading(self.path, DESK, self.clock())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self.readonly:
            raise UserError(
                "街道收件文件现在是以只读方式打开的，不能修改。",
                safe="原有内容完好。",
                todo="请关闭别处打开的同一文件，再重新打开。",
                code="readonly",
            )
        with told(self.path, DESK), transaction(self._connection) as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with told(self.path, DESK), reading(self._connection) as connection:
            yield connection

    def backup(self, to: Path | None = None) -> Path:
        """A verified backup of the file itself; packets lie beside and are copied as ordinary files."""
        return desk_file.backup(self.path, self.clock(), to)

    # -- small facts and the log --------------------------------------------------------------------------

    @property
    def code(self) -> str:
        """The street's code."""
        return str(self.meta("street")["code"])

    @property
    def name(self) -> str:
        """The street's name."""
        return str(self.meta("street")["name"])

    def meta(self, key: str, default: Any = None) -> Any:
        """A small fact, a JSON value."""
        with self._reading() as connection:
            return read_meta(connection, key, default)

    def set_meta(self, key: str, value: Any) -> None:
        """Keep a small fact."""
        with self._writing() as connection:
            put_meta(connection, key, value)

    def log(self, subject: str | None = None) -> list[DeskLogEntry]:
        """What was done, oldest first; of one branch code, key id or packet digest where given."""
        with self._reading() as connection:
            return desk_rows.log_lines(connection, subject)

    def last_moment(self) -> datetime:
        """When the last line of the log was written; the log never runs backwards."""
        with self._reading() as connection:
            last = connection.execute("SELECT max(at) FROM log").fetchone()[0]
        return datetime.fromisoformat(last) if last else datetime.min

    def _note(self, connection: sqlite3.Connection, action: str, subject: str, why: str, body: Any) -> None:
        connection.execute(
            "INSERT INTO log (at, who, action, subject, why, body) VALUES (?,?,?,?,?,?)",
            (self._now(), self.who, action, subject, why, compact(body)),
        )

    def _now(self) -> str:
        return self.clock().isoformat(timespec="seconds")

    # -- branches and the trust list ----------------------------------------------------------------------

    def branches(self, *, removed: bool = False) -> list[ListedBranch]:
        """The list of branches in its order; with ``removed`` also those dissolved."""
        with self._reading() as connection:
            return desk_rows.branches(connection, removed=removed)

    def listed_since(self) -> dict[str, str]:
        """When each branch was put on the list first (local time, ISO), by code."""
        with self._reading() as connection:
            rows = connection.execute("SELECT subject, min(at) FROM log WHERE action='branch' GROUP BY subject")
            return dict(rows.fetchall())

    def put_branch(self, branch: ListedBranch, why: str = "") -> None:
        """List a branch, or change what is known of it."""
        with self._writing() as connection:
            facts = desk_rows.put_branch(connection, branch)
            if facts is not None:
                self._note(connection, "branch", branch.code, why, facts)

    def cards(self, branch: str | None = None) -> list[ListedCard]:
        """The trust list, revoked cards included, in the order of registration."""
        with self._reading() as connection:
            return desk_rows.cards(connection, branch)

    def register(self, card: ListedCard) -> None:
        """Put a card on the trust list. Its branch must be listed. The same card again changes nothing.

        Raises UserError (card_known) where the keys are registered for another branch or were revoked.
        """
        with self._writing() as connection:
            known = desk_rows.card(connection, card.key_id)
            if known is not None:
                if known.branch == card.branch and known.revoked_on is None:
                    return
                raise UserError(
                    "这把公钥以前登记过："
                    + ("已经作废。" if known.revoked_on else f"在代码为“{known.branch}”的支部名下。"),
                    safe="名单没有改动。",
                    todo="请支部生成新密钥，交来新的公钥卡。",
                    code="card_known",
                )
            desk_rows.add_card(connection, card)
            facts = {"branch": card.branch, "fingerprint": card.fingerprint, "by": card.registered_by}
            self._note(connection, "register", card.key_id, card.paper, facts)

    def revoke(self, key_id: str, on: str, why: str) -> None:
        """Strike a card from that day (ISO date) on. Raises UserError (no_card)."""
        with self._writing() as connection:
            changed = connection.execute(
                "UPDATE card SET revoked_on=?, revoked_by=?, revoked_why=? "
                "WHERE key_id=? AND revoked_on IS NULL",
                (on, self.who, why, key_id),
            ).rowcount
            if not changed:
                raise UserError(
                    "名单里没有这把有效的公钥。",
                    safe="名单没有改动。",
                    todo="请刷新名单再看。",
                    code="no_card",
                )
            self._note(connection, "revoke", key_id, why, {"on": on})

    # -- packets ------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where the bytes of packets lie."""
        return self.path.with_name(self.path.name + ".received")

    @contextmanager
    def staged(self, source: Path) -> Iterator[tuple[Path, str]]:
        """Copy a file from the stick into the desk's folder, to be judged there: (path, SHA-256 of the copy).

        The copy disappears again unless ``take_in`` keeps it. Raises SourceLostError, and UserError
        (disk_full, readonly, disk_error) for the desk's own disk.
        """
        part = self.folder / "incoming.part"
        try:
            with told(self.folder, DESK):
                self.folder.mkdir(exist_ok=True)
                digest = desk_file.copy_in(source, part)
            yield part, digest
        finally:
            part.unlink(missing_ok=True)

    def take_in(self, staged: Path, packet: Received, records: Iterable[Kept]) -> None:
        """Keep a judged packet: its file gets its name, then one transaction writes everything about it."""
        with self._writing() as connection:
            settle(staged, self._file(packet.digest))
            desk_rows.add_packet(connection, packet, records)
            facts = {
                "branch": packet.branch,
                "period": packet.period,
                "version": packet.version,
                "file": packet.file_name,
            }
            self._note(connection, "take_in", packet.digest, packet.code, facts)

    def note_refused(
        self, file_name: str, code: str, detail: str, proved: Mapping[str, str] | None = None
    ) -> None:
        """Write into the log that a file was refused; the same file for the same reason only once.

        ``proved``: branch, period and sentence (say), where the signature proved whose it is.
        """
        facts = {"detail": detail, **(proved or {})}
        with self._reading() as connection:
            said = "SELECT 1 FROM log WHERE action='refuse' AND subject=? AND why=? AND body=?"
            if connection.execute(said, (file_name, code, compact(facts))).fetchone():
                return
        with self._writing() as connection:
            self._note(connection, "refuse", file_name, code, facts)

    def refusals(self) -> list[Refusal]:
        """The refused files that are known whose they are, oldest first."""
        with self._reading() as connection:
            return desk_rows.refusals(connection)

    def arrivals(self) -> list[Arrival]:
        """All packets without their summaries, in the order of their arrival: quick, for hundreds of branches."""
        with self._reading() as connection:
            return desk_rows.arrivals(connection)

    def received(self, branch: str | None = None, *, current: bool = False) -> list[Received]:
        """The packets in order of arrival; ``current``: only the newest of each branch and period."""
        with self._reading() as connection:
            found = desk_rows.packets(connection, branch)
        if not current:
            return found
        newest: dict[tuple[str, str], Received] = {}
        for packet in sorted(found, key=lambda each: (each.epoch, each.version, each.sequence)):
            newest[packet.branch, packet.period] = packet
        return [packet for packet in found if newest[packet.branch, packet.period] is packet]

    def packet(self, digest: str) -> Received:
        """One packet. Raises UserError (no_packet)."""
        with self._reading() as connection:
            found = desk_rows.packet(connection, digest)
        if found is None:
            raise UserError(
                "没有收过这个报送包。", safe="没有改动任何内容。", todo="请先收件。", code="no_packet"
            )
        return found

    def packet_file(self, digest: str) -> Path:
        """The bytes of a packet, compared with their digest.

        Raises FileRefusedError (packet_lost, packet_changed), UserError (no_packet).
        """
        packet, path = self.packet(digest), self._file(digest)
        todo = "请从备份取回这个文件，或请支部再交一次。"
        if not path.is_file():
            raise FileRefusedError(
                f"收件文件夹里缺了“{packet.file_name}”。",
                safe="登记的内容没有改动。",
                todo=todo,
                code="packet_lost",
            )
        with told(path, DESK):
            found = desk_file.digest_of(path)
        if found != packet.file_digest:
            raise FileRefusedError(
                f"收件文件夹里的“{packet.file_name}”与收件时不一样了。",
                safe="登记的内容没有改动。",
                todo=todo,
                code="packet_changed",
            )
        return path

    def kept(self, packet: str) -> list[Kept]:
        """The records of a packet."""
        with self._reading() as connection:
            return desk_rows.kept(connection, packet, self.editions)

    def _file(self, digest: str) -> Path:
        return self.folder / f"{digest}.wdp"

    # -- answers ------------------------------------------------------------------------------------------

    def add_receipt(self, packet: str, branch: str, verdict: str, body: bytes) -> None:
        """Keep a signed receipt as it was handed out."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO receipt (packet, branch, verdict, at, body) VALUES (?,?,?,?,?)",
                (packet, branch, verdict, self._now(), body),
            )
            self._note(connection, "receipt", packet, verdict, {"branch": branch})

    def last_verdicts(self) -> dict[str, str]:
        """Packet digest → the verdict of its last receipt."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT packet, verdict FROM receipt ORDER BY id").fetchall())

    def answers(self) -> list[tuple[str, str]]:
        """Packet digest and verdict of every receipt, oldest first."""
        with self._reading() as connection:
            return connection.execute("SELECT packet, verdict FROM receipt ORDER BY id").fetchall()

    def receipts(self, packet: str | None = None) -> list[bytes]:
        """The signed receipts as handed out, oldest first; of one packet where given."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT body FROM receipt WHERE ? IS NULL OR packet=? ORDER BY id", (packet, packet)
            ).fetchall()
        return [bytes(row[0]) for row in rows]
