"""Painting a plan as a PDF.

The content of a page is written as PDF operators straight into reportlab's canvas: one text object for all
texts, one path for all rules of a weight. reportlab writes the document around it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

from wdbranch.errors import UserError
from wdbranch.printing.fonts import Kind, role
from wdbranch.printing.pdf_font import PdfFont
from wdbranch.printing.plan import BLACK, INKS, Page, Picture, Plan, Text

Report = Callable[[int, int], None]
"""Called with (pages done, pages in all)."""
Cancelled = Callable[[], bool]

_PT = 72 / 25.4


class PrintCancelledError(UserError):
    """The person stopped the job; nothing was written."""

    def __init__(self) -> None:
        super().__init__("已停止打印。", safe="没有写出文件，记录没有任何改动。", code="cancelled")


class _NoFont:
    """What reportlab takes for the font of an empty page, so that no Helvetica gets into the file."""

    fontName = "wd-none"  # noqa: N815 - reportlab's name
    _dynamicFont = True


def write_pdf(plan: Plan, path: Path, *, report: Report | None = None, cancelled: Cancelled | None = None) -> None:
    """Write the plan to ``path``: beside it as ``.part`` first, flushed to disk, then renamed.

    The same plan gives the same bytes. ``report`` is told the progress; when ``cancelled`` returns True nothing
    is left behind. Raises ``PrintCancelledError``, and ``UserError`` (code ``print_unwritable``) where the
    place cannot be written.
    """
    data = pdf_bytes(plan, report=report, cancelled=cancelled)
    part = path.with_name(path.name + ".part")
    try:
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as problem:
        raise UserError(
            f"PDF 文件写不进“{path.parent}”。",
            safe="记录没有任何改动，原有文件也没有改动。",
            todo="请看文件是否正打开着、磁盘是否已满，或换一个文件夹再试。",
            code="print_unwritable",
        ) from problem


def pdf_bytes(plan: Plan, *, report: Report | None = None, cancelled: Cancelled | None = None) -> bytes:
    """The plan as the bytes of a PDF. Raises ``PrintCancelledError``."""
    painter = _Painter(plan)
    for done, page in enumerate(plan.pages):
        if cancelled is not None and cancelled():
            raise PrintCancelledError
        painter.page(page)
        if report is not None:
            report(done + 1, len(plan.pages))
    return painter.finish()


def _number(value: float) -> str:
    """A number as PDF wants it, to 0.01 pt (0.004 mm)."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


class _Painter:
    def __init__(self, plan: Plan) -> None:
        from reportlab import rl_config
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfgen.canvas import Canvas

        rl_config.useA85 = 0  # ASCII-85 would make the file a sixth larger
        pdfmetrics._fonts.setdefault(_NoFont.fontName, _NoFont())
        self._plan = plan
        self._canvas: Any = Canvas(
            io.BytesIO(), initialFontName=_NoFont.fontName, invariant=1, lang="zh-CN", pageCompression=1
        )
        self._canvas.setTitle(plan.title)
        self._canvas.setAuthor(plan.author)
        self._canvas.setCreator("wdbranch")
        self._canvas.setSubject(plan.title)
        self._fonts: dict[str, PdfFont] = {}
        self._images: dict[str, Any] = {}
        self._starts: dict[int, list[int]] = {}
        for at, mark in enumerate(plan.marks):
            self._starts.setdefault(mark.first, []).append(at)

    def page(self, page: Page) -> None:
        """Paint one page."""
        canvas = self._canvas
        canvas.setPageSize((page.width * _PT, page.height * _PT))
        for at in self._starts.get(page.number, ()):
            mark = self._plan.marks[at]
            canvas.bookmarkPage(f"m{at}")
            canvas.addOutlineEntry(mark.title, f"m{at}", mark.level, mark.level == 0)
        canvas._code.extend(_rules(page))
        if page.texts:
            canvas._code.append(self._texts(page))
        for picture in page.pictures:
            self._picture(picture, page.height)
        canvas.showPage()

    def _picture(self, picture: Picture, height: float) -> None:
        from reportlab.lib.utils import ImageReader

        image = self._images.get(picture.key)
        if image is None:
            image = self._images[picture.key] = ImageReader(io.BytesIO(self._plan.images[picture.key]))
        self._canvas.drawImage(
            image, picture.x * _PT, (height - picture.y - picture.h) * _PT, picture.w * _PT, picture.h * _PT
        )

    def _texts(self, page: Page) -> str:
        height = page.height
        out = ["BT"]
        ink = BLACK
        self._font_now, self._spacing_now = ("", 0.0), 0.0
        for text in page.texts:
            if text.ink != ink:
                ink = text.ink
                out.append("{} {} {} rg".format(*map(_number, INKS[ink])))
            self._text(text, text.x * _PT, (height - text.y) * _PT, out)
        if self._spacing_now:
            out.append("0 Tc")
        out.append("ET")
        if ink != BLACK:
            out.append("0 0 0 rg")
        return " ".join(out)

    def _text(self, text: Text, x: float, y: float, out: list[str]) -> None:
        font, em = role(text.role), text.size / 1000
        string, spread, kerns = text.text, text.spread * text.size / 1000, text.kerns
        kinds = list(map(font.kind.__getitem__, string))
        if not any(kinds):
            self._run(font.kinds[0], text.size, (x, y, spread), string, kerns, out)
            return
        moves = dict(kerns)
        at = 0
        for number, group in groupby(kinds):
            count = sum(1 for _ in group)
            end = at + count
            kind, run = font.kinds[number], string[at:end]
            spacing = 0.0 if kind.latin else spread
            inner = tuple((n - at, moves[n]) for n in range(at, end - 1) if n in moves) if moves else ()
            self._run(kind, text.size, (x, y, spacing), run, inner, out)
            x += sum(map(font.width.__getitem__, run)) * em + sum(amount for _, amount in inner) * em
            x += spacing * (count - 1) + spread + moves.get(end - 1, 0.0) * em
            at = end

    def _run(
        self, kind: Kind, size: float, place: tuple[float, float, float], run: str,
        kerns: tuple[tuple[int, float], ...], out: list[str],
    ) -> None:
        """Show characters of one kind at (x, baseline, spacing), all in points."""
        x, y, spacing = place
        em = size / 1000
        font = self._fonts.get(kind.face)
        if font is None:
            font = self._fonts[kind.face] = PdfFont(kind.face, self._canvas._doc)
        if self._font_now != (kind.face, size * kind.scale):
            self._font_now = (kind.face, size * kind.scale)
            out.append(f"/{font.resource} {_number(size * kind.scale)} Tf")
        spacing = round(spacing + 2 * kind.inset * em, 3)
        if spacing != self._spacing_now:
            self._spacing_now = spacing
            out.append(f"{spacing:g} Tc")
        codes = font.codes
        out.append(f"1 0 0 1 {x + kind.inset * em:.2f} {y + kind.rise * em:.2f} Tm")
        if not kerns:
            out.append(f"<{''.join(map(codes.__getitem__, run))}>Tj")
            return
        out.append("[")
        at = 0
        for index, amount in kerns:
            out.append(f"<{''.join(map(codes.__getitem__, run[at : index + 1]))}>{-amount / kind.scale:.0f}")
            at = index + 1
        out.append(f"<{''.join(map(codes.__getitem__, run[at:]))}>]TJ")

    def finish(self) -> bytes:
        """The document."""
        data: bytes = self._canvas.getpdfdata()
        return data


def _rules(page: Page) -> list[str]:
    """All rules and frames of a page: one path for each weight."""
    height = page.height
    paths: dict[float, list[str]] = {}
    for x0, y0, x1, y1, weight in page.rules:
        paths.setdefault(weight, []).append(
            f"{x0 * _PT:.2f} {(height - y0) * _PT:.2f} m {x1 * _PT:.2f} {(height - y1) * _PT:.2f} l"
        )
    for x, y, w, h, weight in page.frames:
        paths.setdefault(weight, []).append(
            f"{x * _PT:.2f} {(height - y - h) * _PT:.2f} {w * _PT:.2f} {h * _PT:.2f} re"
        )
    return [f"{weight:g} w {' '.join(path)} S" for weight, path in paths.items()]
