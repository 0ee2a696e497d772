"""What a photograph shows, and when it was taken."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from wdbranch.book.record import Attachment, day_of
from wdbranch.ui import say, style
from wdbranch.ui.dialogs.base import Ask
from wdbranch.ui.widgets.day_edit import DayEdit

TEXT = "说明和日期印在照片页上。照片自己带着拍摄日期的，以照片为准，不用再填。"


class CaptionDialog(Ask):
    """Asks for the caption, and for the day where the picture does not tell it."""

    def __init__(self, parent: QWidget | None, kept: Attachment, *, told: bool) -> None:
        super().__init__(parent, "照片说明", TEXT)
        self.words = QLineEdit(kept.caption)
        self.words.setPlaceholderText("例如：党员面向党旗重温入党誓词")
        self.words.setMaxLength(80)
        self.line("说明", self.words)
        day = day_of(kept.taken_on)
        self._day = DayEdit("拍摄日期", day) if not told else None
        self.line("拍摄日期", self._day or style.label(say.long_day(day) if day else ""))
        self.verbs("记下")

    def values(self) -> tuple[str, str | None]:
        """The caption, and the day as typed (ISO) or None."""
        day = self._day.day() if self._day is not None else None
        return self.words.text().strip(), day.isoformat() if day else None
