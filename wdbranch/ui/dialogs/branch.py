"""Change what the book says about the branch itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QWidget

from wdbranch.book.snapshot import Branch
from wdbranch.operations import book
from wdbranch.rules import district
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box
from wdbranch.ui.widgets.field import named_line, offer
from wdbranch.ui.widgets.theme_day import ThemeDay


class BranchDialog(Box):
    """Name, superior, theme day, set of stars, committee."""

    def __init__(self, parent: QWidget | None, branch: Branch) -> None:
        super().__init__(parent, "支部信息", [], icon="house")
        self._branch = branch
        holder = QWidget()
        box = style.column([], 6)
        holder.setLayout(box)
        self.name = named_line(box, "支部全称＊", value=branch.name)
        self.short = named_line(box, "简称", value=branch.short)
        self.superior = named_line(box, "上级党组织", f"逐级上报：{district.levels()}", branch.superior)
        offer(self.superior, district.superiors())
        box.addWidget(style.label("主题党日固定在哪天", tone="second"))
        self.theme_day = ThemeDay(branch.fixed_day)
        box.addWidget(self.theme_day)
        box.addWidget(style.label("争创哪一套五星", tone="second"))
        self.kinds = QButtonGroup(self)
        buttons = []
        for number, (kind, text) in enumerate(book.KINDS.items()):
            made = style.button(text, "choice")
            made.setCheckable(True)
            made.setChecked(kind == branch.kind)
            self.kinds.addButton(made, number)
            buttons.append(made)
        box.addLayout(style.row([*buttons, 1]))
        self.committee = QCheckBox("设支部委员会（每月要开支委会）")
        self.committee.setChecked(branch.has_committee)
        box.addWidget(self.committee)
        self.body(holder)
        self.verbs("保存", "取消")
        self.name.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))

    def wanted(self) -> Branch:
        """The branch as the dialog says."""
        return replace(
            self._branch,
            name=self.name.text().strip(),
            short=self.short.text().strip() or self.name.text().strip(),
            superior=self.superior.text().strip(),
            fixed_day=self.theme_day.rule(),
            kind=list(book.KINDS)[self.kinds.checkedId()],
            has_committee=self.committee.isChecked(),
        )


def ask_branch(desk: Desk) -> None:
    """Ask, and keep what was changed."""
    box = BranchDialog(desk.window, desk.open_book().branch())
    if messages.show(box):
        wanted = box.wanted()
        about = {
            name: getattr(wanted, name)
            for name in ("name", "short", "superior", "fixed_day", "kind", "has_committee")
        }
        desk.change(None, lambda held: book.describe(held, **about))
