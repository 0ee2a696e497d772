"""The points of a period as a table, and a member's own statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from wdbranch.operations.points import PointsLine, StatementLine
from wdbranch.rules.points.scheme import say_score
from wdbranch.rules.points.standing import Sums
from wdbranch.rules.wording import say_day
from wdbranch.ui import style

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole + 1

NAME, BASE, PLUS, MINUS, TOTAL, YEAR, BAND, WAITING = range(8)
HEADS = ("姓名", "基础分", "加分", "扣分", "合计", "本年累计", "积分档", "待入账")
WIDTHS = (100, 84, 84, 84, 84, 96, 110, 150)

KINDS = {"posted": "已入账", "back": "红冲", "gone": "已红冲", "waiting": "待入账"}
TONES = {"back": "red_text", "gone": "text3", "waiting": "warn"}
STATEMENT_HEADS = ("日期", "事项", "事由", "依据记录", "分值", "入账")


class PointsModel(QAbstractTableModel):
    """One row a member. Read-only: what gives points is written in the records."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: tuple[PointsLine, ...] = ()

    def show_lines(self, lines: tuple[PointsLine, ...]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The members."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Name, sums, band, what waits."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads; rows are numbered in roster order, which is no ranking."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return HEADS[section] if section < len(HEADS) else None
        return str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell, and its colour."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line, column = self.lines[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return _cell(line, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignHCenter
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole:
                tone = "red_text" if column == MINUS else "warn" if column == WAITING else ""
                return style.brush(tone) if tone else None
            case _ if role == LINE_ROLE:
                return line
        return None


def _cell(line: PointsLine, column: int) -> str:
    """No points is not nought points: what was not posted is empty."""
    found = line.sums
    if column in (BASE, PLUS, TOTAL) and found == Sums():
        return ""
    if column == WAITING:
        return f"{line.waiting} 条（{signed(line.change)}）" if line.waiting else ""
    if column == MINUS:
        return say_score(found.minus) if found.minus else ""
    scores = {BASE: found.base, PLUS: found.plus, TOTAL: found.total, YEAR: line.year}
    if column == YEAR and not line.band:
        return ""
    return say_score(scores[column]) if column in scores else line.name if column == NAME else line.band


def signed(score: int) -> str:
    """A change with its sign: ＋3, −0.5, 不变."""
    if not score:
        return "不变"
    return f"{'＋' if score > 0 else '－'}{say_score(abs(score))}"


class StatementModel(QAbstractTableModel):
    """One row for each line of a member's statement."""

    def __init__(self, lines: tuple[StatementLine, ...], parent: Any = None) -> None:
        super().__init__(parent)
        self.lines = lines

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Day, item, reason, record, points, state."""
        return 0 if parent.isValid() else len(STATEMENT_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads; lines are numbered, so that a reversal can name the one that it takes back."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return STATEMENT_HEADS[section] if section < len(STATEMENT_HEADS) else None
        return str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell, and its colour."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return _told(line)[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignHCenter if index.column() in (0, 3, 4, 5) else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole:
                tone = TONES.get(line.kind, "")
                return style.brush(tone) if tone else None
            case _ if role == LINE_ROLE:
                return line
        return None


def _told(line: StatementLine) -> tuple[str, ...]:
    state = KINDS[line.kind]
    if line.other is not None:
        state += f"（第 {line.other + 1} 行）"
    number = line.number or ("记录已删" if not line.record else "")
    score = signed(line.score) if line.score else "0"
    return (say_day(date.fromisoformat(line.day)), line.item, line.reason, number, score, state)
