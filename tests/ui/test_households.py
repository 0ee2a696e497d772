"""The window with the ledgers of a strong branch: vacancies in red, drawn papers, the matrix of a building."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from wdbranch.operations import book as books
from wdbranch.operations import record as records
from wdbranch.operations import sheets
from wdbranch.ui import style
from wdbranch.ui.dialogs.households import HouseholdsDialog
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.models.sheet import SheetModel
from wdbranch.ui.pages.sheet import SheetPage

DAY = date(2026, 11, 23)


@pytest.fixture
def quarter(tmp_path: Path) -> Path:
    path = tmp_path / "拟安.wdbook"
    with books.create(path, "拟安一支部", "urban") as book:
        values = {"name": "1号楼", "units": 2, "floors": 3, "per_floor": 2, "grid": "第一网格"}
        records.new(book, "building", day=DAY, values=values)
        records.new(book, "duty_post", day=DAY, values={"kind": "building_leader", "name": "尹拟谷", "area": "1号楼"})
    return path


def test_a_vacant_post_is_red_and_the_notice_is_a_button(window: MainWindow, quarter: Path) -> None:
    assert window.desk.open_file(quarter)
    window.desk.navigate("sheet", sheet="duty_post_sheet", year=2026)
    page = window.findChild(SheetPage)
    assert page is not None
    assert page.drawn.accessibleName() == "职责公示牌" and page.drawn.window() is window
    window.desk.navigate("sheet", sheet="dispute", year=2026)
    assert page.drawn.isHidden()
    model = SheetModel()
    model.show_sheet(sheets.sheet(window.desk.open_book(), "duty_post_sheet", 2026, DAY))
    names = [model.index(row, 3) for row in range(model.rowCount())]
    assert [index.data() for index in names] == ["尹拟谷", "空缺", "空缺"]
    inks = [index.data(Qt.ItemDataRole.ForegroundRole) for index in names]
    assert inks == [None, style.colour("red_text"), style.colour("red_text")]


def test_households_are_clicked_and_marked(window: MainWindow, quarter: Path) -> None:
    assert window.desk.open_file(quarter)
    book = window.desk.open_book()
    (record,) = book.snapshot().of("building")
    box = HouseholdsDialog(window, record, book.editions["2026"])
    assert (box.table.rowCount(), box.table.columnCount()) == (3, 4)
    assert box.table.item(0, 0).text() == "301\n未登记"
    box.cycle(0, 0)
    box.cycle(2, 3)
    box.cycle(2, 3)
    box.table.setCurrentCell(0, 0)
    box.mark("party")
    box.mark("consent")
    box.names.textEdited.emit("尹拟谷")
    assert box.table.item(0, 0).text() == "★301公\n常住"
    told = [{key: value for key, value in row.items() if value} for row in box.rows()]
    assert told == [
        {"unit": 1, "floor": 3, "room": "301", "occupancy": "resident", "party": True, "consent": True, "names": "尹拟谷"},
        {"unit": 2, "floor": 1, "room": "102", "occupancy": "rented"},
    ]
    saved = records.set_value(book, record.id, "households", box.rows()).record
    assert len(saved.rows("households")) == 2
    box.mark("party")
    assert box.table.item(0, 0).text() == "301公\n常住"
