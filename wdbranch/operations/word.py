"""Records, months, ledgers and views as Word documents, for WPS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.book.form import View, edition_of_year
from wdbranch.book.moments import show_day
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.values import record_number
from wdbranch.book.words import photo_caption
from wdbranch.errors import UserError
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import (
    in_book_order,
    page_named,
    readable,
    record_named,
    records_of_month,
    worked_out,
)
from wdbranch.rules.derive.parts import parts_of

if TYPE_CHECKING:
    from wdbranch.exchange.word_out import About, Part, Photo


def save_records(book: Readable, records: Sequence[str], out: Path) -> Path:
    """These records one after another in the order of the book; those of a ledger in one table."""
    snapshot = book.snapshot()
    return _save(book, [record_named(snapshot, record_id) for record_id in records], out)


def save_month(book: Readable, year: int, month: int, out: Path) -> Path:
    """All records of a calendar month. Raises UserError ``nothing_to_print``."""
    return _save(book, records_of_month(book.snapshot(), year, month), out)


def save_kind(book: Readable, year: int, page_id: str, out: Path, period: str = "") -> Path:
    """All that a year has of a form, a ledger or a view (or a ``period`` of it has, see ``pages.worked_out``).

    Raises WrongUseError, UserError ``nothing_to_print``.
    """
    from wdbranch.exchange.word_out import write_word

    page = page_named(book, page_id, year)
    snapshot = book.snapshot()
    if isinstance(page, View):
        return write_word(out, _about(snapshot, year), _view_parts(book, page, year, period))
    records = snapshot.of_year(page_id, year)
    if not records:
        raise UserError(f"{year}年还没有{page.short}。", code="nothing_to_print")
    return _save(book, records, out)


def _save(book: Readable, records: Sequence[Record], out: Path) -> Path:
    from wdbranch.exchange.word_out import ledger_part, record_part, write_word

    snapshot = book.snapshot()
    parts: list[Part] = []
    ordered = in_book_order(snapshot, records)
    for record in ordered:
        form, edition = snapshot.form_of(record), snapshot.edition_of(record)
        if form.page.kind != "ledger":
            part = record_part(edition, form, readable(snapshot, record))
            parts.append(replace(part, photos=_photos(book, [record])))
            continue
        lines = [other for other in ordered if other.form == record.form]
        if record is lines[0]:
            part = ledger_part(edition, form, [readable(snapshot, line) for line in lines])
            parts.append(replace(part, photos=_photos(book, lines)))
    return write_word(out, _about(snapshot, ordered[0].year), parts)


def _photos(book: Readable, records: Sequence[Record]) -> tuple[Photo, ...]:
    """The photographs kept with records, with what the printed page of photographs says of each."""
    from wdbranch.exchange.word_out import Photo

    snapshot = book.snapshot()
    return tuple(
        Photo(
            book.attachment_bytes(kept.digest),
            (
                photo_caption(snapshot.edition_of(record), snapshot.form_of(record), record, kept),
                f"拍摄日期：{show_day(kept.taken_on) or '照片里没有记'}",
                f"记录编号：{record_number(snapshot.form_of(record), record)}",
            ),
        )
        for record in records
        for kept in record.attachments
        if kept.kind == "photo"
    )


def _about(snapshot: Snapshot, year: int) -> About:
    from wdbranch.exchange.word_out import About

    return About(edition_of_year(snapshot.editions, year).title, year, snapshot.branch.name)


def _view_parts(book: Readable, view: View, year: int, period: str) -> list[Part]:
    from wdbranch.exchange.word_out import Column, view_part

    view, derived = worked_out(book.snapshot(), view, year, book.clock().date(), period)
    tables = parts_of(view, derived)
    made = []
    for number, columns in enumerate(tables, 1):
        last = number == len(tables)
        made.append(
            view_part(
                view.title,
                [Column(column.label, column.width, column.centre) for column in columns],
                [[row.cells.get(column.id, "") if column.id else "" for column in columns] for row in derived.rows],
                landscape=view.landscape,
                notes=derived.notes if last else (),
                signs=view.signs if last else (),
            )
        )
    return made
