"""Who came: big toggles with live counts, beside the sheet."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QMenu, QScrollArea, QVBoxLayout, QWidget

from wdbranch.book.form import Choice
from wdbranch.book.people_search import matches
from wdbranch.paths import resource
from wdbranch.ui import style
from wdbranch.ui.beside.toggle import Toggle
from wdbranch.ui.sheet.flow import FlowBox


@cache
def usual_reasons() -> tuple[str, ...]:
    """The usual reasons for not coming, from ``resources/phrases/reasons.toml``."""
    with resource("phrases", "reasons.toml").open("rb") as file:
        return tuple(tomllib.load(file)["reasons"])


@dataclass(frozen=True)
class Standing:
    """The counts as shown: figures, the verdict on the quorum with its tone (ok, bad), who came in short."""

    figures: str
    quorum: str = ""
    tone: str = "ok"
    came: str = ""


class Search(QLineEdit):
    """Finds a person by name or pinyin initials; Enter marks the first one found."""

    enter = Signal()
    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter marks, Down goes to the person found, Escape shows everybody again."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class AttendanceCard(style.Card):
    """The toggles. ``marked(names, status, reason)`` says what the person wants."""

    marked = Signal(list, str, str)
    all_wanted = Signal()
    paste_wanted = Signal()
    opinion_wanted = Signal(str)

    def __init__(self, statuses: Sequence[Choice], *, opinions: bool) -> None:
        super().__init__(margins=(14, 12, 14, 12), gap=8)
        self.setAccessibleName("到会情况")
        self._statuses = list(statuses)
        self._opinions = opinions
        self._locked = False
        self.toggles: dict[str, Toggle] = {}
        self._rows: dict[str, Mapping[str, Any]] = {}
        self.everyone = style.link("全部到会", "check")
        self.everyone.clicked.connect(self.all_wanted)
        self.paste = style.link("粘贴名单", "copy")
        self.paste.setToolTip("把一串到会人员的名字粘贴进来，自动点到")
        self.paste.clicked.connect(self.paste_wanted)
        self.box.addLayout(style.row([style.heading("到会情况"), 1, self.paste, self.everyone], 4))
        self.figures = style.label(size="small", tone="second", wrap=True)
        self.box.addWidget(self.figures)
        self.quorum = style.tag("")
        self.quorum.hide()
        self.box.addWidget(self.quorum)
        self.search = Search()
        self.search.setAccessibleName("按姓名或拼音首字母找人，回车点到")
        self.search.setPlaceholderText("找人：姓名或拼音首字母，回车点到")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.enter.connect(self._mark_found)
        self.search.down.connect(self._go_to_found)
        self.box.addWidget(self.search)
        self._flow = FlowBox(gap=style.px(8), margin=2, least=style.px(100), spans=True)
        self._exceptions = QWidget()
        self._lines = QVBoxLayout(self._exceptions)
        self._lines.setContentsMargins(2, style.px(8), 2, 0)
        self._lines.setSpacing(style.px(6))
        inside = QWidget()
        inside.setLayout(style.column([self._flow, self._exceptions, 1], 0))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.setProperty("kind", "on_card")
        self.area.setProperty("kind", "on_card")
        self.area.setWidget(inside)
        self.area.setMinimumHeight(style.px(90))
        self.box.addWidget(self.area, 1)

    # ---- what it shows ---------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Mapping[str, Any]], standing: Standing, *, locked: bool) -> None:
        """Show the attendance rows of a record and its counts; toggles stay where the people stay."""
        self._locked = locked
        names = [str(row["name"]) for row in rows]
        if names != list(self.toggles):
            self._build(names)
        self._rows = {str(row["name"]): row for row in rows}
        for name, row in self._rows.items():
            self.toggles[name].lock(locked)
            self.toggles[name].show_status(row.get("status"), str(row.get("reason") or ""))
        self.figures.setText(standing.figures)
        self.quorum.setText(standing.quorum)
        self.quorum.setProperty("tone", standing.tone)
        style.restyle(self.quorum)
        self.quorum.setVisible(bool(standing.quorum))
        for part in (self.everyone, self.paste):
            part.setVisible(not locked and bool(names))
        self.search.setVisible(not locked and bool(names))
        self._show_exceptions()

    def focus_first(self) -> None:
        """Put the keyboard on the toggles."""
        target = next((toggle for toggle in self.toggles.values() if toggle.isVisibleTo(self)), None)
        (target or self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, names: Sequence[str]) -> None:
        self._flow.clear()
        self.toggles = {}
        for name in names:
            toggle = Toggle(name, self._statuses)
            toggle.chosen.connect(lambda status, who=name: self._choose(who, status))
            toggle.menu_wanted.connect(lambda who=name: self.open_menu(who))
            toggle.moved.connect(lambda key, who=name: self._move(who, key))
            self._flow.add(toggle)
            self.toggles[name] = toggle
        for toggle in list(self.toggles.values())[:1]:
            toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # one stop of Tab; the arrows do the rest
        chain = [self.paste, self.everyone, self.search, *list(self.toggles.values())[:1]]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self._flow.relayout()

    def _show_exceptions(self) -> None:
        """Below the toggles: who did not come, each with the reason to choose or to write."""
        wanted = [
            (name, status)
            for name, row in self._rows.items()
            if (status := self._choice(row.get("status"))) is not None and "present" not in status.tags
        ]
        if self._locked:
            wanted = []  # the sheet tells the reasons; here nothing can be changed
        shown = [self._lines.itemAt(i).widget().property("who") for i in range(self._lines.count())]
        if [name for name, _ in wanted] == shown:
            for number, (name, _) in enumerate(wanted):
                line = self._lines.itemAt(number).widget()
                assert isinstance(line, ReasonLine)
                line.show_row(self._said(name), str(self._rows[name].get("reason") or ""))
            return
        style.clear(self._lines)
        for name, _ in wanted:
            line = ReasonLine(name)
            line.show_row(self._said(name), str(self._rows[name].get("reason") or ""))
            line.given.connect(
                lambda reason, who=name: self.marked.emit([who], self._rows[who]["status"], reason)
            )
            self._lines.addWidget(line)
        self._chain_reasons()

    def _chain_reasons(self) -> None:
        """Tab goes from the toggles to the reasons, and Enter from one reason to the next."""
        lines = [self._lines.itemAt(i).widget() for i in range(self._lines.count())]
        boxes = [line.reason for line in lines if isinstance(line, ReasonLine)]
        for before, after in pairwise([*list(self.toggles.values())[-1:], *boxes]):
            QWidget.setTabOrder(before, after)

    def _said(self, name: str) -> str:
        row = self._rows[name]
        status = self._choice(row.get("status"))
        opinion = "，已交书面意见" if row.get("opinion") else ""
        return f"{name}　{status.label if status else ''}{opinion}"

    def _choice(self, status: Any) -> Choice | None:
        return next((choice for choice in self._statuses if choice.id == status), None)

    # ---- what the person does --------------------------------------------------------------------------

    def _choose(self, name: str, status: str) -> None:
        same = self._rows[name].get("status") == status
        self.marked.emit([name], status, str(self._rows[name].get("reason") or "") if same else "")

    def open_menu(self, name: str) -> None:
        """All statuses of the form, the usual reasons, the written opinion."""
        menu = QMenu(self)
        for number, status in enumerate(self._statuses, 1):
            if "absent" in status.tags and "served" not in status.tags:
                reasons = menu.addMenu(f"{status.label}（&{number}）")
                for reason in ("", *usual_reasons()):
                    act = reasons.addAction(reason or "不写原因")
                    act.triggered.connect(
                        lambda _on=False, s=status.id, why=reason: self.marked.emit([name], s, why)
                    )
            else:
                act = menu.addAction(f"{status.label}（&{number}）")
                act.triggered.connect(lambda _on=False, s=status.id: self._choose(name, s))
        if self._opinions:
            menu.addSeparator()
            menu.addAction("会前书面意见…").triggered.connect(lambda: self.opinion_wanted.emit(name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        toggle = self.toggles[name]
        menu.popup(toggle.mapToGlobal(toggle.rect().bottomLeft()))

    def _filter(self, typed: str) -> None:
        for name, toggle in self.toggles.items():
            toggle.setVisible(bool(matches(name, typed)))
        self._flow.relayout()

    def _mark_found(self) -> None:
        typed = self.search.text()
        found = sorted(
            ((matches(name, typed), -place, name) for place, name in enumerate(self.toggles)), reverse=True
        )
        came = next((status.id for status in self._statuses if "present" in status.tags), None)
        if not (typed.strip() and found and found[0][0] and came) or self._locked:
            return
        name = found[0][2]
        if self._rows[name].get("status") == came:
            self.open_menu(name)  # who is looked for after 全部到会 is one of the exceptions
        else:
            self.marked.emit([name], came, "")
        self.search.clear()

    def _go_to_found(self) -> None:
        first = next((toggle for toggle in self.toggles.values() if not toggle.isHidden()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, name: str, key: int) -> None:
        visible = [toggle for toggle in self.toggles.values() if not toggle.isHidden()]
        place = visible.index(self.toggles[name])
        first_row = [toggle for toggle in visible if toggle.y() == visible[0].y()]
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -len(first_row),
            Qt.Key.Key_Down: len(first_row),
        }
        target = place + steps[Qt.Key(key)]
        if 0 <= target < len(visible):
            visible[target].setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(visible[target], 0, style.px(8))


class ReasonLine(QWidget):
    """One person who did not come, with the reason: chosen from the usual ones or written."""

    given = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("who", name)
        self._said = style.label(size="small", wrap=True)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(["", *usual_reasons()])
        self.reason.setAccessibleName(f"{name}的原因")
        self.reason.setFixedWidth(style.px(132))
        line = QLineEdit()
        line.setPlaceholderText("原因")
        line.setAccessibleName(f"{name}的原因")
        line.editingFinished.connect(self._leave)
        line.returnPressed.connect(self.reason.focusNextChild)
        self.reason.setLineEdit(line)
        self.reason.activated.connect(lambda _index: self._leave())
        self.reason.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        self._shown = ""
        self.setLayout(style.row([self._said, self.reason], 8))

    def show_row(self, said: str, reason: str) -> None:
        """Show who, how, and why."""
        self._said.setText(said)
        self._shown = reason
        if self.reason.currentText() != reason and not self.reason.hasFocus():
            self.reason.setCurrentText(reason)

    def _leave(self) -> None:
        reason = self.reason.currentText().strip()
        if reason != self._shown:
            self._shown = reason
            self.given.emit(reason)
