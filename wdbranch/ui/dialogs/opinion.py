"""The written opinion of a member who cannot come.

Source: 发展党员工作细则 2026 第二十条: it is handed in before the meeting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from wdbranch.book.form import ATTENDANCE_COLUMNS, Edition
from wdbranch.errors import UserError
from wdbranch.ui import messages
from wdbranch.ui.dialogs.base import Ask, Framed
from wdbranch.ui.editors.kinds import Setting, as_field, editor_for


class OpinionDialog(Ask):
    """Day and stance; empty takes the opinion back."""

    def __init__(self, parent: QWidget | None, name: str, row: Mapping[str, Any], edition: Edition) -> None:
        super().__init__(
            parent, f"{name}的会前书面意见", "因故不能到会、会前交了书面意见的，记在这里；都清空就是没有交。"
        )
        self._edition = edition
        self._columns = [column for column in ATTENDANCE_COLUMNS if column.id in ("opinion_on", "opinion")]
        self._boxes = {}
        for column in self._columns:
            box = editor_for(as_field(column), Setting(edition), self)
            box.show_value(row.get(column.id))
            self._boxes[column.id] = box
            self.line(column.label, Framed(box))
        self.verbs("记下")
        self._clean: dict[str, Any] = {}

    def values(self) -> dict[str, Any]:
        """The canonical values, once accepted."""
        return self._clean

    def accept(self) -> None:
        """Close only where what was written can be read."""
        from wdbranch.book.values import clean

        try:
            self._clean = {c.id: clean(c, self._boxes[c.id].raw(), self._edition) for c in self._columns}
        except UserError as problem:
            messages.tell_error(self, problem)
            return
        super().accept()
