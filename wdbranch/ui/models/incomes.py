"""The assessment of a year as a table: last time's income beside this year's, what is due a month."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from wdbranch.errors import UserError
from wdbranch.operations.dues import Assessing
from wdbranch.ui import style

Index = QModelIndex | QPersistentModelIndex
HEADS = ("姓名", "计算类别", "上次的月收入", "今年的月收入", "月应交额")
NAME, KIND, FORMER, BASE, AMOUNT = range(5)
_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)


class AssessModel(QAbstractTableModel):
    """One line a member; only this year's income is typed. ``problem(sentence)`` tells what cannot be read."""

    problem = Signal(str)

    def __init__(self, lines: list[Assessing], read: Callable[[str], float | None], parent: Any = None) -> None:
        super().__init__(parent)
        self.lines = lines
        self._read = read

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many members wait."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Name, class, both incomes, what is due."""
        return 0 if parent.isValid() else len(HEADS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only an income that counts may be typed."""
        found = super().flags(index)
        typed = index.isValid() and index.column() == BASE and self.lines[index.row()].asks_base
        return found | Qt.ItemFlag.ItemIsEditable if typed else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, place and tone of a cell."""
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        line, column = self.lines[index.row()], index.column()
        if role in _SAID:
            return (line.name, line.label, _money(line.former), self._base(line), _money(line.amount))[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= FORMER:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column == BASE and line.base != line.former:
            return style.colour("red_text")
        return None

    def _base(self, line: Assessing) -> str:
        return _money(line.base) if line.asks_base else "定额，不用填"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take an income as typed; what cannot be read is told and changes nothing."""
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        return self.put(index.row(), str(value))

    def put(self, row: int, text: str) -> bool:
        """Put an income into a line."""
        line = self.lines[row]
        try:
            base = self._read(text)
        except UserError as trouble:
            self.problem.emit(f"{line.name}：{trouble.what}{trouble.todo}")
            return False
        self.lines[row] = line.with_base(base)
        self.dataChanged.emit(self.index(row, BASE), self.index(row, AMOUNT))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Heads of the columns; lines are numbered."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return HEADS[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:.2f}"
