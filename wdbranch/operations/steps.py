"""Undo and redo, read off the log; what was one step in several records is taken back in all of them."""

from __future__ import annotations

from collections.abc import Sequence

from wdbranch.book.record import Record, State
from wdbranch.operations.following import follow
from wdbranch.store.history import LogEntry
from wdbranch.store.workbook import Workbook

UNDO, REDO = "撤销", "重做"


def walk(entries: Sequence[LogEntry]) -> tuple[list[LogEntry], list[LogEntry]]:
    """The edits that stand, and those undone, read off the log. A change of standing is a wall."""
    done: list[LogEntry] = []
    undone: list[LogEntry] = []
    for entry in entries:
        if entry.action == "revert" and entry.why == UNDO and len(done) > 1:
            undone.append(done.pop())
        elif entry.action == "revert" and entry.why == REDO and undone:
            done.append(undone.pop())
        elif entry.action in ("add", "write", "revert"):
            done.append(entry)
            undone.clear()
        elif entry.action in ("state", "year"):
            done, undone = [entry], []
    return done, undone


def take_back(book: Workbook, record_id: str, done: Sequence[LogEntry]) -> Record:
    """Undo the last of the edits that stand, in every record that the same step was written into."""
    step = done[-1].together
    others = _others(book, record_id, step)
    if step is None or not others:
        return book.revert(record_id, done[-2].seq, UNDO)
    with book.together():
        taken = book.revert(record_id, done[-2].seq, UNDO)
        for other in others:
            _take_back_there(book, other, step)
    return taken


def do_again(book: Workbook, record_id: str, undone: Sequence[LogEntry]) -> Record:
    """Redo the edit undone last, in every record where the same step was undone last."""
    step = undone[-1].together
    others = _others(book, record_id, step)
    if not others:
        return book.revert(record_id, undone[-1].seq, REDO)
    with book.together():
        taken = book.revert(record_id, undone[-1].seq, REDO)
        for other in others:
            _, there = walk(book.history(other))
            if there and there[-1].together == step:
                book.revert(other, there[-1].seq, REDO)
    return taken


def _others(book: Workbook, record_id: str, step: int | None) -> list[str]:
    """The other records of a step that may still be written into."""
    if step is None:
        return []
    found = (book.record(other) for other in book.records_of_step(step) if other != record_id)
    return [other.id for other in found if other.state is State.DRAFT and other.deleted_at is None]


def _take_back_there(book: Workbook, record_id: str, step: int) -> None:
    """Where something was edited since, only the marks that still stand as the step left them go back."""
    done, _ = walk(book.history(record_id))
    place = next((number for number, entry in enumerate(done) if entry.together == step), 0)
    if place == 0:
        return
    before, written = done[place - 1], done[place]
    if place == len(done) - 1:
        book.revert(record_id, before.seq, UNDO)
        return
    record = book.record(record_id)
    edition = book.editions[record.edition]
    form = edition.forms[record.form]
    field = form.attendance
    if field is None:
        return
    old = {row["name"]: row for row in before.values.get(field.id) or ()}
    new = {row["name"]: row for row in written.values.get(field.id) or ()}
    rows = tuple(
        old[row["name"]] if row["name"] in old and row == new.get(row["name"]) else row
        for row in record.rows(field.id)
    )
    values, _ = follow(
        form, edition, book.snapshot(), record.values, {**record.values, field.id: rows}, typed={field.id}
    )
    book.write(record_id, {key: value for key, value in values.items() if value != record.values.get(key)})
