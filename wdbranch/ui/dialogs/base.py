"""What the boxes have in common: a head, lines with their names, two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from wdbranch.ui import style
from wdbranch.ui.editors.base import Editor


class Framed(QFrame):
    """An editor of the sheet with a frame of its own, for boxes; the frame shows the focus."""

    def __init__(self, editor: Editor, width: int = 280) -> None:
        super().__init__()
        self.editor = editor
        self.setProperty("kind", "field")
        self._width = width
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(editor)
        self.setAccessibleName(editor.accessibleName())
        self.setFocusProxy(editor.stops()[0])
        editor.resized.connect(self._grow)
        self._grow()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A text that wraps may need another height."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        wide = self.width() - 4 if self.isVisible() else style.px(self._width)
        self.editor.setFixedHeight(max(self.editor.height_for(wide), style.px(32)))

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        focused = "true" if now is not None and self.isAncestorOf(now) else "false"
        if self.property("focused") != focused:
            self.setProperty("focused", focused)
            style.restyle(self)


class Ask(QDialog):
    """A box with named lines. ``line(name, widget)`` adds one; ``verbs`` the buttons at the foot."""

    def __init__(self, parent: QWidget | None, title: str, text: str = "", *, scrolls: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(style.px(460))
        self.said = text
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(style.px(side) for side in (24, 20, 24, 18)))
        self.column.setSpacing(style.px(12))
        self.column.addWidget(style.heading(title))
        if text:
            self.column.addWidget(style.label(text, tone="second", wrap=True))
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(style.px(12))
        self.lines.setVerticalSpacing(style.px(8))
        self.lines.setColumnStretch(1, 1)
        if scrolls:
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            inside = QWidget()
            inside.setProperty("kind", "plain")
            inside.setLayout(self.lines)
            area.setWidget(inside)
            self.column.addWidget(area, 1)
        else:
            self.column.addLayout(self.lines)

    def line(self, name: str, widget: QWidget) -> None:
        """One line: its name on the left, the widget on the right."""
        row = self.lines.rowCount()
        label = style.label(name, tone="second")
        label.setBuddy(widget)
        self.lines.addWidget(
            label,
            row,
            0,
            Qt.AlignmentFlag.AlignTop
            if widget.sizeHint().height() > style.px(60)
            else Qt.AlignmentFlag.AlignVCenter,
        )
        self.lines.addWidget(widget, row, 1)
        if not widget.accessibleName():
            widget.setAccessibleName(name)

    def wide(self, widget: QWidget) -> None:
        """A widget over both columns."""
        self.lines.addWidget(widget, self.lines.rowCount(), 0, 1, 2)

    def verbs(self, accept: str, reject: str = "取消") -> None:
        """The buttons at the foot; Enter is the first one."""
        self.yes = style.primary(accept)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        no = style.secondary(reject)
        no.setAutoDefault(False)
        no.clicked.connect(self.reject)
        self.column.addLayout(style.row([1, no, self.yes]))
