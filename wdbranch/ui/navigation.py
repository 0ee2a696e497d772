"""The left side of the window: brand, pages, and at its foot what the program is doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QVBoxLayout, QWidget

from wdbranch.ui import first_picture, icons, style
from wdbranch.ui.jobs import Task
from wdbranch.ui.widgets.click import Elided
from wdbranch.ui.widgets.star import Star

PRODUCT = "支部工作记录本"
NOTE_SECONDS = 12


class Entry(NamedTuple):
    """One entry of the navigation: page id, what it is called, its icon."""

    page: str
    label: str
    icon: str


SEARCH = Entry("search", "搜索", "magnifying-glass")


class Navigation(QFrame):
    """The list of pages. ``go(page)`` is called for a click or Ctrl and the number; ``find()`` for 搜索."""

    def __init__(
        self,
        entries: list[Entry],
        go: Callable[[str], None],
        *,
        under: str,
        find: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "nav")
        self.setFixedWidth(style.px(188))
        self._buttons: dict[str, QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(*(style.px(side) for side in (10, 12, 10, 8)))
        box.setSpacing(style.px(2))
        self.owner = Elided(under, size="small", tone="second")
        name = style.label(PRODUCT, strong=True)
        words = style.column([name, self.owner], gap=0)
        brand = style.row([Star(30, tone="red"), words], gap=8)
        brand.setContentsMargins(style.px(6), 0, 0, style.px(10))
        box.addLayout(brand)
        if find is not None:
            box.addWidget(self._made(SEARCH, "Ctrl+F", find))
        for number, entry in enumerate(entries):
            if number == len(entries) - 1:
                box.addStretch(1)
            box.addWidget(self._button(entry, number, go))
        self._status = Status()
        box.insertWidget(box.count() - 1, self._status)

    def _button(self, entry: Entry, number: int, go: Callable[[str], None]) -> QPushButton:
        return self._made(entry, f"Ctrl+{(number + 1) % 10}", lambda: go(entry.page))

    def _made(self, entry: Entry, keys: str, act: Callable[[], None]) -> QPushButton:
        made = QPushButton("  " + entry.label)
        made.setProperty("kind", "nav")
        made.setCheckable(True)
        made.setIcon(icons.icon(entry.icon, "text2", "soft_text"))
        made.setIconSize(QSize(style.px(20), style.px(20)))
        made.setAccessibleName(entry.label)
        made.setToolTip(f"{entry.label}（{keys}）")
        # The first entry would otherwise take the focus, and its ring, at every start.
        made.setProperty("focusPolicy", first_picture.TAB_FOCUS)
        first_picture.hand(made)
        made.clicked.connect(act)
        self._buttons[entry.page] = made
        return made

    @property
    def status(self) -> Status:
        """The foot of the navigation."""
        return self._status

    def light(self, page: str) -> None:
        """Light the entry of a page; none for a page without an entry."""
        for name, made in self._buttons.items():
            made.setChecked(name == page)


class Status(QWidget):
    """A quiet note for a few seconds, and the work under way with its progress and a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self._note = style.label(size="small", tone="second", wrap=True)
        self._note.setContentsMargins(style.px(6), 0, 0, 0)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, style.px(6))
        self._box.addWidget(self._note)
        self._note.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NOTE_SECONDS * 1000)
        self._timer.timeout.connect(self._note.hide)
        self._work: Progress | None = None
        self._task: Task | None = None

    def note(self, text: str) -> None:
        """Say something for a few seconds."""
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._timer.start()

    def began(self, task: Task) -> None:
        """Show a task's progress."""
        if self._work is None:
            self._work = Progress(self._cancel)
            self._box.addWidget(self._work)
        self._task = task
        self._work.began(task)

    def ended(self, task: Task) -> None:
        """Take the progress away."""
        if task is self._task and self._work is not None:
            self._task = None
            self._work.hide()
            if task.cancelled():
                self.note("已停止，没有留下半成品。")

    def _cancel(self) -> None:
        if self._task is not None and self._work is not None:
            self._task.cancel()
            self._work.stopping()


class Progress(QWidget):
    """What is being done, how far it is, and a way to stop it."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(style.px(6), 0, style.px(6), 0)
        inside.setSpacing(style.px(4))
        self._what = Elided("", size="small", tone="second")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("进度")
        self._stop = style.link("停止", "x", "停止正在做的事")
        self._stop.clicked.connect(cancel)
        for part in (self._what, self._bar, self._stop):
            inside.addWidget(part)

    def began(self, task: Task) -> None:
        """Show this task from its beginning."""
        self._what.say(task.title)
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        task.progressed.connect(self._progress)
        self.show()

    def stopping(self) -> None:
        """Say that it is being stopped."""
        self._stop.setEnabled(False)
        self._what.say("正在停下来……")

    def _progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
