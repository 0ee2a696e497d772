"""What an inspector would say of the record, each one click from its box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wdbranch.book.finding import MUST, SHOULD, Finding
from wdbranch.book.form import Form
from wdbranch.ui import icons, style
from wdbranch.ui.widgets.click import ClickCard

_ORDER = {MUST: 0, SHOULD: 1}
_ICONS = {MUST: ("warning-circle", "red_text"), SHOULD: ("warning-circle", "warn")}
_REQUIRED = "required"


class ChecksList(QWidget):
    """``go(field, row)``: a click on a finding; ``waive(finding)``: set it aside; ``unwaive(key)``: take that back;
    ``compare(finding)``: show both records that it speaks of.
    """

    go = Signal(str, object)
    waive = Signal(object)
    unwaive = Signal(str)
    compare = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(style.px(2))
        self.open_count = 0

    def show_findings(self, form: Form, findings: Sequence[Finding], *, locked: bool) -> None:
        """Show the findings, gravest first; empty required boxes are one line together."""
        style.clear(self._box)
        standing = [found for found in findings if found.waived is None]
        empty = [found for found in standing if found.rule == _REQUIRED and found.field]
        others = sorted(
            (found for found in standing if found not in empty), key=lambda f: _ORDER.get(f.level, 2)
        )
        self.open_count = len(others) + len({found.field for found in empty})
        if empty:
            self._box.addWidget(self._empty_line(form, empty))
        for found in others:
            self._box.addWidget(self._line(found, locked=locked))
        for found in findings:
            if found.waived is not None:
                self._box.addWidget(self._waived_line(found, locked=locked))
        if not findings:
            self._box.addWidget(_quiet("check-circle", "ok", "没有发现问题。"))
        self._box.addStretch(1)

    def _empty_line(self, form: Form, empty: Sequence[Finding]) -> QWidget:
        labels = list(dict.fromkeys(form.field(found.field or "").label for found in empty))
        text = f"还有 {len(labels)} 处必填没有填：{'、'.join(labels[:6])}" + (
            "等。" if len(labels) > 6 else "。"
        )
        return self._clickable("circle-dashed", "red_text", text, "", empty[0])

    def _line(self, found: Finding, *, locked: bool) -> QWidget:
        icon, tone = _ICONS.get(found.level, ("info", "text2"))
        card = self._clickable(icon, tone, found.say, found.source, found)
        if locked:
            how = style.label("要改、要写明理由，先点上面的“更正”。", size="small", tone="second", wrap=True)
            how.setContentsMargins(style.px(30), 0, 0, style.px(4))
            holder = QWidget()
            holder.setLayout(style.column([card, self._compare(found), how], 0))
            return holder
        if not found.waivable:
            return card
        waive = style.button("写明理由，不再提醒", "small_link")
        waive.setAccessibleName(f"写明理由，不再提醒：{found.say}")
        waive.clicked.connect(lambda: self.waive.emit(found))
        holder = QWidget()
        inner = style.row([waive, self._compare(found), 1])
        inner.setContentsMargins(style.px(30), 0, 0, style.px(4))
        holder.setLayout(style.column([card, inner], 0))
        return holder

    def _compare(self, found: Finding) -> QWidget | None:
        if found.other is None:
            return None
        made = style.button("并排对照", "small_link")
        made.setAccessibleName(f"并排对照：{found.say}")
        made.clicked.connect(lambda: self.compare.emit(found))
        return made

    def _clickable(self, icon: str, tone: str, text: str, source: str, found: Finding) -> QWidget:
        card = ClickCard(
            f"{found.level}：{text}" if found.rule != _REQUIRED else text,
            kind="row",
            across=True,
            margins=(4, 5, 4, 5),
        )
        mark = style.label()
        mark.setPixmap(icons.pixmap(icon, style.px(18), tone))
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        card.add(mark)
        said = style.label(text, wrap=True)
        card.add(said, 1)
        card.setToolTip(
            "\n".join(part for part in ("点一下，到这一格去。" if found.field else "", source) if part)
        )
        card.clicked.connect(lambda: self.go.emit(found.field or "", found.row))
        return card

    def _waived_line(self, found: Finding, *, locked: bool) -> QWidget:
        holder = QWidget()
        line = _quiet("check-circle", "text3", f"{found.say}（已说明：{found.waived}）")
        parts: list[QWidget] = [line]
        if not locked:
            back = style.button("取消说明", "small_link")
            back.setAccessibleName(f"取消说明：{found.say}")
            back.clicked.connect(lambda: self.unwaive.emit(found.key))
            parts.append(back)
        holder.setLayout(style.column(parts, 0))
        return holder


def _quiet(icon: str, tone: str, text: str) -> QWidget:
    holder = QWidget()
    mark = style.label()
    mark.setPixmap(icons.pixmap(icon, style.px(18), tone))
    mark.setAlignment(Qt.AlignmentFlag.AlignTop)
    row = style.row([mark, style.label(text, tone="second", wrap=True)], 6)
    row.setContentsMargins(style.px(4), style.px(5), style.px(4), style.px(5))
    row.setStretch(1, 1)
    holder.setLayout(row)
    return holder
