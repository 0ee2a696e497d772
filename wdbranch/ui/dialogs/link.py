"""Chooses a record to relate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from wdbranch.ui import style
from wdbranch.ui.dialogs.base import Ask


class LinkDialog(Ask):
    """A list of (id, title) to choose from, filtered while typing. ``asks``: title, sentence and verb."""

    def __init__(
        self,
        parent: QWidget | None,
        choices: Sequence[tuple[str, str]],
        asks: tuple[str, str, str] = ("关联一份记录", "同一次活动里开的会、上的课，或者前后相关的会议。", "关联"),
    ) -> None:
        title, told, verb = asks
        super().__init__(parent, title, told)
        self.search = QLineEdit()
        self.search.setPlaceholderText("输入编号、日期或种类找")
        self.search.setAccessibleName("找记录")
        self.list = QListWidget()
        self.list.setAccessibleName("可以选的记录")
        self.list.setMinimumHeight(style.px(240))
        for record_id, title in choices:
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, record_id)
            self.list.addItem(item)
        self.wide(self.search)
        self.wide(self.list)
        self.verbs(verb)
        self.yes.setEnabled(False)
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(lambda now, _before: self.yes.setEnabled(now is not None))
        self.list.itemActivated.connect(lambda _item: self.accept())

    def chosen(self) -> str:
        """The id chosen, empty where none is."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _filter(self, typed: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(typed.strip() not in item.text())
