"""Every box in large and small type on a small screen: it fits, nothing is cut or covered, everything is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook as Excel
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from test_window import cut_texts, overlapping, relook, settle
from ui_hands import TODAY

from wdbranch.book.people import Member
from wdbranch.book.record import Attachment
from wdbranch.errors import UserError
from wdbranch.operations import overview
from wdbranch.operations import printing as printing_operations
from wdbranch.operations import roster as roster_operations
from wdbranch.operations import street as street_operations
from wdbranch.operations.street_changes import FieldChange, RecordChange
from wdbranch.packet.keys import Card
from wdbranch.packet.receipt import Item
from wdbranch.ui import messages, style
from wdbranch.ui.dialogs.branch import BranchDialog
from wdbranch.ui.dialogs.changes import ChangesBox
from wdbranch.ui.dialogs.evidence import EvidenceDialog
from wdbranch.ui.dialogs.link import LinkDialog
from wdbranch.ui.dialogs.manual import Manual
from wdbranch.ui.dialogs.member import MemberDialog
from wdbranch.ui.dialogs.names import NamesDialog
from wdbranch.ui.dialogs.new_keys import RecoveryBox
from wdbranch.ui.dialogs.opinion import OpinionDialog
from wdbranch.ui.dialogs.passphrase import AskPassphrase, ChoosePassphrase
from wdbranch.ui.dialogs.picture import PictureDialog
from wdbranch.ui.dialogs.preview import PreviewDialog
from wdbranch.ui.dialogs.receipt import ReceiptDialog
from wdbranch.ui.dialogs.received import ReceivedDialog
from wdbranch.ui.dialogs.register import RegisterDialog
from wdbranch.ui.dialogs.roster_import import ImportDialog
from wdbranch.ui.main_window import MainWindow

ROOM = (1366, 728)
TOOLS = re.compile("从日历里选|这一行的操作")
LONG = "阿卜杜热合曼·拟买买提·拟吐尔逊"


@pytest.fixture(params=[1.0, 1.2, 1.4])
def factor(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    before = style.look()
    yield request.param
    style.apply(qapp, before)


def bad_roster(folder: Path) -> Path:
    """A roster with a long name and rows that cannot go in."""
    book = Excel()
    sheet = book.active
    sheet.append(["姓名", "入党时间", "转正时间", "党员类别", "身份证号"])
    sheet.append([LONG, "1990.07", "1991.07", "正式党员", "110105197003120010"])
    sheet.append(["王拟平", "1990", "不详", "正式党员", ""])
    path = folder / "名册.xlsx"
    book.save(path)
    return path


def member(window: MainWindow) -> QDialog:
    book = window.desk.open_book()
    one = next(one for one in book.roster().members if one.spans)
    return MemberDialog(window, one, book.editions["2026"])


def new_member(window: MainWindow) -> QDialog:
    return MemberDialog(window, Member(0, ""), window.desk.open_book().editions["2026"])


def importing(window: MainWindow) -> QDialog:
    path = bad_roster(Path(window.desk.open_book().path).parent)
    merge = roster_operations.preview_import(window.desk.open_book(), path)
    return ImportDialog(window, window.desk, path, merge)


def preview(window: MainWindow) -> QDialog:
    book = window.desk.open_book()
    plan = printing_operations.plan_record(book, book.records(form="theme_day")[0].id)
    return PreviewDialog(window, window.desk, plan, "主题党日活动", None)


def picture(window: MainWindow) -> QDialog:
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    return PictureDialog(window, Attachment("0" * 64, "一张名字很长的会场照片.jpg", "photo", 100, "2026-09-18"), image)


def opinion(window: MainWindow) -> QDialog:
    return OpinionDialog(window, LONG, {}, window.desk.open_book().editions["2026"])


def evidence(window: MainWindow) -> QDialog:
    duty = max(overview.duties(window.desk.open_book(), TODAY), key=lambda one: len(one.say))
    return EvidenceDialog(window, duty.title, duty.say, None, TODAY)


def link(window: MainWindow) -> QDialog:
    return LinkDialog(window, [(str(n), f"2026-DR-{n:02d}　主题党日　2026年{n}月10日") for n in range(1, 13)])


def crash(window: MainWindow) -> QDialog:
    box = messages.Box(window, "程序出了一个错", [("出了什么事", "刚才这一步程序没有处理好。" * 4), ("怎么办", "请再试一次。" * 12)])
    box.verbs("知道了", "先不")
    return box


def error(window: MainWindow) -> QDialog:
    told = UserError("磁盘已满，写不进去。" * 5, safe="此前保存的内容完好。" * 3, todo="请清理磁盘。" * 8, code="disk_full")
    return messages.error_box(window, told)


def handbook(window: MainWindow) -> QDialog:
    made = Manual(window)
    made.open_at("form:party_assembly")
    return made


def asking(window: MainWindow) -> QDialog:
    return messages.Asking(window, "更正这份记录", "定稿后的记录改动，都会留下原来的样子和理由。", "为什么", "开始更正")


BRANCH: dict[str, Callable[[MainWindow], QDialog]] = {
    "member": member,
    "new member": new_member,
    "import": importing,
    "preview": preview,
    "picture": picture,
    "opinion": opinion,
    "evidence": evidence,
    "link": link,
    "names": lambda window: NamesDialog(window),
    "ask passphrase": lambda window: AskPassphrase(window.desk, again=True),
    "choose passphrase": lambda window: ChoosePassphrase(window.desk),
    "recovery": lambda window: RecoveryBox(window.desk),
    "branch": lambda window: BranchDialog(window, window.desk.open_book().branch()),
    "crash": crash,
    "error": error,
    "manual": handbook,
    "asking": asking,
}


def receipt(window: MainWindow) -> ReceiptDialog:
    held = window.desk.open_street()
    line = next(one for one in street_operations.overview(held, ()) if one.packets)
    return ReceiptDialog(window.desk, line, street_operations.received(held, line.code)[0])


def returning(window: MainWindow) -> QDialog:
    made = receipt(window)
    made.verdicts.button(1).click()
    for one in made.returned[:3]:
        one.tick.click()
    return made


def register(window: MainWindow) -> QDialog:
    card = Card.load(Path(window.desk.open_street().path).parent / "支部公钥卡.wdcard")
    return RegisterDialog(window, card, vouched=False)


def changed(window: MainWindow) -> QDialog:
    held = window.desk.open_street()
    record = street_operations.records_of(held, street_operations.received(held)[0].digest)[0]
    fields = tuple(FieldChange(f"栏目{n}", "拟安社区会议室" * 9, "拟安社区二楼会议室" * 9) for n in range(12))
    item = Item(record.id, "2026-DH-03", "T02", "请补写三人以上的发言要点。")
    return ChangesBox(window.desk, RecordChange(record, "2026-DH-03　党员大会", "changed", fields, item))


def received(window: MainWindow) -> QDialog:
    held = window.desk.open_street()
    line = next(one for one in street_operations.overview(held, ()) if one.packets)
    packet = street_operations.received(held, line.code)[0]
    record = street_operations.records_of(held, packet.digest)[0]
    return ReceivedDialog(window.desk, "收到的记录", street_operations.plan_received(held, record, line.name))


STREET: dict[str, Callable[[MainWindow], QDialog]] = {
    "receipt": receipt,
    "returning": returning,
    "register": register,
    "received": received,
    "changed": changed,
}


def faults(box: QDialog, app: QApplication) -> list[str]:
    """What is wrong with a box once it is shown."""
    box.show()
    settle(app)
    found = []
    if box.width() > ROOM[0] or box.height() > ROOM[1]:
        found.append(f"{box.width()}×{box.height()} does not fit {ROOM}")
    least = box.minimumSizeHint()
    if least.width() > ROOM[0] or least.height() > ROOM[1]:
        found.append(f"needs {least}")
    # The stylesheet holds a tool to its icon and a ring, and the calendar's stands in the corner of its line.
    found += [one for one in cut_texts(box) if not one.startswith("button") or not TOOLS.search(one)]
    found += [one for one in overlapping(box) if "QToolButton" not in one]
    found += [
        f"no name: {part}"
        for part in box.findChildren(QWidget)
        if part.isVisible()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.focusProxy() is None
        and not part.accessibleName()
        and not (isinstance(part, QAbstractButton) and part.text())
    ]
    box.hide()
    box.deleteLater()
    return found


def test_the_boxes_of_a_branch_fit(branch_window: MainWindow, qapp: QApplication, factor: float) -> None:
    relook(branch_window, style.Look(factor))
    settle(qapp)
    told = {name: faults(build(branch_window), qapp) for name, build in BRANCH.items()}
    assert {name: found for name, found in told.items() if found} == {}


def test_the_boxes_of_the_street_fit(street_window: MainWindow, qapp: QApplication, factor: float) -> None:
    relook(street_window, style.Look(factor))
    settle(qapp)
    told = {name: faults(build(street_window), qapp) for name, build in STREET.items()}
    assert {name: found for name, found in told.items() if found} == {}


def test_no_judgement_looks_chosen_that_is_not(branch_window: MainWindow, qapp: QApplication) -> None:
    held = {"met": False, "note": "还没有审定", "on": (TODAY - timedelta(days=3)).isoformat()}
    box = EvidenceDialog(branch_window, "创建规划", "未达标", held, date(2026, 11, 23))
    box.show()
    box.activateWindow()
    settle(qapp)
    focused = box.focusWidget()
    assert focused is not None and focused.text() == "还没有"


def test_what_is_wrong_in_a_roster_is_read_whole(branch_window: MainWindow, qapp: QApplication, factor: float) -> None:
    relook(branch_window, style.Look(factor))
    settle(qapp)
    box = importing(branch_window)
    assert isinstance(box, ImportDialog)
    box.show()
    settle(qapp)
    table, last = box.table, box.model.columnCount() - 1
    for row in range(box.model.rowCount()):
        said = str(box.model.index(row, last).data())
        lines = table.rowHeight(row) // table.fontMetrics().lineSpacing()
        across = table.fontMetrics().horizontalAdvance(said.replace("\n", ""))
        assert lines * table.columnWidth(last) >= across, (row, said)
        assert not said.startswith("第"), "row and name stand beside it"
    box.hide()
