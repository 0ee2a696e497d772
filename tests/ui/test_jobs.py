"""Long work: results come home to the thread of the windows, or not at all."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from wdbranch.errors import UserError
from wdbranch.ui.jobs import Jobs


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def jobs(errors: list[Exception]) -> Jobs:
    return Jobs(errors.append)


def test_the_result_arrives_in_the_thread_that_asked(qtbot: QtBot, jobs: Jobs) -> None:
    home = threading.get_ident()
    owner, seen = QObject(), {}

    def work(snapshot: int, _report: Any, _cancelled: Any) -> int:
        seen["worked in"] = threading.get_ident()
        return snapshot * 2

    def done(result: int) -> None:
        seen["result"], seen["told in"] = result, threading.get_ident()

    with qtbot.waitSignal(jobs.stopped):
        jobs.start(owner, "算", work, 21, done)
    assert seen == {"worked in": seen["worked in"], "result": 42, "told in": home}
    assert seen["worked in"] != home
    assert not jobs.busy


def test_a_cancelled_job_brings_nothing(qtbot: QtBot, jobs: Jobs, errors: list[Exception]) -> None:
    running, results, owner = threading.Event(), [], QObject()

    def work(_snapshot: None, _report: Any, cancelled: Any) -> str:
        running.set()
        while not cancelled():
            pass
        raise UserError("已取消。")

    task = jobs.start(owner, "长", work, None, results.append)
    assert running.wait(5)
    with qtbot.waitSignal(jobs.stopped):
        task.cancel()
    assert results == [] and errors == []


def test_a_result_for_a_page_that_is_gone_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    import shiboken6

    go, results, owner = threading.Event(), [], QObject()
    jobs.start(owner, "慢", lambda *_: go.wait(5), None, results.append)
    shiboken6.delete(owner)
    with qtbot.waitSignal(jobs.stopped):
        go.set()
    assert results == []


def test_an_error_is_handed_on_with_its_words(qtbot: QtBot, jobs: Jobs, errors: list[Exception]) -> None:
    def work(*_: Any) -> None:
        raise UserError("U 盘拔早了。")

    with qtbot.waitSignal(jobs.stopped):
        jobs.start(QObject(jobs), "写", work, None, lambda _: None)
    assert [type(error) for error in errors] == [UserError]


def test_progress_is_reported(qtbot: QtBot, jobs: Jobs) -> None:
    steps: list[tuple[int, int]] = []

    def work(_snapshot: None, report: Any, _cancelled: Any) -> None:
        for number in range(3):
            report(number + 1, 3)

    jobs.started.connect(lambda task: task.progressed.connect(lambda done, total: steps.append((done, total))))
    with qtbot.waitSignal(jobs.stopped):
        jobs.start(QObject(jobs), "数", work, None, lambda _: None)
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_at_once_runs_in_place(errors: list[Exception]) -> None:
    results: list[int] = []
    Jobs(errors.append, at_once=True).start(QObject(), "即", lambda snapshot, *_: snapshot + 1, 1, results.append)
    assert results == [2]
