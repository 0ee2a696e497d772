"""Shows a paper that is kept with a record."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from wdbranch.book.record import Attachment
from wdbranch.errors import UserError
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.base import Ask


class PictureDialog(Ask):
    """A picture as large as fits."""

    def __init__(self, parent: QWidget | None, kept: Attachment, picture: QImage) -> None:
        super().__init__(parent, kept.name, f"拍摄于 {kept.taken_on}" if kept.taken_on else "")
        room = self.screen().availableSize() * 0.7
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = (
            picture.scaled(room, keep, smooth)
            if picture.width() > room.width() or picture.height() > room.height()
            else picture
        )
        label = style.label()
        label.setPixmap(QPixmap.fromImage(shown))
        label.setAccessibleName(f"图片：{kept.name}")
        self.wide(label)
        self.verbs("另存到电脑", "关闭")


def show_kept(parent: QWidget, desk: Desk, kept: Attachment, data: bytes) -> None:
    """Show a picture; anything else is saved where the person wants it."""
    picture = QImage.fromData(data)
    if not picture.isNull() and not messages.show(PictureDialog(parent, kept, picture)):
        return
    name, _ = QFileDialog.getSaveFileName(parent, "另存附件", str(desk.folder("attach") / kept.name))
    if name:
        desk.attempt(lambda: _write(Path(name), data))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as problem:
        raise UserError(
            f"写不进“{path.name}”。",
            safe="记录里的附件还在。",
            todo="请换一个文件夹再试。",
            code="unwritable",
        ) from problem
