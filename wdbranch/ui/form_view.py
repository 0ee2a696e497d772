"""A record on the screen as the page of the book, typed into in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from wdbranch.book.finding import Finding
from wdbranch.book.form import Form
from wdbranch.book.people import Roster
from wdbranch.book.people_search import PeopleIndex
from wdbranch.book.record import Record
from wdbranch.ui import style
from wdbranch.ui.editors.base import Editor
from wdbranch.ui.editors.choice import ChoiceEditor
from wdbranch.ui.editors.kinds import Setting
from wdbranch.ui.editors.rows import RowsEditor
from wdbranch.ui.sheet.cells import Box, Wanted
from wdbranch.ui.sheet.paper import Paper

WIDEST = 1040
"""The paper grows with the window up to this width, px at normal type size."""


class FormView(QScrollArea):
    """The sheet of one record.

    ``value_committed(raws, settled)``: field id → raw value, to be saved at once; ``settled`` False is an
    idle save. ``box_left(field)`` and ``box_entered(field)`` follow the keyboard.
    """

    value_committed = Signal(object, bool)
    box_left = Signal(str)
    box_entered = Signal(str)
    attendance_wanted = Signal()
    attachments_wanted = Signal()
    offer_taken = Signal(str)

    def __init__(self, form: Form, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self.setting = setting
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(self.focusPolicy().NoFocus)
        self.setHorizontalScrollBarPolicy(self.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.setAccessibleName(form.title)
        ground = QWidget(self)
        ground.setProperty("kind", "plain")
        self.paper = Paper(
            form, setting, Wanted(self.attendance_wanted.emit, self.attachments_wanted.emit), ground
        )
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, style.px(8))
        column.addWidget(self.paper)
        column.addStretch(1)
        self._margins = column
        self.setWidget(ground)
        self._labels: list[str] = []
        self._entered: Box | None = None
        self._visited: set[str] = set()
        self._findings: Sequence[Finding] = ()
        self._insist = False
        self._locked = False
        self._wire()

    def _wire(self) -> None:
        for box in self.paper.boxes:
            for name, editor in box.editors.items():
                editor.committed.connect(partial(self._commit, name, settled=True))
                editor.edited.connect(partial(self._commit, name, settled=False))
                editor.done.connect(partial(self._go_on, editor))
                if isinstance(editor, RowsEditor):
                    editor.offer_taken.connect(partial(self.offer_taken.emit, name))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    # ---- what it shows ---------------------------------------------------------------------------------

    def show_roster(self, roster: Roster) -> None:
        """Whose names are offered: everyone the branch knows, members first."""
        members = sorted(roster.members, key=lambda member: (member.applicant, member.out_date is not None))
        self._labels = [roster.label(member) for member in members]
        self._rank_people()

    def _rank_people(self) -> None:
        """Those who came are offered before the others."""
        asked, values = self.form.attendance, self.setting.values
        came = self.setting.edition.tagged("attendance", "present")
        rows = values.get(asked.id) or () if asked is not None else ()
        present = [row["name"] for row in rows if row.get("status") in came]
        self.setting.people = PeopleIndex([*present, *self._labels])

    def begin(self) -> None:
        """Another record of the form is coming: nothing of the one before is left."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        self._entered = None
        self._visited.clear()
        self._findings, self._insist = (), False
        self.paper.begin()
        for editor in self.paper.editors():
            editor.forget()
            if isinstance(editor, ChoiceEditor):
                editor.look_again()
        self.verticalScrollBar().setValue(0)

    def show_record(self, record: Record) -> None:
        """Show what the workbook holds; a box that is being written in is left alone."""
        self.setting.values, self.setting.year = record.values, record.year
        self._rank_people()
        with self.paper.still():
            for box in self.paper.boxes:
                for name, editor in box.editors.items():
                    if not (box.problem and editor.dirty):
                        kept = record.attachments if name == "@attachments" else record.get(name)
                        editor.show_value(kept)

    def show_findings(self, findings: Sequence[Finding], *, insist: bool = False) -> None:
        """Mark the cells with what an inspector would say.

        A required box that nobody visited yet is not nagged about, until ``insist`` (at 定稿).
        """
        self._findings = findings
        self._insist = self._insist or insist
        table: dict[str, list[Finding]] = {}
        for found in findings:
            if found.field and found.waived is None and self._is_due(found):
                table.setdefault(found.field, []).append(found)
        self.paper.set_remarks(table)

    def show_problem(self, name: str, text: str) -> None:
        """Say why what stands in a box was not saved, and keep it as unsent."""
        for box in self.paper.by_field.get(name, [])[:1]:
            if text:
                box.editors[name].reject()
        self.paper.set_problem(name, text)

    def offer(self, name: str, text: str) -> None:
        """Offer rows that the book could add to a table; empty takes the offer away."""
        for box in self.paper.by_field.get(name, [])[:1]:
            editor = box.editors[name]
            if isinstance(editor, RowsEditor):
                editor.show_offer(text)

    def lock(self, locked: bool) -> None:
        """A final record is read, not written."""
        if locked == self._locked:
            return
        self._locked = locked
        with self.paper.still():
            for editor in self.paper.editors():
                editor.lock(locked)

    # ---- moving and saving -----------------------------------------------------------------------------

    def flush(self) -> None:
        """Send everything that is not yet saved, before the page goes."""
        for editor in self.paper.editors():
            editor.settle()

    def has_problem(self) -> bool:
        """Whether something stands in a box that could not be saved."""
        return any(box.problem for box in self.paper.boxes)

    def dirty(self) -> bool:
        """Whether something stands in a box that was not yet sent."""
        return any(editor.dirty for editor in self.paper.editors())

    def saved(self, name: str) -> None:
        """What stood in a box was taken; rows may still hold a box of their own that was not."""
        editor = self.editor(name)
        self.paper.set_problem(name, editor.problem() if isinstance(editor, RowsEditor) else "")

    def current_field(self) -> str | None:
        """The field of the box that had the keyboard last."""
        names = list(self._entered.editors) if self._entered is not None else []
        return next((name for name in names if self.form.has(name)), None)

    def focus_box(self, name: str, row: int | None = None) -> None:
        """Put the keyboard into the box of a field and bring it into view."""
        for box in self.paper.by_field.get(name, [])[:1]:
            editor = box.editors[name]
            if isinstance(editor, RowsEditor):
                editor.focus_row(row)
            else:
                editor.take_focus()
            self._bring_up(box)
            QTimer.singleShot(0, self, lambda: self._bring_up_again(name))  # once a sheet just opened is laid out

    def _bring_up_again(self, name: str) -> None:
        if self._entered is not None and name in self._entered.editors:
            self._bring_up(self._entered)

    def focus_first(self) -> None:
        """Put the keyboard where writing begins: the first empty box, else the first box."""
        can = [editor for editor in self.paper.editors() if isinstance(editor, RowsEditor) or editor.stops()]
        for editor in [one for one in can if one.raw() in (None, ())][:1] or can[:1]:
            editor.take_focus()

    def editor(self, name: str) -> Editor:
        """The editor of a field. Raises KeyError."""
        return self.paper.by_field[name][0].editors[name]

    def _commit(self, name: str, raw: Any, *, settled: bool) -> None:
        raws: dict[str, Any] = {name: raw}
        editor = self.editor(name)
        if isinstance(editor, RowsEditor):
            self.paper.set_problem(name, editor.problem())
        raws.update(self._end_that_follows(name, raw))
        self.value_committed.emit(raws, settled)

    def _end_that_follows(self, name: str, raw: Any) -> Mapping[str, Any]:
        """Where the beginning of a span moves to another day, the end keeps its hour and moves along."""
        from wdbranch.book import values as book_values
        from wdbranch.errors import UserError

        old = self.setting.values.get(name)
        for box in self.paper.by_field.get(name, []):
            names = list(box.editors)
            if box.cell.show != "span" or names[0] != name or not old or not raw:
                continue
            end = self.setting.values.get(names[1])
            try:
                new = book_values.clean(
                    self.form.field(name), raw, self.setting.edition, year=self.setting.year
                )
            except UserError:
                return {}
            if end and end[:10] == old[:10] and new and new[:10] != old[:10]:
                return {names[1]: new[:10] + end[10:]}
        return {}

    def _go_on(self, editor: Editor) -> None:
        stops = self.paper.stops()
        last = editor.stops()[-1]
        after = stops.index(last) + 1
        if after < len(stops):
            stops[after].setFocus(Qt.FocusReason.TabFocusReason)  # as Tab: what stands there is selected

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        box = self.paper.box_of(now) if now is not None and self.paper.isAncestorOf(now) else None
        if box is self._entered:
            return
        left, self._entered = self._entered, box
        self.paper.set_focused(box)
        if left is not None:
            for name in left.editors:
                self._visited.add(name)
                self.box_left.emit(name)
            self.show_findings(self._findings)
        if box is not None:
            self.paper.get_ready_beside(box)
            self._bring_up(box)
            self.box_entered.emit(next(iter(box.editors)))

    def _is_due(self, found: Finding) -> bool:
        return found.rule != "required" or self._insist or found.field in self._visited

    def _bring_up(self, box: Box) -> None:
        focused = QApplication.focusWidget()
        target = box.rect
        if (
            focused is not None
            and self.paper.isAncestorOf(focused)
            and box.rect.height() > self.viewport().height()
        ):
            target = focused.rect().translated(focused.mapTo(self.paper, focused.rect().topLeft()))
        centre = target.center() + self.paper.pos()
        self.ensureVisible(
            centre.x(), centre.y(), 0, min(target.height() // 2 + style.px(24), self.viewport().height() // 2)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the paper within its greatest width, in the middle."""
        super().resizeEvent(event)
        spare = max(0, self.viewport().width() - style.px(WIDEST)) // 2
        self._margins.setContentsMargins(spare, 0, spare + style.px(4), style.px(8))
