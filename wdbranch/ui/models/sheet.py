"""A ledger or a derived page as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from wdbranch.book.people_search import matches
from wdbranch.operations.sheets import STATE, Sheet, SheetLine
from wdbranch.ui import style

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class SheetModel(QAbstractTableModel):
    """The lines of a sheet, read-only: a line is changed where it was typed."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None

    def show_sheet(self, sheet: Sheet) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, place and tone of a cell, and the line behind it."""
        if self.sheet is None or not index.isValid() or not 0 <= index.row() < len(self.sheet.lines):
            return None
        line, column = self.sheet.lines[index.row()], self.sheet.columns[index.column()]
        if role in _SAID:
            return line.cells[index.column()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.TextAlignmentRole and column.centre:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column.id == STATE and line.draft:
            return style.colour("warn")
        if role == Qt.ItemDataRole.ForegroundRole and line.lacking:
            return style.colour("red_text")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Heads of the columns; lines are numbered."""
        if self.sheet is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self.sheet.columns[section].label if 0 <= section < len(self.sheet.columns) else None


class SheetFilter(QSortFilterProxyModel):
    """Shows the lines in which what was typed stands; letters are the initials of a name."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._typed = ""

    def want(self, typed: str) -> None:
        """Set what is wanted."""
        self._typed = typed.strip()
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """By any text of the line."""
        if not self._typed:
            return True
        model = self.sourceModel()
        line: SheetLine = model.data(model.index(row, 0, parent), LINE_ROLE)
        if any(self._typed.lower() in cell.lower() for cell in line.cells):
            return True
        names = (name for cell in line.cells if cell for name in cell.split("、") if len(name) <= 12)
        return self._typed.isascii() and any(matches(name, self._typed) >= 2 for name in names)
