"""Settings: backups are made and told, the branch is changed, another data folder moves nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from ui_hands import Answers

from wdbranch.operations import cover, overview, printing, reminders
from wdbranch.operations.book import open_book
from wdbranch.rules.calendar import calendar_of
from wdbranch.settings import load_settings
from wdbranch.ui.dialogs.own_days import OwnDaysDialog
from wdbranch.ui.dialogs.slots import SlotsDialog
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.settings import SettingsPage, show_licences


@pytest.fixture
def page(branch_window: MainWindow) -> SettingsPage:
    branch_window.navigate("settings")
    return branch_window.page("settings")


def test_a_backup_is_made_and_counted(page: SettingsPage) -> None:
    before = len(page.desk.open_book().backups())
    page.backup.click()
    assert len(page.desk.open_book().backups()) == before + 1
    assert f"已有 {before + 1} 份备份" in page._backups.text()


def test_a_backup_on_a_stick_opens_as_the_same_book(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    page.stick.click()
    (made,) = stick.glob("*.wdbook")
    assert made.name == "branch-20261123.wdbook"
    with open_book(made, readonly=True) as copy:
        assert len(copy.records()) == len(page.desk.open_book().records())
    page.desk.open_book()
    assert load_settings().folders["backup"] == str(stick)


def test_the_branch_is_changed_everywhere(branch_window: MainWindow, page: SettingsPage, answers: Answers) -> None:
    def fill(box: object) -> bool:
        box.short.setText("拟安一支部（新）")
        box.kinds.button(0).click()
        return True

    answers.next(fill)
    page._describe()
    branch = page.desk.open_book().branch()
    assert (branch.short, branch.kind) == ("拟安一支部（新）", "rural")
    assert branch_window._navigation.owner.whole == "拟安一支部（新）"
    branch_window.navigate("stars")
    assert "产业兴旺星" in [star.name for star in branch_window.page("stars")._stars]


def test_another_data_folder_moves_nothing(page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "新地方"
    other.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other))
    path = page.desk.open_book().path
    page.other_folder.click()
    assert page.desk.settings.books_folder() == other == load_settings().books_folder()
    assert path.exists() and page.desk.open_book().path == path


def test_another_book_can_be_opened_from_here(branch_window: MainWindow, page: SettingsPage, qapp: QApplication) -> None:
    page._other()
    assert branch_window.current == "start"
    assert branch_window.desk.book is None


def test_the_licences_are_shown_whole(page: SettingsPage, answers: Answers) -> None:
    from PySide6.QtWidgets import QPlainTextEdit

    answers.next(True)
    show_licences(page.desk)
    text = answers.seen[0].findChild(QPlainTextEdit).toPlainText()
    assert "LICENSE-phosphor.txt" in text and "SIL OPEN FONT LICENSE" in text.upper()


def test_the_reference_edition_is_stated(page: SettingsPage) -> None:
    assert "参考版式" in page._edition.text()


def test_the_slots_are_named_as_on_paper(branch_window: MainWindow, page: SettingsPage, answers: Answers) -> None:
    def fill(box: QDialog) -> bool:
        assert isinstance(box, SlotsDialog)
        assert box.boxes["ding1"].placeholderText() == "定岗"
        box.boxes["ding1"].setText("定岗位")
        return True

    answers.next(fill)
    page._slots()
    book = branch_window.desk.open_book()
    assert book.editions["2026"].forms["post_slots"].field("ding1").label == "定岗位"


def test_own_days_off_are_written_once_and_count_at_once(page: SettingsPage, answers: Answers) -> None:
    def fill(box: QDialog) -> bool:
        assert isinstance(box, OwnDaysDialog)
        box.rows.show_value([{"day": "2026-08-12", "working": None, "reason": "防汛停工"}])
        box.accept()
        return box.result() == QDialog.DialogCode.Accepted

    answers.next(fill)
    page.reminders.calendar.click()
    book = page.desk.open_book()
    assert reminders.own_days(book) == [reminders.OwnDay(date(2026, 8, 12), working=False, reason="防汛停工")]
    assert calendar_of(book.branch().settings).working_days_after(date(2026, 8, 11), date(2026, 8, 12)).days == 0
    assert "另外放假 1 天" in "".join(label.text() for label in page.reminders.findChildren(QLabel))

    def clear(box: QDialog) -> bool:
        assert box.rows.raw()[0]["reason"] == "防汛停工", "what was written stands there"
        box.rows.show_value([])
        box.accept()
        return True

    answers.next(clear)
    page.reminders.calendar.click()
    assert reminders.own_days(book) == []


def test_a_duty_that_only_reminds_is_switched_by_its_box(page: SettingsPage) -> None:
    tick = page.reminders.ticks["D-35"]
    assert not tick.isChecked()
    tick.click()
    book = page.desk.open_book()
    assert any(duty.id == "D-35" for duty in overview.duties(book, date(2026, 11, 23)))
    tick.click()
    assert not any(duty.id == "D-35" for duty in overview.duties(book, date(2026, 11, 23)))


def test_the_cover_of_the_paper_book_is_written_and_printed(page: SettingsPage) -> None:
    card, book = page.cover, page.desk.open_book()
    for part, typed in (("book_no", "NA-2026-07"), ("opened_on", "1月4日"), ("closed_on", "2026.12.30")):
        card.lines[part].setText("")
        card.lines[part].insert(typed)
        card.lines[part].editingFinished.emit()
    assert card.lines["opened_on"].text() == "2026年1月4日"
    front = "".join(text.text for text in printing.plan_year(book, 2026).pages[0].texts).replace(" ", "")
    assert "NA-2026-07" in front and "2026年1月4日" in front and "2026年12月30日" in front
    assert cover.cover(book.branch(), 2025) == cover.Cover(), "every year has its own cover"
    card.lines["closed_on"].setText("")
    card.lines["closed_on"].insert("1月2日")
    card.lines["closed_on"].editingFinished.emit()
    assert not card.problem.isHidden() and "结束日期" in card.problem.text()
    assert cover.cover(book.branch(), 2026).closed_on == "2026-12-30"


def test_two_or_four_photographs_a_page(page: SettingsPage) -> None:
    book = page.desk.open_book()
    assert page.cover.frames.checkedId() == cover.photo_frames(book.branch())
    page.cover.frames.button(4).click()
    assert cover.photo_frames(book.branch()) == 4
    assert len(printing.plan_blank(book, printing.PHOTOS).pages[0].frames) == 4
