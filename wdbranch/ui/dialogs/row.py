"""The columns of a row that the printed page has no room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from wdbranch.book.form import Column
from wdbranch.book.values import clean
from wdbranch.errors import UserError
from wdbranch.ui import messages
from wdbranch.ui.dialogs.base import Ask, Framed
from wdbranch.ui.editors.kinds import Setting, as_field, editor_for


class RowDialog(Ask):
    """One line for each column, cleaned before the box closes."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        values: Mapping[str, Any],
        setting: Setting,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent, title, "这些栏目不印在纸上，检查和统计用得到。")
        self._columns, self._setting = columns, setting
        self._boxes = {}
        for column in columns:
            box = editor_for(as_field(column), setting, self)
            box.show_value(values.get(column.id))
            self._boxes[column.id] = box
            self.line(column.label, Framed(box))
        self.verbs("记下")
        self._clean: dict[str, Any] = {}

    def values(self) -> dict[str, Any]:
        """The columns that hold something, canonical."""
        return {name: value for name, value in self._clean.items() if value not in (None, ())}

    def accept(self) -> None:
        """Close only where what was written can be read."""
        try:
            self._clean = {
                c.id: clean(c, self._boxes[c.id].raw(), self._setting.edition) for c in self._columns
            }
        except UserError as problem:
            messages.tell_error(self, problem)
            return
        super().accept()
