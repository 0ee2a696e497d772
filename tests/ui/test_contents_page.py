"""记录本 as its table of contents; ledgers and derived pages as tables; the list of what can be begun."""

from __future__ import annotations

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_hands import TODAY, Answers

from wdbranch.operations import contents as pages
from wdbranch.operations import record as records
from wdbranch.ui.form_chooser import FormChooser
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.models.sheet import SheetModel
from wdbranch.ui.new_record import choose_form
from wdbranch.ui.pages.contents import LEDGERS, ContentsPage
from wdbranch.ui.pages.settings import SettingsPage
from wdbranch.ui.pages.sheet import SheetPage


def contents(window: MainWindow) -> ContentsPage:
    window.activateWindow()
    window.desk.navigate("contents")
    QApplication.processEvents()
    found = window.page("contents")
    assert isinstance(found, ContentsPage)
    return found


def sheet(window: MainWindow, name: str) -> SheetPage:
    window.activateWindow()
    window.desk.navigate("sheet", sheet=name, year=TODAY.year)
    QApplication.processEvents()
    found = window.page("sheet")
    assert isinstance(found, SheetPage)
    return found


def test_every_page_in_use_is_one_click_from_its_content(branch_window: MainWindow) -> None:
    page = contents(branch_window)
    edition = records.current_edition(branch_window.desk.open_book())
    snapshot = branch_window.desk.open_book().snapshot()
    own = {one.id for one in edition.pages() if snapshot.shows(one) and not getattr(one, "stars", ())}
    assert set(page.rows) == own | {LEDGERS}
    assert "份" in page.rows["party_assembly"].accessibleName()
    page.rows["party_assembly"].click()
    assert branch_window.current == "book"
    contents(branch_window).rows["members_sheet"].click()
    assert branch_window.current == "sheet"
    contents(branch_window).rows["visit"].click()
    assert branch_window.current == "sheet"


def test_a_yearly_page_opens_its_one_record(branch_window: MainWindow) -> None:
    contents(branch_window).rows["branch_profile"].click()
    assert branch_window.current == "record"
    first = branch_window.page("record").record
    contents(branch_window).rows["branch_profile"].click()
    assert branch_window.page("record").record.id == first.id


def test_the_arrows_walk_and_enter_opens(branch_window: MainWindow, qtbot: QtBot) -> None:
    rows = list(contents(branch_window).rows.values())
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    qtbot.keyClick(rows[1], Qt.Key.Key_Up)
    assert rows[0].hasFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Return)
    assert branch_window.current != "contents"


def test_a_quiet_line_leads_to_the_pages_that_are_not_used(branch_window: MainWindow, answers: Answers) -> None:
    page = contents(branch_window)
    many = pages.contents(branch_window.desk.open_book(), TODAY.year, TODAY).unused
    assert f"还有 {many} 种页面没有启用" in page.unused.text()
    page.unused.click()
    settings = branch_window.page("settings")
    assert isinstance(settings, SettingsPage)
    forms = records.current_edition(branch_window.desk.open_book()).forms
    name = next(name for name in settings.ticks if name in forms)
    settings.ticks[name].click()
    assert name in contents(branch_window).rows
    records.new(branch_window.desk.open_book(), name, day=TODAY)
    branch_window.desk.navigate("settings")
    settings.refresh()
    answers.next(False)
    settings.ticks[name].click()
    assert settings.ticks[name].isChecked()


def test_the_model_keeps_qts_rules(branch_window: MainWindow, qtmodeltester: ModelTester) -> None:
    page = sheet(branch_window, "members_sheet")
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.shown)
    qtmodeltester.check(SheetModel())


def test_a_line_is_added_opened_and_repeated(branch_window: MainWindow) -> None:
    page = sheet(branch_window, "visit")
    before = page.model.rowCount()
    page.new.click()
    assert branch_window.current == "record"
    record = branch_window.page("record").record
    records.set_values(
        branch_window.desk.open_book(), record.id, {"target": "丁拟白", "money": "200", "goods": "米面油"}
    )
    page = sheet(branch_window, "visit")
    assert page.model.rowCount() == before + 1
    row = next(i for i in range(page.shown.rowCount()) if page.shown.index(i, 0).data(257).record == record.id)
    page.table.setCurrentIndex(page.shown.index(row, 0))
    page.again.click()
    twin = branch_window.page("record").record
    assert (twin.get("target"), twin.get("goods")) == ("丁拟白", "米面油")
    assert twin.get("seq") == record.get("seq") + 1
    page = sheet(branch_window, "visit")
    assert "合计" in page.foot.text()
    page.table.activated.emit(page.shown.index(row, 0))
    assert branch_window.page("record").record.id == record.id
    branch_window.page("record").header.back.click()
    assert branch_window.current == "sheet"


def test_text_and_initials_find_lines(branch_window: MainWindow) -> None:
    page = sheet(branch_window, "members_sheet")
    page.search.setText("dnb")
    assert [page.shown.index(row, 1).data() for row in range(page.shown.rowCount())] == ["丁拟白"]
    page.search.setText("没有这个人")
    assert page.empty.isVisible()
    page.empty.step.click()
    assert page.shown.rowCount() > 20


def test_a_derived_line_leads_to_the_person(branch_window: MainWindow) -> None:
    page = sheet(branch_window, "members_sheet")
    assert page.new.isHidden()
    page.source.click()
    assert branch_window.current == "roster"


def test_the_table_is_saved_for_excel(branch_window: MainWindow, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "花名册"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    sheet(branch_window, "members_sheet").save_excel()
    assert chosen.with_suffix(".xlsx").stat().st_size > 1000


def test_letters_find_the_page_to_be_written(branch_window: MainWindow, qtbot: QtBot) -> None:
    branch_window.activateWindow()
    choose_form(branch_window, branch_window.desk)
    chooser = branch_window.findChild(FormChooser)
    assert len(chooser.shown()) > 20
    qtbot.keyClicks(chooser.search, "zbdydh")
    assert chooser.shown() == ["支部党员大会记录"]
    qtbot.keyClick(chooser.search, Qt.Key.Key_Return)
    assert branch_window.current == "record"
    assert branch_window.page("record").record.form == "party_assembly"


def test_how_talks_are_counted_is_chosen_in_the_settings(branch_window) -> None:
    desk = branch_window.desk
    desk.navigate("settings")
    page = branch_window.page("settings")
    assert not page.strict.isChecked()
    page.strict.click()
    assert desk.open_book().branch().settings["talks_strict"] is True
    page.strict.click()
    assert desk.open_book().branch().settings["talks_strict"] is False


def test_the_table_is_saved_for_word(branch_window: MainWindow, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "花名册"), ""))
    page = sheet(branch_window, "members_sheet")
    assert [act.text() for act in page.export.menu().actions()] == ["导出表格（Excel）…", "导出 Word…"]
    page.export.menu().actions()[1].trigger()
    (table,) = docx.Document(str(tmp_path / "花名册.docx")).tables
    assert len(table.rows) > len(page.sheet.lines)


def test_the_attendance_of_a_quarter_is_shown_and_printed_alone(branch_window: MainWindow, answers: Answers) -> None:
    page = sheet(branch_window, "attendance_sheet")
    whole = len(page.sheet.columns)
    assert [page.periods.itemText(at) for at in (0, 1, 5)] == ["全年", "第一季度", "1月"]
    page.periods.setCurrentIndex(page.periods.findData(f"{TODAY.year}-Q1"))
    page.periods.activated.emit(page.periods.currentIndex())
    assert page.period() == f"{TODAY.year}-Q1" and len(page.sheet.columns) < whole
    answers.next(False)
    page.preview()
    plan = answers.seen[-1].plan
    assert "第一季度" in plan.marks[0].title
    heads = "".join(text.text for text in plan.pages[0].texts)
    assert "3.27" in heads and "4.10" not in heads
    page.years.setCurrentIndex(page.years.findData(TODAY.year))
    page.years.activated.emit(0)
    assert page.period() == f"{TODAY.year}-Q1", "it stays chosen"
    assert sheet(branch_window, "members_sheet").periods.isHidden()


def test_the_name_stays_in_sight_where_a_wide_table_is_scrolled(branch_window: MainWindow, qtbot: QtBot) -> None:
    page = sheet(branch_window, "attendance_sheet")
    table = page.table
    assert table.still.isHidden(), "nothing is scrolled away yet"
    table.horizontalScrollBar().setValue(400)
    assert table.still.isVisible()
    table.selectRow(5)
    assert [at for at in range(page.model.columnCount()) if not table.still.isColumnHidden(at)] == [0]
    assert table.still.columnViewportPosition(0) == 0
    for row in (0, 3):
        assert table.still.rowViewportPosition(row) == table.rowViewportPosition(row)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    last = page.shown.rowCount() - 1
    assert table.still.rowViewportPosition(last) == table.rowViewportPosition(last)
    at = table.still.visualRect(page.shown.index(last, 0)).center()
    qtbot.mouseClick(table.still.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert table.currentIndex().row() == last
    table.horizontalScrollBar().setValue(0)
    assert table.still.isHidden()


def test_star_ledgers_stand_in_one_line_that_leads_to_the_stars(branch_window: MainWindow) -> None:
    page = contents(branch_window)
    snapshot = branch_window.desk.open_book().snapshot()
    used = {form.id for form in snapshot.editions["2026"].forms.values() if form.stars and snapshot.shows(form)}
    assert used
    assert not used & set(page.rows)
    count = sum(len(snapshot.of_year(form, 2026)) for form in used)
    row = page.rows[LEDGERS]
    assert f"在用 {len(used)} 种 · {count} 份" in row.accessibleName() or any(
        f"在用 {len(used)} 种 · {count} 份" in label.text() for label in row.findChildren(QLabel)
    )
    row.click()
    assert branch_window.current == "stars"
