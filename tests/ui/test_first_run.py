"""The guide: from nothing to an open workbook or street desk, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from ui_hands import Answers, ime_commit

from wdbranch.settings import Settings
from wdbranch.ui.desk import Desk
from wdbranch.ui.first_run import StartPage, file_name


@pytest.fixture
def page(qtbot: QtBot, settings: Settings) -> StartPage:
    made = StartPage(Desk(settings, jobs_at_once=True))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.desk.close_book()


def test_a_branch_is_made_in_three_steps(page: StartPage, settings: Settings) -> None:
    page.welcome.as_branch.click()
    guide = page.branch
    assert not guide.next.isEnabled()
    ime_commit(guide.name, "拟安社区第一支部委员会")
    ime_commit(guide.short, "拟安一支部")
    guide.theme_day.way.setCurrentIndex(1)
    guide.theme_day.nth.setCurrentIndex(1)
    guide.next.click()
    assert not guide.next.isEnabled(), "the set of stars must be chosen, never guessed"
    guide.kinds.button(0).click()
    guide.next.click()
    assert guide.file.text() == str(Path(settings.data_folder) / "拟安一支部.wdbook")
    guide.next.click()
    branch = page.desk.open_book().branch()
    assert (branch.name, branch.short, branch.kind) == ("拟安社区第一支部委员会", "拟安一支部", "urban")
    assert branch.fixed_day == {"nth": 2, "weekday": 5}


def test_a_file_that_is_there_is_never_overwritten(page: StartPage, settings: Settings, answers: Answers) -> None:
    there = Path(settings.data_folder) / "拟安一支部.wdbook"
    there.parent.mkdir(parents=True)
    there.write_text("重要")
    page.begin_branch()
    guide = page.branch
    guide.name.setText("拟安一支部")
    guide.go_on()
    guide.kinds.button(1).click()
    guide.go_on()
    answers.next(True)
    guide.go_on()
    assert "已经存在" in answers.seen[0].said
    assert there.read_text() == "重要"
    assert page.desk.book is None


def test_a_street_needs_name_and_code(page: StartPage) -> None:
    page.welcome.as_street.click()
    guide = page.street
    guide.name.setText("拟和街道党工委")
    assert not guide.next.isEnabled()
    guide.code.setText("NHJD")
    guide.next.click()
    assert page.desk.open_street().name == "拟和街道党工委"
    assert page.desk.open_street().path.with_suffix(".wdkey").exists()


@pytest.mark.parametrize(
    ("name", "made"),
    [("拟安一支部", "拟安一支部.wdbook"), ('a/b\\c:*?"<>| d', "abcd.wdbook"), ("／", "／.wdbook"), (" ", "记录本.wdbook")],
)
def test_file_names_hold_nothing_windows_refuses(name: str, made: str) -> None:
    assert file_name(name, ".wdbook") == made
