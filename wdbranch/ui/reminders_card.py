"""Settings about time: the branch's own days off, and duties that only remind."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from wdbranch.operations import reminders
from wdbranch.ui import style
from wdbranch.ui.desk import Desk


class RemindersCard(style.Card):
    """A verb for the calendar, and a box for each duty that the branch may do without."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=6)
        self._desk = desk
        self.box.addWidget(style.heading("日历和提醒"))
        self._days = style.label(tone="second", wrap=True)
        self.box.addWidget(self._days)
        self.calendar = style.secondary("放假、上班日", "calendar-check")
        self.calendar.clicked.connect(self._ask)
        self.box.addLayout(style.row([self.calendar, 1]))
        self.box.addWidget(style.label("下面几件只作提醒，不算逾期，用不着的可以关掉。", tone="second", wrap=True))
        self._switches = style.column([], 4)
        self.box.addLayout(self._switches)
        self.ticks: dict[str, QCheckBox] = {}

    def refresh(self) -> None:
        """Show what the branch has set."""
        book = self._desk.open_book()
        days = reminders.own_days(book)
        off = sum(not one.working for one in days)
        self._days.setText(
            f"本支部另外放假 {off} 天，另外上班 {len(days) - off} 天。" if days else "工作日按国家公布的放假和调休算。"
        )
        if not self.ticks:
            for one in reminders.switches(book):
                tick = self.ticks[one.id] = QCheckBox(one.title)
                tick.setToolTip(one.source)
                tick.clicked.connect(lambda on, duty=one: self._switch(duty, on=on))
                self._switches.addWidget(tick)
        for one in reminders.switches(book):
            self.ticks[one.id].setChecked(one.on)

    def _ask(self) -> None:
        from wdbranch.ui.dialogs.own_days import ask_own_days

        ask_own_days(self._desk)
        self.refresh()

    def _switch(self, duty: reminders.Switch, *, on: bool) -> None:
        self._desk.change(self, reminders.switch, duty.id, on)
        self._desk.note(f"{'会提醒' if on else '不再提醒'}：{duty.title}")
