"""Long work: on another thread, with progress and a way to stop it; the window stays alive.

A job gets everything it needs beforehand (a snapshot, plain records, a path) and never touches the open
workbook. A job that hears that it is cancelled raises; that error is not told.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

    from wdbranch.store.workbook import Workbook

T = TypeVar("T")
Report = Callable[[int, int], None]
"""``report(done, total)``: how far the work is; total 0 where that cannot be told."""
Cancelled = Callable[[], bool]
Job = Callable[[Any, Report, Cancelled], Any]


class Task(QObject):
    """One piece of work under way. The signals arrive in the thread of the windows."""

    progressed = Signal(int, int)
    ended = Signal(object, object)  # result, error or None

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next safe point; its result will be dropped."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int) -> None:
        """Called by the work, from any thread."""
        self.progressed.emit(done, total)

    def work(self, job: Job, snapshot: Any) -> None:
        """Do the work and say how it ended. Nothing may escape: this is the end of the thread."""
        try:
            result = job(snapshot, self.report, self.cancelled)
        except Exception as error:  # noqa: BLE001 - handed to the desk, which tells it
            self.ended.emit(None, error)
        else:
            self.ended.emit(result, None)


def beside(path: Path, work: Callable[[Workbook, Report, Cancelled], T]) -> Job:
    """A job over a read-only opening of a workbook that the window has open."""

    def job(_snapshot: Any, report: Report, cancelled: Cancelled) -> T:
        from wdbranch.operations.book import open_book

        with open_book(path, readonly=True) as book:
            return work(book, report, cancelled)

    return job


class _Runner(QRunnable):
    def __init__(self, task: Task, job: Job, snapshot: Any) -> None:
        super().__init__()
        self._parts = (task, job, snapshot)

    def run(self) -> None:
        task, job, snapshot = self._parts
        task.work(job, snapshot)


class Jobs(QObject):
    """Starts jobs and brings their results home. ``at_once`` runs them in place (tests)."""

    started = Signal(object)  # Task
    stopped = Signal(object)  # Task

    def __init__(self, on_error: Callable[[Exception], None], *, at_once: bool = False) -> None:
        super().__init__()
        self._on_error = on_error
        self._at_once = at_once
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._alive: dict[Task, tuple[QObject, Callable[[Any], None]]] = {}

    @property
    def connection(self) -> Qt.ConnectionType:
        """How to connect to the end of a task so that the window's thread hears it."""
        from PySide6.QtCore import Qt  # not at the top: see first_picture

        return Qt.ConnectionType.DirectConnection if self._at_once else Qt.ConnectionType.QueuedConnection

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return bool(self._alive)

    def start(self, owner: QObject, title: str, job: Job, snapshot: Any, done: Callable[[Any], None]) -> Task:
        """Run ``job(snapshot, report, cancelled)``, then ``done(result)`` if the owner still lives."""
        task = Task(title)
        self.begin(task, owner, job, snapshot, done)
        return task

    def begin(self, task: Task, owner: QObject, job: Job, snapshot: Any, done: Callable[[Any], None]) -> None:
        """Like ``start``, for a task whose ``ended`` something was connected to before."""
        self._alive[task] = (owner, done)
        task.ended.connect(lambda result, error: self._end(task, result, error), self.connection)
        self.started.emit(task)
        if self._at_once:
            task.work(job, snapshot)
        else:
            self._pool.start(_Runner(task, job, snapshot))

    def wait(self) -> None:
        """Stop all work, wait for the threads, take in what was finished; for closing the program."""
        for task in self._alive:
            task.cancel()
        self._pool.waitForDone()
        QCoreApplication.sendPostedEvents()

    def _end(self, task: Task, result: Any, error: Exception | None) -> None:
        owner, done = self._alive.pop(task)
        self.stopped.emit(task)
        if error is not None:
            if not task.cancelled():
                self._on_error(error)
        elif shiboken6.isValid(owner):
            # Work that was finished before it heard of the cancelling stands: a packet on the stick is sent.
            done(result)
