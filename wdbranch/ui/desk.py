"""The desk: the book that is open, and the one way by which a window does something with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wdbranch.errors import UserError
from wdbranch.settings import Settings, save_settings
from wdbranch.ui.jobs import Cancelled, Jobs, Report, Task

if TYPE_CHECKING:
    from wdbranch.store.desk import Desk as StreetDesk
    from wdbranch.store.workbook import Workbook
    from wdbranch.ui.home_view import HomeView
    from wdbranch.ui.keep_home import Computed

STREET_SUFFIX = ".wddesk"
P = ParamSpec("P")
T = TypeVar("T")
B = TypeVar("B")


class Awaited(NamedTuple):
    """A workbook that will be opened in a moment, and the home page it kept."""

    path: Path
    view: HomeView


class Desk(QObject):
    """What the windows share: the open workbook or street desk, the settings, the jobs, the way to a page.

    ``book_changed(change, initiator)`` is the one signal about content: ``change`` is an operations Change,
    ``initiator`` the page that caused it (it already shows the change and need not reload).
    """

    book_changed = Signal(object, object)
    opened = Signal()  # another workbook or street desk is open now, or none
    arrived = Signal()  # the awaited workbook is open now

    def __init__(
        self, settings: Settings, *, today: Callable[[], date] = date.today, jobs_at_once: bool = False
    ) -> None:
        super().__init__()
        self.settings = settings
        self.today = today
        self.jobs = Jobs(self.fail, at_once=jobs_at_once)
        self.window: QWidget | None = None
        self.book: Workbook | None = None
        self.street: StreetDesk | None = None
        self.awaited: Awaited | None = None
        self.computed: dict[date, Computed] = {}  # home pages that may be kept for the next starts
        self._go: Callable[[str, dict[str, Any]], None] = lambda _page, _where: None
        self._note: Callable[[str], None] = lambda _text: None
        self._relook: Callable[[], None] = lambda: None

    # ---- the book ----------------------------------------------------------------------------------------

    def open_book(self) -> Workbook:
        """The open workbook of the branch. Pages of a branch are only built while one is open."""
        assert self.book is not None
        return self.book

    def open_street(self) -> StreetDesk:
        """The open street desk. Pages of the street are only built while one is open."""
        assert self.street is not None
        return self.street

    def await_file(self, path: Path) -> bool:
        """Show the home page that a workbook kept, until ``arrive`` opens it; False where none counts."""
        if path.suffix == STREET_SUFFIX:
            return False
        from wdbranch.operations import kept_home
        from wdbranch.ui.home_view import from_json

        view = from_json(kept_home.read(path, self.today()))
        self.awaited = Awaited(path, view) if view is not None else None
        return view is not None

    def arrive(self) -> None:
        """Open the awaited workbook. Where it is refused the guide comes up, and the refusal is told."""
        if self.awaited is None:
            return
        from wdbranch.operations import book

        try:
            held = book.open_book(self.awaited.path)
        except Exception as error:  # noqa: BLE001 - as in ``attempt``
            self.awaited = None
            self.opened.emit()
            self.fail(error)
            return
        self.awaited = None
        self.book = held
        self.settings.remember(held.path)
        self.save_settings()
        self.arrived.emit()

    def when_open(self, act: Callable[[], object]) -> None:
        """Do what needs the open workbook or street desk; an awaited workbook is opened first."""
        self.arrive()
        if self.book is not None or self.street is not None:
            act()

    def open_file(self, path: Path) -> bool:
        """Open a workbook (.wdbook) or street desk (.wddesk) in place of what is open; False where refused."""
        return self.attempt(lambda: self._open(path)) is True

    def _open(self, path: Path) -> bool:
        if path.suffix == STREET_SUFFIX:
            from wdbranch.operations import street

            self.take(street=street.open_desk(path))
        else:
            from wdbranch.operations import book

            self.take(book=book.open_book(path))
        return True

    def take(self, *, book: Workbook | None = None, street: StreetDesk | None = None) -> None:
        """Put an open workbook or street desk on the desk in place of what was there."""
        self.close_book()
        self.book, self.street = book, street
        held = book or street
        if held is not None:
            self.settings.remember(held.path)
            self.save_settings()
        self.opened.emit()

    def lend_street(
        self,
        title: str,
        work: Callable[[StreetDesk, Report, Cancelled], T],
        done: Callable[[T], None],
    ) -> None:
        """Let a job write into the street desk: it has the desk to itself, the window reads on meanwhile.

        A desk belongs to the thread that opened it, so the window gives its lock back, looks at a read-only
        opening, and takes the lock again when the job has ended, however it ended.
        """
        from wdbranch.operations import street

        path = self.open_street().path
        self.open_street().close()
        self.street = street.open_desk(path, readonly=True)

        def job(_snapshot: None, report: Report, cancelled: Cancelled) -> T:
            with street.open_desk(path) as held:
                return work(held, report, cancelled)

        task = Task(title)
        task.ended.connect(lambda *_: self._take_street_back(path), self.jobs.connection)
        self.jobs.begin(task, self, job, None, done)

    def _take_street_back(self, path: Path) -> None:
        from wdbranch.operations import street

        if self.street is not None:
            self.street.close()
            self.street = self.attempt(lambda: street.open_desk(path))

    def close_book(self) -> None:
        """Close whatever is open; a workbook keeps its home page for the next start."""
        self.awaited = None
        if self.book is not None:
            from wdbranch.ui.keep_home import keep

            keep(self.book, self.today(), self.computed)
            self.computed = {}
            self._back_up(self.book)
        for held in (self.book, self.street):
            if held is not None:
                held.close()
        self.book = None
        self.street = None

    @staticmethod
    def _back_up(book: Workbook) -> None:
        """The backup of the day. One that cannot be written must not keep the window from closing."""
        from wdbranch.operations.book import daily_backup

        try:
            daily_backup(book)
        except UserError as error:      # the check-up tells how old the newest backup is
            from wdbranch.log import write_log

            write_log(f"no backup: {error.code}")

    # ---- doing things ------------------------------------------------------------------------------------

    def run(
        self,
        operation: Callable[Concatenate[Workbook, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        """``operation(book, …)`` with errors told to the person; None where it failed. No page is told."""
        return self.attempt(lambda: operation(self.open_book(), *args, **kwargs))

    def change(
        self,
        initiator: QObject | None,
        operation: Callable[Concatenate[Workbook, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        """Like ``run``, and then tells every page but ``initiator`` what changed."""
        result = self.run(operation, *args, **kwargs)
        self.announce(result, initiator)
        return result

    def announce(self, result: Any, initiator: QObject | None = None) -> None:
        """Emit the change that a result is, or carries as ``.change``; nothing where there is none."""
        change = getattr(result, "change", result)
        if hasattr(change, "kinds"):
            self.book_changed.emit(change, initiator)

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Do something that may fail; the failure is told calmly and the window stays usable."""
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - the outermost frame of every click
            self.fail(error)
            return None

    def fail(self, error: BaseException) -> None:
        """Tell a failure: three sentences for a UserError, the crash box and the log for all else."""
        from wdbranch.log import bare_details, write_log
        from wdbranch.ui import messages

        if isinstance(error, UserError):
            write_log(f"told {error.code}")
            messages.tell_error(self.window, error)
            return
        details = bare_details(error)
        write_log(f"crash\n{details}")
        messages.tell_crash(self.window, details)

    # ---- moving about --------------------------------------------------------------------------------------

    def set_window(
        self,
        window: QWidget,
        go: Callable[[str, dict[str, Any]], None],
        note: Callable[[str], None],
        relook: Callable[[], None],
    ) -> None:
        """Called once by the main window."""
        self.window = window
        self._go = go
        self._note = note
        self._relook = relook

    def navigate(self, page: str, **where: Any) -> None:
        """Go to a page: ``navigate("record", record_id=…, field=…)``."""
        self._go(page, where)

    def note(self, text: str) -> None:
        """Say something quietly at the foot of the window (已自动保存 10:32)."""
        self._note(text)

    def relook(self) -> None:
        """Put a changed type size or colour scheme on the window."""
        self._relook()

    # ---- this computer -------------------------------------------------------------------------------------

    def save_settings(self) -> None:
        """Keep the settings; a full or read-only disk is told, not fatal."""
        try:
            save_settings(self.settings)
        except OSError:
            self.note("设置没有存下来：数据文件夹不能写入。")

    def folder(self, purpose: str) -> Path:
        """The folder last used for a purpose, or the person's data folder."""
        kept = self.settings.folders.get(purpose, "")
        return Path(kept) if kept and Path(kept).is_dir() else self.settings.books_folder()

    def keep_folder(self, purpose: str, folder: Path) -> None:
        """Remember a folder for a purpose."""
        self.settings.folders[purpose] = str(folder)
        self.save_settings()
