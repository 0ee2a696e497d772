"""What is written on the cover of the paper book: its number, the days of use; photographs on a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wdbranch.book.moments import clean_day
from wdbranch.book.snapshot import Branch
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations.change import BRANCH, Change
from wdbranch.store.workbook import Workbook

COVERS, FRAMES = "covers", "photo_frames"
"""Keys of Branch.settings: year → {"book_no", "opened_on", "closed_on"}; two or four photographs a page."""
PARTS = {"book_no": "编号", "opened_on": "启用日期", "closed_on": "结束日期"}
MOST_FRAMES = (2, 4)
_LONGEST = 30  # characters of a number that fit the cover


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of one year: the number as written, the days as ISO dates; empty where nothing was written."""

    book_no: str = ""
    opened_on: str = ""
    closed_on: str = ""


def cover(branch: Branch, year: int) -> Cover:
    """What was written for the cover of a year. A number kept without a year holds for every year."""
    kept = (branch.settings.get(COVERS) or {}).get(str(year)) or {}
    return replace(Cover(str(branch.settings.get("book_no") or "")), **{key: kept[key] for key in PARTS if key in kept})


def write_cover(book: Workbook, year: int, part: str, raw: Any) -> Change:
    """Write one part of the cover of a year; empty takes it away. Logged as every change of the branch.

    Raises ValueProblem for a day that cannot be read, UserError ``cover`` for a number that is too long or a
    book that ends before it begins.
    """
    value = str(raw or "").strip() if part == "book_no" else clean_day(raw, year=year) or ""
    branch = book.branch()
    changed = replace(cover(branch, year), **{part: value})
    if len(changed.book_no) > _LONGEST:
        raise UserError(
            f"编号太长，封面上印不下，最多 {_LONGEST} 个字。", safe="原来的没有改动。", code="cover"
        )
    if changed.opened_on and changed.closed_on and changed.closed_on < changed.opened_on:
        raise UserError(
            "结束日期比启用日期还早。", safe="原来的没有改动。", todo="请核对两个日期。", code="cover"
        )
    covers = {**(branch.settings.get(COVERS) or {}), str(year): {key: getattr(changed, key) for key in PARTS}}
    book.save_branch(replace(branch, settings={**branch.settings, COVERS: covers}), f"{year}年封面：{PARTS[part]}")
    return Change(frozenset({BRANCH}))


def photo_frames(branch: Branch) -> int:
    """Photographs on a page: two, or four where the branch wants it."""
    return 4 if branch.settings.get(FRAMES) == 4 else 2


def set_photo_frames(book: Workbook, frames: int) -> Change:
    """Choose two or four photographs a page. Raises WrongUseError ``cover``."""
    if frames not in MOST_FRAMES:
        raise WrongUseError("一页照片只能放 2 张或 4 张。", code="cover")
    branch = book.branch()
    book.save_branch(replace(branch, settings={**branch.settings, FRAMES: frames}), f"一页放 {frames} 张照片")
    return Change(frozenset({BRANCH}))
