"""Killed writers, full disks, other programs in the way: acknowledged edits stay, refusals say what it is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from store_book import make, reopen

from wdbranch.errors import UserError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
import kill9


def test_a_killed_writer_loses_nothing_acknowledged(tmp_path):
    tally = kill9.run(15, tmp_path, seed=3)
    assert tally.kills == 15
    assert tally.acknowledged > 15
    assert tally.left_logs > 0
    assert (tally.lost, tally.integrity_failures, tally.half_writes) == (0, 0, 0)


def test_the_kill_test_can_fail(tmp_path):
    """What the tally would say of a lost edit and of half a write."""
    path, tally = tmp_path / "a.wdbook", kill9.Tally()
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, kill9.values(0))
        book.write(record.id, kill9.values(4))
    kill9.check(path, [3, 4, 5, 6], tally)
    assert (tally.lost, tally.half_writes) == (2, 0)
    other = sqlite3.connect(path)
    other.execute("DELETE FROM f_meeting__agenda WHERE _idx=3")
    other.commit()
    other.close()
    kill9.check(path, [4], tally)
    assert tally.half_writes == 1


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.wdbook"


def test_disk_full_says_so_and_keeps_what_was_saved(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"title": "一"})
        pages = book._connection.execute("PRAGMA page_count").fetchone()[0]
        book._connection.execute(f"PRAGMA max_page_count={pages + 3}")
        with pytest.raises(UserError) as refusal:
            book.write(record.id, {"title": "二", "minutes": "长" * 100_000})
        assert refusal.value.code == "disk_full"
        assert "磁盘已满" in refusal.value.what
        assert book.record(record.id) == record
        with pytest.raises(UserError) as refusal:
            book.attach(record.id, bytes(200_000), "a.bin", "file")
        assert refusal.value.code == "disk_full"
        book._connection.execute("PRAGMA max_page_count=1000000")
        after = book.write(record.id, {"minutes": "长" * 100_000})
    with reopen(path) as book:
        assert book.record(record.id) == after
        assert [p.code for p in book.doctor()] == ["backup_none"]


LIMITED = """
import resource, sys
from pathlib import Path
sys.path[:0] = ["tests/store", "."]
from store_book import make, reopen
from wdbranch.errors import UserError
path, limit = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    if path.exists():
        with reopen(path) as book:
            record = book.records()[0]
            for number in range(1000):
                book.write(record.id, {"seq": number, "minutes": "长" * (number * 100)})
                print(number, flush=True)
    else:
        make(path)
except UserError as refusal:
    print(refusal.code)
"""


def limited(path, limit):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(limit)], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_system_refuses_to_let_the_file_grow(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"title": "一"})
    *written, code = limited(path, 600_000)
    assert code in {"disk_full", "disk_error"}
    with reopen(path) as book:
        assert book.record(record.id).get("seq") == int(written[-1])
        assert [p.code for p in book.doctor()] == ["backup_none"]


def test_no_room_to_make_a_new_book_leaves_nothing(path):
    assert limited(path, 20_000)[-1] in {"disk_full", "disk_error"}
    assert list(path.parent.glob("*.wdbook*")) == []


def test_another_program_holds_the_file(path):
    with make(path) as book:
        record = book.add_record("note", "2026", 2026, {"title": "一"})
        book._connection.execute("PRAGMA busy_timeout=30")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as refusal:
            book.write(record.id, {"title": "二"})
        assert refusal.value.code == "locked"
        assert book.record(record.id) == record
        other.execute("ROLLBACK")
        other.close()
        assert book.write(record.id, {"title": "二"}).get("title") == "二"


def test_the_file_goes_bad_while_open(path):
    with make(path) as book:
        for _ in range(300):
            book.add_record("meeting", "2026", 2026, {"minutes": "长" * 3000})
    with reopen(path) as book:
        with path.open("r+b") as file:
            file.seek(4096 * 2)
            file.write(b"\xff" * (path.stat().st_size - 4096 * 2))
        with pytest.raises(UserError) as refusal:
            book.snapshot()
        assert refusal.value.code == "damaged"
