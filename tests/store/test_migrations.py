"""Each numbered migration has a test of its name; old files are upgraded behind a verified backup."""

from __future__ import annotations

import sqlite3
import sys

import pytest
from sqlite_utils import Database
from store_book import BRANCH, EDITIONS, make, reopen

from wdbranch.store import facts, opening, schema, shape
from wdbranch.store.files import WORKBOOK
from wdbranch.store.roster import RosterTable


def upgraded(upto: str | None = None) -> Database:
    """A database with all migrations up to and including one."""
    db = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)
    names = schema.names()
    after = names[names.index(upto) + 1:][:1] if upto else []
    schema.migrations.apply(db, stop_before=after or None)
    return db


def columns(db, table):
    return set(db.table(table).columns_dict)


def test_m001_branch_and_meta():
    db = upgraded("m001_branch_and_meta")
    facts.put_branch(db.conn, BRANCH)
    facts.put_meta(db.conn, "k", [1])
    assert facts.read_branch(db.conn) == BRANCH
    assert facts.read_meta(db.conn, "k") == [1]


def test_m002_roster():
    db = upgraded("m002_roster")
    assert {"name", "id_no", "applicant"} <= columns(db, "member")
    assert {"member", "idx", "kind", "start", "end"} <= columns(db, "member_span")
    db.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO member_span (member, idx, kind) VALUES (9, 0, 'post')")


def test_m003_records():
    db = upgraded("m003_records")
    assert {"id", "form", "year", "edition", "rev", "state", "late", "deleted_at"} <= columns(db, "record")
    with pytest.raises(sqlite3.IntegrityError):       # STRICT
        db.execute("INSERT INTO record VALUES ('a','f','two','e',1,'draft',1,'','',NULL,0,NULL)")


def test_m004_log():
    db = upgraded("m004_log")
    assert {"record", "step", "digest", "back_to", "body"} <= columns(db, "log")
    db.execute("INSERT INTO log (at, action, step, body) VALUES ('2026', 'add', 0, '{}')")
    for change in ("UPDATE log SET body='[]'", "DELETE FROM log"):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(change)


def test_m005_attachments():
    db = upgraded("m005_attachments")
    assert {"digest", "source", "data"} <= columns(db, "blob")
    assert {"record", "digest", "name", "kind"} <= columns(db, "attachment")


def test_m006_evidence():
    db = upgraded("m006_evidence")
    db.execute("INSERT INTO evidence (key, met) VALUES ('G-02', 1)")      # an older file, opened for reading only
    assert facts.read_evidence(db.conn)["G-02"]["met"] is True


def test_m007_packets():
    db = upgraded("m007_packets")
    assert columns(db, "sent") == columns(db, "receipt") == {"id", "at", "body"}


def test_m008_sittings():
    db = upgraded("m008_sittings")
    assert "sitting" in columns(db, "record")
    assert "together" in columns(db, "log")
    assert {"caption", "taken_on"} <= columns(db, "attachment")


def test_m009_where_members_go():
    db = upgraded("m008_sittings")
    db.execute("INSERT INTO member (id, name) VALUES (1, '陈拟舟')")
    db.execute("INSERT INTO member_span (member, idx, kind) VALUES (1, 0, 'post')")
    assert not RosterTable(db.conn).read().members[0].out_to      # an older file, opened for reading only
    schema.migrations.apply(db)
    (member,) = RosterTable(db.conn).read().members
    assert (member.in_from, member.in_letter, member.out_to, member.out_letter) == ("", "", "", "")
    assert member.spans[0].approval == ""


def test_m011_self_assessment():
    db = upgraded("m006_evidence")
    db.execute("INSERT INTO evidence (key, met, note) VALUES ('ZB-12', 1, '收缴表')")
    schema.migrations.apply(db)
    review = {"verdict": "changed", "grade": "part", "note": "缺 11 月"}
    told = {"met": True, "note": "", "on": None, "by": "", "grade": "met", "links": ["page:dues_sheet"], "review": review}
    facts.put_evidence(db.conn, "ZB-12:2026", told)
    assert facts.read_evidence(db.conn) == {"ZB-12": {"met": True, "note": "收缴表", "on": None, "by": ""}, "ZB-12:2026": told}


def test_m010_points():
    db = upgraded("m010_points")
    db.execute("INSERT INTO member (id, name) VALUES (1, '拟建国')")
    db.execute("INSERT INTO points_posting (at, who, until) VALUES ('2026-02-05T20:00:00', '', '2026-01')")
    put = "INSERT INTO points_entry (posting, reverses, member, code, day, score, source, part, reason, scheme) VALUES "
    db.execute(put + "(1, NULL, 1, 'J01', '2026-01-09', 300, 'a', '', '党员大会', 's')")
    db.execute(put + "(1, 1, 1, 'J01', '2026-01-09', -300, 'a', '', '党员大会', 's')")
    with pytest.raises(sqlite3.IntegrityError):     # taken back once already
        db.execute(put + "(1, 1, 1, 'J01', '2026-01-09', -300, 'a', '', '党员大会', 's')")
    for table in ("points_entry", "points_posting"):
        for change in (f"UPDATE {table} SET seq=9", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(change)


def test_every_migration_has_its_test():
    tests = {name.removeprefix("test_") for name in vars(sys.modules[__name__]) if name.startswith("test_m0")}
    assert tests == set(schema.names())


def test_the_minor_version_counts_the_migrations():
    assert len(schema.names()) == opening.MINOR
    assert [int(name[1:4]) for name in schema.names()] == list(range(1, opening.MINOR + 1))


def test_all_tables_are_strict(tmp_path):
    make(tmp_path / "a.wdbook").close()
    plain = sqlite3.connect(tmp_path / "a.wdbook")
    loose = plain.execute(
        "SELECT name FROM pragma_table_list WHERE type='table' AND NOT strict AND schema='main'"
    ).fetchall()
    plain.close()
    assert {name for (name,) in loose} == {"sqlite_schema", "_sqlite_migrations"}      # not ours


def older(path, upto):
    """A file as a version before the last migrations left it, with a branch and one record."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id={WORKBOOK.application_id}")
    db = Database(connection, execute_plugins=False)
    names = schema.names()
    schema.migrations.apply(db, stop_before=names[names.index(upto) + 1])
    facts.put_branch(connection, BRANCH)
    connection.execute("INSERT INTO record VALUES ('0123456789ab','note',2026,'2026',1,'draft',1,'x','x',NULL,0,NULL)")
    connection.execute(f"PRAGMA user_version={WORKBOOK.version_of(names.index(upto) + 1)}")
    connection.close()


def test_an_older_file_is_backed_up_and_upgraded(tmp_path):
    path = tmp_path / "old.wdbook"
    older(path, "m005_attachments")
    with reopen(path) as book:
        book.set_evidence("G-02", {"met": True})
        assert book.branch() == BRANCH
        (kept,) = book.backups()
        assert [problem.code for problem in book.doctor()] == ["row_missing"]
    before = sqlite3.connect(kept)
    assert before.execute("PRAGMA user_version").fetchone()[0] == WORKBOOK.version_of(5)
    assert before.execute("SELECT count(*) FROM record").fetchone() == (1,)
    before.close()
    with reopen(path) as book:
        assert len(book.backups()) == 1


def test_an_older_file_can_be_read_without_changing_it(tmp_path):
    path = tmp_path / "old.wdbook"
    older(path, "m005_attachments")
    before = path.read_bytes()
    with reopen(path, readonly=True) as book:
        assert book.snapshot().evidence == {}
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "old.wdbook"
    older(path, "m006_evidence")
    spoilt = sqlite3.connect(path)
    spoilt.execute("CREATE TABLE receipt (x)")      # in the way of m007, after it has made ``sent``
    spoilt.commit()
    spoilt.close()
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        reopen(path)
    plain = sqlite3.connect(path)
    assert plain.execute("SELECT count(*) FROM sqlite_schema WHERE name='sent'").fetchone() == (0,)
    assert plain.execute("SELECT count(*) FROM record").fetchone() == (1,)
    plain.execute("DROP TABLE receipt")
    plain.close()
    reopen(path).close()


def test_the_fingerprint_sees_every_addition():
    needed = shape.tables(EDITIONS)
    first = shape.fingerprint(needed)
    needed["f_note"].columns["weather"] = "TEXT"
    assert shape.fingerprint(needed) != first
