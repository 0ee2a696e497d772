"""记录本 as its table of contents: every page kind in use, how many there are, the last one, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from wdbranch.book.form import Chapter, View
from wdbranch.operations import contents as operations
from wdbranch.operations.contents import PageLine
from wdbranch.ui import say, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.new_record import choose_form, open_yearly
from wdbranch.ui.page import Page
from wdbranch.ui.widgets.flow import Columns
from wdbranch.ui.widgets.page_row import PageRow

TONES = {"overdue": "bad", "soon": "warn"}
LEDGERS = "star ledgers"
"""The row of all star ledgers, in place of a page id."""


class ContentsPage(Page):
    """The chapters of the book. ``go(year=…)`` shows another year."""

    title = "记录本"
    nav_id = "contents"
    help = (
        "这里是记录本的目录，按章排。点一种页面，就看它今年的记录；台账直接打开成表；“自动生成”的不用填。"
        "用不着的页面可以在设置里停用。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._told = style.label(tone="second", wrap=True)
        self.years = QComboBox()
        self.years.setAccessibleName("哪一年")
        self.years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.years.activated.connect(lambda _index: self.refresh())
        self.all = style.secondary("全部记录", "list-checks")
        self.all.clicked.connect(lambda: desk.navigate("book", form="", year=self.year()))
        self.printing = style.secondary("打印", "printer")
        self.printing.clicked.connect(lambda: desk.navigate("book", form="", year=self.year(), printing=True))
        self.new = style.primary("记一次会议", "plus")
        self.new.setToolTip("Ctrl+N")
        self.new.clicked.connect(lambda: choose_form(self, desk, self.new))
        words = style.column([style.heading(self.title, 1), self._told], 2)
        head = style.row([words, self.years, self.all, self.printing, self.new], 8)
        head.setStretch(0, 1)
        page.addLayout(head)
        self._columns = Columns(430)
        page.addWidget(self._columns)
        self.unused = style.link("", "gear-six")
        self.unused.clicked.connect(lambda: desk.navigate("settings", pages=True))
        page.addLayout(style.row([self.unused, 1]))
        page.addStretch(1)
        self.rows: dict[str, PageRow] = {}
        self._ledgers: Mapping[str, tuple[int, int]] = {}
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.activated.connect(self.printing.click)

    def year(self) -> int:
        """The year that is shown."""
        chosen = self.years.currentData()
        return int(chosen) if chosen is not None else self.desk.today().year

    def go(self, **where: Any) -> None:
        """Show a year."""
        if "year" in where:
            self._fill_years(where["year"])
            self.refresh()

    def refresh(self) -> None:
        """Read the book and show it."""
        self._fill_years(self.year())
        found = operations.contents(self.desk.open_book(), self.year(), self.desk.today())
        focused = next((name for name, row in self.rows.items() if row.hasFocus()), None)
        self.rows = {}
        self._ledgers = found.ledgers
        self._columns.put([self._column(part) for part in _halves(found.chapters)])
        rows = list(self.rows.values())
        for place, row in enumerate(rows):
            row.moved.connect(partial(self._walk, rows, place))
        if focused in self.rows:
            self.rows[focused].setFocus()
        written = sum(line.records for _, lines in found.chapters for line in lines)
        written += sum(records for _, records in found.ledgers.values())
        due = sum(1 for _, lines in found.chapters for line in lines if line.due and line.due.state in TONES)
        self._told.setText(f"{found.year}年记了 {written} 份" + (f"，有 {due} 项到了该办的时候" if due else ""))
        self.unused.setText(f" 还有 {found.unused} 种页面没有启用")
        self.unused.setAccessibleName(f"还有 {found.unused} 种页面没有启用，去设置里看")
        self.unused.setVisible(bool(found.unused))

    def _fill_years(self, chosen: int) -> None:
        years = {record.year for record in self.desk.open_book().snapshot().records}
        self.years.clear()
        for year in sorted(years | {self.desk.today().year, chosen}, reverse=True):
            self.years.addItem(f"{year}年", year)
        self.years.setCurrentIndex(self.years.findData(chosen))

    def _column(self, chapters: list[tuple[Chapter, tuple[PageLine, ...]]]) -> QWidget:
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(style.px(12))
        for chapter, lines in chapters:
            card = style.card(margins=(12, 12, 12, 8), gap=0)
            head = style.heading(chapter.title)
            head.setContentsMargins(style.px(8), 0, 0, style.px(6))
            card.box.addWidget(head)
            if chapter.id in self._ledgers:
                card.box.addWidget(self._ledger_row(*self._ledgers[chapter.id]))
            for line in lines:
                card.box.addWidget(self._row(line))
            box.addWidget(card)
        box.addStretch(1)
        return column

    def _ledger_row(self, kinds: int, records: int) -> PageRow:
        """All star ledgers in one line: each lives with its star."""
        row = PageRow("各颗星的台账", f"在用 {kinds} 种 · {records} 份", "", "mute")
        row.clicked.connect(lambda: self.desk.navigate("stars"))
        self.rows[LEDGERS] = row
        return row

    def _row(self, line: PageLine) -> PageRow:
        tag, tone = "", "mute"
        if line.due is not None and line.due.state in TONES:
            tag, tone = say.left(line.due.days_left), TONES[line.due.state]
        row = PageRow(line.page.short, self._detail(line), tag, tone)
        row.clicked.connect(lambda: self.open(line))
        self.rows[line.page.id] = row
        return row

    def _detail(self, line: PageLine) -> str:
        if isinstance(line.page, View):
            return "自动生成"
        if line.page.yearly:
            return ("草稿" if line.drafts else "已写好") if line.record else "还没有写"
        last = f"最近 {say.short_day(line.last, self.desk.today())}" if line.last else ""
        drafts = f"草稿 {line.drafts}" if line.drafts else ""
        return " · ".join(part for part in (last, drafts, f"{line.records} 份") if part) if line.records else "还没有"

    def open(self, line: PageLine) -> None:
        """Its list, its table, or its one record."""
        page = line.page
        if isinstance(page, View) or page.page.kind == "ledger":
            self.desk.navigate("sheet", sheet=page.id, year=self.year())
        elif page.yearly:
            open_yearly(self.desk, page.id, self.year())
        else:
            self.desk.navigate("book", form=page.id, year=self.year())

    def _walk(self, rows: list[PageRow], place: int, by: int) -> None:
        if 0 <= place + by < len(rows):
            rows[place + by].setFocus()


def _halves(
    chapters: tuple[tuple[Chapter, tuple[PageLine, ...]], ...],
) -> list[list[tuple[Chapter, tuple[PageLine, ...]]]]:
    """The chapters in two columns of about the same height, in the order of the book."""
    heights = [len(lines) + 2 for _, lines in chapters]
    best = min(
        range(len(chapters) + 1), key=lambda cut: abs(sum(heights[:cut]) - sum(heights[cut:])), default=0
    )
    return [part for part in (list(chapters[:best]), list(chapters[best:])) if part]
