"""五星创建: of each star first what is missing, then what to do, then what stands and on what evidence."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wdbranch.operations import book as book_operations
from wdbranch.operations import overview
from wdbranch.rules.stars import Indicator, Star
from wdbranch.ui import say, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.home_view import star_view
from wdbranch.ui.page import Page
from wdbranch.ui.star_card import LEAST_WIDTH, StarCard
from wdbranch.ui.widgets.flow import Columns

GROUPS = (
    ("unmet", "还差这些", "bad", "差"),
    ("manual", "要支部自己判断", "warn", "待判断"),
    ("not_yet", "还没到时间", "mute", "未到时间"),
    ("met", "已经达到", "ok", "已达到"),
    ("n/a", "本支部不适用", "mute", "不适用"),
)


class StarsPage(Page):
    """Five cards, and the indicators of the chosen one."""

    title = "五星创建"
    nav_id = "stars"
    help = "点一颗星，看它还差什么、怎么补。能从记录里算的自动算，算不了的由支部写明依据。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._set = style.label(tone="second")
        page.addLayout(style.column([style.heading("五星创建", 1), self._set], 2))
        self._cards = Columns(LEAST_WIDTH)
        page.addWidget(self._cards)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(style.px(12))
        page.addLayout(self._groups)
        self._reference = style.label(size="small", tone="third", wrap=True)
        page.addWidget(self._reference)
        page.addStretch(1)
        self._chosen = ""
        self._stars: list[Star] = []

    def refresh(self) -> None:
        """Reckon the stars anew."""
        found = self.desk.run(overview.stars, self.desk.today())
        if found is None:
            return
        self._stars = found
        kind = book_operations.KINDS[self.desk.open_book().branch().kind]
        self._set.setText(f"{kind}这一套　截至 {say.long_day(self.desk.today())}")
        self._reference.setText(
            "指标是按公开材料整理的参考版，不是官方原文，以区委组织部和街道印发的标准为准；街道可以下发标准包整体替换。"
        )
        if not any(star.id == self._chosen for star in found):
            self._chosen = found[0].id if found else ""
        self._show()

    def go(self, star: str = "", **where: Any) -> None:
        """Show one star."""
        del where
        if star and any(found.id == star for found in self._stars):
            self._chosen = star
            self._show()

    def _show(self) -> None:
        cards: list[QWidget] = []
        for star in self._stars:
            card = StarCard(star_view(star))
            card.setCheckable(True)
            card.setChecked(star.id == self._chosen)
            card.clicked.connect(lambda _on=False, wanted=star.id: self.go(star=wanted))
            cards.append(card)
        self._cards.put(cards)
        style.clear(self._groups)
        chosen = next((star for star in self._stars if star.id == self._chosen), None)
        if chosen is None:
            return
        for state, head, tone, word in GROUPS:
            of_state = [one for one in chosen.indicators if one.state == state]
            if of_state:
                self._groups.addWidget(self._group(f"{chosen.name}：{head}", of_state, tone, word))

    def _group(self, head: str, indicators: list[Indicator], tone: str, word: str) -> QWidget:
        card = style.card(margins=(0, 12, 0, 6), gap=0)
        line = style.row(
            [style.heading(head), style.label(f"{len(indicators)} 项", size="small", tone="second"), 1]
        )
        line.setContentsMargins(style.px(16), 0, style.px(16), style.px(8))
        card.box.addLayout(line)
        for one in indicators:
            card.box.addWidget(style.rule())
            card.box.addWidget(IndicatorLine(self.desk, one, tone, word))
        return card


class IndicatorLine(QWidget):
    """One indicator: state, figures with what the denominator counts, what to do, where it comes from."""

    def __init__(self, desk: Desk, one: Indicator, tone: str, word: str) -> None:
        super().__init__()
        box = style.row([], 12)
        box.setContentsMargins(*(style.px(side) for side in (16, 9, 10, 9)))
        self.setLayout(box)
        state = style.tag(word, tone)
        state.setMinimumWidth(style.px(68))
        state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        words = style.column([_text(one.name, strong=True)], 2)
        if told := one.say or figures_of(one):
            words.addWidget(_text(told, tone="second"))
        if one.todo and one.state in ("unmet", "manual", "not_yet"):
            words.addWidget(_text(f"怎么办：{one.todo}", tone="red" if one.state == "unmet" else "second"))
        if one.source:
            words.addWidget(_text(f"出处：{one.source}", size="small", tone="third"))
        box.addLayout(words, 1)
        if one.manual:
            act = style.link(
                "写依据" if one.state == "manual" else "改依据", "pencil-simple", f"写依据：{one.name}"
            )
            act.clicked.connect(lambda: _judge(desk, one))
            box.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)


def figures_of(one: Indicator) -> str:
    """The figures in words: 9 / 10，分母：已过的月数."""
    if one.numerator is None:
        return ""
    if one.denominator is None:
        return f"现在是 {one.numerator:g}"
    text = f"{one.numerator:g} / {one.denominator:g}"
    return f"{text}（分母：{one.of}）" if one.of else text


def _text(text: str, *, size: str = "", tone: str = "", strong: bool = False) -> QWidget:
    return style.label(text, size=size, tone=tone, strong=strong, wrap=True)


def _judge(desk: Desk, one: Indicator) -> None:
    from wdbranch.ui.dialogs.evidence import ask_evidence

    ask_evidence(desk, one.id, one.name, one.say or one.todo)
