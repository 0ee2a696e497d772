"""新年核定: everybody's income in one table, typed from row to row or pasted as a column."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QHeaderView, QTableView, QWidget

from wdbranch.operations.dues import Assessing, read_base, to_assess
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.base import Ask
from wdbranch.ui.models.incomes import AMOUNT, BASE, FORMER, AssessModel

_NUMBER = re.compile(r"[\d０-９][\d０-９,，.．]*\s*元?")
_TOLD = (
    "收入没有变的不用动；变了的在“今年的月收入”里改，写完按回车到下一行。从 WPS 或 Excel 里复制一列"
    "收入，点到第一个人那一格按 Ctrl+V；连姓名一起复制两列，就按姓名对。"
)


class IncomesDialog(Ask):
    """Shows who waits for the assessment of a year; ``rows()`` are the lines as they stand."""

    def __init__(self, parent: QWidget, desk: Desk, year: int) -> None:
        super().__init__(parent, f"{year}年党费核定", _TOLD)
        self.setMinimumWidth(style.px(720))
        book = desk.open_book()
        waiting = list(desk.run(to_assess, year, desk.today()) or ())
        self.model = AssessModel(waiting, lambda text: read_base(book, year, text), self)
        self.table = IncomeTable(self.model)
        self.table.setMinimumHeight(style.px(240))
        self.resize(style.px(720), style.px(480))
        self.column.addWidget(self.table, 1)
        self.sum = style.label(tone="second", wrap=True)
        self.column.addWidget(self.sum)
        self.problem = style.label(tone="red", wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        self.model.problem.connect(self._trouble)
        self.model.dataChanged.connect(lambda *_: self._count())
        self.table.pasted.connect(self._pasted)
        self.verbs("全部记下")
        self.yes.setAutoDefault(False)  # Enter goes to the next row
        self.yes.setDefault(False)
        self._count()
        self.table.setCurrentIndex(self.model.index(0, BASE))
        self.table.setFocus()

    def rows(self) -> list[Assessing]:
        """The lines with the incomes as typed."""
        return list(self.model.lines)

    def _trouble(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _count(self) -> None:
        lines = self.model.lines
        changed = sum(line.base != line.former for line in lines)
        missing = [line.name for line in lines if line.amount is None]
        total = sum(line.amount or 0 for line in lines)
        told = f"{len(lines)} 人，收入改了 {changed} 人，每月合计 {total:.2f} 元。"
        self.sum.setText(told + (f"还没有算出数额：{'、'.join(missing)}。" if missing else ""))
        self._trouble("")

    def _pasted(self, text: str) -> None:
        """A column of incomes from the current row on, or names with incomes beside them."""
        by_name = {line.name: row for row, line in enumerate(self.model.lines)}
        row, lost, taken = self.table.currentIndex().row(), [], 0
        for line in text.rstrip("\r\n").splitlines():
            cells = [cell.strip() for cell in line.split("\t")]
            named = next((by_name[cell] for cell in cells if cell in by_name), None)
            number = next((cell for cell in reversed(cells) if _NUMBER.fullmatch(cell)), "")
            place = named if named is not None else row
            row += named is None
            fits = place < len(self.model.lines) and self.model.lines[place].asks_base
            if number and fits and self.model.put(place, number):
                taken += 1
            elif any(cells) and (number or named is None):
                lost.append(" ".join(filter(None, cells)))
        if lost:
            self._trouble(f"粘进 {taken} 个；没有用上：{'、'.join(lost[:5])}{'等' if len(lost) > 5 else ''}。")


class IncomeTable(QTableView):
    """Typing goes into the income of the row; Enter and Tab go down a row."""

    pasted = Signal(str)

    def __init__(self, model: AssessModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("每个人的月收入")
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        triggers = QTableView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.verticalHeader().setDefaultSectionSize(style.px(36))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (FORMER, BASE, AMOUNT):
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a column; Enter goes down; Delete empties the income."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QTableView.State.EditingState:  # else the box is closed, and goes down
                self._down(1)
        elif event.key() == Qt.Key.Key_Delete:
            self.model().setData(self.currentIndex(), "")
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After an income the next row has the keyboard."""
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        by = {hints.SubmitModelCache: 1, hints.EditNextItem: 1, hints.EditPreviousItem: -1}.get(hint, 0)
        self._down(by)

    def _down(self, by: int) -> bool:
        """The income of another row; False at the end."""
        row = self.currentIndex().row() + by
        if not 0 <= row < self.model().rowCount():
            return False
        self.setCurrentIndex(self.model().index(row, BASE))
        return True
