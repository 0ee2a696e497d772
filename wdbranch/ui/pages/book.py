"""记录本: all records by month, with a way to each, to a new one, and to paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
)

from wdbranch.book.form import Form
from wdbranch.operations import printing as printing_operations
from wdbranch.operations import record as operations
from wdbranch.operations import tables, word
from wdbranch.operations.printing import Gathered
from wdbranch.printing.plan import Plan
from wdbranch.store.workbook import Workbook
from wdbranch.ui import icons, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.jobs import Cancelled, Report, beside
from wdbranch.ui.models.record_delegate import RecordDelegate
from wdbranch.ui.models.records import Filter, RecordLine, RecordsModel, lines_of
from wdbranch.ui.new_record import FORM_ICONS, OTHER_ICON, begin, choose_form
from wdbranch.ui.page import Page
from wdbranch.ui.save_file import EXCEL, WORD, ask_path
from wdbranch.ui.widgets.empty import Empty

ALL_YEARS = "所有年度"


class BookPage(Page):
    """The list of records. ``go(form=…, year=…, printing=True)`` filters it or opens the print menu."""

    title = "全部记录"
    nav_id = "contents"
    scrolls = False
    help = "这里是全部记录，按月份排。双击一份就打开；选中几份可以一起打印；删掉的在回收站里，可以取回。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._counts = style.label(tone="second")
        self.printing = style.secondary("打印", "printer")
        self.printing.clicked.connect(self.open_print_menu)
        self.export = style.secondary("导出", "download-simple")
        self.export.setToolTip("导出可以在 WPS 里改的 Word 文档，或 Excel 表格")
        self.export.clicked.connect(self.open_export_menu)
        self.new = style.primary("记一次会议", "plus")
        self.new.setToolTip("Ctrl+N")
        self.new.clicked.connect(self._begin)
        self.back_out = style.secondary("取回选中的", "arrow-counter-clockwise")
        self.back_out.clicked.connect(lambda: self._each(operations.restore, self.chosen()))
        self._head = style.heading(self.title, 1)
        self.back = style.link("记录本", "caret-left", "回到记录本目录")
        self.back.clicked.connect(lambda: desk.navigate("contents"))
        words = style.column([self._head, style.row([self.back, self._counts, 1], 8)], 0)
        page.addLayout(style.row([words, 1, self.back_out, self.printing, self.export, self.new], 10))
        page.addLayout(self._filters())
        self.model = RecordsModel(self)
        self.list = QListView()
        self.list.setAccessibleName("记录")
        self.list.setModel(self.model)
        self.list.setItemDelegate(RecordDelegate(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.activated.connect(self._open)
        self.list.selectionModel().selectionChanged.connect(
            lambda *_: self.back_out.setEnabled(bool(self.chosen()))
        )
        self.list.customContextMenuRequested.connect(
            lambda at: self._menu().popup(self.list.viewport().mapToGlobal(at))
        )
        self.empty = Empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        page.addWidget(self._stack, 1)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.activated.connect(self.open_print_menu)

    def _filters(self) -> Any:
        self.forms, self.years, self.months = QComboBox(), QComboBox(), QComboBox()
        for combo, name in ((self.forms, "哪一种记录"), (self.years, "哪一年"), (self.months, "哪一月")):
            combo.setAccessibleName(name)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            combo.activated.connect(lambda _index: self.refresh())
        self.months.addItem("全年", None)
        for month in range(1, 13):
            self.months.addItem(f"{month}月", month)
        self.search = QLineEdit()
        self.search.setAccessibleName("找记录")
        self.search.setPlaceholderText("找：主题、地点、人名或拼音首字母")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._show())
        self.bin = style.secondary("回收站", "trash")
        self.bin.setCheckable(True)
        self.bin.toggled.connect(lambda _on: self.refresh())
        line = style.row([self.forms, self.years, self.months, self.search, self.bin], 8)
        line.setStretch(3, 1)
        return line

    # ---- what it shows ---------------------------------------------------------------------------------

    def go(self, **where: Any) -> None:
        """Filter, or open the print menu."""
        self._fill_filters()
        if "form" in where:
            self.forms.setCurrentIndex(max(self.forms.findData(where["form"]), 0))
        if "year" in where:
            self.years.setCurrentIndex(max(self.years.findData(where["year"]), 0))
        self.refresh()
        if where.get("printing"):
            self.open_print_menu()

    def refresh(self) -> None:
        """Read the book and show it."""
        self._fill_filters()
        self._show()

    def _show(self) -> None:
        book = self.desk.open_book()
        snapshot = book.snapshot()
        binned = self.bin.isChecked()
        records = book.records(deleted=True) if binned else list(snapshot.records)
        if binned:
            records = [record for record in records if record.deleted_at is not None]
        wanted = Filter(
            self.forms.currentData() or "",
            self.years.currentData(),
            self.months.currentData(),
            self.search.text().strip(),
        )
        lines = lines_of(snapshot, records, wanted)
        chosen = set(self.chosen())
        self.model.show_lines(lines)
        for row, line in enumerate(lines):
            if line.record and line.record in chosen:
                self.list.selectionModel().select(
                    self.model.index(row), self.list.selectionModel().SelectionFlag.Select
                )
        shown = [line for line in lines if line.record]
        drafts = sum(1 for line in shown if line.tone == "warn")
        told = f"{len(shown)} 份" + (f"，其中草稿 {drafts} 份" if drafts else "")
        self._counts.setText(f"{len(shown)} 份，选中后可以取回" if binned else told)
        self._as_bin(binned=binned)
        self._stack.setCurrentWidget(self.list if shown else self.empty)
        if not shown:
            self._explain(binned=binned, filtered=bool(wanted.text or wanted.month or wanted.form))

    def _as_bin(self, *, binned: bool) -> None:
        """Say plainly whether this is the book or its recycle bin."""
        self._head.setText("回收站" if binned else self.title)
        self.bin.setAccessibleName("回到全部记录" if binned else "回收站")
        self.bin.setText(f" {self.bin.accessibleName()}")
        self.bin.setIcon(icons.icon("caret-left" if binned else "trash"))
        for part in (self.printing, self.export, self.new):
            part.setVisible(not binned)
        self.back_out.setVisible(binned)
        self.back_out.setEnabled(bool(self.chosen()))

    def _fill_filters(self) -> None:
        book = self.desk.open_book()
        edition = operations.current_edition(book)
        form, year = self.forms.currentData(), self.years.currentData()
        first = self.years.count() == 0
        self.forms.clear()
        self.forms.addItem("全部记录", "")
        for chapter in edition.chapters:
            inside = [one for one in edition.ordered() if one.chapter == chapter.id]
            for one in inside:
                self.forms.addItem(
                    icons.icon(FORM_ICONS.get(one.id, OTHER_ICON)), f"{chapter.title}·{one.short}", one.id
                )
        self.forms.setCurrentIndex(max(self.forms.findData(form), 0))
        years = {record.year for record in book.snapshot().records} | {self.desk.today().year}
        self.years.clear()
        self.years.addItem(ALL_YEARS, None)
        for one_year in sorted(years, reverse=True):
            self.years.addItem(f"{one_year}年", one_year)
        self.years.setCurrentIndex(max(self.years.findData(self.desk.today().year if first else year), 0))

    def _explain(self, *, binned: bool, filtered: bool) -> None:
        if binned:
            self.empty.say("回收站是空的", "删掉的草稿会放在这里，随时可以取回。")
            return
        form = self._form()
        if form is not None:
            self.empty.say(
                f"还没有{form.title}", form.intro, f"记第一次{form.short}", lambda: begin(self.desk, form.id)
            )
        elif filtered:
            self.empty.say("没有找到", "换一个年份、月份，或者换个词再找。", "看全部记录", self._clear)
        else:
            text = "党员大会、支委会、主题党日、党课，开一次记一次，就记在这里。"
            self.empty.say("还没有记录", text, "记第一次会议", lambda: choose_form(self, self.desk))

    def _clear(self) -> None:
        self.forms.setCurrentIndex(0)
        self.years.setCurrentIndex(0)
        self.months.setCurrentIndex(0)
        self.search.clear()
        self.refresh()

    def _form(self) -> Form | None:
        wanted = self.forms.currentData()
        return operations.current_edition(self.desk.open_book()).forms.get(wanted) if wanted else None

    # ---- doing -----------------------------------------------------------------------------------------

    def chosen(self) -> list[str]:
        """The ids of the records that are selected."""
        lines = [self.model.lines[index.row()] for index in self.list.selectedIndexes()]
        return [line.record for line in lines if line.record]

    def _begin(self) -> None:
        form = self._form()
        if form is not None:
            begin(self.desk, form.id)
        else:
            choose_form(self, self.desk, self.new)

    def _open(self, index: QModelIndex) -> None:
        line: RecordLine = self.model.lines[index.row()]
        if line.record:
            self.desk.navigate("record", record_id=line.record)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.chosen()
        if self.bin.isChecked():
            menu.addAction("取回").triggered.connect(lambda: self._each(operations.restore, chosen))
        else:
            menu.addAction("打开").triggered.connect(lambda: self._open(self.list.currentIndex()))
            menu.addAction(f"打印选中的 {len(chosen)} 份").triggered.connect(
                lambda: self.print_chosen(chosen)
            )
            menu.addAction(f"导出选中的 {len(chosen)} 份 Word…").triggered.connect(
                lambda: self.save_chosen(chosen)
            )
            menu.addAction("放进回收站").triggered.connect(lambda: self._each(operations.discard, chosen))
        for action in menu.actions():
            action.setEnabled(bool(chosen))
        return menu

    def _each(self, operation: Callable[[Workbook, str], Any], records: Sequence[str]) -> None:
        for record_id in records:
            if self.desk.change(self, operation, record_id) is None:
                break
        self.refresh()

    # ---- paper -----------------------------------------------------------------------------------------

    def open_print_menu(self) -> None:
        """What can be printed: the selected, a month, the bound year, blank forms."""
        self.print_menu().popup(self.printing.mapToGlobal(self.printing.rect().bottomLeft()))

    def print_menu(self) -> QMenu:
        """The menu of what can be printed, with what is meant by it now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.chosen()
        today = self.desk.today()
        year = self.years.currentData() or today.year
        month = self.months.currentData() or today.month
        if chosen:
            menu.addAction(f"选中的 {len(chosen)} 份").triggered.connect(lambda: self.print_chosen(chosen))
        menu.addAction(f"{year}年{month}月的记录").triggered.connect(lambda: self.print_month(year, month))
        menu.addAction(f"{year}年全年装订（封面、目录、全部记录）").triggered.connect(
            lambda: self.print_year(year)
        )
        blank = menu.addMenu("空白表，手写用")
        for form in operations.current_edition(self.desk.open_book()).ordered():
            blank.addAction(form.title).triggered.connect(
                lambda _on=False, wanted=form: self.print_blank(wanted)
            )
        return menu

    def print_chosen(self, records: Sequence[str]) -> None:
        """Preview the selected records."""
        self._plan("选中的记录", lambda book: printing_operations.plan_records(book, records))

    def print_month(self, year: int, month: int) -> None:
        """Preview a month."""
        self._plan(f"{year}年{month}月", lambda book: printing_operations.plan_month(book, year, month))

    def print_year(self, year: int) -> None:
        """Preview the bound year."""
        self._plan(f"{year}年记录本", lambda book: printing_operations.plan_year(book, year), year)

    def print_blank(self, form: Form) -> None:
        """Preview a blank form."""
        plan = self.desk.run(printing_operations.plan_blank, form.id)
        if plan is not None:
            self._preview(plan, f"{form.title}（空白）")

    # ---- files for WPS ---------------------------------------------------------------------------------

    def open_export_menu(self) -> None:
        """What can be saved for WPS: the selected, a month, tables."""
        self.export_menu().popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def export_menu(self) -> QMenu:
        """The menu of what can be saved as Word or Excel, with what is meant by it now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen, today = self.chosen(), self.desk.today()
        year = self.years.currentData() or today.year
        month = self.months.currentData() or today.month
        form = self._form()
        if chosen:
            menu.addAction(f"选中的 {len(chosen)} 份，Word…").triggered.connect(lambda: self.save_chosen(chosen))
        menu.addAction(f"{year}年{month}月的记录，Word…").triggered.connect(lambda: self.save_month(year, month))
        if form is not None:
            menu.addAction(f"{year}年的{form.short}，Word…").triggered.connect(
                lambda: self._save(
                    f"{year}年{form.short}", WORD, lambda book, out: word.save_kind(book, year, form.id, out)
                )
            )
            menu.addAction(f"{year}年的{form.short}，Excel 表格…").triggered.connect(
                lambda: self._save(
                    f"{year}年{form.short}", EXCEL, lambda book, out: tables.save_page(book, year, form.id, out)
                )
            )
        menu.addAction(f"{year}年全部记录和台账，Excel 表格…").triggered.connect(
            lambda: self._save(f"{year}年全部记录", EXCEL, lambda book, out: tables.save_all(book, year, out))
        )
        return menu

    def save_chosen(self, records: Sequence[str]) -> None:
        """The selected records as a Word document."""
        self._save("选中的记录", WORD, lambda book, out: word.save_records(book, records, out))

    def save_month(self, year: int, month: int) -> None:
        """A month as a Word document."""
        self._save(f"{year}年{month}月", WORD, lambda book, out: word.save_month(book, year, month, out))

    def _save(self, name: str, kind: str, write: Callable[[Workbook, Path], object]) -> None:
        """Ask where, and write beside the window, from another reading of the book."""
        path = ask_path(self, self.desk, f"导出：{name}", name, kind)
        if path is not None:
            job = beside(self.desk.open_book().path, lambda book, _report, _cancelled: write(book, path))
            self.desk.jobs.start(
                self, f"正在导出 {path.name}", job, None, lambda _done: self.desk.note(f"已导出：{path.name}")
            )

    # ---- laying out ------------------------------------------------------------------------------------

    def _plan(self, name: str, lay_out: Callable[[Gathered], Plan], year: int | None = None) -> None:
        """Lay pages out beside the window, from one reading of the book, then preview them.

        With ``year``, the photographs of that year are read too.
        """

        def job(taken: Gathered, _report: Report, _cancelled: Cancelled) -> Plan:
            return lay_out(taken)

        gathered = self.desk.run(printing_operations.gather, year)
        if gathered is not None:
            self.desk.jobs.start(
                self, f"正在排版：{name}", job, gathered, lambda plan: self._preview(plan, name)
            )

    def _preview(self, plan: Plan, name: str) -> None:
        from wdbranch.ui.dialogs.preview import preview_plan

        preview_plan(self, self.desk, plan, name)
