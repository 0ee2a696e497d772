"""The dues of a year as a table: members × months, and the sums below."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from wdbranch.operations.dues import DuesCell, DuesLine, DuesYear
from wdbranch.rules.dues import FREE, OPEN, OWED, PAID, PARTLY, WAIVED, say_month, say_yuan
from wdbranch.ui import style

Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
LINE_ROLE = Qt.ItemDataRole.UserRole + 2

NAME, AMOUNT, FIRST_MONTH, TOTAL, BEHIND = 0, 1, 2, 14, 15
HEADS = ("姓名", "月应交", *(f"{n}月" for n in range(1, 13)), "全年已交", "欠交")
WIDTHS = (76, 66, *([62] * 12), 82, 66)
TONES = {PAID: "ok", PARTLY: "warn", OWED: "red_text", WAIVED: "text3", OPEN: "text3", FREE: "text3"}
GROUNDS = {PARTLY: "warn_soft", OWED: "soft"}

WORDS = {OWED: "未交", WAIVED: "免", OPEN: "", FREE: "—"}


def say_cell(cell: DuesCell) -> str:
    """What stands in a month: the amount paid, what is missing, or a word."""
    if cell.state == PARTLY:
        return f"少{say_yuan(cell.due - cell.paid)}"
    return say_yuan(cell.paid) if cell.state == PAID else WORDS[cell.state]


def told(cell: DuesCell) -> str:
    """A month in one sentence, for the tool tip and the accessible text."""
    head = say_month(cell.month)
    if cell.state == PAID or cell.paid:
        by = f"，{cell.by}代交" if cell.by else ""
        on = f"{cell.on.month}月{cell.on.day}日" if cell.on else ""
        rest = f"，还少 {say_yuan(cell.due - cell.paid)} 元" if cell.state == PARTLY else ""
        return f"{head}：{on}交 {say_yuan(cell.paid)} 元{by}{rest}"
    words = {OWED: f"应交 {say_yuan(cell.due)} 元，未交", WAIVED: "免交", OPEN: f"应交 {say_yuan(cell.due)} 元，未到期"}
    return f"{head}：{words.get(cell.state, '不用交')}"


class DuesModel(QAbstractTableModel):
    """One row a member, the last row the sums. Read-only: what was paid is written in collections."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.year = DuesYear(date.min.year, (), (), 0, 0, 0, 0, (), ())

    def show_year(self, year: DuesYear) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.year = year
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The members and the sums."""
        return 0 if parent.isValid() or not self.year.lines else len(self.year.lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Name, amount, twelve months, total, months behind."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads; rows are numbered, the sums are not."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return HEADS[section] if section < len(HEADS) else None
        return str(section + 1) if section < len(self.year.lines) else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell, its colour, and the sentence behind it."""
        if not index.isValid():
            return None
        line = self.line(index.row())
        cell = self.cell(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(line, cell, index.column())
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return told(cell) if cell else self._text(line, cell, index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if index.column() == NAME else Qt.AlignmentFlag.AlignRight
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole:
                late = line is not None and index.column() == BEHIND and line.behind
                tone = TONES[cell.state] if cell else "red_text" if late else ""
                return style.brush(tone) if tone else None
            case Qt.ItemDataRole.BackgroundRole:
                ground = GROUNDS.get(cell.state, "") if cell else ""
                return style.brush(ground) if ground else None
            case _ if role == CELL_ROLE:
                return cell
            case _ if role == LINE_ROLE:
                return line
        return None

    def line(self, row: int) -> DuesLine | None:
        """The member of a row, None for the sums."""
        return self.year.lines[row] if row < len(self.year.lines) else None

    def cell(self, row: int, column: int) -> DuesCell | None:
        """The month at a place, None for other columns and the sums."""
        line = self.line(row)
        return line.cells[column - FIRST_MONTH] if line and FIRST_MONTH <= column < TOTAL else None

    def _text(self, line: DuesLine | None, cell: DuesCell | None, column: int) -> str:
        if line is None:
            return self._sum(column)
        if cell is not None:
            return say_cell(cell)
        if column == NAME:
            return line.name
        if column == AMOUNT:
            return "未核定" if line.amount is None else say_yuan(line.amount)
        if column == TOTAL:
            return say_yuan(line.total) if line.total else ""
        return f"{line.behind} 个月" if line.behind else ""

    def _sum(self, column: int) -> str:
        if column == NAME:
            return "合计"
        if FIRST_MONTH <= column < TOTAL:
            paid = self.year.months[column - FIRST_MONTH]
            return say_yuan(paid) if paid else ""
        return say_yuan(self.year.total) if column == TOTAL else ""
