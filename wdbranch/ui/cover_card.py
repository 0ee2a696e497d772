"""Settings of the paper book: what stands on the cover of a year, how many photographs go on a page."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit

from wdbranch.book.moments import show_day
from wdbranch.errors import UserError
from wdbranch.operations import cover as operations
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.widgets.field import named_line

_EXAMPLES = {"book_no": "街道编的号，没有就空着", "opened_on": "如 1月1日", "closed_on": "如 12月31日，没用完先空着"}


class CoverCard(style.Card):
    """A line for each part of the cover, kept when it is left; nothing to press."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=6)
        self._desk = desk
        self.box.addWidget(style.heading("封面和照片页"))
        self.years = QComboBox()
        self.years.setAccessibleName("哪一年的封面")
        self.years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        today = desk.today().year
        for year in (today + 1, today, today - 1):
            self.years.addItem(f"{year}年的记录本", year)
        self.years.setCurrentIndex(1)
        self.years.activated.connect(lambda _at: self.refresh())
        self.box.addLayout(style.row([self.years, 1]))
        self.lines: dict[str, QLineEdit] = {}
        for part, name in operations.PARTS.items():
            line = self.lines[part] = named_line(self.box, name, _EXAMPLES[part])
            line.editingFinished.connect(lambda wanted=part: self._keep(wanted))
        self.problem = style.label(tone="red", wrap=True)
        self.problem.hide()
        self.box.addWidget(self.problem)
        self.box.addWidget(style.label("照片页一页放几张", tone="second"))
        self.frames = QButtonGroup(self)
        buttons = []
        for many in operations.MOST_FRAMES:
            made = style.button(f"{many} 张", "choice")
            made.setCheckable(True)
            self.frames.addButton(made, many)
            buttons.append(made)
        self.frames.idClicked.connect(self._set_frames)
        self.box.addLayout(style.row([*buttons, 1]))

    def year(self) -> int:
        """The year whose cover is shown."""
        return int(self.years.currentData())

    def refresh(self) -> None:
        """Show what is kept."""
        branch = self._desk.open_book().branch()
        kept = operations.cover(branch, self.year())
        for part, line in self.lines.items():
            value = getattr(kept, part)
            if not line.hasFocus() or not line.isModified():
                line.setText(value if part == "book_no" else show_day(value))
        self.problem.hide()
        self.frames.button(operations.photo_frames(branch)).setChecked(True)

    def _keep(self, part: str) -> None:
        line = self.lines[part]
        if not line.isModified():
            return
        try:
            change = operations.write_cover(self._desk.open_book(), self.year(), part, line.text())
        except UserError as problem:
            self.problem.setText(problem.what + problem.todo)
            self.problem.show()
            return
        line.setModified(False)
        self._desk.announce(change)
        self.refresh()
        self._desk.note(f"封面的{operations.PARTS[part]}已保存")

    def _set_frames(self, many: int) -> None:
        self._desk.change(self, operations.set_photo_frames, many)
        self._desk.note(f"照片页一页放 {many} 张")
