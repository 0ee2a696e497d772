"""How the coverage of heart-to-heart talks is counted."""

from __future__ import annotations

from dataclasses import replace

from wdbranch.operations.change import BRANCH, Change
from wdbranch.rules.talks import STRICT
from wdbranch.store.workbook import Workbook


def strict(book: Workbook) -> bool:
    """Whether every committee member must talk with every member."""
    return bool(book.branch().settings.get(STRICT))


def set_strict(book: Workbook, on: bool) -> Change:
    """Ask for a talk of every committee member with every member, or of one of them with each."""
    branch = book.branch()
    book.save_branch(replace(branch, settings={**branch.settings, STRICT: on}), "谈心谈话口径")
    return Change(frozenset({BRANCH}))
