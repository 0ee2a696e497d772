"""The list of records."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_hands import Answers

from wdbranch.operations import record as operations
from wdbranch.ui.dialogs.preview import PreviewDialog
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.models.records import Filter, RecordsModel, lines_of
from wdbranch.ui.pages.book import BookPage


@pytest.fixture
def page(branch_window: MainWindow) -> BookPage:
    branch_window.activateWindow()
    branch_window.desk.navigate("book")
    QApplication.processEvents()
    found = branch_window.page("book")
    assert isinstance(found, BookPage)
    return found


def shown(page: BookPage) -> list[str]:
    return [line.record for line in page.model.lines if line.record]


def choose(combo, value) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_the_model_keeps_qts_rules(page: BookPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.model)
    page.model.show_lines([])
    qtmodeltester.check(page.model)
    qtmodeltester.check(RecordsModel())


def test_all_records_of_the_year_stand_under_their_months_latest_first(page: BookPage) -> None:
    book = page.desk.open_book()
    assert set(shown(page)) == {record.id for record in book.records(year=2026)}
    heads = [line for line in page.model.lines if not line.record]
    assert heads[0].title == "2026年11月" and len(heads) == len({head.title for head in heads})
    days = [line.day for line in page.model.lines if line.record]
    assert days == sorted(days, reverse=True)
    for head in heads:
        assert not page.model.flags(page.model.index(page.model.lines.index(head))) & Qt.ItemFlag.ItemIsSelectable


def test_filters_by_form_month_and_words(page: BookPage) -> None:
    everything = len(shown(page))
    choose(page.forms, "theme_day")
    assert 0 < len(shown(page)) < everything
    assert {line.form for line in page.model.lines if line.record} == {"theme_day"}
    choose(page.months, 10)
    assert len(shown(page)) == 1
    choose(page.forms, "")
    choose(page.months, None)
    page.search.setText("敬老月里亮身份")
    assert any("敬老月里亮身份" in line.detail for line in page.model.lines) and len(shown(page)) < everything
    page.search.setText("2026-DH-03")
    assert any("2026-DH-03" in line.title for line in page.model.lines) and len(shown(page)) < everything
    page.search.setText("hnq")         # 韩拟秋 keeps the minutes of some
    assert 0 < len(shown(page)) <= everything
    page.search.setText("绝无此事")
    assert shown(page) == [] and page.empty.isVisible()
    page.empty.step.click()
    assert len(shown(page)) >= everything      # of all years


def test_enter_opens_a_record(page: BookPage, branch_window: MainWindow, qtbot: QtBot) -> None:
    page.list.setFocus()
    row = next(row for row, line in enumerate(page.model.lines) if line.record)
    page.list.setCurrentIndex(page.model.index(row))
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert branch_window.current == "record"
    assert branch_window.page("record").record.id == page.model.lines[row].record


def test_drafts_go_to_the_bin_and_come_back(page: BookPage) -> None:
    saved = operations.new(page.desk.open_book(), "lecture", day=page.desk.today())
    page.refresh()
    assert saved.record.id in shown(page)
    page._each(operations.discard, [saved.record.id])
    assert saved.record.id not in shown(page)
    page.bin.setChecked(True)
    assert shown(page) == [saved.record.id]
    assert page.back_out.isVisible() and not page.back_out.isEnabled() and not page.new.isVisible()
    page.list.selectAll()
    page.back_out.click()
    assert shown(page) == [] and page.empty.isVisible()
    page.bin.setChecked(False)
    assert saved.record.id in shown(page)


def test_a_final_record_is_not_binned(page: BookPage, answers: Answers) -> None:
    final = next(line.record for line in page.model.lines if line.record and line.state.startswith("已定稿"))
    answers.next(True)
    page._each(operations.discard, [final])
    assert final in shown(page)


def test_an_empty_kind_says_what_belongs_there_and_begins_it(page: BookPage, branch_window: MainWindow) -> None:
    choose(page.years, 2026)
    choose(page.forms, "lecture")
    choose(page.months, 1)
    if shown(page):
        choose(page.months, 2)
    assert shown(page) == [] and page.empty.isVisible()
    assert page.empty.step.text() == "记第一次党课"
    page.empty.step.click()
    assert branch_window.current == "record" and branch_window.page("record").form.id == "lecture"


def test_late_and_corrected_records_are_marked(branch_window: MainWindow) -> None:
    book = branch_window.desk.open_book()
    record = next(one for one in book.records(form="committee") if one.state != "draft")
    operations.correct(book, record.id, "漏记")
    snapshot = book.snapshot()
    line = next(line for line in lines_of(snapshot, snapshot.records, Filter()) if line.record == record.id)
    assert line.state == "草稿 第 2 版" and line.late == record.late


# ---- paper -------------------------------------------------------------------------------------------------


def preview(answers: Answers) -> PreviewDialog:
    box = answers.seen[-1]
    assert isinstance(box, PreviewDialog)
    return box


def test_a_month_is_previewed_and_saved_as_a_pdf(
    page: BookPage, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "九月"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(target), "")))

    def save(box: QDialog) -> bool:
        assert isinstance(box, PreviewDialog) and len(box.plan.pages) >= 2
        box.save.click()
        return False

    answers.next(save)
    answers.next(True)
    page.print_month(2026, 9)
    data = (tmp_path / "九月.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert "逐字核对" in answers.seen[-1].said


def test_the_bound_year_and_blank_forms_are_previewed(page: BookPage, answers: Answers) -> None:
    answers.next(False)
    page.print_year(2026)
    assert len(preview(answers).plan.pages) > 20
    answers.next(False)
    page.print_blank(operations.current_edition(page.desk.open_book()).forms["committee"])
    assert preview(answers).name == "支部委员会会议记录（空白）"


def test_selected_records_are_printed_together(page: BookPage, answers: Answers) -> None:
    for row, line in list(enumerate(page.model.lines))[:6]:
        if line.record:
            page.list.selectionModel().select(page.model.index(row), page.list.selectionModel().SelectionFlag.Select)
    chosen = page.chosen()
    assert len(chosen) > 1
    titles = [action.text() for action in page.print_menu().actions()]
    assert titles[0] == f"选中的 {len(chosen)} 份"
    answers.next(False)
    page.print_chosen(chosen)
    assert {mark.record for mark in preview(answers).plan.marks if mark.record} == set(chosen)


def test_a_month_without_records_is_told(page: BookPage, answers: Answers) -> None:
    answers.next(True)
    page.print_month(2019, 1)
    assert "还没有记录" in answers.seen[-1].said


# ---- files for WPS -----------------------------------------------------------------------------------------


def test_the_selected_and_the_tables_are_exported(
    page: BookPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, ending in (("选中", ".docx"), ("全部", ".xlsx")):
        target = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(target), "")))
        page.list.selectAll()
        (act,) = [one for one in page.export_menu().actions() if name in one.text()]
        act.trigger()
        assert target.with_suffix(ending).stat().st_size > 5000
