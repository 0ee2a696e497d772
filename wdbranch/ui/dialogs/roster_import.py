"""What an Excel roster would change, to be looked at before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHeaderView, QScrollArea, QTableView, QWidget

from wdbranch.exchange.roster_merge import Merge
from wdbranch.exchange.roster_table import Head, RosterRow
from wdbranch.exchange.words import roster_words
from wdbranch.operations import roster as operations
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.base import Ask

Index = QModelIndex | QPersistentModelIndex

HEADS = ("行", "姓名", "出生", "入党时间", "转正时间", "结果", "要看一看")
_WIDTHS = (44, 112, 100, 100, 100, 96)
_MAY_GO = (2, 4)
"""Birth and full membership give way where the box is narrow: what is wrong must be readable."""
_WIDE = 1100
NOT_USED = "（这一列不要）"


class RowsModel(QAbstractTableModel):
    """The rows of the file: who, what would happen, what is wrong."""

    def __init__(self, merge: Merge, parent: Any = None) -> None:
        super().__init__(parent)
        self.show_merge(merge)

    def show_merge(self, merge: Merge) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = merge.table.rows
        changed = {entry.row: "、".join(change.label for change in entry.fields) for entry in merge.changed}
        new = {(member.name, member.id_no, member.birth) for member in merge.new}
        self._result = {
            row.number: f"改动：{changed[row.number]}"
            if row.number in changed
            else "新增"
            if (row.member.name, row.member.id_no, row.member.birth) in new
            else "没有变化"
            for row in self._rows
        }
        self._problems: dict[int, list[str]] = {}
        self._blocked = {problem.row for problem in merge.problems if problem.blocks}
        for problem in merge.problems:
            said = problem.say.removeprefix(
                f"第 {problem.row} 行{problem.name}："
            )  # row and name stand beside it
            self._problems.setdefault(problem.row, []).append(f"{problem.level}：{said}")
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many people the file names."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and tone of a cell."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cells(row)[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            if index.column() == 6:
                return style.colour("red_text" if row.number in self._blocked else "warn")
            if index.column() == 5 and self._result[row.number] == "没有变化":
                return style.colour("text3")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Heads of the columns."""
        if (
            role == Qt.ItemDataRole.DisplayRole
            and orientation == Qt.Orientation.Horizontal
            and section < len(HEADS)
        ):
            return HEADS[section]
        return None

    def _cells(self, row: RosterRow) -> tuple[str, ...]:
        member = row.member
        dates = [
            (value or "").replace("-", ".") for value in (member.birth, member.join_date, member.full_date)
        ]
        told = "\n".join(self._problems.get(row.number, ()))
        return (str(row.number), member.name, *dates, self._result[row.number], told)


class ImportDialog(Ask):
    """``merge`` is what the person agreed to, once accepted."""

    def __init__(self, parent: QWidget, desk: Desk, path: Path, merge: Merge) -> None:
        super().__init__(parent, f"导入花名册：{path.name}")
        self.desk, self.path, self.merge = desk, path, merge
        self.summary = style.label(strong=True, wrap=True)
        self.notes = style.label(size="small", tone="second", wrap=True)
        self.column.addWidget(self.summary)
        self.column.addWidget(self.notes)
        self.combos: dict[int, QComboBox] = {}
        self.model = RowsModel(merge, self)
        self.table = self._table()
        across = style.row([self._mapping(merge), self.table], 12)
        across.setStretch(1, 1)
        self.column.addLayout(across, 1)
        self.verbs("导入")
        self._show()
        self.resize(parent.window().size() * 0.96)

    def _mapping(self, merge: Merge) -> QWidget:
        area, inside = QScrollArea(), QWidget()
        inside.setProperty("kind", "plain")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, style.px(10), 0)
        grid.addWidget(style.label("表里的列", size="small", tone="second"), 0, 0)
        grid.addWidget(style.label("记到花名册的", size="small", tone="second"), 0, 1)
        for number, head in enumerate(merge.table.heads, 1):
            grid.addWidget(style.label(f"{head.letter}列　{head.text}", wrap=True), number, 0)
            grid.addWidget(self._combo(head), number, 1)
        grid.setRowStretch(len(merge.table.heads) + 1, 1)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFixedWidth(style.px(330))
        return area

    def _combo(self, head: Head) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(f"{head.letter}列“{head.text}”记到")
        combo.addItem(NOT_USED, None)
        for name, label in roster_words().labels.items():
            combo.addItem(label, name)
        combo.setCurrentIndex(max(combo.findData(head.field), 0))
        combo.setFixedWidth(style.px(160))
        combo.activated.connect(lambda _index: self._again())
        self.combos[head.column] = combo
        return combo

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName("表里的人")
        table.setModel(self.model)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        for number, width in enumerate(_WIDTHS):
            table.setColumnWidth(number, style.px(width))
        table.horizontalHeader().setSectionResizeMode(len(HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().sectionResized.connect(lambda *_: self._fit_rows())
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        return table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for what is wrong."""
        super().resizeEvent(event)
        for column in _MAY_GO:
            self.table.setColumnHidden(column, self.width() < style.px(_WIDE))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """What is wrong must be read whole: a row grows with it. (The table itself forgets the padding.)"""
        metrics = self.table.fontMetrics()
        for row in range(self.model.rowCount()):
            high = 0
            for column in (1, len(HEADS) - 2, len(HEADS) - 1):
                room = QRect(0, 0, max(self.table.columnWidth(column) - style.px(26), 12), 10000)
                said = str(self.model.index(row, column).data())
                high = max(high, metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), said).height())
            self.table.setRowHeight(row, max(high + style.px(14), style.px(38)))

    def mapping(self) -> dict[int, str | None]:
        """Column (from 0) → fact, as the person decided."""
        return {column: combo.currentData() for column, combo in self.combos.items()}

    def _again(self) -> None:
        merged = self.desk.run(operations.preview_import, self.path, mapping=self.mapping())
        if merged is not None:
            self.merge = merged
            self.model.show_merge(merged)
            self._fit_rows()
            self._show()

    def _show(self) -> None:
        merge = self.merge
        blocking = [problem for problem in merge.problems if problem.blocks]
        parts = [
            f"新增 {len(merge.new)} 人",
            f"有改动 {len(merge.changed)} 人",
            f"没有变化 {len(merge.same)} 人",
        ]
        if merge.missing:
            parts.append(f"表里没有、名册里保留 {len(merge.missing)} 人")
        text = "　".join(parts)
        if blocking:
            text += f"\n有 {len(blocking)} 处必须先在 Excel 里改好，改好前一个人也不会导入：{blocking[0].say}"
        self.summary.setText(text)
        self.summary.setProperty("tone", "red" if blocking else "")
        style.restyle(self.summary)
        whole = [problem.say for problem in merge.problems if not problem.row]
        self.notes.setText("\n".join([*merge.table.notes, *whole]))
        self.notes.setVisible(bool(self.notes.text()))
        writes = len(merge.new) + len(merge.changed)
        self.yes.setEnabled(not blocking and writes > 0)
        self.yes.setText(f"导入 {writes} 人" if writes else "没有要导入的")
