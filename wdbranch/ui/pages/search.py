"""搜索: one line of words over all years; each answer leads to its box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView

from wdbranch.book import search as book_search
from wdbranch.book.search import EVIDENCE, MEMBER, Found, Hit, Wanted
from wdbranch.operations import search as operations
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.models.hits import HIT_ROLE, HitDelegate, HitsModel
from wdbranch.ui.page import Page

PAUSE_MS = 120
"""How long after the last key the book is asked: a word of two characters is one query, not two."""
HINT = "写要找的字，两个字就行；几个词用空格隔开；人名可以写拼音首字母。"
LOOKING = "正在找更早的记录……"
NOTHING = "没有找到。换个说法试试，或者把上面的种类、年度、姓名放宽。回收站里的不会找到。"


class SearchPage(Page):
    """The line, three filters, the answers. ``go(fresh=True)`` puts the keyboard into the line."""

    title = "搜索"
    nav_id = "search"
    scrolls = False
    help = (
        "写两个字就能找，记录本所有年度、花名册、附件名字、佐证说明都找。按 ↓ 到结果里，按回车打开那一格。"
        "写拼音首字母找人，如 cnz 找陈拟舟。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self._said = style.label(tone="second")
        page.addLayout(style.row([style.heading(self.title, 1), 1, self._said], 10))
        self.line = QLineEdit()
        self.line.setAccessibleName("要找的字")
        self.line.setPlaceholderText(HINT)
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        page.addWidget(self.line)
        self.forms, self.years, self.people = QComboBox(), QComboBox(), QComboBox()
        for combo, name in ((self.forms, "哪一种"), (self.years, "哪一年"), (self.people, "提到谁")):
            combo.setAccessibleName(name)
            combo.setMaxVisibleItems(16)
            combo.activated.connect(lambda _index: self.ask())
        page.addLayout(style.row([self.forms, self.years, self.people, 1], 8))
        self.model = HitsModel(self)
        self.list = QListView()
        self.list.setAccessibleName("找到的")
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._activated)
        self.list.clicked.connect(self._activated)
        self.list.installEventFilter(self)
        page.addWidget(self.list, 1)
        self._empty = style.label(HINT, tone="third", wrap=True)
        page.addWidget(self._empty)
        page.addStretch(0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.line.textChanged.connect(lambda _text: self._pause.start())
        self._looking: Iterator[Found | None] = iter(())
        self._preparing: Iterator[int] = iter(())
        self._people_known = False
        self._go_on = QTimer(self)
        self._go_on.setSingleShot(True)
        self._go_on.setInterval(0)
        self._go_on.timeout.connect(self._look_on)

    # ---- coming --------------------------------------------------------------------------------------------

    def go(self, **where: Any) -> None:
        """Put the keyboard into the line; ``text`` is looked for at once."""
        if where.get("text"):
            self.line.setText(str(where["text"]))
            self.ask()
        self.line.setFocus()
        self.line.selectAll()

    def refresh(self) -> None:
        """The choices of kind, year and person as the book has them now, and the answers anew."""
        snapshot = self.desk.open_book().snapshot()
        forms = {record.form: snapshot.form_of(record) for record in snapshot.records}
        kinds = [(form.short, form.id) for form in sorted(forms.values(), key=lambda form: form.order)]
        _fill(self.forms, [("所有种类", ""), *kinds, ("花名册", MEMBER)])
        years = sorted({record.year for record in snapshot.records}, reverse=True)
        _fill(self.years, [("所有年度", None), *((f"{year}年度", year) for year in years)])
        self._looking = iter(())
        self._preparing = operations.get_ready(self.desk.open_book())
        self._show_people()
        self.ask()
        if not self._go_on.isActive():
            self._go_on.start()

    def _show_people(self) -> None:
        """Everybody the book knows; until all records were looked at, the roster."""
        snapshot = self.desk.open_book().snapshot()
        known = book_search.names(snapshot) if book_search.got_ready(snapshot) else snapshot.roster.labels.values()
        _fill(self.people, [("所有人", ""), *((name, name) for name in known)])
        self._people_known = book_search.got_ready(snapshot)

    # ---- asking --------------------------------------------------------------------------------------------

    def wanted(self) -> Wanted:
        """What the line and the filters say."""
        return Wanted(
            self.line.text(),
            self.forms.currentData() or "",
            self.years.currentData(),
            self.people.currentData() or "",
        )

    def ask(self) -> None:
        """Look, and show what was found."""
        self._pause.stop()
        wanted = self.wanted()
        if not wanted.words and not wanted.person:
            self._looking = iter(())
            self._show(Found((), 0), HINT)
            return
        self._looking = operations.search_piecewise(self.desk.open_book(), wanted)
        self._look_on()

    def _look_on(self) -> None:
        """The next answers; in a large book that is not got ready yet, those among the latest records first."""
        done = object()
        if self.desk.book is None:
            return
        found = self.desk.attempt(lambda: next(self._looking, done))
        if isinstance(found, Found):
            self._show(found, NOTHING if found.whole else LOOKING)
        if found is not done or next(self._preparing, None) is not None:
            self._go_on.start()
        elif not self._people_known:
            self._show_people()

    def _show(self, found: Found, otherwise: str) -> None:
        self.model.show_hits(found.hits)
        self.list.setVisible(bool(found.hits))
        self._empty.setVisible(not found.hits)
        self._empty.setText(otherwise)
        told = f"找到 {found.total} 处" if found.total else ""
        if not found.whole:
            told += "，还在找更早的" if told else LOOKING
        elif found.total > len(found.hits):
            told += f"，先列 {len(found.hits)} 处；多写一个词，或选种类、年度"
        self._said.setText(told)
        if found.hits:
            self.list.setCurrentIndex(self.model.index(0))

    # ---- leaving ---------------------------------------------------------------------------------------------

    def _activated(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE)
        if isinstance(hit, Hit):
            self.open(hit)

    def open(self, hit: Hit) -> None:
        """Go to where an answer stands."""
        if hit.kind == MEMBER:
            self.desk.navigate("roster", member=hit.member)
        elif hit.kind == EVIDENCE:
            self.desk.navigate("stars")
        else:
            self.desk.navigate("record", record_id=hit.record, field=hit.field, row=hit.row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ and Enter in the line go to the answers; ↑ at the first of them, and Esc, lead back."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if watched is self.line and self.model.hits:
                if key == Qt.Key.Key_Down:
                    self.list.setFocus()
                    return True
                if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    if self._pause.isActive():
                        self.ask()
                    self._activated(self.list.currentIndex())
                    return True
            if watched is self.list and (
                key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and self.list.currentIndex().row() == 0)
            ):
                self.line.setFocus()
                return True
        return super().eventFilter(watched, event)


def _fill(combo: QComboBox, entries: list[tuple[str, Any]]) -> None:
    """Put choices into a box, keeping what is chosen."""
    chosen = combo.currentData()
    combo.clear()
    for label, data in entries:
        combo.addItem(label, data)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
