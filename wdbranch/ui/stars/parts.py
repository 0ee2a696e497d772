"""Cards of the stars page beside the indicators: steps, targets, ledgers, figures, negative list, history."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wdbranch.operations.stars import Creation, OfStar, YearLine
from wdbranch.rules.figures import Figure
from wdbranch.rules.negatives import Negative
from wdbranch.rules.star_ledgers import Ledger
from wdbranch.rules.star_process import Step, Target
from wdbranch.ui import say, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.new_record import begin, open_yearly
from wdbranch.ui.widgets.click import ClickCard, Elided
from wdbranch.ui.widgets.flow import Columns
from wdbranch.ui.widgets.page_row import PageRow

STEP_TONES = {"done": ("好了", "ok"), "current": ("现在", "warn"), "later": ("以后", "mute")}
_LEAST_STEP, _LEAST_FIGURE, _LEAST_LEDGER = 168, 260, 300


def step_line(desk: Desk, steps: Sequence[Step], year: int, to_self: Callable[[], None]) -> QWidget:
    """The five steps of the year; each goes where it is written."""
    line = Columns(_LEAST_STEP, gap=8)
    cards: list[QWidget] = []
    for place, step in enumerate(steps, 1):
        word, tone = STEP_TONES[step.state]
        card = ClickCard(f"第{place}步，{step.label}，{word}，{step.say}", margins=(12, 8, 10, 8))
        head = QWidget()
        head.setLayout(style.row([style.label(f"{place} {step.label}", strong=True), 1, style.tag(word, tone)], 6))
        card.add(head)
        card.add(Elided(step.say, size="small", tone="second"))
        card.clicked.connect(lambda _on=False, wanted=step: _go(desk, wanted, year, to_self))
        cards.append(card)
    line.put(cards)
    return line


def _go(desk: Desk, step: Step, year: int, to_self: Callable[[], None]) -> None:
    if step.record:
        desk.navigate("record", record_id=step.record)
    elif not step.form:
        to_self()
    else:
        open_form(desk, step.form, year)


def open_form(desk: Desk, form: str, year: int) -> None:
    """The table of a ledger, the one page of a year, or the list of a form."""
    found = next(edition.forms[form] for edition in desk.open_book().editions.values() if form in edition.forms)
    if found.page.kind == "ledger":
        desk.navigate("sheet", sheet=form, year=year)
    elif found.yearly:
        open_yearly(desk, form, year)
    else:
        desk.navigate("book", form=form, year=year)


def target_words(target: Target) -> str:
    """差 7 项；规划争创，田拟岗负责，11月30日前."""
    parts = ["各项都已达到" if not target.missing else f"还差 {target.missing} 项"]
    if target.granted:
        parts.append("本年已认定")
    elif target.wanted:
        by = f"，{target.due.month}月{target.due.day}日前" if target.due else ""
        who = f"，{target.person}负责" if target.person else ""
        parts.append(f"规划今年争创{who}{by}")
    return "；".join(parts)


def nearest_words(targets: Sequence[Target]) -> str:
    """What to light first: of the stars aimed at, otherwise of all, the nearest two."""
    open_ones = [one for one in targets if not one.granted and one.missing]
    wanted = [one for one in open_ones if one.wanted] or open_ones
    names = "、".join(f"{one.name}（差 {one.missing} 项）" for one in wanted[:2])
    return f"离得最近：{names}" if names else ""


def ledger_card(desk: Desk, found: OfStar, year: int, hide: Callable[[str, bool], None]) -> QWidget:
    """The ledgers in use with their counts; the others behind 更多台账."""
    card = style.card(margins=(0, 12, 0, 8), gap=0)
    card.box.addLayout(_head("这颗星的台账", f"在用 {sum(one.shown for one in found.ledgers)} 本"))
    used = [one for one in found.ledgers if one.shown]
    others = [one for one in found.ledgers if not one.shown]
    if used:
        card.box.addWidget(_rows(desk, used, year, hide))
    if others:
        rest = _rows(desk, others, year, hide)
        rest.setVisible(not used)
        more = style.link(f"更多台账（{len(others)}）", "caret-down", f"更多台账，{len(others)} 本没有用")
        more.setCheckable(True)
        more.setChecked(not used)
        more.toggled.connect(rest.setVisible)
        line = style.row([more, 1])
        line.setContentsMargins(style.px(12), style.px(4), 0, 0)
        card.box.addLayout(line)
        card.box.addWidget(rest)
    return card


def _rows(desk: Desk, ledgers: Sequence[Ledger], year: int, hide: Callable[[str, bool], None]) -> QWidget:
    grid = Columns(_LEAST_LEDGER, gap=0)
    rows: list[QWidget] = []
    for one in ledgers:
        last = f"最近 {say.short_day(one.last, desk.today())} · " if one.last else ""
        wants = f"{one.wanted} 项等着" if one.wanted and not one.count else ""
        row = PageRow(one.form.short, f"{last}{one.count} 条" if one.count else "今年还没有", wants, "warn")
        row.clicked.connect(lambda _on=False, form=one.form.id: open_form(desk, form, year))
        if one.shown and not one.count:
            away = style.link("收起", "", f"收起台账：{one.form.short}")
            away.clicked.connect(lambda _on=False, form=one.form.id: hide(form, False))
            holder = QWidget()
            holder.setLayout(style.spread(row, away, gap=0))
            rows.append(holder)
        else:
            rows.append(row)
    grid.put(rows)
    holder = QWidget()
    inside = style.column([grid])
    inside.setContentsMargins(style.px(8), 0, style.px(8), 0)
    holder.setLayout(inside)
    return holder


def figures_card(figures: Sequence[Figure]) -> QWidget | None:
    """The figures of a star that are not nothing."""
    shown = [one for one in figures if one.value or one.denominator]
    if not shown:
        return None
    card = style.card(margins=(16, 12, 16, 12), gap=6)
    card.box.addWidget(style.heading("这一年的数"))
    grid = Columns(_LEAST_FIGURE, gap=4)
    lines: list[QWidget] = []
    for one in shown:
        told = f"{one.say}（分母：{one.of}）" if one.denominator else one.say
        line = QWidget()
        line.setLayout(style.row([Elided(one.label, tone="second"), style.label(one.say, strong=True)], 8))
        line.setToolTip(f"{one.label}　{told}　由 {len(one.records)} 条记录算出")
        lines.append(line)
    grid.put(lines)
    card.box.addWidget(grid)
    return card


def negative_card(negatives: Sequence[Negative], answer: Callable[[Negative], None]) -> QWidget:
    """The negative list: reminders with a trace, folded unless something presses."""
    card = style.card(margins=(0, 12, 0, 8), gap=0)
    pressing = sum(one.pressing for one in negatives)
    card.box.addLayout(_head("负面情形", f"{pressing} 条要看一看" if pressing else "只提示、留痕，由街道认定"))
    rest = QWidget()
    inside = style.column([], 0)
    rest.setLayout(inside)
    for one in negatives:
        box = card.box if one.pressing else inside
        box.addWidget(style.rule())
        box.addWidget(_negative_line(one, answer))
    rest.hide()
    more = style.link("逐条看", "caret-down", "逐条看负面情形")
    more.setCheckable(True)
    more.toggled.connect(rest.setVisible)
    line = style.row([more, 1])
    line.setContentsMargins(style.px(12), style.px(4), 0, 0)
    card.box.addLayout(line)
    card.box.addWidget(rest)
    return card


def _negative_line(one: Negative, answer: Callable[[Negative], None]) -> QWidget:
    word, tone = ("有", "bad") if one.happened else ("没有", "ok") if one.happened is False else ("没有说", "mute")
    if one.happened is None and one.records:
        word, tone = "台账里有", "warn"
    said = one.judged.note or (f"台账里有 {len(one.records)} 条，请写明算不算。" if one.records else "")
    words = style.column([style.label(one.text, wrap=True)], 2)
    if said:
        words.addWidget(style.label(said, tone="second", wrap=True))
    words.addWidget(style.label(f"出处：{one.source}", size="small", tone="third", wrap=True))
    act = style.link("写情况", "pencil-simple", f"写情况：{one.text}")
    act.clicked.connect(lambda: answer(one))
    made = QWidget()
    box = style.row([style.tag(word, tone)], 12)
    box.addLayout(words, 1)
    box.addWidget(act)
    box.setContentsMargins(*(style.px(side) for side in (16, 8, 10, 8)))
    made.setLayout(box)
    return made


def history_card(lines: Sequence[YearLine], names: dict[str, str], show: Callable[[int], None]) -> QWidget:
    """The years of the book, each by its own standard."""
    card = style.card(margins=(8, 12, 8, 8), gap=0)
    head = style.heading("历年")
    head.setContentsMargins(style.px(8), 0, 0, style.px(6))
    card.box.addWidget(head)
    for one in lines:
        got = "、".join(names.get(star, star) for star in one.granted) or "还没有认定"
        row = PageRow(f"{one.year}年　已达 {one.met} / 适用 {one.applicable} 项", got, f"{one.reached} 颗星", "mute")
        row.clicked.connect(lambda _on=False, year=one.year: show(year))
        card.box.addWidget(row)
    return card


def new_choices(found: OfStar, creation: Creation) -> list[str]:
    """Ids of the forms that 新建 offers, the likely next ledger of the star first, then those of the process."""
    process = [step.form for step in creation.steps if step.form]
    current = next((step.form for step in creation.steps if step.state == "current" and step.form), "")
    rest = [form.id for form in found.next_forms]
    return list(dict.fromkeys([*rest[:1], *([current] if current else []), *rest[1:], *process]))


def begin_form(desk: Desk, form: str, year: int) -> None:
    """A new record of a ledger, or the one page of the year."""
    found = next(edition.forms[form] for edition in desk.open_book().editions.values() if form in edition.forms)
    if found.yearly:
        open_yearly(desk, form, year)
    else:
        begin(desk, form)


def _head(text: str, aside: str) -> QHBoxLayout:
    line = style.row([style.heading(text), style.label(aside, size="small", tone="second"), 1])
    line.setContentsMargins(style.px(16), 0, style.px(16), style.px(8))
    return line
