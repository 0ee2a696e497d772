"""记一次收缴: everybody who owes is ticked; untick who did not pay."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from wdbranch.operations.dues import to_collect
from wdbranch.rules.dues import cents, month_in, say_month, say_yuan
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.base import Ask
from wdbranch.ui.widgets.day_edit import DayEdit

ROW_ROLE = Qt.ItemDataRole.UserRole + 1


class CollectDialog(Ask):
    """Asks the day and who paid; ``rows()`` are those ticked."""

    def __init__(self, parent: QWidget, desk: Desk, day: date) -> None:
        told = "应交的人都已勾上，没有交的点一下去掉。数额、代交人以后还可以在记录里改。"
        super().__init__(parent, "记一次党费收缴", told)
        self._desk = desk
        self.when = DayEdit("收缴日期", day)
        self.when.editingFinished.connect(self._fill)
        self.line("收缴日期", self.when)
        self.people = QListWidget()
        self.people.setAccessibleName("谁交了")
        self.people.setMinimumHeight(style.px(300))
        self.people.itemChanged.connect(lambda _item: self._count())
        self.people.itemClicked.connect(self._flip)
        self.column.addWidget(self.people, 1)
        self.sum = style.label(tone="second")
        self.column.addWidget(self.sum)
        self.verbs("记下")
        self._filled: date | None = None
        self._fill()

    def day(self) -> date:
        """The day of the collection."""
        return self.when.day() or self._desk.today()

    def rows(self) -> list[dict[str, Any]]:
        """The rows of those who paid."""
        return [item.data(ROW_ROLE) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.people.item(number) for number in range(self.people.count())]

    def _fill(self) -> None:
        if self._filled == self.day():
            return
        self._filled = self.day()
        self.people.blockSignals(True)
        self.people.clear()
        for row in self._desk.run(to_collect, self.day()) or ():
            item = QListWidgetItem(_say(row))
            item.setData(ROW_ROLE, row)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked)
            self.people.addItem(item)
        self.people.blockSignals(False)
        self._count()

    def _flip(self, item: QListWidgetItem) -> None:
        on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def keyPressEvent(self, event: Any) -> None:
        """The space bar ticks and unticks."""
        item = self.people.currentItem()
        if event.key() == Qt.Key.Key_Space and self.people.hasFocus() and item is not None:
            self._flip(item)
            return
        super().keyPressEvent(event)

    def _count(self) -> None:
        rows = self.rows()
        amount = sum(cents(row["amount"]) or 0 for row in rows)
        people = len({row["name"] for row in rows})
        words = f"{people} 人交，合计 {say_yuan(amount)} 元。" if self.people.count() else "到这一天没有人应交。"
        self.sum.setText(words)
        self.yes.setEnabled(bool(rows))


def _say(row: dict[str, Any]) -> str:
    """白拟远　2026年10月　50.00 元."""
    first, count = month_in(row["first"]) or 0, row["count"] or 1
    months = say_month(first) if count == 1 else f"{say_month(first)}起 {count} 个月"
    return f"{row['name']}　{months}　{say_yuan(cents(row['amount']) or 0)} 元"
