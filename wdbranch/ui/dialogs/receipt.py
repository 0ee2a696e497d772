"""Sign a receipt: the verdict, and for each returned record why and until when."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from wdbranch.book.record import Record
from wdbranch.operations import street
from wdbranch.packet.receipt import Item, return_codes, verdict_labels, ways
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box
from wdbranch.ui.widgets.day_edit import DayEdit
from wdbranch.ui.widgets.field import named_line

if TYPE_CHECKING:
    from wdbranch.store.desk import Desk as StreetDesk
    from wdbranch.store.desk import Received
    from wdbranch.street.overview import BranchLine

OFFERED = ("received", "returned", "filed")
DAYS_TO_MEND = 7
LIST_HEIGHT = 210
ROUND_THE_LIST = 385  # what else the box holds, px at normal type size


class ReceiptDialog(Box):
    """已收, 退回 (record by record) or 已备案."""

    def __init__(self, desk: Desk, line: BranchLine, packet: Received) -> None:
        super().__init__(desk.window, f"给{line.short or line.name}签回执", [], icon="seal-check")
        self.setFixedWidth(style.px(640))
        self.verdicts = QButtonGroup(self)
        buttons = []
        for number, verdict in enumerate(OFFERED):
            made = style.button(verdict_labels()[verdict], "choice")
            made.setCheckable(True)
            made.setChecked(number == 0)
            self.verdicts.addButton(made, number)
            buttons.append(made)
        across = QWidget()
        across.setLayout(style.row([*buttons, 1]))
        self.body(across)
        held = desk.open_street()
        day = desk.today() + timedelta(days=DAYS_TO_MEND)
        self.returned = [
            ReturnLine(street.record_title(held, record), record)
            for record in street.records_of(held, packet.digest)
        ]
        inside = QWidget()
        inside.setProperty("kind", "page")
        inside.setLayout(style.column([*self.returned, 1], 6))
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setWidget(inside)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = desk.window.height() if desk.window is not None else style.px(ROUND_THE_LIST + LIST_HEIGHT)
        self._list.setFixedHeight(min(style.px(LIST_HEIGHT), room - style.px(ROUND_THE_LIST)))
        self._until = QWidget()
        self.deadline = DayEdit("改好的期限", day)
        self._until.setLayout(style.row([style.label("改好的期限", tone="second"), self.deadline, 1]))
        self.body(self._list)
        self.body(self._until)
        foot = QWidget()
        box = style.column([], 4)
        foot.setLayout(box)
        self.note = named_line(box, "说明", "写给支部的话，可以不写")
        self.by = named_line(box, "审核人＊", "姓名")
        self.body(foot)
        self.verbs("签回执", "取消")
        self.verdicts.idToggled.connect(self._judge)
        self.by.textChanged.connect(self._judge)
        self.note.textChanged.connect(self._judge)
        self.deadline.textChanged.connect(self._judge)
        # The ring of the focus stands round the verdict that is chosen, no other.
        self.verdicts.idToggled.connect(lambda number, on: on and self.verdicts.button(number).setFocus())
        for one in self.returned:
            one.tick.toggled.connect(self._judge)
        self._judge()
        self.verdicts.button(0).setFocus()

    @property
    def verdict(self) -> str:
        """What was chosen."""
        return OFFERED[self.verdicts.checkedId()]

    def items(self) -> list[Item]:
        """The records that go back, empty unless the verdict is 退回."""
        if self.verdict != "returned":
            return []
        day = self.deadline.day()
        return [one.item(day.isoformat() if day else None) for one in self.returned if one.tick.isChecked()]

    def _judge(self, *_: object) -> None:
        back = self.verdict == "returned"
        self._list.setVisible(back)
        self._until.setVisible(back)
        dated = not self.deadline.text().strip() or self.deadline.day() is not None
        enough = not back or (bool(self.items() or self.note.text().strip()) and dated)
        self.yes.setEnabled(enough and bool(self.by.text().strip()))
        self.fit()


class ReturnLine(QWidget):
    """One record: tick it to send it back, choose why and how it is mended, add a word."""

    def __init__(self, title: str, record: Record) -> None:
        super().__init__()
        self._record = record
        self.tick = QCheckBox(title)
        self.code = QComboBox()
        self.code.setAccessibleName(f"退回理由：{title}")
        for one in return_codes():
            self.code.addItem(f"{one.code}　{one.label}", one.code)
        self.way = QComboBox()
        self.way.setAccessibleName(f"退法：{title}")
        for key, text in ways().items():
            self.way.addItem(text, key)
        self.note = QLineEdit()
        self.note.setAccessibleName(f"退回说明：{title}")
        self.note.setPlaceholderText("哪里不对，怎么改")
        self._more = QWidget()
        self.code.setMinimumContentsLength(12)
        self.code.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        inside = style.column([style.spread(self.code, self.way), self.note], 6)
        inside.setContentsMargins(style.px(28), 0, 0, style.px(6))
        self._more.setLayout(inside)
        self._more.hide()
        self.setLayout(style.column([self.tick, self._more], 4))
        self.tick.toggled.connect(self._more.setVisible)
        self.code.currentIndexChanged.connect(self._usual_way)
        self._usual_way()

    def item(self, deadline: str | None) -> Item:
        """The record as an item of the receipt."""
        return Item(
            record=self._record.id, rec_no="", code=str(self.code.currentData()),
            note=self.note.text().strip(), deadline=deadline, way=str(self.way.currentData()),
        )  # fmt: skip

    def _usual_way(self) -> None:
        usual = next(one.way for one in return_codes() if one.code == self.code.currentData())
        self.way.setCurrentIndex(self.way.findData(usual))


def ask_receipt(desk: Desk, line: BranchLine, packet: Received) -> None:
    """Ask for the verdict, then where to, sign beside the window, and say where it lies."""
    box = ReceiptDialog(desk, line, packet)
    if not messages.show(box):
        return
    folder = QFileDialog.getExistingDirectory(
        desk.window, "回执写到哪里（选 U 盘）", str(desk.folder("sweep"))
    )
    if folder:
        sign(desk, line, packet, box, Path(folder))


def sign(desk: Desk, line: BranchLine, packet: Received, box: ReceiptDialog, folder: Path) -> None:
    """Sign what the dialog says into a folder."""
    verdict, items, note, by = box.verdict, box.items(), box.note.text().strip(), box.by.text().strip()

    def work(held: StreetDesk, _report: object, _cancelled: object) -> Path:
        return street.sign_receipt(
            held, line.code, packet.period, verdict, folder=folder, items=items, note=note, by=by
        )

    def done(path: Path) -> None:
        desk.announce(street.CHANGED)
        messages.tell(
            desk.window, "回执签好了", f"文件：{path.name}", "请放回支部的 U 盘，支部在“报送与回执”里打开。"
        )

    from wdbranch.ui.dialogs.passphrase import with_keys

    with_keys(desk, lambda: desk.lend_street("正在签回执", work, done))
