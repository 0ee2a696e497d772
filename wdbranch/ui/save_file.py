"""Where a file is to be saved: one box for every page, with the folder of last time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wdbranch.ui.desk import Desk

EXCEL, WORD, PDF = ".xlsx", ".docx", ".pdf"
_SAID = {EXCEL: "Excel 表格 (*.xlsx)", WORD: "Word 文档 (*.docx)", PDF: "PDF 文件 (*.pdf)"}
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def ask_path(owner: QWidget, desk: Desk, title: str, name: str, kind: str, *, purpose: str = "tables") -> Path | None:
    """The path chosen for a file called ``name`` (without its ending); None where the person went back.

    ``kind`` is EXCEL, WORD or PDF. The folder is kept for the ``purpose``.
    """
    start = desk.folder(purpose) / f"{_NOT_IN_NAMES.sub('', name)}{kind}"
    chosen, _ = QFileDialog.getSaveFileName(owner, title, str(start), _SAID[kind])
    if not chosen:
        return None
    path = Path(chosen if chosen.lower().endswith(kind) else f"{chosen}{kind}")
    desk.keep_folder(purpose, path.parent)
    return path
