"""The page of party dues: the year as a grid, a collection in two clicks, the new year's assessment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from test_window import LOOKS, cut_texts, overlapping, relook, settle

from wdbranch.operations import dues as operations
from wdbranch.ui import style
from wdbranch.ui.dialogs.incomes import IncomesDialog
from wdbranch.ui.dialogs.collect import CollectDialog
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.models.incomes import BASE
from wdbranch.ui.models.dues import BEHIND, FIRST_MONTH, DuesModel
from wdbranch.ui.pages.dues import DuesPage

TODAY = date(2026, 11, 23)


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[None]:
    before = style.look()
    yield
    style.apply(qapp, before)


def dues(window: MainWindow) -> DuesPage:
    window.desk.navigate("dues")
    page = window.page("dues")
    assert isinstance(page, DuesPage)
    return page


def text(page: DuesPage, name: str, column: int) -> str:
    row = next(number for number, line in enumerate(page.model.year.lines) if line.name == name)
    return str(page.model.index(row, column).data())


def test_the_year_tells_who_paid_who_owes_and_who_is_let_off(branch_window: MainWindow, qtmodeltester: ModelTester) -> None:
    page = dues(branch_window)
    qtmodeltester.check(page.model)
    assert page.model.rowCount() == 28
    assert text(page, "陈拟舟", FIRST_MONTH) == "42.00"
    assert text(page, "尹拟谷", FIRST_MONTH + 6) == "78.00"
    assert text(page, "丁拟白", FIRST_MONTH + 9) == "未交"
    assert text(page, "丁拟白", BEHIND) == "1 个月"
    assert text(page, "田拟稻", FIRST_MONTH) == "2.00"
    assert "欠交：丁拟白" in page.behind.text()
    index = page.model.index(0, FIRST_MONTH)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "2026年1月：1月9日交 42.00 元"
    assert page.model.index(27, 0).data() == "合计"


def test_an_empty_model_is_a_sound_one(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(DuesModel())


def test_a_collection_in_two_clicks(branch_window: MainWindow, qtbot: QtBot, answers: object) -> None:
    page = dues(branch_window)
    book = branch_window.desk.open_book()
    before = len(book.records(form="dues_payment"))

    def untick(dialog: CollectDialog) -> bool:
        names = [dialog.people.item(row).text().partition("　")[0] for row in range(dialog.people.count())]
        assert "丁拟白" in names
        for row, name in enumerate(names):
            if name == "丁拟白":
                dialog.people.item(row).setCheckState(Qt.CheckState.Unchecked)
        assert "丁拟白" not in {row["name"] for row in dialog.rows()}
        return True

    answers.queue.append(untick)  # type: ignore[attr-defined]
    qtbot.mouseClick(page.collect, Qt.MouseButton.LeftButton)
    records = book.records(form="dues_payment")
    assert len(records) == before + 1
    made = next(record for record in records if record.get("collected_on") == "2026-11-23")
    assert made.get("people") == len(made.rows("payments"))
    assert text(page, "葛拟春", FIRST_MONTH + 10) == "0.20"
    assert text(page, "丁拟白", FIRST_MONTH + 9) == "未交"


def test_a_new_year_is_assessed_in_one_go(branch_window: MainWindow, qtbot: QtBot, answers: object) -> None:
    page = dues(branch_window)
    assert not page.assess.isEnabled()
    page.turn(1)
    assert page.assess.isEnabled()
    answers.queue.append(lambda _box: True)  # type: ignore[attr-defined]
    qtbot.mouseClick(page.assess, Qt.MouseButton.LeftButton)
    made = [r for r in branch_window.desk.open_book().records(form="dues_rate") if r.get("from_month") == "2027-01"]
    assert len(made) == 27
    assert len({record.get("seq") for record in made}) == 27
    by_name = {record.get("member"): record for record in made}
    assert by_name["尹拟谷"].get("amount") == 78.0
    assert by_name["尹拟谷"].get("base") == 5200.0
    assert by_name["田拟稻"].get("waiver") is None


def test_incomes_are_typed_from_row_to_row_and_pasted(branch_window: MainWindow, qtbot: QtBot, answers: object) -> None:
    page = dues(branch_window)
    page.turn(1)

    def fill(box: IncomesDialog) -> bool:
        table, model = box.table, box.model
        rows = {line.name: row for row, line in enumerate(model.lines)}
        first = next(row for row, line in enumerate(model.lines) if line.asks_base and model.lines[row + 1].asks_base)
        table.setCurrentIndex(model.index(first, BASE))
        for typed in ("6100", "6200"):
            qtbot.keyClicks(table, typed[0])
            editor = next(one for one in table.findChildren(QLineEdit) if one.isVisible())
            qtbot.keyClicks(editor, typed[1:])
            qtbot.keyClick(editor, Qt.Key.Key_Return)
            QApplication.processEvents()  # Qt takes the value a moment later
        assert [model.lines[first + at].base for at in (0, 1)] == [6100.0, 6200.0]
        assert model.lines[first].amount == 91.5, "1.5 % of the whole base"
        assert table.currentIndex().row() == first + 2
        QApplication.clipboard().setText("姓名\t月收入\n尹拟谷\t5,300.00\n无此人\t1\n")
        table.setCurrentIndex(model.index(model.rowCount() - 1, BASE))
        kept = model.lines[-1].base
        qtbot.keySequence(table, QKeySequence("Ctrl+V"))
        assert model.lines[rows["尹拟谷"]].base == 5300.0
        assert "无此人" in box.problem.text() and model.lines[-1].base == kept
        assert not model.setData(model.index(first, BASE), "六千")
        assert model.lines[first].base == 6100.0
        fill.first = model.lines[first].name  # type: ignore[attr-defined]
        return True

    answers.queue.append(fill)  # type: ignore[attr-defined]
    page.assess.click()
    book = branch_window.desk.open_book()
    made = {r.get("member"): r for r in book.records(form="dues_rate") if r.get("from_month") == "2027-01"}
    assert len(made) == 27 and made["尹拟谷"].get("base") == 5300.0 and made["尹拟谷"].get("amount") == 79.5
    assert made[fill.first].get("amount") == 91.5  # type: ignore[attr-defined]
    page.undo.click()
    assert not [r for r in book.records(form="dues_rate") if r.get("from_month") == "2027-01"]
    assert page.assess.isEnabled() and page.undo.isHidden()


def test_a_meeting_of_the_day_is_linked(branch_window: MainWindow) -> None:
    book = branch_window.desk.open_book()
    rows = [row for row in operations.to_collect(book, date(2026, 11, 13)) if row["name"] == "葛拟春"]
    saved = operations.collect(book, date(2026, 11, 13), rows)
    assert [book.record(one).form for one in saved.record.links] == ["theme_day"]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.factor}{'dark' if look.dark else ''}")
def test_the_page_fits_a_small_screen_in_every_look(
    branch_window: MainWindow, qapp: QApplication, looks: None, look: style.Look
) -> None:
    window = branch_window
    relook(window, look)
    window.resize(1366, 688)
    page = dues(window)
    settle(qapp)
    assert page.minimumSizeHint().height() <= 688
    assert cut_texts(page) == []
    assert overlapping(page) == []
    assert page.table.horizontalScrollBar().maximum() == 0
    for column in range(page.model.columnCount()):
        if not page.table.isColumnHidden(column):
            widest = max(page.table.sizeHintForIndex(page.model.index(row, column)).width() for row in range(page.model.rowCount()))
            assert widest <= page.table.columnWidth(column), column
    box = CollectDialog(page, window.desk, TODAY)
    assert cut_texts(box) == []
