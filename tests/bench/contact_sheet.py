"""A picture of every page kind of the book, blank and as the sample branch has filled it.

Run: ``python tests/bench/contact_sheet.py docs/contact-sheet-pages.png``. Each page kind has two pictures side by
side: the first leaf blank, and the first leaf of what the sample year has of it (a grey sheet where it has none).
Front matter, photographs, the sign-in sheet and the test sheet for 套打 stand at the end.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from wdbranch.errors import UserError
from wdbranch.operations import demo, printing
from wdbranch.operations.book import open_book
from wdbranch.printing.fonts import SANS, font_file
from wdbranch.printing.paint import pdf_bytes
from wdbranch.printing.plan import Plan
from wdbranch.store.workbook import Workbook

YEAR = 2026
WIDE, HIGH, HEAD, GAP, ACROSS = 240, 340, 18, 8, 12  # pixels; pictures in a row
GREYS = 24  # levels kept, so that the file stays small


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        demo.make_demo(Path(folder) / "demo", lambda *_: None)
        with open_book(Path(folder) / "demo" / demo.BOOK, readonly=True) as book:
            pictures = [entry for entry in _pages(book)]
    rows = -(-len(pictures) // ACROSS)
    sheet = Image.new("L", (ACROSS * (WIDE + GAP) + GAP, rows * (HIGH + HEAD + GAP) + GAP), 235)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(font_file(SANS)), 11)
    for number, (name, picture) in enumerate(pictures):
        x, y = GAP + number % ACROSS * (WIDE + GAP), GAP + number // ACROSS * (HIGH + HEAD + GAP)
        pen.text((x, y), name[:15], fill=40, font=font)
        sheet.paste(picture, (x, y + HEAD))
    sheet.quantize(GREYS).save(out, optimize=True)
    print(f"{len(pictures)} pictures, {out.stat().st_size / 1e6:.2f} MB")


def _pages(book: Workbook) -> list[tuple[str, Image.Image]]:
    found = []
    for page in book.editions[str(YEAR)].pages():
        blank = _picture(lambda page=page: printing.plan_blank(book, page.id, YEAR))
        filled = _picture(lambda page=page: printing.plan_kind(book, YEAR, page.id))
        found += [(f"{page.page_no} {page.short}", blank), ("", filled)]
    year = printing.plan_year(book, YEAR)
    record = next(one for one in book.records(form="party_assembly"))
    for name, plan, at in (
        ("P01 封面", year, 0), ("P02 填写说明", year, 1), ("目录", year, 2), ("部分首页", year, 3), ("人名索引", year, -2),
        ("P38 照片", printing.plan_blank(book, printing.PHOTOS, YEAR), 0), ("签到表", printing.plan_signin(book, record.id), 0),
        ("套打校准页", printing.plan_calibration(), 0),
        ("套打", printing.overprinted(printing.plan_record(book, record.id), 0, 0), 0),
    ):
        found.append((name, _picture(lambda plan=plan: plan, at)))
    return found


def _picture(make: Callable[[], Plan], at: int = 0) -> Image.Image:
    """One page as a small picture; a grey sheet where there is nothing to print."""
    try:
        plan = make()
    except UserError:
        return Image.new("L", (WIDE, HIGH), 215)
    pdf = pypdfium2.PdfDocument(pdf_bytes(plan))
    page = pdf[at % len(pdf)]
    scale = 2 * WIDE / page.get_width()
    drawn = page.render(scale=scale).to_pil().convert("L").resize((WIDE, round(WIDE * page.get_height() / page.get_width())))
    page.close()
    pdf.close()
    sheet = Image.new("L", (WIDE, HIGH), 235)
    sheet.paste(drawn, (0, 0))
    return sheet


if __name__ == "__main__":
    main(Path(sys.argv[1]))
