"""Where the panel stands: beside the sheet, or folded away and laid over it on demand."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wdbranch.ui import style
from wdbranch.ui.beside.header import RecordHeader
from wdbranch.ui.beside.panel import SidePanel

FOLDS_BELOW = 1100
"""Page width in px at normal type size under which the panel folds away."""
BESIDE, OVER = 368, 400
"""Width of the panel beside and over the sheet, px at normal type size."""


class Fold:
    """Keeps the panel in its place while the page changes its width."""

    def __init__(self, page: QWidget, header: RecordHeader, below: QHBoxLayout) -> None:
        self._page, self._header, self._below = page, header, below
        self._view: QWidget | None = None
        self._panel: SidePanel | None = None  # hidden ones are kept by the page
        self.folded = False
        header.panel.toggled.connect(self._toggle)

    def take(self, view: QWidget, panel: SidePanel) -> None:
        """Place the view and the panel of another record; those before wait until they are wanted again."""
        self._header.panel.setChecked(False)
        for before, now in ((self._view, view), (self._panel, panel)):
            if before is not None and before is not now:
                self._below.removeWidget(before)
                before.hide()
        if view is not self._view:
            self._view = view
            self._below.insertWidget(0, view, 1)
            view.show()
        if panel is not self._panel:
            self._panel = panel
            self._stand(folded=self._narrow())

    def place(self) -> None:
        """The page has another width."""
        if self._panel is None:
            return
        if self._narrow() != self.folded:
            self._stand(folded=self._narrow())
        if self.folded:
            self._lay_over()

    def open(self) -> None:
        """Show the panel, wherever it is."""
        if self.folded:
            self._header.panel.setChecked(True)

    def shut(self) -> None:
        """Give the sheet its room back; the keyboard goes to the button that brings the panel again."""
        if self.folded and self._panel is not None and self._panel.isAncestorOf(self._page.focusWidget()):
            self._header.panel.setFocus()
        self._header.panel.setChecked(False)

    def _narrow(self) -> bool:
        return self._page.width() < style.px(FOLDS_BELOW)

    def _stand(self, *, folded: bool) -> None:
        assert self._panel is not None
        self.folded = folded
        self._panel.float_over(floating=folded)
        self._header.panel.setVisible(folded)
        self._header.panel.setChecked(False)
        if folded:
            self._below.removeWidget(self._panel)
            self._panel.setParent(self._page)
            self._panel.setVisible(False)
            self._lay_over()
        else:
            self._panel.setFixedWidth(style.px(BESIDE))
            self._below.addWidget(self._panel)
            self._panel.show()

    def _toggle(self, shown: bool) -> None:
        if self._panel is not None and self.folded:
            self._panel.setVisible(shown)
            self._lay_over()

    def _lay_over(self) -> None:
        assert self._panel is not None
        assert self._view is not None
        wide = min(style.px(OVER), self._page.width() - style.px(80))
        top, edge = self._view.y(), style.px(16)
        self._panel.setFixedWidth(wide)
        self._panel.setGeometry(self._page.width() - wide - edge, top, wide, self._page.height() - top - edge)
        self._panel.raise_()
