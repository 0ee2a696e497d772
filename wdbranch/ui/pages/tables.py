"""汇总表: the street's tables over all branches, the notice on a period, on paper and for Excel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from wdbranch.book.period import parse_period
from wdbranch.operations import reporting, street_tables
from wdbranch.operations.street_tables import StreetTable
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.page import Page

BRANCH_WIDTH = 190
LEAST_WIDTH = 84


class TablesPage(Page):
    """One table at a time, for a year, quarter or month."""

    title = "汇总表"
    nav_id = "tables"
    scrolls = False
    help = "数从验过的报送包里来，没报的支部写“未报”，不写 0，也不算进合计。双击一行，看那个支部交来的内容。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._told = style.label(tone="second", wrap=True)
        self.notice = style.secondary("通报", "file-text", "这一期报送情况的通报，看了再打印")
        self.notice.clicked.connect(self._show_notice)
        self.excel = style.secondary("全部存成 Excel", "table")
        self.excel.clicked.connect(self._save)
        self.printing = style.secondary("预览打印", "printer")
        self.printing.clicked.connect(self._print)
        words = style.column([style.heading("汇总表", 1), self._told], 2)
        head = style.row([words, self.notice, self.excel, self.printing], 8)
        head.setStretch(0, 1)
        page.addLayout(head)
        self.which, self.years, self.period = QComboBox(), QComboBox(), QComboBox()
        for box, name in ((self.which, "哪一张表"), (self.years, "哪一年"), (self.period, "哪一期")):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, title in street_tables.tables().items():
            self.which.addItem(f"{key} {title}", key)
        self.which.activated.connect(lambda _index: self.freshen())
        self.years.activated.connect(lambda _index: self.freshen())
        self.period.activated.connect(lambda _index: self.freshen())
        page.addLayout(style.row([self.which, self.years, self.period, 1], 8))
        self.table = QTableWidget()
        self.table.setAccessibleName("各支部汇总")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(style.px(38))
        self.table.cellActivated.connect(self._open)
        page.addWidget(self.table, 1)
        self._foot = style.label(size="small", tone="third", wrap=True)
        page.addWidget(self._foot)
        self._found: StreetTable | None = None

    def refresh(self) -> None:
        """Reckon the chosen table."""
        held = self.desk.open_street()
        year = int(self.years.currentData() or self.desk.today().year)
        _fill(self.years, [(f"{one}年", one) for one in reporting.years(held)], year)
        year = int(self.years.currentData())
        _fill(
            self.period,
            [(_short(text, year), text) for text in street_tables.periods(held, year)],
            self.period.currentData(),
        )
        self._found = street_tables.table(held, str(self.which.currentData()), [self._chosen()])
        self._show(self._found)

    def _chosen(self) -> str:
        return str(self.period.currentData())

    def _show(self, found: StreetTable) -> None:
        rows = street_tables.cells(found)
        self.table.clear()
        self.table.setColumnCount(len(found.columns) + 1)
        self.table.setHorizontalHeaderLabels(street_tables.heads(found))
        self.table.setRowCount(len(rows))
        for place, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.table.setItem(place, column, self._item(found, place, column, text))
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(style.px(LEAST_WIDTH))
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(0, style.px(BRANCH_WIDTH))
        lacking = f"，{len(found.missing)} 个未报，不计入合计" if found.missing else ""
        counts = street_tables.stars_told(found)
        period = parse_period(self._chosen()).label
        self._told.setText(f"{period}：{found.reported} 个支部已报{lacking}。{counts}")
        self._foot.setText(street_tables.words()["reference"])

    def _item(self, found: StreetTable, place: int, column: int, text: str) -> QTableWidgetItem:
        made = QTableWidgetItem(text)
        last = place == len(found.rows)
        if column:
            made.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        if last:
            font = self.table.font()
            font.setBold(True)
            made.setFont(font)
            made.setFlags(Qt.ItemFlag.ItemIsEnabled)
        elif not found.rows[place].reported and column:
            made.setForeground(style.colour("red_text"))
        if column == 0 and not last:
            made.setToolTip(found.rows[place].branch.name)
        return made

    def _open(self, row: int, _column: int) -> None:
        if self._found is not None and row < len(self._found.rows):
            self.desk.navigate("street", branch=self._found.rows[row].branch.code)

    def _print(self) -> None:
        from wdbranch.ui.dialogs.preview import preview_slip

        held, found = self.desk.open_street(), self._found
        if found is None:
            return
        plan = self.desk.attempt(lambda: street_tables.plan_table(held, found, self._chosen()))
        if plan is not None:
            preview_slip(self.desk, plan, f"{found.id} {found.title}")

    def _show_notice(self) -> None:
        from wdbranch.ui.dialogs.preview import preview_slip

        held, period = self.desk.open_street(), self._chosen()
        plan = self.desk.attempt(lambda: street_tables.plan_notice(held, period, self.desk.today()))
        if plan is not None:
            preview_slip(self.desk, plan, plan.title)

    def _save(self) -> None:
        period = self._chosen()
        start = self.desk.folder("print") / f"{parse_period(period).label}汇总表.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "存到哪里", str(start), "Excel 文件 (*.xlsx)")
        if not chosen:
            return
        path, held = Path(chosen).with_suffix(".xlsx"), self.desk.open_street()
        self.desk.keep_folder("print", path.parent)
        every = list(street_tables.tables())
        if self.desk.attempt(lambda: street_tables.save_tables(held, every, period, path)) is not None:
            self.desk.note(f"已存到“{path.name}”。")


def _fill(box: QComboBox, entries: list[tuple[str, object]], kept: object) -> None:
    box.clear()
    for label, data in entries:
        box.addItem(label, data)
    box.setCurrentIndex(max(0, box.findData(kept)))


def _short(text: str, year: int) -> str:
    return parse_period(text).label.removeprefix(f"{year}年") or "全年"
