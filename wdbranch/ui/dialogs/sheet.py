"""Sheets that go on paper: the recovery sheet, never stored as a file, and the public card for the street."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from wdbranch.packet.keys import Card
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box


def show_recovery(desk: Desk, lines: list[str]) -> None:
    """Show the recovery sheet and offer to print it."""
    why = "电脑坏了，凭这张单子能恢复本支部的印章。请打印一份，装进信封锁起来；不要拍照，不要存在电脑里。"
    _show(desk, "恢复单", why, lines)


def show_card(desk: Desk, card: Card, file: str) -> None:
    """Show what stands on the paper card that travels with the card's file, and offer to print it."""
    whom = "发给各支部" if desk.street is not None else "交给街道"
    why = f"文件“{file}”存好了。把文件和打印的这张卡一起{whom}，当面念一遍指纹，两边一致才登记。"
    day = desk.today()
    lines = [
        "公钥卡",
        f"单位：{card.name}",
        f"代码：{card.code}",
        f"指纹：{card.fingerprint}",
        f"日期：{day.year}年{day.month}月{day.day}日",
        "交卡人签名：＿＿＿＿＿＿　　登记人签名：＿＿＿＿＿＿",
    ]
    _show(desk, "公钥卡存好了", why, lines)


def _show(desk: Desk, title: str, why: str, lines: list[str]) -> None:
    box = Box(desk.window, title, [("", why)], icon="key")
    text = QPlainTextEdit("\n".join(lines))
    text.setReadOnly(True)
    text.setAccessibleName(title)
    text.setTabChangesFocus(True)
    text.setMinimumHeight(style.px(240))
    box.body(text)
    box.verbs("打印", "关闭")
    if messages.show(box):
        print_lines(desk, title, lines)


def print_lines(desk: Desk, title: str, lines: list[str]) -> None:
    """Print lines in large type on one sheet, after the system's print dialog."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, desk.window)
    dialog.setWindowTitle(f"打印{title}")
    if messages.show(dialog):
        document = QTextDocument()
        font = document.defaultFont()
        font.setPointSize(14)
        document.setDefaultFont(font)
        document.setPlainText("\n\n".join(lines))
        document.print_(printer)
