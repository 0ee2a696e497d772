"""The workbook as a whole: make, open, describe, back up, examine."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wdbranch import paths
from wdbranch.book.form import Edition
from wdbranch.book.loader import load_editions
from wdbranch.book.snapshot import Branch
from wdbranch.errors import FileRefusedError, UserError, WrongUseError
from wdbranch.operations.change import BRANCH, Change
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.store.doctor import Problem

SUFFIX = ".wdbook"
KINDS = {"rural": "农村", "urban": "社区"}

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Health:
    """What the check-up of a file found, and the backups there are."""

    problems: tuple[Problem, ...]
    backups: tuple[Path, ...]


@lru_cache(maxsize=1)
def editions() -> Mapping[str, Edition]:
    """The editions of the printed book that come with the program."""
    return load_editions(paths.forms_dir())


def make_code() -> str:
    """A branch code until the street gives one: "B" and eight hex digits."""
    return "B" + os.urandom(4).hex().upper()


def create(path: Path, name: str, kind: str, *, clock: Clock = datetime.now, **about: Any) -> Workbook:
    """Make a new workbook. ``about``: further fields of Branch. Raises UserError where a file stands already.

    ``kind`` chooses which five stars the branch works for and is never guessed from the name.
    """
    if not name.strip():
        raise WrongUseError("支部名称不能空着。", todo="请写支部全称。")
    if kind not in KINDS:
        raise WrongUseError("请选择创星标准：rural（农村）或 urban（社区）。")
    if path.exists():
        raise UserError(
            f"“{path.name}”已经存在。",
            safe="原来的文件没有改动。",
            todo="请换一个文件名，或者直接打开它。",
            code="exists",
        )
    branch = Branch(code=make_code(), name=name.strip(), kind=kind)
    branch = replace(branch, **{key: value for key, value in about.items() if value not in (None, "")})
    if not branch.short:
        branch = replace(branch, short=branch.name)
    return Workbook.create(path, branch, editions=editions(), clock=clock)


def open_book(path: Path, *, clock: Clock = datetime.now, readonly: bool = False) -> Workbook:
    """Open a workbook. Raises FileRefusedError for a file that is empty, cut off, foreign or newer."""
    return Workbook.open(path, editions=editions(), clock=clock, readonly=readonly)


def describe(book: Workbook, **about: Any) -> Change:
    """Change what is known of the branch (fields of Branch by name)."""
    book.save_branch(replace(book.branch(), **about))
    return Change(frozenset({BRANCH}))


def backup(book: Workbook, to: Path | None = None) -> Path:
    """A verified copy of the whole workbook, beside it or at ``to``."""
    return book.backup(to)


def examine_file(path: Path, *, clock: Clock = datetime.now) -> Health:
    """As ``examine``, for a file that may be too damaged to be opened.

    Raises FileRefusedError for one that is missing, empty, foreign or newer.
    """
    from wdbranch.store import backups
    from wdbranch.store.doctor import examine as check_up
    from wdbranch.store.files import WORKBOOK, inspect

    try:
        inspect(path, WORKBOOK)
    except FileRefusedError as refusal:
        if refusal.code != "damaged":
            raise
    return Health(tuple(check_up(path, editions(), clock())), tuple(backups.listed(path)))


def examine(book: Workbook) -> Health:
    """The check-up of the file: structure, attachments, backups."""
    return Health(tuple(book.doctor()), tuple(book.backups()))
