"""Two records that resemble each other, side by side, with the common passages marked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QTextEdit, QVBoxLayout, QWidget

from wdbranch.book.finding import Finding
from wdbranch.operations import similar as operations
from wdbranch.operations.similar import Block, Comparison, Mark, Side
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk


class Column(QTextEdit):
    """One of the two texts; it cannot be changed, but selected and copied."""

    def __init__(self, side: Side, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(f"{name}：{side.title}")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._marks: dict[int, list[tuple[int, int]]] = {}
        cursor = self.textCursor()
        for block in side.blocks:
            self._put(cursor, block)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _put(self, cursor: QTextCursor, block: Block) -> None:
        if cursor.position():
            cursor.insertText("\n", _format())
        cursor.insertText(f"{block.label}\n", _format(ink="text3", size=13))
        begin, at = cursor.position(), 0
        for mark in block.marks:
            cursor.insertText(block.text[at : mark.begin], _format())
            cursor.insertText(block.text[mark.begin : mark.end], _format(ground="warn_soft"))
            self._remember(mark, begin)
            at = mark.end
        cursor.insertText(f"{block.text[at:]}\n", _format())

    def _remember(self, mark: Mark, begin: int) -> None:
        self._marks.setdefault(mark.passage, []).append((begin + mark.begin, begin + mark.end))

    def light(self, passage: int) -> None:
        """Bring a passage into view and frame it in the soft red of what is chosen."""
        spots = []
        for begin, end in self._marks.get(passage, ()):
            spot = QTextEdit.ExtraSelection()
            spot.cursor = self.textCursor()  # type: ignore[attr-defined]
            spot.cursor.setPosition(begin)  # type: ignore[attr-defined]
            spot.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)  # type: ignore[attr-defined]
            spot.format = _format(ground="soft", ink="soft_text", bold=True)  # type: ignore[attr-defined]
            spots.append(spot)
        self.setExtraSelections(spots)
        if spots:
            cursor = self.textCursor()
            cursor.setPosition(self._marks[passage][0][0])
            self.setTextCursor(cursor)
            bar, middle = self.verticalScrollBar(), self.viewport().height() // 3
            bar.setValue(bar.value() + self.cursorRect().top() - middle)


def _format(*, ground: str = "", ink: str = "text", size: int = 15, bold: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(style.colour(ink))
    if ground:
        made.setBackground(style.colour(ground))
        made.setFontUnderline(True)      # not by colour alone
    made.setProperty(QTextCharFormat.Property.FontPixelSize, style.px(size))
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made


class SimilarDialog(QDialog):
    """Both texts; 上一处 and 下一处 go through the common passages. Accepted: go to the box and rewrite it."""

    def __init__(self, parent: QWidget | None, found: Comparison, *, open_other: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle("并排对照")
        window = parent.window() if parent is not None else None
        if window is not None:
            self.resize(window.size() * 0.92)
        self.found = found
        self.said = f"两份有 {found.passages} 处、{found.characters} 个字相同，都画了底色和下划线。"
        self.at = -1
        self.ours, self.theirs = Column(found.ours, "这一份"), Column(found.theirs, "以前那份")
        self.where = style.label(tone="second")
        back, on = style.secondary("上一处", "caret-left"), style.secondary("下一处", "caret-right")
        back.setToolTip("Shift+F3")
        on.setToolTip("F3")
        back.clicked.connect(lambda: self.step(-1))
        on.clicked.connect(lambda: self.step(1))
        self.other = style.secondary("打开以前那份")
        self.other.clicked.connect(self.reject)
        self.other.clicked.connect(open_other)
        close = style.secondary("关闭")
        close.clicked.connect(self.reject)
        self.mend = style.primary("去改写这一份")
        self.mend.clicked.connect(self.accept)
        for button in (back, on, self.other, close):
            button.setAutoDefault(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(*(style.px(side) for side in (20, 16, 20, 16)))
        box.setSpacing(style.px(10))
        box.addWidget(style.label(self.said, wrap=True))
        sides = []
        for side, column, name in ((found.ours, self.ours, "这一份"), (found.theirs, self.theirs, "以前那份")):
            holder = QWidget()
            holder.setLayout(style.column([style.label(f"{name}　{side.title}", strong=True), column], 6))
            sides.append(holder)
        across = style.row(sides, 12)
        across.setStretch(0, 1)
        across.setStretch(1, 1)
        box.addLayout(across, 1)
        box.addLayout(style.row([back, self.where, on, 1, close, self.other, self.mend], 8))
        for keys, by in (("F3", 1), ("Shift+F3", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self.step(by))
        on.setFocus()
        self.step(1)

    def step(self, by: int) -> None:
        """Go to the next or the last passage, round and round."""
        if not self.found.passages:
            self.where.setText("没有相同的段落")
            return
        self.at = (self.at + by) % self.found.passages
        self.ours.light(self.at)
        self.theirs.light(self.at)
        self.where.setText(f"第 {self.at + 1} 处，共 {self.found.passages} 处")


def show_similar(parent: QWidget, desk: Desk, finding: Finding) -> None:
    """Open the comparison that a finding speaks of; 去改写 leads to its box."""
    record, other = finding.record, finding.other
    if record is None or other is None:
        return
    found = desk.run(operations.compare, record, other)
    if found is None:
        return
    dialog = SimilarDialog(parent, found, open_other=lambda: desk.navigate("record", record_id=other))
    if messages.show(dialog):
        desk.navigate("record", record_id=record, field=finding.field, row=finding.row)


def compare_link(parent: QWidget, desk: Desk, finding: Finding) -> QWidget:
    """The small button 并排对照 for below a finding's line."""
    made = style.button("并排对照", "small_link")
    made.setAccessibleName(f"并排对照：{finding.say}")
    made.clicked.connect(lambda: show_similar(parent, desk, finding))
    return made
