"""Above the sheet: what record this is, how it stands, and what can be done with it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from wdbranch.book.form import Form
from wdbranch.book.record import STATE_LABELS, Record, State
from wdbranch.book.values import record_number
from wdbranch.ui import style
from wdbranch.ui.widgets.click import Elided

ALSO_MS = 12000
"""How long what followed from an edit is told."""
ROOM_FOR_WORDS = 400
"""Px at normal type size that title and standing want before buttons may be wordy."""


class RecordHeader(QWidget):
    """The page wires the buttons; ``show_record`` says what they mean now."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Elided("", size="title")
        self.number = Elided("", tone="second")
        for words_of in (self.title, self.number):  # as wide as they are, but never wider than there is room for
            words_of.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.state = Elided("", tone="second")
        self.late = style.tag("补记", "warn")
        self.late.setToolTip("事情过后才补上的记录，照实标明。")
        self.also = Elided("", size="small", tone="ok")
        self.back = style.link("记录本", "caret-left", "回到记录本")
        self.undo = style.secondary("撤销", "arrow-counter-clockwise")
        self.undo.setToolTip("Ctrl+Z")
        self.preview = style.secondary("预览打印", "printer")
        self.preview.setAccessibleName("预览打印")
        self.correct = style.secondary("更正", "pencil-simple")
        self.finish = style.primary("定稿", "check")
        self.archive = style.primary("签字归档", "check")
        self.panel = style.secondary("到会与检查", "list-checks")
        self.panel.setCheckable(True)
        self.more = style.secondary("", "dots-three-outline", "更多操作")
        self.menu = QMenu(self)
        self.more.setMenu(self.menu)
        line = style.row([self.back, self.state, self.also], 8)
        line.setStretch(1, 5)
        line.setStretch(2, 4)
        words = style.column([style.row([self.title, self.number, self.late, 1], 10), line], 0)
        buttons = [self.undo, self.panel, self.preview, self.correct, self.finish, self.archive, self.more]
        row = style.row([words, *buttons], 8)
        row.setStretch(0, 1)
        self.setLayout(row)
        for part in (self.undo, self.panel, self.correct, self.archive, self.late):
            part.hide()  # a button that is not needed must not widen the window
        self._undo = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.also.say(""))

    def show_record(self, form: Form, record: Record, undo: str | None) -> None:
        """The standing of the record in words, and the buttons that fit it."""
        self.title.say(form.title.removesuffix("记录"))
        self.number.say(record_number(form, record) if record.get("seq") else f"{record.year} 年")
        self.state.say(standing(record))
        if self.also.property("tone") == "red":
            self.also.say("")  # something was mended since
        self.late.setVisible(record.late)
        draft = record.state is State.DRAFT
        signs = record.state in (State.FINAL, State.PRINTED)
        shown = {self.undo: draft, self.finish: draft, self.correct: not draft, self.archive: signs}
        for button, wanted in sorted(shown.items(), key=lambda pair: pair[1]):
            button.setVisible(wanted)  # hidden ones first: all at once would widen the window
        self.undo.setEnabled(undo is not None)
        self.undo.setAccessibleName(f"撤销：{undo}" if undo else "没有可以撤销的修改")
        self.undo.setToolTip(f"{self.undo.accessibleName()}（Ctrl+Z）")
        self._undo = undo or ""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page gets short buttons."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The longest words on the buttons that leave room for the standing of the record."""
        undo = f"撤销：{_short(self._undo)}" if self._undo else "撤销"
        buttons = (self.undo, self.panel, self.preview, self.correct, self.finish, self.archive, self.more)
        for level, words in enumerate((undo, "撤销", "撤销", "")):
            self.undo.setText(words)
            self.preview.setText(("预览打印", "预览打印", "预览", "")[level])
            self.back.setText("记录本" if level < 2 else "")
            taken = sum(
                button.sizeHint().width() + style.px(8) for button in buttons if not button.isHidden()
            )
            if taken + style.px(ROOM_FOR_WORDS) <= self.width():
                break

    def tell_panel(self, came: str, checks: int) -> None:
        """What the button of the folded panel says: 实到 20　检查 4."""
        told = "　".join(part for part in (came, f"检查 {checks}" if checks else "检查") if part)
        self.panel.setText(told)
        self.panel.setAccessibleName(f"到会与检查：{told}")
        self._fit()

    def tell_also(self, also: tuple[str, ...]) -> None:
        """Say for a while what followed by itself from an edit."""
        if also:
            self.also.say("已同步：" + " · ".join(also))
            self.also.setProperty("tone", "ok")
            style.restyle(self.also)
            self._timer.start(ALSO_MS)

    def tell_blocked(self, many: int) -> None:
        """Say that 定稿 must wait."""
        self.also.say(
            f"还有 {many} 处必须先改，改好就能定稿。" if many else "还有一格没有保存，改好就能定稿。"
        )
        self.also.setProperty("tone", "red")
        style.restyle(self.also)
        self._timer.start(ALSO_MS)


def standing(record: Record) -> str:
    """草稿 · 已自动保存 10:32, or 已定稿 第 2 版."""
    label = STATE_LABELS[record.state]
    version = f"第 {record.version} 版" if record.version > 1 or record.state is not State.DRAFT else ""
    if record.state is not State.DRAFT:
        return f"{label} {version}"
    at = datetime.fromisoformat(record.updated_at) if record.updated_at else None
    saved = f"已自动保存 {at:%H:%M}" if at else ""
    return " · ".join(part for part in (label, f"更正为{version}" if version else "", saved) if part)


def _short(text: str) -> str:
    return text if len(text) <= 8 else f"{text[:7]}…"
