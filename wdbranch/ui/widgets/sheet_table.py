"""The table of a ledger or a derived page: columns as on paper."""

from __future__ import annotations

import re
from math import ceil

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from wdbranch.operations.sheets import Sheet
from wdbranch.ui import style
from wdbranch.ui.models.sheet import SheetFilter, SheetModel

_DAY = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?")
_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class SheetTable(QTableView):
    """The columns in the proportions of the paper; many narrow ones scroll sideways inside the table."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setMinimumSectionSize(style.px(36))
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.share()

    def share(self) -> None:
        """Give each column its part of the width, and at least what its head and usual content need."""
        model = self.model()
        source = model.sourceModel() if isinstance(model, SheetFilter) else None
        sheet = source.sheet if isinstance(source, SheetModel) else None
        if sheet is None or not sheet.columns:
            return
        widths = self._widths(sheet, self.viewport().width())
        high, metrics = style.px(36), self.horizontalHeader().fontMetrics()
        for number, (column, wide) in enumerate(zip(sheet.columns, widths, strict=True)):
            self.setColumnWidth(number, wide)
            box = metrics.boundingRect(QRect(0, 0, wide - style.px(16), 9999), int(_WRAPPED), column.label)
            high = max(high, box.height() + style.px(14))
        self.horizontalHeader().setFixedHeight(high)
        self.resizeRowsToContents()

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
