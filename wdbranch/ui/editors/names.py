"""Cells that show what is kept beside the sheet: who came, what is attached. A click leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from wdbranch.ui import style
from wdbranch.ui.editors.base import Editor, pad_x, pad_y

_JOINER = "\u2060"
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class TextButton(QAbstractButton):
    """Wrapped text that is a button. Enter and Space press it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._hint = ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_text(self, text: str, hint: str) -> None:
        """Show a text, or the hint where there is none."""
        self._hint = hint
        self.setText(text)
        self.setAccessibleName(f"{self._name}：{text.replace(_JOINER, '') or hint}")
        self.update()

    def height_for(self, width: int) -> int:
        """Pixels needed at that width."""
        room = QRect(0, 0, max(width - 2 * pad_x(), 20), 100000)
        found = self.fontMetrics().boundingRect(room, _FLAGS, self.text() or self._hint)
        return found.height() + 2 * pad_y()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(60, self.fontMetrics().height() + 2 * pad_y())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the text: the cell around it is painted by the paper."""
        del event
        painter = QPainter(self)
        painter.setPen(style.colour("text" if self.text() else "text3"))
        painter.drawText(self.rect().adjusted(pad_x(), 0, -pad_x(), 0), _FLAGS, self.text() or self._hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class NamesEditor(Editor):
    """Who came, or who did not and why; edited in the panel beside the sheet."""

    def __init__(
        self,
        name: str,
        statuses: Iterable[str],
        *,
        reasons: bool,
        label_of: Callable[[str], str],
        wanted: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._statuses = frozenset(statuses)
        self._reasons, self._label_of = reasons, label_of
        self.button = TextButton(name, self)
        self.button.show_text("", "无")
        self.button.setToolTip("在右边的“到会情况”里点名")
        self.button.clicked.connect(wanted)
        self._box.addWidget(self.button)

    def put(self, value: Any) -> None:
        """Show the names of the statuses of this cell."""
        everybody = value or ()
        rows = [row for row in everybody if not self._statuses or row.get("status") in self._statuses]
        unmarked = any(row.get("status") is None for row in everybody)
        self.button.show_text(
            "、".join(self._said(row) for row in rows), "还没有点名，点这里去点名" if unmarked else "无"
        )
        self.resized.emit()

    def stops(self) -> list[QWidget]:
        """The text."""
        return [self.button]

    def height_for(self, width: int) -> int:
        """As many lines as the names need."""
        return self.button.height_for(width)

    def lock(self, locked: bool) -> None:
        """Looking is always allowed."""
        self._read_only = locked

    def _said(self, row: Mapping[str, Any]) -> str:
        name = _JOINER.join(str(row.get("name") or ""))
        if not self._reasons:
            return name
        several = len(self._statuses) > 1
        reason = row.get("reason") or (self._label_of(str(row.get("status"))) if several else "")
        return f"{name}（{reason}）" if reason else name


class KeptEditor(Editor):
    """How many sheets and photographs are kept with the record."""

    def __init__(self, wanted: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__("附件", parent)
        self.button = TextButton("附件", self)
        self.button.show_text("", "还没有附件，点这里添加签到表、照片")
        self.button.clicked.connect(wanted)
        self._box.addWidget(self.button)

    def put(self, value: Any) -> None:
        """Show the attachments in words."""
        kinds = {"signin": ("签到表", "份"), "photo": ("照片", "张"), "file": ("其他材料", "份")}
        found = [
            (label, unit, sum(1 for kept in value or () if kept.kind == kind))
            for kind, (label, unit) in kinds.items()
        ]
        text = "、".join(f"{label} {count} {unit}" for label, unit, count in found if count)
        self.button.show_text(text, "还没有附件，点这里添加签到表、照片")

    def stops(self) -> list[QWidget]:
        """The text."""
        return [self.button]

    def lock(self, locked: bool) -> None:
        """Looking is always allowed."""
        self._read_only = locked
