"""全年安排: twelve months by kinds of meetings: what took place, what is planned, what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QMenu, QPushButton, QSizePolicy, QWidget

from wdbranch.operations import record as records
from wdbranch.operations import year as operations
from wdbranch.rules.calendar import month_end
from wdbranch.rules.year import (
    DONE,
    DUE,
    EXPLAINED,
    MONTHS,
    NOTHING,
    OPEN,
    OVERDUE,
    PLANNED,
    Cell,
    Kind,
    Year,
)
from wdbranch.ui import first_picture, messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.home_view import duty_view, gather
from wdbranch.ui.new_record import begin, begin_on
from wdbranch.ui.page import Page
from wdbranch.ui.save_file import EXCEL, ask_path
from wdbranch.ui.widgets.click import cut
from wdbranch.ui.widgets.section import Section

SIGNS = {
    DONE: ("√", "ok", "开过"),
    EXPLAINED: ("说", "ok", "已说明"),
    PLANNED: ("○", "", "已排"),
    DUE: ("△", "warn", "本月要办"),
    OVERDUE: ("×", "bad", "缺"),
    OPEN: ("·", "mute", "应开"),
    NOTHING: ("", "", ""),
}
"""The mark of each state, its tone, and what it is called: never by colour alone."""
PRESSING_DAYS = 3
PRESSING_SHOWN = 3


class YearPage(Page):
    """The year at a glance. ``go(year=…)`` shows another year."""

    title = "全年安排"
    nav_id = "year"
    help = (
        "一行一个月，一列一类。√ 是开过的，点一下看记录；○ 是排好的，△ 是本月要开的，× 是缺的，点一下就能记。"
        "先在“排全年”里写好打算，开过的自动打勾；印出来就是年度安排表。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body(10)
        self.year = desk.today().year
        self.shown: Year | None = None
        self._counts = style.label(tone="second", wrap=True)
        self.years = QComboBox()
        self.years.setAccessibleName("年度")
        self.years.activated.connect(lambda _at: self.go(year=self.years.currentData()))
        self.print = style.secondary("打印", "printer", "打印年度安排表、报备表")
        self.print.clicked.connect(self._print_menu)
        self.plan = style.primary("排全年", "pencil-simple")
        self.plan.clicked.connect(self.arrange)
        words = style.column([style.heading(self.title, 1), self._counts], 2)
        head = style.row([words, self.years, self.print, self.plan], 10)
        head.setStretch(0, 1)
        page.addLayout(head)
        self._pressing = Section("眼下要办的")
        page.addWidget(self._pressing)
        card = style.card(margins=(10, 8, 10, 8), gap=6)
        self._grid = QGridLayout()
        self._grid.setSpacing(style.px(2))
        card.box.addLayout(self._grid)
        page.addWidget(card)
        page.addStretch(1)

    # ---- showing -------------------------------------------------------------------------------------------

    def go(self, **where: Any) -> None:
        """Show another year."""
        if where.get("year"):
            self.year = int(where["year"])
            self.freshen()

    def refresh(self) -> None:
        """Read the year and show it."""
        today = self.desk.today()
        found = self.desk.run(operations.of_year, self.year, today)
        if found is None:
            return
        self.shown = found
        self._fill_years(today)
        marks = [f"{sign} {name} {found.count(state)}" for state, (sign, _, name) in SIGNS.items() if sign]
        self._counts.setText("　".join(marks))
        self.plan.setText(" 改安排" if found.schedule else " 排全年")
        self._show_pressing(today)
        self._show_cells(found, today)

    def _fill_years(self, today: date) -> None:
        known = {record.year for record in self.desk.open_book().snapshot().records}
        years = sorted({today.year, today.year + 1, self.year, *known}, reverse=True)
        self.years.clear()
        for year in years:
            self.years.addItem(f"{year}年", year)
        self.years.setCurrentIndex(years.index(self.year))

    def _show_pressing(self, today: date) -> None:
        from wdbranch.operations import overview
        from wdbranch.ui.pages.home import DutyLine

        due = self.desk.run(overview.duties, today) or []
        pressing = gather([one for one in due if one.state != "done" and one.days_left <= PRESSING_DAYS])
        lines = [DutyLine(self.desk, duty_view(duty, more)) for duty, more in pressing[:PRESSING_SHOWN]]
        rest = len(pressing) - len(lines)
        self._pressing.setVisible(self.year == today.year)
        self._pressing.fill(f"还有 {rest} 项在工作台" if rest > 0 else "", lines, "三天以内没有到期的事。")

    def _show_cells(self, found: Year, today: date) -> None:
        style.clear(self._grid)
        for column, kind in enumerate(found.kinds, 1):
            head = style.label(kind.label.replace("、", "、\n", 1), size="small", tone="second", strong=True)
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 3 if kind.id in ("lecture", "theme_day") else 2)
        for month in MONTHS:
            now = found.year == today.year and month == today.month
            name = style.label(f"{month}月", strong=now, tone="red" if now else "second")
            self._grid.addWidget(name, month, 0)
            for column, kind in enumerate(found.kinds, 1):
                self._grid.addWidget(self._cell(found.cells[month, kind.id], kind), month, column)

    def _cell(self, cell: Cell, kind: Kind) -> QWidget:
        if cell.state == NOTHING:
            return style.label("")
        made = CellButton(cell, kind)
        made.clicked.connect(lambda: self._open(cell, kind, made))
        return made

    # ---- doing ---------------------------------------------------------------------------------------------

    def _open(self, cell: Cell, kind: Kind, at: QPushButton) -> None:
        """To its only record, otherwise a menu of what can be done."""
        held = [entry.record for entry in cell.entries if entry.record is not None]
        if cell.state == DONE and len(held) == 1:
            self.desk.navigate("record", record_id=held[0].id)
            return
        menu = self.menu_of(cell, kind)
        menu.setActiveAction(menu.actions()[0])
        menu.popup(at.mapToGlobal(QPoint(0, at.height())))

    def menu_of(self, cell: Cell, kind: Kind) -> QMenu:
        """What can be done with a cell: look, record, explain, plan."""
        menu = QMenu(self)
        for entry in cell.entries:
            if entry.record is not None:
                act = menu.addAction(f"看 {entry.number}　{entry.topic}".rstrip())
                act.triggered.connect(lambda _on=False, one=entry.record: self._look_at(one.id))
        first = date(self.year, cell.month, 1)
        if cell.form and first <= self.desk.today():
            form = cell.form
            act = menu.addAction(f"记一次（{cell.month}月{kind.label.split('、', maxsplit=1)[0]}）")
            act.triggered.connect(lambda: self._record(cell, form))
        if cell.evidence:
            act = menu.addAction("改写明的原因" if cell.state == EXPLAINED else "没有开，写明原因")
            act.triggered.connect(lambda: self._explain(cell, kind))
        menu.addAction("改全年安排").triggered.connect(self.arrange)
        return menu

    def _look_at(self, record_id: str) -> None:
        self.desk.navigate("record", record_id=record_id)

    def _record(self, cell: Cell, form: str) -> None:
        today, last = self.desk.today(), month_end(self.year, cell.month)
        planned = next((entry.day for entry in cell.entries if entry.record is None and entry.day), None)
        if planned is not None and planned <= today:
            begin_on(self.desk, form, planned)
        else:
            begin(self.desk, form, last if last < today else None)

    def _explain(self, cell: Cell, kind: Kind) -> None:
        from wdbranch.operations import overview

        said = messages.ask_reason(
            self, "写明原因", f"{self.year}年{cell.month}月{kind.label}", hint="例如：因防汛推迟到下月", verb="记下原因"
        )
        if said is not None:
            self.desk.change(self, overview.set_evidence, cell.evidence, met=bool(said) or None, note=said)
            self.freshen()

    def arrange(self) -> None:
        """Open the plan of the year; where there is none, begin one, as last year's where that was planned."""
        found = self.desk.run(operations.schedule, self.year)
        if found is None and self.desk.run(operations.schedule, self.year - 1) is not None:
            text = f"{self.year - 1}年排过。月份、类别、负责人照搬，日期按{self.year}年同一个星期几，题目重写。"
            if messages.confirm(self, "照去年排一份？", text, "照去年排", "从空白排"):
                saved = self.desk.change(self, operations.copy_last_year, self.year)
                found = saved.record.id if saved is not None else None
        if found is None:
            today = self.desk.today()
            day = today if today.year == self.year else date(self.year, 1, 1)
            made = self.desk.change(self, records.new, operations.SCHEDULE, day=day)
            found = made.record.id if made is not None else None
        if found is not None:
            self.desk.navigate("record", record_id=found)

    # ---- paper ---------------------------------------------------------------------------------------------

    def _print_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction("年度安排表").triggered.connect(lambda: self._preview("", "年度安排表"))
        for quarter in range(1, 5):
            period = f"{self.year}-Q{quarter}"
            name = f"第{'一二三四'[quarter - 1]}季度计划报备表"
            menu.addAction(name).triggered.connect(lambda _on=False, of=period, said=name: self._preview(of, said))
        menu.addSeparator()
        for quarter in range(1, 5):
            period = f"{self.year}-Q{quarter}"
            name = f"第{'一二三四'[quarter - 1]}季度计划报备表"
            act = menu.addAction(f"存成 Excel：{name}")
            act.triggered.connect(lambda _on=False, of=period, said=name: self._export(of, said))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.print.mapToGlobal(QPoint(0, self.print.height() + 4)))

    def _preview(self, period: str, name: str) -> None:
        from wdbranch.operations import printing
        from wdbranch.ui.dialogs.preview import preview_plan

        if period:
            plan = self.desk.run(operations.plan_quarter, period)
        else:
            plan = self.desk.run(printing.plan_view, self.year, operations.SHEET)
        if plan is not None:
            preview_plan(self, self.desk, plan, name)

    def _export(self, period: str, name: str) -> None:
        path = ask_path(self, self.desk, "存成 Excel", name, EXCEL, purpose="print")
        if path is not None and self.desk.run(operations.export_quarter, period, path) is not None:
            self.desk.note(f"已存到“{path.name}”。")


class CellButton(QPushButton):
    """One cell: its mark, the day, and as much of the topic as there is room for."""

    def __init__(self, cell: Cell, kind: Kind) -> None:
        super().__init__()
        sign, tone, name = SIGNS[cell.state]
        self._whole = " ".join(part for part in (sign, _words(cell, name)) if part)
        self.setProperty("kind", "cell")
        self.setProperty("tone", tone)
        self.setText(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        first_picture.hand(self)
        told = [f"{entry.number} {entry.topic}".strip() for entry in cell.entries]
        said = f"{cell.month}月{kind.label}：{name}"
        self.setAccessibleName("，".join([said, *[one for one in told if one]]))
        self.setToolTip("\n".join(part for part in (said, *told, cell.say) if part))

    def resizeEvent(self, event: Any) -> None:
        """Cut the text to the room."""
        super().resizeEvent(event)
        self.setText(cut(self._whole, self.fontMetrics(), self.width() - style.px(14)))


def _words(cell: Cell, name: str) -> str:
    """20日 and the topic; how many where it was several; what is lacking where something was held already."""
    held = [entry for entry in cell.entries if entry.record is not None]
    if cell.state in (OVERDUE, DUE) and held:
        return f"{name}，已开 {len(held)} 次"
    entry = next(iter(cell.entries), None)
    if entry is None:
        return name
    day = entry.day
    when = "" if day is None else f"{day.day}日" if day.month == cell.month else f"{day.month}月{day.day}日"
    many = f"等 {len(cell.entries)} 次" if len(cell.entries) > 1 else entry.topic
    return " ".join(part for part in (when, many) if part) or name
