"""The next start paints the home page that the book kept, and only where it is still true."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from test_home import texts
from test_start import ROOT, hooks
from ui_hands import TODAY, Answers

from wdbranch.operations import book as books
from wdbranch.operations import kept_home, overview
from wdbranch.operations import record as records
from wdbranch.paths import cache_dir, data_dir
from wdbranch.settings import Settings
from wdbranch.ui import first_picture, home_view, keep_home, start
from wdbranch.ui.finding_line import FindingLine
from wdbranch.ui.get_ready import GetReady
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.home import DutyLine
from wdbranch.ui.star_card import StarCard

__all__ = ["hooks"]


@pytest.fixture
def path(sample: Path) -> Path:
    """The sample's workbook, closed on TODAY by a window."""
    made = sample / "branch.wdbook"
    with books.open_book(made) as held:
        assert keep_home.keep(held, TODAY, at_hand(held))
    return made


@pytest.fixture
def begin(qtbot: QtBot, hooks: None) -> Iterator[object]:
    windows: list[MainWindow] = []

    def made(path: Path, day: date = TODAY) -> MainWindow:
        window = start.make_window(Settings(), path, today=lambda: day)
        window.resize(1366, 728)
        qtbot.addWidget(window)
        windows.append(window)
        return window

    yield made
    for window in windows:
        window.desk.close_book()


def at_hand(held, day: date = TODAY) -> dict[date, keep_home.Computed]:
    """All that is worked out while nobody types."""
    found: dict[date, keep_home.Computed] = {}
    for _ in keep_home.coming(held, day, found):
        pass
    return found


def idle(window: MainWindow) -> None:
    """Nobody has typed for a while."""
    ready = window.findChild(GetReady)
    ready._quiet.timeout.emit()
    for _ in range(5000):
        ready._step()
        if not ready._timer.isActive():
            return
        ready._timer.stop()
    raise AssertionError("getting ready never ends")


def view(path: Path, day: date = TODAY) -> home_view.HomeView | None:
    return home_view.from_json(kept_home.read(path, day))


def computed(path: Path, day: date = TODAY) -> home_view.HomeView:
    with books.open_book(path, readonly=True) as held:
        return keep_home.compute(held, day).view


def raw_kept(path: Path) -> dict:
    with closing(sqlite3.connect(path)) as connection:
        return json.loads(connection.execute("SELECT value FROM meta WHERE key=?", (kept_home.KEY,)).fetchone()[0])


def change_kept(path: Path, value: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value=? WHERE key=?", (value, kept_home.KEY))
        connection.commit()


def test_the_kept_page_is_the_computed_one_attribute_by_attribute(path: Path) -> None:
    kept, wanted = view(path), computed(path)
    assert kept is not None
    for name in home_view.HomeView._fields:
        assert getattr(kept, name) == getattr(wanted, name), name
    with books.open_book(path, readonly=True) as held:
        home = overview.home(held, TODAY)
    assert kept.overdue == len(home.overdue) > 0 and kept.members == home.members
    assert [(star.id, star.met, star.applicable) for star in kept.stars] == [(star.id, star.met, star.applicable) for star in home.stars]
    assert [(one.say, one.record) for one in kept.findings] == [(one.say, one.record) for one in home.findings[:4]]
    assert sum(kept.levels) == len(home.findings)


def test_it_is_painted_before_the_book_is_open_and_does_not_change_then(path: Path, begin, qtbot: QtBot) -> None:
    window = begin(path)
    assert window.desk.book is None and window.current == "home"
    assert window.windowTitle().startswith("拟安一支部")
    page = window.page("home")
    before, lines = texts(page), page.findChildren(DutyLine)
    assert "拟安一支部" in before and lines and page.findChildren(StarCard) and page.findChildren(FindingLine)
    window.show()
    assert window.desk.book is None
    qtbot.waitUntil(lambda: window.desk.book is not None)
    assert texts(page) == before
    assert page.findChildren(DutyLine) == lines, "lines that are true already stay"
    assert not window.desk.open_book().readonly


def test_a_page_that_no_longer_holds_gives_way_to_the_true_one(path: Path, begin, qtbot: QtBot) -> None:
    wrong = view(path)._replace(where="旧的一页", waiting=77)
    raw = raw_kept(path)
    change_kept(path, json.dumps({**raw, "pages": {TODAY.isoformat(): wrong}}))
    assert view(path) == wrong
    window = begin(path)
    assert "待办 77 件" in texts(window.page("home"))
    window.show()
    qtbot.waitUntil(lambda: window.desk.book is not None)
    qtbot.waitUntil(lambda: "待办 77 件" not in texts(window.page("home")))     # a large book is checked beside
    assert "旧的一页" not in texts(window.page("home"))


def test_the_days_to_come_have_pages_of_their_own(path: Path, begin) -> None:
    tomorrow = TODAY + timedelta(1)
    assert view(path, tomorrow) == computed(path, tomorrow) != view(path)
    assert begin(path, tomorrow).desk.book is None, "the first start of a day is as quick as the second"


def test_another_day_another_version_another_edition_do_not_count(path: Path, begin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert view(path) is not None
    later = TODAY + timedelta(keep_home.DAYS)
    assert view(path, later) is None
    assert view(path, TODAY - timedelta(1)) is None
    assert begin(path, later).desk.book is not None, "without a page the book is opened first"
    with monkeypatch.context() as other:
        other.setattr(kept_home, "__version__", "0.0.9")
        assert kept_home.read(path, TODAY) is None


def test_other_forms_do_not_count(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from wdbranch import paths

    shutil.copytree(paths.forms_dir(), tmp_path / "forms")
    with next((tmp_path / "forms").rglob("*.toml")).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    monkeypatch.setattr(paths, "forms_dir", lambda: tmp_path / "forms")
    assert kept_home.read(path, TODAY) is None


def _typing_paused(held) -> None:
    draft = records.new(held, "lecture", day=TODAY).record
    held.write(draft.id, {"topic": "拟题"}, settled=False)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda held: records.new(held, "committee", day=TODAY), id="a record"),
        pytest.param(_typing_paused, id="a pause in typing"),
        pytest.param(lambda held: held.discard(held.records()[0].id), id="the recycle bin"),
        pytest.param(lambda held: books.describe(held, short="拟一"), id="the branch"),
        pytest.param(lambda held: overview.set_evidence(held, "D-07:2026", met=True, note="见会议记录本"), id="evidence"),
        pytest.param(lambda held: held.set_waiver(None, "B-15::", "已另行说明"), id="a waiver"),
        pytest.param(lambda held: held.put_members([replace(held.roster().members[0], note="拟")], "更正"), id="the roster"),
    ],
)
def test_a_change_of_the_book_does_not_count(path: Path, change) -> None:
    assert view(path) is not None
    with books.open_book(path) as held:
        change(held)
    assert view(path) is None


def test_a_pause_in_typing_alone_changes_the_state(path: Path) -> None:
    with books.open_book(path) as held:
        draft = records.new(held, "lecture", day=TODAY).record
        before = held.state()
        held.write(draft.id, {"topic": "拟题"}, settled=False)
        assert held.state() != before


@pytest.mark.parametrize(
    "spoilt",
    ["{", "null", "[]", '"x"', pytest.param("[" * 100_000, id="deep"), '{"of": 1}', "whole but one", "a number for a name", "a text too many", "three levels missing"],
)
def test_a_damaged_page_is_ignored(path: Path, begin, spoilt: str) -> None:
    raw = raw_kept(path)
    change_kept(path, json.dumps(raw))
    assert view(path) is not None, "put back as it was it counts"
    page = raw["pages"][TODAY.isoformat()]
    at = home_view.HomeView._fields.index
    if spoilt == "whole but one":
        raw["pages"][TODAY.isoformat()] = page[:-1]
    elif spoilt == "a number for a name":
        page[at("duties")][0][0] = 5
    elif spoilt == "a text too many":
        page[at("stars")][0].append("x")
    elif spoilt == "three levels missing":
        page[at("levels")] = []
    change_kept(path, json.dumps(raw) if spoilt[0] in "wat" else spoilt)
    window = begin(path)
    assert window.desk.book is not None and window.current == "home"


def test_what_was_not_closed_or_is_locked_is_not_shown(path: Path, begin, answers: Answers) -> None:
    with books.open_book(path):
        assert kept_home.read(path, TODAY) is None
    assert kept_home.read(path, TODAY) is not None
    path.with_name(path.name + "-wal").write_bytes(b"")
    assert kept_home.read(path, TODAY) is None


def test_a_book_locked_in_between_is_told_and_leads_to_the_guide(path: Path, begin, answers: Answers, qtbot: QtBot) -> None:
    window = begin(path)
    path.write_bytes(b"not a book any more" * 400)
    answers.next(True)
    window.show()
    qtbot.waitUntil(lambda: window.current == "start")
    assert "不是记录本文件" in answers.seen[0].said
    assert window.desk.awaited is None and window.desk.book is None


def test_a_click_while_opening_goes_where_it_says(path: Path, begin, qtbot: QtBot) -> None:
    window = begin(path)
    window.show()
    card = window.page("home").findChildren(StarCard)[2]
    assert window.desk.book is None
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.current == "stars" and window.desk.book is not None
    qtbot.wait(1)
    assert window.current == "stars"


def test_a_duty_pressed_while_opening_begins_its_record(path: Path, begin, qtbot: QtBot) -> None:
    window = begin(path)
    window.show()
    verb = next(
        button for line in window.page("home").findChildren(DutyLine) for button in line.findChildren(QPushButton)
        if button.text() in ("补记", "去记录")
    )
    qtbot.mouseClick(verb, Qt.MouseButton.LeftButton)
    assert window.current == "record"


def test_a_click_on_a_book_that_cannot_be_opened_is_told(path: Path, begin, answers: Answers, qtbot: QtBot) -> None:
    window = begin(path)
    path.unlink()
    answers.next(True)
    window.navigate("roster")
    assert window.current == "start"
    assert "找不到" in answers.seen[0].said


def test_closing_before_it_is_open_harms_nothing(path: Path, begin) -> None:
    before = path.read_bytes()
    window = begin(path)
    window.close()
    assert path.read_bytes() == before
    assert sorted(found.name for found in path.parent.glob("branch.wdbook*")) == ["branch.wdbook"]


def test_looking_at_the_kept_page_leaves_nothing_beside_the_book(path: Path) -> None:
    before = {found.name for found in path.parent.iterdir()}
    assert kept_home.read(path, TODAY) is not None
    assert {found.name for found in path.parent.iterdir()} == before


def test_a_window_keeps_the_page_when_it_closes_and_only_then(sample: Path, begin, qtbot: QtBot) -> None:
    path = sample / "branch.wdbook"
    window = begin(path)
    window.show()
    assert window.desk.book is not None, "the sample keeps no page yet"
    records.new(window.desk.open_book(), "committee", day=TODAY)
    assert window.desk.open_book().meta(kept_home.KEY) is None
    idle(window)
    window.close()
    assert view(path) == computed(path)
    assert view(path, TODAY + timedelta(6)) == computed(path, TODAY + timedelta(6))
    again = path.read_bytes()
    second = begin(path)
    second.show()
    qtbot.waitUntil(lambda: second.desk.book is not None)
    second.close()
    assert path.read_bytes() == again, "nothing has changed, so nothing is written"


def test_a_read_only_book_keeps_nothing_and_its_page_counts(path: Path, sample: Path) -> None:
    with books.open_book(path, readonly=True) as held:
        later = TODAY + timedelta(keep_home.DAYS)
        assert not keep_home.keep(held, later, {later: keep_home.compute(held, later)})
    assert view(path) is not None and view(path, TODAY + timedelta(keep_home.DAYS)) is None
    path.chmod(0o444)
    assert view(path) is not None


def test_a_large_book_keeps_what_it_showed_and_works_nothing_out_ahead(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = TODAY + timedelta(keep_home.DAYS)
    with books.open_book(path) as held:
        seen = keep_home.compute(held, day)
        monkeypatch.setattr(keep_home, "AHEAD", 3)
        assert not at_hand(held, day)
        assert not keep_home.keep(held, day, {})
        assert keep_home.keep(held, day, {day: seen})
    assert view(path, day) == seen.view


def test_what_was_worked_out_before_a_change_is_not_kept(path: Path) -> None:
    later = TODAY + timedelta(keep_home.DAYS)
    with books.open_book(path) as held:
        before = at_hand(held, later)
        assert len(before) == keep_home.DAYS
        records.new(held, "committee", day=TODAY)
        assert not keep_home.keep(held, later, before)
        after = at_hand(held, later)
        assert keep_home.keep(held, later, before | {later: after[later]})
    assert view(path, later) == computed(path, later)
    assert view(path, later + timedelta(1)) is None


def test_the_next_start_is_prepared_in_pieces_that_do_not_block(path: Path) -> None:
    later = TODAY + timedelta(keep_home.DAYS)
    with books.open_book(path) as held:
        pieces = sum(1 for _ in keep_home.coming(held, later, {}))
    assert pieces > 20 * keep_home.DAYS


def test_nothing_personal_stands_outside_the_book(path: Path, begin, qtbot: QtBot) -> None:
    window = begin(path)
    window.show()
    qtbot.waitUntil(lambda: window.desk.book is not None)
    name = window.page("home").shown.secretary
    assert name
    window.close()
    for folder in {data_dir(), cache_dir()}:
        for found in folder.rglob("*") if folder.exists() else ():
            if found.is_file():
                assert name.encode() not in found.read_bytes(), found


FIRST = """
import sys
from datetime import date
from pathlib import Path
from wdbranch.ui import start
window = start.first_window(Path(sys.argv[1]), today=lambda: date(2026, 11, 23))
seen = []
later = window._after_first_picture
window._after_first_picture = lambda: seen.append(1)
window.show()
while not seen:
    start.QApplication.processEvents()
print(*sorted(name for name in sys.modules if name.startswith(("wdbranch.book", "wdbranch.rules", "wdbranch.store"))))
later()
print(window.desk.book is not None, "wdbranch.rules.duties" in sys.modules)
window.close()
"""


def test_the_first_picture_needs_neither_rules_nor_the_book(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FIRST, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    needed, after = done.stdout.splitlines()
    assert needed.split() == ["wdbranch.book", "wdbranch.book.level", "wdbranch.store", "wdbranch.store.kept"]
    assert after == "True True"


def test_the_numbers_of_qt_are_qt_s(dressed: QApplication) -> None:
    assert Qt.TextFormat.PlainText.value == first_picture.PLAIN_TEXT
    assert Qt.FocusPolicy.NoFocus.value == first_picture.NO_FOCUS
    assert Qt.FocusPolicy.TabFocus.value == first_picture.TAB_FOCUS
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff.value == first_picture.NEVER_A_BAR


def test_what_waits_for_the_first_picture_is_made_up_for(path: Path, begin, qtbot: QtBot) -> None:
    first_picture.hold()
    try:
        window = begin(path)
        button = window.page("home").new
        assert button.cursor().shape() != Qt.CursorShape.PointingHandCursor
        window.show()
        qtbot.waitUntil(lambda: window.desk.book is not None)
        assert button.cursor().shape() == Qt.CursorShape.PointingHandCursor
        qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.current == "roster")
    finally:
        first_picture.settle()
