"""Judge by hand what no record can show: a star's indicator, a yearly duty whose form comes later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QPushButton, QWidget

from wdbranch.operations import overview
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box
from wdbranch.ui.widgets.day_edit import DayEdit

_CHOICES = (("已达到", True), ("还没有", False), ("不作判断", None))


class EvidenceDialog(Box):
    """Met or not, on what day, and on what evidence. A judgement of 已达到 needs a note and a day."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        explain: str,
        held: Mapping[str, Any] | None,
        today: date,
        *,
        words: Sequence[tuple[str, bool | None]] = _CHOICES,
    ) -> None:
        super().__init__(parent, title, [("", explain)], icon="list-checks")
        held = held or {}
        self._words = words
        self._group = QButtonGroup(self)
        buttons: list[QPushButton] = []
        for number, (text, met) in enumerate(words):
            made = style.button(text, "choice")
            made.setCheckable(True)
            made.setChecked(held.get("met") is met if held else number == 0)
            self._group.addButton(made, number)
            buttons.append(made)
        holder = QWidget()
        holder.setLayout(style.row([*buttons, 1]))
        self.body(holder)
        self.body(style.label("哪一天办的", tone="second"))
        self.day = DayEdit("哪一天办的", date.fromisoformat(str(held["on"])) if held.get("on") else today)
        self.body(self.day)
        self.body(style.label("依据（材料名称、放在哪里、谁经手）", tone="second"))
        self.note = QPlainTextEdit(str(held.get("note", "")))
        self.note.setAccessibleName("依据")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(style.px(84))
        self.body(self.note)
        self.verbs("记下来", "取消")
        self.note.textChanged.connect(self._judge)
        self.day.textChanged.connect(self._judge)
        self._group.idToggled.connect(self._judge)
        self._judge()
        # The ring of the focus must not stand round a judgement that is not chosen.
        next((button for button in buttons if button.isChecked()), buttons[0]).setFocus()

    @property
    def met(self) -> bool | None:
        """What was chosen."""
        return self._words[self._group.checkedId()][1]

    def _judge(self, *_: object) -> None:
        enough = self.met is None or (bool(self.note.toPlainText().strip()) and self.day.day() is not None)
        self.yes.setEnabled(enough)


def ask_evidence(desk: Desk, key: str, title: str, explain: str) -> None:
    """Ask for a judgement and keep it under ``key`` ("ZB-19", "D-07:2026")."""
    held = desk.open_book().evidence().get(key)
    box = EvidenceDialog(desk.window, title, explain, held, desk.today())
    if messages.show(box):
        desk.change(
            None,
            overview.set_evidence,
            key,
            met=box.met,
            note=box.note.toPlainText().strip(),
            on=box.day.day(),
        )
