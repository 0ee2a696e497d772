"""五星创建: of each star first what is missing, then what to do, then what stands and on what evidence."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout, QWidget

from wdbranch.operations import book as book_operations
from wdbranch.operations import contents
from wdbranch.operations import stars as operations
from wdbranch.operations.stars import Creation
from wdbranch.rules.negatives import Negative
from wdbranch.rules.stars import Indicator, Star
from wdbranch.ui import messages, say, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.home_view import star_view
from wdbranch.ui.page import Page
from wdbranch.ui.star_card import LEAST_WIDTH, StarCard
from wdbranch.ui.stars import parts
from wdbranch.ui.stars.lines import IndicatorLine
from wdbranch.ui.widgets.flow import Columns

GROUPS = (
    ("unmet", "还差这些", "bad", "差"),
    ("manual", "要支部自己判断", "warn", "待判断"),
    ("not_yet", "还没到时间", "mute", "未到时间"),
    ("met", "已经达到", "ok", "已达到"),
    ("n/a", "本支部不适用", "mute", "不适用"),
)


class StarsPage(Page):
    """The steps of the year, five cards, and of the chosen star its indicators, figures and ledgers."""

    title = "五星创建"
    nav_id = "stars"
    help = "点一颗星，看它还差什么、怎么补、台账在哪里。能从记录里算的自动算，算不了的由支部自评、写明依据。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._set = style.label(tone="second", wrap=True)
        self.years = QComboBox()
        self.years.setAccessibleName("哪一年")
        self.years.activated.connect(lambda _index: self.refresh())
        self.papers = style.secondary("打印", "printer", "打印这一年的表")
        self.papers.setMenu(QMenu(self.papers))
        self.options = style.secondary("", "gear-six", "创星设置：哪几颗星、怎样数、创星主体")
        self.options.clicked.connect(self._settings)
        self.new = style.primary("新建", "plus", "新建这颗星的一条记录")
        self.new.clicked.connect(self._offer_new)
        head = style.row([style.heading("五星创建", 1), 1, self.years, self.options, self.papers, self.new], 8)
        page.addLayout(style.column([head, self._set], 2))
        self._steps = QVBoxLayout()
        page.addLayout(self._steps)
        self._cards = Columns(LEAST_WIDTH)
        page.addWidget(self._cards)
        self._target = style.label(wrap=True)
        page.addWidget(self._target)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(style.px(12))
        page.addLayout(self._groups)
        self._reference = style.label(size="small", tone="third", wrap=True)
        page.addWidget(self._reference)
        page.addStretch(1)
        self._chosen = ""
        self._stars: list[Star] = []
        self._found: Creation | None = None

    @property
    def year(self) -> int:
        """The year shown."""
        chosen = self.years.currentData()
        return int(chosen) if chosen else self.desk.today().year

    def refresh(self) -> None:
        """Reckon the stars anew."""
        found = self.desk.run(operations.creation, self.desk.today(), self.year)
        if found is None:
            return
        self._found, self._stars = found, list(found.stars)
        self._fill_years(found)
        kind = book_operations.KINDS[self.desk.open_book().branch().kind]
        told = f"{found.holder}　{kind}这一套　截至 {say.long_day(found.on)}"
        got = f"　{found.year}年已认定 {found.reached} 颗星" if found.granted else ""
        self._set.setText(told + got)
        self._reference.setText(
            "指标是按公开材料整理的参考版，不是官方原文，以区委组织部和街道印发的标准为准；街道可以下发标准包整体替换。"
        )
        self._fill_papers(found)
        style.clear(self._steps)
        self._steps.addWidget(parts.step_line(self.desk, found.steps, found.year, self._to_self))
        if not any(star.id == self._chosen for star in found.stars):
            aims = [one.star for one in found.targets if not one.granted]
            self._chosen = (aims or [star.id for star in found.stars])[0] if found.stars else ""
        self._show()

    def go(self, star: str = "", year: int = 0, **where: Any) -> None:
        """Show one star, or another year."""
        del where
        if year and year != self.year:
            self.years.setCurrentIndex(self.years.findData(year))
            self.refresh()
        if star and any(found.id == star for found in self._stars):
            self._chosen = star
            self._show()

    def _fill_years(self, found: Creation) -> None:
        self.years.blockSignals(True)
        self.years.clear()
        for year in found.years:
            self.years.addItem(f"{year}年", year)
        self.years.setCurrentIndex(self.years.findData(found.year))
        self.years.blockSignals(False)
        self.years.setVisible(len(found.years) > 1)

    def _fill_papers(self, found: Creation) -> None:
        menu = self.papers.menu()
        menu.clear()
        for view, name in found.papers:
            menu.addAction(f"{name}…").triggered.connect(partial(self._paper, view))
        menu.addSeparator()
        menu.addAction("把创建综述写进年度总结").triggered.connect(self._to_summary)

    def _paper(self, view: str) -> None:
        self.desk.navigate("sheet", sheet=view, year=self.year)

    def _to_summary(self) -> None:
        saved = self.desk.change(None, operations.draft_summary, self.year, self.desk.today())
        if saved is not None:
            self.desk.navigate("record", record_id=saved.record.id)

    def _settings(self) -> None:
        from wdbranch.ui.dialogs.star_settings import ask_star_settings

        ask_star_settings(self.desk)

    def _to_self(self) -> None:
        """Show the star that has most to be judged."""
        def left(star: Star) -> int:
            return sum(one.state == "manual" for one in star.indicators)

        if self._stars:
            self.go(star=max(self._stars, key=left).id)

    def _chosen_star(self) -> Star | None:
        return next((star for star in self._stars if star.id == self._chosen), None)

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
        chosen, found = self._chosen_star(), self._found
        if chosen is None or found is None:
            return
        aim = next(one for one in found.targets if one.star == chosen.id)
        near = parts.nearest_words(found.targets)
        leads = operations.leads(chosen.id)
        self._target.setText(f"{chosen.name}：{parts.target_words(aim)}。{near}　牵头（参考）：{leads}")
        for state, head, tone, word in GROUPS[:3]:
            self._add_group(chosen, state, f"{chosen.name}：{head}", tone, word)
        self._add(parts.figures_card([one for one in found.figures if chosen.id in one.stars]))
        of_star = operations.of_star(self.desk.open_book(), chosen, found.year)
        self._add(parts.ledger_card(self.desk, of_star, found.year, self._hide))
        for state, head, tone, word in GROUPS[3:]:
            self._add_group(chosen, state, f"{chosen.name}：{head}", tone, word)
        mine = [one for one in found.negatives if not one.stars or chosen.id in one.stars]
        self._add(parts.negative_card(mine, self._answer))
        if len(found.years) > 1:
            lines = operations.history(self.desk.open_book(), self.desk.today())
            self._add(parts.history_card(lines, operations.every_star(), lambda year: self.go(year=year)))

    def _add(self, part: QWidget | None) -> None:
        if part is not None:
            self._groups.addWidget(part)

    def _add_group(self, star: Star, state: str, head: str, tone: str, word: str) -> None:
        of_state = [one for one in star.indicators if one.state == state]
        if of_state:
            self._groups.addWidget(self._group(star, head, of_state, tone, word))

    def _group(self, star: Star, head: str, indicators: list[Indicator], tone: str, word: str) -> QWidget:
        card = style.card(margins=(0, 12, 0, 6), gap=0)
        line = style.row(
            [style.heading(head), style.label(f"{len(indicators)} 项", size="small", tone="second"), 1]
        )
        line.setContentsMargins(style.px(16), 0, style.px(16), style.px(8))
        card.box.addLayout(line)
        for one in indicators:
            card.box.addWidget(style.rule())
            judge, review = partial(self._judge, star, one), partial(self._review, one)
            lacking = one.state in ("unmet", "not_yet") and bool(one.forms)
            write = partial(parts.begin_form, self.desk, one.forms[0], self.year) if lacking else None
            card.box.addWidget(IndicatorLine(one, (word, tone), judge, review, write=write))
        return card

    def _judge(self, star: Star, one: Indicator) -> None:
        from wdbranch.ui.dialogs.assess import ask_grade

        ask_grade(self.desk, star, one, self.year)

    def _review(self, one: Indicator) -> None:
        from wdbranch.ui.dialogs.assess import ask_review

        ask_review(self.desk, one, self.year)

    def _answer(self, one: Negative) -> None:
        from wdbranch.ui.dialogs.evidence import EvidenceDialog

        last = min(self.desk.today(), date(self.year, 12, 31))
        held = {"met": one.happened, "note": one.judged.note, "on": (one.judged.on or last).isoformat()}
        words = (("有", True), ("没有", False), ("不说", None))
        box = EvidenceDialog(self.desk.window, "负面情形", one.text, held, last, words=words)
        if messages.show(box):
            note = box.note.toPlainText().strip()
            self.desk.change(None, operations.answer, one.id, self.year, happened=box.met, note=note)

    def _hide(self, form: str, shown: bool) -> None:
        self.desk.change(None, contents.set_shown, form, shown)

    def _offer_new(self) -> None:
        from wdbranch.ui.form_chooser import WIDE, FormChooser, Offer
        from wdbranch.ui.new_record import OTHER_ICON

        chosen, found = self._chosen_star(), self._found
        if chosen is None or found is None:
            return
        book = self.desk.open_book()
        ids = parts.new_choices(operations.of_star(book, chosen, found.year), found)
        forms = {form.id: form for edition in book.editions.values() for form in edition.forms.values()}
        offers = [Offer(f"{chosen.name}：接下来可能要记的")]
        offers += [
            Offer(forms[form].title, OTHER_ICON, partial(parts.begin_form, self.desk, form, found.year))
            for form in ids
            if form in forms
        ]
        at = self.new.mapToGlobal(QPoint(self.new.width() - style.px(WIDE), self.new.height() + 4))
        FormChooser(self.window(), offers).open_at(at)


