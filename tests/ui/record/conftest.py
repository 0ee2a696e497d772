"""Editors and sheets over the shipped forms."""

from __future__ import annotations

import pytest

from wdbranch.book.form import Edition
from wdbranch.operations.book import editions
from wdbranch.ui.editors.kinds import Setting
from wdbranch.book.people_search import PeopleIndex


@pytest.fixture(scope="session")
def edition() -> Edition:
    return editions()["2026"]


@pytest.fixture
def setting(edition: Edition) -> Setting:
    return Setting(edition, PeopleIndex(["陈拟舟", "韩拟秋", "马拟川", "曾拟书"]))
