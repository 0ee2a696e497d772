"""The party groups in order, and what the page 党小组划分 says about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from wdbranch.book.form import Column, Edition, Field, FieldType
from wdbranch.book.values import clean
from wdbranch.errors import UserError
from wdbranch.ui import messages, style
from wdbranch.ui.dialogs.base import Ask, Framed
from wdbranch.ui.editors.kinds import Setting
from wdbranch.ui.editors.rows import RowsEditor

_FIELD = Field(
    "groups",
    FieldType.ROWS,
    "党小组",
    columns=(
        Column("name", FieldType.TEXT, "组名", required=True),
        Column("chosen", FieldType.TEXT, "组长产生"),
        Column("basis", FieldType.TEXT, "划分依据"),
        Column("place", FieldType.TEXT, "活动地点"),
        Column("contact", FieldType.TEXT, "联系支委"),
    ),
)
_SEEN = (("name", 30.0), ("chosen", 30.0), ("basis", 30.0), ("place", 40.0), ("contact", 30.0))


class GroupsDialog(Ask):
    """Rows of groups; ``wanted()`` is what was written, once accepted."""

    def __init__(self, parent: QWidget | None, groups: Sequence[Mapping[str, str]], edition: Edition) -> None:
        told = (
            "一行一个组，按册上的次序。谁在哪个组，在花名册里一个人的“党小组”中写；"
            "改名的，先加新组，把人编过去，再删旧组。"
        )
        super().__init__(parent, "党小组", told)
        self.setMinimumWidth(style.px(780))
        self._edition = edition
        self.rows = RowsEditor(_FIELD, _SEEN, Setting(edition))
        self.rows.show_value([{name: text or None for name, text in group.items()} for group in groups])
        self.wide(Framed(self.rows, 720))
        self.verbs("保存")
        self._result: list[dict[str, str]] = []

    def wanted(self) -> list[dict[str, str]]:
        """The groups as written."""
        return self._result

    def accept(self) -> None:
        """Close only where everything that was written can be read."""
        try:
            rows: Sequence[Mapping[str, Any]] = clean(_FIELD, self.rows.raw(), self._edition) or ()
        except UserError as problem:
            messages.tell_error(self, problem)
            return
        self._result = [{name: value or "" for name, value in row.items()} for row in rows]
        super().accept()
