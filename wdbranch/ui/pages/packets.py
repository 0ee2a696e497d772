"""报送与回执: what leaves the branch, shown before it leaves; the keys in plain words; what came back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from wdbranch.book.period import parse_period
from wdbranch.book.record import Record
from wdbranch.book.values import record_number
from wdbranch.operations import packets
from wdbranch.operations.payload import Leaving
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.finding_line import FindingLine
from wdbranch.ui.jobs import beside
from wdbranch.ui.keys_card import KeysCard
from wdbranch.ui.page import Page
from wdbranch.ui.widgets.click import ClickCard, Elided
from wdbranch.ui.widgets.drop import DropFrame
from wdbranch.ui.widgets.field import named_line
from wdbranch.ui.widgets.flow import Columns
from wdbranch.ui.widgets.section import Section

RECEIPT_FILES = "街道回执 (*.wdr)"
VERDICT_TONES = {"received": "ok", "filed": "ok", "returned": "warn", "invalid": "bad"}
NEVER_LEAVES = "身份证号、手机号、家庭住址、困难和健康情况，从不离开支部。"


class PacketsPage(Page):
    """Report to the street and take in its answers."""

    title = "报送与回执"
    nav_id = "packets"
    help = "选一期，看清要带走什么，写到 U 盘交给街道；街道的回执拿回来后，拖进这一页。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        lead = style.label("定稿的记录签名、加密后写到 U 盘，只有街道打得开。", tone="second", wrap=True)
        page.addWidget(style.heading("报送与回执", 1))
        page.addWidget(lead)
        self.sending = SendCard(desk)
        self.keys = KeysCard(desk)
        self.receipts = Section("街道回执")
        self.drop = DropFrame(
            "把回执文件（.wdr）拖到这里，或者点左边选择。", "打开回执", "download-simple", self.open_receipts
        )
        self.drop.act.clicked.connect(self._choose_receipt)
        self.sent = Section("报送过的")
        left, right = QWidget(), QWidget()
        left.setLayout(style.column([self.sending, 1], 12))
        right.setLayout(style.column([self.keys, self.drop, self.receipts, self.sent, 1], 12))
        columns = Columns(400, weights=(11, 10))
        columns.put([left, right])
        page.addWidget(columns)
        page.addStretch(1)

    def refresh(self) -> None:
        """Show what would leave, how far the keys are, what was sent, what came back."""
        standing = self.desk.run(packets.standing)
        if standing is None:
            return
        self.keys.show_standing(standing)
        self.sending.show_standing(standing)
        self.receipts.fill(
            "",
            [ReceiptLines(self.desk, one) for one in reversed(standing.receipts)],
            "还没有回执。报送以后，街道会给一张。",
        )
        answered = {one["packet"]: one for one in standing.receipts}
        self.sent.fill(
            f"共 {len(standing.sent)} 次" if standing.sent else "",
            [_sent_line(self.desk, one, answered.get(one["digest"])) for one in reversed(standing.sent)],
            "还没有报送过。",
        )

    def open_receipts(self, paths: list[Path]) -> None:
        """Open receipts that were chosen or dropped; each says its answer."""
        for path in paths:
            receipt = self.desk.change(None, packets.open_receipt, path)
            if receipt is not None:
                self.desk.note(receipt.say)
                self.freshen()

    def _choose_receipt(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "打开回执", str(self.desk.folder("receipt")), RECEIPT_FILES
        )
        if chosen:
            self.desk.keep_folder("receipt", Path(chosen).parent)
            self.open_receipts([Path(chosen)])


class SendCard(style.Card):
    """Choose a period, see what leaves, write it to the stick."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margins=(16, 14, 16, 16), gap=10)
        self._desk = desk
        self._leaving: Leaving | None = None
        self._version = 1
        self._sealed = False
        self.period = QComboBox()
        self.period.setAccessibleName("报送哪一期")
        for text in periods(desk.today()):
            self.period.addItem(parse_period(text).label, text)
        self.period.setCurrentIndex(self.period.findData(last_quarter(desk.today())))
        self.period.currentIndexChanged.connect(lambda _: desk.attempt(self._preview))
        self.box.addLayout(style.row([style.heading("报送一期"), 1, self.period]))
        self._head = style.label(strong=True, wrap=True)
        self.what = style.link("带走哪些栏目", "eye")
        self.what.clicked.connect(self._show_fields)
        self.pages = style.link("看打印页", "file-text", "看带走的每一页打印出来的样子")
        self.pages.clicked.connect(self._show_pages)
        self.write = style.primary("写到 U 盘", "usb")
        self.write.clicked.connect(self._write)
        self._note_box = QWidget()
        inside = style.column([], 4)
        self._note_box.setLayout(inside)
        self.note = named_line(inside, "修改说明＊", "这一期以前报送过，写一句这次改了什么")
        self.note.textChanged.connect(self._judge)
        self.box.addWidget(self._note_box)
        self._warning = style.label(tone="warn", wrap=True)
        self.box.addWidget(self._warning)
        self.box.addLayout(style.row([self.what, self.pages, 1, self.write]))
        self.box.addWidget(style.rule())
        self.box.addWidget(self._head)
        self._content = QVBoxLayout()
        self._content.setSpacing(style.px(4))
        self.box.addLayout(self._content)

    def show_standing(self, standing: packets.Standing) -> None:
        """Preview the chosen period."""
        self._sealed = standing.street is not None
        self._sent = standing.sent
        self._preview()

    def _preview(self) -> None:
        period = str(self.period.currentData())
        self._leaving = self._desk.run(packets.preview, period)
        if self._leaving is None:
            return
        self._version = 1 + max((one["version"] for one in self._sent if one["period"] == period), default=0)
        self._note_box.setVisible(self._version > 1)
        style.clear(self._content)
        leaving = self._leaving
        self._head.setText(_said_of(leaving))
        if leaving.blocking:
            self._content.addWidget(style.label("先改好这些再报送：", tone="red"))
        for finding in leaving.blocking:
            self._content.addWidget(FindingLine(self._desk, finding))
        by_form: dict[str, list[Record]] = {}
        for record in leaving.records:
            by_form.setdefault(record.form, []).append(record)
        for records in sorted(by_form.values(), key=lambda found: form_of(self._desk, found[0]).order):
            self._content.addWidget(_kind_line(self._desk, records))
        if leaving.drafts:
            self._content.addWidget(
                style.label(
                    f"这 {len(leaving.drafts)} 份还是草稿，不带走，定稿后才能报送：", tone="warn", wrap=True
                )
            )
        for record in leaving.drafts:
            self._content.addWidget(_record_line(self._desk, record, "pencil-simple", "warn"))
        if leaving.staying:
            names = "、".join(one.name for one in leaving.staying)
            self._content.addWidget(style.label(f"这些附件的类型不能带走：{names}", tone="second", wrap=True))
        self._warning.setText(
            "" if self._sealed else "还没有登记街道公钥卡：现在写出的文件谁都能打开。请先在右边登记。"
        )
        self._warning.setVisible(not self._sealed)
        self._judge()

    def _judge(self) -> None:
        leaving = self._leaving
        ready = leaving is not None and bool(leaving.records) and not leaving.blocking
        self.write.setEnabled(ready and (self._version == 1 or bool(self.note.text().strip())))
        for link in (self.what, self.pages):
            link.setEnabled(leaving is not None and bool(leaving.records))

    def _show_pages(self) -> None:
        from wdbranch.ui.dialogs.preview import preview_slip

        period = str(self.period.currentData())
        plan = self._desk.run(packets.plan_leaving, period)
        if plan is not None:
            preview_slip(self._desk, plan, f"{parse_period(period).label}带走的页")

    def _show_fields(self) -> None:
        leaving = self._leaving
        assert leaving is not None
        forms = {record.form: form_of(self._desk, record) for record in leaving.records}
        parts = [
            (form.short, "、".join(leaving.fields[form.id]) + "。" + _kept(leaving, form.id))
            for form in forms.values()
        ]
        box = messages.Box(self._desk.window, "带走哪些栏目", [*parts, ("不带走", NEVER_LEAVES)], icon="eye")
        box.verbs("知道了")
        messages.show(box)

    def _write(self) -> None:
        desk = self._desk
        folder = QFileDialog.getExistingDirectory(self, "写到哪里（选 U 盘）", str(desk.folder("export")))
        if folder and (self._sealed or confirm_unsealed(desk)):
            from wdbranch.ui.dialogs.passphrase import with_keys

            desk.keep_folder("export", Path(folder))
            with_keys(desk, lambda: self.write_to(Path(folder)))

    def write_to(self, folder: Path) -> None:
        """Seal the chosen period into a folder, beside the open book, and remember it."""
        period, note, desk = str(self.period.currentData()), self.note.text().strip(), self._desk
        unsealed = not self._sealed
        self.write.setEnabled(False)

        def work(book: Any, report: Any, cancelled: Any) -> packets.Sealed:
            return packets.seal(
                book, period, folder, note=note, unsealed=unsealed, report=report, cancelled=cancelled
            )

        desk.jobs.start(desk, "正在写报送文件", beside(desk.open_book().path, work), None, self._written)
        self._judge()

    def _written(self, made: packets.Sealed) -> None:
        desk = self._desk
        desk.change(None, packets.remember, made)
        self.note.clear()
        text = f"文件：{made.sent.path.name}\n指纹：{made.sent.fingerprint}\n已从磁盘读回，逐字核对过。"
        box = messages.Box(
            desk.window,
            "报送文件写好了",
            [("", text), ("", "请打印交接单，安全弹出 U 盘，一起送到街道。")],
            icon="check-circle",
        )
        box.verbs("看交接单，打印", "关闭")
        if messages.show(box):
            _show_handover(desk, desk.open_book().sent()[-1])


class ReceiptLines(QWidget):
    """One receipt: its answer, and each returned record one click away."""

    def __init__(self, desk: Desk, receipt: dict[str, Any]) -> None:
        super().__init__()
        from wdbranch.packet.receipt import return_codes, verdict_labels, ways

        labels = {one.code: one.label for one in return_codes()}
        period = parse_period(receipt["period"]).label
        head = style.label(f"{period}　第 {receipt['version']} 版", strong=True)
        state = style.tag(verdict_labels()[receipt["verdict"]], VERDICT_TONES.get(receipt["verdict"], "mute"))
        when = style.label(_moment(receipt["at"]), size="small", tone="second")
        box = style.column([style.row([head, when, 1, state])], 4)
        box.setContentsMargins(*(style.px(side) for side in (16, 8, 14, 8)))
        if receipt.get("note"):
            box.addWidget(style.label(receipt["note"], tone="second", wrap=True))
        for item in receipt["items"]:
            reason = labels.get(item["code"], item["code"])
            until = f"，{_moment(item['deadline'])}前" if item["deadline"] else ""
            text = f"{item['rec_no']}　{reason}　{ways().get(item['way'], item['way'])}{until}"
            line = ClickCard(f"去改：{text}", kind="row", across=True, margins=(4, 5, 4, 5))
            said = style.label(f"{text}\n{item['note']}" if item["note"] else text, tone="red", wrap=True)
            line.add(said, 1)
            line.clicked.connect(
                lambda _on=False, record=item["record"], said=text: go_and_mend(desk, record, said)
            )
            box.addWidget(line)
        self.setLayout(box)


def go_and_mend(desk: Desk, record: str, reason: str) -> None:
    """Open a returned record and say there why it came back and what comes first."""
    desk.navigate("record", record_id=record)
    desk.note(f"街道退回：{reason}。点上面的“更正”，改好再定稿、报送。")


def periods(today: date) -> list[str]:
    """The periods to choose from: this year's months so far, its quarters, the year, and last year's end."""
    year, quarter = today.year, (today.month + 2) // 3
    months = [f"{year}-{month:02d}" for month in range(today.month, 0, -1)]
    quarters = [f"{year}-Q{number}" for number in range(quarter, 0, -1)]
    return [*quarters, *months, str(year), f"{year - 1}-Q4", f"{year - 1}-12", str(year - 1)]


def last_quarter(today: date) -> str:
    """The quarter that ended last."""
    quarter = (today.month - 1) // 3
    return f"{today.year}-Q{quarter}" if quarter else f"{today.year - 1}-Q4"


def form_of(desk: Desk, record: Record) -> Any:
    """The form of a record, in its edition."""
    return desk.open_book().editions[record.edition].forms[record.form]


def confirm_unsealed(desk: Desk) -> bool:
    """Ask before a packet that anyone could read."""
    text = "还没有登记街道公钥卡，这次的文件不加密：谁拿到 U 盘，都能看到会议记录和到会人员姓名。"
    return messages.confirm(desk.window, "不加密也要写吗？", text, "我知道，照样写", "先去登记")


def _said_of(leaving: Leaving) -> str:
    """How much leaves: 带走 12 份定稿的记录，附件 3 个（1.2 MB）."""
    if not leaving.records:
        return "这一期还没有定稿的记录。"
    said = f"带走 {len(leaving.records)} 份定稿的记录"
    if leaving.attachments:
        size = sum(one.size for one in leaving.attachments)
        said += f"，附件 {len(leaving.attachments)} 个（{size / 1e6:.1f} MB）"
    return said + "："


def _kind_line(desk: Desk, records: list[Record]) -> QWidget:
    """All records of one kind in one line, a click away from their list; a single one opens itself."""
    if len(records) == 1:
        return _record_line(desk, records[0], "check-circle", "ok")
    from wdbranch.ui import icons

    form = form_of(desk, records[0])
    first, last = (record_number(form, record) for record in (records[0], records[-1]))
    made = ClickCard(f"打开{form.short}的清单", kind="row", across=True, margins=(4, 4, 6, 4))
    mark = style.label()
    mark.setPixmap(icons.pixmap("check-circle", style.px(18), "ok"))
    made.add(mark)
    made.add(style.label(f"{form.short}　{len(records)} 份"))
    made.add(Elided(f"{first} 至 {last}", size="small", tone="second"), 1)
    made.clicked.connect(lambda: desk.navigate("book", form=form.id, year=records[0].year))
    return made


def _record_line(desk: Desk, record: Record, icon: str, tone: str) -> QWidget:
    from wdbranch.ui import icons

    form = form_of(desk, record)
    title = str(record.get("title") or record.get("theme") or form.title)
    made = ClickCard(f"打开 {title}", kind="row", across=True, margins=(4, 4, 6, 4))
    mark = style.label()
    mark.setPixmap(icons.pixmap(icon, style.px(18), tone))
    made.add(mark)
    made.add(style.label(record_number(form, record), size="small", tone="second"))
    made.add(Elided(title), 1)
    made.clicked.connect(lambda: desk.navigate("record", record_id=record.id))
    return made


def _kept(leaving: Leaving, form: str) -> str:
    return f"（不带走：{'、'.join(leaving.kept[form])}）" if leaving.kept[form] else ""


def _sent_line(desk: Desk, sent: dict[str, Any], receipt: dict[str, Any] | None) -> QWidget:
    made = QWidget()
    head = style.label(f"{parse_period(sent['period']).label}　第 {sent['version']} 版")
    more = style.label(f"{_moment(sent['created'])}　指纹 {sent['fingerprint']}", size="small", tone="second")
    if receipt is None:
        state = style.tag("等回执")
    else:
        from wdbranch.packet.receipt import verdict_labels

        state = style.tag(verdict_labels()[receipt["verdict"]], VERDICT_TONES.get(receipt["verdict"], "mute"))
    slip = style.link("交接单", "printer", f"看{head.text()}的交接单，打印")
    slip.clicked.connect(lambda: _show_handover(desk, sent))
    box = style.row([style.column([head, more], 1), 1, slip, state])
    box.setContentsMargins(*(style.px(side) for side in (16, 8, 14, 8)))
    made.setLayout(box)
    return made


def _show_handover(desk: Desk, sent: dict[str, Any]) -> None:
    from wdbranch.ui.dialogs.sheet import show_handover

    show_handover(desk, sent)


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{moment.year}年{moment.month}月{moment.day}日"
