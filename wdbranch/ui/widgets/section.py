"""A card that is a list: a head, lines with thin rules between them, a calm sentence where there are none."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wdbranch.ui import style


class Section(style.Card):
    """A card with a head, lines and, where there are none, a sentence that says so."""

    def __init__(self, head: str) -> None:
        super().__init__(margins=(0, 12, 0, 8), gap=0)
        self._title = style.heading(head)
        self._head = style.row([self._title], 8)
        self._head.setContentsMargins(style.px(16), 0, style.px(16), style.px(8))
        self._aside = style.label(size="small", tone="second")
        self._head.addWidget(self._aside)
        self._head.addStretch(1)
        self._tags = style.row([], 6)
        self._head.addLayout(self._tags)
        self.box.addLayout(self._head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.box.addLayout(self._lines)
        self.box.addStretch(1)

    def rename(self, head: str) -> None:
        """Another head."""
        self._title.setText(head)

    def fill(
        self, aside: str, lines: Iterable[QWidget], nothing: str, tags: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Show these lines, a thin rule above each."""
        self._aside.setText(aside)
        style.clear(self._tags)
        for text, tone in tags:
            self._tags.addWidget(style.tag(text, tone))
        style.clear(self._lines)
        lines = list(lines)
        for line in lines:
            self._lines.addWidget(style.rule())
            self._lines.addWidget(line)
        if not lines:
            calm = style.label(nothing, tone="second", wrap=True)
            calm.setContentsMargins(style.px(16), style.px(2), style.px(16), style.px(8))
            self._lines.addWidget(calm)

    def foot(self, widget: QWidget) -> None:
        """Put a link below the lines."""
        line = style.row([widget, 1])
        line.setContentsMargins(style.px(10), style.px(4), style.px(10), 0)
        self._lines.addLayout(line)
