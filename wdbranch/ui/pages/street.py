"""街道收件: sweep a stick, see each verdict and its next step, sums per branch, open a record, sign a receipt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from wdbranch.book.period import parse_period
from wdbranch.book.record import Record
from wdbranch.operations import slips, street
from wdbranch.operations.street_changes import CHANGED, GONE, NEW, RecordChange, changes
from wdbranch.ui import icons, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.page import Page
from wdbranch.ui.widgets.click import ClickCard, Elided
from wdbranch.ui.widgets.drop import DropFrame
from wdbranch.ui.widgets.section import Section

if TYPE_CHECKING:
    from wdbranch.store.desk import Received
    from wdbranch.street.overview import BranchLine, FormLine

CARD_FILES = "公钥卡 (*.wdcard)"
STATES = {
    "missing": ("未报", "bad"),
    "received": ("已收，待审", "warn"),
    "returned": ("已退回", "warn"),
    "filed": ("已备案", "ok"),
    "invalid": ("校验不过", "bad"),
}
KINDS = {NEW: ("新增", "ok"), CHANGED: ("有改动", "warn"), GONE: ("这一版没有了", "bad")}
QUIET_CODES = ("received", "same_again")
NOT_REPORTED = "未报"
SEEN_OF_BRANCH = 120  # half of what of a chosen branch comes into view, px at normal type size
ROW_HEIGHT = 52
FIRST_COLUMNS = ("支部", "状态", "最近一期")


class StreetPage(Page):
    """Everything the street does, on one page: take in, see, open, answer."""

    title = "街道收件"
    nav_id = "street"
    help = (
        "插上支部交来的 U 盘，点“收 U 盘”，每个文件都会说明能不能收、下一步怎么办。"
        "点一个支部，看它交的记录、签回执。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        self.sweep = style.primary("收 U 盘", "usb", "选一个文件夹或 U 盘收件")
        self.sweep.clicked.connect(self._choose_folder)
        self.register = style.secondary("登记支部公钥卡", "identification-card")
        self.register.clicked.connect(self._choose_card)
        self.own_card = style.secondary("本街道公钥卡", "seal-check", "存本街道的公钥卡，发给支部")
        self.own_card.clicked.connect(self._save_own_card)
        page.addLayout(
            style.row([style.heading("街道收件", 1), 1, self.own_card, self.register, self.sweep], 10)
        )
        self.drop = DropFrame(
            "也可以把 U 盘里的文件夹或报送文件拖到这里。", "选文件夹", "folder-open", self.take_in
        )
        self.drop.act.clicked.connect(self._choose_folder)
        page.addWidget(self.drop)
        self.verdicts = Section("这次收到的")
        self.verdicts.hide()
        page.addWidget(self.verdicts)
        self._results: list[dict[str, Any]] = []
        self.result = style.link("打印这次的收件结果", "printer")
        self.result.clicked.connect(self._print_result)
        self.result.hide()
        page.addLayout(style.row([self.result, 1]))
        self.matrix = Matrix()
        self.matrix.itemSelectionChanged.connect(self._choose_branch)
        self.period = QComboBox()
        self.period.setAccessibleName("看哪一期")
        self.period.currentIndexChanged.connect(lambda _: self.desk.attempt(self._show_matrix))
        card = style.card(gap=10)
        legend = style.label("没有报的写“未报”，不写 0。", size="small", tone="second")
        card.box.addLayout(style.row([style.heading("各支部"), legend, 1, self.period]))
        self._empty = style.label(
            "名单里还没有支部。请支部把公钥卡文件交来，点上面的“登记支部公钥卡”。", tone="second", wrap=True
        )
        card.box.addWidget(self._empty)
        card.box.addWidget(self.matrix)
        page.addWidget(card)
        self.branch = Section("")
        self.branch.hide()
        page.addWidget(self.branch)
        page.addStretch(1)
        self._lines: list[BranchLine] = []

    def go(self, branch: str = "", **where: Any) -> None:
        """Show what a branch handed in."""
        del where
        if branch:
            self.matrix.choose(branch)

    # ---- showing -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the desk and show it."""
        held = self.desk.open_street()
        kept = self.period.currentData()
        periods = sorted({packet.period for packet in street.received(held)}, key=_newest_first)
        self.period.blockSignals(True)
        self.period.clear()
        self.period.addItem("全部期次", "")
        for text in periods:
            self.period.addItem(parse_period(text).label, text)
        self.period.setCurrentIndex(max(0, self.period.findData(kept)))
        self.period.blockSignals(False)
        self._show_matrix()

    def _show_matrix(self) -> None:
        period = str(self.period.currentData() or "")
        self._lines = street.overview(self.desk.open_street(), [period] if period else ())
        chosen = self.matrix.chosen()
        self._empty.setVisible(not self._lines)
        self.matrix.setVisible(bool(self._lines))
        self.matrix.show_lines(self._lines)
        self.matrix.choose(chosen)
        self._show_branch()

    def _choose_branch(self) -> None:
        """Show the chosen branch, and bring it into view below a long list."""
        self._show_branch()
        QTimer.singleShot(0, self._bring_up_branch)  # once it is laid out

    def _bring_up_branch(self) -> None:
        ground = self.parentWidget()
        area = ground.parentWidget() if ground is not None else None
        if isinstance(area, QScrollArea) and self.branch.isVisible():
            area.ensureVisible(0, self.branch.y() + style.px(SEEN_OF_BRANCH), 0, style.px(SEEN_OF_BRANCH))

    def _show_branch(self) -> None:
        code = self.matrix.chosen()
        line = next((line for line in self._lines if line.code == code), None)
        self.branch.setVisible(line is not None)
        if line is None:
            return
        held = self.desk.open_street()
        period = str(self.period.currentData() or "")
        packets = [packet for packet in street.received(held, code) if not period or packet.period == period]
        lines: list[QWidget] = []
        for packet in sorted(packets, key=lambda one: _newest_first(one.period)):
            lines.append(self._packet_line(line, packet))
            lines += [self._record_line(line, change) for change in changes(held, packet.digest)]
        self.branch.rename(line.name)
        self.branch.fill("点一条记录，看它打印出来的样子。", lines, "这个支部还没有交来报送文件。")

    def _packet_line(self, line: BranchLine, packet: Received) -> QWidget:
        made = QWidget()
        head = style.label(f"{parse_period(packet.period).label}　第 {packet.version} 版", strong=True)
        about = f"{_day(packet.received_at)}收到　指纹 {packet.fingerprint}"
        if packet.note:
            about += f"　修改说明：{packet.note}"
        sign = style.link("签回执", "pencil-simple", f"给{line.name}签回执")
        sign.clicked.connect(lambda: self._sign(line, packet))
        box = style.row([head, style.label(about, size="small", tone="second"), 1, sign], 10)
        box.setContentsMargins(*(style.px(side) for side in (16, 6, 10, 6)))
        made.setLayout(box)
        return made

    def _record_line(self, line: BranchLine, change: RecordChange) -> QWidget:
        record, title = change.record, change.title
        made = ClickCard(f"看记录 {title}", kind="row", across=True, margins=(28, 6, 14, 6))
        mark = style.label()
        mark.setPixmap(icons.pixmap("file-text", style.px(18)))
        made.add(mark)
        made.add(style.label(title))
        made.add(Elided(str(record.get("title") or record.get("theme") or ""), tone="second"), 1)
        if record.late:
            made.add(style.tag("补记", "warn"))
        if change.kind in KINDS:
            made.add(style.tag(*KINDS[change.kind]))
        if change.returned is not None:
            made.add(style.tag("退回过，已改" if change.mended else "退回过，没改", "ok" if change.mended else "bad"))
        made.clicked.connect(lambda: self._look(line, change))
        return made

    def _look(self, line: BranchLine, change: RecordChange) -> None:
        """What changed where something did, otherwise the printed page."""
        from wdbranch.ui.dialogs.changes import show_changes

        if change.kind != CHANGED or show_changes(self.desk, change):
            self._preview(line, change.record)

    def _preview(self, line: BranchLine, record: Record) -> None:
        from wdbranch.ui.dialogs.received import show_received

        held = self.desk.open_street()
        plan = self.desk.attempt(lambda: street.plan_received(held, record, line.name))
        if plan is not None:
            show_received(self.desk, street.record_title(held, record), plan)

    # ---- doing -----------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "收哪个文件夹或 U 盘", str(self.desk.folder("sweep")))
        if folder:
            self.desk.keep_folder("sweep", Path(folder))
            self.take_in([Path(folder)])

    def take_in(self, paths: list[Path]) -> None:
        """Sweep these folders or files, beside the window."""
        where: Any = paths[0] if len(paths) == 1 else paths
        if len(paths) > 1:
            where = [found for path in paths for found in packet_files(path)]

        def work(held: Any, report: Any, cancelled: Any) -> list[dict[str, Any]]:
            return street.sweep(held, where, report=report, cancelled=cancelled)

        from wdbranch.ui.dialogs.passphrase import with_keys

        with_keys(self.desk, lambda: self.desk.lend_street("正在收件、核对", work, self._swept))

    def _swept(self, found: list[dict[str, Any]]) -> None:
        self._results = found
        self.result.setVisible(bool(found))
        good = sum(1 for one in found if one["ok"])
        self.verdicts.show()
        self.verdicts.fill(
            f"{len(found)} 个文件，{good} 个通过" if found else "",
            [_verdict_line(one) for one in sorted(found, key=lambda one: one["ok"])],
            "这里没有报送文件（后缀是 .wdp）。",
        )
        self.desk.announce(street.CHANGED)

    def _print_result(self) -> None:
        from wdbranch.ui.dialogs.preview import preview_slip

        held = self.desk.open_street()
        plan = self.desk.attempt(lambda: slips.plan_sweep(held.name, self._results, held.clock()))
        if plan is not None:
            preview_slip(self.desk, plan, "收件结果")

    def _choose_card(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "支部的公钥卡", str(self.desk.folder("sweep")), CARD_FILES
        )
        if chosen:
            self.register_card(Path(chosen))

    def register_card(self, path: Path) -> None:
        """Show a branch's card, ask who compared it with what paper, and put it on the list."""
        from wdbranch.ui.dialogs.register import ask_register

        held = self.desk.open_street()
        looked = self.desk.attempt(lambda: street.look_at_card(held, path))
        told = ask_register(self.desk, *looked) if looked is not None else None
        if told is None:
            return
        by, paper = told
        if self.desk.attempt(lambda: street.register_card(held, path, by=by, paper=paper)) is not None:
            self.desk.announce(street.CHANGED)

    def _save_own_card(self) -> None:
        held = self.desk.open_street()
        start = self.desk.folder("sweep") / f"街道公钥卡-{held.code}.wdcard"
        chosen, _ = QFileDialog.getSaveFileName(self, "本街道公钥卡存到哪里", str(start), CARD_FILES)
        if not chosen:
            return
        path = Path(chosen).with_suffix(".wdcard")
        card = self.desk.attempt(lambda: street.save_card(held, path))
        if card is not None:
            from wdbranch.ui.dialogs.sheet import show_card

            show_card(self.desk, card, path.name)

    def _sign(self, line: BranchLine, packet: Received) -> None:
        from wdbranch.ui.dialogs.receipt import ask_receipt

        ask_receipt(self.desk, line, packet)


class Matrix(QTableWidget):
    """One row for each branch, one column for each form that anyone reported."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("各支部报送情况")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: list[BranchLine]) -> None:
        """Show the branches; a figure nobody reported is 未报, never 0."""
        forms: dict[str, str] = {}
        for line in lines:
            forms.update({form.form: form.short for form in line.forms})
        self.blockSignals(True)
        self.clear()
        self.setColumnCount(len(FIRST_COLUMNS) + len(forms))
        self.setHorizontalHeaderLabels([*FIRST_COLUMNS, *forms.values()])
        self.setRowCount(len(lines))
        for place, line in enumerate(lines):
            self._show_line(place, line, list(forms))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(style.px(44))
        self.setFixedHeight(
            header.sizeHint().height() + style.px(44) * max(1, len(lines)) + 2 * self.frameWidth() + 4
        )
        self.blockSignals(False)

    def _show_line(self, place: int, line: BranchLine, forms: list[str]) -> None:
        state, tone = STATES[line.state]
        name = QTableWidgetItem(line.short or line.name)
        name.setToolTip(line.name)
        name.setData(Qt.ItemDataRole.UserRole, line.code)
        self.setItem(place, 0, name)
        said = QTableWidgetItem(state)
        said.setForeground(style.colour({"bad": "red_text"}.get(tone, tone)))
        self.setItem(place, 1, said)
        self.setItem(
            place, 2, QTableWidgetItem(parse_period(line.last_period).label if line.last_period else "—")
        )
        held = {form.form: form for form in line.forms}
        for column, form in enumerate(forms, start=len(FIRST_COLUMNS)):
            self.setItem(place, column, QTableWidgetItem(figures_of(line, held.get(form))))

    def chosen(self) -> str:
        """The code of the branch whose row is selected; empty for none."""
        rows = self.selectedItems()
        first = self.item(rows[0].row(), 0) if rows else None
        return str(first.data(Qt.ItemDataRole.UserRole)) if first is not None else ""

    def choose(self, code: str) -> None:
        """Select the row of a branch."""
        for place in range(self.rowCount()):
            first = self.item(place, 0)
            if code and first is not None and first.data(Qt.ItemDataRole.UserRole) == code:
                self.selectRow(place)


def figures_of(line: BranchLine, form: FormLine | None) -> str:
    """One cell: 3 次, 到会 60/72; 未报 where the branch has not reported; 0 次 where it has and there was none."""
    if not line.packets:
        return NOT_REPORTED
    if form is None:
        return "0 次"
    if form.present is None or form.due is None:
        return f"{form.count} 次"
    return f"{form.count} 次\n到会 {form.present:g}/{form.due:g}"


def packet_files(path: Path) -> list[Path]:
    """The packet files of one dropped folder, or the file itself."""
    from wdbranch.street.sweep import find_packets

    return find_packets(path)


def _verdict_line(one: dict[str, Any]) -> QWidget:
    made = QWidget()
    if not one["ok"]:
        state = style.tag("不能收", "bad")
    elif one["code"] in QUIET_CODES:
        state = style.tag("通过" if one["taken_in"] else "以前收过", "ok" if one["taken_in"] else "mute")
    else:
        state = style.tag("通过，请留意", "warn")
    said = style.label(one["say"], wrap=True, select=True)
    step = style.label(f"下一步：{one['next']}", tone="red" if not one["ok"] else "second", wrap=True)
    name = Elided(one["file"], size="small", tone="third")
    words = style.column([said, step, name], 2)
    box = style.row([], 12)
    box.setContentsMargins(*(style.px(side) for side in (16, 8, 14, 8)))
    box.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
    box.addLayout(words, 1)
    made.setLayout(box)
    return made


def _newest_first(period: str) -> int:
    return -parse_period(period).last.toordinal()


def _day(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{moment.year}年{moment.month}月{moment.day}日"
