"""报送情况: who has reported which period, what is overdue, reminders and the table for Excel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFileDialog, QHeaderView, QTableView

from wdbranch.operations import reporting
from wdbranch.street.matrix import REPORTED, Matrix, due_table, kinds
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.models.matrix import CODE_ROLE, MatrixModel
from wdbranch.ui.page import Page

BRANCH_WIDTH = 160
LEAST_WIDTH = 76                   # 校验不过 in one line


class MatrixPage(Page):
    """Branches × periods. ``go(year=…)`` names the year."""

    title = "报送情况"
    nav_id = "matrix"
    scrolls = False
    help = "一行一个支部，一格一期。红字是到期没交的；双击一格，看那个支部交的内容。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._told = style.label(tone="second", wrap=True)
        self.remind = style.secondary("催报单", "printer", "给到期没交的支部打印催报单")
        self.remind.clicked.connect(self._remind)
        self.excel = style.secondary("存成 Excel", "table")
        self.excel.clicked.connect(self._save)
        words = style.column([style.heading("报送情况", 1), self._told], 2)
        head = style.row([words, self.excel, self.remind], 8)
        head.setStretch(0, 1)
        page.addLayout(head)
        self.years, self.kind, self.days = QComboBox(), QComboBox(), QComboBox()
        self.years.setAccessibleName("哪一年")
        self.years.activated.connect(lambda _index: self.refresh())
        self.kind.setAccessibleName("多久报一次")
        for key, (label, _days) in kinds().items():
            self.kind.addItem(label, key)
        self.kind.activated.connect(lambda _index: self._choose_kind())
        for days in due_table()["choices"]:
            self.days.addItem(f"期末后 {days} 天内报到", days)
        self.days.setAccessibleName("期末以后几天内报到")
        self.days.activated.connect(lambda _index: self._keep_rhythm())
        page.addLayout(style.row([self.years, self.kind, self.days, 1], 8))
        self.model = MatrixModel(self)
        self.table = QTableView()
        self.table.setAccessibleName("各支部各期报送情况")
        self.table.setModel(self.model)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(style.px(38))
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.activated.connect(self._open)
        page.addWidget(self.table, 1)

    @property
    def year(self) -> int:
        """The year that is shown."""
        chosen = self.years.currentData()
        return int(chosen) if chosen is not None else self.desk.today().year

    def go(self, year: int = 0, **where: object) -> None:
        """Show a year."""
        del where
        if year and self.years.findData(year) >= 0:
            self.years.setCurrentIndex(self.years.findData(year))
            self.refresh()

    def refresh(self) -> None:
        """Read the desk and show it."""
        held = self.desk.open_street()
        kept = self.year
        self.years.clear()
        for year in reporting.years(held):
            self.years.addItem(f"{year}年", year)
        self.years.setCurrentIndex(max(0, self.years.findData(kept)))
        found = reporting.look(held, self.year, self.desk.today())
        self.kind.setCurrentIndex(self.kind.findData(found.rhythm.kind))
        if self.days.findData(found.rhythm.days) < 0:
            self.days.addItem(f"期末后 {found.rhythm.days} 天内报到", found.rhythm.days)
        self.days.setCurrentIndex(self.days.findData(found.rhythm.days))
        self.model.show_matrix(found)
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(style.px(LEAST_WIDTH))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(0, style.px(BRANCH_WIDTH))
        self._told.setText(_said(found))
        self.remind.setEnabled(bool(found.overdue()))

    def _choose_kind(self) -> None:
        kind = str(self.kind.currentData())
        self.days.setCurrentIndex(self.days.findData(kinds()[kind][1]))
        self._keep_rhythm()

    def _keep_rhythm(self) -> None:
        held, kind, days = self.desk.open_street(), str(self.kind.currentData()), int(self.days.currentData())
        done = self.desk.attempt(lambda: reporting.choose_rhythm(held, kind, days))
        if done is not None:
            self.freshen()

    def _open(self, index: QModelIndex) -> None:
        self.desk.navigate("street", branch=index.data(CODE_ROLE))

    def _remind(self) -> None:
        from wdbranch.ui.dialogs.preview import preview_slip

        held = self.desk.open_street()
        plan = self.desk.attempt(lambda: reporting.plan_reminders(held, self.year, self.desk.today()))
        if plan is not None:
            preview_slip(self.desk, plan, "催报单")

    def _save(self) -> None:
        start = self.desk.folder("print") / f"{self.year}年报送情况一览.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "存到哪里", str(start), "Excel 文件 (*.xlsx)")
        if not chosen:
            return
        path, held = Path(chosen).with_suffix(".xlsx"), self.desk.open_street()
        self.desk.keep_folder("print", path.parent)
        if self.desk.attempt(lambda: reporting.save_matrix(held, self.year, self.desk.today(), path)) is not None:
            self.desk.note(f"已存到“{path.name}”。")


def _said(found: Matrix) -> str:
    """The year in one sentence: how many reported the last period that is due, and how many owe something."""
    if not found.rows:
        return "名单里还没有支部。请到“街道收件”登记支部公钥卡。"
    due = [place for place, cell in enumerate(found.rows[0].cells) if cell.state != "waiting"]
    owing = len(found.overdue())
    said = f"{len(found.rows)} 个支部"
    if due:
        from wdbranch.book.period import parse_period

        period = found.periods[due[-1]]
        said += f"；{parse_period(period).label}已报 {found.count(period, REPORTED)} 个"
    return said + (f"；{owing} 个支部有到期没交的。" if owing else "；没有到期没交的。")
