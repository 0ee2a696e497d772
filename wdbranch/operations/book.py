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
from wdbranch.book.form import Edition, edition_of_year
from wdbranch.book.loader import load_editions
from wdbranch.book.snapshot import Branch
from wdbranch.errors import FileRefusedError, UserError, WrongUseError
from wdbranch.operations.change import BRANCH, Change
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.store.doctor import Problem

SUFFIX = ".wdbook"
LONGEST_NAME = 100  # characters; a public card holds no more
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


def clean_identity(name: str, code: str) -> tuple[str, str]:
    """The full name and code of a branch or street, as they may stand in cards and packets.

    Raises WrongUseError (bad_name, bad_code).
    """
    from wdbranch.packet.keys import CODE

    name, code = " ".join(name.split()), code.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise WrongUseError(
            "名称不能空着。" if not name else f"名称太长或有显示不出来的字，最多 {LONGEST_NAME} 个字。",
            todo="请写全称。",
            code="bad_name",
        )
    if not CODE.fullmatch(code):
        raise WrongUseError(
            f"代码“{code}”不合适。",
            todo="代码由字母、数字、汉字和 - . 组成，开头不用符号，最多 40 个字符；请写街道给的代码。",
            code="bad_code",
        )
    return name, code


def create(path: Path, name: str, kind: str, *, clock: Clock = datetime.now, **about: Any) -> Workbook:
    """Make a new workbook. ``about``: further fields of Branch. Raises UserError where a file stands already.

    ``kind`` chooses which five stars the branch works for and is never guessed from the name.
    """
    name, code = clean_identity(name, about.pop("code", "") or make_code())
    if kind not in KINDS:
        raise WrongUseError("请选择创星标准：rural（农村）或 urban（社区）。")
    if path.exists():
        raise UserError(
            f"“{path.name}”已经存在。",
            safe="原来的文件没有改动。",
            todo="请换一个文件名，或者直接打开它。",
            code="exists",
        )
    branch = Branch(code=code, name=name, kind=kind)
    branch = replace(branch, **{key: value for key, value in about.items() if value not in (None, "")})
    if not branch.short:
        branch = replace(branch, short=branch.name)
    return Workbook.create(path, branch, editions=editions(), clock=clock)


def open_book(path: Path, *, clock: Clock = datetime.now, readonly: bool = False) -> Workbook:
    """Open a workbook. Raises FileRefusedError for a file that is empty, cut off, foreign or newer."""
    return Workbook.open(path, editions=editions(), clock=clock, readonly=readonly)


def describe(book: Workbook, **about: Any) -> Change:
    """Change what is known of the branch (fields of Branch by name). Raises WrongUseError."""
    changed = replace(book.branch(), **about)
    name, code = clean_identity(changed.name, changed.code)
    book.save_branch(replace(changed, name=name, code=code))
    return Change(frozenset({BRANCH}))


SLOTS = ("bian", "ding1", "ding2", "ding3")
"""The four boxes of the form ``post_slots`` whose names the branch takes from its own paper book."""


def slot_names(book: Workbook) -> list[tuple[str, str, str]]:
    """The four slots of 一编三定: box, the name that the edition gives, the name that the branch chose or ""."""
    form = edition_of_year(editions()).forms["post_slots"]
    chosen = book.branch().settings.get("labels") or {}
    return [(slot, form.field(slot).label, str(chosen.get(f"{form.id}.{slot}", ""))) for slot in SLOTS]


def name_slots(book: Workbook, names: Mapping[str, str]) -> Change:
    """Call the slots as the district's own book does; an empty name gives back the edition's.

    Raises WrongUseError (label_twice): two boxes of one page must be told apart.
    """
    form = edition_of_year(editions()).forms["post_slots"]
    wanted = {slot: " ".join(names.get(slot, "").split()) for slot in SLOTS}
    labels = [wanted.get(field.id) or field.label for field in form.fields]
    if len(set(labels)) != len(labels):
        raise WrongUseError("这张表上有两个栏目同名了。", todo="请换一个名称。", code="label_twice")
    branch = book.branch()
    before = branch.settings.get("labels") or {}
    kept = {key: text for key, text in before.items() if not key.startswith(f"{form.id}.")}
    kept.update({f"{form.id}.{slot}": text for slot, text in wanted.items() if text})
    book.save_branch(replace(branch, settings={**branch.settings, "labels": kept}), "“一编三定”栏目名称")
    return Change(frozenset({BRANCH}))


def backup(book: Workbook, to: Path | None = None) -> Path:
    """A verified copy of the whole workbook, beside it or at ``to``."""
    return book.backup(to)


def daily_backup(book: Workbook) -> Path | None:
    """The verified backup of the day, made at closing; None where today has one or the book is read-only.

    Raises UserError where it cannot be written; the book itself is untouched then.
    """
    from wdbranch.store import backups

    newest = next(iter(book.backups()), None)
    made = backups.made_on(book.path, newest) if newest is not None else None
    if book.readonly or (made is not None and made.date() >= book.clock().date()):
        return None
    return book.backup()


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
