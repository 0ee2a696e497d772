"""The check-up finds what other programs and bad disks do to a file."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from store_book import Clock, attendance, make, reopen


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.wdbook"
    with make(path) as book:
        record = book.add_record(
            "meeting", "2026", 2026, {"title": "一", "guests": ("拟甲",), "attendance": attendance("甲", "乙", "丙")}
        )
        book.attach(record.id, b"%PDF-1.7 x", "a.pdf", "file")
        book.backup()
    return path


def found(path, statement=None, **more):
    if statement:
        other = sqlite3.connect(path)
        other.execute("PRAGMA foreign_keys=OFF")
        other.execute(statement)
        other.commit()
        other.close()
    with reopen(path, **more) as book:
        problems = book.doctor()
        assert all(p.say and p.todo for p in problems)
        return [p.code for p in problems]


def test_a_healthy_book(path):
    assert found(path) == []


@pytest.mark.parametrize("statement, codes", [
    ("DELETE FROM blob", ["references", "blob_missing"]),
    ("DELETE FROM attachment", ["blob_orphan"]),
    ("UPDATE blob SET data=x'00'", ["blob_changed"]),
    ("UPDATE f_meeting SET guests='拟甲'", ["row_shape"]),
    ("UPDATE f_meeting SET guests='[1]'", ["row_shape"]),
    ("UPDATE f_meeting SET guests='{}'", ["row_shape"]),
    ("DELETE FROM f_meeting__attendance WHERE _idx=1", ["row_shape"]),
    ("DELETE FROM f_meeting", ["row_missing"]),
    ("INSERT INTO link VALUES ('a', 0, 'b')", ["references"]),
])
def test_each_illness_has_its_name(path, statement, codes):
    assert found(path, statement) == codes


def test_the_age_of_the_last_backup(path, tmp_path):
    late = Clock()
    late.now += timedelta(days=7)
    assert found(path, clock=late) == []
    late.now += timedelta(days=1)
    assert found(path, clock=late) == ["backup_old"]
    for backup in (tmp_path / "a-备份").iterdir():
        backup.unlink()
    assert found(path) == ["backup_none"]


def test_damage_that_appears_while_the_book_is_open(path):
    with reopen(path) as book:
        whole = bytearray(path.read_bytes())
        for page in range(2, len(whole) // 4096):
            whole[page * 4096: page * 4096 + 200] = b"\xfe" * 200
        path.write_bytes(whole)
        assert "damaged" in [p.code for p in book.doctor()]
