"""党员花名册, as of any day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
)

from wdbranch.book.people import Member, Roster
from wdbranch.operations import record as record_operations
from wdbranch.operations import roster as operations
from wdbranch.operations.roster import MemberLine
from wdbranch.ui import messages, say, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.base import Ask
from wdbranch.ui.jobs import Cancelled, Report
from wdbranch.ui.models.roster import COLUMNS, FIRST_TO_GO, LINE_ROLE, RosterFilter, RosterModel
from wdbranch.ui.page import Page
from wdbranch.ui.save_file import EXCEL, ask_path
from wdbranch.ui.widgets.click import Elided
from wdbranch.ui.widgets.day_edit import DayEdit
from wdbranch.ui.widgets.empty import Empty

Fits = Callable[[MemberLine], bool]

KINDS: tuple[tuple[str, Fits], ...] = (
    ("全部", lambda _line: True),
    ("正式党员", lambda line: line.status == "正式"),
    ("预备党员", lambda line: line.status == "预备"),
    ("有表决权", lambda line: line.votes),
    ("不计入应到", lambda line: bool(line.excluded)),
    ("有职务", lambda line: bool(line.posts)),
)


class RosterPage(Page):
    """The table of members; ``go(member=id)`` opens one of them."""

    title = "党员花名册"
    nav_id = "roster"
    scrolls = False
    help = (
        "花名册可以看任何一天的情况：换一个日期，就是那一天谁在册、谁有表决权。"
        "双击一个人可以改。找人可以打拼音首字母。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._counts = Elided("", tone="second")
        self.groups = style.secondary("党小组", "users-three")
        self.groups.clicked.connect(self.edit_groups)
        self.bring = style.secondary("从 Excel 导入", "upload-simple")
        self.bring.clicked.connect(self.import_roster)
        self.out = style.secondary("导出 Excel", "download-simple")
        self.out.clicked.connect(self.export)
        self.new = style.primary("登记党员", "plus")
        self.new.clicked.connect(lambda: self.edit(Member(0, "")))
        words = style.column([style.heading(self.title, 1), self._counts], 2)
        head = style.row([words, self.groups, self.bring, self.out, self.new], 8)
        head.setStretch(0, 1)
        page.addLayout(head)
        page.addLayout(self._filters())
        self.model = RosterModel(self)
        self.shown = RosterFilter(self)
        self.shown.setSourceModel(self.model)
        self.table = self._table()
        self.empty = Empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        page.addWidget(self._stack, 1)

    def _filters(self) -> Any:
        self.day = DayEdit("哪一天的花名册", self.desk.today())
        self.day.editingFinished.connect(self.refresh)
        self.kind = QComboBox()
        self.kind.setAccessibleName("哪些人")
        for label, fits in KINDS:
            self.kind.addItem(label, fits)
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.activated.connect(lambda _index: self._filter())
        self.everyone = QCheckBox("也看已离开的、申请人")
        self.everyone.setAccessibleName(self.everyone.text())
        self.everyone.toggled.connect(lambda _on: self.refresh())
        self.search = QLineEdit()
        self.search.setAccessibleName("找人")
        self.search.setPlaceholderText("找人：姓名、拼音首字母、电话")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(style.px(120))
        self.search.textChanged.connect(lambda _text: self._filter())
        line = style.row([self.day, self.kind, self.search, self.everyone], 8)
        line.setStretch(2, 1)
        return line

    def _table(self) -> RosterTable:
        table = RosterTable()
        table.setAccessibleName("花名册")
        table.setModel(self.shown)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setSortingEnabled(True)
        table.setTabKeyNavigation(False)  # Tab leaves the table; the arrows move in it
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().setDefaultSectionSize(style.px(42))
        table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        table.verticalHeader().setMinimumWidth(style.px(40))
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.activated.connect(self._open)
        return table

    # ---- what it shows ---------------------------------------------------------------------------------

    def on(self) -> date:
        """The day of which the roster is shown."""
        return self.day.day() or self.desk.today()

    def go(self, **where: Any) -> None:
        """Open one person."""
        self.refresh()
        member = self.desk.open_book().roster().by_id.get(where.get("member", 0))
        if member is not None:
            self.edit(member)

    def refresh(self) -> None:
        """Read the roster of the chosen day."""
        day = self.on()
        book = self.desk.open_book()
        lines = self.desk.run(operations.members_on, day, everyone=self.everyone.isChecked()) or []
        self.model.show_lines(lines)
        self._counts.say(counts(book.roster(), day))
        self._groups(book.roster())
        self._filter()
        self.table.share()

    def _groups(self, roster: Roster) -> None:
        wanted = list(roster.groups)
        have = [self.kind.itemText(row) for row in range(len(KINDS), self.kind.count())]
        if have != wanted:
            while self.kind.count() > len(KINDS):
                self.kind.removeItem(self.kind.count() - 1)
            for name in wanted:
                self.kind.addItem(name, lambda line, group=name: line.group == group)

    def _filter(self) -> None:
        self.shown.want(self.search.text(), self.kind.currentData())
        if self.shown.rowCount():
            self._stack.setCurrentWidget(self.table)
            return
        self._stack.setCurrentWidget(self.empty)
        if self.model.lines:
            self.empty.say("没有找到", "换个名字或条件再找。", "看全部", self._clear)
        elif self.desk.open_book().roster().members:
            self.empty.say(
                "这一天没有党员在册", f"{say.long_day(self.on())}，花名册里没有人。", "看今天", self._today
            )
        else:
            text = "从街道或办公室的 Excel 花名册导入，列的顺序不限，导入前可以先看一遍。也可以一个一个登记。"
            self.empty.say("花名册还是空的", text, "从 Excel 导入", self.import_roster)

    def _clear(self) -> None:
        self.search.clear()
        self.kind.setCurrentIndex(0)
        self._filter()

    def _today(self) -> None:
        self.day.put(self.desk.today())
        self.refresh()

    # ---- doing -----------------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        line: MemberLine = index.data(LINE_ROLE)
        self.edit(line.member)

    def edit(self, member: Member) -> None:
        """Open one person; saved when the box is accepted."""
        from wdbranch.ui.dialogs.member import MemberDialog

        edition = record_operations.current_edition(self.desk.open_book())
        dialog = MemberDialog(self, member, edition)
        if not messages.show(dialog) or dialog.member() == member:
            return
        written = dialog.member()
        if (
            self.desk.change(self, operations.save_member, written, "修改" if member.id else "登记")
            is not None
        ):
            self.desk.note(f"已保存：{written.name}")
            self.refresh()

    def edit_groups(self) -> None:
        """The party groups and what the page 党小组划分 says of them."""
        from wdbranch.ui.dialogs.groups import GroupsDialog

        book = self.desk.open_book()
        dialog = GroupsDialog(self, operations.groups(book), record_operations.current_edition(book))
        if not messages.show(dialog):
            return
        if self.desk.change(self, operations.set_groups, dialog.wanted()) is not None:
            self.desk.note("党小组已保存")
            self.refresh()

    def import_roster(self) -> None:
        """Bring a roster in from Excel: choose the file, look at what it would change, put it in."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            "选择 Excel 花名册",
            str(self.desk.folder("roster")),
            "表格 (*.xlsx *.xls *.ods *.csv);;所有文件 (*)",
        )
        if name:
            self.desk.keep_folder("roster", Path(name).parent)
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Show what a roster file would change; nothing is written before the person says so."""
        from wdbranch.ui.dialogs.roster_import import ImportDialog

        merged = self.desk.run(operations.preview_import, path)
        if merged is None:
            return
        dialog = ImportDialog(self, self.desk, path, merged)
        if not messages.show(dialog):
            return
        done = self.desk.change(self, operations.apply_import, dialog.merge, source=path.name)
        if done is not None:
            merge = dialog.merge
            self.desk.note(f"已导入：新增 {len(merge.new)} 人，修改 {len(merge.changed)} 人。")
            self.refresh()

    def export(self) -> None:
        """Write the roster of the chosen day to Excel."""
        ask = ExportDialog(self, self.on())
        if not messages.show(ask):
            return
        day = self.on()
        path = ask_path(self, self.desk, "导出花名册", f"党员花名册{day:%Y%m%d}", EXCEL, purpose="roster")
        if path is None:
            return
        private = ask.private.isChecked()

        def job(roster: Roster, _report: Report, _cancelled: Cancelled) -> Path:
            from wdbranch.exchange.roster_out import write_roster

            write_roster(path, roster, day, include_private=private)
            return path

        self.desk.jobs.start(
            self,
            "正在导出花名册",
            job,
            self.desk.open_book().roster(),
            lambda done: self.desk.note(f"已导出：{done.name}"),
        )


WIDEST_NAME = 260
"""Px at normal type size."""


class RosterTable(QTableView):
    """A table as wide as the page: what matters least goes first where not all columns fit."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns that fit."""
        super().resizeEvent(event)
        self.share()

    def _name_width(self) -> int:
        """Room for the longest name, within reason, in px at normal type size."""
        names = (str(self.model().index(row, 0).data()) for row in range(self.model().rowCount()))
        longest = max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0)
        return min(max(COLUMNS[0][1], round(longest / style.px(100) * 100) + 28), WIDEST_NAME)

    def share(self) -> None:
        """Share the width among the columns that fit; a name is never cut before the rest is left out."""
        room = self.viewport().width()
        widths = [self._name_width(), *(width for _, width, _ in COLUMNS[1:])]
        shown = set(range(len(COLUMNS)))
        for column in FIRST_TO_GO:
            if sum(style.px(widths[number]) for number in shown) <= room:
                break
            shown.discard(column)
        total = sum(widths[number] for number in shown)
        used = 0
        for number, width in enumerate(widths):
            self.setColumnHidden(number, number not in shown)
            if number in shown:
                last = number == max(shown)
                share = room - used if last else room * width // total
                self.setColumnWidth(number, share)
                used += share


class ExportDialog(Ask):
    """Asks whether numbers that are nobody's business leave the program."""

    def __init__(self, parent: RosterPage, day: date) -> None:
        super().__init__(parent, "导出花名册", f"导出 {say.long_day(day)} 的花名册。")
        self.private = QCheckBox("带上身份证号和电话（不勾选就不带）")
        self.wide(self.private)
        self.verbs("选择位置")


def counts(roster: Roster, day: date) -> str:
    """党员 27 名：正式 25，预备 2；有表决权 22，不计入应到 3."""
    members = roster.on(day)
    full = sum(1 for member in members if member.is_full(day))
    excluded = sum(1 for member in members if member.excluded(day) is not None)
    parts = [
        f"党员 {len(members)} 名：正式 {full}，预备 {len(members) - full}",
        f"有表决权 {len(roster.voters(day))}",
    ]
    if excluded:
        parts.append(f"不计入应到 {excluded}")
    return "；".join(parts)
