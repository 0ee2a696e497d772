"""The desk's file: what is refused at its door, and that it holds what it was told."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.packet.forge import EDITIONS, STREET
from tests.street.conftest import meeting
from wdbranch.errors import FileRefusedError, UserError
from wdbranch.store import desk_file, desk_schema
from wdbranch.store.desk import Desk, ListedBranch
from wdbranch.street.sweep import sweep


def by_hand(path, *statements):
    """What another program, or a hand with a database browser, did to the file."""
    with closing(sqlite3.connect(path)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


def test_the_number_of_migrations_is_known_without_loading_them():
    assert len(desk_schema.names()) == desk_file.MINOR


def test_tables_are_strict(desk):
    with sqlite3.connect(desk.path) as raw:
        loose = [
            name for name, sql in raw.execute("SELECT name, sql FROM sqlite_schema WHERE type='table'")
            if not name.startswith(("sqlite_", "_")) and "STRICT" not in sql
        ]
    raw.close()
    assert not loose


def test_opening_a_desk_does_not_load_sqlite_utils(desk):
    import subprocess
    import sys
    from pathlib import Path

    path = desk.path
    desk.close()
    program = (
        "import sys; from pathlib import Path; from wdbranch.store.desk import Desk\n"
        f"Desk.open(Path({str(path)!r}), editions={{}}).close()\n"
        "print([name for name in ('sqlite_utils', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(("code", "content"), [("empty", b""), ("foreign", b"PK\x03\x04 something"), ("damaged", b"SQLite form")])
def test_files_that_are_no_desk(code, content, tmp_path):
    path = tmp_path / "x.wddesk"
    path.write_bytes(content)
    with pytest.raises(FileRefusedError) as refused:
        Desk.open(path, editions=EDITIONS)
    assert refused.value.code == code and path.read_bytes() == content


def test_a_missing_desk(tmp_path):
    with pytest.raises(FileRefusedError) as refused:
        Desk.open(tmp_path / "none.wddesk", editions=EDITIONS)
    assert refused.value.code == "missing" and not list(tmp_path.iterdir())


def test_another_sqlite_file_is_foreign(tmp_path):
    path = tmp_path / "x.wddesk"
    by_hand(path, "CREATE TABLE t (x)")
    with pytest.raises(FileRefusedError) as refused:
        Desk.open(path, editions=EDITIONS)
    assert refused.value.code == "foreign"


def test_a_newer_desk(desk):
    path = desk.path
    desk.close()
    by_hand(path, "PRAGMA user_version=2000")
    with pytest.raises(FileRefusedError) as refused:
        Desk.open(path, editions=EDITIONS)
    assert refused.value.code == "newer"


def test_a_newer_minor_version_opens(desk):
    path = desk.path
    desk.close()
    by_hand(path, "PRAGMA user_version=1099")
    with Desk.open(path, editions=EDITIONS) as again:
        assert again.name == "拟和街道"


def test_an_older_minor_version_is_backed_up_and_upgraded(desk):
    path = desk.path
    desk.close()
    by_hand(
        path,
        "PRAGMA user_version=1003",
        "DROP TABLE receipt",
        "DELETE FROM _sqlite_migrations WHERE name LIKE 'd004%'",
    )
    with Desk.open(path, editions=EDITIONS) as again:
        assert again.receipts() == [] and len(again.branches()) == 2
    assert len(list(path.with_name("街道-备份").iterdir())) == 1


def test_a_desk_open_elsewhere_is_locked_but_can_be_read(desk):
    with pytest.raises(FileRefusedError) as refused:
        Desk.open(desk.path, editions=EDITIONS)
    assert refused.value.code == "locked"
    with Desk.open(desk.path, editions=EDITIONS, readonly=True) as other:
        assert len(other.branches()) == 2
        with pytest.raises(UserError) as refused:
            other.put_branch(ListedBranch("X", "甲"))
        assert refused.value.code == "readonly"


def test_an_older_desk_is_not_upgraded_when_only_read(desk):
    path = desk.path
    desk.close()
    by_hand(path, "PRAGMA user_version=1003")
    before = path.read_bytes()
    with pytest.raises(FileRefusedError) as refused:
        Desk.open(path, editions=EDITIONS, readonly=True)
    assert refused.value.code == "older" and path.read_bytes() == before


@pytest.mark.parametrize("readonly", [True, False])
def test_records_of_an_unknown_edition_keep_the_desk_shut(readonly, desk, branch, stick):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    desk.close()
    with pytest.raises(FileRefusedError) as refused:
        Desk.open(desk.path, editions={}, readonly=readonly)
    assert refused.value.code == "no_edition"
    with Desk.open(desk.path, editions=EDITIONS) as again:
        assert len(again.received()) == 1


def test_making_a_desk_does_not_overwrite(desk):
    before = desk.path.read_bytes()
    with pytest.raises(UserError) as refused:
        Desk.create(desk.path, "NH", "拟和街道", editions=EDITIONS)
    assert refused.value.code == "exists" and desk.path.read_bytes() == before


def test_the_log_cannot_be_rewritten(desk):
    with sqlite3.connect(desk.path) as raw:
        for change in ("UPDATE log SET who='别人'", "DELETE FROM log"):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(change)
    raw.close()


def test_a_failed_taking_in_leaves_no_half(desk, branch, stick):
    branch.send([meeting(1)])
    by_hand(desk.path, "CREATE TRIGGER stop BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'stopped'); END")
    with pytest.raises(sqlite3.Error):
        sweep(desk, stick, STREET)
    assert desk.received() == []
    by_hand(desk.path, "DROP TRIGGER stop")
    assert [each.verdict.code for each in sweep(desk, stick, STREET)] == ["received"]


def test_a_backup_is_a_desk(desk, branch, stick, tmp_path):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    copy = desk.backup(tmp_path / "copy.wddesk")
    with Desk.open(copy, editions=EDITIONS) as again:
        assert again.received() == desk.received()


def test_small_facts_and_the_list(desk):
    desk.set_meta("x", {"a": [1, "甲"]})
    assert desk.meta("x") == {"a": [1, "甲"]} and desk.meta("y", 3) == 3
    assert [(each.code, each.short) for each in desk.branches()] == [("NA01", "拟安一支部"), ("NA02", "拟安二支部")]
    desk.put_branch(ListedBranch("NA01", "拟安社区第一党支部", "拟安一支部", "韩拟秋"), "改名")
    desk.put_branch(ListedBranch("NA01", "拟安社区第一党支部", "拟安一支部", "韩拟秋"), "再点一次")
    assert [each.why for each in desk.log("NA01")] == ["支部公钥卡", "改名"]
    assert [each.name for each in desk.branches()][0] == "拟安社区第一党支部"
