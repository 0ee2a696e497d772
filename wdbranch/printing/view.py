"""A view on paper: one table or several, worked out from records and roster; nothing in it is typed."""

from __future__ import annotations

from dataclasses import replace

from wdbranch.book.form import View, ViewColumn
from wdbranch.printing.leaf import Head, footer
from wdbranch.printing.plan import Mark, Page, Plan, Worked
from wdbranch.printing.sheet import Sheet, lay_out_sheet, sign_row
from wdbranch.printing.table import TableColumn, TableRow, table_cell
from wdbranch.printing.typeset import Line
from wdbranch.rules.derive import Derived
from wdbranch.rules.derive.parts import parts_of, width_of

_NOTHING = Derived(())


def plan_view(view: View, derived: Derived | None, head: Head) -> Plan:
    """The pages of a view; ``derived`` None gives the blank sheet for writing by hand."""
    name = view.title if derived else f"{view.title}（空白）"
    plan = Plan(title=name, author=head.branch)
    add_view(plan, view, derived, head, first=1)
    for page in plan.pages:
        footer(page, head, view.title, page.number, len(plan.pages))
    return plan


def add_view(
    plan: Plan, view: View, derived: Derived | None, head: Head, *, first: int, level: int = 0
) -> list[Page]:
    """Append a view to a plan, without footers. Several tables of one view begin on leaves of their own.

    ``first`` is the number of its first page.
    """
    pages: list[Page] = []
    for sheet in view_sheets(view, derived or _NOTHING):
        pages += lay_out_sheet(sheet, head, first + len(pages), again=bool(pages))
    before = len(plan.pages)
    plan.pages += pages
    mark = Mark(view.title, before + 1, len(plan.pages), "", level)
    plan.marks.append(mark)
    if derived is not None:
        plan.worked.append(Worked(mark.title, _texts(view, derived)))
    return pages


def view_sheets(view: View, derived: Derived) -> list[Sheet]:
    """One sheet for each table that the view needs."""
    foot = (sign_row(view.signs, width_of(view)),) if view.signs else ()
    parts = parts_of(view, derived)
    sheets = []
    for number, columns in enumerate(parts, 1):
        heads = tuple(TableColumn(column.label, column.width, column.centre) for column in columns)
        rows = tuple(
            TableRow(tuple(_cell(row.cells.get(column.id, "") if column.id else "", column) for column in columns))
            for row in derived.rows
        )
        sheet = Sheet(view.title, heads, rows, view.landscape, view.lines)
        if number == len(parts):
            sheet = replace(sheet, foot=foot, notes=derived.notes)
        sheets.append(sheet)
    return sheets


def _cell(text: str, column: ViewColumn) -> tuple[tuple[Line, ...], float]:
    """A telephone number or a date is rather set smaller than broken."""
    return table_cell(text, column.width, whole=column.centre or text.isascii())


def _texts(view: View, derived: Derived) -> tuple[str, ...]:
    """All that must be on the paper."""
    keys = [column.id for column in view.columns if column.id and not column.repeat]
    keys += [key for key, _ in derived.repeated]
    return (
        *(row.cells.get(key, "") for row in derived.rows for key in keys),
        *(label for _, label in derived.repeated),
        *derived.notes,
    )
