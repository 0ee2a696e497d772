"""Painting a plan as a PDF.

The content of a page is written as PDF operators straight into reportlab's canvas: one text object for all
texts, one path for all rules of a weight. reportlab writes the document around it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from wdbranch.disk import write_whole
from wdbranch.errors import UserError
from wdbranch.printing.fonts import role
from wdbranch.printing.pdf_font import Codes, PdfFont
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
    _dynamicFont = True  # noqa: N815 - the same


def write_pdf(
    plan: Plan, path: Path, *, report: Report | None = None, cancelled: Cancelled | None = None
) -> None:
    """Write the plan to ``path``: beside it as ``.part`` first, flushed to disk, then renamed.

    The same plan gives the same bytes. ``report`` is told the progress; when ``cancelled`` returns True,
    nothing is left behind. Raises ``PrintCancelledError``, and ``UserError`` (code
    ``print_unwritable``) where the place cannot be written.
    """
    data = pdf_bytes(plan, report=report, cancelled=cancelled)
    write_whole(path, data, code="print_unwritable")


def pdf_bytes(plan: Plan, *, report: Report | None = None, cancelled: Cancelled | None = None) -> bytes:
    """The plan as the bytes of a PDF. Raises ``PrintCancelledError``."""
    painter = _Painter(plan)
    for done, page in enumerate(plan.pages):
        if cancelled is not None and cancelled():
            raise PrintCancelledError
        painter.page(page, done + 1)
        if report is not None:
            report(done + 1, len(plan.pages))
    return painter.finish()


class _Painter:
    def __init__(self, plan: Plan) -> None:
        import reportlab.rl_config
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfgen import canvas

        settings: Any = reportlab.rl_config
        settings.useA85 = 0  # ASCII-85 would make the file a sixth larger
        make: Any = canvas.Canvas
        pdfmetrics._fonts.setdefault(_NoFont.fontName, _NoFont())
        self._plan = plan
        self._canvas: Any = make(
            io.BytesIO(), initialFontName=_NoFont.fontName, invariant=1, lang="zh-CN", pageCompression=1
        )
        self._canvas.setTitle(plan.title)
        self._canvas.setAuthor(plan.author)
        self._canvas.setCreator("wdbranch")
        self._canvas.setSubject(plan.title)
        self._fonts: dict[str, PdfFont] = {}
        self._kinds: dict[tuple[str, int], tuple[str, Codes]] = {}
        self._images: dict[str, Any] = {}
        self._starts: dict[int, list[int]] = {}
        for at, mark in enumerate(plan.marks):
            self._starts.setdefault(mark.first, []).append(at)

    def page(self, page: Page, place: int) -> None:
        """Paint one page, the ``place``-th of the plan."""
        canvas = self._canvas
        canvas.setPageSize((page.width * _PT, page.height * _PT))
        for at in self._starts.get(place, ()):
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
        from reportlab.lib import utils

        reader: Any = utils.ImageReader
        image = self._images.get(picture.key)
        if image is None:
            image = self._images[picture.key] = reader(io.BytesIO(self._plan.images[picture.key]))
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
                out.append("{} {} {} rg".format(*INKS[ink]))
            self._text(text, text.x * _PT, (height - text.y) * _PT, out)
        if self._spacing_now:
            out.append("0 Tc")
        out.append("ET")
        if ink != BLACK:
            out.append("0 0 0 rg")
        return " ".join(out)

    def _codes(self, role_name: str, number: int) -> tuple[str, Codes]:
        """Resource name and codes for one kind of a role."""
        found = self._kinds.get((role_name, number))
        if found is None:
            kind = role(role_name).kinds[number]
            font = self._fonts.get(kind.face)
            if font is None:
                font = self._fonts[kind.face] = PdfFont(kind.face, self._canvas._doc)
            found = self._kinds[role_name, number] = (font.resource, Codes(font, kind, role(role_name).width))
        return found

    def _select(self, resource: str, size: float, spacing: float, out: list[str]) -> None:
        if self._font_now != (resource, size):
            self._font_now = (resource, size)
            out.append(f"/{resource} {size:g} Tf")
        spacing = round(spacing, 3)
        if spacing != self._spacing_now:
            self._spacing_now = spacing
            out.append(f"{spacing:g} Tc")

    def _text(self, text: Text, x: float, y: float, out: list[str]) -> None:
        kinds = list(map(role(text.role).kind.__getitem__, text.text))
        out.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        if not any(kinds):
            resource, codes = self._codes(text.role, 0)
            self._select(resource, text.size, text.spread * text.size / 1000, out)
            out.append(_shown(text.text, codes, text.kerns))
            return
        at = 0
        for number, group in groupby(kinds):
            end = at + sum(1 for _ in group)
            latin = role(text.role).kinds[number].latin
            resource, codes = self._codes(text.role, number)
            self._select(resource, text.size, 0.0 if latin else text.spread * text.size / 1000, out)
            kerns = [(index - at, amount) for index, amount in text.kerns if at <= index < end]
            if latin and text.spread and end < len(kinds):
                own = kerns.pop()[1] if kerns and kerns[-1][0] == end - at - 1 else 0.0
                kerns.append((end - at - 1, own + text.spread))
            out.append(_shown(text.text[at:end], codes, kerns))
            at = end

    def finish(self) -> bytes:
        """The document."""
        data: bytes = self._canvas.getpdfdata()
        return data


def _shown(run: str, codes: Codes, kerns: Sequence[tuple[int, float]]) -> str:
    """The operator that shows a run; kerns (index, thousandths of an em) are moves behind characters."""
    if not kerns:
        return f"<{''.join(map(codes.__getitem__, run))}>Tj"
    parts = []
    at = 0
    for index, amount in kerns:
        parts.append(f"<{''.join(map(codes.__getitem__, run[at : index + 1]))}>{-amount:.0f}")
        at = index + 1
    tail = f"<{''.join(map(codes.__getitem__, run[at:]))}>" if at < len(run) else ""
    return f"[{''.join(parts)}{tail}]TJ"


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
