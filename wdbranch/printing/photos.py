"""Pages of photographs (P38), and blank ones to be pasted and written on by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

from wdbranch.printing.flow import LEFT, PAD_X, Style, draw_block
from wdbranch.printing.flow import Place as Spot
from wdbranch.printing.fonts import KAI
from wdbranch.printing.leaf import FRAME_WEIGHT, RULE_WEIGHT, Head, area, footer, header, title
from wdbranch.printing.plan import Frame, Mark, Page, Picture, Plan, Rule
from wdbranch.printing.typeset import layout

TITLE = "照片"
_CAPTION = Style(KAI, 11.0, 5.6)


class Photo(NamedTuple):
    """A photograph kept with a record: key into ``Plan.images``, its bytes (JPEG or PNG), what is said of it.

    ``number`` of its record; ``taken`` is the day as printed, "" where the camera did not write one.
    """

    key: str
    data: bytes
    caption: str
    number: str
    taken: str = ""


def plan_blank_photos(head: Head, *, frames: int = 2) -> Plan:
    """A blank page for photographs."""
    pages = photo_pages([], head, 1, frames=frames)
    for page in pages:
        footer(page, head, TITLE, page.number, len(pages))
    name = f"{TITLE}（空白）"
    return Plan(pages, [Mark(name, 1, len(pages))], name, head.branch)


def photo_pages(photos: Sequence[Photo], head: Head, first: int, *, frames: int = 2) -> list[Page]:
    """Photographs, two or four a page, each in its own frame with what is said of it below.

    No photograph at all gives the blank page, to be pasted and written on by hand.
    """
    pages: list[Page] = []
    across = 1 if frames == 2 else 2
    for at in range(0, max(len(photos), 1), frames):
        page = Page(first + len(pages))
        header(page, head)
        title(page, TITLE, again=at > 0)
        place = area(page)
        w, h = place.w / across, (place.bottom - place.top) / 2
        for number in range(frames):
            spot = Spot(place.x + number % across * w, place.top + number // across * h, w, h)
            _photo_frame(page, spot, photos[at + number] if at + number < len(photos) else None)
        pages.append(page)
    return pages


def _photo_frame(page: Page, spot: Spot, photo: Photo | None) -> None:
    page.frames.append(Frame(*spot, FRAME_WEIGHT))
    said = [
        photo.caption if photo else "说明：",
        "拍摄日期：" + (photo.taken or "照片里没有记" if photo else ""),
        "记录编号：" + (photo.number if photo else ""),
    ]
    lines = [line for part in said for line in layout(part, *_CAPTION[:2], spot.w - 2 * PAD_X)]
    height = len(lines) * _CAPTION.leading + 3.0
    below = Spot(spot.x, spot.y + spot.h - height, spot.w, height)
    page.rules.append(Rule(spot.x, below.y, spot.x + spot.w, below.y, RULE_WEIGHT))
    draw_block(page, lines, below, _CAPTION, align=LEFT, value=photo is not None)
    if photo is not None:
        room = Spot(spot.x + 4.0, spot.y + 4.0, spot.w - 8.0, spot.h - height - 8.0)
        page.pictures.append(_fitted(photo, room))


def _fitted(photo: Photo, room: Spot) -> Picture:
    """The photograph as large as fits, amid its room."""
    from PIL import Image

    with Image.open(io.BytesIO(photo.data)) as image:
        width, height = image.size
    scale = min(room.w / width, room.h / height)
    w, h = width * scale, height * scale
    return Picture(room.x + (room.w - w) / 2, room.y + (room.h - h) / 2, w, h, photo.key)
