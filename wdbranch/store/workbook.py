"""The branch's workbook: one SQLite file that holds all its years.

Opening reads 100 bytes of header, takes the lock, lets SQLite recover what a stopped computer left, and
compares two integers to know whether anything must be upgraded; sqlite_utils is imported only then.
One write is one transaction, flushed to the device before it returns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wdbranch.book.form import Edition
from wdbranch.book.people import Member, Roster
from wdbranch.book.points import Entry, Line
from wdbranch.book.record import Attachment, Record, State
from wdbranch.book.relabel import relabelled
from wdbranch.book.snapshot import Branch, Snapshot
from wdbranch.errors import UserError
from wdbranch.store import attachments, backups, facts, kept, lock, opening
from wdbranch.store.doctor import Problem, examine
from wdbranch.store.files import WORKBOOK, inspect, reading, told, transaction
from wdbranch.store.history import Log, LogEntry
from wdbranch.store.pages import Pages
from wdbranch.store.points import PointsTable
from wdbranch.store.records import RecordTable
from wdbranch.store.roster import RosterTable, told_in_log

Clock = Callable[[], datetime]


class Workbook:
    """An open workbook. Belongs to the thread that opened it; ``backup`` and ``doctor`` may run on any.

    While it is open, nothing else in this process may open and close the file itself (copying included):
    on Linux that drops SQLite's locks. ``backup`` makes copies.

    ``who`` is written into the log and the lock. Methods that write raise UserError with code readonly,
    locked, disk_full or disk_error, or FileRefusedError damaged; then nothing of that write is in the file.
    """

    def __init__(
        self, path: Path, editions: Mapping[str, Edition], connection: sqlite3.Connection,
        held: lock.Lock | None, *, clock: Clock, who: str,
    ) -> None:
        self.path = path
        self._shipped = editions
        try:
            with told(path):
                self.editions = self._named(facts.read_branch(connection))
        except BaseException:
            connection.close()
            raise
        self.readonly = held is None
        self.who = who
        self._clock = clock
        self._lock = held
        self._connection = connection
        self._records = RecordTable(connection, editions)
        self._roster = RosterTable(connection)
        self._points = PointsTable(connection)
        self._log = Log(connection, who)
        self._pages = Pages(connection, self._records, self._log, clock)
        self._taken: tuple[tuple[int, int], Snapshot] | None = None

    # -- opening and closing ------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, branch: Branch, *, editions: Mapping[str, Edition], clock: Clock = datetime.now,
        who: str = "",
    ) -> Workbook:
        """Make a new workbook and open it. Raises UserError (exists, readonly, disk_full)."""
        opening.build(path, branch, editions)
        return cls.open(path, editions=editions, clock=clock, who=who)

    @classmethod
    def open(
        cls, path: Path, *, editions: Mapping[str, Edition], clock: Clock = datetime.now, who: str = "",
        readonly: bool = False,
    ) -> Workbook:
        """Open a workbook. Read-only takes no lock, so it works while another holds it.

        Raises FileRefusedError: missing, empty, foreign, damaged, newer, no_edition, locked; UserError:
        readonly, disk_full, disk_error.
        """
        path = Path(path)
        if not lock.held_here(path):
            inspect(path, WORKBOOK)
        if readonly:
            try:
                connection = opening.ready_to_read(path, editions)
                return cls(path, editions, connection, None, clock=clock, who=who)
            except UserError:
                lock.finish_reading(path, WORKBOOK, clock())
                raise
        now = clock()
        held = lock.acquire(path, WORKBOOK, who=who, now=now)
        try:
            connection = opening.ready(path, editions, thorough=held.left_over, now=now)
            return cls(path, editions, connection, held, clock=clock, who=who)
        except BaseException:
            held.release()
            raise

    def close(self) -> None:
        """Close the file and give back the lock; closing twice does no harm."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()
        else:
            lock.finish_reading(self.path, WORKBOOK, self._clock())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _refuse_readonly(self) -> None:
        if self.readonly:
            raise UserError(
                "记录本现在是以只读方式打开的，不能修改。", safe="原有内容完好。",
                todo="请关闭别处打开的同一记录本，再重新打开。", code="readonly",
            )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._refuse_readonly()
        if self._connection.in_transaction:      # within ``together``
            yield self._connection
            return
        with told(self.path), transaction(self._connection) as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written within is one step: all of it or nothing, and its log lines name each other."""
        try:
            with self._writing(), self._log.together():
                yield
        except BaseException:
            self._records.forget()      # what was read within has not come about
            self._points.forget()
            self._taken = None
            raise

    def _stamp(self) -> tuple[int, int]:
        """Changes with every write, here (count of changed rows) or by another connection (data version)."""
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version, self._connection.total_changes

    @property
    def clock(self) -> Clock:
        """What time it is for this book."""
        return self._clock

    # -- branch, roster -----------------------------------------------------------------------------------

    def branch(self) -> Branch:
        """The branch."""
        with told(self.path):
            return facts.read_branch(self._connection)

    def _named(self, branch: Branch) -> Mapping[str, Edition]:
        """The editions with the names of boxes that the branch has chosen (``settings["labels"]``)."""
        return relabelled(self._shipped, branch.settings.get("labels") or {})

    def save_branch(self, branch: Branch, why: str = "") -> None:
        """Replace what is known of the branch; logged where it differs."""
        with self._writing() as connection:
            if facts.read_branch(connection) != branch:
                facts.put_branch(connection, branch)
                self._log.note(self._clock(), "branch", why, facts.branch_facts(branch))
        self.editions = self._named(branch)

    def roster(self) -> Roster:
        """All people and groups."""
        return self.snapshot().roster

    def put_members(self, members: Iterable[Member], why: str) -> list[int]:
        """Insert (id 0) and replace members, all or nothing; returns their ids. Only changes are logged.

        Raises UserError (no_member), WrongUseError (member_twice, no_name).
        """
        with self._writing():
            ids, changed = self._roster.put(list(members))
            if changed:
                self._log.note(self._clock(), "roster", why, told_in_log(changed))
        return ids

    def set_groups(self, names: Sequence[str]) -> None:
        """Replace the party groups, in order."""
        with self._writing():
            if self._roster.read().groups != tuple(names):
                self._roster.put_groups(names)
                self._log.note(self._clock(), "groups", "", list(names))

    # -- records ------------------------------------------------------------------------------------------

    def records(
        self, *, form: str | None = None, year: int | None = None, deleted: bool = False
    ) -> list[Record]:
        """Records in the order of adding; ``deleted``: those in the recycle bin instead."""
        where = ["deleted_at IS NOT NULL" if deleted else "deleted_at IS NULL"]
        parameters: list[Any] = []
        for column, value in (("form", form), ("year", year)):
            if value is not None:
                where.append(f"{column} = ?")
                parameters.append(value)
        with told(self.path):
            return self._records.fetch(" AND ".join(where), parameters)

    def record(self, record_id: str) -> Record:
        """One record, in the recycle bin or not. Raises UserError (no_record)."""
        with told(self.path):
            return self._records.one(record_id)

    def add_record(
        self, form: str, edition: str, year: int, values: Mapping[str, Any], *,
        recorded_at: str | None = None, links: Sequence[str] = (), late: bool = False,
    ) -> Record:
        """Add a draft. Raises WrongUseError (no_form, no_field), UserError (no_record: an unknown link)."""
        blank = Record(
            id="", form=form, edition=edition, year=year, values={}, recorded_at=recorded_at, late=late,
            links=tuple(links),
        )
        with self._writing():
            return self._pages.add(blank, values)

    def write(
        self, record_id: str, values: Mapping[str, Any], *, settled: bool = True, why: str = ""
    ) -> Record:
        """Write some fields of a draft; the others keep what any other window wrote.

        ``settled=False`` (typing has paused) updates the row; ``settled=True`` (the field was left) also
        writes the log line, unless the last one says the same. Raises UserError (no_record, frozen,
        deleted), WrongUseError (no_field).
        """
        with self._writing():
            return self._pages.write(record_id, values, settled=settled, why=why)

    def set_state(
        self, record_id: str, state: State, *, why: str = "", recorded_at: str | None = None,
        late: bool | None = None, version: int | None = None,
    ) -> Record:
        """Set state, and where given the moment of recording and the version. 补记 once set stays set."""
        changes: dict[str, Any] = {"state": State(state)}
        if recorded_at is not None:
            changes["recorded_at"] = recorded_at
        if late:
            changes["late"] = True
        if version is not None:
            changes["version"] = version
        with self._writing():
            return self._pages.change(record_id, "state", why, **changes)

    def set_year(self, record_id: str, year: int, values: Mapping[str, Any]) -> Record:
        """Enter a draft in another year, with the values that follow from it. Raises as ``write`` does."""
        with self._writing():
            self._pages.write(record_id, values, settled=False, why="")
            return self._pages.change(record_id, "year", year=year)

    def set_links(self, record_id: str, ids: Sequence[str]) -> Record:
        """Replace the related records. Raises UserError (no_record)."""
        with self._writing():
            return self._pages.link(record_id, ids)

    def set_sitting(self, record_ids: Sequence[str], sitting: str) -> None:
        """Say that records belong to one sitting; empty: to none. Raises UserError (no_record)."""
        with self._writing():
            for record_id in record_ids:
                self._pages.change(record_id, "sitting", sitting=sitting)

    def set_waiver(self, record_id: str | None, key: str, reason: str | None) -> None:
        """Set a finding aside with its reason, or take that back (None); ``record_id`` None: the branch's."""
        with self._writing() as connection:
            if record_id is not None:
                self._pages.waive(record_id, key, reason, self.who)
            elif facts.read_waivers(connection).get(key) != reason:
                now = self._clock()
                facts.put_waiver(connection, None, key, reason, now=now, who=self.who)
                self._log.note(now, "waiver", reason or "", {"key": key, "reason": reason})

    def discard(self, record_id: str) -> Record:
        """Put a record into the recycle bin; it stays there."""
        with self._writing():
            return self._pages.discard(record_id)

    def restore(self, record_id: str) -> Record:
        """Take a record out of the recycle bin."""
        with self._writing():
            return self._pages.change(record_id, "restore", deleted_at=None)

    def history(self, record_id: str) -> list[LogEntry]:
        """Every settled state of a record, oldest first. Raises UserError (no_record)."""
        with told(self.path), reading(self._connection):
            record = self._records.one(record_id)
            return self._log.of(record_id, self._records.form(record.edition, record.form))

    def records_of_step(self, together: int) -> list[str]:
        """The ids of the records into which the step of that number was written, see LogEntry.together."""
        with told(self.path):
            return self._log.records_of_step(together)

    def revert(self, record_id: str, seq: int, why: str) -> Record:
        """Give a draft all the values it had at a line of its log; logged as a new line (``back_to``).

        Raises UserError (no_record, no_entry, frozen, deleted).
        """
        with self._writing():
            return self._pages.revert(record_id, seq, why)

    # -- attachments --------------------------------------------------------------------------------------

    def attach(self, record_id: str, data: bytes, name: str, kind: str) -> Attachment:
        """Keep a file with a record; a picture is shrunk and loses where it was taken.

        Raises UserError (no_record, bad_picture, heic, many_pages, too_large, empty_file).
        """
        self._refuse_readonly()
        with told(self.path):
            prepared = attachments.prepare(self._connection, data, name)
        with self._writing():
            return self._pages.attach(record_id, prepared, kind)

    def describe(self, record_id: str, digest: str, caption: str, taken_on: str | None) -> Record:
        """Say what a kept picture shows, and when it was taken where the picture itself does not tell.

        Raises UserError (no_record, no_attachment).
        """
        with self._writing():
            return self._pages.describe(record_id, digest, caption, taken_on)

    def detach(self, record_id: str, digest: str) -> Record:
        """Take a file from a record; its bytes go when no other record has it.

        Raises UserError (no_record, no_attachment).
        """
        with self._writing():
            return self._pages.detach(record_id, digest)

    def attachment_bytes(self, digest: str) -> bytes:
        """The bytes as stored. Raises UserError (no_attachment)."""
        with told(self.path):
            return attachments.read(self._connection, digest)

    # -- evidence, snapshot, small facts ------------------------------------------------------------------

    def evidence(self) -> dict[str, dict[str, Any]]:
        """What was judged by hand, by indicator or duty id."""
        with told(self.path):
            return facts.read_evidence(self._connection)

    def set_evidence(self, key: str, judged: Mapping[str, Any] | None) -> None:
        """Keep or remove (None) a judgement {"met", "note", "on", "by", …}; logged. Raises WrongUseError."""
        with self._writing() as connection:
            before = facts.read_evidence(connection).get(key)
            facts.put_evidence(connection, key, judged)
            after = facts.read_evidence(connection).get(key)
            if before != after:
                self._log.note(self._clock(), "evidence", "", {"key": key, "judged": after})

    def snapshot(self) -> Snapshot:
        """One consistent reading of everything the rules look at; the same object until something changes."""
        with told(self.path), reading(self._connection) as connection:
            stamp = self._stamp()
            if self._taken is not None and self._taken[0] == stamp:
                return self._taken[1]
            roster = self._roster.read()
            if self._taken is not None and self._taken[1].roster == roster:
                roster = self._taken[1].roster      # keeps what it has worked out
            taken = Snapshot(
                branch=facts.read_branch(connection), roster=roster,
                records=tuple(self._records.fetch("deleted_at IS NULL", ())), editions=self.editions,
                evidence=facts.read_evidence(connection), finding_waivers=facts.read_waivers(connection),
                memory=self._taken[1].memory if self._taken is not None else {},
                points=self._points.read(),
            )
            self._taken = (stamp, taken)
            return taken

    def post_points(self, until: str, back: Sequence[Entry], lines: Sequence[Line], why: str = "") -> int:
        """Post lines of points up to a month (2026-03), and take back entries that are no longer so.

        One posting, which nothing can change afterwards; returns its number.
        """
        now = self._clock()
        with self._writing():
            number = self._points.post(now.isoformat(timespec="seconds"), self.who, until, back, lines)
            said = {"posting": number, "until": until, "back": len(back), "lines": len(lines)}
            self._log.note(now, "points", why, said)
        return number

    def meta(self, key: str, default: Any = None) -> Any:
        """A small fact about the file, a JSON value."""
        with told(self.path):
            return facts.read_meta(self._connection, key, default)

    def set_meta(self, key: str, json_value: Any) -> None:
        """Keep a small fact about the file."""
        with self._writing() as connection:
            facts.put_meta(connection, key, json_value)

    def state(self) -> list[int]:
        """Numbers that change with every change of the contents; those of the closed file are the same."""
        with told(self.path), reading(self._connection) as connection:
            return kept.state_of(connection)

    def add_sent(self, document: Mapping[str, Any]) -> None:
        """Keep what was handed to the street (JSON values)."""
        with self._writing() as connection:
            facts.add_document(connection, "sent", document, self._clock())

    def sent(self) -> list[dict[str, Any]]:
        """What was handed to the street, oldest first; each carries ``at``."""
        with told(self.path):
            return facts.read_documents(self._connection, "sent")

    def add_receipt(self, document: Mapping[str, Any]) -> None:
        """Keep a receipt that came back (JSON values)."""
        with self._writing() as connection:
            facts.add_document(connection, "receipt", document, self._clock())

    def receipts(self) -> list[dict[str, Any]]:
        """The receipts, oldest first; each carries ``at``."""
        with told(self.path):
            return facts.read_documents(self._connection, "receipt")

    # -- safety -------------------------------------------------------------------------------------------

    def backup(self, to: Path | None = None) -> Path:
        """Make a verified backup beside the file, or at ``to`` (folder or file name); returns where it is."""
        return backups.make(self.path, self._clock(), to=to)

    def backups(self) -> list[Path]:
        """The backups beside the file, newest first."""
        return backups.listed(self.path)

    def doctor(self) -> list[Problem]:
        """A full check-up on its own connection; an empty list: all is well."""
        return examine(self.path, self.editions, self._clock())
