"""党员积分: a month, a quarter or a year at a glance; posting, the public notice, claims and objections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableView,
)

from wdbranch.operations import points as operations
from wdbranch.operations.points import PointsPage as Shown
from wdbranch.rules.periods import Period, period_of
from wdbranch.rules.points.scheme import say_score
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.models.points import LINE_ROLE, WIDTHS, PointsModel
from wdbranch.ui.new_record import begin
from wdbranch.ui.page import Page
from wdbranch.ui.widgets.click import Elided
from wdbranch.ui.widgets.empty import Empty

KINDS = (("month", "一个月"), ("quarter", "一季"), ("year", "全年"))
PAPERS = (
    ("支部党员积分月记录表", "points_month", "month"),
    ("季度公示表（张贴）", "points_shown", "quarter"),
    ("一季小结谈话提醒单（内部）", "points_talks", "quarter"),
    ("季度汇总", "points_quarter", "year"),
    ("年度汇总表", "points_year", "year"),
)
"""What can be printed: what it is called, the view, the period it is of."""
BLANKS = (("空白异议处理单", "points_objection"), ("空白申报认定表", "points_claim"), ("空白公示表", "points_shown"))

BEGUN = (
    ("申报认定一条分", "points_claim"),
    ("一季的公示", "points_notice"),
    ("一条异议", "points_objection"),
    ("党员大会通过的积分规则", "points_rules"),
)
SEEN = (("看申报认定", "points_claim"), ("看异议", "points_objection"), ("看积分规则", "points_rules"))
"""What can be begun here, and looked at: what it is called, the form."""


class PointsPage(Page):
    """The points of a period; ``go(member=id)`` opens a member's statement, ``go(period="2026-Q3")`` a period."""

    title = "党员积分"
    nav_id = "points"
    scrolls = False
    help = (
        "分是从签到、党费、培训、志愿服务、走访这些记录里自动算的，不用另填。“入账”把到这个月为止的分记进账里；"
        "记录后来改了，再入账一次，程序红冲原来的，另记一条。双击一行看这个人的每一条分。积分只作参考，不定等次。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.period = period_of("month", desk.today())
        page = self.body()
        self._told = Elided("", tone="second")
        self.post = style.primary("入账", "check")
        self.post.clicked.connect(self.post_month)
        self.paper = style.secondary("打印", "printer")
        self.paper.setMenu(self._papers())
        self.out = style.secondary("导出 Excel", "download-simple")
        self.out.clicked.connect(self.export)
        self.more = style.secondary("登记", "plus", "登记申报、公示、异议、规则")
        self.more.setMenu(self._begin_menu())
        names = style.column([style.heading(self.title, 1), self._told], 2)
        head = style.row([names, self.paper, self.out, self.more, self.post], 8)
        head.setStretch(0, 1)
        page.addLayout(head)
        page.addLayout(self._periods())
        self.notice = Elided("", tone="second")
        self.notice_link = style.link("登记公示")
        self.notice_link.clicked.connect(self.open_notice)
        self._notice_row = style.row([self.notice, self.notice_link], 8)
        self._notice_row.setStretch(0, 1)
        page.addLayout(self._notice_row)
        self.model = PointsModel(self)
        self.table = PointsTable(self)
        self.empty = Empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        page.addWidget(self._stack, 1)
        for keys, step in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            turn = QShortcut(QKeySequence(keys), self)
            turn.activated.connect(lambda by=step: self.turn(by))

    def _periods(self) -> Any:
        self.kinds = QButtonGroup(self)
        parts: list[Any] = []
        for number, (kind, words) in enumerate(KINDS):
            made = style.button(words, "choice")
            made.setCheckable(True)
            made.setChecked(kind == self.period.kind)
            made.clicked.connect(lambda _on=False, wanted=kind: self.show_kind(wanted))
            self.kinds.addButton(made, number)
            parts.append(made)
        self.before = style.link("", "caret-left", "前一段")
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after = style.link("", "caret-right", "后一段")
        self.after.clicked.connect(lambda: self.turn(1))
        self.shown = style.label(strong=True)
        self.ranked = QCheckBox("按得分排")
        self.ranked.setToolTip("只在屏幕上看，不印名次。")
        self.ranked.toggled.connect(lambda _on: self._show_lines())
        self.waiting = Elided("", tone="warn")
        line = style.row([*parts, self.before, self.shown, self.after, self.ranked, self.waiting], 8)
        line.setStretch(len(parts) + 4, 1)
        return line

    def _papers(self) -> QMenu:
        menu = QMenu(self)
        for words, view, kind in PAPERS:
            menu.addAction(words).triggered.connect(lambda _on=False, w=view, k=kind: self.print_sheet(w, k))
        menu.addAction("登记卡（选中的人）").triggered.connect(lambda _on=False: self.print_card())
        menu.addSeparator()
        for words, page in BLANKS:
            menu.addAction(words).triggered.connect(lambda _on=False, wanted=page: self.print_blank(wanted))
        return menu

    def _begin_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, form in BEGUN:
            menu.addAction(words).triggered.connect(lambda _on=False, wanted=form: begin(self.desk, wanted))
        menu.addSeparator()
        for words, form in SEEN:
            act = menu.addAction(words)
            act.triggered.connect(lambda _on=False, wanted=form: self.desk.navigate("book", form=wanted))
        return menu

    # ---- what it shows ---------------------------------------------------------------------------------

    def go(self, **where: Any) -> None:
        """Show a period, open a member's statement."""
        named = str(where.get("period") or "")
        if named:
            self.period = _named(named)
        self.refresh()
        if where.get("member") is not None:
            self.open_statement(int(where["member"]))

    def refresh(self) -> None:
        """Work the period out anew."""
        found = self.desk.run(operations.page, self.period, self.desk.today())
        if found is None:
            return
        self._page: Shown = found
        for number, (kind, _) in enumerate(KINDS):
            self.kinds.button(number).setChecked(kind == self.period.kind)
        self.shown.setText(self.period.say)
        self.after.setEnabled(self.period.last < self.desk.today())
        self._told.say(found.rules + ("，可由党员大会通过自己的规则" if found.reference else ""))
        self.waiting.say(_waiting(found))
        self.post.setEnabled(bool(found.waiting))
        words, verb = _notice(found, over=self.period.last < self.desk.today())
        self.notice.say(words)
        self.notice.setVisible(bool(words))
        self.notice_link.setText(verb)
        self.notice_link.setAccessibleName(verb)
        self.notice_link.setVisible(bool(verb))
        self._stack.setCurrentWidget(self.table if found.lines else self.empty)
        if not found.lines:
            self.empty.say(
                "还没有党员", "先登记花名册；会议、党费记下以后，分自动算出来。", "去花名册",
                lambda: self.desk.navigate("roster"),
            )
        self._show_lines()

    def _show_lines(self) -> None:
        lines = self._page.lines
        if self.ranked.isChecked():
            lines = tuple(sorted(lines, key=lambda line: -line.sums.total))
        self.model.show_lines(lines)
        self.table.share()

    def show_kind(self, kind: str) -> None:
        """A month, a quarter or a year around what was shown."""
        day = min(self.period.last, self.desk.today()) if self.period.first <= self.desk.today() else self.period.first
        self.period = period_of(kind, day)
        self.refresh()

    def turn(self, by: int) -> None:
        """The period before or behind."""
        step = self.period.last.toordinal() + 1 if by > 0 else self.period.first.toordinal() - 1
        wanted = period_of(self.period.kind, type(self.period.first).fromordinal(step))
        if wanted.first <= self.desk.today():
            self.period = wanted
            self.refresh()

    # ---- doing -----------------------------------------------------------------------------------------

    def _member(self) -> int | None:
        line = self.table.currentIndex().data(LINE_ROLE)
        return line.member if line is not None else None

    def open_row(self, index: QModelIndex) -> None:
        """The statement behind a row."""
        line = index.data(LINE_ROLE)
        if line is not None:
            self.open_statement(line.member)

    def open_statement(self, member: int) -> None:
        """A member's own statement; a line of it may lead to its record."""
        from wdbranch.ui.dialogs.statement import StatementDialog

        dialog = StatementDialog(self, self.desk, member, period_of("year", self.period.first))
        if messages.show(dialog) and dialog.record:
            self.desk.navigate("record", record_id=dialog.record)

    def post_month(self) -> None:
        """Post what waits up to the end of the period (月结)."""
        found, until = self._page, min(self.period.last, self.desk.today())
        change = say_score(sum(line.change for line in found.lines))
        text = f"把{until.year}年{until.month}月和以前的 {found.waiting} 条分记进账里，合计 {change} 分。"
        if found.back:
            text += f"其中 {found.back} 条依据的记录改了或删了，原来的分红冲，另记新的，两条都留着。"
        if not messages.confirm(self, "积分入账", text + "入账以后不能改，只能红冲。", "入账"):
            return
        done = self.desk.change(self, operations.post, until.year, until.month, self.desk.today())
        if done is not None:
            self.desk.note(f"已入账 {done.lines} 条" + (f"，红冲 {done.back} 条。" if done.back else "。"))
            self.refresh()

    def open_notice(self) -> None:
        """The notice of the quarter, a new one where there is none."""
        if self._page.notice:
            self.desk.navigate("record", record_id=self._page.notice)
            return
        quarter = period_of("quarter", self.period.last)
        made = self.desk.change(None, operations.begin_notice, quarter, self.desk.today())
        if made is not None:
            self.desk.navigate("record", record_id=made.record.id)

    def _of(self, kind: str) -> Period:
        return period_of(kind, min(self.period.last, self.desk.today()))

    def print_sheet(self, view: str, kind: str) -> None:
        """Preview one of the papers."""
        from wdbranch.ui.dialogs.preview import preview_plan

        plan = self.desk.run(operations.plan_sheet, view, self._of(kind))
        if plan is not None:
            preview_plan(self, self.desk, plan, plan.title)

    def print_card(self) -> None:
        """Preview the card of the member in the current row."""
        from wdbranch.ui.dialogs.preview import preview_plan

        member = self._member()
        if member is None:
            self.desk.note("先在表里点一个人，再打印登记卡。")
            return
        plan = self.desk.run(operations.plan_sheet, "points_card", self._of("year"), member=member)
        if plan is not None:
            preview_plan(self, self.desk, plan, plan.title)

    def print_blank(self, page: str) -> None:
        """Preview a blank sheet for writing by hand."""
        from wdbranch.operations import printing
        from wdbranch.ui.dialogs.preview import preview_plan

        plan = self.desk.run(printing.plan_blank, page, self.period.first.year)
        if plan is not None:
            preview_plan(self, self.desk, plan, plan.title)

    def export(self) -> None:
        """Write the sheet of the period to Excel."""
        view = {"month": "points_month", "quarter": "points_quarter", "year": "points_year"}[self.period.kind]
        start = self.desk.folder("points") / f"党员积分{self.period.id}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出党员积分", str(start), "Excel 表格 (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx")
        self.desk.keep_folder("points", path.parent)
        saved = self.desk.run(operations.save_sheet, view, self.period, path)
        if saved is not None:
            self.desk.note(f"已导出：{saved.name}")


class PointsTable(QTableView):
    """A table as wide as the page."""

    def __init__(self, page: PointsPage) -> None:
        super().__init__()
        self.setAccessibleName("党员积分")
        self.setProperty("kind", "dense")
        self.setModel(page.model)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(style.px(34))
        self.verticalHeader().setMinimumWidth(style.px(36))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(page.open_row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.share()

    def share(self) -> None:
        """Share the width among the columns."""
        room, total, used = self.viewport().width(), sum(WIDTHS), 0
        for number, part in enumerate(WIDTHS):
            width = room - used if number == len(WIDTHS) - 1 else room * part // total
            self.setColumnWidth(number, width)
            used += width


def _named(period: str) -> Period:
    """2026-Q3, 2026-09 or 2026 as a period."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        return operations.period_named("quarter", int(year), int(part[1:]))
    if part:
        return operations.period_named("month", int(year), int(part))
    return operations.period_named("year", int(year), 1)


def _waiting(found: Shown) -> str:
    """待入账 86 条，其中 2 条要红冲；后面的月份还有 4 条."""
    parts = []
    if found.waiting:
        back = f"，其中 {found.back} 条要红冲" if found.back else ""
        parts.append(f"待入账 {found.waiting} 条{back}")
    if found.beyond:
        parts.append(f"后面的月份还有 {found.beyond} 条")
    return "；".join(parts) or "都已入账"


def _notice(found: Shown, *, over: bool) -> tuple[str, str]:
    """What is said of the public notice, of claims and objections, and the verb of the button."""
    parts = []
    verb = ""
    if found.period.kind == "quarter":
        if found.shown:
            parts.append(f"{found.shown}公示" + (f"，之后又改了 {found.changed} 条" if found.changed else ""))
            verb = "看公示登记"
        elif over:
            parts.append("这一季还没有公示：入账、打印公示表张贴，再登记公示")
            verb = "登记公示"
    if found.claims:
        parts.append(f"申报待认定 {len(found.claims)} 条")
    if found.objections:
        parts.append(f"异议待处理 {len(found.objections)} 条")
    return "；".join(parts), verb
