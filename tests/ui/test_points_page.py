"""The page of points: a period at a glance, a member's statement, posting, the public notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from test_window import LOOKS, cut_texts, overlapping, relook, settle

from wdbranch.operations import points as operations
from wdbranch.operations import record as records
from wdbranch.ui import style
from wdbranch.ui.dialogs.statement import StatementDialog
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.models.points import BAND, LINE_ROLE, TOTAL, WAITING, PointsModel, StatementModel, signed
from wdbranch.ui.pages.points import PointsPage

TODAY = date(2026, 11, 23)


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[None]:
    before = style.look()
    yield
    style.apply(qapp, before)


def points(window: MainWindow, **where: object) -> PointsPage:
    window.desk.navigate("points", **where)
    page = window.page("points")
    assert isinstance(page, PointsPage)
    return page


def text(page: PointsPage, name: str, column: int) -> str:
    row = next(number for number, line in enumerate(page.model.lines) if line.name == name)
    return str(page.model.index(row, column).data())


def test_a_month_a_quarter_and_the_year(branch_window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    page = points(branch_window)
    qtmodeltester.check(page.model)
    assert page.period.id == "2026-11"
    assert page.model.rowCount() == 27
    assert (text(page, "陈拟舟", TOTAL), text(page, "陈拟舟", WAITING)[:3]) == ("", "4 条")      # nothing posted of November
    assert "待入账" in page.waiting.text()
    qtbot.mouseClick(page.kinds.button(1), Qt.MouseButton.LeftButton)
    assert page.period.id == "2026-Q4"
    qtbot.mouseClick(page.before, Qt.MouseButton.LeftButton)
    assert page.period.id == "2026-Q3"
    assert "还没有公示" in page.notice.text()
    assert (page.notice_link.text(), page.notice_link.isHidden()) == ("登记公示", False)
    qtbot.mouseClick(page.before, Qt.MouseButton.LeftButton)
    assert "2026年7月10日至2026年7月14日公示" in page.notice.text()
    qtbot.mouseClick(page.kinds.button(2), Qt.MouseButton.LeftButton)
    assert page.period.id == "2026"
    assert text(page, "沈拟松", BAND) == "另册"
    assert not page.after.isEnabled()


def test_an_empty_model_is_a_sound_one(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(PointsModel())
    qtmodeltester.check(StatementModel(()))
    assert (signed(300), signed(-50), signed(0)) == ("＋3", "－0.5", "不变")


def test_members_stand_in_roster_order_unless_ranking_is_wanted(branch_window: MainWindow) -> None:
    page = points(branch_window, period="2026-Q3")
    assert [line.name for line in page.model.lines][:2] == ["陈拟舟", "韩拟秋"]
    assert not page.ranked.isChecked()
    page.ranked.setChecked(True)
    totals = [line.sums.total for line in page.model.lines]
    assert totals == sorted(totals, reverse=True)
    page.ranked.setChecked(False)
    assert [line.name for line in page.model.lines][:2] == ["陈拟舟", "韩拟秋"]


def test_every_line_of_a_statement_is_one_click_from_its_record(branch_window: MainWindow, answers: object) -> None:
    page = points(branch_window, period="2026-Q3")
    seen: list[str] = []

    def choose(dialog: StatementDialog) -> bool:
        lines = dialog.model.lines
        back = next(row for row, line in enumerate(lines) if line.kind == "back")
        gone = lines[back].other
        assert gone is not None
        assert lines[gone].kind == "gone"
        assert lines[gone].other == back
        assert f"第 {gone + 1} 行" in dialog.model.index(back, 5).data()
        assert all(line.record for line in lines)
        seen.append(lines[gone].record)
        dialog._open(dialog.model.index(gone, 0))
        return True

    answers.queue.append(choose)  # type: ignore[attr-defined]
    row = next(number for number, line in enumerate(page.model.lines) if line.name == "乔拟雨")
    page.table.activated.emit(page.model.index(row, 0))
    assert branch_window.current == "record"
    assert branch_window.page("record").record.id == seen[0]  # type: ignore[attr-defined]


def test_posting_asks_first_and_then_nothing_waits(branch_window: MainWindow, qtbot: QtBot, answers: object) -> None:
    page = points(branch_window)
    answers.next(False)  # type: ignore[attr-defined]
    qtbot.mouseClick(page.post, Qt.MouseButton.LeftButton)
    assert page.post.isEnabled()
    answers.next(True)  # type: ignore[attr-defined]
    qtbot.mouseClick(page.post, Qt.MouseButton.LeftButton)
    assert page.waiting.text() == "都已入账"
    assert not page.post.isEnabled()
    assert text(page, "陈拟舟", WAITING) == ""


def test_a_record_put_right_shows_as_a_reversal_that_waits(branch_window: MainWindow) -> None:
    page = points(branch_window, period="2026-Q3")
    book = branch_window.desk.open_book()
    served = records.find(book, "2026-ZY-04")
    branch_window.desk.change(None, records.correct, served.id, "核对")
    branch_window.desk.change(None, records.set_value, served.id, "persons", ("尹拟谷",))
    page.refresh()
    assert "3 条要红冲" in page.waiting.text()
    assert text(page, "彭拟岭", WAITING) == "1 条（－2）"


def test_the_notice_of_a_quarter_is_begun_from_here(branch_window: MainWindow, qtbot: QtBot) -> None:
    page = points(branch_window, period="2026-Q3")
    qtbot.mouseClick(page.notice_link, Qt.MouseButton.LeftButton)
    assert branch_window.current == "record"
    (notice,) = [r for r in branch_window.desk.open_book().records(form="points_notice") if r.get("quarter") == 3]
    assert notice.get("shown_to") == "2026-11-27"
    page = points(branch_window)
    assert page.notice_link.text() == "看公示登记"


def test_a_finding_about_points_leads_to_its_period(branch_window: MainWindow) -> None:
    from wdbranch.book.finding import Finding, Jump
    from wdbranch.ui.finding_line import open_finding

    found = Finding("JF-13", "提", "改了", "", jump=Jump(page="points", period="2026-Q2"), subject="2026-Q2")
    open_finding(branch_window.desk, found)
    assert branch_window.current == "points"
    assert points(branch_window).period.id == "2026-Q2"


def test_the_papers_are_previewed(branch_window: MainWindow, answers: object) -> None:
    page = points(branch_window, period="2026-Q3")
    page.table.setCurrentIndex(page.model.index(0, 0))
    titles: list[str] = []
    for act in page.paper.menu().actions():
        if act.isSeparator():
            continue

        def look(dialog: object) -> bool:
            titles.append(dialog.plan.title)  # type: ignore[attr-defined]
            return False

        answers.queue.append(look)  # type: ignore[attr-defined]
        act.trigger()
    assert any("公示表（2026年第三季度）" in title for title in titles)
    assert any("登记卡（陈拟舟，2026年）" in title for title in titles)
    assert len(titles) == 9


@pytest.mark.usefixtures("looks")
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.factor}{'dark' if look.dark else ''}")
def test_nothing_is_cut_or_overlaps(
    branch_window: MainWindow, qapp: QApplication, look: style.Look, answers: object
) -> None:
    relook(branch_window, look)
    page = points(branch_window, period="2026-Q3")
    settle(qapp)
    assert cut_texts(page) == []
    assert overlapping(page) == []
    assert page.table.horizontalScrollBar().maximum() == 0

    def check(box: StatementDialog) -> bool:
        settle(qapp)
        assert cut_texts(box) == []
        assert box.width() <= 1366
        assert box.height() <= 728
        return False

    answers.queue.append(check)  # type: ignore[attr-defined]
    page.open_statement(page.model.lines[0].member)


def test_the_statement_is_what_the_ledger_says(branch_window: MainWindow) -> None:
    book = branch_window.desk.open_book()
    member = book.roster().by_label["陈拟舟"].id
    lines = operations.statement(book, 2026, member, TODAY)
    dialog = StatementDialog(branch_window, branch_window.desk, member, operations.period_named("year", 2026, 1))
    assert dialog.model.rowCount() == len(lines)
    assert dialog.model.index(0, 0).data(LINE_ROLE) == lines[0]
