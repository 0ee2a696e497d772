"""Backups: verified, whole or absent, thinned as they age."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_book import Clock, make, reopen

from wdbranch.errors import UserError
from wdbranch.store import backups
from wdbranch.store.files import copy_verified, inspect, WORKBOOK


@pytest.fixture
def book(tmp_path):
    with make(tmp_path / "拟三支部.wdbook") as opened:
        opened.add_record("note", "2026", 2026, {"title": "一"})
        yield opened


def test_a_backup_of_an_open_book_opens_by_itself(book):
    made = book.backup()
    record = book.add_record("note", "2026", 2026, {"title": "后来的"})
    assert made.parent.name == "拟三支部-备份"
    assert book.backups() == [made]
    assert [p.name for p in made.parent.iterdir()] == [made.name]
    inspect(made, WORKBOOK)
    with reopen(made) as copy:
        assert [r.get("title") for r in copy.records()] == ["一"]
        assert copy.branch() == book.branch()
    assert book.record(record.id).get("title") == "后来的"


def test_to_a_stick_by_folder_or_name(book, tmp_path):
    stick = tmp_path / "U盘"
    first = book.backup(stick)
    second = book.backup(stick / "给新书记.wdbook")
    assert {p.name for p in stick.iterdir()} == {first.name, second.name}
    assert second.name == "给新书记.wdbook"
    assert book.backups() == []
    with reopen(second, readonly=True) as copy:
        assert len(copy.records()) == 1


def test_two_in_one_second_do_not_overwrite_each_other(book):
    now = datetime(2026, 9, 18, 12, 0)
    a, b = backups.make(book.path, now), backups.make(book.path, now, before_upgrade=True)
    c = backups.make(book.path, now, to=a.parent)
    assert len({a, b, c}) == 3
    assert all(backups.made_on(book.path, made) == now for made in (a, b, c))


def test_a_damaged_book_makes_no_backup(tmp_path):
    path = tmp_path / "a.wdbook"
    with make(path) as book:
        for _ in range(30):
            book.add_record("note", "2026", 2026, {"title": "一" * 500})
    whole = bytearray(path.read_bytes())
    whole[4096 * 8: 4096 * 20] = b"\xff" * 4096 * 12
    path.write_bytes(whole)
    with pytest.raises(UserError) as refusal:
        copy_verified(path, tmp_path / "copy.wdbook")
    assert refusal.value.code == "damaged"
    assert not list(tmp_path.glob("copy*"))


def test_no_room_on_the_stick_leaves_nothing_that_looks_whole(book, tmp_path):
    code = (
        "import resource, sys; from pathlib import Path; sys.path.insert(0, '.')\n"
        "from wdbranch.errors import UserError; from wdbranch.store.files import copy_verified\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "try: copy_verified(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except UserError as refusal: print(refusal.code)"
    )
    for _ in range(60):
        book.add_record("note", "2026", 2026, {"title": "一" * 2000})
    stick = tmp_path / "stick"
    done = subprocess.run(
        [sys.executable, "-c", code, str(book.path), str(stick / "copy.wdbook")], capture_output=True, text=True,
        check=True,
    )
    assert done.stdout.strip() in {"disk_full", "disk_error"}
    assert list(stick.iterdir()) == []


def test_a_file_that_is_none_of_ours_stays(book):
    made = book.backup()
    others = [made.parent / name for name in ("拟三支部-20200101-000000.txt", "旧的.wdbook", "拟三支部-老.wdbook")]
    for other in others:
        other.write_bytes(b"x")
    assert book.backups() == [made]
    backups.thin(book.path, date(2036, 1, 1))
    assert all(other.exists() for other in others)
    assert made.exists()        # the newest of all stays, however old


def test_a_year_of_daily_backups_thins_to_days_weeks_and_months():
    path = Path("/nowhere/拟.wdbook")
    assert backups.made_on(path, Path("拟-20260918-183000.wdbook")) == datetime(2026, 9, 18, 18, 30)
    moments, day = set(), datetime(2025, 9, 18, 17, 0)
    while day.date() <= date(2026, 9, 18):
        moments |= {day, day + timedelta(hours=2)}
        moments = backups.kept(moments, day.date())
        day += timedelta(days=1)
    today = date(2026, 9, 18)
    last_week = {today - timedelta(days=n) for n in range(7)}
    assert last_week <= {m.date() for m in moments}
    assert all(m.hour == 19 for m in moments)       # the later one of a day
    assert len({(m.year, m.month) for m in moments}) == 12
    assert len(moments) <= 7 + 5 + 12


MOMENTS = st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)), max_size=60)


@settings(max_examples=150)
@given(MOMENTS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_thinning(moments, today):
    kept = backups.kept(moments, today)
    assert kept <= set(moments)
    assert backups.kept(kept, today) == kept
    if moments:
        assert max(moments) in kept
    past = {m for m in kept if m.date() <= today}
    assert len(past) <= backups.DAYS + backups.WEEKS + backups.MONTHS + 1
    for moment in moments:
        if timedelta(0) <= today - moment.date() < timedelta(days=7):
            assert any(k.date() == moment.date() and k >= moment for k in kept)


def test_before_an_upgrade_stays_and_others_are_thinned(book):
    clock = Clock(datetime(2026, 9, 1, 8, 0))
    first = backups.make(book.path, clock(), before_upgrade=True)
    made = [backups.make(book.path, clock()) for _ in range(4)]
    left = book.backups()
    assert left == [made[-1], first]
    plain = sqlite3.connect(made[-1])
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    plain.close()
