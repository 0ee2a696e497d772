"""套打: printing only what was written, into a book whose forms are printed already.

The paper never lies in a printer exactly where it should, so everything is moved by an offset in mm that the
person reads off a test sheet once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from wdbranch.printing.fonts import KAI, SANS, SONG
from wdbranch.printing.leaf import RULE_WEIGHT, WRITING_WEIGHT, area, baseline, centred, put
from wdbranch.printing.plan import Mark, Page, Plan, Rule
from wdbranch.printing.typeset import layout, one_line

FARTHEST = 30.0
"""mm: a larger offset is a slip of the pen."""

_REACH = 12  # mm of scale in each direction
_TEXT = (KAI, 13.0)
_LEADING = 8.5
_BAR = 100.0


class Offset(NamedTuple):
    """How far everything is moved, in mm: to the right, and down."""

    x: float = 0.0
    y: float = 0.0


def overprint(plan: Plan, offset: Offset) -> Plan:
    """The same pages with what was entered only, moved by the offset.

    （续） leaves are left whole: no book printed beforehand has them, they go on white paper.
    """
    return replace(plan, pages=[page if page.again else _values_of(page, offset) for page in plan.pages])


def _values_of(page: Page, offset: Offset) -> Page:
    left = replace(page, texts=[text for text in page.texts if text.value], rules=[], frames=[])
    left.move(*offset)
    return left


def calibration(offset: Offset = Offset()) -> Plan:  # noqa: B008 - a tuple of numbers
    """The test sheet: a cross where each corner of a page's table should be, with scales in mm.

    Laid over a leaf of the printed book against the light, the scales tell the offset.
    """
    page = Page(1)
    place = area(page)
    corners = [(x, y) for y in (place.top, place.bottom) for x in (place.x, place.right)]
    for x, y in corners:
        _cross(page, x + offset.x, y + offset.y)
    centred(page, "套打校准页", (place.x, place.w), 70.0, (SANS, 20.0), spread=200.0)
    y = 92.0
    for number, said in enumerate(_steps(offset), 1):
        for at, line in enumerate(layout(f"{number}.{said}", *_TEXT, place.w - 30.0)):
            put(page, line, place.x + 15.0 + (6.0 if at else 0.0), baseline(y, *_TEXT), _TEXT)
            y += _LEADING
        y += 2.0
    _bar(page, place.x + (place.w - _BAR) / 2, 245.0)
    return Plan([page], [Mark("套打校准页", 1, 1)], "套打校准页")


def _steps(offset: Offset) -> tuple[str, ...]:
    return (
        "把这一页打印在白纸上，打印机的“缩放”选“实际大小”（100%），不要选“适合页面”。",
        "量一量下面的横线，应当正好 100 毫米。",
        "把这一页叠在记录本的一页正面上，四边对齐，对着亮光看。",
        "看本子上表格的左上角落在左上角十字的什么刻度：落在右边、下边写正数，落在左边、上边写负数。",
        "在打印窗口的“套打”里，把原来的数加上这两个数，再打一页校准页，十字对准了就好。",
        f"这一页是按“向右 {offset.x:g} 毫米、向下 {offset.y:g} 毫米”打印的。",
    )


def _cross(page: Page, x: float, y: float) -> None:
    page.rules.append(Rule(x - _REACH, y, x + _REACH, y, RULE_WEIGHT))
    page.rules.append(Rule(x, y - _REACH, x, y + _REACH, RULE_WEIGHT))
    for mm in range(-_REACH, _REACH + 1):
        if mm == 0:
            continue
        long = 1.8 if mm % 5 == 0 else 1.0
        page.rules.append(Rule(x + mm, y - long, x + mm, y + long, WRITING_WEIGHT))
        page.rules.append(Rule(x - long, y + mm, x + long, y + mm, WRITING_WEIGHT))
        if mm % 5 == 0:
            centred(page, f"{mm:d}".replace("-", "−"), (x + mm - 4, 8.0), y + 4.0, (SONG, 7.0))
            put(page, one_line(f"{mm:d}".replace("-", "−"), SONG), x + 2.4, y + mm + 0.9, (SONG, 7.0))


def _bar(page: Page, x: float, y: float) -> None:
    page.rules.append(Rule(x, y, x + _BAR, y, RULE_WEIGHT))
    for mm in range(0, int(_BAR) + 1, 10):
        long = 2.5 if mm % 50 == 0 else 1.5
        page.rules.append(Rule(x + mm, y - long, x + mm, y + long, WRITING_WEIGHT))
    centred(page, "100 毫米", (x, _BAR), y + 6.0, (SONG, 10.0))
