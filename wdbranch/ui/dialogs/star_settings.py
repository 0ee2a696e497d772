"""How a branch creates: which stars, how they are counted, whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from wdbranch.operations import stars as operations
from wdbranch.rules.tables import rules_table
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box
from wdbranch.ui.widgets.field import named_line
from wdbranch.ui.widgets.flow import Columns


class StarSettings(Box):
    """The stars of a mixed set (none ticked: the whole set), the rule, the village or community."""

    def __init__(self, parent: QWidget | None, told: Mapping[str, Any], names: Mapping[str, str]) -> None:
        super().__init__(parent, "创星设置", [], icon="star")
        holder = QWidget()
        box = style.column([], 6)
        holder.setLayout(box)
        self.name = named_line(box, "创星主体（村、社区的名称）", value=str(told["holder"]["name"]))
        others = "、".join(told["holder"]["branches"])
        self.others = named_line(box, "同一主体的其他支部，用顿号隔开", value=others)
        box.addWidget(style.label("自定创哪几颗（都不勾，就是支部信息里选的那一套）", tone="second", wrap=True))
        self.stars = {code: QCheckBox(name) for code, name in names.items()}
        grid = Columns(200, gap=4)
        for code, tick in self.stars.items():
            tick.setChecked(code in told["own"])
        grid.put(list(self.stars.values()))
        box.addWidget(grid)
        box.addWidget(style.label("怎样数星（按街道的要求选）", tone="second"))
        self.rule = QComboBox()
        self.rule.setAccessibleName("怎样数星")
        for rule, words in rules_table("stars")["rule"].items():
            self.rule.addItem(str(words), rule)
        self.rule.setCurrentIndex(self.rule.findData(told["rule"]))
        box.addWidget(self.rule)
        self.body(holder)
        self.verbs("保存", "取消")

    def own(self) -> list[str]:
        """The stars ticked."""
        return [code for code, tick in self.stars.items() if tick.isChecked()]

    def branches(self) -> list[str]:
        """The other branches of the same village or community."""
        return [part for part in self.others.text().replace("，", "、").split("、") if part.strip()]


def ask_star_settings(desk: Desk) -> None:
    """Ask, and keep what was chosen."""
    box = StarSettings(desk.window, operations.settings(desk.open_book()), operations.every_star())
    if messages.show(box):
        desk.change(
            None,
            operations.set_settings,
            own=box.own(),
            rule=box.rule.currentData(),
            holder={"name": box.name.text().strip(), "branches": box.branches()},
        )
