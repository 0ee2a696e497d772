"""One person of the roster: everything the book keeps about them, and what changed over time."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from wdbranch.book.form import Choice, Column, Edition, Field, FieldType
from wdbranch.book.people import Member, Span
from wdbranch.book.values import clean
from wdbranch.errors import UserError
from wdbranch.exchange.words import roster_words
from wdbranch.paths import resource
from wdbranch.ui import messages, style
from wdbranch.ui.dialogs.base import Ask, Framed
from wdbranch.ui.editors.base import Editor
from wdbranch.ui.editors.kinds import Setting, editor_for
from wdbranch.ui.editors.rows import RowsEditor

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("基本情况", ("name", "sex", "birth", "ethnicity", "native_place", "id_no", "education")),
    (
        "党籍",
        (
            "apply_date",
            "join_date",
            "full_date",
            "category",
            "in_date",
            "in_from",
            "in_letter",
            "out_date",
            "out_reason",
            "out_to",
            "out_letter",
            "applicant",
        ),
    ),
    ("联系与关怀", ("job", "phone", "address", "infirm", "hardship", "note")),
)
_DATES = frozenset({"birth", "apply_date", "join_date", "full_date", "in_date", "out_date"})
_TICKS = frozenset({"infirm", "hardship", "applicant"})
_LISTS = frozenset({"sex", "out_reason"})
_OWN_LABELS = {
    "applicant": "还不是党员",
    "in_date": "转入时间",
    "out_date": "离开时间",
    "out_reason": "离开原因",
    "in_from": "从哪个支部转入",
    "in_letter": "转入介绍信号",
    "out_to": "去向党组织",
    "out_letter": "转出介绍信号",
}
_SPANS, _POSTS = "spans", "posts"
_POST = "post"


@cache
def words() -> Mapping[str, Any]:
    """Kinds of spans and word lists, from ``resources/phrases/roster.toml``."""
    with resource("phrases", "roster.toml").open("rb") as file:
        return tomllib.load(file)


def label_of(name: str) -> str:
    """What a fact about a member is called."""
    return _OWN_LABELS.get(name) or roster_words().labels.get(name, name)


def field_of(name: str) -> Field:
    """A fact about a member as a field, so that the sheet's editors serve here too."""
    kind = FieldType.DATE if name in _DATES else FieldType.TICK if name in _TICKS else FieldType.TEXT
    if name in _LISTS:
        kind = FieldType.CHOICE
    return Field(
        name, kind, label_of(name), required=name == "name", choices=name if name in _LISTS else None
    )


_POST_FIELD = Field(
    _POSTS,
    FieldType.ROWS,
    "职务",
    columns=(
        Column("value", FieldType.CHOICE, "党内职务", required=True, choices=_POSTS),
        Column("start", FieldType.DATE, "任职起"),
        Column("end", FieldType.DATE, "任职止"),
        Column("approved_on", FieldType.DATE, "批准备案"),
        Column("approval", FieldType.TEXT, "文号"),
        Column("note", FieldType.TEXT, "分工"),
    ),
)
_POSTS_SEEN = (
    ("value", 24.0),
    ("start", 27.0),
    ("end", 27.0),
    ("approved_on", 27.0),
    ("approval", 26.0),
    ("note", 35.0),
)
_SPAN_FIELD = Field(
    _SPANS,
    FieldType.ROWS,
    "经历",
    columns=(
        Column("kind", FieldType.CHOICE, "哪一项", required=True, choices="span"),
        Column("value", FieldType.TEXT, "内容", help="党小组名、类别、去向"),
        Column("start", FieldType.DATE, "从哪天起"),
        Column("end", FieldType.DATE, "到哪天止"),
        Column("approved_on", FieldType.DATE, "上级同意"),
        Column("passed_on", FieldType.DATE, "大会通过"),
        Column("note", FieldType.TEXT, "原因"),
        Column("approval", FieldType.TEXT, "文号"),
    ),
)
_SEEN = (
    ("kind", 24.0),
    ("value", 26.0),
    ("start", 27.0),
    ("end", 27.0),
    ("approved_on", 27.0),
    ("passed_on", 27.0),
    ("note", 20.0),
)


class MemberDialog(Ask):
    """Everything about one person; ``member()`` is what was written, once accepted."""

    def __init__(self, parent: QWidget | None, member: Member, edition: Edition) -> None:
        super().__init__(parent, member.name or "登记党员")
        self._before = member
        self._result = member
        self.edition = replace(edition, choices={**edition.choices, **_choices()})
        setting = Setting(self.edition)
        window = parent.window() if parent is not None else None
        self.resize(style.px(860), min(window.height() if window else 9999, style.px(700)))
        self.editors: dict[str, Editor] = {}
        area, inside = QScrollArea(), QWidget()
        inside.setProperty("kind", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, style.px(8), 0)
        column.setSpacing(style.px(12))
        for title, names in SECTIONS:
            column.addWidget(self._section(title, names, member, setting))
        for card in self._history(member, setting):
            column.addWidget(card)
        column.addStretch(1)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self._area = area
        self.column.addWidget(area, 1)
        self.verbs("保存")
        self.yes.setAutoDefault(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        self.editors["name"].take_focus()

    def _section(self, title: str, names: Sequence[str], member: Member, setting: Setting) -> QWidget:
        card = style.card(gap=10)
        card.box.addWidget(style.heading(title))
        grid = _Pairs()
        for name in names:
            editor = editor_for(field_of(name), setting)
            value = getattr(member, name)
            editor.show_value(value if value != "" else None)
            editor.done.connect(self._on)
            self.editors[name] = editor
            grid.add(label_of(name) + ("＊" if name == "name" else ""), Framed(editor, 230))
        card.box.addWidget(grid)
        return card

    def _history(self, member: Member, setting: Setting) -> list[QWidget]:
        """Two tables: the posts, and everything else that holds from a day to a day."""
        self.posts = RowsEditor(_POST_FIELD, _POSTS_SEEN, setting)
        self.posts.show_value([_as_row(span) for span in member.spans if span.kind == _POST])
        self.spans = RowsEditor(_SPAN_FIELD, _SEEN, setting)
        self.spans.show_value([_as_row(span) for span in member.spans if span.kind != _POST])
        self.editors.update({_POSTS: self.posts, _SPANS: self.spans})
        return [
            _table("党内职务", "分工、批准文号印在支部委员会组成表上；任职止的那一天起不再算。", self.posts),
            _table(
                "党小组、不计入应到、外出流动",
                "每一项写明从哪天起；已经结束的写到哪天止（那一天起不再算）。"
                "不计入应到要写上级同意和大会通过的日期；流动党员写去向和外出原因。",
                self.spans,
            ),
        ]

    def _on(self) -> None:
        self.focusNextChild()

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, style.px(40))

    def member(self) -> Member:
        """The person as written."""
        return self._result

    def accept(self) -> None:
        """Close only where everything that was written can be read."""
        try:
            self._result = self._read()
        except UserError as problem:
            messages.tell_error(self, problem)
            return
        super().accept()

    def _read(self) -> Member:
        found: dict[str, Any] = {}
        for name, editor in self.editors.items():
            if name in (_POSTS, _SPANS):
                continue
            value = clean(field_of(name), editor.raw(), self.edition)
            found[name] = bool(value) if name in _TICKS else value if name in _DATES else value or ""
        if not found["name"]:
            raise UserError("姓名不能空着。", safe="花名册没有改动。", code="no_name")
        posts = clean(_POST_FIELD, self.posts.raw(), self.edition) or ()
        rows = clean(_SPAN_FIELD, self.spans.raw(), self.edition) or ()
        spans = (*(_as_span({**row, "kind": _POST}) for row in posts), *(_as_span(row) for row in rows))
        same = Counter(spans) == Counter(self._before.spans)
        return replace(self._before, **found, spans=self._before.spans if same else spans)


def _table(title: str, told: str, rows: RowsEditor) -> QWidget:
    """A card with a head, a sentence and rows."""
    card = style.card(gap=6)
    card.box.addWidget(style.heading(title))
    card.box.addWidget(style.label(told, size="small", tone="second", wrap=True))
    card.box.addWidget(Framed(rows, 760))
    return card


class _Pairs(QWidget):
    """Label above box, as many side by side as fit."""

    def __init__(self) -> None:
        super().__init__()
        from wdbranch.ui.sheet.flow import FlowBox

        self._flow = FlowBox(gap=style.px(12), margin=0, least=style.px(230))
        self.setLayout(style.column([self._flow], 0))

    def add(self, label: str, box: QWidget) -> None:
        """One pair."""
        pair = QWidget()
        head = style.label(label, size="small", tone="second")
        head.setBuddy(box)
        pair.setLayout(style.column([head, box], 2))
        self._flow.add(pair)


def _choices() -> dict[str, tuple[Choice, ...]]:
    table: dict[str, tuple[Choice, ...]] = {
        name: tuple(Choice(word, word) for word in entries) for name, entries in words()["words"].items()
    }
    table["span"] = tuple(
        Choice(entry["id"], entry["label"]) for entry in words()["span"] if entry["id"] != _POST
    )
    return table


def _as_row(span: Span) -> dict[str, Any]:
    return {name: value or None for name, value in asdict(span).items()}


def _as_span(row: Mapping[str, Any]) -> Span:
    return Span(
        row["kind"],
        row.get("start"),
        row.get("end"),
        row.get("value") or "",
        row.get("approved_on"),
        row.get("passed_on"),
        row.get("note") or "",
        row.get("approval") or "",
    )
