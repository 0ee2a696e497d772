"""The plan of printed pages: what stands where, in millimetres from the top left corner of the paper.

A plan is pure data. The PDF painter, the preview on the screen and the printer all paint the same plan, so
the preview cannot differ from the paper. To paint a ``Text``:

- its characters belong to a *role* (see ``printing.fonts``); ``runs(text)`` cuts it into runs of one face and
  gives for each run the face (``printing.fonts.font_file(face)``), the size in points, where its baseline
  begins in mm, and how far the pen moves after each character in mm. Painting each character of a run at its
  own place reproduces the paper exactly;
- ``advances(text)`` gives the same per character, without regard to faces.

Texts are kept compact (one tuple a line, no objects per character), because a bound year has some 40,000.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from wdbranch.book.form import Edition, Form
from wdbranch.book.record import Record
from wdbranch.printing.fonts import GETA, Role, is_latin, role
from wdbranch.printing.typeset import MM_PER_PT

BLACK, RED, GREY = "black", "red", "grey"
"""Inks. Red is for the title on the cover only, grey for marks that are no part of the form (草稿)."""

INKS: dict[str, tuple[float, float, float]] = {
    BLACK: (0.0, 0.0, 0.0),
    RED: (0.75, 0.07, 0.13),
    GREY: (0.45, 0.45, 0.45),
}
"""Red, green, blue between 0 and 1."""


class Text(NamedTuple):
    """One line of text: ``x`` start and ``y`` baseline in mm, ``size`` in points.

    ``spread``: thousandths of an em added behind each character but the last, except between two Latin
    characters. ``kerns``: (index, thousandths of an em) added behind single characters. ``value``: whether it
    tells what somebody entered (False: it belongs to the form).
    """

    x: float
    y: float
    size: float
    role: str
    text: str
    spread: float = 0.0
    kerns: tuple[tuple[int, float], ...] = ()
    ink: str = BLACK
    value: bool = False


class Rule(NamedTuple):
    """A straight rule, ends in mm, ``weight`` in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float


class Frame(NamedTuple):
    """An unfilled rectangle in mm, ``weight`` of its line in points."""

    x: float
    y: float
    w: float
    h: float
    weight: float


class Picture(NamedTuple):
    """An image in mm; ``key`` names its bytes in ``Plan.images``."""

    x: float
    y: float
    w: float
    h: float
    key: str


class Box(NamedTuple):
    """Where a cell of a record stands: ``field`` is the field id (several joined by "+"), "" for signatures.

    ``part`` tells cells of one attendance field apart: the statuses shown, joined by "+".
    """

    record: str
    field: str
    part: str
    x: float
    y: float
    w: float
    h: float


@dataclass(slots=True)
class Page:
    """One side of a leaf; sizes in mm.

    ``number`` is its place in the document that it belongs to, counted from 1: odd ones are front sides.
    ``label`` is how it is numbered in a bound book where that is another: 12-1 for what came after page 12.
    ``again``: a （续） leaf of a record, which no book printed beforehand has.
    """

    number: int
    width: float = 210.0
    height: float = 297.0
    label: str = ""
    again: bool = False
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def bound_at(self) -> int:
        """The page number in the bound book; what came after page 12 is bound behind it."""
        return int(self.label.partition("-")[0]) if self.label else self.number

    def move(self, dx: float, dy: float) -> None:
        """Move everything on the page, in mm to the right and down."""
        self.texts = [it._replace(x=it.x + dx, y=it.y + dy) for it in self.texts]
        self.rules = [Rule(r.x0 + dx, r.y0 + dy, r.x1 + dx, r.y1 + dy, r.weight) for r in self.rules]
        self.frames = [it._replace(x=it.x + dx, y=it.y + dy) for it in self.frames]
        self.pictures = [it._replace(x=it.x + dx, y=it.y + dy) for it in self.pictures]
        self.boxes = [it._replace(x=it.x + dx, y=it.y + dy) for it in self.boxes]


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark: ``title`` on pages ``first`` to ``last`` (from 1); ``record`` "" for what is no record."""

    title: str
    first: int
    last: int
    record: str = ""
    level: int = 0


class Source(NamedTuple):
    """A record that a plan prints; the print-back proof compares the paper with it."""

    edition: Edition
    form: Form
    record: Record


class Worked(NamedTuple):
    """What a view shows, by its mark's title: every text of it must be on its pages."""

    mark: str
    texts: tuple[str, ...]


class Item(NamedTuple):
    """A part of the bound book by a key that does not change: pages ``first`` to ``last`` as numbered."""

    key: str
    first: int
    last: int


class Bound(NamedTuple):
    """Where everything stands in a bound year, so that a single leaf can be printed anew later."""

    year: int
    pages: int
    items: tuple[Item, ...]


@dataclass(slots=True)
class Plan:
    """Pages and what they are about; marks count the pages of the plan from 1."""

    pages: list[Page] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    title: str = ""
    author: str = ""
    images: dict[str, bytes] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    worked: list[Worked] = field(default_factory=list)
    bound: Bound | None = None

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON values, lengths rounded to 0.01 mm; images only by key."""
        return {
            "title": self.title,
            "author": self.author,
            "marks": [[m.title, m.first, m.last, m.record, m.level] for m in self.marks],
            "pages": [_page_json(page) for page in self.pages],
        }


def _page_json(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "size": [page.width, page.height],
        "texts": [_rounded(text) for text in page.texts],
        "rules": [_rounded(rule) for rule in page.rules],
        "frames": [_rounded(frame) for frame in page.frames],
        "pictures": [_rounded(picture) for picture in page.pictures],
        "boxes": [_rounded(box) for box in page.boxes],
    }


def _rounded(item: tuple[Any, ...]) -> list[Any]:
    return [
        round(part, 2)
        if isinstance(part, float)
        else list(map(list, part))
        if isinstance(part, tuple)
        else part
        for part in item
    ]


class Run(NamedTuple):
    """A stretch of a text in one face: ``size`` in points; ``x``, ``y`` where its baseline begins, in mm.

    ``advances``: how far the pen moves after each character, in mm. ``shown`` differs from the text where no
    face has the character (〓 stands for it).
    """

    face: str
    size: float
    x: float
    y: float
    shown: str
    advances: tuple[float, ...]


def advances(text: Text) -> list[float]:
    """How far the pen moves after each character of a text, in mm; the last one includes no spread."""
    em = text.size * MM_PER_PT / 1000
    string = text.text
    moves = [width * em for width in map(role(text.role).width.__getitem__, string)]
    if text.spread:
        extra = text.spread * em
        for at in range(len(moves) - 1):
            if not (is_latin(string[at]) and is_latin(string[at + 1])):
                moves[at] += extra
    for at, amount in text.kerns:
        moves[at] += amount * em
    return moves


def runs(text: Text) -> list[Run]:
    """The runs of a text, in order."""
    font = role(text.role)
    moves = advances(text)
    em = text.size * MM_PER_PT / 1000
    found: list[Run] = []
    x, at = text.x, 0
    for kind_no, group in groupby(text.text, key=font.kind.__getitem__):
        chars = "".join(group)
        kind = font.kinds[kind_no]
        taken = moves[at : at + len(chars)]
        found.append(
            Run(
                kind.face,
                text.size * kind.scale,
                x + kind.inset * em,
                text.y - kind.rise * em,
                _shown(chars, font),
                tuple(taken),
            )
        )
        x += sum(taken)
        at += len(chars)
    return found


def _shown(chars: str, font: Role) -> str:
    return "".join(char if font.has(char) else GETA for char in chars)
