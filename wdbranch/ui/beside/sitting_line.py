"""Above the sheet of a record that is part of one sitting: what else was held, each one click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wdbranch.ui import style


class SittingLine(QWidget):
    """同一次活动：主题党日 · 党员大会 · 党课. ``opened(record id)``; hidden for a record by itself."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = style.row(gap=2)
        self.setLayout(self._row)
        self._shown: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
        self.hide()

    def show_records(self, records: Sequence[tuple[str, str]], here: str) -> None:
        """Show (id, what it is) in the order of the day; the one that is open is no link."""
        self.setVisible(len(records) > 1)
        if (here, tuple(records)) == self._shown:
            return
        self._shown = (here, tuple(records))
        style.clear(self._row)
        self._row.addWidget(style.label("同一次活动：", tone="second"))
        for record_id, name in records:
            if record_id == here:
                self._row.addWidget(style.label(f"{name}（本页）", strong=True))
                continue
            go = style.link(name, name=f"同一次活动的{name}")
            go.clicked.connect(lambda _on=False, one=record_id: self.opened.emit(one))
            self._row.addWidget(go)
        self._row.addStretch(1)
