"""发展党员: who is at which stage and what is next; one person's time line, each step one click from its box."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wdbranch.book.finding import MUST
from wdbranch.operations import development
from wdbranch.operations.development import CaseLine, Told
from wdbranch.rules.development.countdowns import Countdown
from wdbranch.rules.development.timeline import StepState
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.page import Page
from wdbranch.ui.widgets.click import ClickCard

_STATES = {
    "done": ("已办", "ok"), "next": ("下一步", "warn"), "later": ("未到", "mute"), "missing": ("漏填", "bad"),
    "wrong": ("次序不对", "bad"), "not_asked": ("不要求", "mute"),
}  # fmt: skip
_CLOSED = {"done": "已转正", "ended": "已终止"}


class DevelopmentPage(Page):
    """On the left the people by stage, on the right the time line of the chosen one."""

    title = "发展党员"
    nav_id = "development"
    help = "左边是人，右边是时间轴。点一步就到要填的那一格；会议里讨论过的，日期和票数可以直接填入。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        begin = style.primary("新建一份纪实", "plus")
        begin.clicked.connect(self._begin)
        words = style.column([style.heading("发展党员", 1), style.label(self.help, tone="second", wrap=True)], 2)
        top = style.row([], 12)
        top.addLayout(words, 1)
        top.addWidget(begin, 0, Qt.AlignmentFlag.AlignTop)
        page.addLayout(top)
        across = style.row([], 14)
        self._people = QVBoxLayout()
        self._people.setSpacing(style.px(10))
        self._line = QVBoxLayout()
        self._line.setSpacing(style.px(12))
        across.addLayout(self._people, 2)
        across.addLayout(self._line, 5)
        page.addLayout(across)
        page.addStretch(1)
        self._chosen = ""

    def refresh(self) -> None:
        """Read the cases anew."""
        found = self.desk.run(development.lines, self.desk.today())
        if found is None:
            return
        if not any(line.record == self._chosen for line in found):
            first = min(found, key=lambda line: line.due.due.toordinal() if line.due else 10**9, default=None)
            self._chosen = first.record if first else ""
        self._show_people(found)
        self._show_line()

    def go(self, record: str = "", **where: Any) -> None:
        """Show one case."""
        del where
        if record:
            self._chosen = record
            self.refresh()

    def _begin(self) -> None:
        saved = begin_case(self, self.desk)
        if saved:
            self.go(record=saved)

    # ---- the people -----------------------------------------------------------------------------------------

    def _show_people(self, found: list[CaseLine]) -> None:
        style.clear(self._people)
        if not found:
            self._people.addWidget(
                style.label("还没有人。收到入党申请书以后，点“新建一份纪实”。", tone="second", wrap=True)
            )
        for stage in dict.fromkeys(line.stage for line in found):
            people = [line for line in found if line.stage == stage]
            head = _CLOSED.get(stage, people[0].stage_title)
            card = style.card(margins=(0, 10, 0, 4), gap=0)
            title = style.row([style.heading(head), style.label(f"{len(people)} 人", size="small", tone="second"), 1])
            title.setContentsMargins(style.px(14), 0, style.px(14), style.px(6))
            card.box.addLayout(title)
            for line in people:
                card.box.addWidget(style.rule())
                card.box.addWidget(self._person(line))
            self._people.addWidget(card)
        self._people.addStretch(1)

    def _person(self, line: CaseLine) -> QWidget:
        said = line.due.say if line.due is not None and line.due.grade else f"下一步：{line.following}"
        if not line.following:
            said = "都已办完"
        made = ClickCard(f"{line.name}，{said}", kind="row", margins=(14, 8, 14, 8))
        made.setCheckable(True)
        made.setChecked(line.record == self._chosen)
        holder = QWidget()
        tone = "red" if line.due is not None and line.due.days_left < 0 else "second"
        head: list[QWidget | int] = [style.label(line.name, strong=True), 1]
        if line.wrong:
            head.append(style.tag(f"{line.wrong} 处要核", "bad"))
        elif line.due is not None and line.due.grade:
            head.append(style.tag(days_of(line.due), "bad" if line.due.grade > 2 else "warn"))
        holder.setLayout(style.column([style.row(head), style.label(said, size="small", tone=tone, wrap=True)], 2))
        made.add(holder)
        made.clicked.connect(lambda: self.go(record=line.record))
        return made

    # ---- the time line --------------------------------------------------------------------------------------

    def _show_line(self) -> None:
        style.clear(self._line)
        if not self._chosen:
            return
        found = self.desk.run(development.told, self._chosen, self.desk.today())
        if found is None:
            return
        self._line.addWidget(self._head(found))
        if found.offers:
            self._line.addWidget(self._offers(found))
        card = style.card(margins=(0, 6, 0, 6), gap=0)
        for number, state in enumerate(found.states):
            if number:
                card.box.addWidget(style.rule())
            card.box.addWidget(StepLine(self.desk, found.record, state))
        self._line.addWidget(card)
        self._line.addStretch(1)

    def _head(self, found: Told) -> QWidget:
        card = style.card()
        done = sum(state.state == "done" for state in found.states)
        asked = sum(state.state != "not_asked" for state in found.states)
        open_page = style.secondary("打开全程纪实", "file-text", f"打开{found.name}的全程纪实")
        open_page.clicked.connect(lambda: self.desk.navigate("record", record_id=found.record))
        count = style.label(f"已办 {done} 步，共 {asked} 步", tone="second")
        words = style.row([style.heading(found.name), style.tag(found.stage_title), count, 1, open_page])
        card.box.addLayout(words)
        for one in found.due:
            tone = "red" if one.days_left < 0 else "warn" if one.grade else "second"
            card.box.addWidget(style.label(one.say, tone=tone, wrap=True))
        for finding in found.findings:
            line = ClickCard(finding.say, kind="row", margins=(0, 2, 0, 2))
            tone = "red" if finding.level == MUST else "second"
            line.add(style.label(f"{finding.level}　{finding.say}", tone=tone, wrap=True))
            line.clicked.connect(
                lambda _on=False, at=finding: self.desk.navigate(
                    "record", record_id=found.record, field=at.field, row=at.row
                )
            )
            card.box.addWidget(line)
        if found.may_enter:
            enter = style.primary("登记到花名册", "users-three", f"把{found.name}登记到花名册")
            enter.clicked.connect(lambda: self._enter(found))
            card.box.addLayout(style.row([enter, 1]))
        return card

    def _enter(self, found: Told) -> None:
        if self.desk.change(self, development.enter_roster, found.record) is not None:
            self.desk.note(f"{found.name}已登记为预备党员")
            self.refresh()

    def _offers(self, found: Told) -> QWidget:
        card = style.card(gap=6)
        card.box.addWidget(style.heading("会议里已经有的"))
        for offer in found.offers:
            day = f"{offer.on.year}年{offer.on.month}月{offer.on.day}日"
            said = style.label(f"{day}{offer.title}：{offer.step.names['']}　{offer.votes}", wrap=True)
            take = style.link("填入", "check", f"填入{offer.step.names['']}")
            take.setEnabled(not found.frozen)
            take.clicked.connect(lambda _on=False, one=offer: self._take(found, one))
            card.box.addLayout(style.spread(said, take))
        return card

    def _take(self, found: Told, offer: Any) -> None:
        if self.desk.change(self, development.take_offer, found.record, offer) is not None:
            self.refresh()


class StepLine(ClickCard):
    """One step: mark, number and name, day, what there is to say; a click leads to its box."""

    def __init__(self, desk: Desk, record: str, state: StepState) -> None:
        super().__init__(f"{state.step.no} {state.name}：{state.say}", kind="row", across=True, margins=(14, 7, 14, 7))
        self.state = state
        word, tone = _STATES[state.state]
        mark = style.tag(word, tone)
        mark.setMinimumWidth(style.px(68))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = style.label(f"{state.step.no}　{state.name}", strong=state.state == "next", wrap=True)
        name.setFixedWidth(style.px(164))
        self.add(mark)
        self.add(name)
        quiet = state.state in ("later", "not_asked")
        self.add(style.label(state.say, tone="third" if quiet else "" if tone == "ok" else "second", wrap=True), 1)
        self.setToolTip(f"{state.step.organ}办理\n材料：{state.step.material or '会议记录'}\n{state.source}")
        boxes = {"reviews": "reviews", "probation": "probation_reviews"}
        box = boxes.get(state.step.id, state.step.on)
        self.clicked.connect(lambda: desk.navigate("record", record_id=record, field=box))


def days_of(one: Countdown) -> str:
    """还剩 3 天, 今天到期, 逾期 2 天."""
    if one.days_left == 0:
        return "今天到期"
    return f"还剩 {one.days_left} 天" if one.days_left > 0 else f"逾期 {-one.days_left} 天"


def begin_case(parent: QWidget, desk: Desk) -> str:
    """Ask for name and days of a new case; the id of its record, empty where it was not made."""
    from wdbranch.ui import messages
    from wdbranch.ui.messages import Box
    from wdbranch.ui.widgets.day_edit import DayEdit

    told = "收到入党申请书以后建一份。花名册里没有的，会登记为入党申请人。"
    box = Box(parent, "新建一份纪实", [("", told)], icon="user")
    name = QLineEdit()
    name.setAccessibleName("姓名")
    applied, received = DayEdit("递交入党申请书日期", desk.today()), DayEdit("收到申请书日期", desk.today())
    for word, widget in (("姓名", name), ("递交入党申请书日期", applied), ("收到申请书日期", received)):
        box.body(style.label(word, tone="second"))
        box.body(widget)
    box.verbs("建好", "取消")
    name.setFocus()
    days = applied, received
    if not messages.show(box) or None in (days[0].day(), days[1].day()):
        return ""
    first, second = days[0].day(), days[1].day()
    assert first is not None
    assert second is not None
    saved = desk.change(None, development.begin, name.text(), first, second)
    return saved.record.id if saved is not None else ""
