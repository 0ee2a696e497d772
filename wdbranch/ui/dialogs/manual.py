"""说明书: beside the work, not in its way; opened at the section that belongs to what is on the screen."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QKeySequence,
    QPainter,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from wdbranch.operations import manual
from wdbranch.operations.manual import Section
from wdbranch.ui import style

_SECTION = Qt.ItemDataRole.UserRole
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
_SINGLE = QTextBlockFormat.LineHeightTypes.SingleHeight
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight


class Manual(QDialog):
    """The sections on the left, found by words; the one chosen on the right."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("说明书")
        self.setModal(False)
        self.resize(_size(parent))
        column = style.column(gap=10)
        column.setContentsMargins(*(style.px(side) for side in (16, 14, 16, 14)))
        self.setLayout(column)
        self.words = QLineEdit()
        self.words.setAccessibleName("在说明书里找")
        self.words.setPlaceholderText("找：如 补记、应到、报送")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(lambda _text: self._fill())
        self.list = QListWidget()
        self.list.setAccessibleName("目录")
        self.list.setMaximumWidth(style.px(300))
        self.list.setMinimumWidth(style.px(220))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda now, _before: self._show(now))
        self.text = Reader()
        self.text.anchorClicked.connect(self._follow)
        left = style.column([self.words, self.list], 8)
        across = style.row(gap=12)
        across.addLayout(left)
        across.addWidget(self.text, 1)
        column.addLayout(across, 1)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.words.setFocus)
        self._fill()

    def open_at(self, *keys: str) -> None:
        """Show the section of the first of these keys that there is, else the beginning."""
        known = manual.by_key()
        section = next((known[key] for key in keys if key in known), None)
        self.words.clear()
        for row in range(self.list.count()):
            item = self.list.item(row)
            held = item.data(_SECTION)
            if held is not None and section in (None, held):
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item, QListWidget.ScrollHint.PositionAtCenter)
                break
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    def shown(self) -> Section | None:
        """The section that is read now."""
        item = self.list.currentItem()
        found = item.data(_SECTION) if item is not None else None
        return found if isinstance(found, Section) else None

    def _fill(self) -> None:
        words = self.words.text().strip()
        self.list.clear()
        chapter = ""
        for section in manual.find(words) if words else manual.sections():
            if section.chapter != chapter and not words:
                chapter = section.chapter
                head = QListWidgetItem(chapter)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                head.setSizeHint(QSize(0, style.px(36)))
                self.list.addItem(head)
            item = QListWidgetItem(section.title if words else f"　{section.title}")
            item.setToolTip(f"{section.chapter}：{section.title}")
            item.setData(_SECTION, section)
            item.setSizeHint(QSize(0, style.px(34)))
            self.list.addItem(item)
        if words and not self.list.count():
            self.text.setPlainText(f"说明书里没有写到“{words}”。换一个词试试。")
        first = next((self.list.item(n) for n in range(self.list.count()) if self.list.item(n).data(_SECTION)), None)
        if first is not None:
            self.list.setCurrentItem(first)

    def _show(self, item: QListWidgetItem | None) -> None:
        section = item.data(_SECTION) if item is not None else None
        if section is None:
            return
        self.text.read(section)

    def _follow(self, link: QUrl) -> None:
        """Links within the manual name a key: ``[…](#page:roster)``; a picture is shown in its own size."""
        if link.hasFragment():
            self.open_at(link.fragment())
        else:
            Enlarged(self, manual.folder() / link.path()).show()


class Reader(QTextBrowser):
    """One section; its pictures are never wider than the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("说明")
        self.setOpenLinks(False)
        self._section: Section | None = None
        self._across = 0

    def read(self, section: Section) -> None:
        """Show a section from its beginning."""
        self._section = section
        self._across = self._room()
        document = QTextDocument(self)
        document.setDefaultFont(self.font())
        document.setBaseUrl(QUrl.fromLocalFile(str(manual.folder()) + "/"))
        document.setDocumentMargin(style.px(14))
        document.setMarkdown(f"## {section.title}\n\n{_paragraphs(section.text)}")
        for name in _PICTURE.findall(section.text):
            picture = _fitted(QImage(str(manual.folder() / name)), self._across)
            document.addResource(
                QTextDocument.ResourceType.ImageResource.value, document.baseUrl().resolved(QUrl(name)), picture
            )
        _air(document)
        self.setDocument(document)

    def _room(self) -> int:
        """How wide a picture may be, whether or not the section needs a scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        return self.maximumViewportSize().width() - bar - 2 * style.px(14) - 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width; the place that is read stays."""
        super().resizeEvent(event)
        section = self._section
        if section is not None and _PICTURE.search(section.text) and self._room() != self._across:
            bar = self.verticalScrollBar()
            place = bar.value() / max(1, bar.maximum())
            self.read(section)
            bar.setValue(round(place * bar.maximum()))


class Enlarged(QDialog):
    """A picture of the manual in its own size, or as large as the screen takes it; Esc closes it."""

    def __init__(self, parent: QWidget, file: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("说明书的图")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize() * 0.9
        picture = QImage(str(file))
        if picture.width() > room.width() or picture.height() > room.height():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            picture = picture.scaled(room, keep, smooth)
        label = style.label()
        label.setPixmap(QPixmap.fromImage(picture))
        label.setAccessibleName("图")
        box = style.column([label])
        self.setLayout(box)


def _size(parent: QWidget | None) -> QSize:
    """As large as is good to read, and no larger than the window it stands before."""
    wanted = QSize(style.px(1140), style.px(660))
    while parent is not None and parent.parentWidget() is not None:
        parent = parent.parentWidget()
    return wanted if parent is None else wanted.boundedTo(parent.size() - QSize(40, 40))


def _fitted(picture: QImage, across: int) -> QImage:
    """The picture no wider than the text, in a thin frame: its ground is often that of the page."""
    if picture.width() > across:
        picture = picture.scaledToWidth(max(1, across), Qt.TransformationMode.SmoothTransformation)
    framed = picture.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(framed)
    painter.setPen(style.colour("strong"))
    painter.drawRect(0, 0, framed.width() - 1, framed.height() - 1)
    painter.end()
    return framed


def _air(document: QTextDocument) -> None:
    """Room between lines and paragraphs: a page that is read, not looked up in."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    form = QTextBlockFormat()
    form.setLineHeight(150, _PROPORTIONAL.value)
    form.setBottomMargin(style.px(8))
    cursor.mergeBlockFormat(form)
    form.setLineHeight(0, _SINGLE.value)  # a picture needs no room between lines
    cursor = QTextCursor(document)
    while not (cursor := document.find("\N{OBJECT REPLACEMENT CHARACTER}", cursor)).isNull():
        cursor.mergeBlockFormat(form)
        itself = QTextCharFormat()  # a picture is a link to itself; Markdown's own way gives none
        itself.setAnchor(True)
        itself.setAnchorHref(cursor.charFormat().toImageFormat().name())
        cursor.mergeCharFormat(itself)


def _paragraphs(text: str) -> str:
    """Each line of prose is a paragraph of its own, as it was written."""
    prose: list[str] = []
    for line in text.splitlines():
        block = line.startswith(("|", "-", "  ", "```", "1.", ">"))
        prose.append(line if block or not line.strip() else f"\n{line}\n")
    return "\n".join(prose)
