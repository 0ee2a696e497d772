"""The window: navigation on the left, one page at a time beside it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from wdbranch.ui import first_picture, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.jobs import Task
from wdbranch.ui.navigation import PRODUCT, Entry, Navigation
from wdbranch.ui.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from wdbranch.ui.dialogs.manual import Manual
    from wdbranch.ui.get_ready import GetReady

BRANCH_ENTRIES = [
    Entry("home", "工作台", "house"),
    Entry("contents", "记录本", "book-open-text"),
    Entry("year", "全年安排", "calendar-check"),
    Entry("roster", "党员花名册", "users-three"),
    Entry("development", "发展党员", "user"),
    Entry("dues", "党费", "table"),
    Entry("points", "党员积分", "list-checks"),
    Entry("stars", "五星创建", "star"),
    Entry("packets", "报送与回执", "envelope-simple"),
    Entry("settings", "设置", "gear-six"),
]
STREET_ENTRIES = [
    Entry("street", "街道收件", "tray"),
    Entry("matrix", "报送情况", "list-checks"),
    Entry("tables", "汇总表", "table"),
    Entry("settings", "设置", "gear-six"),
]
KEYS = "Ctrl+1、Ctrl+2……换页；Ctrl+F 搜索；Ctrl+N 记一次会议；Ctrl+Z 撤销；Tab 到下一处，空格按下按钮；F1 看说明。"
_PAGES = {
    "home": ("home", "HomePage"),
    "contents": ("contents", "ContentsPage"),
    "book": ("book", "BookPage"),
    "sheet": ("sheet", "SheetPage"),
    "record": ("record", "RecordPage"),
    "year": ("year", "YearPage"),
    "roster": ("roster", "RosterPage"),
    "development": ("development", "DevelopmentPage"),
    "findings": ("findings", "FindingsPage"),
    "search": ("search", "SearchPage"),
    "dues": ("dues", "DuesPage"),
    "points": ("points", "PointsPage"),
    "stars": ("stars", "StarsPage"),
    "packets": ("packets", "PacketsPage"),
    "street": ("street", "StreetPage"),
    "matrix": ("matrix", "MatrixPage"),
    "tables": ("tables", "TablesPage"),
    "settings": ("settings", "SettingsPage"),
}


class MainWindow(QMainWindow):
    """Shows the first-run guide until something is open, then the pages of a branch or of the street."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        desk.set_window(self, self.navigate, self.note, self.relook)
        desk.book_changed.connect(self._book_changed)
        desk.opened.connect(self.rebuild)
        desk.arrived.connect(self._arrived)
        desk.jobs.started.connect(self._job_began)
        desk.jobs.stopped.connect(self._job_ended)
        self._pages: dict[str, Page] = {}
        self._holders: dict[str, QWidget] = {}
        self._painted = False
        self._current = ""
        self._navigation: Navigation | None = None
        self._manual: Manual | None = None
        self._getting_ready: GetReady | None = None
        self._stack = QStackedWidget()
        self.setWindowTitle(PRODUCT)
        first_picture.afterwards(self, self._listen)
        self.rebuild()

    def _listen(self) -> None:
        for number in range(len(BRANCH_ENTRIES)):
            self._shortcut(f"Ctrl+{(number + 1) % 10}", lambda place=number: self._go_to(place))
        self._shortcut("Ctrl+N", self._new_record)
        self._shortcut("Ctrl+F", self._search)
        self._shortcut("F1", self._help)
        from wdbranch.ui.get_ready import GetReady

        self._getting_ready = GetReady(self.desk, self, self._ahead)

    # ---- building ----------------------------------------------------------------------------------------

    def rebuild(self, page: str = "") -> None:
        """Build the frame anew for what is open now; pages are built again at their next visit."""
        self._pages.clear()
        self._holders.clear()
        self._current = ""
        self._stack = QStackedWidget()
        self._navigation = None
        centre = QWidget()
        across = QHBoxLayout(centre)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        entries = self._entries()
        if entries:
            find = self._search if entries is BRANCH_ENTRIES else None
            self._navigation = Navigation(entries, self.navigate, under=self._owner(), find=find)
            across.addWidget(self._navigation)
        across.addWidget(self._stack, 1)
        self.setCentralWidget(centre)
        self.setWindowTitle(f"{self._owner()} — {PRODUCT}" if entries else PRODUCT)
        self.navigate(page or (entries[0].page if entries else "start"))
        self._stack.setFocus()

    def _entries(self) -> list[Entry]:
        if self.desk.book is not None or self.desk.awaited is not None:
            return BRANCH_ENTRIES
        return STREET_ENTRIES if self.desk.street is not None else []

    def _owner(self) -> str:
        if self.desk.book is not None:
            branch = self.desk.book.branch()
            return branch.short or branch.name
        if self.desk.awaited is not None:
            return self.desk.awaited.view.owner
        return self.desk.street.name if self.desk.street is not None else ""

    # ---- moving ------------------------------------------------------------------------------------------

    def navigate(self, page: str, where: dict[str, Any] | None = None) -> None:
        """Bring a page up, building it at its first visit. Any page but home waits for the book to be open."""
        if self.desk.awaited is not None and page != "home":
            self.desk.when_open(lambda: self.navigate(page, where))
            return
        leaving = self._pages.get(self._current)
        if leaving is not None and self._current != page and not leaving.leave():
            if self._navigation is not None:
                self._navigation.light(leaving.nav_id)
            return
        shown = self._pages.get(page) or self.desk.attempt(lambda: self._build(page))
        if shown is None:
            return
        self._current = page
        self._stack.setCurrentWidget(self._holders[page])
        if self._navigation is not None:
            self._navigation.light(shown.nav_id)
        if shown.stale and (self.isVisible() or self.desk.awaited is not None):
            shown.freshen()
        if where:
            self.desk.attempt(lambda: shown.go(**where))

    def _go_to(self, place: int) -> None:
        entries = self._entries()
        if place < len(entries):
            self.navigate(entries[place].page)

    def page(self, name: str) -> Page:
        """A page that was visited. Raises KeyError."""
        return self._pages[name]

    @property
    def current(self) -> str:
        """The id of the page that is shown."""
        return self._current

    def _build(self, name: str) -> Page:
        if name == "start":
            from wdbranch.ui.first_run import StartPage

            made: Page = StartPage(self.desk)
        else:
            module, kind = _PAGES[name]
            made = getattr(import_module(f"wdbranch.ui.pages.{module}"), kind)(self.desk)
        holder: QWidget = made
        if made.scrolls:
            holder = area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setProperty("horizontalScrollBarPolicy", first_picture.NEVER_A_BAR)
            area.setProperty("focusPolicy", first_picture.NO_FOCUS)
            area.setWidget(made)
        self._pages[name] = made
        self._holders[name] = holder
        self._stack.addWidget(holder)
        return made

    def _ahead(self) -> Iterator[None]:
        """Build what is likely to be wanted, one piece at a step; a page reads the book when it comes up."""
        from wdbranch.ui.pages.record import RecordPage

        for name in [*(entry.page for entry in self._entries()), "record"]:
            if name not in self._pages:
                self._build(name)
                yield
        record = self._pages["record"]
        assert isinstance(record, RecordPage)
        yield from record.get_ready()

    # ---- what happens --------------------------------------------------------------------------------------

    def note(self, text: str) -> None:
        """Say something quietly."""
        if self._navigation is not None:
            self._navigation.status.note(text)

    def relook(self) -> None:
        """Take over a changed type size or colour scheme, staying on the page."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style.apply(app, style.Look(self.desk.settings.factor, self.desk.settings.dark))
        self._manual = None
        self.rebuild(self._current)
        if self._getting_ready is not None:
            self._getting_ready.begin()

    def _arrived(self) -> None:
        if self._navigation is not None:
            self._navigation.owner.say(self._owner())
        self.setWindowTitle(f"{self._owner()} — {PRODUCT}")
        for page in self._pages.values():
            page.freshen()

    def _book_changed(self, change: Any, initiator: object) -> None:
        for page in list(self._pages.values()):
            if page is not initiator:
                page.book_changed(change)
        if "branch" in change.kinds and self._navigation is not None:
            self._navigation.owner.say(self._owner())

    def _job_began(self, task: Task) -> None:
        if self._navigation is not None:
            self._navigation.status.began(task)

    def _job_ended(self, task: Task) -> None:
        if self._navigation is not None:
            self._navigation.status.ended(task)

    def _shortcut(self, keys: str, act: Any) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        made = QShortcut(QKeySequence(keys), self)
        made.activated.connect(act)

    def _new_record(self) -> None:
        from wdbranch.ui.new_record import choose_form

        if self.desk.book is not None or self.desk.awaited is not None:
            self.desk.when_open(lambda: choose_form(self, self.desk))

    def _search(self) -> None:
        if self.desk.book is not None or self.desk.awaited is not None:
            self.navigate("search", {"fresh": True})

    def _help(self) -> None:
        from wdbranch.ui import messages

        shown = self._pages.get(self._current)
        title, text = (shown.title, shown.help) if shown is not None else (PRODUCT, "")
        box = messages.Box(self, title, [("", text), ("按键", KEYS)])
        box.verbs("打开说明书", "知道了")
        if messages.show(box):
            self.open_manual(*(shown.manual_keys(self._current) if shown is not None else ()))

    def open_manual(self, *keys: str) -> None:
        """The manual beside the window, at the section of the first key that it has."""
        from wdbranch.ui.dialogs.manual import Manual

        asking = QApplication.activeModalWidget()
        if asking is not None:      # while it waits for an answer, only windows of its own can be used
            Manual(asking).open_at(*keys)
            return
        if self._manual is None:
            self._manual = Manual(self)
        self._manual.open_at(*keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first painting comes what it did without: the rest of the look, the book itself."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._after_first_picture)

    def _after_first_picture(self) -> None:
        first_picture.settle()
        self.desk.arrive()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page save what is being typed, stop the work, close the book."""
        shown = self._pages.get(self._current)
        if shown is not None and not shown.leave():
            event.ignore()
            return
        self.hide()     # the person is done; the backup of the day need not be watched
        self.desk.jobs.wait()
        self.desk.close_book()
        super().closeEvent(event)
