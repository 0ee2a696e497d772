"""The look keeps its promises: contrast, one scale for everything, no colour outside the tokens."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from wdbranch.paths import resource
from wdbranch.ui import icons, qss, style
from wdbranch.ui.style import DARK, LIGHT, Colours

TEXT_ON = [
    ("text", ("page", "nav", "surface", "mute_soft")),
    ("text2", ("page", "nav", "surface", "mute_soft")),
    ("text3", ("page", "nav", "surface")),
    ("red_text", ("page", "nav", "surface", "soft")),
    ("soft_text", ("soft",)),
    ("on_red", ("red", "red_hover")),
    ("ok", ("surface", "page", "ok_soft")),
    ("warn", ("surface", "page", "warn_soft")),
]


def luminance(colour: str) -> float:
    parts = [channel / 255 for channel in QColor(colour).getRgb()[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_colour_stands_out_on_every_ground_it_is_used_on(colours: Colours) -> None:
    named = colours._asdict()
    weak = [
        f"{text} on {ground}: {contrast(named[text], named[ground]):.2f}"
        for text, grounds in TEXT_ON
        for ground in grounds
        if contrast(named[text], named[ground]) < 4.5
    ]
    assert not weak


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_stylesheet_names_only_known_colours_and_fills_all_of_them() -> None:
    words = {**LIGHT._asdict(), "caret": "c.svg", "tick": "t.svg"}
    made = qss.sheet(words, lambda length: length * 2)
    assert "$" not in made and "@" not in made
    assert set(re.findall(r"\$(\w+)", qss.SHEET)) <= set(words)
    assert "font-size: 26px" in made
    assert made.count("{") == made.count("}")
    assert not re.search(r"#[0-9A-Fa-f]{6}", qss.SHEET)


def test_lengths_follow_the_type_size(qapp: QApplication) -> None:
    before = style.look()
    try:
        style.apply(qapp, style.Look(1.4))
        assert style.px(15) == 21
        assert qapp.font().pixelSize() == 21
    finally:
        style.apply(qapp, before)


def test_dark_changes_the_palette(qapp: QApplication) -> None:
    before = style.look()
    try:
        style.apply(qapp, style.Look(1.0, dark=True))
        assert qapp.palette().window().color() == QColor(DARK.page)
        assert style.colour("red") == QColor(DARK.red)
    finally:
        style.apply(qapp, before)


@pytest.mark.parametrize("path", sorted(resource("icons", "line").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_draws_in_the_colour_asked_for(path: object) -> None:
    picture = icons.pixmap(path.stem, 48, "red").toImage()
    inked = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert {(c.red(), c.green(), c.blue()) for c in inked} == {QColor(style.look().colours.red).getRgb()[:3]}


def test_the_icon_licence_stands_beside_the_icons() -> None:
    assert "MIT License" in resource("icons", "LICENSE-phosphor.txt").read_text("utf-8")
