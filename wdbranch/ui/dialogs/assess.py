"""The branch's own grade of an indicator with its evidence, and the street's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from wdbranch.operations import stars as operations
from wdbranch.rules.derive.creation import grade_label
from wdbranch.rules.judged import CHANGED, GRADES, VERDICTS
from wdbranch.rules.stars import Indicator, Star
from wdbranch.rules.tables import rules_table
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box
from wdbranch.ui.widgets.day_edit import DayEdit

Choices = Sequence[tuple[str, str]]


class AssessDialog(Box):
    """达, 部分, 未达, 不适用 or nothing said; the day, a note, and what proves it."""

    def __init__(self, parent: QWidget | None, one: Indicator, choices: Choices, today: date) -> None:
        super().__init__(parent, one.name, [("标准", one.threshold), ("现在", one.say), ("应备", one.evidence)])
        self._choices = choices
        self.links = list(one.judged.links)
        offered = [*((grade, grade_label(grade)) for grade in GRADES), ("", "不作判断")]
        self.group = QButtonGroup(self)
        self.body(_buttons(self.group, offered, one.judged.grade or GRADES[0]))
        self._grades = [grade for grade, _ in offered]
        self.day = DayEdit("哪一天办的", one.judged.on or today)
        holder = QWidget()
        holder.setLayout(style.row([style.label("哪一天办的", tone="second"), self.day, 1]))
        self.body(holder)
        self.note = QPlainTextEdit(one.judged.note)
        self.note.setAccessibleName("依据")
        self.note.setPlaceholderText("依据：材料名称、放在哪里、谁经手")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(style.px(72))
        self.body(self.note)
        self.pick = style.secondary("", "paperclip")
        self.pick.clicked.connect(self._pick)
        self._tell_links()
        self.verbs("记下来", "取消", aside=self.pick)
        self.note.textChanged.connect(self._judge)
        self.group.idToggled.connect(self._judge)
        self._judge()

    @property
    def grade(self) -> str:
        """What was chosen; empty for nothing said."""
        return self._grades[self.group.checkedId()]

    def _pick(self) -> None:
        box = PickDialog(self, self._choices, self.links)
        if messages.show(box):
            self.links = box.chosen()
            self._tell_links()
            self._judge()

    def _tell_links(self) -> None:
        text = f"挑佐证（已挑 {len(self.links)} 件）" if self.links else "挑佐证"
        self.pick.setText(f" {text}")
        self.pick.setAccessibleName(text)

    def _judge(self, *_: object) -> None:
        proved = bool(self.note.toPlainText().strip() or self.links)
        self.yes.setEnabled(not self.grade or (proved and self.day.day() is not None))


class PickDialog(Box):
    """Records, photos and whole pages to tick, found while typing."""

    def __init__(self, parent: QWidget | None, choices: Choices, held: Sequence[str]) -> None:
        super().__init__(parent, "挑佐证", [("", "勾上能证明这一项的记录、照片或整本台账。")], icon="paperclip")
        self.search = QLineEdit()
        self.search.setPlaceholderText("输入编号、名称找")
        self.search.setAccessibleName("找佐证")
        self.list = QListWidget()
        self.list.setAccessibleName("可以挑的佐证")
        self.list.setFixedHeight(style.px(260))
        for link, words in sorted(choices, key=lambda one: one[0] not in held):
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, link)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if link in held else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.search.textChanged.connect(self._filter)
        self.body(self.search)
        self.body(self.list)
        self.verbs("挑好了", "取消")

    def chosen(self) -> list[str]:
        """The links that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
        ]

    def _filter(self, typed: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(typed.strip() not in item.text())


class ReviewDialog(Box):
    """同, 退回, 改判 (then to what), and the street's words."""

    def __init__(self, parent: QWidget | None, one: Indicator) -> None:
        told = grade_label(one.judged.grade) or "还没有自评"
        super().__init__(parent, "记街道的审核", [("指标", one.name), ("自评", told)], icon="list-checks")
        held = one.judged.review
        words = rules_table("stars")["verdict"]
        offered = [*((verdict, str(words[verdict])) for verdict in VERDICTS), ("", "没有审核")]
        self._verdicts = [verdict for verdict, _ in offered]
        self.group = QButtonGroup(self)
        self.body(_buttons(self.group, offered, held.verdict if held else VERDICTS[0]))
        self._change = QWidget()
        self.changed = QButtonGroup(self)
        grades = [(grade, grade_label(grade)) for grade in GRADES]
        to = _buttons(self.changed, grades, held.grade if held and held.grade else GRADES[1])
        self._change.setLayout(style.row([style.label("改成", tone="second"), to, 1]))
        self.body(self._change)
        self.note = QLineEdit(held.note if held else "")
        self.note.setPlaceholderText("街道的意见，谁审的")
        self.note.setAccessibleName("街道的意见")
        self.body(self.note)
        self.verbs("记下来", "取消")
        self.group.idToggled.connect(self._show_change)
        self._show_change()

    @property
    def verdict(self) -> str:
        """What the street said; empty for nothing."""
        return self._verdicts[self.group.checkedId()]

    @property
    def grade(self) -> str:
        """What it was changed to."""
        return GRADES[max(0, self.changed.checkedId())] if self.verdict == CHANGED else ""

    def _show_change(self, *_: object) -> None:
        self._change.setEnabled(self.verdict == CHANGED)


def _buttons(group: QButtonGroup, offered: Choices, chosen: str) -> QWidget:
    made: list[QPushButton] = []
    for number, (value, text) in enumerate(offered):
        button = style.button(text, "choice")
        button.setCheckable(True)
        button.setChecked(value == chosen)
        group.addButton(button, number)
        made.append(button)
    if group.checkedId() < 0:
        made[0].setChecked(True)
    holder = QWidget()
    holder.setLayout(style.row([*made, 1], 6))
    return holder


def ask_grade(desk: Desk, star: Star, one: Indicator, year: int) -> None:
    """Ask for the branch's own grade of an indicator and keep it."""
    choices = desk.run(operations.evidence_choices, star, year) or []
    last = min(desk.today(), date(year, 12, 31))
    box = AssessDialog(desk.window, one, choices, last)
    if messages.show(box):
        desk.change(
            None,
            operations.assess,
            one.id,
            year,
            box.grade,
            note=box.note.toPlainText().strip(),
            on=box.day.day(),
            links=box.links,
        )


def ask_review(desk: Desk, one: Indicator, year: int) -> None:
    """Ask for the street's word on an indicator and keep it."""
    box = ReviewDialog(desk.window, one)
    if messages.show(box):
        desk.change(
            None, operations.review, one.id, year, box.verdict, grade=box.grade, note=box.note.text().strip(),
            on=desk.today(),
        )
