"""Editors and sheets over the shipped forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from wdbranch.book.form import Edition
from wdbranch.operations.book import editions
from wdbranch.ui.editors.kinds import Setting
from wdbranch.ui.people_search import PeopleIndex


@pytest.fixture(scope="session")
def edition() -> Edition:
    return editions()["2026"]


@pytest.fixture
def setting(edition: Edition) -> Setting:
    return Setting(edition, PeopleIndex(["陈拟舟", "韩拟秋", "马拟川", "曾拟书"]))


@pytest.fixture(autouse=True)
def _let_go(_app: QApplication) -> Iterator[None]:
    """Windows of a test before are really deleted: no event loop runs between tests that would do it."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
