"""The look: colours, type sizes, and the small parts every page is built from.

Pages build widgets with the constructors here and lengths through ``px``; nothing else names a colour or a
font size. The stylesheet is set once per process, and once more when the person changes the look.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyleFactory,
    QVBoxLayout,
    QWidget,
)

from wdbranch.paths import resource
from wdbranch.ui import first_picture
from wdbranch.ui.qss import sheet

Box = TypeVar("Box", bound=QBoxLayout)

FAMILIES = ("Microsoft YaHei UI", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")
BUNDLED_FONT = ("fonts", "WDSans-Medium.ttf")
BUNDLED_FAMILY = "WD Sans"


class Colours(NamedTuple):
    """The colours of one look; every text colour keeps 4.5 : 1 on the grounds it is used on."""

    page: str
    nav: str
    surface: str
    line: str
    strong: str
    text: str
    text2: str
    text3: str
    red: str
    red_hover: str
    red_text: str
    on_red: str
    soft: str
    soft_text: str
    gold: str
    gold_rest: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    mute_soft: str


LIGHT = Colours(
    page="#F5F3F0", nav="#FBFAF8", surface="#FFFFFF", line="#E6E0D9", strong="#CFC7BD",
    text="#231F1C", text2="#5C554E", text3="#6E665E",
    red="#B8122B", red_hover="#9E0E23", red_text="#9E0E23", on_red="#FFFFFF",
    soft="#FBECEC", soft_text="#9E0E23",
    gold="#D9A036", gold_rest="#EBE6E0", ok="#2A7447", ok_soft="#E8F3EC", warn="#8F5400", warn_soft="#FCF1DC",
    mute_soft="#F1EEEA",
)  # fmt: skip
DARK = Colours(
    page="#1E1C1A", nav="#232120", surface="#292623", line="#3D3934", strong="#5A544D",
    text="#F1EDE8", text2="#C5BEB6", text3="#A39B92",
    red="#C93A4A", red_hover="#B52F40", red_text="#FFB3B9", on_red="#FFFFFF",
    soft="#45262A", soft_text="#FFB3B9",
    gold="#E0B04E", gold_rest="#403B36", ok="#86CFA3", ok_soft="#20382A", warn="#EBC07A", warn_soft="#43341C",
    mute_soft="#35312D",
)  # fmt: skip


class Look(NamedTuple):
    """Type factor (1.0, 1.2, 1.4) and light or dark."""

    factor: float = 1.0
    dark: bool = False

    @property
    def colours(self) -> Colours:
        """The colours of this look."""
        return DARK if self.dark else LIGHT


_current = Look()


def look() -> Look:
    """The look in force."""
    return _current


def px(length: int) -> int:
    """A length in px at normal type size, in the type size in force."""
    return round(length * _current.factor)


def colour(name: str) -> QColor:
    """A colour of the look in force, by its name in ``Colours``."""
    return QColor(getattr(_current.colours, name))


def brush(name: str) -> QBrush:
    """A plain brush in a colour of the look. Taken from a palette: making one needs ``Qt`` (see first_picture)."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, colour(name))
    return palette.text()


def apply(app: QApplication, wanted: Look) -> None:
    """Put the look on the whole program: Fusion, palette, font, the one stylesheet."""
    global _current  # noqa: PLW0603 - the process has one look
    _current = wanted
    if app.style().objectName().lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(wanted.colours))
    app.setFont(_font())
    words = wanted.colours._asdict()
    words["caret"] = resource("icons", "caret-dark.svg" if wanted.dark else "caret-light.svg").as_posix()
    words["tick"] = resource("icons", "check-white.svg").as_posix()
    app.setStyleSheet(sheet(words, px))


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, name in (
        (role.Window, colours.page), (role.WindowText, colours.text), (role.Base, colours.surface),
        (role.AlternateBase, colours.page), (role.Text, colours.text), (role.Button, colours.surface),
        (role.ButtonText, colours.text), (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.red), (role.HighlightedText, colours.on_red), (role.Link, colours.red_text),
        (role.PlaceholderText, colours.text3), (role.Mid, colours.line), (role.Dark, colours.strong),
    ):  # fmt: skip
        palette.setColor(where, QColor(name))
    for where in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.text3))
    return palette


def _font() -> QFont:
    families = [name for name in FAMILIES if QFontDatabase.hasFamily(name)]
    if not families:
        bundled = resource(*BUNDLED_FONT)
        if bundled.exists() and not QFontDatabase.hasFamily(BUNDLED_FAMILY):
            QFontDatabase.addApplicationFont(str(bundled))
        families = [BUNDLED_FAMILY]
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(px(15))
    return font


# ---- small parts -------------------------------------------------------------------------------------------


class Wrapped(QLabel):
    """A text that wraps. Nested layouts ask for its height again and again: each width is worked out once."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._heights: dict[int, int] = {}

    def heightForWidth(self, width: int) -> int:
        """Pixels needed at that width."""
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = super().heightForWidth(width)
        return known

    def setText(self, text: str) -> None:
        """Show another text."""
        self._heights.clear()
        super().setText(text)

    def setContentsMargins(self, left: int, top: int, right: int, bottom: int) -> None:  # type: ignore[override]
        """Leave room around the text, px."""
        self._heights.clear()
        super().setContentsMargins(left, top, right, bottom)

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs another height."""
        self._heights.clear()
        super().changeEvent(event)


def label(
    text: str = "",
    *,
    size: str = "",
    tone: str = "",
    strong: bool = False,
    wrap: bool = False,
    select: bool = False,
) -> QLabel:
    """A text. size: "" body | small | head | title | figure; tone: "" | second | third | red | ok | warn."""
    made = Wrapped(text) if wrap else QLabel(text)
    made.setProperty("textFormat", first_picture.PLAIN_TEXT)
    if wrap:
        made.setWordWrap(True)
        # A wrapped text must not ask for its whole line: it would widen the page.
        made.setMinimumWidth(px(60))
    for name, value in (("rank", size), ("tone", tone)):
        if value:
            made.setProperty(name, value)
    if strong:
        made.setProperty("strong", "true")
    if select:
        from PySide6.QtCore import Qt

        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def heading(text: str, level: int = 2) -> QLabel:
    """A heading: level 1 is the title of the page, 2 the head of a card."""
    return label(text, size="title" if level == 1 else "head")


def tag(text: str, tone: str = "mute") -> QLabel:
    """A state in colour and words. tone: ok | warn | bad | mute."""
    made = label(text)
    made.setProperty("kind", "tag")
    made.setProperty("tone", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def button(text: str, kind: str = "", icon: str = "", name: str = "") -> QPushButton:
    """A button. kind: "" secondary | primary | link | choice; ``name``: accessible name if not the text."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        from wdbranch.ui.icons import icon as draw

        # The style leaves 4 px between icon and text: too tight for Chinese.
        made.setText(f" {text}" if text else "")
        made.setIcon(draw(icon, {"primary": "on_red", "link": "red_text"}.get(kind, "text2")))
        made.setIconSize(QSize(px(18), px(18)))
    made.setAccessibleName(name or text)
    first_picture.hand(made)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def primary(text: str, icon: str = "", name: str = "") -> QPushButton:
    """The one red button of a page."""
    return button(text, "primary", icon, name)


def secondary(text: str, icon: str = "", name: str = "") -> QPushButton:
    """An ordinary button."""
    return button(text, "", icon, name)


def link(text: str, icon: str = "", name: str = "") -> QPushButton:
    """A verb at the end of a line."""
    return button(text, "link", icon, name)


def rule() -> QFrame:
    """A thin line across a card."""
    made = QFrame()
    made.setProperty("kind", "rule")
    return made


class Card(QFrame):
    """A white frame with a thin line; put things into ``box``."""

    def __init__(
        self, *, across: bool = False, margins: tuple[int, int, int, int] = (16, 14, 16, 14), gap: int = 8
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.box: QBoxLayout = QHBoxLayout(self) if across else QVBoxLayout(self)
        self.box.setContentsMargins(*(px(side) for side in margins))
        self.box.setSpacing(px(gap))


def card(
    *, across: bool = False, margins: tuple[int, int, int, int] = (16, 14, 16, 14), gap: int = 8
) -> Card:
    """A card; ``margins`` left, top, right, bottom and ``gap`` in px at normal type size."""
    return Card(across=across, margins=margins, gap=gap)


def column(parts: Iterable[QWidget | QLayout | int | None] = (), gap: int = 8) -> QVBoxLayout:
    """Parts one below the other without margins; an int is a stretch of that weight."""
    made = QVBoxLayout()
    return _fill(made, parts, gap)


def row(parts: Iterable[QWidget | QLayout | int | None] = (), gap: int = 8) -> QHBoxLayout:
    """Parts side by side without margins; an int is a stretch of that weight."""
    made = QHBoxLayout()
    return _fill(made, parts, gap)


def spread(first: QWidget, *others: QWidget, gap: int = 8) -> QHBoxLayout:
    """A row whose first part takes all the room: a text that may wrap, with a tag or a button at its end."""
    made = row(others, gap)
    made.insertWidget(0, first, 1)
    return made


def _fill(made: Box, parts: Iterable[QWidget | QLayout | int | None], gap: int) -> Box:
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(px(gap))
    for part in parts:
        if isinstance(part, int):
            made.addStretch(part)
        elif isinstance(part, QWidget):
            made.addWidget(part)
        elif part is not None:
            made.addLayout(part)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let the widgets go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        inner = item.layout()
        if inner is not None:
            clear(inner)
            inner.deleteLater()


def restyle(widget: QWidget) -> None:
    """Let a changed property take effect in the stylesheet."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
