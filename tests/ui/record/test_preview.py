"""The preview shows the printer's own plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_hands import Answers

from wdbranch.operations import printing
from wdbranch.operations.book import editions
from wdbranch.printing.plan import Plan
from wdbranch.store.workbook import Workbook
from wdbranch.ui.dialogs.preview import PreviewDialog, make_ready, print_on, save_plan
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.preview import PlanView, paint_page


@pytest.fixture(scope="module")
def plan(demo: Path) -> Plan:
    book = Workbook.open(demo / "branch.wdbook", editions=editions(), readonly=True)
    made = printing.plan_month(book, 2026, 9)
    book.close()
    return made


def picture_of(plan: Plan, number: int, scale: float) -> QImage:
    page = plan.pages[number]
    made = QImage(QSize(round(page.width * scale), round(page.height * scale)), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    paint_page(painter, plan, page, scale)
    painter.end()
    return made


def dark_share(picture: QImage, x: int, y: int, w: int, h: int) -> float:
    dots = [(i, j) for i in range(x, x + w) for j in range(y, y + h)]
    return sum(picture.pixelColor(i, j).lightness() < 140 for i, j in dots) / len(dots)


def test_every_text_of_the_plan_is_painted_where_it_stands(plan: Plan) -> None:
    scale = 6.0
    fullest = max(range(len(plan.pages)), key=lambda at: len(plan.pages[at].texts))
    picture = picture_of(plan, fullest, scale)
    inked = 0
    for text in plan.pages[fullest].texts:
        if not text.text.strip():
            continue
        em = text.size * 0.3528 * scale
        share = dark_share(picture, int(text.x * scale), int(text.y * scale - em * 0.85), max(int(em * 0.95), 2), int(em * 0.95))
        assert share > 0.015, text
        inked += 1
    assert inked > 20
    assert dark_share(picture, 0, 0, picture.width(), int(8 * scale)) == 0      # the margin stays white


def test_rare_names_have_their_own_glyphs(plan: Plan) -> None:
    from wdbranch.printing.plan import Page, Text

    faces = []
    for name in ("𬭎", "𫗧", "䶮", "〓"):
        page = Page(1, texts=[Text(20, 20, 40, "fangsong", name)])
        picture = picture_of(Plan([page]), 0, 4.0)
        faces.append(bytes(picture.copy(70, 20, 80, 80).constBits()))
        assert dark_share(picture, 80, 30, 56, 56) > 0.02
    assert len(set(faces)) == 4


def test_zoom_and_turning_pages(plan: Plan, qtbot: QtBot) -> None:
    view = PlanView(plan)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    told: list[tuple[int, int]] = []
    view.page_changed.connect(lambda at, of: told.append((at, of)))
    assert view.page == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == len(plan.pages) and told[-1] == (len(plan.pages), len(plan.pages))
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == len(plan.pages) - 1
    before = view._pages.width()
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view._pages.width() < before and view.page == len(plan.pages) - 1
    at = QPointF(100, 100)
    wheel = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view._pages.width() > before * 0.9
    for _ in range(20):
        view.zoom(1)
    assert view._pages.scale == pytest.approx(view._natural() * 3, abs=0.01)
    view.zoom(0)
    assert abs(view._pages.width() - min(view.viewport().width(), view._pages.width())) <= 2


def test_only_pages_in_sight_are_painted(plan: Plan, qtbot: QtBot) -> None:
    view = PlanView(plan)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.grab()
    assert 1 <= len(view._pages._painted) <= 2 < len(plan.pages)


def test_printing_sends_the_chosen_pages(plan: Plan, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    make_ready(printer, "九月", len(plan.pages))
    printer.setFromTo(1, 2)
    print_on(printer, plan)
    import pypdfium2

    made = pypdfium2.PdfDocument(str(tmp_path / "out.pdf"))
    assert len(made) == 2
    assert [round(side) for side in made[0].get_size()] == [595, 842]
    made.close()


def test_the_box_says_which_page_and_closes_without_printing(branch_window: MainWindow, plan: Plan, answers: Answers) -> None:
    printed: list[bool] = []
    box = PreviewDialog(branch_window, branch_window.desk, plan, "九月", lambda: printed.append(True))
    box.show()
    assert box.where.text() == f"第 1 页，共 {len(plan.pages)} 页"
    box.view.turn_to(2)
    assert box.where.text().startswith("第 2 页")
    box.close()
    assert printed == []


def preview_of(window: MainWindow, plan: Plan) -> PreviewDialog:
    box = PreviewDialog(window, window.desk, plan, "九月", None)
    box.show()
    return box


def test_overprinting_shows_only_what_was_written_and_keeps_the_offset(
    branch_window: MainWindow, plan: Plan, qtbot: QtBot
) -> None:
    box = preview_of(branch_window, plan)
    assert box.plan is plan
    assert not box.paper.right.isVisible()
    box.paper.book.click()
    assert box.paper.right.isVisible()
    assert not box.plan.pages[0].rules and box.plan.pages[0].texts
    before = box.plan.pages[0].texts[0]
    box.paper.right.selectAll()
    qtbot.keyClicks(box.paper.right, "-2.5")
    qtbot.keyClick(box.paper.right, Qt.Key.Key_Return)      # stays in the box: nothing is printed
    assert box.isVisible()
    assert box.plan.pages[0].texts[0].x == pytest.approx(before.x - 2.5)
    assert branch_window.desk.settings.overprint == {branch_window.desk.open_book().branch().code: [-2.5, 0.0]}
    assert preview_of(branch_window, plan).paper.right.text() == "-2.5"
    box.paper.white.click()
    assert box.plan is plan


def test_what_was_saved_counts_as_printed(branch_window: MainWindow, answers: Answers, tmp_path: Path) -> None:
    book = branch_window.desk.open_book()
    made = next(record for record in book.records(form="lecture") if record.state.value == "final")
    box = preview_of(branch_window, printing.plan_record(book, made.id))
    answers.next(True)
    save_plan(branch_window.desk, box, box.plan, tmp_path / "out.pdf", box._saved)
    assert book.record(made.id).state.value == "printed"
    assert made.id in book.meta("printed:2026")


def test_pages_that_lie_across_are_turned_on_upright_paper(tmp_path: Path) -> None:
    from wdbranch.printing.plan import Page, Rule

    page = Page(1, 297.0, 210.0, rules=[Rule(0, 10, 297, 10, 3.0)])
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    make_ready(printer, "横页", 1)
    assert print_on(printer, Plan([page]))
    import pypdfium2

    made = pypdfium2.PdfDocument(str(tmp_path / "out.pdf"))
    assert [round(side) for side in made[0].get_size()] == [595, 842]
    picture = made[0].render(scale=1).to_pil().convert("L")
    made.close()
    assert picture.getpixel((28, 400)) < 120      # its head lies along the left edge
    assert picture.getpixel((300, 28)) > 200
