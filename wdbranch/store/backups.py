"""Verified backups in a folder beside the workbook, thinned as they age."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from wdbranch.errors import UserError
from wdbranch.store.files import copy_verified

_STAMP = "%Y%m%d-%H%M%S"
_BEFORE_UPGRADE = "升级前"
DAYS, WEEKS, MONTHS = 7, 5, 12
"""For so long the newest backup of each day, week and month is kept."""


def folder_of(path: Path) -> Path:
    """Where the backups of a file are kept: a folder beside it."""
    return path.with_name(f"{path.stem}-备份")


def made_on(path: Path, backup: Path) -> datetime | None:
    """When a backup was made, from its name; None for a file that is none of our backups."""
    head = f"{path.stem}-"
    if not backup.name.startswith(head) or backup.suffix != path.suffix:
        return None
    try:
        return datetime.strptime(backup.stem[len(head):][:15], _STAMP)
    except ValueError:
        return None


def listed(path: Path) -> list[Path]:
    """The backups of a file, newest first."""
    folder = folder_of(path)
    if not folder.is_dir():
        return []
    dated = [
        (moment, backup.name, backup) for backup in folder.iterdir() if (moment := made_on(path, backup))
    ]
    return [backup for _, _, backup in sorted(dated, reverse=True)]


def make(path: Path, now: datetime, *, to: Path | None = None, before_upgrade: bool = False) -> Path:
    """Make a verified backup in the folder beside the file, or at ``to`` (a folder or a file name).

    Thins the folder beside the file afterwards. Backups made before an upgrade are marked and stay.
    May run on any thread. Raises UserError (exists: ``to`` names a file that stands already; readonly,
    disk_full, disk_error) or FileRefusedError (damaged).
    """
    mark = f"-{_BEFORE_UPGRADE}" if before_upgrade else ""
    name = f"{path.stem}-{now.strftime(_STAMP)}{mark}"
    target = _free_name(folder_of(path), name, path.suffix)
    if to is not None:
        target = to if to.suffix == path.suffix and not to.is_dir() else _free_name(to, name, path.suffix)
        if target.exists():      # it may be another book, or this one
            raise UserError(
                f"“{target.name}”已经存在。", safe="没有覆盖它。", todo="请换一个文件名，或者只写文件夹。",
                code="exists",
            )
    copy_verified(path, target)
    if to is None:
        thin(path, now.date())
    return target


def _free_name(folder: Path, name: str, suffix: str) -> Path:
    target, count = folder / f"{name}{suffix}", 1
    while target.exists():
        count += 1
        target = folder / f"{name}-{count}{suffix}"
    return target


def thin(path: Path, today: date) -> list[Path]:
    """Remove backups that are no longer needed; those made before an upgrade stay. Returns the removed."""
    dated = {
        backup: moment for backup in listed(path)
        if (moment := made_on(path, backup)) and _BEFORE_UPGRADE not in backup.stem
    }
    keep = kept(dated.values(), today)
    removed = [backup for backup, moment in dated.items() if moment not in keep]
    for backup in removed:
        backup.unlink()
    return removed


def kept(moments: Iterable[datetime], today: date) -> set[datetime]:
    """Which backups stay: the newest of each of 7 days, 5 weeks and 12 months, counted back from today.

    A backup dated in the future (a clock once set wrong) stays, and so does the newest of all.
    """
    newest_first = sorted(set(moments), reverse=True)
    result = set(newest_first[:1])
    seen: set[tuple[str, object]] = set()
    for moment in newest_first:
        day = moment.date()
        monday = day - timedelta(days=day.weekday())
        this_monday = today - timedelta(days=today.weekday())
        months_ago = (today.year - day.year) * 12 + today.month - day.month
        slots: list[tuple[str, object]] = []
        if (today - day).days < DAYS:
            slots.append(("day", day))
        if (this_monday - monday).days < WEEKS * 7:
            slots.append(("week", monday))
        if months_ago < MONTHS:
            slots.append(("month", (day.year, day.month)))
        if day > today or any(slot not in seen for slot in slots):
            result.add(moment)
        seen.update(slots)
    return result
