"""The days on which the branch works or rests otherwise than the public calendar says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from wdbranch.book.form import Column, Edition, Field, FieldType, edition_of_year
from wdbranch.book.values import clean
from wdbranch.errors import UserError
from wdbranch.operations import reminders
from wdbranch.operations.reminders import OwnDay
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.base import Ask, Framed
from wdbranch.ui.editors.kinds import Setting
from wdbranch.ui.editors.rows import RowsEditor

_FIELD = Field(
    "days",
    FieldType.ROWS,
    "放假、上班日",
    columns=(
        Column("day", FieldType.DATE, "日期", required=True),
        Column("working", FieldType.TICK, "要上班"),
        Column("reason", FieldType.TEXT, "原因"),
    ),
)
_SEEN = (("day", 40.0), ("working", 22.0), ("reason", 78.0))


class OwnDaysDialog(Ask):
    """One line a day; ``wanted()`` is what was written, once accepted."""

    def __init__(self, parent: QWidget | None, days: Sequence[OwnDay], edition: Edition) -> None:
        told = (
            "法定节假日和调休已经算好，只写本地另外放假、另外上班的日子。勾“要上班”的算工作日，不勾的算放假。"
            "补记、公示的工作日都照这里算。"
        )
        super().__init__(parent, "放假、上班日", told)
        self.setMinimumWidth(style.px(620))
        self._edition = edition
        self.rows = RowsEditor(_FIELD, _SEEN, Setting(edition))
        self.rows.show_value(
            [{"day": one.day.isoformat(), "working": one.working, "reason": one.reason or None} for one in days]
        )
        self.wide(Framed(self.rows, 560))
        self.verbs("保存")
        self._result: list[OwnDay] = []

    def wanted(self) -> list[OwnDay]:
        """The days as written."""
        return self._result

    def accept(self) -> None:
        """Close only where everything that was written can be read."""
        try:
            rows: Sequence[Mapping[str, Any]] = clean(_FIELD, self.rows.raw(), self._edition) or ()
            self._result = reminders.in_order(
                OwnDay(date.fromisoformat(row["day"]), bool(row["working"]), row["reason"] or "") for row in rows
            )
        except UserError as problem:
            messages.tell_error(self, problem)
            return
        super().accept()


def ask_own_days(desk: Desk) -> None:
    """Ask, and keep what was changed."""
    book = desk.open_book()
    dialog = OwnDaysDialog(desk.window, reminders.own_days(book), edition_of_year(book.editions))
    if messages.show(dialog) and desk.change(None, reminders.set_own_days, dialog.wanted()) is not None:
        desk.note("放假、上班日已保存")
