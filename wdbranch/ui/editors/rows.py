"""Child rows as the paper has them: a ruled table inside its cell, or speeches as speaker and text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from wdbranch.book import values as book_values
from wdbranch.book.form import Column, Field, FieldType
from wdbranch.errors import UserError
from wdbranch.rules import votes
from wdbranch.ui import icons, style
from wdbranch.ui.editors.base import Editor, LineBox, TextBox
from wdbranch.ui.editors.kinds import Setting, as_field, editor_for
from wdbranch.ui.editors.rows_grid import RowsGrid
from wdbranch.ui.editors.rows_line import RowLine, paint_arithmetic

_BALLOTS = frozenset({"issued", "returned", "valid", "invalid", "yes", "no", "abstain"})  # of a vote on paper
FIRST_MS, NEXT_MS = 80, 25   # when rows get boxes unasked: after the first picture, and then again and again
SLICE_SECONDS = 0.012        # so long at a time; the window must not stand still for it


class RowsEditor(Editor):
    """All rows of one ``rows`` field.

    ``seen`` are the columns on the page with their widths in mm; the others are reached through the tools of
    a row. ``talk`` lays rows out as speaker and text without rules. There is always one empty row to write
    in. Tab after the last box of the last filled row begins a new one; Ctrl+Delete removes a row, Alt+↑ and
    Alt+↓ move it. A box that cannot be read is marked and keeps its text; the rest is saved.

    Rows are painted until their boxes are wanted: by the keyboard in the row beside, by a click, or, a few at
    a time, when nothing else is to be done. ``later``: the first row, too; whoever moves the keyboard then says
    ``get_ready`` before it comes in.
    """

    offer_taken = Signal()
    _rest_until = 0.0  # moment at which the next table may make boxes, seconds of ``perf_counter``

    def __init__(
        self,
        field: Field,
        seen: Sequence[tuple[str, float]],
        setting: Setting,
        parent: QWidget | None = None,
        *,
        talk: bool = False,
        later: bool = False,
    ) -> None:
        super().__init__(field.label, parent)
        by_id = {column.id: column for column in field.columns}
        self.field = field
        self.setting = setting
        self.talk = talk
        self._first_later = later
        self.columns: list[Column] = [by_id[name] for name, _ in seen if name in by_id]
        widths = [width for name, width in seen if name in by_id]
        self.grid = RowsGrid(self.columns, widths, setting, talk=talk)
        self.unseen = [column for column in field.columns if column not in self.columns]
        self._numbered = field.columns[0].id == "no" and field.columns[0].type is FieldType.INT
        self.lines: list[RowLine] = []
        self._held = False
        self._spare: list[RowLine] = []  # rows taken off, to be used again: making boxes is dear
        self._chained: list[QWidget] = []
        self._frames: list[QRect] = []
        self.more = style.button(
            f"＋ 加一行{field.label}" if len(field.label) <= 4 else "＋ 加一行", "small_link"
        )
        self.more.setAccessibleName(f"{field.label}：加一行")
        self.more.setParent(self)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab after the last box does the same
        self.more.clicked.connect(lambda: self.add_after(len(self.lines) - 1))
        self.offer = style.button("", "small_link")
        self.offer.setParent(self)
        self.offer.clicked.connect(self.offer_taken)
        self.offer.hide()
        self._counts_ballots = set(by_id) >= _BALLOTS
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._make_some)
        self._add_line()
        self._settled = self._idle = self.raw()

    # ---- the content -----------------------------------------------------------------------------------

    def raw(self) -> tuple[dict[str, Any], ...]:
        """The filled rows, column id → raw value; a box that cannot be read gives what it last held."""
        return tuple(line.kept(self.columns) for line in self.lines if not self._is_empty(line))

    def put(self, value: Any) -> None:
        """Show rows in place: boxes keep the focus where the rows match."""
        rows = [dict(row) for row in value or ()]
        with self._still():
            self._put_rows(rows)
        self._changed()

    @contextmanager
    def _still(self) -> Iterator[None]:
        """Boxes that grow within are laid out by whoever holds them still."""
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held = before

    def _put_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        filled = [line for line in self.lines if not self._is_empty(line)]
        if len(filled) != len(rows):
            while len(self.lines) > max(len(rows), 1):
                self._drop_line(self.lines[-1])
            while len(self.lines) < len(rows):
                self._add_line()
            filled = self.lines[: len(rows)]
            for line in self.lines[len(rows) :]:
                self._fill(line, {})
        for line, row in zip(filled, rows, strict=True):
            self._fill(line, row)
        if not self.lines:
            self._add_line()
        if not self._first_later:
            self.get_ready()

    def get_ready(self) -> None:
        """Give the first row its boxes, so that the keyboard finds its way in."""
        if not self.lines[0].made:
            self._make(self.lines[0])

    def show_offer(self, text: str) -> None:
        """A way to let the book add rows, beside the one to add an empty row; empty: none."""
        self.offer.setText(text)
        self.offer.setAccessibleName(text)
        self.offer.setVisible(bool(text) and not self._read_only)
        self._place_offer()

    def _place_offer(self) -> None:
        self.offer.adjustSize()
        self.offer.move(self.more.geometry().right() + style.px(12), self.more.y())

    def problem(self) -> str:
        """What stands in the way of saving a box of these rows, in one sentence; empty where nothing does."""
        return next((text for line in self.lines for text in line.problems.values()), "")

    def stops(self) -> list[QWidget]:
        """The boxes row by row, of the rows that have theirs."""
        made = [line for line in self.lines if line.made]
        return [stop for line in made for box in line.boxes.values() for stop in box.stops()]

    def boxes_of(self, row: int) -> Mapping[str, Editor]:
        """The boxes of one row by column id."""
        return self.lines[row].boxes

    def lock(self, locked: bool) -> None:
        """Read-only rows show no tools and no empty row."""
        self._read_only = locked
        for line in list(self.lines):
            if locked and self._is_empty(line) and len(self.lines) > 1:
                self._drop_line(line)
                continue
            if line.made:
                self._lock_line(line)
        self._changed()

    def _lock_line(self, line: RowLine) -> None:
        for box in line.boxes.values():
            box.lock(self._read_only)
        line.tool.setVisible(not self._read_only)

    def take_focus(self) -> None:
        """Put the keyboard here."""
        self.get_ready()
        super().take_focus()

    def focus_row(self, row: int | None) -> None:
        """Put the keyboard into a row."""
        if row is not None and 0 <= row < len(self.lines):
            next(iter(self.lines[row].boxes.values())).take_focus()
        else:
            self.take_focus()

    # ---- rows come and go ------------------------------------------------------------------------------

    def add_after(self, place: int) -> None:
        """Begin a new row below ``place`` and put the keyboard there."""
        self._add_line(place + 1)
        self._changed()
        boxes = list(self.lines[place + 1].boxes.values())
        boxes[1 if self._numbered and len(boxes) > 1 and self.columns[0].id == "no" else 0].take_focus()

    def remove(self, place: int) -> None:
        """Remove a row; the page's undo brings it back."""
        line = self.lines[place]
        if len(self.lines) == 1:
            self._fill(line, {})
        else:
            self._drop_line(line)
            self.lines[min(place, len(self.lines) - 1)].boxes[self.columns[0].id].take_focus()
        self._changed()
        self.settle()

    def move_row(self, place: int, by: int) -> None:
        """Move a row up or down."""
        target = place + by
        if not 0 <= target < len(self.lines):
            return
        self.lines[place], self.lines[target] = self.lines[target], self.lines[place]
        self._changed()
        self.settle()

    def forget(self) -> None:
        """Another record is coming."""
        for line in self.lines:
            line.problems.clear()
            line.good.clear()
            for box in line.boxes.values() if line.made else ():
                box.forget()
        super().forget()

    def _blank(self, line: RowLine) -> None:
        line.problems.clear()
        line.good.clear()
        line.unseen = {}
        with self._still():
            for box in line.boxes.values() if line.made else ():
                box.put(None)
                box.forget()

    def _add_line(self, place: int | None = None) -> RowLine:
        line = self._spare.pop() if self._spare else RowLine(self._make)
        if line.made:
            self._lock_line(line)
            for box in line.boxes.values():
                box.show()
        self.lines.insert(len(self.lines) if place is None else place, line)
        return line

    def _make(self, line: RowLine) -> None:
        """Give a row its boxes. Nothing was written by it, so nothing of it is to be saved."""
        unchanged = not self.dirty
        with self._still():
            self._make_boxes(line)
            self._fill(line, {**line.unseen, **line.good})
            self._lock_line(line)
            for box in line.boxes.values():
                box.show()
        if unchanged:
            self._settled = self._idle = self.raw()
        if line in self.lines:
            self._changed()

    def _make_some(self) -> None:
        """A few more rows get their boxes: the last one, by which Shift+Tab comes in, then those in sight."""
        if not self.isVisible():
            return
        if perf_counter() < RowsEditor._rest_until:  # another table had its turn just now
            self._later.start(NEXT_MS)
            return
        seen, last = self.visibleRegion().boundingRect(), len(self.lines) - 1
        waiting = [place for place, line in enumerate(self.lines) if not line.made]
        waiting.sort(key=lambda place: (place != last, not self._frames[place].intersects(seen)))
        end = perf_counter() + SLICE_SECONDS
        for line in [self.lines[place] for place in waiting]:
            if perf_counter() > end:
                self._later.start(NEXT_MS)
                break
            with self._still():
                self._make(line)
        RowsEditor._rest_until = perf_counter() + NEXT_MS / 1000
        before = self._frames[-1].bottom()
        self._arrange()
        if self._frames[-1].bottom() != before:
            self.resized.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Rows that are only painted get their boxes soon."""
        super().showEvent(event)
        self._see_to_the_rest()

    def _see_to_the_rest(self) -> None:
        if self.isVisible() and not all(line.made for line in self.lines):
            self._later.start(FIRST_MS)

    def _make_boxes(self, line: RowLine) -> None:
        boxes: dict[str, Editor] = {}
        tool = QToolButton(self)
        for column in self.columns:
            box = editor_for(as_field(column), self.setting, self, name=f"{self.field.label}：{column.label}")
            if self.talk:
                for stop in box.stops():
                    if isinstance(stop, LineBox | TextBox):
                        stop.hint(column.label)
                    if isinstance(stop, TextBox):
                        stop.enter_goes_on = True  # to the next speaker
            box.committed.connect(lambda _raw, entry=line, name=column.id: self._box_left(entry, name))
            box.edited.connect(lambda _raw: self.edited.emit(self.raw()))
            for stop in box.stops() if self._counts_ballots else ():
                if isinstance(stop, LineBox):
                    stop.textChanged.connect(lambda _text: self.update())  # the arithmetic below the row
            box.done.connect(lambda entry=line, name=column.id: self._go_on(entry, name))
            box.resized.connect(self._changed)
            for stop in box.stops():
                stop.installEventFilter(self)
            boxes[column.id] = box
        tool.setProperty("kind", "tool")
        tool.setIcon(icons.icon("dots-three-outline", "text3"))
        tool.setIconSize(QSize(style.px(16), style.px(16)))
        tool.setAccessibleName(f"{self.field.label}：这一行的操作")
        tool.setToolTip("加行、删行、上移、下移")
        tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its verbs have keys: the Tab way stays short
        tool.clicked.connect(lambda: self._open_menu(line))
        line.take(boxes, tool)

    def _drop_line(self, line: RowLine) -> None:
        self.lines.remove(line)
        if not line.made:
            return
        for widget in line.widgets():
            widget.hide()
        self._blank(line)
        self._spare.append(line)

    def _open_menu(self, line: RowLine) -> None:
        menu = QMenu(self)
        place = self.lines.index(line)
        for text, act, possible in (
            ("在下面加一行", lambda: self.add_after(place), True),
            ("上移一行\tAlt+↑", lambda: self.move_row(place, -1), place > 0),
            ("下移一行\tAlt+↓", lambda: self.move_row(place, 1), place < len(self.lines) - 1),
            ("更多栏目…", lambda: self.edit_unseen(place), bool(self.unseen)),
            ("删除这一行\tCtrl+Delete", lambda: self.remove(place), True),
        ):
            action = QAction(text, menu)
            action.setEnabled(possible)
            action.triggered.connect(act)
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(line.tool.mapToGlobal(line.tool.rect().bottomLeft()))

    def edit_unseen(self, place: int) -> None:
        """Open the columns of a row that the printed page has no room for."""
        from wdbranch.ui import messages
        from wdbranch.ui.dialogs.row import RowDialog

        line = self.lines[place]
        dialog = RowDialog(
            f"{self.field.label}：第 {place + 1} 行", self.unseen, line.unseen, self.setting, self.window()
        )
        if messages.show(dialog):
            line.unseen = dialog.values()
            self._mark_tool(line)
            self.settle()

    # ---- one row ---------------------------------------------------------------------------------------

    def _fill(self, line: RowLine, row: Mapping[str, Any]) -> None:
        for column in self.columns:
            name = column.id
            line.good[name] = row.get(name)
            if line.made and name not in line.problems:
                line.boxes[name].show_value(row.get(name))
        line.unseen = {
            column.id: row[column.id] for column in self.unseen if row.get(column.id) not in (None, (), "")
        }
        if line.made:
            self._mark_tool(line)

    def _is_empty(self, line: RowLine) -> bool:
        skip = self.columns[0].id if self._numbered else None
        typed = any(
            line.raw(column.id) not in (None, (), [], "") for column in self.columns if column.id != skip
        )
        return not typed and not line.unseen and not line.problems

    def _mark_tool(self, line: RowLine) -> None:
        told = "、".join(column.label for column in self.unseen if column.id in line.unseen)
        line.tool.setIcon(icons.icon("dots-three-outline", "red_text" if told else "text3"))
        line.tool.setToolTip(f"还填了：{told}" if told else "加行、删行、上移、下移")

    def _box_left(self, line: RowLine, name: str) -> None:
        box = line.boxes[name]
        column = next(column for column in self.columns if column.id == name)
        try:
            book_values.clean(as_field(column), box.raw(), self.setting.edition, year=self.setting.year)
        except UserError as problem:
            line.problems[name] = (
                f"第 {self.lines.index(line) + 1} 行“{column.label}”：{problem.what}{problem.todo}"
            )
            box.reject()
            self.edited.emit(self.raw())  # the page says what is wrong, and saves the rest
            self.resized.emit()
            return
        line.problems.pop(name, None)
        self._number(line)
        self.settle()
        self.resized.emit()

    def _number(self, line: RowLine) -> None:
        """Give a row just begun the next number of its table."""
        if not self._numbered or self._is_empty(line):
            return
        if line.raw("no") is None:
            used = [
                int(raw) for other in self.lines if (raw := other.raw("no")) and str(raw).isdigit()
            ]
            line.boxes["no"].put(max(used, default=0) + 1)

    def _go_on(self, line: RowLine, name: str) -> None:
        names = [column.id for column in self.columns]
        after = names.index(name) + 1
        if after < len(names):
            line.boxes[names[after]].stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
            return
        place = self.lines.index(line)
        if self._is_empty(line):
            self.done.emit()
        elif place + 1 < len(self.lines):
            self.focus_row(place + 1)
        else:
            self.add_after(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of rows: Tab out of the last box begins a row, Ctrl+Delete removes, Alt+arrows move."""
        if event.type() == QEvent.Type.FocusIn:
            self._make_neighbours(watched)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._read_only:
            place = next((i for i, line in enumerate(self.lines) if self._holds(line, watched)), None)
            if place is not None and self._row_key(place, watched, event):
                return True
        return super().eventFilter(watched, event)

    def _make_neighbours(self, watched: QObject) -> None:
        """Tab and Shift+Tab must find the rows beside the one with the keyboard."""
        if all(line.made for line in self.lines):
            return
        place = next((i for i, line in enumerate(self.lines) if self._holds(line, watched)), 0)
        for line in self.lines[max(place - 1, 0) : place + 2]:
            if not line.made:
                self._make(line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click into a row that is only painted is a click into its box."""
        at = event.position().toPoint()
        place = next((i for i, frame in enumerate(self._frames) if frame.contains(at)), None)
        boxes = self.lines[place].boxes if place is not None else {}
        for box in boxes.values():
            if box.geometry().left() <= at.x() <= box.geometry().right():
                box.take_focus()
                return
        super().mousePressEvent(event)

    def _row_key(self, place: int, watched: QObject, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        if key == Qt.Key.Key_Delete and held & Qt.KeyboardModifier.ControlModifier:
            self.remove(place)
            return True
        if held & Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Up:
            self.move_row(place, -1)
            return True
        on_moment = watched.parent() in [
            b for b in self.lines[place].boxes.values() if hasattr(b, "open_calendar")
        ]
        if held & Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Down and not on_moment:
            self.move_row(place, 1)
            return True
        last = self.stops()[-1:] if place == len(self.lines) - 1 else []
        if key == Qt.Key.Key_Tab and not held and last == [watched] and not self._is_empty(self.lines[place]):
            self.add_after(place)
            return True
        return False

    def _holds(self, line: RowLine, watched: QObject) -> bool:
        boxes = line.boxes.values() if line.made else ()
        return isinstance(watched, QWidget) and any(box.isAncestorOf(watched) for box in boxes)

    # ---- geometry --------------------------------------------------------------------------------------

    def height_for(self, width: int) -> int:
        """The head and all rows at that width."""
        edges = self._edges(width)
        rows = sum(self._line_height(line, edges) for line in self.lines)
        return self.grid.head_height(edges, self.font()) + rows + (0 if self._read_only else style.px(30))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the boxes out anew."""
        super().resizeEvent(event)
        self._arrange()

    def _changed(self) -> None:
        if not self._held:
            self._arrange()
            self.resized.emit()
            self._see_to_the_rest()

    def _tool_width(self) -> int:
        return 0 if self._read_only else style.px(32)

    def _edges(self, width: int) -> list[int]:
        return self.grid.edges(width - self._tool_width(), self.fontMetrics())

    def _line_height(self, line: RowLine, edges: Sequence[int]) -> int:
        high = max(*line.heights(self.columns, edges, self.setting.edition), style.px(34))
        return high + self._ballot_height()

    def _arithmetic(self, line: RowLine) -> tuple[tuple[bool, str], ...]:
        """What the ballots of a row add up to, as it stands in the boxes now."""
        typed = {column.id: line.raw(column.id) for column in self.columns if column.id in _BALLOTS}
        counts = {name: int(raw) if raw and str(raw).isdecimal() else None for name, raw in typed.items()}
        return votes.balance(counts, {column.id: column.label for column in self.field.columns})

    def _arrange(self) -> None:
        with self._still():
            self._place_lines()
        self._rechain()
        self.update()

    def _place_lines(self) -> None:
        edges = self._edges(self.width())
        y = self.grid.head_height(edges, self.font())
        self._frames = []
        for line in self.lines:
            whole = self._line_height(line, edges)
            line.cells = self._cells(line, edges, y, whole - self._ballot_height())
            if line.made:
                for box, cell in zip(line.boxes.values(), line.cells, strict=True):
                    box.setGeometry(cell)
                line.tool.move(edges[-1] + style.px(3), y + style.px(4))
            self._frames.append(QRect(0, y, edges[-1], whole))
            y += whole
        self.more.setVisible(not self._read_only)
        self.more.adjustSize()
        self.more.move(style.px(4), y + style.px(2))
        self._place_offer()

    def _cells(self, line: RowLine, edges: Sequence[int], y: int, high: int) -> list[QRect]:
        """Where the boxes of a row stand that is ``high`` pixels high."""
        cells = []
        heights = line.heights(self.columns, edges, self.setting.edition)
        for column, own, left, right in zip(self.columns, heights, edges, edges[1:], strict=False):
            drop = (high - own) // 2
            if own > style.px(50) or high > style.px(50) or self.talk:
                drop = style.px(3) if self.talk and column.type is not FieldType.LONG else 0
            tall = high - drop if own > style.px(50) else own
            cells.append(QRect(left + 1, y + drop, right - left - 1, tall))  # a rule stands at its left
        return cells

    def _ballot_height(self) -> int:
        return style.px(24) if self._counts_ballots else 0

    def _rechain(self) -> None:
        stops = self.stops()
        if stops == self._chained:
            return
        self._chained = stops
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the head and the thin rules; a box that cannot be read gets a red underline."""
        painter = QPainter(self)
        edges = self._edges(self.width())
        head = self.grid.head_height(edges, self.font())
        painter.setPen(style.colour("line"))
        if not self.talk:
            self.grid.paint_head(painter, edges, self.font())
            painter.setPen(style.colour("line"))
            bottom = self._frames[-1].bottom() + 1 if self._frames else self.height()
            for x in edges[1:-1] if self._read_only else edges[1:]:
                painter.drawLine(x, 0, x, bottom)
            painter.drawLine(0, head, self.width(), head)
        for line, frame in zip(self.lines, self._frames, strict=False):
            painter.setPen(style.colour("line"))
            if line is not self.lines[-1] or not self.talk:
                painter.drawLine(frame.left(), frame.bottom() + 1, self.width(), frame.bottom() + 1)
            if not line.made and frame.intersects(event.rect()):
                for column, cell in zip(self.columns, line.cells, strict=False):
                    line.paint(painter, column, cell, self.setting.edition)
            if self._counts_ballots:
                paint_arithmetic(painter, self.font(), frame, self._arithmetic(line))
            for name in line.problems:
                box = line.boxes[name].geometry()
                painter.fillRect(box.left() + 4, box.bottom() - 3, box.width() - 8, 2, style.colour("red"))
