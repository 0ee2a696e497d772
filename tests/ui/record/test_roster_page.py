"""The roster: as of a day, searched, changed, brought in and out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_hands import Answers, ime_commit

from wdbranch.book.people import Member
from wdbranch.exchange.roster_in import read_roster
from wdbranch.paths import resource
from wdbranch.ui.dialogs.groups import GroupsDialog
from wdbranch.ui.dialogs.member import MemberDialog
from wdbranch.ui.dialogs.roster_import import NOT_USED, ImportDialog
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.models.roster import COLUMNS, RosterModel
from wdbranch.ui.pages.roster import ExportDialog, RosterPage

SAMPLE = resource("sample", "roster.xlsx")


@pytest.fixture
def page(branch_window: MainWindow) -> RosterPage:
    branch_window.activateWindow()
    branch_window.desk.navigate("roster")
    QApplication.processEvents()
    found = branch_window.page("roster")
    assert isinstance(found, RosterPage)
    return found


def names(page: RosterPage) -> list[str]:
    return [page.shown.index(row, 0).data() for row in range(page.shown.rowCount())]


def test_the_models_keep_qts_rules(page: RosterPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.shown)
    qtmodeltester.check(RosterModel())


def test_the_roster_of_today_is_counted(page: RosterPage) -> None:
    assert len(names(page)) == 27
    assert page._counts.whole == "党员 27 名：正式 25，预备 2；有表决权 22；不计入应到 3"


def test_another_day_shows_another_roster(page: RosterPage) -> None:
    page.day.put(date(1980, 1, 1))
    page.day.editingFinished.emit()
    assert set(names(page)) == {"丁拟白", "沈拟松", "梁拟菊"}      # who had joined by then
    page.day.put(date(1950, 1, 1))
    page.day.editingFinished.emit()
    assert names(page) == [] and page.empty.isVisible()
    page.empty.step.click()
    assert len(names(page)) == 27


def test_people_are_found_by_initials_and_kind(page: RosterPage) -> None:
    page.search.setText("cnz")
    assert names(page) == ["陈拟舟"]
    page.search.clear()
    page.kind.setCurrentIndex(page.kind.findText("预备党员"))
    page.kind.activated.emit(page.kind.currentIndex())
    assert set(names(page)) == {"董拟星", "夏拟安"}
    page.kind.setCurrentIndex(page.kind.findText("第一党小组"))
    page.kind.activated.emit(page.kind.currentIndex())
    assert 1 < len(names(page)) < 27
    page.search.setText("没有这个人")
    assert page.empty.isVisible()
    page.empty.step.click()
    assert len(names(page)) == 27


def test_those_who_are_no_members_are_shown_on_demand(page: RosterPage) -> None:
    page.everyone.setChecked(True)
    assert "杜拟言" in names(page)


def test_columns_give_way_before_a_scroll_bar_appears(page: RosterPage, branch_window: MainWindow) -> None:
    for width in (1366, 900, 700):
        branch_window.resize(width, 700)
        QApplication.processEvents()
        shown = [number for number in range(len(COLUMNS)) if not page.table.isColumnHidden(number)]
        assert 0 in shown and 6 in shown
        assert sum(page.table.columnWidth(number) for number in shown) <= page.table.viewport().width()


def test_sorting_puts_empty_cells_last(page: RosterPage) -> None:
    posts = next(number for number, column in enumerate(COLUMNS) if column[0] == "职务")
    page.table.sortByColumn(posts, Qt.SortOrder.AscendingOrder)
    cells = [page.shown.index(row, posts).data() for row in range(page.shown.rowCount())]
    filled = [cell for cell in cells if cell]
    assert cells == filled + [""] * (27 - len(filled)) and len(filled) >= 8


# ---- one person --------------------------------------------------------------------------------------------


def test_a_person_is_changed_in_the_box(page: RosterPage, answers: Answers, qtbot: QtBot) -> None:
    def fill(box: QDialog) -> bool:
        assert isinstance(box, MemberDialog)
        line = box.editors["education"].stops()[0]
        line.setFocus()
        line.selectAll()
        ime_commit(line, "研究生")
        box.accept()
        return True

    answers.next(fill)
    page.edit(page.desk.open_book().roster().by_label["韩拟秋"])
    member = page.desk.open_book().roster().by_label["韩拟秋"]
    assert member.education == "研究生" and member.posts(date(2026, 11, 23)) == ("organization",)


def test_opening_and_saving_a_box_changes_nobody(page: RosterPage, answers: Answers) -> None:
    for member in page.desk.open_book().roster().members:
        box = MemberDialog(page, member, next(iter(page.desk.open_book().editions.values())))
        box.accept()
        assert box.result() == QDialog.DialogCode.Accepted
        assert box.member() == member
        box.deleteLater()


def test_a_new_member_needs_a_name(page: RosterPage, answers: Answers) -> None:
    box = MemberDialog(page, Member(0, ""), next(iter(page.desk.open_book().editions.values())))
    answers.next(True)
    box.accept()
    assert box.result() != QDialog.DialogCode.Accepted and "姓名" in answers.seen[-1].said

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, MemberDialog)
        dialog.editors["name"].put("周拟新")
        dialog.editors["join_date"].put("2026-06-30")
        dialog.posts.show_value([{"value": "委员", "start": "2026-11-01", "note": "联系三组", "approval": "拟和党工〔2026〕9号"}])
        dialog.accept()
        return True

    answers.next(fill)
    page.new.click()
    member = page.desk.open_book().roster().by_label["周拟新"]
    assert member.posts(date(2026, 11, 2)) == ("committee_member",)
    assert (member.spans[0].note, member.spans[0].approval) == ("联系三组", "拟和党工〔2026〕9号")
    assert "周拟新" in names(page)


def test_groups_are_added_described_and_kept_while_people_are_in_them(page: RosterPage, answers: Answers) -> None:
    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, GroupsDialog)
        rows = [*dialog.rows.raw(), {"name": "第四党小组", "basis": "12号院", "contact": "许拟禾"}]
        dialog.rows.show_value(rows)
        dialog.accept()
        return dialog.result() == QDialog.DialogCode.Accepted

    answers.next(fill)
    page.groups.click()
    book = page.desk.open_book()
    assert book.roster().groups[-1] == "第四党小组"
    assert book.branch().settings["groups"]["第四党小组"]["basis"] == "12号院"

    def clear(dialog: QDialog) -> bool:
        assert isinstance(dialog, GroupsDialog)
        dialog.rows.show_value([row for row in dialog.rows.raw() if row["name"] != "第一党小组"])
        dialog.accept()
        return True

    answers.next(clear)
    answers.next(True)
    page.groups.click()
    assert "第一党小组" in answers.seen[-1].said and "9 名" in answers.seen[-1].said
    assert len(book.roster().groups) == 4


def test_a_group_written_at_a_person_becomes_a_group(page: RosterPage, answers: Answers) -> None:
    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, MemberDialog)
        rows = [{**row, "end": "2026-11-01"} for row in dialog.spans.raw()]
        dialog.spans.show_value([*rows, {"kind": "group", "value": "青年突击组", "start": "2026-11-01"}])
        dialog.accept()
        return True

    answers.next(fill)
    page.edit(page.desk.open_book().roster().by_label["许拟禾"])
    assert page.desk.open_book().roster().groups[-1] == "青年突击组"
    assert page.desk.open_book().roster().by_label["许拟禾"].group(date(2026, 10, 31)) == "第二党小组"


def test_a_post_that_does_not_exist_is_told(page: RosterPage, answers: Answers) -> None:
    box = MemberDialog(page, Member(0, "周拟新"), next(iter(page.desk.open_book().editions.values())))
    box.posts.show_value([{"value": "大总管"}])
    answers.next(True)
    box.accept()
    assert "大总管" in answers.seen[-1].said and box.result() != QDialog.DialogCode.Accepted


def test_enter_opens_the_person_and_keys_walk_the_box(page: RosterPage, answers: Answers, qtbot: QtBot) -> None:
    answers.next(False)
    page.table.setFocus()
    page.table.setCurrentIndex(page.shown.index(0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    box = answers.seen[-1]
    assert isinstance(box, MemberDialog) and box.editors["name"].raw() == names(page)[0]


# ---- Excel -------------------------------------------------------------------------------------------------


def test_importing_the_same_file_again_changes_nothing(page: RosterPage, answers: Answers) -> None:
    def look(box: QDialog) -> bool:
        assert isinstance(box, ImportDialog)
        assert "没有变化 27 人" in box.summary.text() and not box.yes.isEnabled()
        return False

    answers.next(look)
    page.import_file(SAMPLE)


def test_the_mapping_is_the_persons_to_decide(page: RosterPage, answers: Answers) -> None:
    before = page.desk.open_book().roster()

    def look(box: QDialog) -> bool:
        assert isinstance(box, ImportDialog)
        combo = next(combo for combo in box.combos.values() if combo.currentData() == "education")
        assert combo.itemText(0) == NOT_USED
        combo.setCurrentIndex(combo.findData("job"))
        combo.activated.emit(combo.currentIndex())
        assert "有改动" in box.summary.text() and box.yes.isEnabled() and box.merge.changed
        return True

    answers.next(look)
    page.import_file(SAMPLE)
    after = page.desk.open_book().roster()
    assert len(after.members) == len(before.members)
    assert after.by_label["陈拟舟"].job == before.by_label["陈拟舟"].education


def test_the_rows_model_keeps_qts_rules(page: RosterPage, qtmodeltester: ModelTester, answers: Answers) -> None:
    def look(box: QDialog) -> bool:
        assert isinstance(box, ImportDialog)
        qtmodeltester.check(box.model)
        return False

    answers.next(look)
    page.import_file(SAMPLE)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", b"\x00\x01\x02 no table at all"])
def test_a_broken_file_is_told_and_the_roster_stays(page: RosterPage, answers: Answers, tmp_path: Path, data: bytes) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(data)
    before = page.desk.open_book().roster()
    answers.next(True)
    page.import_file(bad)
    assert page.desk.open_book().roster() == before


@pytest.mark.parametrize("private", [False, True])
def test_the_roster_goes_out_and_comes_in_again(
    page: RosterPage, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, private: bool
) -> None:
    target = tmp_path / "花名册"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(target), "")))

    def agree(box: QDialog) -> bool:
        assert isinstance(box, ExportDialog)
        box.private.setChecked(private)
        return True

    answers.next(agree)
    page.export()
    table = read_roster(tmp_path / "花名册.xlsx")
    assert len(table.rows) == 27
    assert any(row.member.phone for row in table.rows) is private
