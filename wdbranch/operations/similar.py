"""Two records side by side: where their texts are the same."""

from __future__ import annotations

from dataclasses import dataclass

from wdbranch.book.form import FieldType, Form
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.values import show_day
from wdbranch.rules.findings.reading import text_places
from wdbranch.rules.similarity import Passage, passages
from wdbranch.store.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a block that the other record has too: its place, and the number of the passage."""

    begin: int
    end: int
    passage: int


@dataclass(frozen=True, slots=True)
class Block:
    """One text of a record with the label of its box; ``field`` and ``row`` lead to it."""

    label: str
    text: str
    field: str
    row: int | None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records."""

    record: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two sides, how many passages they have in common, and the characters in these."""

    ours: Side
    theirs: Side
    passages: int
    characters: int


def compare(book: Workbook, record_id: str, other_id: str) -> Comparison:
    """Both records with their common passages marked. Raises UserError ``no_record``."""
    snapshot = book.snapshot()
    ours, theirs = book.record(record_id), book.record(other_id)
    our_blocks, their_blocks = _blocks(snapshot, ours), _blocks(snapshot, theirs)
    found = passages(_joined(our_blocks), _joined(their_blocks))
    return Comparison(
        Side(ours.id, _title(snapshot, ours), _marked(our_blocks, [(p.ours, p.our_length) for p in found])),
        Side(
            theirs.id, _title(snapshot, theirs), _marked(their_blocks, [(p.theirs, p.their_length) for p in found])
        ),
        len(found),
        sum(map(_length, found)),
    )  # fmt: skip


def _length(passage: Passage) -> int:
    return passage.our_length


def _title(snapshot: Snapshot, record: Record) -> str:
    form, day = snapshot.form_of(record), snapshot.day(record)
    seq = record.get("seq")
    return "　".join(
        part for part in (form.short, f"第 {seq} 次" if seq else "", show_day(day) if day else "") if part
    )


def _blocks(snapshot: Snapshot, record: Record) -> list[Block]:
    form = snapshot.form_of(record)
    found = []
    for field_id, columns in text_places(form, (FieldType.LONG,)):
        label, value = form.field(field_id).label, record.values.get(field_id)
        if value and not columns:
            found.append(Block(label, value, field_id, None))
        for index, row in enumerate(value or () if columns else ()):
            told = "\n".join(row[column] for column in columns if row.get(column))
            if told:
                found.append(Block(_row_label(form, field_id, row, label), told, field_id, index))
    return found


def _row_label(form: Form, field_id: str, row: object, label: str) -> str:
    """The label of a row: the box, and who said it."""
    who = next((c.id for c in form.field(field_id).columns if c.type is FieldType.PERSON), None)
    name = row.get(who) if who is not None and isinstance(row, dict) else None
    return f"{label}　{name}" if name else label


def _joined(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _marked(blocks: list[Block], runs: list[tuple[int, int]]) -> tuple[Block, ...]:
    """The blocks with the runs (begin and length in the joined text) cut at their ends."""
    marked, offset = [], 0
    for block in blocks:
        upto = offset + len(block.text)
        marks = [
            Mark(max(begin, offset) - offset, min(begin + length, upto) - offset, number)
            for number, (begin, length) in enumerate(runs)
            if begin < upto and begin + length > offset
        ]
        marked.append(Block(block.label, block.text, block.field, block.row, tuple(sorted(marks, key=_begin))))
        offset = upto + 1
    return tuple(marked)


def _begin(mark: Mark) -> int:
    return mark.begin
