"""全年安排: every cell leads somewhere."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from test_window import relook, settle
from ui_hands import TODAY, Answers

from wdbranch.operations import record, year
from wdbranch.ui import style
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.year import SIGNS, CellButton, YearPage


@pytest.fixture
def page(branch_window: MainWindow, qapp: QApplication) -> YearPage:
    branch_window.navigate("year")
    qapp.processEvents()
    shown = branch_window.page("year")
    assert isinstance(shown, YearPage)
    return shown


def cell(page: YearPage, name: str) -> CellButton:
    return next(one for one in page.findChildren(CellButton) if one.accessibleName().startswith(name))


def test_every_cell_says_its_state_in_a_sign_and_in_words(page: YearPage) -> None:
    cells = page.findChildren(CellButton)
    assert len(cells) > 40
    for one in cells:
        state = one.accessibleName().split("：")[1].split("，")[0]
        sign = next(sign for sign, _, name in SIGNS.values() if name == state)
        assert one.text().startswith(sign)


def test_what_was_held_opens_its_record(page: YearPage) -> None:
    cell(page, "9月党员大会").click()
    assert page.desk.open_book().record is not None
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.current == "record"
    assert window.page("record").record.get("seq") == 3      # type: ignore[attr-defined]


def test_what_is_missing_is_recorded_in_its_month(page: YearPage) -> None:
    assert page.shown is not None
    missing = page.shown.cells[9, "lecture"]
    kind = next(kind for kind in page.shown.kinds if kind.id == "lecture")
    menu = page.menu_of(missing, kind)
    titles = [act.text() for act in menu.actions()]
    assert titles == ["记一次（9月党课）", "没有开，写明原因", "改全年安排"]
    menu.actions()[0].trigger()
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.page("record").record.form == "lecture"     # type: ignore[attr-defined]


def test_a_written_reason_takes_the_reproach_away(page: YearPage, answers: Answers) -> None:
    assert page.shown is not None
    kind = next(kind for kind in page.shown.kinds if kind.id == "lecture")

    def write(box: object) -> bool:
        box.answer.setPlainText("授课人生病，推迟到十月")        # type: ignore[attr-defined]
        return True

    answers.next(write)
    page.menu_of(page.shown.cells[9, "lecture"], kind).actions()[1].trigger()
    assert page.shown.cells[9, "lecture"].state == "explained"
    assert page.desk.open_book().evidence()["D-05:2026-Q3"]["note"] == "授课人生病，推迟到十月"


def test_next_year_is_arranged_as_this_one(page: YearPage, answers: Answers) -> None:
    page.go(year=2027)
    answers.next(True)
    page.arrange()
    made = year.schedule(page.desk.open_book(), 2027)
    assert made is not None
    assert page.desk.open_book().record(made).rows("items")
    page.arrange()                                           # the second time it is only opened
    assert year.schedule(page.desk.open_book(), 2027) == made


def test_a_plan_of_today_is_recorded_on_its_day(page: YearPage) -> None:
    book = page.desk.open_book()
    plan = year.schedule(book, 2026)
    assert plan is not None
    record.correct(book, plan, "加一课")
    rows = [*book.record(plan).rows("items"), {"month": 11, "kind": "lecture", "topic": "临时一课", "planned_on": "2026-11-20"}]
    record.set_value(book, plan, "items", rows)
    page.freshen()
    assert page.shown is not None
    kind = next(kind for kind in page.shown.kinds if kind.id == "lecture")
    page.menu_of(page.shown.cells[11, "lecture"], kind).actions()[0].trigger()
    made = page.desk.open_book().snapshot().of("lecture")[-1]
    assert made.get("start")[:10] == "2026-11-20"
    assert date.fromisoformat(made.get("start")[:10]) <= TODAY


def test_the_year_fits_a_small_screen_in_the_largest_type(branch_window: MainWindow, qapp: QApplication) -> None:
    before = style.look()
    try:
        relook(branch_window, style.Look(1.4))
        branch_window.resize(1366, 728)
        branch_window.navigate("year")
        settle(qapp)
        page = branch_window.page("year")
        assert page.width() <= branch_window._holders["year"].viewport().width(), "nothing is cut at the right"
        assert branch_window.minimumSizeHint().height() <= 728, "all entries of the navigation have room"
    finally:
        style.apply(qapp, before)
