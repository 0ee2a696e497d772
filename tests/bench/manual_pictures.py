"""The manual's pictures: pages of the window and printed pages of the sample branch, drawn anew.

Run: ``QT_QPA_PLATFORM=offscreen python tests/bench/manual_pictures.py``. It makes the demonstration in a temporary
folder, opens it on the sample day and writes ``resources/manual/pictures/*.png``: at most 1100 px wide, few colours,
each below 120 kB. A name given behind it draws only that picture.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from wdbranch.operations import demo, printing
from wdbranch.printing.paint import pdf_bytes
from wdbranch.printing.plan import Plan
from wdbranch.settings import Settings
from wdbranch.store.workbook import Workbook
from wdbranch.ui import start, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.main_window import MainWindow

PICTURES = ROOT / "resources" / "manual" / "pictures"
WINDOW = (1366, 728)  # pixels of the window as the person has it
WIDE, PAPER = 1100, 760  # pixels of the pictures across: windows and landscape pages, portrait pages
COLOURS, GREYS, LARGEST = 128, 16, 120_000
YEAR = 2026


def main(only: str = "") -> None:
    PICTURES.mkdir(exist_ok=True)
    app = QApplication([])
    start.speak_chinese(app)
    style.apply(app, style.Look())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "样例"
        demo.make_demo(place, lambda *_: None)
        desk = Desk(Settings(data_folder=folder), today=lambda: demo.SAMPLE_DAY, jobs_at_once=True)
        window = MainWindow(desk)
        window.resize(*WINDOW)
        window.show()
        assert desk.open_file(place / demo.BOOK)
        book = desk.open_book()
        for name, (page, where) in screens(book).items():
            if only in ("", name):
                window.navigate(page, where)
                keep(name, grabbed(app, window), COLOURS)
        for name, plan in papers(book).items():
            if only in ("", name):
                keep(name, printed(plan()), GREYS)
        desk.close_book()
        window.hide()
    print(f"{sum(file.stat().st_size for file in PICTURES.glob('*.png')) / 1e6:.2f} MB in all")


def screens(book: Workbook) -> dict[str, tuple[str, dict[str, Any]]]:
    """Pages of the window by the names of their pictures: the page, and where on it."""
    meeting = next(one for one in book.records(form="party_assembly") if one.get("seq") == 3)
    return {
        "home": ("home", {}),
        "contents": ("contents", {}),
        "record": ("record", {"record_id": meeting.id}),
        "ledger": ("sheet", {"sheet": "visit", "year": YEAR}),
        "roster": ("roster", {}),
        "year": ("year", {}),
        "dues": ("dues", {}),
        "development": ("development", {}),
        "findings": ("findings", {}),
        "search": ("search", {"text": "走访"}),
        "stars": ("stars", {}),
        "packets": ("packets", {}),
        "settings": ("settings", {}),
    }


def papers(book: Workbook) -> dict[str, Callable[[], Plan]]:
    """Printed pages by the names of their pictures."""
    meeting = next(one for one in book.records(form="party_assembly") if one.get("seq") == 3)
    return {
        "paper-record": lambda: printing.plan_record(book, meeting.id),
        "paper-ledger": lambda: printing.plan_kind(book, YEAR, "visit"),
        "paper-dues": lambda: printing.plan_kind(book, YEAR, "dues_sheet"),
    }


def grabbed(app: QApplication, window: MainWindow) -> Image.Image:
    """The window as it stands, once nothing is left to be drawn."""
    for _ in range(40):
        app.processEvents()
    if (focus := app.focusWidget()) is not None:
        focus.clearFocus()
        app.processEvents()
    shot = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (shot.width(), shot.height())
    picture = Image.frombytes("RGB", size, bytes(shot.constBits()), "raw", "RGB", shot.bytesPerLine())
    return narrowed(picture, WIDE)


def printed(plan: Plan) -> Image.Image:
    """The first leaf of a plan."""
    document = pypdfium2.PdfDocument(pdf_bytes(plan))
    page = document[0]
    across = PAPER if page.get_width() < page.get_height() else WIDE
    large = page.render(scale=2 * across / page.get_width()).to_pil().convert("L")
    page.close()
    document.close()
    return narrowed(large, across)


def narrowed(picture: Image.Image, across: int) -> Image.Image:
    """The picture that many pixels wide."""
    return picture.resize((across, round(across * picture.height / picture.width)), Image.Resampling.LANCZOS)


def keep(name: str, picture: Image.Image, colours: int) -> None:
    """Write a picture with as many colours as its size allows."""
    file = PICTURES / f"{name}.png"
    while True:
        few = picture.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
        few.save(file, optimize=True)
        if file.stat().st_size < LARGEST:
            break
        colours = colours * 3 // 4
        assert colours > 4, f"{name} cannot be made small enough"
    print(f"{name}: {picture.width} × {picture.height}, {colours} colours, {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(*sys.argv[1:2])
    sys.stdout.flush()
    os._exit(0)  # Qt's own end without an event loop is of no interest here
