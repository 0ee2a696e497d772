"""A list of names to paste."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from wdbranch.ui import style
from wdbranch.ui.dialogs.base import Ask


class NamesDialog(Ask):
    """Asks for a list of people who came, as it stands in a chat or a table."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "粘贴到会名单", "把到会人员的名字粘贴在下面，用顿号、空格、换行隔开都可以。")
        self.names = QPlainTextEdit()
        self.names.setAccessibleName("到会人员名单")
        self.names.setTabChangesFocus(True)
        self.names.setMinimumHeight(style.px(140))
        self.names.setPlaceholderText("例如：陈拟舟、韩拟秋、马拟川")
        self.wide(self.names)
        self.verbs("点到")
        self.yes.setEnabled(False)
        self.names.textChanged.connect(lambda: self.yes.setEnabled(bool(self.text())))
        self.names.setFocus()

    def text(self) -> str:
        """What was pasted."""
        return self.names.toPlainText().strip()
