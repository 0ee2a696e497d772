"""One record: the sheet on the left, attendance and checks beside it, its standing above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wdbranch.book.finding import MUST, Finding
from wdbranch.book.form import Choice, Edition, FieldType, Form
from wdbranch.book.record import Record, State
from wdbranch.errors import UserError
from wdbranch.operations import issues, open_items, sitting
from wdbranch.operations import printing as printing_operations
from wdbranch.operations import record as operations
from wdbranch.operations.change import Saved
from wdbranch.rules import attendance as attendance_rules
from wdbranch.rules import open_items as open_item_rules
from wdbranch.rules.appraisal import TALLY
from wdbranch.ui import messages, style
from wdbranch.ui.beside import panel as side
from wdbranch.ui.beside.errands import Errands
from wdbranch.ui.beside.exports import Exports
from wdbranch.ui.beside.fold import Fold
from wdbranch.ui.beside.header import RecordHeader
from wdbranch.ui.beside.quorum import standing_of
from wdbranch.ui.beside.sitting_line import SittingLine
from wdbranch.ui.desk import Desk
from wdbranch.ui.editors.kinds import Setting
from wdbranch.ui.form_view import FormView
from wdbranch.ui.page import Page
from wdbranch.ui.sheet.leaves import leaves_of

LAST_RECORD = "last_record"
KEPT = 12
"""Sheets of so many forms are kept ready for the next record of the form."""
AHEAD = 10
"""Sheets of so many forms are made before they are wanted: those that are used most and take longest."""
POLISHED_AT_ONCE = 40
FIRST_LEAVES_MS = 60
LEAVES_MS = 900
"""How long after the last edit the leaves are laid out anew, as the printer would."""


class RecordPage(Page):
    """Shows and edits one record, named by ``go(record_id=…)``."""

    title = "记录"
    nav_id = "contents"
    scrolls = False
    help = (
        "左边就是记录本的这一页，点哪一格就在哪一格里写，写完按回车到下一格，不用保存。"
        "右边点名、看检查；Ctrl+Z 撤销。写好了点“定稿”，打印出来手签。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.record: Record | None = None
        self.form: Form | None = None
        self.edition: Edition | None = None
        self.findings: tuple[Finding, ...] = ()
        self.view: FormView | None = None
        self.panel: side.SidePanel | None = None
        page = self.body(10)
        self.header = RecordHeader()
        page.addWidget(self.header)
        self.together = SittingLine()
        self.together.opened.connect(lambda record_id: desk.navigate("record", record_id=record_id))
        page.addWidget(self.together)
        self._kept: dict[tuple[str, str], FormView] = {}
        self._panels: dict[tuple[tuple[Choice, ...] | None, bool], side.SidePanel] = {}
        self._below = QHBoxLayout()
        self._below.setSpacing(style.px(12))
        page.addLayout(self._below, 1)
        self._fold = Fold(self, self.header, self._below)
        self._errands = Errands(self)
        self._exports = Exports(self)
        self._leaves = QTimer(self)
        self._leaves.setSingleShot(True)
        self._leaves.timeout.connect(self._lay_leaves)
        self._wire_header()

    def _wire_header(self) -> None:
        header = self.header
        header.back.clicked.connect(self._go_back)
        header.undo.clicked.connect(self.undo)
        header.preview.clicked.connect(self.preview)
        header.correct.clicked.connect(self.correct)
        header.finish.clicked.connect(self.finalize)
        header.archive.clicked.connect(lambda: self.do(operations.archive))
        header.menu.aboutToShow.connect(self._fill_menu)
        for keys, act in (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+P", self.preview),
            ("F6", self._switch_side),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)

    def _go_back(self) -> None:
        """To the list, or the ledger, in which the record is a line."""
        if self.form is not None and self.record is not None and self.form.page.kind == "ledger":
            self.desk.navigate("sheet", sheet=self.form.id, year=self.record.year)
        else:
            self.desk.navigate("book")

    # ---- coming and going ------------------------------------------------------------------------------

    def go(self, **where: Any) -> None:
        """Open ``record_id``; ``field`` and ``row`` put the keyboard into a box."""
        wanted = where.get("record_id")
        if wanted and (self.record is None or self.record.id != wanted):
            if self.view is not None:
                self.view.flush()
            found = self.desk.run(lambda book: book.record(wanted))
            if found is None:
                return
            self._open(found)
        if self.view is None:
            return
        if where.get("field"):
            self.go_to(where["field"], where.get("row"))
        elif self.record is not None and self.record.state is State.DRAFT:
            self.view.focus_first()

    def manual_keys(self, name: str) -> tuple[str, ...]:
        """What the manual says of this form, else of records."""
        own = (f"form:{self.form.id}",) if self.form is not None else ()
        return (*own, *super().manual_keys(name))

    def leave(self) -> bool:
        """Save what is being typed; ask where something could not be saved."""
        if self.view is None:
            return True
        self.view.flush()
        if not self.view.has_problem():
            return True
        text = "有一格的内容没有看懂，还没有保存（格子下面写着原因）。现在离开，这一格刚写的会丢。"
        return messages.confirm(self, "还有一格没有保存", text, "离开", "回去改")

    def refresh(self) -> None:
        """Something changed elsewhere: read the record again."""
        if self.record is None:
            last = self.desk.property(LAST_RECORD)
            if last:  # the windows were built anew in another look
                self.go(record_id=last)
            return
        wanted = self.record.id
        saved = self.desk.run(
            lambda book: (book.record(wanted), operations.findings_of(book, book.record(wanted)))
        )
        if saved is not None:
            record, findings = saved
            if self.view is not None:
                self.view.show_roster(self.desk.open_book().roster())
            self._show(record, tuple(findings))

    def _open(self, record: Record) -> None:
        book = self.desk.open_book()
        edition = book.editions[record.edition]
        form = edition.forms[record.form]
        self.record, self.form, self.edition = record, form, edition
        self.desk.setProperty(LAST_RECORD, record.id)
        self.view, self.panel = self._sheet(form, edition), self._panel(form, edition)
        self.panel.show_tab(side.CHECKS)
        self._leaves.stop()
        with self.view.paper.still():  # laid out once, when all is known
            self._fold.take(self.view, self.panel)
            self.view.show_roster(book.roster())
            self.stale = False
            self._show(record, tuple(operations.findings_of(book, record)))
        self._leaves.start(FIRST_LEAVES_MS)  # the first leaf ends below what is seen first

    def _sheet(self, form: Form, edition: Edition) -> FormView:
        """The sheet of a form; those used lately are used again."""
        key = (edition.id, form.id)
        found = self._kept.pop(key, None)
        if found is None:
            found = self._make(form, edition)
            if len(self._kept) >= KEPT:
                away = self._kept.pop(next(iter(self._kept)))
                away.setParent(None)
                away.deleteLater()
        else:
            found.begin()
        self._kept[key] = found
        return found

    def get_ready(self) -> Iterator[None]:
        """Make the sheets that will be waited for most, a piece at each step, before they are wanted."""
        book = self.desk.open_book()
        used: Counter[tuple[str, str]] = Counter()
        for record in book.snapshot().records:
            form = book.editions[record.edition].forms[record.form]
            used[record.edition, record.form] += len(form.page.rows)
        for key, _ in used.most_common(AHEAD):
            if key in self._kept or len(self._kept) >= KEPT:
                continue
            edition = book.editions[key[0]]
            form = edition.forms[key[1]]
            view = self._kept[key] = self._make(form, edition)
            view.hide()  # else it would come up with the page
            yield
            yield from self._polish(view)
            if self._panel_key(form, edition) not in self._panels:
                panel = self._panel(form, edition)
                yield
                yield from self._polish(panel)

    def _polish(self, part: QWidget) -> Iterator[None]:
        """Give a part its look, a few widgets at each step."""
        begin = 0
        while shiboken6.isValid(part) and (children := part.findChildren(QWidget)[begin:]):
            for child in children[:POLISHED_AT_ONCE]:
                child.ensurePolished()
            begin += POLISHED_AT_ONCE
            yield

    def _make(self, form: Form, edition: Edition) -> FormView:
        view = FormView(form, Setting(edition, records=self._errands.records_of), self)
        view.value_committed.connect(self._save)
        view.attendance_wanted.connect(self._to_attendance)
        view.offer_taken.connect(self._carry_forward)
        view.attachments_wanted.connect(lambda: self._to_tab(side.KEPT))
        return view

    @staticmethod
    def _panel_key(form: Form, edition: Edition) -> tuple[tuple[Choice, ...] | None, bool]:
        """What tells panels apart: the ways of coming and not coming, and whether opinions may be sent ahead."""
        asked = form.attendance
        if asked is None:
            return None, False
        chosen = tuple(choice for choice in edition.choices["attendance"] if choice.id in asked.statuses)
        return chosen, form.has("due_vote")

    def _panel(self, form: Form, edition: Edition) -> side.SidePanel:
        """The panel beside the sheet of a form; forms alike share one."""
        key = self._panel_key(form, edition)
        found = self._panels.get(key)
        if found is None:
            found = self._panels[key] = self._make_panel(*key)
        return found

    def _make_panel(self, statuses: tuple[Choice, ...] | None, opinions: bool) -> side.SidePanel:
        panel = side.SidePanel(
            statuses,
            opinions=opinions,
            bytes_of=lambda digest: self.desk.open_book().attachment_bytes(digest),
            start_folder=lambda: self.desk.folder("attach"),
        )
        self._wire_panel(panel)
        panel.tabs.currentChanged.connect(lambda _tab: self._show_history())
        panel.left.connect(self._fold.shut)
        panel.setParent(self)  # it goes with the page, even if nobody ever opens it
        panel.hide()
        return panel

    def _wire_panel(self, panel: side.SidePanel) -> None:
        panel.checks.go.connect(self._go_to_finding)
        errands = self._errands
        panel.checks.waive.connect(errands.waive)
        panel.checks.compare.connect(errands.compare)
        panel.checks.unwaive.connect(lambda key: self.do(operations.waive, key, ""))
        panel.kept.added.connect(errands.attach)
        panel.kept.removed.connect(errands.detach)
        panel.kept.opened.connect(errands.open_kept)
        panel.kept.described.connect(errands.describe)
        panel.links.opened.connect(lambda record_id: self.desk.navigate("record", record_id=record_id))
        panel.links.cut.connect(errands.cut_link)
        panel.links.add_wanted.connect(errands.add_link)
        if panel.attendance is not None:
            panel.attendance.marked.connect(
                lambda names, status, why: self.do(operations.mark, names, status, why)
            )
            panel.attendance.all_wanted.connect(lambda: self.do(operations.all_present))
            panel.attendance.paste_wanted.connect(errands.paste)
            panel.attendance.opinion_wanted.connect(errands.opinion)

    # ---- showing ---------------------------------------------------------------------------------------

    def take(self, saved: Saved | None) -> None:
        """Show what an operation made of the record, and tell the other pages."""
        if saved is None:
            return
        self._show(saved.record, saved.findings)
        self.header.tell_also(saved.also)
        self.desk.announce(saved, self)
        self._leaves.start(LEAVES_MS)

    def _show(self, record: Record, findings: tuple[Finding, ...]) -> None:
        assert self.form is not None
        assert self.edition is not None
        assert self.view is not None
        assert self.panel is not None
        self.record, self.findings = record, findings
        locked = record.state is not State.DRAFT or record.deleted_at is not None
        book = self.desk.open_book()
        self.header.show_record(self.form, record, operations.undo_label(book, record.id))
        self.view.lock(locked)
        self.view.show_record(record)
        self.view.show_findings(findings)
        self._show_neighbours(record)
        panel = self.panel
        panel.show_findings(self.form, findings, locked=locked)
        panel.show_kept(record.attachments, locked=locked)
        panel.show_links([(one, self._errands.title_of(one)) for one in record.links], locked=locked)
        self._show_history()
        told = ""
        if panel.attendance is not None and self.form.attendance is not None:
            counts = attendance_rules.counts(record, book.snapshot())
            standing = standing_of(self.form, self.edition, record, counts)
            panel.attendance.show_rows(record.rows(self.form.attendance.id), standing, locked=locked)
            told = standing.came
        self.header.tell_panel(told, panel.checks.open_count)

    def _show_neighbours(self, record: Record) -> None:
        """The other records of the sitting, and what earlier meetings left open."""
        assert self.view is not None
        snapshot = self.desk.open_book().snapshot()
        found = sitting.members(snapshot, record)
        self.together.show_records([(one.id, snapshot.form_of(one).short) for one in found], record.id)
        draft = record.state is State.DRAFT and record.deleted_at is None
        items = open_item_rules.open_items(record, snapshot) if draft else ()
        self.view.offer("agenda", f"上次未办结 {len(items)} 项，加进议题" if items else "")

    def _carry_forward(self, field: str) -> None:
        """Put what earlier meetings left open on the agenda."""
        if self.record is not None and field == "agenda":
            self.do(lambda book, one: open_items.carry_forward(book, one, open_items.open_items(book, one)))

    def _show_history(self) -> None:
        """The log is read only while it is looked at."""
        if self.panel is None or self.record is None or self.form is None:
            return
        if self.panel.tabs.currentIndex() == side.HISTORY:
            entries = self.desk.open_book().history(self.record.id)
            self.panel.history.show_entries(self.form, entries)

    def _lay_leaves(self) -> None:
        """Break the sheet where the paper would end, from the printer's own plan."""
        if self.view is None or self.form is None or self.record is None or self.desk.book is None:
            return  # the window is closing
        plan = printing_operations.plan_record(self.desk.open_book(), self.record.id)
        self.view.paper.set_leaves(leaves_of(self.form, plan))

    # ---- saving ----------------------------------------------------------------------------------------

    def _save(self, raws: Mapping[str, Any], settled: bool) -> None:
        assert self.view is not None
        assert self.record is not None
        book, record_id = self.desk.open_book(), self.record.id
        first = next(iter(raws))
        try:
            saved = operations.set_values(book, record_id, raws, settled=settled)
        except UserError as problem:
            if settled:
                self.view.show_problem(first, problem.what + problem.todo)
            return
        self.view.saved(first)
        self.take(saved)

    def do(self, operation: Callable[..., Saved], *args: Any) -> Saved | None:
        """Run an operation on this record and show what came of it."""
        if self.record is None or self.view is None:
            return None
        self.view.flush()
        saved = self.desk.run(operation, self.record.id, *args)
        self.take(saved)
        return saved

    def undo(self) -> None:
        """Take the last edit back."""
        if self.header.undo.isEnabled() or (self.view is not None and self.view.dirty()):
            self.do(operations.undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.record is not None and self.record.state is State.DRAFT:
            self.do(operations.redo)

    def finalize(self) -> None:
        """定稿, or show what stands in its way."""
        assert self.view is not None
        self.view.flush()
        blocking = [found for found in self.findings if found.level == MUST and found.waived is None]
        if blocking or self.view.has_problem():
            self.view.show_findings(self.findings, insist=True)
            self._to_tab(side.CHECKS, focus=False)
            self.desk.note(f"还有 {len(blocking)} 处必须先改，改好就能定稿。")
            self.header.tell_blocked(len(blocking))
            for found in [one for one in blocking if one.field][:1]:
                self._go_to_finding(found.field or "", found.row)
            return
        if self.do(operations.finalize) is not None:
            self.desk.note("已定稿。打印出来，请主持人、记录人手签。")

    def correct(self) -> None:
        """更正 of a final record: asks why."""
        text = "定稿后的记录改动，都会留下原来的样子和理由，版本加一。"
        why = messages.ask_reason(
            self, "更正这份记录", text, hint="为什么要更正，例如：漏记一名列席人员", verb="开始更正"
        )
        if why is not None:
            self.do(operations.correct, why)

    def preview(self) -> None:
        """The page as it will be printed."""
        from wdbranch.ui.dialogs.preview import preview_plan

        if self.view is None or self.record is None:
            return
        self.view.flush()
        plan = self.desk.run(printing_operations.plan_record, self.record.id)
        if plan is not None:
            record_id = self.record.id
            preview_plan(
                self, self.desk, plan, self.header.title.text(), printed=lambda: self._printed(record_id)
            )

    def _printed(self, record_id: str) -> None:
        """A final record that went to the printer is 已打印."""
        if self.record is not None and self.record.id == record_id:
            self.do(operations.printed)

    # ---- the panel -------------------------------------------------------------------------------------

    def go_to(self, field: str, row: int | None = None) -> None:
        """Put the keyboard into the box of a field; attendance stands in the panel."""
        assert self.form is not None
        assert self.view is not None
        if self.form.has(field) and self.form.field(field).type is FieldType.ATTENDANCE:
            self._to_attendance()
        elif self.form.has(field):
            self._fold.shut()
            self.view.focus_box(field, row)

    def _go_to_finding(self, field: str, row: object) -> None:
        self.go_to(field, row if isinstance(row, int) else None)

    def _to_attendance(self) -> None:
        if self.panel is not None and self.panel.attendance is not None:
            self._fold.open()
            self.panel.attendance.focus_first()

    def _to_tab(self, tab: int, *, focus: bool = True) -> None:
        if self.panel is None:
            return
        self.panel.show_tab(tab)
        if focus:
            self._fold.open()
            self.panel.tabs.setFocus()

    def _switch_side(self) -> None:
        """F6: from the sheet to the panel and back."""
        focused = self.focusWidget()
        if (
            self.panel is not None
            and focused is not None
            and self.panel.isAncestorOf(focused)
            and self.view is not None
        ):
            self.view.focus_first()
        else:
            self._to_attendance()

    # ---- the menu and the width ------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        menu = self.header.menu
        menu.clear()
        if self.record is None or self.view is None:
            return
        draft = self.record.state is State.DRAFT
        field = self.view.current_field()
        if draft and field is not None and self.form is not None:
            label = self.form.field(field).label
            menu.addAction(f"“{label}”照上次填").triggered.connect(
                lambda: self.do(operations.copy_last, field)
            )
        if draft:
            menu.addAction("重做\tCtrl+Y").triggered.connect(self.redo)
            self._errands.years(menu)
            self._errands.tables(menu)
            menu.addSeparator()
            menu.addAction("放进回收站").triggered.connect(self.discard)
        if self.form is not None and self.form.attendance is not None:
            menu.addAction("打印签到表…").triggered.connect(self._errands.sign_in_sheet)
        if self.form is not None and self.form.has(TALLY):
            menu.addAction("打印民主测评票…").triggered.connect(self._errands.ballot)
        self._errands.election_papers(menu)
        self._errands.papers(menu)
        self._errands.drawn(menu)
        self._errands.list_item(menu)
        if self.record.form in issues.SOURCES:
            menu.addAction("问题转整改台账").triggered.connect(self._errands.to_issues)
        if self.record.form in (self.edition.sitting if self.edition else ()):
            menu.addAction("同一次活动还开了…").triggered.connect(self._errands.add_to_sitting)
        if self.record.sitting:
            menu.addAction("不再算同一次活动").triggered.connect(self._errands.leave_sitting)
        self._exports.fill(menu)
        menu.addAction("关联一份记录…").triggered.connect(self._errands.add_link)
        menu.addAction("看经过").triggered.connect(lambda: self._to_tab(side.HISTORY))

    def discard(self) -> None:
        """Put the record into the recycle bin, from which it can be taken back."""
        if self.record is None or self.view is None:
            return
        self.view.flush()
        saved = self.desk.change(self, operations.discard, self.record.id)
        if saved is not None:
            self.record = None
            self.desk.setProperty(LAST_RECORD, None)
            self.desk.note("已放进回收站，可以在记录本里取回。")
            self.desk.navigate("book")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the panel away where the page is narrow."""
        super().resizeEvent(event)
        self._fold.place()
