"""One star as a card: 已达 n / 适用 m and the first thing missing. Never a percentage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from wdbranch.ui import first_picture, style
from wdbranch.ui.widgets.click import ClickCard, Elided
from wdbranch.ui.widgets.star import Star

if TYPE_CHECKING:
    from wdbranch.ui.home_view import StarView

LEAST_WIDTH = 154
"""How narrow a card may become, in px at normal type size."""


class StarCard(ClickCard):
    """A click on it shows the star's indicators."""

    def __init__(self, star: StarView) -> None:
        missing = star.missing
        complete = star.applicable > 0 and star.met == star.applicable
        lack = "全部达到" if complete else f"未达 {star.applicable - star.met} 项"
        super().__init__(f"{star.name}，已达 {star.met} 项，适用 {star.applicable} 项，{lack}")
        self.star = star.id
        share = star.met / star.applicable if star.applicable else 0.0
        figures = style.row(
            [
                style.label("已达", size="small", tone="second"),
                style.label(str(star.met), size="figure"),
                style.label(f"/ 适用 {star.applicable}", size="small", tone="second"),
                1,
            ],
            5,
        )
        tone = "red" if complete else "gold"
        name = style.label(star.name, strong=True)
        if style.look().factor > 1.0:
            # In large type five cards still stand side by side: a small star before the name.
            self.box.setContentsMargins(*(style.px(side) for side in (11, 10, 8, 10)))
            self.box.addLayout(style.row([Star(24, share, tone), name, 1], 6))
            self.box.addLayout(figures)
        else:
            words = style.column([name, figures], 0)
            self.box.addLayout(style.row([Star(40, share, tone), words, 1], 10))
        note = Elided("" if complete else next(iter(missing), ""), size="small", tone="second")
        self.box.addLayout(style.row([style.tag(lack, "ok" if complete else "mute"), note], 8))
        first_picture.afterwards(self, self._one_button)
        self.setToolTip(
            "" if complete else "还没有达到：" + "、".join(missing[:6]) + ("……" if len(missing) > 6 else "")
        )

    def _one_button(self) -> None:
        for part in self.findChildren(QWidget):
            first_picture.unseen_by_mouse(part)
