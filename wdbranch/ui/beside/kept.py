"""The sign-in sheet, photographs and other papers kept with a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from wdbranch.book.record import Attachment
from wdbranch.ui import icons, style

KINDS = {"signin": "签到表", "photo": "照片", "file": "其他材料"}
PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff")
THUMB = 72


class KeptList(QWidget):
    """Thumbnails; files may be dropped. ``added(paths, kind)``, ``removed(digest)``, ``opened(attachment)``."""

    added = Signal(list, str)
    removed = Signal(str)
    opened = Signal(object)
    described = Signal(object)

    def __init__(self, bytes_of: Callable[[str], bytes], start_folder: Callable[[], Path]) -> None:
        super().__init__()
        self._bytes_of, self._start_folder = bytes_of, start_folder
        self._locked = False
        self._shown: tuple[str, ...] = ()
        self.setAcceptDrops(True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.buttons: dict[str, QWidget] = {}
        line = style.row(gap=4)
        for kind, label in KINDS.items():
            add = style.link(label, "plus", f"添加{label}")
            add.clicked.connect(lambda _on=False, k=kind: self._choose(k))
            self.buttons[kind] = add
            line.addWidget(add)
        line.addStretch(1)
        self._box.addLayout(line)
        self.hint = style.label(
            "可以把照片、扫描件直接拖到这里。照片会自动缩小，并去掉拍摄地点。",
            size="small",
            tone="second",
            wrap=True,
        )
        self._box.addWidget(self.hint)
        self.list = QListWidget()
        self.list.setAccessibleName("附件")
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(style.px(THUMB), style.px(THUMB)))
        self.list.setGridSize(QSize(style.px(104), style.px(116)))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.itemActivated.connect(lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole)))
        self._box.addWidget(self.list, 1)

    def show_kept(self, kept: Sequence[Attachment], *, locked: bool) -> None:
        """Show the attachments of a record."""
        self._locked = locked
        for button in self.buttons.values():
            button.setVisible(not locked)
        self.hint.setVisible(not locked)
        self.list.setVisible(bool(kept))
        digests = tuple(one.digest + one.caption for one in kept)
        if digests == self._shown:
            return
        self._shown = digests
        self.list.clear()
        for one in kept:
            item = QListWidgetItem(self._thumb(one), f"{KINDS.get(one.kind, '')}\n{one.caption or one.name}")
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(
                f"{one.name}（{max(one.size // 1024, 1)} KB）"
                + (f"\n拍摄于 {one.taken_on}" if one.taken_on else "")
            )
            self.list.addItem(item)

    def _thumb(self, one: Attachment) -> QIcon:
        if one.name.lower().endswith(PICTURES):
            picture = QImage.fromData(self._bytes_of(one.digest))
            if not picture.isNull():
                side = style.px(THUMB)
                keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                return QIcon(QPixmap.fromImage(picture.scaled(side, side, keep, smooth)))
        return icons.icon("file-text")

    def _choose(self, kind: str) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, f"选择{KINDS[kind]}", str(self._start_folder()))
        if names:
            self.added.emit([Path(name) for name in names], kind)

    def _menu(self, at: QPoint) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        kept: Attachment = item.data(Qt.ItemDataRole.UserRole)
        menu = QMenu(self)
        menu.addAction("打开").triggered.connect(lambda: self.opened.emit(kept))
        if kept.kind == "photo":
            menu.addAction("写照片说明…").triggered.connect(lambda: self.described.emit(kept))
        if not self._locked:
            menu.addAction("从记录里拿掉").triggered.connect(lambda: self.removed.emit(kept.digest))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome while the record is a draft."""
        if event.mimeData().hasUrls() and not self._locked:
            event.acceptProposedAction()
            self.hint.setText("松开鼠标，放到附件里。")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        del event
        self.hint.setText("可以把照片、扫描件直接拖到这里。")

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep what was dropped: pictures as photographs, the rest as papers."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.hint.setText("可以把照片、扫描件直接拖到这里。")
        for kind, fits in (("photo", True), ("file", False)):
            chosen = [path for path in paths if (path.suffix.lower() in PICTURES) is fits]
            if chosen:
                self.added.emit(chosen, kind)
