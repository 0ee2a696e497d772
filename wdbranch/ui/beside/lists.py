"""Related records, and the history of a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wdbranch.book.form import Form
from wdbranch.ui import style

VERBS = {
    "add": "新建",
    "write": "修改",
    "revert": "",
    "state": "",
    "year": "改了所属年度",
    "links": "改了关联记录",
    "waiver": "写了检查说明",
    "attach": "添加附件",
    "detach": "拿掉附件",
    "discard": "放进回收站",
    "restore": "从回收站取回",
}
STATES = {"draft": "更正", "final": "定稿", "printed": "打印", "archived": "签字归档"}
MOST_SHOWN = 60


class Entry(Protocol):
    """One line of the log, as the store gives it."""

    @property
    def at(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def state(self) -> str: ...


class LinksList(QWidget):
    """The records that belong together. ``opened(id)``, ``cut(id)``, ``add_wanted()``."""

    opened = Signal(str)
    cut = Signal(str)
    add_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(style.px(4))

    def show_links(self, links: Sequence[tuple[str, str]], *, locked: bool) -> None:
        """Show (id, title) of each related record."""
        style.clear(self._box)
        for record_id, title in links:
            go = style.link(title)
            go.clicked.connect(lambda _on=False, r=record_id: self.opened.emit(r))
            parts: list[QWidget | int] = [go, 1]
            if not locked:
                off = style.link("解除", name=f"解除关联：{title}")
                off.clicked.connect(lambda _on=False, r=record_id: self.cut.emit(r))
                parts.append(off)
            line = QWidget()
            line.setLayout(style.row(parts, 4))
            self._box.addWidget(line)
        if not links:
            told = "还没有关联的记录。一次活动里开的会、上的课，可以互相关联，检查时一起看。"
            self._box.addWidget(style.label(told, tone="second", wrap=True))
        if not locked:
            add = style.link("关联一份记录", "link-simple")
            add.clicked.connect(self.add_wanted)
            self._box.addWidget(add)
        self._box.addStretch(1)


class HistoryList(QWidget):
    """What happened to the record, latest first."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(style.px(6))

    def show_entries(self, form: Form, entries: Sequence[Entry]) -> None:
        """Show the log in words: when, what, why."""
        style.clear(self._box)
        told = [
            (entry, said(form, before, entry))
            for before, entry in zip([None, *entries], entries, strict=False)
        ]
        for entry, text in reversed(told[-MOST_SHOWN:]):
            at = datetime.fromisoformat(entry.at)
            when = style.label(f"{at.month}月{at.day}日 {at:%H:%M}", size="small", tone="second")
            what = style.label(text + (f"（{entry.who}）" if entry.who else ""), size="small", wrap=True)
            line = QWidget()
            row = style.row([when, what], 8)
            row.setStretch(1, 1)
            line.setLayout(row)
            self._box.addWidget(line)
        self._box.addStretch(1)


def said(form: Form, before: Entry | None, entry: Entry) -> str:
    """One line of the log in words: 修改 地点、议题."""
    if entry.action == "state":
        verb = STATES.get(entry.state, entry.state)
    elif entry.action == "revert":
        verb = entry.why
    else:
        verb = VERBS.get(entry.action, entry.action)
    parts = [verb]
    if before is not None and entry.action in ("write", "revert"):
        changed = [
            field.label for field in form.fields if before.values.get(field.id) != entry.values.get(field.id)
        ]
        parts.append("、".join(changed[:3]) + ("等" if len(changed) > 3 else ""))
    if entry.why and entry.action != "revert":
        parts.append(f"理由：{entry.why}")
    return "　".join(part for part in parts if part)
