"""Asks what else was held in the same sitting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QWidget

from wdbranch.book.form import Form
from wdbranch.ui.dialogs.base import Ask
from wdbranch.ui.widgets.day_edit import DayEdit

TEXT = "勾上当天还开了的会、上的课。会各记一份，互相关联；时间一个接一个，地点、主持人、记录人照抄，点名只点一次。"


class SittingDialog(Ask):
    """Boxes to tick; ``day`` is asked where a new sitting begins with none of its records there."""

    def __init__(self, parent: QWidget | None, forms: Sequence[Form], day: date | None) -> None:
        super().__init__(parent, "同一次活动还开了" if day is None else "一次活动，几份记录", TEXT)
        self._day = DayEdit("哪一天", day) if day is not None else None
        if self._day is not None:
            self.line("哪一天", self._day)
        self.ticks: dict[str, QCheckBox] = {}
        for form in forms:
            tick = QCheckBox(form.short)
            tick.setAccessibleName(form.title)
            tick.toggled.connect(lambda _on: self._ready())
            self.ticks[form.id] = tick
            self.wide(tick)
        self.verbs("建好这些记录")
        if self._day is not None and self.ticks:
            next(iter(self.ticks.values())).setChecked(True)
        self._ready()

    def chosen(self) -> list[str]:
        """The ids of the forms that are ticked."""
        return [name for name, tick in self.ticks.items() if tick.isChecked()]

    def day(self) -> date | None:
        """The day of a new sitting."""
        return self._day.day() if self._day is not None else None

    def _ready(self) -> None:
        self.yes.setEnabled(len(self.chosen()) >= (1 if self._day is None else 2))
