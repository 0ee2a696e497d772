"""The roster as a table, as of a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from wdbranch.book.people_search import matches
from wdbranch.operations.roster import MemberLine
from wdbranch.ui import style

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
SORT_ROLE = Qt.ItemDataRole.UserRole + 2


def _dotted(day: str | None) -> str:
    return (day or "").replace("-", ".")


COLUMNS: tuple[tuple[str, int, Callable[[MemberLine], str]], ...] = (
    ("姓名", 92, lambda line: line.label),
    ("性别", 58, lambda line: line.sex),
    ("出生", 102, lambda line: _dotted(line.birth)),
    ("学历", 72, lambda line: line.education),
    ("入党时间", 102, lambda line: _dotted(line.join_date)),
    ("转正时间", 102, lambda line: _dotted(line.full_date)),
    ("身份", 62, lambda line: line.status),
    ("党小组", 104, lambda line: line.group),
    ("职务", 104, lambda line: "、".join(line.posts)),
    ("表决权", 70, lambda line: "有" if line.votes else "无"),
    ("不计入应到", 104, lambda line: line.excluded),
    ("联系电话", 132, lambda line: line.phone),
)
"""Head, width in px at normal type size, what stands in the cell."""
FIRST_TO_GO = (3, 1, 11, 2, 5, 4, 8)
"""Columns that are left out one after another where the page is too narrow; the box of a person shows all."""


class RosterModel(QAbstractTableModel):
    """One row a person. Read-only: a person is changed in the box for members."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: list[MemberLine] = []

    def show_lines(self, lines: Sequence[MemberLine]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many people."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tone, and the person behind a cell."""
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return COLUMNS[index.column()][2](line)
        if role == LINE_ROLE:
            return line
        if role == SORT_ROLE:
            text = COLUMNS[index.column()][2](line)
            return text or "\uffff"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 10 and line.excluded:
            return style.colour("warn")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Heads of the columns; rows are numbered."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return COLUMNS[section][0] if 0 <= section < len(COLUMNS) else None


class RosterFilter(QSortFilterProxyModel):
    """Shows those whose name answers what was typed and who fit the chosen kind."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self._fits: Callable[[MemberLine], bool] = lambda _line: True
        self.setSortRole(SORT_ROLE)

    def want(self, typed: str, fits: Callable[[MemberLine], bool]) -> None:
        """Set what is wanted."""
        self._typed, self._fits = typed.strip(), fits
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """By name, pinyin initials, telephone; and by kind."""
        model = self.sourceModel()
        line: MemberLine = model.data(model.index(row, 0, parent), LINE_ROLE)
        named = not self._typed or bool(matches(line.label, self._typed)) or self._typed in line.phone
        return named and self._fits(line)
