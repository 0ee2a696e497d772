"""党费: who owes what, who paid, month by month; one collection in two clicks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHeaderView, QMenu, QStackedWidget, QTableView

from wdbranch.operations import dues as operations
from wdbranch.operations import printing, tables
from wdbranch.operations.dues import DuesLine, DuesYear
from wdbranch.rules.dues import say_yuan
from wdbranch.rules.wording import say_names
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.models.dues import CELL_ROLE, FIRST_MONTH, LINE_ROLE, NAME, TOTAL, WIDTHS, DuesModel
from wdbranch.ui.page import Page
from wdbranch.ui.save_file import EXCEL, ask_path
from wdbranch.ui.widgets.click import Elided
from wdbranch.ui.widgets.empty import Empty

PAPERS = (
    ("党费收缴登记表（全年）", "dues_sheet"),
    ("党费公布单（各月合计）", "dues_notice"),
    ("党费公布单（全年，每人数额）", "dues_notice_people"),
)
"""What can be printed: what it is called, the view."""


class DuesPage(Page):
    """The year as a grid; ``go(member=id)`` brings a member into sight."""

    title = "党费"
    nav_id = "dues"
    scrolls = False
    help = (
        "一格是一个人一个月：绿色已交，红色过期未交，“免”是批准免交。"
        "“记一次收缴”列出所有应交的人，没有交的去掉勾就行。双击月份打开那一次收缴，双击姓名打开核定。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.year = desk.today().year
        self._first_half = desk.today().month <= 6
        page = self.body()
        self._told = Elided("", tone="second")
        self.collect = style.primary("记一次收缴", "plus")
        self.collect.clicked.connect(self.record_collection)
        self.assess = style.secondary("新年核定", "calendar-check")
        self.assess.clicked.connect(self.assess_year)
        self.paper = style.secondary("打印", "printer")
        menu = QMenu(self.paper)
        for words, view in PAPERS:
            menu.addAction(words).triggered.connect(lambda _on=False, wanted=view: self.print_view(wanted))
        self.paper.setMenu(menu)
        self.out = style.secondary("导出 Excel", "download-simple")
        self.out.clicked.connect(self.export)
        names = style.column([style.heading(self.title, 1), self._told], 2)
        head = style.row([names, self.assess, self.paper, self.out, self.collect], 8)
        head.setStretch(0, 1)
        page.addLayout(head)
        page.addLayout(self._years())
        self.model = DuesModel(self)
        self.table = self._table()
        self.empty = Empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        page.addWidget(self._stack, 1)
        for keys, step in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            turn = QShortcut(QKeySequence(keys), self)
            turn.activated.connect(lambda by=step: self.turn(by))

    def _years(self) -> Any:
        self.before = style.link("", "caret-left", "上一年")
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after = style.link("", "caret-right", "下一年")
        self.after.clicked.connect(lambda: self.turn(1))
        self.shown_year = style.label(strong=True)
        self.half = style.secondary("看下半年")
        self.half.clicked.connect(self._other_half)
        self.undo = style.link("撤销刚才的核定", "arrow-counter-clockwise")
        self.undo.clicked.connect(self.take_back)
        self.undo.hide()
        self._assessed: tuple[str, ...] = ()
        self.behind = Elided("", tone="red")
        line = style.row([self.before, self.shown_year, self.after, self.half, self.undo, self.behind], 8)
        line.setStretch(5, 1)
        return line

    def _table(self) -> DuesTable:
        table = DuesTable(self)
        table.setAccessibleName("党费收缴")
        table.setProperty("kind", "dense")
        table.setModel(self.model)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(True)
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(style.px(34))
        table.verticalHeader().setMinimumWidth(style.px(36))
        table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.activated.connect(self._open)
        return table

    # ---- what it shows ---------------------------------------------------------------------------------

    def go(self, **where: Any) -> None:
        """Bring a member into sight."""
        self.refresh()
        for row, line in enumerate(self.model.year.lines):
            if line.member == where.get("member"):
                self.table.setCurrentIndex(self.model.index(row, NAME))
                self.table.scrollTo(self.model.index(row, NAME))

    def refresh(self) -> None:
        """Reckon the year anew."""
        found = self.desk.run(operations.year_of_dues, self.year, self.desk.today())
        if found is None:
            return
        self.model.show_year(found)
        self.shown_year.setText(f"{self.year}年")
        self.after.setEnabled(self.year <= self.desk.today().year)
        self._told.say(_told(found, self.desk.today().month))
        self.behind.say(_behind(found))
        self.assess.setEnabled(bool(found.unassessed))
        self.collect.setEnabled(bool(found.asked))
        self.undo.setVisible(bool(self._assessed))
        self._stack.setCurrentWidget(self.table if found.lines else self.empty)
        if not found.lines:
            self.empty.say(
                "还没有党员", "先登记花名册，再给每个人核定月交额。", "去花名册", lambda: self.desk.navigate("roster")
            )
        self.share()

    def share(self) -> None:
        """Share the width; where twelve months do not fit, one half-year is shown."""
        halved = self.table.share(first_half=self._first_half)
        self.half.setVisible(halved)
        self.half.setText("看下半年" if self._first_half else "看上半年")

    def turn(self, by: int) -> None:
        """Another year."""
        if self.year + by <= self.desk.today().year + 1:
            self.year += by
            self.refresh()

    def _other_half(self) -> None:
        self._first_half = not self._first_half
        self.share()

    # ---- doing -----------------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        """Open the collection behind a month, or the assessment behind a name."""
        cell, line = index.data(CELL_ROLE), index.data(LINE_ROLE)
        record = cell.record if cell is not None else line.rate if isinstance(line, DuesLine) else ""
        if record:
            self.desk.navigate("record", record_id=record)

    def record_collection(self) -> None:
        """Write one collection: the day, who paid."""
        from wdbranch.ui.dialogs.collect import CollectDialog

        dialog = CollectDialog(self, self.desk, self.desk.today())
        if not messages.show(dialog):
            return
        saved = self.desk.change(self, operations.collect, dialog.day(), dialog.rows())
        if saved is not None:
            self.desk.note("已记下这次收缴，核对后请定稿。")
            self.refresh()

    def assess_year(self) -> None:
        """Assess everybody who is not yet assessed for the year: one table, one save."""
        from wdbranch.ui.dialogs.incomes import IncomesDialog

        dialog = IncomesDialog(self, self.desk, self.year)
        if not messages.show(dialog):
            return
        done = self.desk.change(self, operations.assess_year, self.year, dialog.rows())
        if done is not None:
            self._assessed = done.records
            self.desk.note(f"已为 {len(done.records)} 人建立核定草稿。")
            self.refresh()

    def take_back(self) -> None:
        """Undo the assessment that was just made."""
        if self.desk.change(self, operations.take_back, self._assessed) is not None:
            self.desk.note("已撤销刚才的核定，都放在回收站里。")
            self._assessed = ()
            self.refresh()

    def print_view(self, view: str) -> None:
        """Preview one of the papers."""
        from wdbranch.ui.dialogs.preview import preview_plan

        plan = self.desk.run(printing.plan_view, self.year, view)
        if plan is not None:
            preview_plan(self, self.desk, plan, plan.title)

    def export(self) -> None:
        """Write the year to Excel."""
        path = ask_path(self, self.desk, "导出党费收缴表", f"党费收缴登记表{self.year}", EXCEL, purpose="dues")
        if path is None:
            return
        saved = self.desk.run(tables.save_page, self.year, PAPERS[0][1], path)
        if saved is not None:
            self.desk.note(f"已导出：{saved.path.name}")


class DuesTable(QTableView):
    """A table as wide as the page."""

    def __init__(self, page: DuesPage) -> None:
        super().__init__()
        self._page = page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._page.share()

    def share(self, *, first_half: bool) -> bool:
        """Share the width among the columns; True where only half of the months fit."""
        room = self.viewport().width()
        halved = sum(map(style.px, WIDTHS)) > room
        half = range(FIRST_MONTH, FIRST_MONTH + 6) if first_half else range(FIRST_MONTH + 6, TOTAL)
        shown = [n for n in range(len(WIDTHS)) if not (halved and FIRST_MONTH <= n < TOTAL and n not in half)]
        total = sum(WIDTHS[n] for n in shown)
        used = 0
        for number in range(len(WIDTHS)):
            self.setColumnHidden(number, number not in shown)
            if number in shown:
                width = room - used if number == shown[-1] else room * WIDTHS[number] // total
                self.setColumnWidth(number, width)
                used += width
        return halved


def _told(year: DuesYear, month: int) -> str:
    """11月已交 25 人，还有 2 人应交 55.50 元；全年收到 1234.50 元."""
    rest = f"还有 {year.asked} 人应交 {say_yuan(year.asked_amount)} 元" if year.asked else "应交的都已交"
    return f"{month}月已交 {year.paid_this_month} 人，{rest}；{year.year}年收到 {say_yuan(year.total)} 元"


def _behind(year: DuesYear) -> str:
    parts = []
    if year.behind:
        parts.append(f"欠交：{say_names(year.behind)}")
    if year.unassessed:
        parts.append(f"{len(year.unassessed)} 人还没有核定")
    return "　".join(parts)
