"""The panel beside the sheet: attendance above; checks, attachments, links and history below as tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from wdbranch.book.finding import Finding
from wdbranch.book.form import Choice, Form
from wdbranch.book.record import Attachment
from wdbranch.ui import style
from wdbranch.ui.beside.attendance import AttendanceCard
from wdbranch.ui.beside.checks import ChecksList
from wdbranch.ui.beside.kept import KeptList
from wdbranch.ui.beside.lists import HistoryList, LinksList

CHECKS, KEPT, LINKS, HISTORY = range(4)
NAMES = ("检查", "附件", "关联", "经过")


class SidePanel(QWidget):
    """``attendance`` is None for a form that keeps none. ``left``: Escape was pressed, the person is done here."""

    left = Signal()

    def __init__(
        self,
        statuses: Sequence[Choice] | None,
        *,
        opinions: bool,
        bytes_of: Callable[[str], bytes],
        start_folder: Callable[[], Path],
    ) -> None:
        super().__init__()
        self.setAccessibleName("到会与检查")
        self.setProperty("kind", "beside")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        self._column = column
        column.setSpacing(style.px(12))
        self.attendance = AttendanceCard(statuses, opinions=opinions) if statuses is not None else None
        if self.attendance is not None:
            column.addWidget(self.attendance, 5)
        card = style.card(margins=(14, 4, 14, 10), gap=6)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("检查、附件、关联、经过")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in NAMES:
            self.tabs.addTab(name)
        card.box.addWidget(self.tabs)
        self.checks, self.links, self.history = ChecksList(), LinksList(), HistoryList()
        self.kept = KeptList(bytes_of, start_folder)
        self._stack = QStackedWidget()
        for part in (self.checks, self.kept, self.links, self.history):
            self._stack.addWidget(part if part is self.kept else _scrolled(part))
        card.box.addWidget(self._stack, 1)
        column.addWidget(card, 3)
        self._card = card
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.float_over(floating=False)

    def float_over(self, *, floating: bool) -> None:
        """Whether the panel lies over the sheet, on a narrow page, with an edge of its own."""
        side = style.px(10) if floating else 0
        self._column.setContentsMargins(side, side, side, side)
        # Over the sheet there is less height: the toggles get most of it.
        self._card.setMinimumHeight(style.px(124 if floating else 150))
        if self.attendance is not None:
            self._column.setStretchFactor(self.attendance, 12 if floating else 5)
        self.setProperty("floating", "true" if floating else "false")
        style.restyle(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing inside has a use for it, gives the sheet its room back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def show_tab(self, number: int) -> None:
        """Bring one of CHECKS, KEPT, LINKS, HISTORY up."""
        self.tabs.setCurrentIndex(number)

    def show_findings(self, form: Form, findings: Sequence[Finding], *, locked: bool) -> None:
        """What an inspector would say, counted on the tab."""
        self.checks.show_findings(form, findings, locked=locked)
        self.count(CHECKS, self.checks.open_count)

    def show_kept(self, kept: Sequence[Attachment], *, locked: bool) -> None:
        """The papers, counted on the tab."""
        self.kept.show_kept(kept, locked=locked)
        self.count(KEPT, len(kept))

    def show_links(self, links: Sequence[tuple[str, str]], *, locked: bool) -> None:
        """The related records, counted on the tab."""
        self.links.show_links(links, locked=locked)
        self.count(LINKS, len(links))

    def count(self, number: int, many: int) -> None:
        """Write how many there are on a tab."""
        self.tabs.setTabText(number, f"{NAMES[number]} {many}" if many else NAMES[number])


def _scrolled(part: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setProperty("kind", "on_card")
    part.setProperty("kind", "on_card")
    area.setWidget(part)
    return area
