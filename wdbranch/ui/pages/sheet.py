"""A ledger or a derived page as a table: look, search, add a line, print, save for Excel."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QStackedWidget

from wdbranch.book.form import Form, View
from wdbranch.operations import printing as printing_operations
from wdbranch.operations import sheets as operations
from wdbranch.operations import walls
from wdbranch.operations.sheets import Sheet, SheetLine
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.models.sheet import LINE_ROLE, SheetFilter, SheetModel
from wdbranch.ui.new_record import begin
from wdbranch.ui.page import Page
from wdbranch.ui.save_file import EXCEL, WORD, ask_path
from wdbranch.ui.widgets.click import Elided
from wdbranch.ui.widgets.empty import Empty
from wdbranch.ui.widgets.sheet_table import SheetTable

LAST_SHEET = "last_sheet"


class SheetPage(Page):
    """One ledger or view. ``go(sheet=…, year=…)`` names it."""

    title = "台账"
    nav_id = "contents"
    scrolls = False
    help = "一份记录一行，双击打开那一份来改；“登记一条”新添一行，“照上一行再登一条”只改不同的几格。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._page = ""
        self.sheet: Sheet | None = None
        page = self.body()
        self._head, self._told = Elided("", size="title"), style.label(tone="second", wrap=True)
        self.back = style.link("记录本", "caret-left", "回到记录本")
        self.back.clicked.connect(lambda: desk.navigate("contents"))
        self.export = style.secondary("导出", "download-simple")
        self.export.setToolTip("导出 Excel 表格，或可以在 WPS 里改的 Word 文档")
        menu = QMenu(self.export)
        menu.addAction("导出表格（Excel）…").triggered.connect(self.save_excel)
        menu.addAction("导出 Word…").triggered.connect(self.save_word)
        self.export.setMenu(menu)
        self.printing = style.secondary("预览打印", "printer")
        self.printing.setToolTip("Ctrl+P")
        self.printing.clicked.connect(self.preview)
        self.drawn = style.secondary("", "printer")
        self.drawn.clicked.connect(self.preview_drawn)
        self.again = style.secondary("照上一行再登一条", "copy")
        self.again.clicked.connect(self.duplicate)
        self.new = style.primary("登记一条", "plus")
        self.new.clicked.connect(self.add)
        self.source = style.secondary("去填的地方", "arrow-square-out")
        self.source.clicked.connect(self.go_to_source)
        below = style.row([self.back, self._told], 8)
        below.setStretch(1, 1)
        for spare in (self.drawn, self.again, self.source, self.new):
            spare.hide()  # a button that is not needed must not widen the window
        head = style.row([self._head, self.export, self.printing, self.again, self.source, self.new], 8)
        head.setStretch(0, 1)
        page.addLayout(style.column([head, below], 0))
        self.years, self.search = QComboBox(), QLineEdit()
        self.years.setAccessibleName("哪一年")
        self.years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.years.activated.connect(lambda _index: self.refresh())
        self.search.setAccessibleName("在表里找")
        self.search.setPlaceholderText("找：任何一格里的字，姓名可以打拼音首字母")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.periods = QComboBox()
        self.periods.setAccessibleName("全年，还是哪个季度、哪个月")
        self.periods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.periods.activated.connect(lambda _index: self.refresh())
        filters = style.row([self.years, self.periods, self.search, self.drawn], 8)
        filters.setStretch(2, 1)
        page.addLayout(filters)
        self.model, self.shown = SheetModel(self), SheetFilter(self)
        self.shown.setSourceModel(self.model)
        self.table, self.empty, self._stack = SheetTable(), Empty(), QStackedWidget()
        self.table.setModel(self.shown)
        self.table.activated.connect(self._open)
        for part in (self.table, self.empty):
            self._stack.addWidget(part)
        page.addWidget(self._stack, 1)
        self.foot = style.label(tone="second", wrap=True)
        page.addWidget(self.foot)
        for keys, act in (("Ctrl+P", self.preview), ("Ctrl+D", self.duplicate)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # ---- what it shows ---------------------------------------------------------------------------------

    def year(self) -> int:
        """The year that is shown."""
        chosen = self.years.currentData()
        return int(chosen) if chosen is not None else self.desk.today().year

    def go(self, **where: Any) -> None:
        """Show another page, or year."""
        if "sheet" in where:
            self._page = where["sheet"]
            self.desk.setProperty(LAST_SHEET, self._page)
            self.search.clear()
            self.periods.clear()
        self._fill_years(where.get("year") or self.year())
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the book and show the table."""
        self._page = self._page or self.desk.property(LAST_SHEET) or ""
        if not self._page:
            return
        self._fill_years(self.year())
        book, year, today = self.desk.open_book(), self.year(), self.desk.today()
        self._fill_periods(operations.sheet_page(book, self._page, year), year)
        found = operations.sheet(book, self._page, year, today, self.period())
        self.sheet = found
        view = isinstance(found.page, View)
        self._head.say(found.page.title)
        self.table.setAccessibleName(found.page.title)
        self._told.setText(found.page.intro)
        self._told.setToolTip(found.page.intro)
        self.new.setVisible(not view)
        self.again.setVisible(not view)
        self.again.setEnabled(bool(found.lines))
        self.source.setVisible(isinstance(found.page, View) and bool(found.page.goes_to))
        drawn = walls.WHOLE.get(found.page.id, ())
        self.drawn.setVisible(bool(drawn))
        self.drawn.setText(" " + "".join(name for _, name in drawn))
        self.drawn.setAccessibleName(self.drawn.text().strip())
        self.export.setEnabled(bool(found.lines))
        self.model.show_sheet(found)
        self.table.share()
        self._filter()

    def _fill_years(self, chosen: int) -> None:
        years = {record.year for record in self.desk.open_book().snapshot().records}
        self.years.clear()
        for year in sorted(years | {self.desk.today().year, chosen}, reverse=True):
            self.years.addItem(f"{year}年", year)
        self.years.setCurrentIndex(self.years.findData(chosen))

    def _fill_periods(self, page: Form | View, year: int) -> None:
        """The months and quarters that may be looked at alone; the same one of another year stays chosen."""
        chosen = self.period()[4:]
        self.periods.clear()
        for name, said in operations.periods_of(page, year):
            self.periods.addItem(said, name)
            if chosen and name.endswith(chosen):
                self.periods.setCurrentIndex(self.periods.count() - 1)
        self.periods.setVisible(self.periods.count() > 0)

    def period(self) -> str:
        """The month or quarter that is shown (2026-09, 2026-Q3); empty for the whole year."""
        return str(self.periods.currentData() or "")

    def _name(self) -> str:
        """How the table is called in a file name: 2026年第三季度考勤统计."""
        assert self.sheet is not None
        part = self.periods.currentText() if self.period() else ""
        return f"{self.year()}年{part}{self.sheet.page.short}"

    def _filter(self) -> None:
        found = self.sheet
        if found is None:
            return
        self.shown.want(self.search.text())
        many, all_of_them = self.shown.rowCount(), len(found.lines)
        self._stack.setCurrentWidget(self.table if many else self.empty)
        if not many:
            self._explain(found)
        heads = {column.id: column.label for column in found.columns}
        sums = [f"{heads[name]}合计 {total}" for name, total in found.sums.items()]
        count = f"{many} 行" if many == all_of_them else f"{all_of_them} 行里找到 {many} 行"
        self.foot.setText("　".join((count, *sums, *found.notes)))

    def _explain(self, found: Sheet) -> None:
        if found.lines:
            self.empty.say("没有找到", "换个词再找。", "看全部", self.search.clear)
        elif isinstance(found.page, View):
            step = "去填的地方" if found.page.goes_to else ""
            self.empty.say("这一年还没有内容", found.page.intro, step, self.go_to_source)
        else:
            self.empty.say(f"{found.year}年还没有{found.page.short}", found.page.intro, "登记第一条", self.add)

    # ---- doing -----------------------------------------------------------------------------------------

    def line(self) -> SheetLine | None:
        """The line with the keyboard, None where there is none."""
        index = self.table.currentIndex()
        return index.data(LINE_ROLE) if index.isValid() else None

    def _open(self, index: QModelIndex) -> None:
        line: SheetLine = index.data(LINE_ROLE)
        if line.record:
            self.desk.navigate("record", record_id=line.record)
        elif line.member is not None:
            self.desk.navigate("roster", member=line.member)
        else:
            self.go_to_source()

    def go_to_source(self) -> None:
        """The place where the facts of a derived page are typed."""
        page = self.sheet.page if self.sheet else None
        if not isinstance(page, View) or not page.goes_to:
            return
        book = self.desk.open_book()
        form = book.editions[page.edition].forms.get(page.goes_to)
        if form is None:
            self.desk.navigate(page.goes_to)
        elif form.page.kind == "ledger":
            self.desk.navigate("sheet", sheet=form.id, year=self.year())
        else:
            self.desk.navigate("book", form=form.id, year=self.year())

    def add(self) -> None:
        """A new line, opened on its own sheet."""
        if self.sheet is not None and not isinstance(self.sheet.page, View):
            begin(self.desk, self.sheet.page.id)

    def duplicate(self) -> None:
        """Another line like the chosen one, or the last: what differs is typed, the rest stands there."""
        if self.sheet is None or isinstance(self.sheet.page, View) or not self.sheet.lines:
            return
        like = self.line() or self.sheet.lines[-1]
        saved = self.desk.change(None, operations.duplicate, like.record, self.desk.today())
        if saved is not None:
            self.desk.navigate("record", record_id=saved.record.id)

    def preview(self) -> None:
        """The page as it will be printed; the blank one where there is nothing yet."""
        from wdbranch.ui.dialogs.preview import preview_plan

        if self.sheet is None:
            return
        page, year = self.sheet.page, self.year()
        if self.sheet.lines:
            plan = self.desk.run(printing_operations.plan_kind, year, page.id, self.period())
        else:
            plan = self.desk.run(printing_operations.plan_blank, page.id, year)
        if plan is not None:
            preview_plan(self, self.desk, plan, self._name())

    def preview_drawn(self) -> None:
        """What is drawn from the whole ledger: the chart of organisations, notices for the wall, plates."""
        from wdbranch.ui.dialogs.preview import preview_plan

        for paper, name in walls.WHOLE.get(self._page, ()):
            plan = self.desk.run(walls.plan_whole, self.year(), paper)
            if plan is not None:
                preview_plan(self, self.desk, plan, f"{self.year()}年{name}")

    def save_excel(self) -> None:
        """Write the table as it is on paper to an Excel file."""
        from wdbranch.operations import tables

        if self.sheet is None:
            return
        path = ask_path(self, self.desk, "导出表格", self._name(), EXCEL)
        if path is None:
            return
        saved = self.desk.run(tables.save_page, self.year(), self.sheet.page.id, path, self.period())
        if saved is not None:
            self.desk.note(f"已导出：{path.name}")

    def save_word(self) -> None:
        """Write the whole table as a Word document."""
        from wdbranch.operations import word

        if self.sheet is None:
            return
        path = ask_path(self, self.desk, "导出 Word", self._name(), WORD)
        if path is None:
            return
        saved = self.desk.run(word.save_kind, self.year(), self.sheet.page.id, path, self.period())
        if saved is not None:
            self.desk.note(f"已导出：{path.name}")
