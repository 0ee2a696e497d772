"""What fills a cell: lines of text, labels, room for ink; tables are in ``printing.table``.

A flow has ``count`` atoms (lines, table rows) and can be cut between them, never losing one.
``height(at, to)`` is what a portion takes, ``fit(at, room)`` how far it may go, ``draw`` paints it. All
lengths in mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from wdbranch.printing.fonts import FANGSONG, KAI, SANS
from wdbranch.printing.leaf import (
    WRITING_WEIGHT,
    baseline,
    centred,
    letter_spaced,
    put,
    width_of,
)
from wdbranch.printing.plan import Page, Rule
from wdbranch.printing.typeset import Line, layout, one_line

PAD_X, PAD_Y = 2.2, 1.3
PAD_RULED = 3.6  # above and below ruled lines together
EPS = 0.001
LEFT, CENTRE, RIGHT = "left", "centre", "right"


class Place(NamedTuple):
    """A rectangle on the page."""

    x: float
    y: float
    w: float
    h: float


class Style(NamedTuple):
    """Role, size in points, distance of lines in mm, air above and below them in mm."""

    role: str
    size: float
    leading: float
    air: float = PAD_Y


TEXT = Style(FANGSONG, 12.0, 6.2)
WRITING = Style(FANGSONG, 14.0, 8.0)  # on ruled lines
TABLE_TEXT = Style(FANGSONG, 11.0, 5.4)
TABLE_HEAD = Style(SANS, 10.0, 4.6)
LABEL = Style(SANS, 11.0, 5.2)
SMALL_TEXT = Style(FANGSONG, 9.5, 3.8, 0.4)
SMALL_LABEL = Style(SANS, 9.0, 3.8, 0.4)
HEADING = Style(SANS, 13.0, 6.0)
SIGN = Style(KAI, 12.5, 6.0)
NOTE = Style(KAI, 10.0, 5.0)

_BASE = 2.35  # baseline above the ruled line


class Flow(Protocol):
    """One cell's content."""

    @property
    def count(self) -> int:
        """How many atoms there are."""

    @property
    def repeats(self) -> bool:
        """Whether it stands on every leaf of its row (labels) and is never cut."""

    def height(self, at: int, to: int, /) -> float:
        """What atoms ``at`` to ``to`` take."""

    def fit(self, at: int, room: float, /) -> int:
        """The furthest ``to`` so that the portion fits into ``room``; ``at`` where nothing fits."""

    def draw(self, page: Page, place: Place, at: int, to: int, /) -> None:
        """Paint a portion into its place, which may be higher than needed."""


@dataclass(slots=True)
class Label:
    """A head: wrapped evenly, short words spaced to four letters; with ``spread`` a full-width heading."""

    text: str
    width: float
    heading: bool = False
    style: Style = LABEL
    _lines: list[Line] = field(default_factory=list)
    count: int = 1
    repeats: bool = True

    def __post_init__(self) -> None:
        self._lines = even_lines(self.text, self.style, self.width - 3.6)

    def height(self, _at: int, _to: int, /) -> float:
        """One line or several, and air."""
        return len(self._lines) * self.style.leading + 2 * self.style.air

    def fit(self, _at: int, _room: float, /) -> int:
        """Whole or not at all."""
        return 1

    def draw(self, page: Page, place: Place, at: int, _to: int, /) -> None:
        """In the middle of its place; ``at`` > 0 says （续）."""
        again = "（续）" if at else ""
        if self.heading:
            middle = place.y + place.h / 2
            letter_spaced(page, self.text, (place.x, place.w, middle), HEADING[:2], again=bool(again))
            return
        if len(self._lines) == 1 and not again:
            count = len(self.text)
            spread = {2: 2000.0, 3: 500.0}.get(count, 0.0)
            if spread and (count * 1000 + spread * (count - 1)) * self.style.size * 0.00035278 > place.w - 5.0:
                spread = 0.0
            centred(page, self.text, (place.x, place.w), place.y + place.h / 2, self.style[:2], spread=spread)
            return
        lines = [*self._lines, one_line(again, self.style[0])] if again else self._lines
        draw_block(page, lines, place, self.style, align=CENTRE)


@dataclass(slots=True)
class Sign:
    """A label and room for ink. Nothing else is ever drawn here."""

    text: str
    count: int = 1
    repeats: bool = True

    def height(self, _at: int, _to: int, /) -> float:
        """One line."""
        return SIGN.leading + 2 * PAD_Y

    def fit(self, _at: int, _room: float, /) -> int:
        """Whole or not at all."""
        return 1

    def draw(self, page: Page, place: Place, _at: int, _to: int, /) -> None:
        """The label at the left."""
        line = one_line(self.text + "：", SIGN[0])
        put(page, line, place.x + PAD_X, baseline(place.y + place.h / 2, *SIGN[:2]), SIGN[:2])


@dataclass(slots=True)
class Lines:
    """Text in a cell: one line or many."""

    lines: list[Line]
    style: Style = TEXT
    align: str = LEFT
    value: bool = True
    repeats: bool = False

    @property
    def count(self) -> int:
        """Lines."""
        return len(self.lines)

    def height(self, at: int, to: int) -> float:
        """Lines and air above and below."""
        return (to - at) * self.style.leading + 2 * self.style.air

    def fit(self, at: int, room: float) -> int:
        """As many lines as fit."""
        return min(self.count, at + max(0, int((room - 2 * self.style.air + EPS) / self.style.leading)))

    def draw(self, page: Page, place: Place, at: int, to: int) -> None:
        """In the middle of the cell's height."""
        draw_block(page, self.lines[at:to], place, self.style, align=self.align, value=self.value)


@dataclass(slots=True)
class Ruled:
    """Text on ruled lines, 8 mm apart; ``blank`` lines follow the text."""

    lines: list[Line]
    indents: list[float]
    blank: int = 0
    repeats: bool = False

    @property
    def count(self) -> int:
        """Lines, with and without text."""
        return len(self.lines) + self.blank

    def height(self, at: int, to: int) -> float:
        """8 mm a line, and a little below."""
        return (to - at) * WRITING.leading + PAD_RULED

    def fit(self, at: int, room: float) -> int:
        """As many lines as fit."""
        return min(self.count, at + max(0, int((room - PAD_RULED + EPS) / WRITING.leading)))

    def draw(self, page: Page, place: Place, at: int, to: int) -> None:
        """Rules over the whole height, text on the first of them."""
        x, right = place.x + PAD_X, place.x + place.w - PAD_X
        room = place.h - PAD_RULED
        number = max(int((room + EPS) / WRITING.leading), to - at)
        top = place.y + 1.0 + min((room - number * WRITING.leading) / 3, 1.5)
        for n in range(number):
            y = top + (n + 1) * WRITING.leading
            page.rules.append(Rule(x, y, right, y, WRITING_WEIGHT))
            if at + n < min(to, len(self.lines)):
                put(page, self.lines[at + n], x + self.indents[at + n], y - _BASE, WRITING[:2], value=True)


def draw_block(
    page: Page,
    lines: Sequence[Line],
    place: Place,
    style: Style,
    *,
    align: str = LEFT,
    pad: float = PAD_X,
    value: bool = False,
) -> None:
    """Lines in the middle of a place's height, at its left or right edge or in the middle."""
    y = place.y + (place.h - len(lines) * style.leading) / 2 + style.leading / 2
    for line in lines:
        x = place.x + pad
        if align != LEFT:
            free = place.w - width_of(line, style.size)
            x = place.x + (free / 2 if align == CENTRE else free - pad)
        put(page, line, x, baseline(y, style.role, style.size), style[:2], value=value)
        y += style.leading


def even_lines(text: str, style: Style, width: float) -> list[Line]:
    """A label broken into as few lines as possible, of about the same length."""
    lines = layout(text, *style[:2], width)
    if len(lines) < 2:
        return [one_line(text, style[0])] if text else []
    em = style.size * 0.35278
    narrow = width
    while narrow - em / 2 > em and len(layout(text, *style[:2], narrow - em / 2)) == len(lines):
        narrow -= em / 2
    return [one_line(line.text, style[0]) for line in layout(text, *style[:2], narrow)]


def paragraph_lines(text: str, style: Style, width: float, *, whole: str = "") -> list[Line]:
    """The lines of a text of several paragraphs; what fits one line is set without gaps beside digits."""
    found: list[Line] = []
    for paragraph in filter(None, text.split("\n")):
        tight = one_line(paragraph, style[0], gaps=False)
        if width_of(tight, style.size) <= width:
            found.append(tight)
        else:
            found += layout(paragraph, *style[:2], width, whole=whole)
    return found
