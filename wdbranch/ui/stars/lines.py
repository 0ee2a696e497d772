"""One indicator: state, figures with what the denominator counts, what to do, the branch's word and the street's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wdbranch.rules.derive.creation import grade_label, review_label
from wdbranch.rules.indicators import number
from wdbranch.rules.stars import Indicator
from wdbranch.ui import style


class IndicatorLine(QWidget):
    """``state`` is its word and tone. ``judge`` and ``review`` ask for the branch's and the street's word;
    ``write`` goes where records are written.
    """

    def __init__(
        self,
        one: Indicator,
        state: tuple[str, str],
        judge: Callable[[], None],
        review: Callable[[], None],
        *,
        write: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        box = style.row([], 12)
        box.setContentsMargins(*(style.px(side) for side in (16, 9, 10, 9)))
        self.setLayout(box)
        mark = style.tag(*state)
        mark.setMinimumWidth(style.px(68))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = style.column([_text(one.name, strong=True)], 2)
        if told := one.say or figures_of(one):
            words.addWidget(_text(told, tone="second"))
        if one.todo and one.state in ("unmet", "manual", "not_yet"):
            words.addWidget(_text(f"怎么办：{one.todo}", tone="red" if one.state == "unmet" else "second"))
        if judged := judged_words(one):
            words.addWidget(_text(judged))
        words.addWidget(_text(f"标准：{one.threshold}　出处：{one.source}", size="small", tone="third"))
        box.addLayout(words, 1)
        said = bool(one.judged.grade)
        act = style.link("改自评" if said else "自评", "pencil-simple", f"{'改自评' if said else '自评'}：{one.name}")
        act.clicked.connect(judge)
        street = style.link("记审核", "", f"记街道的审核：{one.name}")
        street.clicked.connect(review)
        street.setVisible(said or one.judged.review is not None)
        to = style.link("去登记", "", f"去登记：{one.name}")
        if write is not None:
            to.clicked.connect(write)
        to.setVisible(write is not None)
        box.addLayout(style.column([to, act, street, 1], 0))


def judged_words(one: Indicator) -> str:
    """自评：部分（…），佐证 2 件；街道：改判：未达."""
    parts = []
    if one.judged.grade:
        told = f"自评：{grade_label(one.judged.grade)}"
        if one.judged.note and not one.manual:
            told += f"（{one.judged.note}）"
        parts.append(told)
    if one.judged.links:
        parts.append(f"佐证 {len(one.judged.links)} 件")
    if one.judged.review is not None:
        parts.append(f"街道：{review_label(one.judged)}")
    return "；".join(parts)


def figures_of(one: Indicator) -> str:
    """The figures in words: 9 / 10，分母：已过的月数."""
    if one.numerator is None:
        return ""
    if one.denominator is None:
        return f"现在是 {number(one.numerator)}"
    text = f"{number(one.numerator)} / {number(one.denominator)}"
    return f"{text}（分母：{one.of}）" if one.of else text


def _text(text: str, *, size: str = "", tone: str = "", strong: bool = False) -> QWidget:
    return style.label(text, size=size, tone=tone, strong=strong, wrap=True)
