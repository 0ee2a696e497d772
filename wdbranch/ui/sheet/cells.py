"""The cells of the page of the book, each with its editors, laid out in the grid's own proportions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from wdbranch.book.form import CONTENT_WIDTH_MM, Cell, CellKind, FieldType, Form, PageRow
from wdbranch.ui import style
from wdbranch.ui.editors.base import Editor, pad_x
from wdbranch.ui.editors.kinds import Setting, editor_for
from wdbranch.ui.editors.names import KeptEditor, NamesEditor
from wdbranch.ui.editors.plain import LongEditor
from wdbranch.ui.editors.rows import RowsEditor

MM = 4.2
"""Pixels of height for a millimetre of the page at normal type size; the width follows the window."""
GAP = 28
"""Room between two boxes of one cell, for the word between them, px at normal type size."""


@dataclass
class Remark:
    """What is said in a cell: level 必 应 提 or "" for what could not be read, and the sentence."""

    level: str
    say: str


@dataclass
class Box:
    """One cell on the screen."""

    cell: Cell
    row: int
    editors: dict[str, Editor] = field(default_factory=dict)
    label: str = ""
    required: bool = False
    rect: QRect = field(default_factory=QRect)
    remarks: list[Remark] = field(default_factory=list)
    problem: str = ""
    remark_height: int = 0

    def stops(self) -> list[QWidget]:
        """The widgets of this cell that take the focus."""
        return [stop for editor in self.editors.values() for stop in editor.stops()]


@dataclass(frozen=True)
class Wanted:
    """Where cells lead that only show what is kept beside the sheet."""

    attendance: Callable[[], None]
    attachments: Callable[[], None]


def build(form: Form, setting: Setting, wanted: Wanted, paper: QWidget) -> list[list[Box]]:
    """The boxes of every row of the page and its foot, with their editors as children of ``paper``."""
    result: list[list[Box]] = []
    heading = ""
    for number, row in enumerate((*form.page.rows, *form.page.foot)):
        boxes = [
            _box(cell, number, form, setting, wanted=wanted, paper=paper, ruled=row.ruled)
            for cell in row.cells
        ]
        label = heading
        for box in boxes:
            if box.cell.kind is CellKind.LABEL:
                label = box.cell.text
            elif box.cell.kind is CellKind.FIELD:
                box.label = label or form.field(box.cell.fields[0]).label
        heading = row.cells[0].text if row.cells[0].kind is CellKind.HEADING else ""
        result.append(boxes)
    _mark_required(form, result)
    return result


def _box(
    cell: Cell, number: int, form: Form, setting: Setting, *, wanted: Wanted, paper: QWidget, ruled: bool
) -> Box:
    box = Box(cell, number)
    if cell.kind is CellKind.ATTACHMENTS:
        box.editors["@attachments"] = KeptEditor(wanted.attachments, paper)
    if cell.kind is not CellKind.FIELD:
        return box
    for name in cell.fields:
        asked = form.field(name)
        if asked.type is FieldType.ATTENDANCE:
            editor: Editor = NamesEditor(
                asked.label,
                cell.statuses,
                reasons=cell.show == "reasons",
                label_of=lambda status: setting.edition.choice_label("attendance", status),
                wanted=wanted.attendance,
                parent=paper,
            )
        elif asked.type is FieldType.ROWS:
            seen = [(column.id, column.width) for column in cell.columns if column.id]
            seen = seen or [(column.id, 1.0) for column in asked.columns]
            editor = RowsEditor(asked, seen, setting, paper, talk=cell.show == "paragraphs", later=True)
        else:
            first = cell.fields[0]
            like = _like_day(setting, first) if cell.show == "span" and name != first else lambda: None
            editor = editor_for(asked, setting, paper, like_day=like, ruled=ruled)
        editor.setToolTip(asked.help)
        box.editors[name] = editor
    return box


def _like_day(setting: Setting, first: str) -> Callable[[], str | None]:
    return lambda: (setting.values.get(first) or "")[:10] or None


def _mark_required(form: Form, rows: Sequence[Sequence[Box]]) -> None:
    """＊ on the label cell, or the heading, that names a required field where it first stands."""
    marked: set[str] = set()
    for number, boxes in enumerate(rows):
        for place, box in enumerate(boxes):
            asked = {name for name in box.editors if form.has(name) and form.field(name).required} - marked
            if not asked:
                continue
            marked |= asked
            before = next((b for b in reversed(boxes[:place]) if b.cell.kind is CellKind.LABEL), None)
            if before is None and number and rows[number - 1][0].cell.kind is CellKind.HEADING:
                before = rows[number - 1][0]
            if before is not None:
                before.required = True


def page_rows(form: Form) -> Sequence[PageRow]:
    """The rows of the page and its foot, as numbered by the boxes."""
    return (*form.page.rows, *form.page.foot)


def place_row(
    boxes: Sequence[Box], row: PageRow, x: int, y: int, width: int, *, measure: Callable[[Box, int], int]
) -> int:
    """Place the cells of one row at ``y`` over ``width`` pixels; returns the height of the row.

    ``measure(box, width)`` says how high a cell must be; the row is as high as its highest cell.
    """
    edges = [
        round(width * part / CONTENT_WIDTH_MM)
        for part in accumulate((c.width for c in row.cells), initial=0.0)
    ]
    edges[-1] = width
    spans = list(zip(boxes, edges, edges[1:], strict=False))
    least = round(row.height * MM * style.look().factor)
    high = max(least, *(measure(box, right - left) for box, left, right in spans))
    for box, left, right in spans:
        box.rect = QRect(x + left, y, right - left, high)
        _place_editors(box)
    return high


def _place_editors(box: Box) -> None:
    """Share the cell among its editors: one fills it, a span stands side by side."""
    inner = box.rect.adjusted(2, 2, -1, -1 - box.remark_height)
    left = inner.left()
    widths = _widths(box, inner.width())
    for editor, width in zip(box.editors.values(), widths, strict=True):
        full = isinstance(editor, RowsEditor | LongEditor)
        needed = editor.height_for(width)
        high = inner.height() if full else min(max(needed, style.px(30)), inner.height())
        top = inner.top() if full or needed > style.px(60) else inner.top() + (inner.height() - high) // 2
        editor.setGeometry(left, top, width, high)
        left += width + style.px(GAP)


def _widths(box: Box, width: int) -> list[int]:
    """Widths of the editors of a cell. The end of a span is an hour most of the time: it gets the rest."""
    count = len(box.editors)
    room = width - style.px(GAP) * (count - 1)
    if box.cell.show == "span" and count == 2:
        day = room * 78 // 100  # 2026年11月23日（星期一）09:00 in any font
        return [day, room - day]
    return [room // count] * count if count else []


def editors_height(box: Box, width: int) -> int:
    """Pixels that the editors of a cell need at that width of the cell."""
    each = zip(box.editors.values(), _widths(box, width - 3), strict=True)
    return max((editor.height_for(wide) for editor, wide in each), default=0) + 4


def text_room(width: int) -> int:
    """Pixels of a cell that text painted by the paper may take."""
    return max(width - 2 * pad_x() + 4, 12)
