"""The door: what is refused, with which code, and that nothing changes by refusing."""

from __future__ import annotations

import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from store_book import BRANCH, EDITION, EDITIONS, FIELDS, FORM, attendance, make, reopen

from wdbranch.book.form import Column, Field, FieldType
from wdbranch.errors import FileRefusedError, UserError
from wdbranch.store import opening
from wdbranch.store.files import WORKBOOK
from wdbranch.store.lock import lock_path
from wdbranch.store.workbook import Workbook


@pytest.fixture
def path(tmp_path):
    return tmp_path / "拟 三#支部%20?.wdbook"


@pytest.fixture
def filled(path):
    with make(path) as book:
        for number in range(40):
            book.add_record("meeting", "2026", 2026, {
                "title": f"第{number}次", "minutes": "学习讨论" * 300, "attendance": attendance("拟甲", "拟乙"),
            })
    return path


def refused(path, code, **more):
    before = path.read_bytes() if path.is_file() else None
    beside = {p.name for p in path.parent.iterdir()} if path.parent.exists() else set()
    with pytest.raises(UserError) as refusal:
        reopen(path, **more)
    assert refusal.value.code == code, refusal.value.say()
    assert refusal.value.what
    assert refusal.value.todo
    if before is not None:
        assert path.read_bytes() == before
    if path.parent.exists():
        assert {p.name for p in path.parent.iterdir()} == beside
    return refusal.value


@pytest.mark.parametrize("readonly", [False, True])
class TestRefusals:
    def test_missing(self, path, readonly):
        refused(path, "missing", readonly=readonly)

    def test_missing_folder(self, path, readonly):
        refused(path.parent / "nowhere" / "x.wdbook", "missing", readonly=readonly)

    def test_empty(self, path, readonly):
        path.write_bytes(b"")
        assert "0 字节" in refused(path, "empty", readonly=readonly).what

    def test_a_folder(self, path, readonly):
        path.mkdir()
        refused(path, "foreign", readonly=readonly)

    @pytest.mark.parametrize("content", [b"x", b"PK\x03\x04" + b"\0" * 5000, "会议记录".encode() * 100, b"\0" * 4096])
    def test_some_other_file(self, path, readonly, content):
        path.write_bytes(content)
        refused(path, "foreign", readonly=readonly)

    def test_another_programs_sqlite_file(self, path, readonly):
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE record (id TEXT)")
        other.commit()
        other.close()
        refused(path, "foreign", readonly=readonly)

    def test_newer_major(self, filled, readonly):
        other = sqlite3.connect(filled)
        other.execute(f"PRAGMA user_version={(WORKBOOK.major + 1) * 1000}")
        other.close()
        assert "更新版本" in refused(filled, "newer", readonly=readonly).what

    def test_cut_short_at_many_lengths(self, filled, readonly):
        whole = filled.read_bytes()
        lengths = {1, 5, 15, 16, 17, 50, 99, 100, 101, 511, 4095, 4096, 4097, len(whole) // 2, len(whole) - 1}
        lengths |= {random.Random(1).randrange(1, len(whole)) for _ in range(30)}
        lengths |= set(range(4096, len(whole), 4096 * 5))
        for length in sorted(lengths):
            filled.write_bytes(whole[:length])
            refused(filled, "damaged", readonly=readonly)
        filled.write_bytes(whole)
        reopen(filled, readonly=readonly).close()


def test_pages_overwritten_with_rubbish_are_found(filled):
    """At the door, or, where only the log or attachments are hit, by the check-up and the backup."""
    with reopen(filled) as book:
        whole_snapshot = book.snapshot().records
    whole, at_the_door, later = filled.read_bytes(), 0, 0
    chance = random.Random(7)
    for page in range(1, len(whole) // 4096, 3):
        broken = whole[: page * 4096] + chance.randbytes(4096) + whole[(page + 1) * 4096:]
        filled.write_bytes(broken)
        try:
            book = reopen(filled)
        except FileRefusedError as refusal:
            assert refusal.code == "damaged"
            at_the_door += 1
            assert filled.read_bytes() == broken
            continue
        with book:
            assert book.snapshot().records == whole_snapshot
            if "damaged" in [problem.code for problem in book.doctor()]:
                with pytest.raises(FileRefusedError):
                    book.backup()
                later += 1
    assert at_the_door > 5
    assert later > 5


def test_newer_minor_opens(filled):
    other = sqlite3.connect(filled)
    other.execute("ALTER TABLE branch ADD COLUMN motto TEXT")
    other.execute("CREATE TABLE points (id INTEGER PRIMARY KEY)")
    other.execute(f"PRAGMA user_version={WORKBOOK.version_of(opening.MINOR + 3)}")
    other.close()
    with reopen(filled) as book:
        book.save_branch(replace(BRANCH, short="改"))
        assert len(book.records()) == 40
    other = sqlite3.connect(filled)
    assert other.execute("PRAGMA user_version").fetchone()[0] == WORKBOOK.version_of(opening.MINOR + 3)
    assert other.execute("SELECT motto FROM branch").fetchall() == [(None,)]
    other.close()


def test_making_over_an_existing_file_is_refused(filled):
    before = filled.read_bytes()
    with pytest.raises(UserError) as refusal:
        make(filled)
    assert refusal.value.code == "exists"
    assert filled.read_bytes() == before


def test_making_where_a_file_stands_in_the_way(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError) as refusal:
        make(tmp_path / "file" / "x.wdbook")
    assert refusal.value.code in {"readonly", "disk_error"}


def test_a_made_file_stands_alone(path):
    make(path).close()
    assert [p.name for p in path.parent.iterdir() if p.is_file()] == [path.name]


@pytest.fixture
def forbidden():
    """A folder in which an ordinary person may do nothing but look; root becomes one for a while."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.wdbook"
        with make(path) as book:
            book.add_record("note", "2026", 2026, {"title": "一"})
            book.backup()
        was = os.geteuid()
        os.chmod(folder, 0o555)
        path.chmod(0o444)
        if was == 0:
            os.seteuid(65534)
        yield path
        os.seteuid(was)
        os.chmod(folder, 0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of another kind")
class TestPermissions:
    def test_a_protected_folder_can_be_looked_at(self, forbidden):
        refused(forbidden, "readonly")
        with reopen(forbidden, readonly=True) as book:
            assert [r.get("title") for r in book.snapshot().records] == ["一"]
            assert book.doctor() == []
            with pytest.raises(UserError) as refusal:
                book.backup()
            assert refusal.value.code == "readonly"
        assert [p.name for p in forbidden.parent.iterdir() if p.is_file()] == [forbidden.name]

    def test_nothing_can_be_made_there(self, forbidden):
        with pytest.raises(UserError) as refusal:
            make(forbidden.with_name("new.wdbook"))
        assert refusal.value.code == "readonly"

    def test_a_file_that_may_not_be_read(self, forbidden):
        was = os.geteuid()
        os.seteuid(0) if os.getuid() == 0 else None
        forbidden.chmod(0)
        os.seteuid(was)
        for readonly in (False, True):
            with pytest.raises(UserError) as refusal:
                reopen(forbidden, readonly=readonly)
            assert refusal.value.code == "unreadable"


class TestLock:
    def test_the_second_is_told_who_and_since_when(self, path):
        with make(path):
            said = refused_locked(path)
            assert "拟建国" in said.what
            assert "2026年09月18日 18:30" in said.what
            with reopen(path, readonly=True) as reader:
                assert reader.readonly
        reopen(path).close()
        assert not lock_path(path).exists()

    def test_a_reader_leaves_no_litter(self, path):
        make(path).close()
        with reopen(path, readonly=True) as one, reopen(path, readonly=True) as two:
            assert one.branch() == two.branch()
        assert [p.name for p in path.parent.iterdir() if p.is_file()] == [path.name]

    def test_a_reader_that_stays_sees_a_later_writer(self, path):
        make(path).close()
        with reopen(path, readonly=True) as reader, reopen(path, readonly=True) as other:
            other.close()
            with reopen(path) as book:
                record = book.add_record("note", "2026", 2026, {"title": "一"})
                assert reader.snapshot().records == (record,)
            assert reader.snapshot().records == (record,)
            assert lock_path(path).exists() is False
        reopen(path).close()

    def test_reading_here_does_not_drop_the_writers_locks(self, path):
        """Closing a file drops the locks that the same process has on it: SQLite must keep its own."""
        code = (
            "import sqlite3, sys\n"
            "c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)\n"
            "c.execute('SELECT count(*) FROM record').fetchone(); c.close()"      # its close would clear the log
        )
        with make(path) as book:
            with reopen(path, readonly=True) as reader:
                reader.snapshot()
            record = book.add_record("note", "2026", 2026, {"title": "一"})
            subprocess.run([sys.executable, "-c", code, str(path)], check=True)
            assert path.with_name(path.name + "-wal").exists()
            after = book.write(record.id, {"title": "二"})
        with reopen(path) as book:
            assert book.record(record.id) == after

    def test_another_process_holds_it(self, path):
        make(path).close()
        code = (
            "import sys; from pathlib import Path; sys.path[:0] = ['tests/store', '.']\n"
            "from store_book import reopen\n"
            f"book = reopen(Path({str(path)!r}), who='拟秀英'); print('ready', flush=True); sys.stdin.read()"
        )
        other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            assert other.stdout.readline().strip() == "ready"
            assert "拟秀英" in refused_locked(path).what
        finally:
            other.kill()
            other.communicate()
        assert lock_path(path).exists()       # left by the dead process
        with reopen(path) as book:
            assert json.loads(lock_path(path).read_text())["who"] == book.who == "拟建国"

    def test_another_computer_holds_it(self, path):
        make(path).close()
        holder = {"who": "拟秀英", "host": socket.gethostname() + "-2", "pid": 1, "since": "2026-09-01T08:00:00"}
        lock_path(path).write_text(json.dumps(holder), encoding="utf-8")
        said = refused_locked(path)
        assert socket.gethostname() + "-2" in said.what
        assert lock_path(path).name in said.todo
        lock_path(path).unlink()
        reopen(path).close()

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"who": 1}', "锁" * 3000])
    def test_a_spoilt_lock_file_does_not_lock_out(self, path, content):
        make(path).close()
        lock_path(path).write_text(content, encoding="utf-8")
        reopen(path).close()
        assert not lock_path(path).exists()

    def test_a_refused_opening_gives_the_lock_back(self, filled):
        for _ in range(2):
            with pytest.raises(FileRefusedError) as refusal:
                Workbook.open(filled, editions={"2025": replace(EDITION, id="2025")})
            assert refusal.value.code == "no_edition"
        reopen(filled).close()


def refused_locked(path):
    with pytest.raises(FileRefusedError) as refusal:
        reopen(path)
    assert refusal.value.code == "locked"
    return refusal.value


def test_every_page_is_read_after_a_crash(filled):
    """Damage in the log does not hinder an ordinary opening; after a crash it is looked for."""
    plain = sqlite3.connect(filled)
    root = plain.execute("SELECT rootpage FROM sqlite_schema WHERE name='log'").fetchone()[0]
    plain.close()
    whole = bytearray(filled.read_bytes())
    whole[(root - 1) * 4096: root * 4096] = random.Random(3).randbytes(4096)
    filled.write_bytes(whole)
    with reopen(filled) as book:
        assert len(book.records()) == 40
    holder = {"who": "", "host": socket.gethostname(), "pid": 1, "since": "2026-09-20T08:00:00"}
    lock_path(filled).write_text(json.dumps(holder))
    with pytest.raises(FileRefusedError) as refusal:
        reopen(filled)
    assert refusal.value.code == "damaged"


class TestEditions:
    WIDER = replace(
        FORM, edition="2027",
        fields=(
            *(f for f in FIELDS if f.id != "agenda"), Field("weather", FieldType.TEXT, "天气"),
            Field("agenda", FieldType.ROWS, "议题", columns=(Column("no", FieldType.INT, "序"), Column("room", FieldType.TEXT, "室"))),
        ),
    )
    BOTH = EDITIONS | {"2027": replace(EDITION, id="2027", forms={"meeting": WIDER})}

    def test_a_new_edition_adds_columns_and_old_records_stay(self, filled):
        with reopen(filled) as book:
            old = book.records()
            rows = book.write(old[0].id, {"agenda": ({"no": 1, "text": "旧", "people": ("拟甲",)},)})
        with reopen(filled, editions=self.BOTH) as book:
            assert book.records()[1:] == old[1:]
            assert book.record(rows.id) == rows
            new = book.add_record("meeting", "2027", 2027, {"weather": "晴", "agenda": ({"no": 1, "room": "东"},)})
            assert book.snapshot().records[-1] == new
            assert new.rows("agenda") == ({"no": 1, "room": "东"},)
            assert len(book.backups()) == 1
            assert "升级前" in book.backups()[0].name
        with reopen(filled, editions=self.BOTH) as book:
            assert book.record(new.id) == new
            assert book.record(rows.id) == rows
            assert len(book.backups()) == 1
        with pytest.raises(FileRefusedError) as refusal:
            reopen(filled)
        assert refusal.value.code == "no_edition"
        assert "2027" in refusal.value.what

    def test_a_reader_with_a_newer_edition_changes_nothing(self, filled):
        before = filled.read_bytes()
        with reopen(filled, editions=self.BOTH, readonly=True) as book:
            assert len(book.snapshot().records) == 40
        assert filled.read_bytes() == before

    def test_one_name_with_two_meanings_is_refused(self, path):
        other = replace(FORM, edition="2027", fields=(Field("title", FieldType.INT, "名称"),))
        with pytest.raises(UserError) as refusal:
            make(path, editions=EDITIONS | {"2027": replace(EDITION, id="2027", forms={"meeting": other})})
        assert refusal.value.code == "form_clash"
        assert not path.exists()
