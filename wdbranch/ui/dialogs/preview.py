"""Preview and print: what is seen is what the printer gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPageLayout, QPageSize, QPainter, QRegularExpressionValidator
from PySide6.QtWidgets import QButtonGroup, QDialog, QLineEdit, QVBoxLayout, QWidget

from wdbranch.errors import UserError
from wdbranch.operations import printing as printing_operations
from wdbranch.operations.printed import remember
from wdbranch.operations.printing import Cancelled, Printed, Report
from wdbranch.printing.plan import Plan
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.preview import PlanView, paint_page
from wdbranch.ui.save_file import PDF, ask_path

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MILLIMETRES = r"-?([0-2]?\d|30)(\.\d?)?"


class PreviewDialog(QDialog):
    """Shows a plan with 保存 PDF and 打印, on white paper or by 套打 into a book printed beforehand.

    What was on the plan then counts as printed; ``printed()`` is called after that. ``slip``: no page of the
    book, so no 套打; ``secret``: never to be kept as a file.
    """

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        plan: Plan,
        name: str,
        printed: Callable[[], None] | None,
        *,
        slip: bool = False,
        secret: bool = False,
    ) -> None:
        super().__init__(parent)
        self.desk, self.plan, self.name = desk, plan, name
        self._whole = plan
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
        self.paper = Paper(desk)
        self.paper.changed.connect(self._paper_changed)
        self.paper.test.clicked.connect(self._print_test_sheet)
        if desk.book is not None and not slip:
            box.addWidget(self.paper)
        self.save.setVisible(not secret)
        box.addWidget(self.view, 1)
        self.view.setFocus()
        self.view._tell()

    def _paper_changed(self) -> None:
        """Show what the chosen paper will get."""
        offset = self.paper.offset()
        page = self.view.page
        self.plan = (
            self._whole if offset is None else printing_operations.overprinted(self._whole, *offset)
        )
        self.view.show_plan(self.plan)
        self.view.turn_to(page)

    def _print_test_sheet(self) -> None:
        """The test sheet for 套打, as it comes out with the offsets that are set now."""
        sheet = printing_operations.plan_calibration(*(self.paper.offset() or (0.0, 0.0)))
        self._print(sheet, "套打校准页")

    def save_pdf(self) -> None:
        """Write the plan as a PDF, read it back, and say where it is."""
        path = ask_path(self, self.desk, "保存 PDF", self.name, PDF, purpose="print")
        if path is None:
            return
        save_plan(self.desk, self, self.plan, path, self._saved)

    def _remember(self) -> None:
        """What is on the plan is on paper now."""
        if self.desk.book is not None:
            self.desk.change(self, remember, self._whole)
        self._printed()

    def _saved(self, done: Printed) -> None:
        self._remember()
        messages.tell(self, "已保存 PDF", f"共 {done.pages} 页，已逐字核对：{done.path}")

    def print_plan(self) -> None:
        """Print through the system's own dialog."""
        if self._print(self.plan, self.name):
            self._remember()

    def _print(self, plan: Plan, name: str) -> bool:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        make_ready(printer, name, len(plan.pages))
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        if not messages.show(dialog):
            return False
        return self.desk.attempt(lambda: print_on(printer, plan)) is not None


class Paper(QWidget):
    """On what is printed: white paper, or the book printed beforehand, with the offsets of this printer."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._code = desk.book.branch().code if desk.book is not None else ""
        kept = desk.settings.overprint.get(self._code, [0.0, 0.0])
        self.white, self.book = style.button("白纸", "choice"), style.button("已印好的记录本（套打）", "choice")
        group = QButtonGroup(self)
        for button in (self.white, self.book):
            button.setCheckable(True)
            button.setAutoDefault(False)
            group.addButton(button)
        self.white.setChecked(True)
        self.right, self.down = (self._edit(name, mm) for name, mm in zip(("向右", "向下"), kept, strict=True))
        self.test = style.secondary("打印校准页")
        self.test.setAutoDefault(False)
        self._offsets = QWidget()
        self.book.setToolTip("只印填写的内容，印到已有表格的记录本上。")
        self.test.setToolTip("偏了多少，照校准页上的步骤量。")
        names = [style.label(text) for text in ("向右", "毫米　向下", "毫米")]
        line = style.row([names[0], self.right, names[1], self.down, names[2], self.test], 8)
        line.setContentsMargins(0, 0, 0, 0)
        self._offsets.setLayout(line)
        self._offsets.setVisible(False)
        whole = style.row([style.label("印在", tone="second"), self.white, self.book, self._offsets, 1], 8)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        group.buttonClicked.connect(self._chosen)

    def _edit(self, name: str, mm: float) -> QLineEdit:
        made = _Millimetres(f"{mm:g}")
        made.setAccessibleName(f"{name}几毫米")
        made.setFixedWidth(style.px(64))
        made.setValidator(QRegularExpressionValidator(QRegularExpression(_MILLIMETRES), made))
        made.textEdited.connect(self._moved)
        return made

    def offset(self) -> tuple[float, float] | None:
        """Millimetres to the right and down; None for white paper."""
        if not self.book.isChecked():
            return None
        return _millimetres(self.right.text()), _millimetres(self.down.text())

    def _chosen(self) -> None:
        self._offsets.setVisible(self.book.isChecked())
        self.changed.emit()

    def _moved(self) -> None:
        """Keep the offsets for this branch on this computer."""
        offset = self.offset()
        if offset is None:
            return
        self._desk.settings.overprint[self._code] = list(offset)
        self._desk.save_settings()
        self.changed.emit()


class _Millimetres(QLineEdit):
    """A number of mm; Enter stays in it, so that it prints nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter only says that the number is meant."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.selectAll()
            event.accept()
            return
        super().keyPressEvent(event)


def _millimetres(typed: str) -> float:
    """What was typed as far as it is a number."""
    try:
        return float(typed)
    except ValueError:
        return 0.0


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


def print_on(printer: QPrinter, plan: Plan) -> bool:
    """Paint the pages that the person chose. Raises UserError where the printer does not take them.

    Pages that lie across are turned on the upright paper, their head at its left edge: so the binding edge is
    right on both sides whatever the printer does with paper that lies across.
    """
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
        painter.save()
        if page.width > page.height:
            painter.translate(0, page.width * scale)
            painter.rotate(-90)
        paint_page(painter, plan, page, scale)
        painter.restore()
    painter.end()
    return True


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


def preview_slip(desk: Desk, plan: Plan, name: str, *, secret: bool = False) -> None:
    """Open the preview of a paper that is no page of the book; ``secret``: it can only be printed."""
    messages.show(PreviewDialog(desk.window, desk, plan, name, None, slip=True, secret=secret))
