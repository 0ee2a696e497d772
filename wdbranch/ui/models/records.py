"""The records of the book as a list with a head for each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from wdbranch.book.people_search import matches
from wdbranch.book.record import STATE_LABELS, Record, State
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.values import record_number

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
_WEEK = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line: a record, or the head of a month (``record`` empty)."""

    record: str
    title: str
    detail: str = ""
    form: str = ""
    day: date | None = None
    state: str = ""
    tone: str = "mute"
    late: bool = False
    deleted: bool = False

    def says(self) -> str:
        """The whole line for a screen reader."""
        parts = [self.title, self.detail, self.state, "补记" if self.late else ""]
        return "，".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records are wanted; ``text`` is searched in titles, places, people (also by pinyin initials)."""

    form: str = ""
    year: int | None = None
    month: int | None = None
    text: str = ""


def lines_of(snapshot: Snapshot, records: Sequence[Record], wanted: Filter) -> list[RecordLine]:
    """The lines for the records that pass the filter, latest month first, with a head for each month."""
    found: list[tuple[date, RecordLine]] = []
    for record in records:
        line = _line(snapshot, record)
        day = line.day or date(record.year, 12, 31)
        if wanted.form and record.form != wanted.form:
            continue
        if wanted.year is not None and record.year != wanted.year:
            continue
        if wanted.month is not None and (line.day is None or line.day.month != wanted.month):
            continue
        if wanted.text and not _says(record, line, wanted.text):
            continue
        found.append((day, line))
    found.sort(key=lambda pair: (pair[0], pair[1].record), reverse=True)
    result: list[RecordLine] = []
    head = ""
    for _, line in found:
        month = f"{line.day.year}年{line.day.month}月" if line.day else "还没有写日期"
        if month != head:
            many = sum(1 for _, other in found if _same_month(other.day, line.day))
            result.append(RecordLine("", month, f"{many} 份"))
            head = month
        result.append(line)
    return result


def _same_month(one: date | None, other: date | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.year, one.month) == (other.year, other.month)


def _line(snapshot: Snapshot, record: Record) -> RecordLine:
    form = snapshot.form_of(record)
    day = snapshot.day(record)
    number = record_number(form, record) if record.get("seq") or record.get("month") else ""
    about = record.get("theme") or record.get("topic") or record.get("title") or ""
    parts = [
        f"{day.month}月{day.day}日（星期{_WEEK[day.weekday()]}）" if day else "",
        str(about),
        str(record.get("place") or ""),
    ]
    if record.get("present_all") is not None and record.get("due_all") is not None:
        parts.append(f"到会 {record.get('present_all')}/{record.get('due_all')}")
    tones = {State.DRAFT: "warn", State.FINAL: "ok", State.PRINTED: "ok", State.ARCHIVED: "mute"}
    state = STATE_LABELS[record.state] + (f" 第 {record.version} 版" if record.version > 1 else "")
    return RecordLine(
        record.id,
        "　".join(part for part in (form.title.removesuffix("记录"), number) if part),
        " · ".join(part for part in parts if part),
        record.form,
        day,
        state,
        tones[record.state],
        record.late,
        record.deleted_at is not None,
    )


def _says(record: Record, line: RecordLine, text: str) -> bool:
    wanted = text.strip().lower()
    if wanted in line.says().lower():
        return True
    people = {str(row.get("name")) for row in record.rows("attendance") if row.get("name")}
    people |= {str(record.get(name)) for name in ("host", "recorder", "lecturer") if record.get(name)}
    if wanted.isascii():
        return any(matches(name, wanted) >= 2 for name in people)
    return any(wanted in name for name in people) or any(
        wanted in str(value) for value in record.values.values()
    )


class RecordsModel(QAbstractListModel):
    """Lines for a list view."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: list[RecordLine] = []

    def show_lines(self, lines: Sequence[RecordLine]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, or its text."""
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.says()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads of months cannot be chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not self.lines[index.row()].record:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def row_of(self, record_id: str) -> int:
        """The row of a record, -1 where it is not shown."""
        return next((row for row, line in enumerate(self.lines) if line.record == record_id), -1)
