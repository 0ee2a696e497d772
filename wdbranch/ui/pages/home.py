"""工作台: what is due, what is wrong, how far each star is, without a click."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from wdbranch.ui import icons, say, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.finding_line import LEVEL_TONES, FindingLine
from wdbranch.ui.home_view import LEVELS, DutyView, HomeView, LaterView, StarView
from wdbranch.ui.jobs import beside
from wdbranch.ui.new_record import FORM_ICONS, OTHER_ICON, begin, choose_form
from wdbranch.ui.page import Page
from wdbranch.ui.star_card import LEAST_WIDTH, StarCard
from wdbranch.ui.widgets.click import Elided
from wdbranch.ui.widgets.flow import Columns
from wdbranch.ui.widgets.section import Section

if TYPE_CHECKING:
    from wdbranch.ui.keep_home import Computed

NOTE = "去登记"
"""The verb of a duty that no record fulfils."""
MORE_WIDTH = 40
STARS_ROOM = 1024
"""What a screen of 1366 leaves in large type. Where five stars need two rows, what is due stands above them."""


class HomePage(Page):
    """The first page."""

    title = "工作台"
    nav_id = "home"
    help = "这一页回答三件事：哪些事到期了、哪里记得不对、五颗星还差什么。点任何一行，就到该去的地方。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self.shown: HomeView | None = None
        self._greeting = style.heading("", 1)
        self._where = style.label(tone="second")
        self.new = style.primary("记一次会议", "plus")
        self.new.setToolTip("Ctrl+N")
        self.new.clicked.connect(lambda: desk.when_open(lambda: choose_form(self, desk, self.new)))
        self.print = style.secondary("打印", "printer", "打印本月或全年的记录本")
        self.print.clicked.connect(lambda: desk.navigate("book", printing=True))
        page.addLayout(
            style.row([style.column([self._greeting, self._where], 2), 1, self.print, self.new], 10)
        )
        self._banner = Banner(desk)
        page.addWidget(self._banner)
        self._stars = Columns(LEAST_WIDTH)
        self._duties = Section("要办的事")
        self._findings = Section("检查提醒")
        self._later = Section("近期提醒")
        side = QWidget()
        side.setLayout(style.column([self._findings, self._later, 1], 12))
        lower = Columns(344, weights=(17, 10))
        lower.put([self._duties, side])
        one_row = 5 * style.px(LEAST_WIDTH) <= STARS_ROOM
        for part in (self._stars, lower) if one_row else (lower, self._stars):
            page.addWidget(part)
        page.addStretch(1)

    def refresh(self) -> None:
        """Read the book and show it; while the book is still being opened, show what it kept."""
        if self.desk.awaited is not None:
            self.show_view(self.desk.awaited.view)
            return
        from wdbranch.ui import keep_home

        book = self.desk.open_book()
        today = self.desk.today()
        if keep_home.small(book):
            self.show_computed(keep_home.compute(book, today))
            return
        work = beside(book.path, lambda held, _report, _cancelled: keep_home.compute(held, today))
        self.desk.jobs.start(self, "正在检查记录", work, None, self.show_computed)

    def show_computed(self, computed: Computed) -> None:
        """Show what was computed, and have it at hand for the next start."""
        self.desk.computed[computed.day] = computed
        self.show_view(computed.view)

    def show_view(self, view: HomeView) -> None:
        """Show this; lines that already stand there stay."""
        hello = say.greeting(datetime.now())
        self._greeting.setText(f"{view.secretary}书记，{hello}" if view.secretary else hello)
        if view == self.shown:
            return
        self.shown = view
        self._where.setText(view.where)
        self._banner.tell(view.overdue, view.first)
        self._stars.put([self._star(star) for star in view.stars])
        self._show_duties(view)
        self._show_findings(view)
        self._later.fill("", [_later_line(line) for line in view.later], "一个月以后暂时没有要办的事。")

    def _star(self, star: StarView) -> StarCard:
        made = StarCard(star)
        made.clicked.connect(lambda: self.desk.navigate("stars", star=star.id))
        return made

    def _show_duties(self, view: HomeView) -> None:
        lines: list[QWidget] = [DutyLine(self.desk, duty) for duty in view.duties]
        if not view.members:
            lines.insert(0, FirstStep(self.desk))
        self._duties.fill(f"待办 {view.waiting} 件", lines, "这个月的事都办完了。")
        told = [f"还有 {view.rest} 件"] if view.rest else []
        told += [f"近期已完成 {view.done} 件"] if view.done else []
        if told:
            all_of_them = style.link("，".join(told), name="看全年安排")
            all_of_them.setToolTip("看全年安排")
            all_of_them.clicked.connect(lambda: self.desk.navigate("year"))
            self._duties.foot(all_of_them)

    def _show_findings(self, view: HomeView) -> None:
        lines = [FindingLine(self.desk, one) for one in view.findings]
        counts = zip(LEVELS, view.levels, strict=True)
        self._findings.fill(
            "",
            lines,
            "没有查出问题。",
            tags=[(f"{level} {count}", LEVEL_TONES[level]) for level, count in counts if count],
        )
        more = sum(view.levels) - len(view.findings)
        if more > 0:
            all_of_them = style.link(f"还有 {more} 条，全部查看")
            all_of_them.clicked.connect(lambda: self.desk.navigate("findings"))
            self._findings.foot(all_of_them)


class Banner(QFrame):
    """One red line when something is overdue."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "banner")
        box = QHBoxLayout(self)
        box.setContentsMargins(*(style.px(side) for side in (16, 6, 10, 6)))
        box.setSpacing(style.px(8))
        self._mark = style.label()
        self._mark.setPixmap(icons.pixmap("warning-circle", style.px(22), "red_text"))
        self._text = Elided("", tone="red")
        self.act = style.link("现在补记")
        self.act.clicked.connect(self._go)
        box.addWidget(self._mark)
        box.addWidget(self._text, 1)
        box.addWidget(self.act)
        self._first: DutyView | None = None
        self.hide()

    def tell(self, overdue: int, first: DutyView | None) -> None:
        """Show the longest overdue, or hide."""
        self.setVisible(first is not None)
        if first is None:
            return
        self._first = first
        self.act.setText("现在补记" if first.form else "现在登记")
        self._text.say(f"有 {overdue} 件事已逾期：{first.title}，已超过 {-first.days_left} 天。")

    def _go(self) -> None:
        if self._first is not None:
            first = self._first
            self._desk.when_open(lambda: follow(self._desk, first))


class DutyLine(QWidget):
    """One duty: what, the rule behind it, its state, one verb; an overdue one may also be explained."""

    def __init__(self, desk: Desk, duty: DutyView) -> None:
        super().__init__()
        self.duty, self._desk = duty, desk
        done = duty.state == "done"
        box = style.row([], 12)
        box.setContentsMargins(*(style.px(side) for side in (16, 8, 10, 8)))
        self.setLayout(box)
        mark = style.label()
        name = "check-circle" if done else FORM_ICONS.get(duty.form or "", OTHER_ICON)
        tone = {"done": "ok", "overdue": "red_text"}.get(duty.state, "text2")
        mark.setPixmap(icons.pixmap(name, style.px(22), tone))
        name_of_it = f"{duty.title}（{duty.more + 1} 项）" if duty.more else duty.title
        title = Elided(name_of_it, tone="second" if done else "", strong=not done)
        words = style.column([title, Elided(duty.say, size="small", tone="second")], 1)
        state = {
            "done": lambda: style.tag("已完成", "ok"),
            "overdue": lambda: style.tag(say.left(duty.days_left), "bad"),
            "soon": lambda: style.tag(say.left(duty.days_left), "warn"),
        }.get(duty.state, lambda: style.tag(say.left(duty.days_left)))()
        verb = style.link(_verb(duty), name=f"{_verb(duty)}：{duty.title}")
        verb.setFixedWidth(style.px(72))
        verb.clicked.connect(lambda: desk.when_open(lambda: follow(desk, duty)))
        box.addWidget(mark)
        box.addLayout(words, 1)
        box.addWidget(state)
        box.addWidget(verb)
        if duty.state == "overdue":
            self.more = style.link("", "caret-down", f"补记或写明原因：{duty.title}")
            self.more.setToolTip("补记，或写明原因")
            self.more.setFixedWidth(style.px(MORE_WIDTH))
            self.more.clicked.connect(self._open_menu)
            box.addWidget(self.more)
        else:
            box.addSpacing(style.px(MORE_WIDTH) + box.spacing())  # the verbs stand below each other
        self.setToolTip(duty.source)

    def menu(self) -> QMenu:
        """What else can be done with an overdue duty: it was done on paper, or there is a reason."""
        made = QMenu(self)
        if _verb(self.duty) != NOTE:
            act = made.addAction(_verb(self.duty))
            act.triggered.connect(lambda: self._desk.when_open(lambda: follow(self._desk, self.duty)))
        act = made.addAction("写明原因或依据…")
        act.triggered.connect(lambda: self._desk.when_open(lambda: explain(self._desk, self.duty)))
        return made

    def _open_menu(self) -> None:
        made = self.menu()
        made.setActiveAction(made.actions()[0])
        made.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


class FirstStep(QWidget):
    """What a new book needs first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        box = style.row([], 12)
        box.setContentsMargins(*(style.px(side) for side in (16, 10, 10, 10)))
        self.setLayout(box)
        mark = style.label()
        mark.setPixmap(icons.pixmap("users-three", style.px(22), "red_text"))
        head = style.label("先把党员名单放进来", strong=True)
        text = style.label("应到人数、到会名单、票数都从花名册算。", size="small", tone="second", wrap=True)
        act = style.link("去导入")
        act.clicked.connect(lambda: desk.navigate("roster"))
        box.addLayout(style.column([mark, 1]))
        box.addLayout(style.column([head, text], 1), 1)
        box.addWidget(act)


def follow(desk: Desk, duty: DutyView) -> None:
    """Go where a duty is done: to its record or page, to a new record, or to the note that it was done."""
    if duty.record is not None:
        desk.navigate("record", record_id=duty.record)
    elif duty.page:
        desk.navigate(duty.page, **({"member": duty.member} if duty.member is not None else {}))
    elif duty.form is None:
        explain(desk, duty)
    elif duty.state == "done":
        desk.navigate("book", form=duty.form)
    elif duty.state == "overdue":
        begin(desk, duty.form, desk.today() + timedelta(days=duty.days_left))
    else:
        begin(desk, duty.form)


def explain(desk: Desk, duty: DutyView) -> None:
    """Write down that a duty was done on paper, or why it was not done."""
    from wdbranch.ui.dialogs.evidence import ask_evidence

    ask_evidence(desk, duty.evidence_key, duty.title, duty.say)


def _verb(duty: DutyView) -> str:
    if duty.state == "done" or duty.record is not None or duty.page:
        return "查看"
    if duty.form is None:
        return NOTE
    return "补记" if duty.state == "overdue" else "去记录"


def _later_line(line: LaterView) -> QWidget:
    made = QWidget()
    day = style.label(line.day, size="small", tone="second")
    day.setMinimumWidth(style.px(64))
    box = style.row([day], 8)
    box.addWidget(Elided(line.title), 1)
    box.setContentsMargins(style.px(16), style.px(6), style.px(12), style.px(6))
    made.setLayout(box)
    return made
