"""The ledger of points in the file: what a posting writes, and that nothing changes it afterwards."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from store_book import MEMBERS, make, reopen

from wdbranch.book.points import Line
from wdbranch.store import opening

LINE = Line(1, "J01", "2026-01-09", 300, "a" * 12, "", "党员大会", "s:1")


@pytest.fixture
def book(tmp_path):
    with make(tmp_path / "支部.wdbook") as made:
        made.put_members(MEMBERS, "登记")
        yield made


def test_a_posting_is_read_back_with_its_lines(book):
    number = book.post_points("2026-01", (), [LINE, replace(LINE, member=2)])
    ledger = book.snapshot().points
    assert [(posting.seq, posting.until) for posting in ledger.postings] == [(number, "2026-01")]
    assert [entry.line for entry in ledger.entries] == [LINE, replace(LINE, member=2)]
    assert book.snapshot().points is ledger      # nothing posted: not read again


def test_a_reversal_stands_before_the_line_in_its_place_and_both_name_each_other(book):
    book.post_points("2026-01", (), [LINE])
    (first,) = book.snapshot().points.entries
    other = replace(LINE, code="J03", source="b" * 12)
    book.post_points("2026-02", [first], [other, replace(LINE, score=0)])
    ledger = book.snapshot().points
    assert [(entry.line.score, entry.reverses) for entry in ledger.entries] == [(300, None), (-300, first.seq), (0, None), (300, None)]
    assert ledger.reversed_by == {first.seq: first.seq + 1}
    assert {key.code for key in ledger.live(2026)} == {"J01", "J03"}
    assert ledger.live(2026)[LINE.key].line.score == 0
    assert ledger.live(2025) == {}


def test_what_fails_halfway_leaves_nothing(book):
    with pytest.raises(RuntimeError), book.together():
        book.post_points("2026-01", (), [LINE])
        assert book.snapshot().points.entries
        raise RuntimeError
    assert book.snapshot().points.entries == ()


def test_the_ledger_survives_closing_and_is_told_in_the_log(book):
    before = book.state()
    book.post_points("2026-01", (), [LINE], "支委会审定")
    assert book.state() != before
    path = book.path
    book.close()
    with reopen(path) as again:
        assert [entry.line for entry in again.snapshot().points.entries] == [LINE]
        assert again.doctor()[0].code == "backup_none"


def test_an_older_file_opened_for_reading_has_an_empty_ledger(tmp_path, monkeypatch):
    path = tmp_path / "旧.wdbook"
    make(path).close()
    copy = tmp_path / "看.wdbook"
    shutil.copy(path, copy)
    import sqlite3

    plain = sqlite3.connect(copy)
    plain.execute("DROP TABLE points_entry")
    plain.execute("DROP TABLE points_posting")
    plain.commit()
    plain.close()
    monkeypatch.setattr(opening, "MINOR", opening.MINOR)
    with reopen(copy, readonly=True) as book:
        assert book.snapshot().points.entries == ()
