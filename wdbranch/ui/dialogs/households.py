"""The households of a building: a box each, floors from the top down, units side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from wdbranch.book.form import Edition
from wdbranch.book.record import Record
from wdbranch.operations import households
from wdbranch.ui import style
from wdbranch.ui.dialogs.base import Ask

MARKS = (("party", "党员户 ★"), ("consent", "同意公示"), ("centre", "中心户 ◎"))


class HouseholdsDialog(Ask):
    """A click changes how a household lives; buttons below mark the chosen ones; names are typed below."""

    def __init__(self, parent: QWidget | None, record: Record, edition: Edition) -> None:
        name = record.get("name") or "楼栋"
        super().__init__(
            parent,
            f"{name}楼栋表",
            "点一格换一次：常住、租住、空置、底商；选中一格或几格，再点下面的按钮标党员户；“公”是本人书面同意公示。",
        )
        self._record, self._edition = record, edition
        self.homes = households.boxes(record)
        floors = sorted({place[1] for place in self.homes}, reverse=True)
        columns = sorted({(place[0], place[2]) for place in self.homes})
        self._places = {
            (row, at): (unit, floor, number)
            for row, floor in enumerate(floors)
            for at, (unit, number) in enumerate(columns)
            if (unit, floor, number) in self.homes
        }
        self.table = QTableWidget(len(floors), len(columns))
        self.table.setAccessibleName(f"{name}的住户")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalHeaderLabels([f"{floor}层" for floor in floors])
        self.table.setHorizontalHeaderLabels([f"{unit}单元" for unit, _ in columns])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setMinimumSectionSize(style.px(76))
        self.table.verticalHeader().setDefaultSectionSize(style.px(52))
        self.table.setMinimumHeight(style.px(260))
        self.table.cellClicked.connect(self.cycle)
        self.table.currentCellChanged.connect(lambda row, at, _r, _c: self._show_names(row, at))
        self.column.addWidget(self.table, 1)
        self.resize(style.px(860), style.px(620))
        self.marks = {key: style.secondary(label) for key, label in MARKS}
        for key, button in self.marks.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, key=key: self.mark(key))
        self.names = QLineEdit()
        self.names.setAccessibleName("党员姓名")
        self.names.setPlaceholderText("选中那一户的党员姓名，只在内部版上印")
        self.names.textEdited.connect(self._name)
        self.column.addLayout(style.row([*self.marks.values(), 1], 8))
        self.column.addWidget(self.names)
        self.verbs("记下")
        for place in self._places:
            self._paint(*place)
        self._show_names(0, 0)

    def cycle(self, row: int, at: int) -> None:
        """The next state of the household in a box."""
        place = self._places.get((row, at))
        if place is not None:
            self.homes[place] = households.cycled(self.homes[place], self._edition)
            self._paint(row, at)

    def mark(self, key: str) -> None:
        """Set a mark on the chosen boxes, or take it away where all have it."""
        chosen = [self._places[index.row(), index.column()] for index in self.table.selectedIndexes()
                  if (index.row(), index.column()) in self._places]
        wanted = not all(self.homes[place].get(key) for place in chosen)
        for place in chosen:
            self.homes[place] = {**self.homes[place], key: wanted or None}
            if key == "centre" and wanted:
                self.homes[place]["party"] = True
        for where in self._places:
            self._paint(*where)

    def rows(self) -> tuple[dict[str, Any], ...]:
        """The households as they are kept."""
        return households.rows_of(self._record, self.homes)

    def _name(self, text: str) -> None:
        place = self._places.get((self.table.currentRow(), self.table.currentColumn()))
        if place is not None:
            self.homes[place] = {**self.homes[place], "names": text.strip() or None}

    def _show_names(self, row: int, at: int) -> None:
        place = self._places.get((row, at))
        self.names.setText(str(self.homes[place].get("names") or "") if place else "")
        self.names.setEnabled(place is not None)

    def _paint(self, row: int, at: int) -> None:
        home = self.homes[self._places[row, at]]
        mark = ("★" if home.get("party") else "") + ("◎" if home.get("centre") else "")
        state = home.get("occupancy")
        label = self._edition.choice_label("household_state", state) if state else "未登记"
        consent = "公" if home.get("consent") else ""
        item = QTableWidgetItem(f"{mark}{home['room']}{consent}\n{label}")
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        if not state:
            item.setForeground(style.colour("soft_text"))
        elif home.get("party"):
            item.setForeground(style.colour("red_text"))
        self.table.setItem(row, at, item)
