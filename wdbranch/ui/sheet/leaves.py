"""On which printed leaf each row of the grid begins, read off the printer's own plan."""

from __future__ import annotations

from wdbranch.book.form import CellKind, Form
from wdbranch.printing.plan import Plan
from wdbranch.ui.sheet.cells import page_rows


def leaves_of(form: Form, plan: Plan) -> dict[int, int]:
    """Row of the page (as numbered by ``page_rows``) → leaf from 0, for rows whose place the plan tells.

    A row that is cut by the end of a leaf counts where it begins; a heading goes with the row below it.
    """
    first: dict[tuple[str, str], int] = {}
    for number, page in enumerate(plan.pages):
        for box in page.boxes:
            first.setdefault((box.field, box.part), number)
    result: dict[int, int] = {}
    rows = page_rows(form)
    for place, row in enumerate(rows):
        for cell in row.cells:
            if cell.kind is CellKind.FIELD:
                key = ("+".join(cell.fields), "+".join(cell.statuses))
                if key in first:
                    result[place] = first[key]
    for place, row in enumerate(rows[:-1]):
        if row.cells[0].kind is CellKind.HEADING and place + 1 in result:
            result[place] = result[place + 1]
    foot = len(form.page.rows)
    if foot < len(rows):
        result[foot] = len(plan.pages) - 1
    return result
