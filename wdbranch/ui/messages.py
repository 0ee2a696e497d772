"""Every box that interrupts the person is opened here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from wdbranch.errors import UserError
from wdbranch.ui import icons, style


def show(dialog: QDialog) -> bool:
    """Open a dialog and wait for the answer: True where accepted. The single place that blocks."""
    return dialog.exec() == QDialog.DialogCode.Accepted


class Box(QDialog):
    """A calm box: an icon, a heading, sentences under their heads, and at most two buttons."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        parts: list[tuple[str, str]],
        *,
        icon: str = "info",
        tone: str = "text2",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(style.px(500))
        self.said = "".join(text for _, text in parts)
        self._then: Callable[[], None] | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(*(style.px(side) for side in (24, 22, 24, 18)))
        self._box.setSpacing(style.px(14))
        mark = style.label()
        mark.setPixmap(icons.pixmap(icon, style.px(26), tone))
        self._box.addLayout(style.row([mark, style.heading(title), 1], gap=10))
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.px(14))
        grid.setVerticalSpacing(style.px(8))
        grid.setColumnStretch(1, 1)
        for number, (head, text) in enumerate((head, text) for head, text in parts if text):
            if head:
                grid.addWidget(style.label(head, tone="second"), number, 0, Qt.AlignmentFlag.AlignTop)
            said = style.label(text, wrap=True, select=True)
            grid.addWidget(said, number, 1 if head else 0, 1, 1 if head else 2, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(grid)
        self._box.addSpacing(style.px(4))

    def showEvent(self, event: QShowEvent) -> None:
        """Grow to the height that the wrapped sentences need at this width."""
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """Take the height that the content asks for; a window does not do so by itself for wrapped texts."""
        self._box.activate()
        wide = self.width()
        wraps = self._box.hasHeightForWidth()
        self.resize(wide, self._box.totalHeightForWidth(wide) if wraps else self._box.totalSizeHint().height())

    def body(self, widget: QWidget) -> None:
        """Put a widget below the sentences."""
        self._box.addWidget(widget)

    def verbs(self, accept: str, reject: str = "", aside: QWidget | None = None) -> None:
        """The buttons: ``accept`` answers yes, ``reject`` (where given) answers no; ``aside`` stands left of them."""
        yes = style.primary(accept) if reject else style.secondary(accept)
        yes.setDefault(True)
        yes.clicked.connect(self.accept)
        no = style.secondary(reject) if reject else None
        if no is not None:
            no.clicked.connect(self.reject)
        self._box.addLayout(style.row([aside, 1, no, yes]))
        self.yes = yes

    def leave(self, then: Callable[[], None]) -> None:
        """Close, and go on elsewhere: while the box is open no other window can be used."""
        self._then = then
        self.accept()

    def go_on(self) -> None:
        """After the box has closed: do what it was left for, if it was."""
        if self._then is not None:
            self._then()


def tell_error(parent: QWidget | None, error: UserError) -> None:
    """Say what happened, what is safe, and what to do; then open the manual there, if that was asked for."""
    box = error_box(parent, error)
    show(box)
    box.go_on()


def error_box(parent: QWidget | None, error: UserError) -> Box:
    """The box of an error; with a link where the manual tells more of it."""
    box = Box(
        parent,
        "这一步没有做成",
        [("出了什么事", error.what), ("放心", error.safe), ("怎么办", error.todo)],
        icon="warning-circle",
        tone="warn",
    )
    more = None
    if (opened := _manual_of(parent, error.code)) is not None:
        more = style.link("说明书里怎么说", "book-open-text")
        more.setShortcut(QKeySequence("F1"))
        more.setToolTip("按 F1 也行")
        more.clicked.connect(partial(box.leave, opened))
    box.verbs("知道了", aside=more)
    box.yes.setFocus()
    return box


def _manual_of(parent: QWidget | None, code: str) -> Callable[[], None] | None:
    """What opens the manual at an error, where it tells of it and a window that shows it stands behind ``parent``."""
    from wdbranch.operations import manual

    known = [key for key in (f"error:{code}", f"verdict:{code}") if key in manual.by_key()]
    while parent is not None and not hasattr(parent, "open_manual"):
        parent = parent.parentWidget()
    if parent is None or not known:
        return None
    show_manual: Callable[..., None] = parent.open_manual
    return lambda: show_manual(*known)


def tell(parent: QWidget | None, title: str, text: str, todo: str = "") -> None:
    """Say something that the person must read before going on."""
    box = Box(parent, title, [("", text), ("接下来", todo)])
    box.verbs("知道了")
    show(box)


def confirm(parent: QWidget | None, title: str, text: str, verb: str, back: str = "先不") -> bool:
    """Ask before something that cannot be taken back or leaves the branch; True where confirmed."""
    box = Box(parent, title, [("", text)], icon="question")
    box.verbs(verb, back)
    return show(box)


def tell_crash(parent: QWidget | None, details: str) -> None:
    """Say that the program failed, that the book is safe, and offer the details to copy."""
    box = Box(
        parent,
        "程序出了一个错",
        [
            ("出了什么事", "刚才这一步程序没有处理好，不是您操作的错。"),
            ("放心", "已经保存的内容都在，窗口可以继续用。"),
            (
                "怎么办",
                "请再试一次；还是不行，请复制下面的技术信息交给维护人员，其中没有任何人名和记录内容。",
            ),
        ],
        icon="warning-circle",
        tone="warn",
    )
    text = QPlainTextEdit(details)
    text.setReadOnly(True)
    text.setAccessibleName("技术信息")
    text.setMinimumHeight(style.px(120))
    text.setTabChangesFocus(True)
    box.body(text)
    copy = style.link("复制技术信息", "copy")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    box.body(copy)
    box.verbs("知道了")
    show(box)


class Asking(Box):
    """A box with one text to write; the answer must not be empty."""

    def __init__(self, parent: QWidget | None, title: str, text: str, hint: str, verb: str) -> None:
        super().__init__(parent, title, [("", text)], icon="pencil-simple")
        self.answer = QPlainTextEdit()
        self.answer.setAccessibleName(title)
        self.answer.setPlaceholderText(hint)
        self.answer.setTabChangesFocus(True)
        self.answer.setFixedHeight(style.px(96))
        self.body(self.answer)
        self.verbs(verb, "取消")
        self.yes.setEnabled(False)
        self.answer.textChanged.connect(lambda: self.yes.setEnabled(bool(self.text())))
        self.answer.setFocus()

    def text(self) -> str:
        """What was written, without blanks around it."""
        return self.answer.toPlainText().strip()


def ask_reason(
    parent: QWidget | None, title: str, text: str, *, hint: str = "请写明原因", verb: str = "确定"
) -> str | None:
    """Ask for a reason in words; None where the person went back."""
    box = Asking(parent, title, text, hint, verb)
    return box.text() if show(box) else None
