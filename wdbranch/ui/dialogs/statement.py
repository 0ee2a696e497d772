"""A member's own statement: every line of points, each one click from the record that shows it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from wdbranch.operations import points as operations
from wdbranch.rules.periods import Period
from wdbranch.rules.points.scheme import say_score
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.base import Ask
from wdbranch.ui.models.points import LINE_ROLE, StatementModel

_WIDTHS = (132, 170, 240, 120, 70, 150)


class StatementDialog(Ask):
    """The statement of one member and year. ``record`` is the record to open, once the box is accepted."""

    def __init__(self, parent: QWidget, desk: Desk, member: int, year: Period) -> None:
        name = desk.open_book().roster().by_id[member].name
        lines = desk.run(operations.statement, year.first.year, member, desk.today()) or ()
        posted = sum(line.score for line in lines if line.kind != "waiting")
        waiting = sum(line.kind == "waiting" for line in lines)
        told = f"已入账合计 {say_score(posted)} 分" + (f"，还有 {waiting} 条待入账" if waiting else "")
        super().__init__(parent, f"{name}　{year.say}积分", f"{told}。双击一行，打开它依据的记录。")
        self._desk, self._member, self._year = desk, member, year
        self.record = ""
        self.setMinimumSize(style.px(760), style.px(420))
        self.resize(min(style.px(940), 1180), min(style.px(560), 660))
        self.model = StatementModel(lines, self)
        self.table = _Table()
        self.table.setAccessibleName("积分明细")
        self.table.setModel(self.model)
        self.table.activated.connect(self._open)
        self.column.addWidget(self.table, 1)
        self.paper = style.secondary("打印登记卡", "printer")
        self.paper.setAutoDefault(False)
        self.paper.clicked.connect(self._print)
        self.opens = style.primary("打开这条的记录")
        self.opens.clicked.connect(lambda: self._open(self.table.currentIndex()))
        close = style.secondary("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self.column.addLayout(style.row([self.paper, 1, close, self.opens]))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell())
        if lines:
            self.table.setCurrentIndex(self.model.index(len(lines) - 1, 0))
        self._tell()

    def _tell(self) -> None:
        line = self.table.currentIndex().data(LINE_ROLE)
        self.opens.setEnabled(line is not None and bool(line.record))

    def _open(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if line is not None and line.record:
            self.record = line.record
            self.accept()

    def _print(self) -> None:
        from wdbranch.ui.dialogs.preview import preview_plan

        plan = self._desk.run(operations.plan_sheet, "points_card", self._year, member=self._member)
        if plan is not None:
            preview_plan(self, self._desk, plan, plan.title)


class _Table(QTableView):
    """The lines, as wide as the box."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "dense")
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(style.px(32))
        self.verticalHeader().setMinimumWidth(style.px(36))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        room, total, used = self.viewport().width(), sum(_WIDTHS), 0
        for number, part in enumerate(_WIDTHS):
            width = room - used if number == len(_WIDTHS) - 1 else room * part // total
            self.setColumnWidth(number, width)
            used += width
