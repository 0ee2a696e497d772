"""The names of the four slots of 一编三定, taken from the district's own paper book."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from wdbranch.operations import book
from wdbranch.ui import messages
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.base import Ask


class SlotsDialog(Ask):
    """One line a slot; ``wanted()`` maps slots to names, empty where the edition's own is kept."""

    def __init__(self, parent: QWidget | None, slots: Sequence[tuple[str, str, str]]) -> None:
        told = "栏目名称以区委组织部印发口径为准，请照纸质记录本改；空着的用参考版的名称。"
        super().__init__(parent, "“一编三定”栏目名称", told)
        self.boxes: dict[str, QLineEdit] = {}
        for number, (slot, shipped, chosen) in enumerate(slots, 1):
            box = self.boxes[slot] = QLineEdit(chosen)
            box.setPlaceholderText(shipped)
            box.setMaxLength(8)
            self.line(f"第{'一二三四'[number - 1]}栏", box)
        self.verbs("保存")

    def wanted(self) -> dict[str, str]:
        """The names as written."""
        return {slot: box.text().strip() for slot, box in self.boxes.items()}


def ask_slots(desk: Desk) -> None:
    """Ask, and keep what was changed."""
    dialog = SlotsDialog(desk.window, book.slot_names(desk.open_book()))
    if messages.show(dialog) and desk.change(None, book.name_slots, dialog.wanted()) is not None:
        desk.note("栏目名称已保存")
