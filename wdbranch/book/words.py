"""What the cells of a form say: the values of a record as the strings that are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wdbranch.book.form import Cell, Column, Edition, Field, FieldType, Form, LedgerColumn
from wdbranch.book.moments import show_day, show_span
from wdbranch.book.record import Attachment, Record, State, moment_of
from wdbranch.book.values import show, show_column, title_of

ATTACHMENT_WORDS: Mapping[str, tuple[str, str]] = {
    "signin": ("签到表", "张"),
    "photo": ("照片", "张"),
    "file": ("其他材料", "份"),
}
"""Kinds of attachments in printed order: how they are called and counted."""

_CENTRED = frozenset(
    {
        FieldType.INT,
        FieldType.NUMBER,
        FieldType.MONEY,
        FieldType.DATE,
        FieldType.TIME,
        FieldType.TICK,
        FieldType.PERSON,
        FieldType.CHOICE,
    }
)
_NARROW = frozenset(
    {
        FieldType.INT,
        FieldType.NUMBER,
        FieldType.MONEY,
        FieldType.DATE,
        FieldType.DATETIME,
        FieldType.TIME,
        FieldType.PERSON,
    }
)


_BLANK_DAYS = ("　　　年　　月　　日", "　　年　　月　　日", "　　年　月　日", "　年　月　日")
_CHARACTER_MM, _EDGE_MM = 4.24, 2.2  # 12 pt; air at each side of a cell


def photo_caption(edition: Edition, form: Form, record: Record, kept: Attachment) -> str:
    """What stands below a photograph: the name of its record, and what the picture shows where somebody wrote it."""
    name = title_of(form, record, edition) or form.short
    return f"{name}：{kept.caption}" if kept.caption else name


def is_centred(kind: FieldType) -> bool:
    """Whether values of that type stand in the middle of a table column."""
    return kind in _CENTRED


def stays_whole(kind: FieldType) -> bool:
    """Whether a value of that type is rather set smaller than broken over two lines."""
    return kind in _NARROW


class Words:
    """The strings of one record (or of a blank form, where ``record`` is None)."""

    def __init__(self, edition: Edition, form: Form, record: Record | None) -> None:
        self._edition = edition
        self._form = form
        self._record = record

    def _value(self, field_id: str) -> Any:
        return self._record.get(field_id) if self._record else None

    def one(self, field: Field | Column, value: Any) -> str:
        """One value as printed."""
        if isinstance(field, Field):
            return show(field, value, self._edition)
        return show_column(field, value, self._edition) if value is not None else ""

    def cell(self, cell: Cell) -> str:
        """The text of a FIELD cell that is no table; paragraphs are separated by line ends."""
        if cell.show == "span":
            start, end = (*cell.fields, "")[:2]
            return (
                show_span(self._value(start), self._value(end)) if self._record else _blank_span(cell.width)
            )
        fields = [self._form.field(field_id) for field_id in cell.fields]
        first = fields[0]
        if cell.show in ("names", "reasons"):
            return "、".join(self.people(cell))
        if first.type is FieldType.ROWS:
            return "\n".join(self.paragraphs(cell))
        if self._record is None:
            return "　".join(filter(None, (self._blank(field, cell.width) for field in fields)))
        return "　".join(filter(None, (self.one(field, self._value(field.id)) for field in fields)))

    def _blank(self, field: Field, width: float) -> str:
        """What stands in an empty box of a blank form, ``width`` mm wide, to be completed by hand."""
        if field.type is FieldType.DATE:
            return _blank_day(width)
        if field.type is FieldType.DATETIME:
            return _blank_span(128.0).partition("至")[0].rstrip("　")
        if field.type is FieldType.TIME:
            return "　　时　　分"
        if field.type is FieldType.TICK:
            return "□ 是　□ 否"
        if field.type in (FieldType.CHOICE, FieldType.CHOICES):
            return "　".join(
                "□ " + choice.label for choice in self._edition.choices.get(field.choices or "", ())
            )
        return field.unit

    def people(self, cell: Cell) -> list[str]:
        """Names of an attendance cell, with reasons where the cell asks for them."""
        rows = [row for row in self._rows(cell.fields[0]) if row.get("status") in cell.statuses]
        if cell.show != "reasons":
            return [str(row.get("name") or "") for row in rows]
        return [str(row.get("name") or "") + self._reason(row, cell.statuses) for row in rows]

    def _reason(self, row: Mapping[str, Any], statuses: Sequence[str]) -> str:
        """（病假）; a status that is not the cell's first one is said too; a written opinion is told."""
        status, reason = str(row.get("status") or ""), str(row.get("reason") or "")
        label = self._edition.choice_label("attendance", status)
        parts = []
        if (status != statuses[0] or not reason) and len(statuses) > 1:
            parts.append(label)
        if reason and reason != label:
            parts.append(reason)
        if row.get("opinion_on") or row.get("opinion"):
            day = show_day(row.get("opinion_on"))
            stance = self._edition.choice_label("stance", str(row.get("opinion") or ""))
            parts.append(f"{day}提交书面意见" + (f"：{stance}" if stance else ""))
        return f"（{'，'.join(parts)}）" if parts else ""

    def _rows(self, field_id: str) -> tuple[Mapping[str, Any], ...]:
        return self._record.rows(field_id) if self._record else ()

    def table(self, cell: Cell) -> list[tuple[list[str], str]]:
        """The rows of a table cell: (one string a column, "" for ink, note of the columns that are not shown)."""
        field = self._form.field(cell.fields[0])
        columns = {column.id: column for column in field.columns}
        shown = [columns.get(column.id) for column in cell.columns]
        hidden = [column for column in field.columns if column not in shown]
        return [
            ([self.one(c, row.get(c.id)) if c else "" for c in shown], self._note(hidden, row))
            for row in self._rows(field.id)
        ]

    def _note(self, columns: Iterable[Column], row: Mapping[str, Any]) -> str:
        said = ((column, self.one(column, row.get(column.id))) for column in columns)
        return "；".join(f"{column.label}：{text}{column.unit}" for column, text in said if text)

    def paragraphs(self, cell: Cell) -> list[str]:
        """Rows as text, one paragraph a row: heads, a colon, the text, columns not shown in brackets."""
        field = self._form.field(cell.fields[0])
        columns = {column.id: column for column in field.columns}
        shown = [columns[column.id] for column in cell.columns]
        hidden = [column for column in field.columns if column not in shown]
        found = []
        for row in self._rows(field.id):
            heads = "　".join(filter(None, (self.one(column, row.get(column.id)) for column in shown[:-1])))
            note = self._note(hidden, row)
            text = self.one(shown[-1], row.get(shown[-1].id)) + (f"（{note}）" if note else "")
            found.append(f"{heads}：{text}" if heads else text)
        return found

    def attachments(self) -> str:
        """签到表1张；照片3张（2026年9月18日摄）."""
        if self._record is None:
            return "　　".join(f"{word}　　　{unit}" for word, unit in ATTACHMENT_WORDS.values())
        said = []
        for kind, (word, unit) in ATTACHMENT_WORDS.items():
            kept = [a for a in self._record.attachments if a.kind == kind]
            if kept:
                said.append(f"{word}{len(kept)}{unit}" + _taken(kept))
        return "；".join(said)


def _taken(kept: Sequence[Attachment]) -> str:
    days = sorted({a.taken_on for a in kept if a.taken_on})
    return f"（{'、'.join(map(show_day, days))}摄）" if days else ""


def _blank_day(width: float) -> str:
    """A day to be written in by hand, with as much room for figures as a cell of that width in mm has."""
    fitting = (day for day in _BLANK_DAYS if len(day) * _CHARACTER_MM + 2 * _EDGE_MM <= width)
    return next(fitting, "")


def _blank_span(width: float) -> str:
    """Day and time to be written in by hand, for a cell of that width in mm."""
    if width < 120:
        return "　　　年　月　日　时　分至　时　分"
    return "　　　年　　月　　日（星期　）　　时　　分至　　时　　分"


# --- lines of a ledger --------------------------------------------------------------------------------------

_CHILDREN = (FieldType.ROWS, FieldType.ATTENDANCE)


def ledger_head(form: Form, column: LedgerColumn) -> str:
    """The head of a ledger's column, with the unit of its numbers."""
    unit = form.field(column.fields[0]).unit if column.fields else ""
    return f"{column.label}（{unit}）" if unit and unit not in column.label else column.label


def ledger_text(edition: Edition, form: Form, column: LedgerColumn, record: Record) -> str:
    """What a column says of a record; "" for room for ink. Its unit stands in the head."""
    if not column.fields:
        return ""
    if column.show == "span":
        return show_span(*(record.get(each) for each in column.fields))
    field = form.field(column.fields[0])
    return show_column(field, record.get(field.id), edition)


def unshown(form: Form) -> list[Field]:
    """The fields of a ledger that have no column; a note below the line tells them."""
    shown = {field_id for column in form.page.columns for field_id in column.fields}
    return [field for field in form.fields if field.id not in shown]


def ledger_notes(edition: Edition, form: Form, record: Record) -> list[str]:
    """The note below a line, by paragraphs: 草稿, 补记, 更正, the fields without a column, attachments."""
    said, paragraphs = _standing(record), []
    for field in unshown(form):
        text = show(field, record.get(field.id), edition)
        if not text:
            continue
        if field.type in _CHILDREN or "\n" in text:
            paragraphs += f"{field.label}：{text}".split("\n")
        else:
            said.append(f"{field.label}：{text}")
    kept = Words(edition, form, record).attachments()
    if kept:
        said.append(f"附件：{kept}")
    return ["；".join(said), *paragraphs] if said else paragraphs


def _standing(record: Record) -> list[str]:
    said = ["草稿"] if record.state is State.DRAFT else []
    if record.late:
        done = moment_of(record.recorded_at)
        said.append(f"补记于{done.month}月{done.day}日" if done else "补记")
    if record.version > 1:
        said.append(f"第{record.version}版（更正）")
    return said
