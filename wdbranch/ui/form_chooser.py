"""Chooses the page to be written: the likely next ones first, then the chapters; letters find by pinyin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wdbranch.book.people_search import matches
from wdbranch.ui import icons, style

_ACT = Qt.ItemDataRole.UserRole + 1
WIDE, HIGH = 380, 520
"""Px at normal type size."""


class Offer(NamedTuple):
    """One line: a head (``act`` None), or something to begin."""

    label: str
    icon: str = ""
    act: Callable[[], None] | None = None


class FormChooser(QFrame):
    """A list that drops down. Typing filters, the arrows walk, Enter begins, Escape closes."""

    def __init__(self, parent: QWidget, offers: Sequence[Offer]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "card")
        self.setAccessibleName("记什么")
        self.search = QLineEdit()
        self.search.setAccessibleName("找页面：名称或拼音首字母")
        self.search.setPlaceholderText("找：名称或拼音首字母，如 dydh")
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("可以记的页面")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._take)
        box = QVBoxLayout(self)
        box.setContentsMargins(*(style.px(8) for _ in range(4)))
        box.setSpacing(style.px(6))
        box.addWidget(self.search)
        box.addWidget(self.list)
        for offer in offers:
            item = QListWidgetItem(offer.label)
            item.setData(_ACT, offer.act)
            if offer.act is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setForeground(style.colour("text2"))
            else:
                item.setIcon(icons.icon(offer.icon))
            self.list.addItem(item)
        self._filter("")

    def open_at(self, place: QPoint) -> None:
        """Drop down there, inside the screen."""
        self.resize(style.px(WIDE), style.px(HIGH))
        room = self.screen().availableGeometry()
        high = min(self.height(), room.bottom() - place.y() - 8)
        if high < style.px(240):
            high = min(self.height(), room.height() - 16)
            place = QPoint(place.x(), room.bottom() - high - 8)
        self.resize(self.width(), high)
        self.move(min(max(place.x(), room.left() + 8), room.right() - self.width() - 8), place.y())
        self.show()
        self.search.setFocus()

    def shown(self) -> list[str]:
        """The labels on offer now, without heads."""
        return [item.text() for item in self._items() if item.data(_ACT) is not None]

    def _items(self) -> list[QListWidgetItem]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item for item in items if not item.isHidden()]

    def _filter(self, typed: str) -> None:
        wanted = typed.strip()
        seen: set[str] = set()
        for row in range(self.list.count()):
            item = self.list.item(row)
            twice = item.text() in seen
            hit = bool(matches(item.text(), wanted)) if wanted else True
            item.setHidden(bool(wanted) and (item.data(_ACT) is None or not hit or twice))
            if not item.isHidden():
                seen.add(item.text())
        first = next((item for item in self._items() if item.data(_ACT) is not None), None)
        if first is None:
            self.list.clearSelection()
        else:
            self.list.setCurrentItem(first)

    def _step(self, by: int) -> None:
        items = [item for item in self._items() if item.data(_ACT) is not None]
        if items:
            now = self.list.currentItem()
            place = items.index(now) if now in items else 0
            self.list.setCurrentItem(items[min(max(place + by, 0), len(items) - 1)])

    def _take(self, item: QListWidgetItem | None) -> None:
        act = item.data(_ACT) if item is not None else None
        if act is not None:
            self.close()
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard stays in the line; arrows and Enter go to the list."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)
