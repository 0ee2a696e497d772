"""体检: everything an inspector would object to, gravest first; a click goes to the box, a reason is written here."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from wdbranch.book.finding import HINT, MUST, SHOULD, Finding
from wdbranch.book.period import parse_period
from wdbranch.operations import checkup, overview
from wdbranch.operations import record as records
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.finding_line import FindingLine
from wdbranch.ui.jobs import beside
from wdbranch.ui.page import Page
from wdbranch.ui.pages.packets import periods
from wdbranch.ui.widgets.section import Section

HEADS = (
    (MUST, "必须改的", "改好或写明理由以前，不能定稿、不能报送。"),
    (SHOULD, "应当改的", "检查时多半会问到。"),
    (HINT, "提醒", "请看一眼是不是写错了。"),
)
ONE_RECORD = "一份记录…"
MOST_LINES = 100         # of one level; who has more mends these first


class FindingsPage(Page):
    """All findings of the book, by level; those set aside with a reason stand last."""

    title = "体检"
    nav_id = "home"
    help = (
        "查全本：每份记录填得对不对、全年该开的开了没有。点一条，就到该改的那一格；数字对不上的必须改，"
        "别的可以点“写明理由”。可以只查要报送的一期、一份记录，也可以打印体检单。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        back = style.link("回到工作台", "caret-left")
        back.clicked.connect(lambda: desk.navigate("home"))
        self.level = QComboBox()
        self.level.setAccessibleName("看哪一级")
        for name, value in (("各级都看", ""), ("必须改的", MUST), ("应当改的", SHOULD), ("提醒", HINT)):
            self.level.addItem(name, value)
        self.kind = QComboBox()
        self.kind.setAccessibleName("看哪种表")
        self.scope = QComboBox()
        self.scope.setAccessibleName("查哪些")
        self.scope.addItem("全本都查", "")
        for period in periods(desk.today()):
            self.scope.addItem(f"报送前：{parse_period(period).label}", period)
        self.scope.addItem(ONE_RECORD, ONE_RECORD)
        self._record: tuple[str, str] = ("", "")
        for box in (self.scope, self.level, self.kind):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda _at, chosen=box: self._choose(chosen))
        self.print = style.secondary("打印体检单", "printer")
        self.print.clicked.connect(self.preview)
        page.addLayout(style.row([style.heading(self.title, 1), 1, self.print, back], 10))
        page.addLayout(style.row([self.scope, self.level, self.kind, 1], 10))
        self._found: list[Finding] = []
        self._form_of: dict[str, str] = {}
        self._of = style.label(tone="second", wrap=True)
        page.addWidget(self._of)
        self._calm = style.label("没有查出问题。", tone="second")
        page.addWidget(self._calm)
        self._levels = QVBoxLayout()
        self._levels.setSpacing(style.px(12))
        page.addLayout(self._levels)
        page.addStretch(1)

    def go(self, **where: Any) -> None:
        """Look at one record: ``record_id``."""
        from wdbranch.operations.pages import record_named, reference_text

        if "record_id" in where:
            snapshot = self.desk.open_book().snapshot()
            self._record = (where["record_id"], reference_text(snapshot, record_named(snapshot, where["record_id"])))
            self.level.setCurrentIndex(0)
            self.kind.setCurrentIndex(0)
            self.scope.setCurrentIndex(self.scope.findData(ONE_RECORD))
            self._show()

    def refresh(self) -> None:
        """Check the whole book, beside the window: a book of many years takes a while."""
        today = self.desk.today()
        work = beside(self.desk.open_book().path, lambda held, _report, _cancelled: overview.findings(held, today))
        self.desk.jobs.start(self, "正在检查记录", work, None, self.show_findings)

    def show_findings(self, found: list[Finding]) -> None:
        """Show what was found."""
        self._found = found
        self._fill_kinds()
        self._show()

    def _fill_kinds(self) -> None:
        chosen = self.kind.currentData()
        snapshot = self.desk.open_book().snapshot()
        forms = {record.id: snapshot.form_of(record) for record in snapshot.records}
        kinds = {form.id: form.short for one in self._found if (form := forms.get(one.record or ""))}
        self._form_of = {record: form.id for record, form in forms.items()}
        self.kind.clear()
        self.kind.addItem("各种表都看", None)
        self.kind.addItem("全本：缺开的会", "")
        for form_id, short in sorted(kinds.items(), key=lambda pair: pair[1]):
            self.kind.addItem(short, form_id)
        self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0) if chosen is not None else 0)

    def _choose(self, box: QComboBox) -> None:
        if box is self.scope and self.scope.currentData() == ONE_RECORD:
            self._choose_record()
        self._show()

    def _choose_record(self) -> None:
        from wdbranch.operations.pages import in_book_order, reference_text
        from wdbranch.ui.dialogs.link import LinkDialog

        snapshot = self.desk.open_book().snapshot()
        choices = [(one.id, reference_text(snapshot, one)) for one in reversed(in_book_order(snapshot))]
        asks = ("查一份记录", "选一份，只看它的问题。", "查这一份")
        dialog = LinkDialog(self, choices, asks)
        if messages.show(dialog) and dialog.chosen():
            self._record = (dialog.chosen(), dict(choices)[dialog.chosen()])
        else:
            self.scope.setCurrentIndex(0)

    def _in_scope(self) -> list[Finding]:
        scope = self.scope.currentData()
        if scope == ONE_RECORD:
            return [one for one in self._found if one.record == self._record[0]]
        return checkup.of_period(self.desk.open_book(), self._found, scope) if scope else self._found

    def told(self) -> str:
        """What is looked at, in words; empty for the whole book."""
        scope = self.scope.currentData()
        return self._record[1] if scope == ONE_RECORD else self.scope.currentText() if scope else ""

    def chosen(self) -> list[Finding]:
        """The objections of the scope, level and kind that are looked at."""
        level, kind = self.level.currentData(), self.kind.currentData()
        return [
            one
            for one in self._in_scope()
            if (not level or one.level == level)
            and (kind is None or self._form_of.get(one.record or "", "") == kind)
        ]

    def _show(self) -> None:
        found = self.chosen()
        style.clear(self._levels)
        self._calm.setVisible(not found)
        self._of.setText(self._record[1])
        self._of.setVisible(self.scope.currentData() == ONE_RECORD)
        for level, head, why in HEADS:
            of_level = [one for one in found if one.level == level and one.waived is None]
            if of_level:
                self._levels.addWidget(self._section(f"{head}（{len(of_level)} 条）", why, of_level))
        waived = [one for one in found if one.waived is not None]
        if waived:
            self._levels.addWidget(self._section(f"已写明理由的（{len(waived)} 条）", "", waived))

    def _section(self, head: str, why: str, found: list[Finding]) -> QWidget:
        made = Section(head)
        made.fill(why, [self._line(one) for one in found[:MOST_LINES]], "")
        return made

    def _line(self, found: Finding) -> QWidget:
        line = FindingLine(self.desk, found)
        if not found.waivable:
            return line
        act = style.link("收回" if found.waived else "写明理由", name=f"写明理由：{found.say}")
        act.clicked.connect(lambda: self.explain(found))
        made = QWidget()
        made.setLayout(style.spread(line, act, gap=4))
        return made

    def explain(self, found: Finding) -> None:
        """Set one aside with a written reason, or take the reason back."""
        reason: str | None = ""
        if not found.waived:
            reason = messages.ask_reason(
                self, "写明理由，不再提醒", found.say, hint="例如：因防汛推迟到下月", verb="记下理由"
            )
        if reason is None:
            return
        if found.record is not None:
            self.desk.change(self, records.waive, found.record, found.key, reason)
        else:
            self.desk.change(self, overview.waive, found, reason)
        self.freshen()

    def preview(self) -> None:
        """The sheet on paper, with what is looked at now."""
        from wdbranch.ui.dialogs.preview import preview_plan

        plan = self.desk.run(checkup.plan_checkup, self.chosen(), self.told())
        if plan is not None:
            preview_plan(self, self.desk, plan, "体检单")


