"""One record, or a blank form, becomes one or more leaves of its form's grid."""

from __future__ import annotations

from wdbranch.book.form import Edition, Form
from wdbranch.book.record import Record, State, moment_of
from wdbranch.book.values import record_number
from wdbranch.book.words import Words
from wdbranch.printing.cells import grid_row
from wdbranch.printing.grid import lay_out
from wdbranch.printing.leaf import BOTTOM, DRAFT_NOTE, TOP, Head, footer, header, title
from wdbranch.printing.ledger import plan_ledger, plan_line
from wdbranch.printing.plan import BLACK, Mark, Page, Plan, Source

__all__ = ["Head", "lay_out_record", "plan_record"]


def plan_record(edition: Edition, form: Form, record: Record | None, head: Head) -> Plan:
    """The pages of one record; ``record`` None gives the blank form for filling in by hand."""
    if form.page.kind == "ledger":
        return plan_line(edition, form, record, head) if record else plan_ledger(edition, form, [], head)
    pages = lay_out_record(edition, form, record, head, 1)
    for page in pages:
        footer(page, head, form.page.title, page.number, len(pages))
    name = f"{form.page.title} {record_number(form, record)}" if record else f"{form.page.title}（空白）"
    mark = Mark(name, 1, len(pages), record.id if record else "")
    sources = [Source(edition, form, record)] if record else []
    return Plan(pages, [mark], name, head.branch, sources=sources)


def lay_out_record(edition: Edition, form: Form, record: Record | None, head: Head, first: int) -> list[Page]:
    """The pages of one record without footers; ``first`` is the number of the first page."""
    words = Words(edition, form, record)
    notes = _notes(form, record)

    def opener(leaf: int, again: bool) -> Page:
        page = Page(first + leaf, again=again)
        header(page, head, notes)
        title(page, form.page.title, again=again)
        return page

    return lay_out(
        [grid_row(form, row, words, blank=record is None) for row in form.page.rows],
        [grid_row(form, row, words, blank=record is None) for row in form.page.foot],
        opener,
        record.id if record else "",
        height=BOTTOM - TOP,
        fill=record is None,
    )


def _notes(form: Form, record: Record | None) -> list[tuple[str, str]]:
    """What the header says of the record: its number, 补记, 更正, 草稿."""
    if record is None:
        return []
    notes = [(f"第{record.version}版（更正）", BLACK)] if record.version > 1 else []
    if record.late:
        done = moment_of(record.recorded_at)
        notes.append((f"补记于{done.month}月{done.day}日" if done else "补记", BLACK))
    if record.state is State.DRAFT:
        notes.append(DRAFT_NOTE)
    if form.yearly or isinstance(record.get("seq"), int):
        notes.append((record_number(form, record), BLACK))
    return notes
