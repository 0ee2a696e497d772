"""The home page answers its three questions, and each line goes where it says."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from ui_hands import TODAY, Answers

from wdbranch.operations import contents, overview
from wdbranch.ui.finding_line import FindingLine
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.home_view import gather, view_of
from wdbranch.ui.pages.home import DutyLine
from wdbranch.ui.star_card import StarCard
from wdbranch.ui.widgets.click import Elided


def texts(widget: object) -> str:
    labels = widget.findChildren(QLabel)
    return "\n".join(label.whole if isinstance(label, Elided) else label.text() for label in labels if not label.isHidden())


def test_it_says_what_the_operations_say(branch_window: MainWindow) -> None:
    page = branch_window.page("home")
    home = overview.home(branch_window.desk.open_book(), TODAY)
    said = texts(page)
    assert f"{home.secretary}书记" in said
    assert f"党员 {home.members} 名" in said
    assert f"有 {len(home.overdue)} 件事已逾期" in said
    cards = page.findChildren(StarCard)
    assert [card.star for card in cards] == [star.id for star in home.stars]
    for card, star in zip(cards, home.stars, strict=True):
        assert f"/ 适用 {star.applicable}" in texts(card) and str(star.met) in texts(card)
    assert "%" not in said and "％" not in said and "排名" not in said


def test_overdue_periods_of_one_duty_are_one_line(branch_window: MainWindow) -> None:
    home = overview.home(branch_window.desk.open_book(), TODAY)
    groups = gather([duty for duty in home.duties if duty.state == "overdue"])
    assert len({duty.id for duty, _ in groups}) == len(groups)
    assert sum(1 + more for _, more in groups) == len(home.overdue)
    assert all(duty.days_left == min(d.days_left for d in home.overdue if d.id == duty.id) for duty, _ in groups)


def test_a_duty_with_a_form_begins_its_record(branch_window: MainWindow, qtbot: QtBot) -> None:
    window = branch_window
    went = []
    window.desk.set_window(window, lambda page, where: went.append((page, where)), window.note, window.relook)
    before = len(window.desk.open_book().records())
    verb = next(
        button
        for line in window.page("home").findChildren(DutyLine)
        for button in line.findChildren(QPushButton)
        if button.text() in ("补记", "去记录")
    )
    qtbot.mouseClick(verb, Qt.MouseButton.LeftButton)
    records = window.desk.open_book().records()
    assert len(records) == before + 1
    assert went and went[0][0] == "record"
    made = window.desk.open_book().record(went[0][1]["record_id"])
    assert made.state == "draft"


def test_a_finding_goes_to_its_box(branch_window: MainWindow, qtbot: QtBot) -> None:
    window = branch_window
    went = []
    window.desk.set_window(window, lambda page, where: went.append((page, where)), window.note, window.relook)
    home = overview.home(window.desk.open_book(), TODAY)
    line = window.page("home").findChildren(FindingLine)[0]
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    first = home.findings[0]
    assert went == [("record", {"record_id": first.record, "field": first.field, "row": first.row})]


def test_a_duty_done_on_paper_is_told_with_its_evidence(branch_window: MainWindow, answers: Answers) -> None:
    desk = branch_window.desk
    page = branch_window.page("home")
    duty = overview.home(desk.open_book(), TODAY).overdue[0]
    assert duty.form is not None, "a record would be the ordinary way"

    def fill(box: object) -> bool:
        assert not box.yes.isEnabled(), "an unfounded judgement must not be kept"
        box.findChild(QPlainTextEdit).setPlainText("会议记录本第 12 页")
        assert box.yes.isEnabled()
        return True

    answers.next(fill)
    line = next(line for line in page.findChildren(DutyLine) if line.duty.evidence_key == duty.evidence_key)
    assert [act.text() for act in line.menu().actions()] == ["补记", "写明原因或依据…"]
    line.menu().actions()[-1].trigger()
    kept = desk.open_book().evidence()[duty.evidence_key]
    assert (kept["met"], kept["note"]) == (True, "会议记录本第 12 页")
    again = next(d for d in overview.home(desk.open_book(), TODAY).duties if d.evidence_key == duty.evidence_key)
    assert again.state == "done"
    assert f"有 {len(overview.home(desk.open_book(), TODAY).overdue)} 件事已逾期" in texts(page)


def test_the_most_pressing_stand_first_and_the_rest_is_counted(branch_window: MainWindow) -> None:
    window = branch_window
    page = window.page("home")
    view = page.shown
    lines = page.findChildren(DutyLine)
    assert 0 < len(lines) <= 6
    assert [line.duty.state for line in lines if line.duty.state == "overdue"], "what is overdue is shown"
    rest = next(button for button in page.findChildren(QPushButton) if button.accessibleName() == "看全年安排")
    assert rest.text() == f"还有 {view.rest} 件，近期已完成 {view.done} 件"
    rest.click()
    assert window.current == "year"


@pytest.mark.parametrize("form", ["party_assembly", "committee", "theme_day", "lecture"])
def test_the_red_button_offers_every_form(branch_window: MainWindow, form: str) -> None:
    from wdbranch.ui.new_record import offers

    forms = branch_window.desk.open_book().editions["2026"].forms
    assert forms[form].title in [offer.label for offer in offers(branch_window.desk)]


def test_the_likely_next_form_comes_first(branch_window: MainWindow) -> None:
    from wdbranch.ui.new_record import offers

    desk = branch_window.desk
    home = overview.home(desk.open_book(), TODAY)
    assert offers(desk)[1].label == home.next_forms[0].title


def test_a_new_book_offers_its_first_step(window: MainWindow, tmp_path: object) -> None:
    from wdbranch.operations import book

    window.desk.take(book=book.create(tmp_path / "新.wdbook", "拟安社区第二支部", "rural"))
    assert window.current == "home"
    assert "先把党员名单放进来" in texts(window.page("home"))


def test_a_large_book_is_checked_beside_the_window(
    branch_window: MainWindow, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wdbranch.ui import keep_home as module

    page = branch_window.page("home")
    qapp.processEvents()
    shown = texts(page)
    began = []
    branch_window.desk.jobs.started.connect(lambda task: began.append(task.title))
    monkeypatch.setattr(module, "AT_ONCE", 3)
    qapp.processEvents()
    page.refresh()
    qapp.processEvents()
    assert began == ["正在检查记录"]
    assert sorted(texts(page).split()) == sorted(shown.split())


def test_all_findings_stand_on_one_page_by_level(branch_window: MainWindow, qapp: QApplication) -> None:
    desk = branch_window.desk
    branch_window.navigate("findings")
    qapp.processEvents()
    page = branch_window.page("findings")
    found = overview.findings(desk.open_book(), TODAY)
    names = [line.accessibleName() for line in page.findChildren(FindingLine)]
    assert len(names) == len(found)
    for name, one in zip(names, found, strict=True):
        assert name.startswith(f"{one.level}：{one.say}")
        assert one.record is None or name.endswith("日）"), "which record it is about"


def test_once_a_year_unused_ledgers_are_named(branch_window: MainWindow) -> None:
    book = branch_window.desk.open_book()
    contents.set_shown(book, "greening", True)
    said = [line.title for line in view_of(overview.home(book, date(2026, 12, 3)), lambda _found: "").later]
    assert said[0].startswith("有 ") and said[0].endswith("可以在“五星创建”里收起")
    assert not any("收起" in line.title for line in view_of(overview.home(book, date(2026, 11, 3)), lambda _found: "").later)
