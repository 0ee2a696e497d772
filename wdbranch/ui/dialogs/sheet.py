"""The recovery sheet: shown, printed, never stored as a file."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box


def show_sheet(desk: Desk, lines: list[str]) -> None:
    """Show the lines of the sheet and offer to print them."""
    box = Box(
        desk.window,
        "恢复单",
        [
            (
                "",
                "电脑坏了，凭这张单子能恢复本支部的印章。请打印一份，装进信封锁起来；不要拍照，不要存在电脑里。",
            )
        ],
        icon="key",
    )
    text = QPlainTextEdit("\n".join(lines))
    text.setReadOnly(True)
    text.setAccessibleName("恢复单")
    text.setTabChangesFocus(True)
    text.setMinimumHeight(style.px(240))
    box.body(text)
    box.verbs("打印", "关闭")
    if messages.show(box):
        print_lines(desk, lines)


def print_lines(desk: Desk, lines: list[str]) -> None:
    """Print lines in large type on one sheet, after the system's print dialog."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, desk.window)
    dialog.setWindowTitle("打印恢复单")
    if messages.show(dialog):
        document = QTextDocument()
        font = document.defaultFont()
        font.setPointSize(14)
        document.setDefaultFont(font)
        document.setPlainText("\n\n".join(lines))
        document.print_(printer)
