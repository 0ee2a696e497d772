"""Chinese lines: where to break, which marks to squeeze, how to fill both edges.

Rules followed (GB/T 15834—2011 §5, and the habit of official papers):

- 避头尾: no line begins with a closing mark or ends with an opening one, wherever a choice exists;
- adjacent marks share one blank half; a closing mark at the end of a line gives its blank half to the margin,
  an opening mark at the beginning of a line likewise: ink never leaves the column;
- a quarter em between Chinese and Latin letters or digits;
- numbers and Latin words are never broken, unless one alone is wider than the line;
- spaces at the end of a line take no room; joining the lines gives the text back.

Inside this module lengths are thousandths of an em; ``width`` arguments are millimetres, ``size`` points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import NamedTuple

from wdbranch.printing.fonts import Role, is_latin, role

MM_PER_PT = 25.4 / 72

CLOSING = "、。，．：；！？”’〉》」』】〕〗）］｝"
OPENING = "“‘〈《「『【〔〖（［｛"
NO_START = frozenset(CLOSING + "!),.:;?]}%‰℃…—～·％々")
NO_END = frozenset(OPENING + "([{￥＄£§№")
_CLOSE, _OPEN = frozenset(CLOSING), frozenset(OPENING)

_HALF = 500
_QUARTER = 250
_GIVE = 300  # how much of its blank half a mark may give up to pull one more mark into the line
_LOOSEST = 400  # a line that would need wider gaps is left ragged
_LOOSEST_LIST = 120  # the same in a list of names, whose lines end at names
_SLACK = 0.5  # rounding
_SPACES = " \u3000\t"

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = "A-Za-z0-9%#&@+\u00c0-\u024f"
_PAIR = re.compile(f"[{CLOSING}](?=[{CLOSING}{OPENING}])|[{OPENING}](?=[{OPENING}])")
_GAP = re.compile(f"[{_HAN}](?=[{_WORD}])|[{_WORD}](?=[{_HAN}])")
_LATIN = re.compile("[!-~\u00c0-\u024f]")


class Line(NamedTuple):
    """One typeset line.

    ``shift`` moves its start (thousandths of an em, never right); ``spread`` is added behind every character
    but the last, except between two Latin characters; ``kerns`` are (index, amount) added behind single
    characters; ``width`` is what it takes, without spread.
    """

    text: str
    shift: int
    spread: float
    kerns: tuple[tuple[int, float], ...]
    width: float


def spread_slots(text: str) -> int:
    """How many gaps of a line take part in justification."""
    slots = len(text) - 1
    if slots > 0 and _LATIN.search(text):
        slots -= sum(1 for a, b in pairwise(text) if is_latin(a) and is_latin(b))
    return slots


def one_line(text: str, role_name: str, *, gaps: bool = True) -> Line:
    """A text set on one line, whatever its width; ``gaps``: Chinese and digits a quarter em apart."""
    if not text:
        return Line("", 0, 0.0, (), 0.0)
    return _Paragraph(text, role(role_name), gaps=gaps).line(0, len(text), None)


def layout(
    text: str,
    role_name: str,
    size: float,
    width: float,
    *,
    indent: float = 0.0,
    whole: str = "",
    gaps: bool = True,
) -> list[Line]:
    """The lines of one paragraph (no line ends inside), both edges flush but for the last line.

    ``indent``: of the first line, in ems. ``whole``: marks between items that should not be broken inside
    (names in a list: "、"); an item wider than the line is broken all the same. An empty text gives no line.
    """
    paragraph = _Paragraph(text, role(role_name), gaps=gaps)
    room = width / MM_PER_PT / size * 1000
    lines = []
    start, count = 0, len(text)
    while start < count:
        space = room - 1000 * indent if start == 0 else room
        end = paragraph.end_of_line(start, space, whole)
        loosest = _LOOSEST_LIST if whole else _LOOSEST
        lines.append(paragraph.line(start, end, space if end < count else None, most=space, loosest=loosest))
        start = end
    return lines


class _Paragraph:
    """One text with its widths, sums and squeezes, ready to be broken."""

    def __init__(self, text: str, font: Role, *, gaps: bool) -> None:
        self.text = text
        self.widths = widths = list(map(font.width.__getitem__, text))
        self.kern: dict[int, int] = {}
        for found in _PAIR.finditer(text):
            at = found.start()
            if widths[at] == 1000 and widths[at + 1] == 1000:
                self.kern[at] = -_HALF
        if gaps:
            for found in _GAP.finditer(text):
                self.kern[found.start()] = _QUARTER
        self._kerned = sorted(self.kern)
        if self.kern:
            kerned = list(widths)
            for at, amount in self.kern.items():
                kerned[at] += amount
            self.sums = [0, *accumulate(kerned)]
        else:
            self.sums = [0, *accumulate(widths)]

    def _hang(self, start: int) -> int:
        """The blank half that an opening mark at the beginning of a line leaves outside."""
        return _HALF if start and self.text[start] in _OPEN and self.widths[start] == 1000 else 0

    def _visible(self, start: int, end: int) -> int:
        """What ``text[start:end]`` takes as a line of its own."""
        last = end
        while last > start + 1 and self.text[last - 1] in _SPACES:
            last -= 1
        tail = self.kern.get(last - 1, 0)
        if self.text[last - 1] in _CLOSE and self.widths[last - 1] == 1000 and last - start > 1:
            tail += _HALF
        return self.sums[last] - self.sums[start] - self._hang(start) - tail

    def _givers(self, start: int, end: int) -> list[int]:
        """Characters of a line behind which a blank half can still be squeezed."""
        text, widths, kern = self.text, self.widths, self.kern
        return [
            at
            for at in range(start, end - 1)
            if at not in kern
            and (
                (text[at] in _CLOSE and widths[at] == 1000)
                or (text[at + 1] in _OPEN and widths[at + 1] == 1000)
            )
        ]

    def _may_break(self, at: int, whole: str) -> bool:
        before, after = self.text[at - 1], self.text[at]
        if after in NO_START or before in NO_END or after in _SPACES:
            return False
        if is_latin(after) and (
            is_latin(before) or (before == "—" and at > 1 and is_latin(self.text[at - 2]))
        ):
            return False
        return not whole or before in whole

    def end_of_line(self, start: int, room: float, whole: str) -> int:
        """Where the line that begins at ``start`` ends."""
        count = len(self.text)
        limit = room + _SLACK
        end = bisect_right(self.sums, self.sums[start] + limit, start + 1) - 1
        end = max(end, start + 1)
        while end > start + 1 and self.text[end - 1] in _OPEN and self._visible(start, end) > limit:
            end -= 1  # the squeeze behind an opening mark does not count at the end of a line
        while end < count and self._visible(start, end + 1) <= limit:
            end += 1
        if end >= count or self._may_break(end, whole):
            return end
        for more in range(end + 1, min(end + 3, count) + 1):
            if more == count or self._may_break(more, whole):
                if self._visible(start, more) - _GIVE * len(self._givers(start, more)) <= limit:
                    return more
                break
        for less in range(end, start, -1):
            if self._may_break(less, whole):
                return less
        return self.end_of_line(start, room, "") if whole else end

    def line(
        self, start: int, end: int, fill: float | None, most: float | None = None, loosest: float = _LOOSEST
    ) -> Line:
        """The line ``text[start:end]``, justified to ``fill``, squeezed into ``most`` if too long."""
        text = self.text[start:end]
        first, last = bisect_left(self._kerned, start), bisect_left(self._kerned, end - 1)
        kerns: dict[int, float] = {at - start: self.kern[at] for at in self._kerned[first:last]}
        width: float = self._visible(start, end)
        spread = 0.0
        if most is not None and width > most + _SLACK:
            givers = self._givers(start, end)
            if givers:
                each = max((most - width) / len(givers), -_HALF)
                kerns.update((at - start, each) for at in givers)
                width += each * len(givers)
        elif fill is not None and width < fill:
            slots = spread_slots(text.rstrip(_SPACES))
            if slots > 0:
                wanted = (fill - width) / slots
                spread = wanted if wanted <= loosest else 0.0
        return Line(text, -self._hang(start), round(spread, 3), tuple(sorted(kerns.items())), width)
