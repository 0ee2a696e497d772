"""A received record as its printed page."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

from wdbranch.printing.plan import Plan
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk


class ReceivedDialog(QDialog):
    """The leaves of one record, to be read."""

    def __init__(self, desk: Desk, title: str, plan: Plan) -> None:
        from wdbranch.ui.preview import PlanView

        super().__init__(desk.window)
        self.setWindowTitle(title)
        room = desk.window.size() if desk.window is not None else QSize(style.px(820), style.px(640))
        self.resize(min(style.px(820), room.width()), min(style.px(640), room.height()))
        close = style.secondary("关闭")
        close.clicked.connect(self.accept)
        self.view = PlanView(plan)
        box = style.column([], 10)
        box.setContentsMargins(*(style.px(side) for side in (16, 14, 16, 14)))
        box.addLayout(style.row([style.heading(title), 1, close]))
        box.addWidget(self.view, 1)
        self.setLayout(box)


def show_received(desk: Desk, title: str, plan: Plan) -> None:
    """Open the page of a record until it is closed."""
    messages.show(ReceivedDialog(desk, title, plan))
