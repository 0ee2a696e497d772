"""Boxes in which one picks: one of a list, several, yes or no, a related record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QWidget

from wdbranch.ui.editors.base import Editor, in_sheet, pad_y
from wdbranch.ui.sheet.flow import FlowBox

NOTHING = "　"
"""What an unfilled choice shows: a blank, as on the paper."""


class QuietCombo(QComboBox):
    """A drop-down list that the wheel cannot change by accident: the wheel belongs to the page."""

    done = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(2)
        in_sheet(self)

    def sizeHint(self) -> QSize:
        """One line of type with air above and below."""
        return QSize(60, self.fontMetrics().height() + 2 * pad_y())

    def minimumSizeHint(self) -> QSize:
        """As the size hint: the sheet decides the width."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page; the open list has a wheel of its own."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next box; Space, F4 and Alt+Down open the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
            return
        super().keyPressEvent(event)

    def showPopup(self) -> None:
        """Open the list wide enough for its longest entry, however narrow the box is."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0)
        self.view().setMinimumWidth(max(self.width(), widest + 48))
        super().showPopup()


class ChoiceEditor(Editor):
    """One of a list; ``options`` are (value kept, label shown)."""

    def __init__(
        self,
        name: str,
        options: Iterable[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        again: Callable[[], Iterable[tuple[str, str]]] | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._again = again
        self.combo = QuietCombo(name, self)
        self._box.addWidget(self.combo)
        self.set_options(options)
        self.combo.activated.connect(lambda _index: self.settle())
        self.combo.done.connect(self.done)

    def look_again(self) -> None:
        """Where the list is one of records, there may be others by now."""
        if self._again is not None:
            self.put(None)
            self.set_options(self._again())

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Replace the list, keeping what is chosen."""
        chosen = self.raw()
        self.combo.clear()
        self.combo.addItem(NOTHING, None)
        for value, label in options:
            self.combo.addItem(label, value)
        self.put(chosen)

    def raw(self) -> str | None:
        """The id chosen, None where nothing is."""
        found = self.combo.currentData()
        return None if found is None else str(found)

    def put(self, value: Any) -> None:
        """Show a choice; an id that is not in the list (of another edition) is shown as it is stored."""
        index = self.combo.findData(value)
        if index < 0 and value is not None:
            self.combo.addItem(str(value), value)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(max(index, 0))
        self.combo.setToolTip(self.combo.currentText().strip())

    def stops(self) -> list[QWidget]:
        """The list."""
        return [self.combo]

    def lock(self, locked: bool) -> None:
        """Show the choice without letting it change."""
        super().lock(locked)
        self.combo.setEnabled(not locked)


class ChoicesEditor(Editor):
    """Several of a list, as boxes to tick that flow over the width."""

    def __init__(self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._flow = FlowBox(self)
        self._box.addWidget(self._flow)
        self._ticks: dict[str, QCheckBox] = {}
        for value, label in options:
            tick = QCheckBox(label, self._flow)
            tick.setAccessibleName(f"{name}：{label}")
            tick.clicked.connect(lambda _checked: self.settle())
            in_sheet(tick)
            self._ticks[value] = tick
            self._flow.add(tick)
        self._others: tuple[str, ...] = ()

    def raw(self) -> tuple[str, ...]:
        """The ids ticked, in the order of the list."""
        return tuple(value for value, tick in self._ticks.items() if tick.isChecked()) + self._others

    def put(self, value: Any) -> None:
        """Tick what is chosen; ids of another edition are kept although they have no box."""
        chosen = tuple(value or ())
        for known, tick in self._ticks.items():
            tick.setChecked(known in chosen)
        self._others = tuple(other for other in chosen if other not in self._ticks)

    def stops(self) -> list[QWidget]:
        """The boxes to tick."""
        return list(self._ticks.values())

    def height_for(self, width: int) -> int:
        """As many lines as the boxes need."""
        return self._flow.height_for(width)


class TickEditor(Editor):
    """Yes or no; never touched is neither."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.tick = QCheckBox(self)
        self.tick.setAccessibleName(name)
        self._value: bool | None = None
        self._box.addSpacing(8)
        self._box.addWidget(self.tick)
        self._box.addStretch(1)
        in_sheet(self.tick)
        self.tick.clicked.connect(self._clicked)

    def raw(self) -> bool | None:
        """True, False, or None where it was never ticked."""
        return self._value

    def put(self, value: Any) -> None:
        """Show a tick."""
        self._value = value
        self.tick.setChecked(bool(value))

    def stops(self) -> list[QWidget]:
        """The box to tick."""
        return [self.tick]

    def _clicked(self, checked: bool) -> None:
        self._value = checked
        self.settle()
