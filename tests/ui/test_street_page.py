"""The street: a stick is swept beside the window, verdicts say the next step, missing is 未报, answers are signed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from ui_hands import TODAY, Answers

from wdbranch.operations import packets, street
from wdbranch.operations.book import open_book
from wdbranch.settings import Settings
from wdbranch.ui.desk import Desk
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.street import NOT_REPORTED, StreetPage
from wdbranch.ui.widgets.click import ClickCard


@pytest.fixture
def page(street_window: MainWindow) -> StreetPage:
    return street_window.page("street")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def said(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_a_branch_that_did_not_report_shows_so_and_never_zero(page: StreetPage) -> None:
    lines = street.overview(page.desk.open_street())
    assert page.matrix.rowCount() == len(lines)
    silent = [place for place, line in enumerate(lines) if not line.packets]
    assert silent
    for place in silent:
        cells = [page.matrix.item(place, column).text() for column in range(3, page.matrix.columnCount())]
        assert set(cells) == {NOT_REPORTED}
        assert page.matrix.item(place, 1).text() == NOT_REPORTED


def test_the_figures_are_those_of_the_overview(page: StreetPage) -> None:
    lines = street.overview(page.desk.open_street())
    place = next(place for place, line in enumerate(lines) if line.packets)
    heads = [page.matrix.horizontalHeaderItem(column).text() for column in range(page.matrix.columnCount())]
    for form in lines[place].forms:
        cell = page.matrix.item(place, heads.index(form.short)).text()
        assert cell.startswith(f"{form.count} 次")
        if form.due is not None:
            assert cell.endswith(f"{form.present:g}/{form.due:g}")


def test_a_new_packet_and_a_broken_one_each_get_their_sentence(page: StreetPage, sample: Path, stick: Path) -> None:
    with open_book(sample / "branch.wdbook") as book:
        packets.export(book, "2026-Q2", stick)
    good = next(stick.glob("*.wdp"))
    (stick / "坏.wdp").write_bytes(good.read_bytes()[:5000])
    before = len(street.received(page.desk.open_street()))
    page.take_in([stick])
    assert len(street.received(page.desk.open_street())) == before + 1
    words = said(page.verdicts)
    assert "不能收" in words and "坏" not in words.split("不能收")[0]
    assert words.count("下一步：") == 2
    assert "2 个文件，1 个通过" in words
    assert not page.desk.open_street().readonly


def test_an_empty_folder_says_so(page: StreetPage, stick: Path) -> None:
    page.take_in([stick])
    assert "没有报送文件" in said(page.verdicts)


def test_a_folder_that_is_gone_is_told_and_the_desk_goes_on(page: StreetPage, answers: Answers, tmp_path: Path) -> None:
    answers.next(True)
    page.take_in([tmp_path / "拔掉的U盘"])
    assert "找不到文件夹" in answers.seen[0].said
    assert not page.desk.open_street().readonly


def test_the_sweep_runs_beside_the_window(qtbot: QtBot, settings: Settings, sample: Path) -> None:
    desk = Desk(settings, today=lambda: TODAY)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    assert desk.open_file(sample / "street.wddesk")
    page = window.page("street")
    with qtbot.waitSignal(desk.jobs.stopped, timeout=30_000):
        page.take_in([sample / "stick"])
        assert desk.jobs.busy and desk.open_street().readonly
        page.refresh()
    assert not desk.open_street().readonly
    assert "以前收过" in said(page.verdicts)
    desk.close_book()


def test_a_receipt_is_signed_and_the_branch_can_open_it(
    page: StreetPage, sample: Path, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = page.desk.open_street()
    packet = street.received(held)[-1]
    line = next(line for line in street.overview(held) if line.code == packet.branch)
    record = street.records_of(held, packet.digest)[1]

    def fill(box: object) -> bool:
        box.verdicts.button(1).click()
        assert not box.yes.isEnabled()
        wanted = next(one for one in box.returned if one._record.id == record.id)
        wanted.tick.click()
        wanted.note.setText("发言要写具体")
        box.by.setText("卢拟衡")
        assert box.yes.isEnabled()
        return True

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    answers.next(fill)
    answers.next(True)
    page._sign(line, packet)
    (written,) = tmp_path.glob("*.wdr")
    with open_book(sample / "branch.wdbook") as book:
        receipt = packets.open_receipt(book, written)
    assert receipt.verdict == "returned"
    assert [(item.record, item.note) for item in receipt.items] == [(record.id, "发言要写具体")]
    assert next(one for one in street.overview(page.desk.open_street()) if one.code == line.code).state == "returned"
    place = [one.code for one in street.overview(page.desk.open_street())].index(line.code)
    assert page.matrix.item(place, 1).text() == "已退回"


def test_a_branch_card_is_registered_with_who_and_on_what_paper(
    window: MainWindow, answers: Answers, sample: Path, tmp_path: Path, qapp: QApplication
) -> None:
    window.desk.take(street=street.create_desk(tmp_path / "新.wddesk", "拟和街道党工委", "NHJD"))
    qapp.processEvents()
    page = window.page("street")
    assert not page.matrix.isVisible()

    def fill(box: object) -> bool:
        assert not box.yes.isEnabled()
        box.by.setText("卢拟衡")
        box.paper.setText("书记当面送来")
        return True

    answers.next(fill)
    page.register_card(sample / "支部公钥卡.wdcard")
    (card,) = street.cards(window.desk.open_street())
    assert (card.registered_by, card.paper) == ("卢拟衡", "书记当面送来")
    assert page.matrix.rowCount() == 1


def test_records_of_a_branch_are_listed_and_open_as_pages(page: StreetPage, answers: Answers, qapp: QApplication) -> None:
    pytest.importorskip("wdbranch.ui.preview")
    lines = street.overview(page.desk.open_street())
    page.matrix.selectRow(next(place for place, line in enumerate(lines) if line.packets))
    qapp.processEvents()
    cards = [card for card in page.branch.findChildren(ClickCard) if card.accessibleName().startswith("看记录")]
    packet = street.received(page.desk.open_street())[-1]
    assert len(cards) == len(street.records_of(page.desk.open_street(), packet.digest))
    answers.next(True)
    cards[0].click()
    assert answers.seen[0].view is not None


def test_a_new_version_shows_what_changed_and_the_result_can_be_printed(
    page: StreetPage, sample: Path, stick: Path, answers: Answers
) -> None:
    from wdbranch.operations import record as records

    with open_book(sample / "branch.wdbook") as book:
        mended = next(one for one in book.snapshot().of("theme_day") if str(one.get("start")).startswith("2026-09"))
        records.correct(book, mended.id, "样例更正")
        records.set_value(book, mended.id, "place", "拟安社区二楼会议室（更正）")
        records.finalize(book, mended.id)
        packets.export(book, "2026-Q3", stick, note="更正了地点")
    page.take_in([stick])
    page.matrix.choose("NH-NA-01")
    words = said(page.branch)
    assert "有改动" in words
    line = next(card for card in page.branch.findChildren(ClickCard) if "有改动" in said(card))
    answers.next(False)
    line.click()
    shown = said(answers.seen[-1])
    assert "上一版" in shown
    assert "（更正）" in shown
    answers.next(False)
    page.result.click()
    assert answers.seen[-1].windowTitle() == "打印预览：收件结果"
