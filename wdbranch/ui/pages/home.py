"""工作台: what is due, what is wrong, how far each star is, without a click."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wdbranch.book.finding import HINT, MUST, SHOULD
from wdbranch.operations import overview
from wdbranch.operations.overview import Home
from wdbranch.rules.duties import Duty
from wdbranch.rules.stars import Star
from wdbranch.ui import icons, say, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.finding_line import LEVEL_TONES, FindingLine
from wdbranch.ui.jobs import beside
from wdbranch.ui.new_record import FORM_ICONS, OTHER_ICON, begin, choose_form
from wdbranch.ui.page import Page
from wdbranch.ui.star_card import LEAST_WIDTH, StarCard
from wdbranch.ui.widgets.click import Elided
from wdbranch.ui.widgets.flow import Columns
from wdbranch.ui.widgets.section import Section

AT_ONCE = 400            # records; checking more takes longer than a window may stand still
SOON_DAYS = 31  # what is due later stands under 近期提醒
FINDINGS_SHOWN = 4
REMINDERS_SHOWN = 4
DUTIES_SHOWN = 8
LINES_SHOWN = 6
DONE_SHOWN = 2


class HomePage(Page):
    """The first page."""

    title = "工作台"
    nav_id = "home"
    help = "这一页回答三件事：哪些事到期了、哪里记得不对、五颗星还差什么。点任何一行，就到该去的地方。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._greeting = style.heading("", 1)
        self._where = style.label(tone="second")
        self.new = style.primary("记一次会议", "plus")
        self.new.setToolTip("Ctrl+N")
        self.new.clicked.connect(lambda: choose_form(self, desk, self.new))
        self.print = style.secondary("打印", "printer", "打印本月或全年的记录本")
        self.print.clicked.connect(lambda: desk.navigate("book", printing=True))
        page.addLayout(
            style.row([style.column([self._greeting, self._where], 2), 1, self.print, self.new], 10)
        )
        self._banner = Banner(desk)
        page.addWidget(self._banner)
        self._stars = Columns(LEAST_WIDTH)
        page.addWidget(self._stars)
        self._duties = Section("要办的事")
        self._findings = Section("检查提醒")
        self._later = Section("近期提醒")
        side = QWidget()
        side.setLayout(style.column([self._findings, self._later, 1], 12))
        lower = Columns(344, weights=(17, 10))
        lower.put([self._duties, side])
        page.addWidget(lower)
        page.addStretch(1)

    def refresh(self) -> None:
        """Read the book and show it."""
        book = self.desk.open_book()
        if len(book.snapshot().records) <= AT_ONCE:
            home = self.desk.run(overview.home, self.desk.today())
            if home is not None:
                self.show_home(home)
            return
        today = self.desk.today()
        work = beside(book.path, lambda held, _report, _cancelled: overview.home(held, today))
        self.desk.jobs.start(self, "正在检查记录", work, None, self.show_home)

    def show_home(self, home: Home) -> None:
        """Show what was read."""
        hello = say.greeting(datetime.now())
        self._greeting.setText(f"{home.secretary}书记，{hello}" if home.secretary else hello)
        self._where.setText(
            f"{home.branch.short or home.branch.name}　{say.long_day(home.on)}　党员 {home.members} 名"
        )
        self._banner.tell(home.overdue)
        self._stars.put([self._star(star) for star in home.stars])
        self._show_duties(home)
        self._show_findings(home)
        self._show_later(home)

    def _star(self, star: Star) -> StarCard:
        made = StarCard(star)
        made.clicked.connect(lambda: self.desk.navigate("stars", star=star.id))
        return made

    def _show_duties(self, home: Home) -> None:
        waiting = [duty for duty in home.duties if duty.state != "done" and duty.days_left <= SOON_DAYS]
        done = [duty for duty in home.duties if duty.state == "done" and abs(duty.days_left) <= SOON_DAYS]
        grouped = gather(waiting)
        room = max(DONE_SHOWN, LINES_SHOWN - len(grouped))
        lines: list[QWidget] = [DutyLine(self.desk, duty, more) for duty, more in grouped[:DUTIES_SHOWN]]
        lines += [DutyLine(self.desk, duty) for duty in done[:room]]
        if not home.members:
            lines.insert(0, FirstStep(self.desk))
        told = f"待办 {len(waiting)} 件，近期已完成 {len(done)} 件"
        self._duties.fill(told, lines, "这个月的事都办完了。")
        if len(grouped) > DUTIES_SHOWN:
            rest = style.label(
                f"还有 {len(grouped) - DUTIES_SHOWN} 件，先办上面的。", size="small", tone="second"
            )
            self._duties.foot(rest)

    def _show_findings(self, home: Home) -> None:
        counts = [
            (level, sum(1 for one in home.findings if one.level == level)) for level in (MUST, SHOULD, HINT)
        ]
        lines = [FindingLine(self.desk, one) for one in home.findings[:FINDINGS_SHOWN]]
        self._findings.fill(
            "",
            lines,
            "没有查出问题。",
            tags=[(f"{level} {count}", LEVEL_TONES[level]) for level, count in counts if count],
        )
        more = len(home.findings) - FINDINGS_SHOWN
        if more > 0:
            all_of_them = style.link(f"还有 {more} 条，全部查看")
            all_of_them.clicked.connect(lambda: self.desk.navigate("findings"))
            self._findings.foot(all_of_them)

    def _show_later(self, home: Home) -> None:
        later = sorted(
            (duty for duty in home.duties if duty.state != "done" and duty.days_left > SOON_DAYS),
            key=lambda duty: duty.due,
        )
        self._later.fill(
            "", [_later_line(home, duty) for duty in later[:REMINDERS_SHOWN]], "一个月以后暂时没有要办的事。"
        )


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
        self._first: Duty | None = None
        self.hide()

    def tell(self, overdue: tuple[Duty, ...]) -> None:
        """Show the longest overdue, or hide."""
        self.setVisible(bool(overdue))
        if not overdue:
            return
        self._first = overdue[0]
        self.act.setText("现在补记" if self._first.form else "现在登记")
        self._text.say(
            f"有 {len(overdue)} 件事已逾期：{self._first.title}，已超过 {-self._first.days_left} 天。"
        )

    def _go(self) -> None:
        if self._first is not None:
            follow(self._desk, self._first)


class DutyLine(QWidget):
    """One duty: what, the rule behind it, its state, one verb. ``more`` periods of the same are as late."""

    def __init__(self, desk: Desk, duty: Duty, more: int = 0) -> None:
        super().__init__()
        done = duty.state == "done"
        box = style.row([], 12)
        box.setContentsMargins(*(style.px(side) for side in (16, 8, 10, 8)))
        self.setLayout(box)
        mark = style.label()
        name = "check-circle" if done else FORM_ICONS.get(duty.form or "", OTHER_ICON)
        tone = {"done": "ok", "overdue": "red_text"}.get(duty.state, "text2")
        mark.setPixmap(icons.pixmap(name, style.px(22), tone))
        name_of_it = f"{duty.title}（{more + 1} 期）" if more else duty.title
        title = Elided(name_of_it, tone="second" if done else "", strong=not done)
        words = style.column([title, Elided(duty.say, size="small", tone="second")], 1)
        state = {
            "done": lambda: style.tag("已完成", "ok"),
            "overdue": lambda: style.tag(say.left(duty.days_left), "bad"),
            "soon": lambda: style.tag(say.left(duty.days_left), "warn"),
        }.get(duty.state, lambda: style.tag(say.left(duty.days_left)))()
        verb = style.link(_verb(duty), name=f"{_verb(duty)}：{duty.title}")
        verb.setFixedWidth(style.px(72))
        verb.clicked.connect(lambda: follow(desk, duty))
        box.addWidget(mark)
        box.addLayout(words, 1)
        box.addWidget(state)
        box.addWidget(verb)
        self.setToolTip(duty.source)


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
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(style.column([head, text], 1), 1)
        box.addWidget(act)


def gather(duties: list[Duty]) -> list[tuple[Duty, int]]:
    """The overdue periods of one duty under the longest overdue: (duty, how many more). The order stays."""
    groups: dict[tuple[str, str], list[Duty]] = {}
    for duty in duties:
        key = (duty.id, "overdue") if duty.state == "overdue" else (duty.id, duty.period)
        groups.setdefault(key, []).append(duty)
    return [(found[0], len(found) - 1) for found in groups.values()]


def follow(desk: Desk, duty: Duty) -> None:
    """Go where a duty is done: to a new record, to the records there are, or to the note that it was done."""
    if duty.form is None:
        from wdbranch.ui.dialogs.evidence import ask_evidence

        ask_evidence(desk, duty.evidence_key, duty.title, duty.say)
    elif duty.state == "done":
        desk.navigate("book", form=duty.form)
    else:
        begin(desk, duty.form)


def _verb(duty: Duty) -> str:
    if duty.state == "done":
        return "查看"
    if duty.form is None:
        return "去登记"
    return "补记" if duty.state == "overdue" else "去记录"


def _later_line(home: Home, duty: Duty) -> QWidget:
    made = QWidget()
    day = style.label(say.short_day(duty.due, home.on), size="small", tone="second")
    day.setMinimumWidth(style.px(64))
    box = style.row([day], 8)
    box.addWidget(Elided(duty.title), 1)
    box.setContentsMargins(style.px(16), style.px(6), style.px(12), style.px(6))
    made.setLayout(box)
    return made
