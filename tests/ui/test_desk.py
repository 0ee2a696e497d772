"""The desk: operations, their failures, and the one signal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from ui_hands import Answers
from wdbranch.errors import UserError
from wdbranch.log import log_file
from wdbranch.operations import book
from wdbranch.settings import Settings
from wdbranch.ui.desk import Desk


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Desk:
    made = Desk(settings, jobs_at_once=True)
    made.take(book=book.create(tmp_path / "拟安一支部.wdbook", "拟安社区第一支部", "urban"))
    yield made
    made.close_book()


def test_a_change_is_told_once_with_its_initiator(desk: Desk) -> None:
    told = []
    desk.book_changed.connect(lambda change, initiator: told.append((change.kinds, initiator)))
    me = desk
    desk.change(me, lambda held: book.describe(held, short="拟一"))
    assert told == [(frozenset({"branch"}), me)]
    assert desk.open_book().branch().short == "拟一"


def test_a_read_is_told_to_nobody(desk: Desk) -> None:
    told = []
    desk.book_changed.connect(lambda *what: told.append(what))
    assert desk.run(lambda held: held.branch().kind) == "urban"
    assert told == []


def test_a_user_error_is_three_sentences(desk: Desk, answers: Answers) -> None:
    def refuse(_book: object) -> None:
        raise UserError("U 盘拔早了。", safe="记录本没有改动。", todo="插上再试一次。", code="disk_gone")

    answers.next(True)
    assert desk.run(refuse) is None
    assert answers.seen[0].said == "U 盘拔早了。记录本没有改动。插上再试一次。"


def test_a_bug_gives_details_without_any_name_and_the_log_has_them(
    desk: Desk, answers: Answers
) -> None:
    def break_down(_book: object) -> None:
        raise KeyError("陈拟舟")

    answers.next(True)
    assert desk.run(break_down) is None
    details = answers.seen[0].findChild(QPlainTextEdit).toPlainText()
    assert "KeyError" in details and "break_down" in details
    assert "陈拟舟" not in details
    written = log_file().read_text("utf-8")
    assert "KeyError" in written and "陈拟舟" not in written
    assert desk.run(lambda held: held.branch().name) == "拟安社区第一支部"


def test_what_was_open_last_is_remembered(desk: Desk, tmp_path: Path) -> None:
    from wdbranch.settings import load_settings

    assert load_settings().recent == [str(tmp_path / "拟安一支部.wdbook")]


def test_a_foreign_file_leaves_the_open_book_open(desk: Desk, answers: Answers, tmp_path: Path) -> None:
    foreign = tmp_path / "别的.wdbook"
    foreign.write_bytes(b"not a book at all" * 100)
    answers.next(True)
    assert desk.open_file(foreign) is False
    assert desk.open_book().branch().name == "拟安社区第一支部"


def test_closing_makes_one_verified_backup_a_day(sample: Path) -> None:
    path = sample / "branch.wdbook"
    for _ in range(2):
        with book.open_book(path) as held:
            Desk._back_up(held)
    (made,) = path.with_name("branch-备份").glob("*.wdbook")
    with book.open_book(made, readonly=True) as copy, book.open_book(path, readonly=True) as held:
        assert [r.id for r in copy.records()] == [r.id for r in held.records()]
