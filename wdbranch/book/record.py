"""A record: one filled page of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

Row = Mapping[str, Any]
Values = Mapping[str, Any]


class State(StrEnum):
    """Where a record stands. A correction of a final record makes it a draft of the next version."""

    DRAFT = "draft"          # 草稿
    FINAL = "final"          # 已定稿
    PRINTED = "printed"      # 已打印
    ARCHIVED = "archived"    # 已签字归档


STATE_LABELS: Mapping[State, str] = {
    State.DRAFT: "草稿",
    State.FINAL: "已定稿",
    State.PRINTED: "已打印",
    State.ARCHIVED: "已签字归档",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with a record, stored once by its SHA-256 digest (hex)."""

    digest: str
    name: str
    kind: str                        # "signin" 签到表 | "photo" 照片 | "file" 其他
    size: int                        # bytes as stored
    taken_on: str | None = None      # ISO date: from EXIF, or as the person wrote it where the picture has none
    caption: str = ""                # what the picture shows, printed below it


@dataclass(frozen=True, slots=True)
class Record:
    """One record of one form. ``values`` maps field ids to canonical values (see FieldType)."""

    id: str                          # 12 hex digits, for ever
    form: str
    edition: str
    year: int                        # 所属年度
    values: Values
    state: State = State.DRAFT
    version: int = 1                 # 第几版: grows with each correction after 定稿
    rev: int = 0                     # grows with each write
    created_at: str = ""             # ISO datetime to the second, when first saved
    updated_at: str = ""
    recorded_at: str | None = None   # 记录完成时间
    late: bool = False               # 补记, set when finished too long after the event, never unset
    deleted_at: str | None = None    # in the recycle bin since
    links: tuple[str, ...] = ()      # ids of related records
    attachments: tuple[Attachment, ...] = ()
    waivers: Mapping[str, str] = field(default_factory=dict)   # finding key → written reason
    origin: str = ""                 # street only: branch code
    sitting: str = ""                # id of the record with which one sitting of several records began

    def get(self, field_id: str) -> Any:
        """The value of a field, None where empty."""
        return self.values.get(field_id)

    def rows(self, field_id: str) -> tuple[Row, ...]:
        """The child rows of a field, empty where there are none."""
        return tuple(self.values.get(field_id) or ())


@lru_cache(maxsize=1 << 14)
def day_of(value: str | None) -> date | None:
    """The day of an ISO date or datetime; a date of reduced precision means its first day.

    >>> day_of("1990-05")
    datetime.date(1990, 5, 1)
    """
    return date.fromisoformat(day_text(value)) if value else None


def day_text(value: str) -> str:
    """The day of an ISO date or datetime in ten characters, which sort as days do.

    >>> day_text("1990-05")
    '1990-05-01'
    """
    head = value[:10]
    return head + "-01-01"[len(head) - 4 :]


def moment_of(value: str | None) -> datetime | None:
    """The moment of an ISO datetime, None where empty."""
    return datetime.fromisoformat(value) if value else None


def within_day(record: Record) -> tuple[int, str]:
    """What puts records of one form and day in order: the sequence number, then the id."""
    seq = record.values.get("seq")
    return (seq if isinstance(seq, int) else 0, record.id)
