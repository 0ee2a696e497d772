"""Preview and print: what is seen is what the printer gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from wdbranch.errors import UserError
from wdbranch.operations import printing as printing_operations
from wdbranch.operations.printing import Cancelled, Printed, Report
from wdbranch.printing.plan import Plan
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.preview import PlanView, paint_page

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


class PreviewDialog(QDialog):
    """Shows a plan with 保存 PDF and 打印. ``printed()`` is called once either was done."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, plan: Plan, name: str, printed: Callable[[], None] | None
    ) -> None:
        super().__init__(parent)
        self.desk, self.plan, self.name = desk, plan, name
        self._printed = printed or (lambda: None)
        self.setWindowTitle(f"打印预览：{name}")
        window = parent.window() if parent is not None else None
        if window is not None:
            self.resize(window.size() * 0.92)
        self.view = PlanView(plan)
        self.where = style.label(tone="second")
        self.view.page_changed.connect(lambda at, of: self.where.setText(f"第 {at} 页，共 {of} 页"))
        back = style.secondary("", "caret-left", "上一页")
        on = style.secondary("", "caret-right", "下一页")
        back.clicked.connect(lambda: self.view.turn_to(self.view.page - 1))
        on.clicked.connect(lambda: self.view.turn_to(self.view.page + 1))
        smaller, larger = style.secondary("缩小"), style.secondary("放大")
        fit = style.secondary("合适大小")
        smaller.clicked.connect(lambda: self.view.zoom(-1))
        larger.clicked.connect(lambda: self.view.zoom(1))
        fit.clicked.connect(lambda: self.view.zoom(0))
        self.save = style.secondary("保存 PDF", "download-simple")
        self.save.clicked.connect(self.save_pdf)
        self.print = style.primary("打印", "printer")
        self.print.clicked.connect(self.print_plan)
        close = style.secondary("关闭")
        close.clicked.connect(self.reject)
        for button in (back, on, smaller, larger, fit, self.save, close):
            button.setAutoDefault(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(*(style.px(side) for side in (16, 12, 16, 12)))
        box.addLayout(
            style.row([back, self.where, on, smaller, fit, larger, 1, close, self.save, self.print], 8)
        )
        box.addWidget(self.view, 1)
        self.view.setFocus()
        self.view._tell()

    def save_pdf(self) -> None:
        """Write the plan as a PDF, read it back, and say where it is."""
        start = self.desk.folder("print") / f"{_NOT_IN_NAMES.sub('', self.name)}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "保存 PDF", str(start), "PDF 文件 (*.pdf)")
        if not chosen:
            return
        path = Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")
        self.desk.keep_folder("print", path.parent)
        save_plan(self.desk, self, self.plan, path, self._saved)

    def _saved(self, done: Printed) -> None:
        self._printed()
        messages.tell(self, "已保存 PDF", f"共 {done.pages} 页，已逐字核对：{done.path}")

    def print_plan(self) -> None:
        """Print through the system's own dialog."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        make_ready(printer, self.name, len(self.plan.pages))
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        if messages.show(dialog):
            self.desk.attempt(lambda: print_on(printer, self.plan))
            self._printed()


def make_ready(printer: QPrinter, name: str, pages: int) -> None:
    """A4 without margins of the printer's own: the plan has its own."""
    printer.setDocName(name)
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
        )
    )
    printer.setFromTo(1, max(pages, 1))


def print_on(printer: QPrinter, plan: Plan) -> None:
    """Paint the pages that the person chose. Raises UserError where the printer does not take them."""
    first, last = printer.fromPage() or 1, printer.toPage() or len(plan.pages)
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            "打印机没有接受这份文件。",
            safe="记录没有改动。",
            todo="请检查打印机是否开着，或者先保存 PDF。",
            code="printer",
        )
    scale = printer.logicalDpiX() / 25.4
    for number, page in enumerate(plan.pages[first - 1 : last]):
        if number:
            printer.newPage()
        paint_page(painter, plan, page, scale)
    painter.end()


def save_plan(desk: Desk, owner: QWidget, plan: Plan, path: Path, done: Callable[[Printed], None]) -> None:
    """Write a plan as a PDF beside the window, with progress and a way to stop."""

    def job(given: Plan, report: Report, cancelled: Cancelled) -> Printed:
        return printing_operations.write(given, path, report=report, cancelled=cancelled)

    desk.jobs.start(owner, f"正在保存 {path.name}", job, plan, done)


def preview_plan(
    parent: QWidget, desk: Desk, plan: Plan, name: str, printed: Callable[[], None] | None = None
) -> None:
    """Open the preview of a plan."""
    messages.show(PreviewDialog(parent, desk, plan, name, printed))
