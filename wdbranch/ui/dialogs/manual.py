"""说明书: beside the work, not in its way; opened at the section that belongs to what is on the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from wdbranch.operations import manual
from wdbranch.operations.manual import Section
from wdbranch.ui import style

_SECTION = Qt.ItemDataRole.UserRole


class Manual(QDialog):
    """The sections on the left, found by words; the one chosen on the right."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("说明书")
        self.setModal(False)
        self.resize(style.px(980), style.px(620))
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
        self.text = QTextBrowser()
        self.text.setAccessibleName("说明")
        self.text.setSearchPaths([str(manual.folder())])
        self.text.setOpenLinks(False)
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
        document = QTextDocument(self.text)
        document.setDefaultFont(self.text.font())
        document.setBaseUrl(QUrl.fromLocalFile(str(manual.folder()) + "/"))
        document.setDocumentMargin(style.px(14))
        document.setMarkdown(f"## {section.title}\n\n{_paragraphs(section.text)}")
        _air(document)
        self.text.setDocument(document)

    def _follow(self, link: QUrl) -> None:
        """Links within the manual name a key: ``[…](#page:roster)``."""
        self.open_at(link.fragment())


def _air(document: QTextDocument) -> None:
    """Room between lines and paragraphs: a page that is read, not looked up in."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    form = QTextBlockFormat()
    form.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setBottomMargin(style.px(8))
    cursor.mergeBlockFormat(form)


def _paragraphs(text: str) -> str:
    """Each line of prose is a paragraph of its own, as it was written."""
    prose: list[str] = []
    for line in text.splitlines():
        block = line.startswith(("|", "-", "  ", "```", "1.", ">"))
        prose.append(line if block or not line.strip() else f"\n{line}\n")
    return "\n".join(prose)
