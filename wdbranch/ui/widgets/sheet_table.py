"""The table of a ledger or a derived page: columns as on paper."""

from __future__ import annotations

import re
from math import ceil

from PySide6.QtCore import QAbstractItemModel, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView

from wdbranch.operations.sheets import Sheet
from wdbranch.ui import style
from wdbranch.ui.models.sheet import SheetFilter, SheetModel

_DAY = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?")
NAMES = ("name", "member", "person")
"""Ids of the column that says whom a line is about."""
MOST_STILL = 3
_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class SheetTable(QTableView):
    """The columns in the proportions of the paper; many narrow ones scroll sideways inside the table.

    Then the columns up to the name stay where they are, so that every mark can be read with its name.
    """

    def __init__(self) -> None:
        super().__init__()
        self.still = QTableView(self)
        self._dress(self)
        self._dress(self.still)
        self.still.setFrameShape(QFrame.Shape.NoFrame)
        self.still.setProperty("kind", "still")
        self.still.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.still.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.still.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.still.activated.connect(self.activated.emit)
        self.still.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self.still.verticalScrollBar().setValue)
        self.verticalHeader().sectionResized.connect(
            lambda row, _before, high: self.still.setRowHeight(row, high)
        )
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self._place())
        self.horizontalScrollBar().rangeChanged.connect(lambda *_: self._place())
        self.still.setAutoScroll(False)
        self.still.hide()

    @staticmethod
    def _dress(table: QTableView) -> None:
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setMinimumSectionSize(style.px(36))
        heads = table.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Both parts show the same lines, the same one chosen."""
        super().setModel(model)
        self.still.setModel(model)
        self.still.setSelectionModel(self.selectionModel())

    def _place(self) -> None:
        """Lay the columns that stay over the rest, where it is scrolled away under them."""
        wanted = self.horizontalScrollBar().value() > 0 and self._lead() > 0
        if wanted:
            edge, head = self.frameWidth(), self.horizontalHeader().height()
            wide = sum(self.columnWidth(column) for column in range(self._lead()))
            self.still.setGeometry(edge, edge, wide + 2, head + self.viewport().height())
            self.still.raise_()
        self.still.setVisible(wanted)

    def _lead(self) -> int:
        """How many columns stay: up to the name, else the first; none where they would take half the room."""
        sheet = self._sheet()
        if sheet is None:
            return 0
        named = [number for number, column in enumerate(sheet.columns[:MOST_STILL]) if column.id in NAMES]
        many = named[0] + 1 if named else 1
        wide = sum(self.columnWidth(column) for column in range(many))
        return many if wide * 2 < self.viewport().width() else 0

    def _sheet(self) -> Sheet | None:
        model = self.model()
        source = model.sourceModel() if isinstance(model, SheetFilter) else None
        return source.sheet if isinstance(source, SheetModel) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.share()

    def share(self) -> None:
        """Give each column its part of the width, and at least what its head and usual content need."""
        sheet = self._sheet()
        if sheet is None or not sheet.columns:
            return
        widths = self._widths(sheet, self.viewport().width())
        high, metrics = style.px(36), self.horizontalHeader().fontMetrics()
        for number, (column, wide) in enumerate(zip(sheet.columns, widths, strict=True)):
            self.setColumnWidth(number, wide)
            self.still.setColumnWidth(number, wide)
            box = metrics.boundingRect(QRect(0, 0, wide - style.px(16), 9999), int(_WRAPPED), column.label)
            high = max(high, box.height() + style.px(14))
        self.horizontalHeader().setFixedHeight(high)
        self.still.horizontalHeader().setFixedHeight(high)
        for number in range(len(sheet.columns)):
            self.still.setColumnHidden(number, number >= self._lead())
        self.resizeRowsToContents()
        for row in range(self.model().rowCount()):
            self.still.setRowHeight(row, self.rowHeight(row))
        self._place()

    def _widths(self, sheet: Sheet, room: int) -> list[int]:
        """What usually stands in a column fits on one line; where that is too much, long texts wrap."""
        metrics = self.fontMetrics()
        least: list[int] = []
        floors: list[tuple[int, int]] = []
        for number, column in enumerate(sheet.columns):
            words = [line.cells[number] for line in sheet.lines[:40]]
            longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
            head = max((metrics.horizontalAdvance(part[:3]) for part in column.label.split("\n")), default=0)
            wide = max(longest, head) + style.px(24)
            least.append(wide)
            whole = any(word.isdigit() for word in words)  # a number cannot be broken
            dated = all(_DAY.fullmatch(word) for word in words if word)
            floors.append((wide if whole or dated else min(wide, style.px(88)), wide if whole else style.px(88)))
        for step in (0, 1):  # texts give way first, then days; the widest most
            lacking = sum(least) - room
            give = [max(0, wide - floor[step]) for wide, floor in zip(least, floors, strict=True)]
            if lacking > 0 and any(give):
                share = min(1.0, lacking / sum(give))
                least = [wide - ceil(spare * share) for wide, spare in zip(least, give, strict=True)]
        lacking = sum(least) - room
        if lacking >= 0:
            return least
        total = sum(column.width for column in sheet.columns) or 1
        widths = [
            wide + int(-lacking * column.width / total) for wide, column in zip(least, sheet.columns, strict=True)
        ]
        widths[-1] += room - sum(widths)
        return widths
