"""What changed in a record between two versions of a packet, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from wdbranch.operations.street_changes import RecordChange
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box

HEIGHT = 320


class ChangesBox(Box):
    """Each box that differs: its name, what it said, what it says."""

    def __init__(self, desk: Desk, change: RecordChange) -> None:
        why = change.returned
        parts = [("退回原因", f"{why.label}　{why.note}" if why.note else why.label)] if why is not None else []
        super().__init__(desk.window, f"改了哪里：{change.title}", parts, icon="file-text")
        self.setFixedWidth(style.px(760))
        inside = QWidget()
        inside.setProperty("kind", "page")
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(style.px(14))
        grid.setVerticalSpacing(style.px(8))
        for column, head in enumerate(("栏目", "上一版", "这一版")):
            grid.addWidget(style.label(head, strong=True), 0, column)
        for place, one in enumerate(change.fields, 1):
            for column, text in enumerate((one.label, one.before or "（空）", one.after or "（空）")):
                tone = "second" if column == 0 else "third" if column == 1 else ""
                said = style.label(text, tone=tone, wrap=True, select=True)
                grid.addWidget(said, place, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(len(change.fields) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName("改动的栏目")
        area.setFixedHeight(style.px(HEIGHT))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body(area)
        self.verbs("看打印页", "关闭")


def show_changes(desk: Desk, change: RecordChange) -> bool:
    """Show what changed; True where the person wants to see the printed page."""
    return messages.show(ChangesBox(desk, change))
