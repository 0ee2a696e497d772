"""检查提醒: everything an inspector would object to, gravest first, each one click from its box."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wdbranch.book.finding import HINT, MUST, SHOULD, Finding
from wdbranch.operations import overview
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.finding_line import FindingLine
from wdbranch.ui.jobs import beside
from wdbranch.ui.page import Page
from wdbranch.ui.widgets.section import Section

HEADS = (
    (MUST, "必须改的", "改好或写明理由以前，不能定稿、不能报送。"),
    (SHOULD, "应当改的", "检查时多半会问到。"),
    (HINT, "提醒", "请看一眼是不是写错了。"),
)
MOST_LINES = 100         # of one level; who has more mends these first


class FindingsPage(Page):
    """All findings of the book, by level; those set aside with a reason stand last."""

    title = "检查提醒"
    nav_id = "home"
    help = "点一条，就到记录里的那一格。数字对不上的必须改；别的可以在记录页写明理由。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        back = style.link("回到工作台", "caret-left")
        back.clicked.connect(lambda: desk.navigate("home"))
        page.addLayout(style.row([style.heading("检查提醒", 1), 1, back]))
        self._calm = style.label("没有查出问题。", tone="second")
        page.addWidget(self._calm)
        self._levels = QVBoxLayout()
        self._levels.setSpacing(style.px(12))
        page.addLayout(self._levels)
        page.addStretch(1)

    def refresh(self) -> None:
        """Check the whole book, beside the window: a book of many years takes a while."""
        today = self.desk.today()
        work = beside(self.desk.open_book().path, lambda held, _report, _cancelled: overview.findings(held, today))
        self.desk.jobs.start(self, "正在检查记录", work, None, self.show_findings)

    def show_findings(self, found: list[Finding]) -> None:
        """Show what was found."""
        style.clear(self._levels)
        self._calm.setVisible(not found)
        for level, head, why in HEADS:
            of_level = [one for one in found if one.level == level and one.waived is None]
            if of_level:
                self._levels.addWidget(self._section(f"{head}（{len(of_level)} 条）", why, of_level))
        waived = [one for one in found if one.waived is not None]
        if waived:
            self._levels.addWidget(self._section(f"已写明理由的（{len(waived)} 条）", "", waived))

    def _section(self, head: str, why: str, found: list[Finding]) -> QWidget:
        made = Section(head)
        made.fill(why, [FindingLine(self.desk, one) for one in found[:MOST_LINES]], "")
        return made


