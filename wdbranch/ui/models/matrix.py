"""Branches × periods for a table view."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from wdbranch.book.moments import show_day
from wdbranch.book.period import parse_period
from wdbranch.operations.reporting import said_of
from wdbranch.street.matrix import Cell, Matrix, state_labels
from wdbranch.ui import style

Index = QModelIndex | QPersistentModelIndex

TONES = {
    "missing": "red_text", "invalid": "red_text", "received": "warn", "returned": "warn", "filed": "ok",
    "waiting": "text3", "before": "text3",
}  # fmt: skip
FULL = 4                           # with more columns a cell only says its state; the pointer tells the rest
CODE_ROLE = Qt.ItemDataRole.UserRole + 1


class MatrixModel(QAbstractTableModel):
    """The first column names the branch, one column follows for each period."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.matrix: Matrix | None = None
        self._colours = {state: style.colour(tone) for state, tone in TONES.items()}

    def show_matrix(self, matrix: Matrix) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many branches."""
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The branch, and its periods."""
        return 0 if parent.isValid() or self.matrix is None else 1 + len(self.matrix.periods)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The periods without their year, which stands above the table."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole or self.matrix is None:
            return None
        if section == 0:
            return "支部"
        label = parse_period(self.matrix.periods[section - 1]).label
        return label.removeprefix(f"{self.matrix.year}年") or "全年"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, its colour, and more of it at the pointer."""
        if not index.isValid() or self.matrix is None:
            return None
        row = self.matrix.rows[index.row()]
        if role == CODE_ROLE:
            return row.branch.code
        if index.column() == 0:
            return self._branch(row.branch.short or row.branch.name, row.branch.name, role)
        return self._cell(row.branch.name, row.cells[index.column() - 1], role)

    def _branch(self, short: str, name: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return short
        return name if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) else None

    def _cell(self, name: str, cell: Cell, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            assert self.matrix is not None
            return state_labels()[cell.state] if len(self.matrix.periods) > FULL else said_of(cell)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colours[cell.state]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}，{parse_period(cell.period).label}：{said_of(cell)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, [f"应报日 {show_day(cell.due.isoformat())}", _came(cell), cell.note]))
        return None


def _came(cell: Cell) -> str:
    if not cell.received_at:
        return ""
    late = f"，晚 {cell.late} 天" if cell.late else ""
    return f"{show_day(cell.received_at[:10])}收到第 {cell.version} 版{late}"
