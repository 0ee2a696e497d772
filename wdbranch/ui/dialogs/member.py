"""One person of the roster: everything the book keeps about them, and what changed over time."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
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
            "out_date",
            "out_reason",
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
}
_SPANS = "spans"


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


_SPAN_FIELD = Field(
    _SPANS,
    FieldType.ROWS,
    "经历",
    columns=(
        Column("kind", FieldType.CHOICE, "哪一项", required=True, choices="span"),
        Column("value", FieldType.TEXT, "内容", help="党小组名、职务、类别、去向"),
        Column("start", FieldType.DATE, "从哪天起"),
        Column("end", FieldType.DATE, "到哪天止"),
        Column("approved_on", FieldType.DATE, "上级同意"),
        Column("passed_on", FieldType.DATE, "大会通过"),
        Column("note", FieldType.TEXT, "备注"),
    ),
)
_SEEN = (
    ("kind", 24.0),
    ("value", 30.0),
    ("start", 28.0),
    ("end", 28.0),
    ("approved_on", 28.0),
    ("passed_on", 28.0),
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
        column.addWidget(self._history(member, setting))
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

    def _history(self, member: Member, setting: Setting) -> QWidget:
        card = style.card(gap=6)
        card.box.addWidget(style.heading("党小组、职务、不计入应到、外出流动"))
        told = (
            "每一项写明从哪天起；已经结束的写到哪天止（那一天起不再算）。"
            "不计入应到要写上级同意和大会通过的日期。"
        )
        card.box.addWidget(style.label(told, size="small", tone="second", wrap=True))
        self.spans = RowsEditor(_SPAN_FIELD, _SEEN, setting)
        self.spans.show_value([_as_row(span, self.edition) for span in member.spans])
        self.editors[_SPANS] = self.spans
        holder = Framed(self.spans, 760)
        card.box.addWidget(holder)
        return card

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
            if name == _SPANS:
                continue
            value = clean(field_of(name), editor.raw(), self.edition)
            found[name] = bool(value) if name in _TICKS else value if name in _DATES else value or ""
        if not found["name"]:
            raise UserError("姓名不能空着。", safe="花名册没有改动。", code="no_name")
        rows = clean(_SPAN_FIELD, self.spans.raw(), self.edition) or ()
        return replace(self._before, **found, spans=tuple(_as_span(row, self.edition) for row in rows))


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
    table["span"] = tuple(Choice(entry["id"], entry["label"]) for entry in words()["span"])
    return table


def _as_row(span: Span, edition: Edition) -> dict[str, Any]:
    value = edition.choice_label("posts", span.value) if span.kind == "post" else span.value
    return {
        "kind": span.kind,
        "value": value or None,
        "start": span.start,
        "end": span.end,
        "approved_on": span.approved_on,
        "passed_on": span.passed_on,
        "note": span.note or None,
    }


def _as_span(row: Mapping[str, Any], edition: Edition) -> Span:
    value = row["value"] or ""
    if row["kind"] == "post":
        posts = {choice.label: choice.id for choice in edition.choices.get("posts", ())}
        if value not in posts:
            known = "、".join(posts)
            raise UserError(
                f"没有“{value}”这个职务。", safe="花名册没有改动。", todo=f"可以写：{known}。", code="no_post"
            )
        value = posts[value]
    return Span(
        row["kind"], row["start"], row["end"], value, row["approved_on"], row["passed_on"], row["note"] or ""
    )
