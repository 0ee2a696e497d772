"""Reporting: what leaves is shown first; written beside the open book; receipts come back to their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from ui_hands import TODAY, Answers

from wdbranch.book.record import State
from wdbranch.operations import keyring, packets, street
from wdbranch.operations import record as records
from wdbranch.operations.secrets import remember
from wdbranch.packet.receipt import Item
from wdbranch.packet.succession import load_card
from wdbranch.packet.suite import NATIONAL
from wdbranch.packet.suite_25519 import Suite25519
from wdbranch.settings import Settings
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.passphrase import with_keys
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.packets import PacketsPage, last_quarter, periods
from wdbranch.ui.widgets.click import ClickCard


@pytest.fixture
def page(branch_window: MainWindow) -> PacketsPage:
    branch_window.navigate("packets")
    return branch_window.page("packets")


def drop(widget: object, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(
        widget,
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier),
    )


def test_the_preview_lists_exactly_the_records_that_leave(page: PacketsPage, qapp: QApplication) -> None:
    page.sending.period.setCurrentIndex(page.sending.period.findData("2026-Q2"))
    qapp.processEvents()
    leaving = packets.preview(page.desk.open_book(), "2026-Q2")
    kinds = Counter(record.form for record in leaving.records)
    shown = [card for card in page.sending.findChildren(ClickCard) if card.accessibleName().startswith("打开")]
    assert len(shown) == len(kinds)
    told = "".join(label.text() for card in shown for label in card.findChildren(QLabel))
    assert all(f"{count} 份" in told for count in kinds.values() if count > 1)
    said = "\n".join(label.text() for label in page.sending.findChildren(QLabel))
    assert f"带走 {len(leaving.records)} 份" in said


def test_a_packet_is_written_and_remembered(page: PacketsPage, answers: Answers, tmp_path: Path) -> None:
    page.sending.period.setCurrentIndex(page.sending.period.findData("2026-Q2"))
    assert page.sending.write.isEnabled()
    answers.next(True)
    answers.next(False)
    page.sending.write_to(tmp_path)
    assert "报送文件写好了" in answers.seen[0].windowTitle()
    slip = answers.seen[1]
    assert slip.windowTitle() == "打印预览：报送交接单"
    assert [mark.title for mark in slip.plan.marks] == ["报送交接单"] * 2        # one for each side
    assert not slip.paper.isVisibleTo(slip)
    (written,) = tmp_path.glob("*.wdp")
    last = page.desk.open_book().sent()[-1]
    assert (last["period"], last["file"], last["sealed"]) == ("2026-Q2", written.name, True)
    assert last["sequence"] == len(page.desk.open_book().sent())
    assert written.name in answers.seen[0].said and last["fingerprint"] in answers.seen[0].said


def test_a_second_version_needs_a_word_on_what_changed(page: PacketsPage) -> None:
    sent = page.desk.open_book().sent()[-1]["period"]
    page.sending.period.setCurrentIndex(page.sending.period.findData(sent))
    assert not page.sending.write.isEnabled()
    page.sending.note.setText("更正了到会人数")
    assert page.sending.write.isEnabled()


def test_a_period_without_final_records_cannot_be_sent(page: PacketsPage) -> None:
    book = page.desk.open_book()
    taken = book.snapshot()
    for one in taken.records:
        day = taken.day(one)
        if day and (day.year, day.month) == (2025, 12) and one.state is not State.DRAFT:
            records.correct(book, one.id, "补一处漏记")
    page.refresh()
    page.sending.period.setCurrentIndex(page.sending.period.findData("2025-12"))
    assert not page.sending.write.isEnabled()
    assert any("还没有定稿的记录" in label.text() for label in page.sending.findChildren(QLabel))


def test_a_full_stick_is_told_and_nothing_is_remembered(page: PacketsPage, answers: Answers, tmp_path: Path) -> None:
    page.sending.period.setCurrentIndex(page.sending.period.findData("2026-Q2"))
    before = page.desk.open_book().sent()
    blocked = tmp_path / "file"
    blocked.write_text("")
    answers.next(True)
    page.sending.write_to(blocked)
    assert answers.seen[0].windowTitle() == "这一步没有做成"
    assert page.desk.open_book().sent() == before


def test_a_returned_record_is_one_click_away(page: PacketsPage, sample: Path, tmp_path: Path, qapp: QApplication) -> None:
    desk = page.desk
    with street.open_desk(sample / "street.wddesk") as held:
        packet = street.received(held)[-1]
        record = street.records_of(held, packet.digest)[0]
        items = [Item(record.id, "", "T02", "发言太空，写具体", "2026-11-30")]
        answer = street.sign_receipt(
            held, packet.branch, packet.period, "returned", folder=tmp_path, items=items, by="卢拟衡"
        )
    went = []
    desk.set_window(desk.window, lambda name, where: went.append((name, where)), lambda _: None, lambda: None)
    drop(page.drop, answer)
    qapp.processEvents()
    assert desk.open_book().receipts()[-1]["verdict"] == "returned"
    line = next(card for card in page.receipts.findChildren(ClickCard) if "T02" in card.accessibleName() or "去改" in card.accessibleName())
    line.click()
    assert went == [("record", {"record_id": record.id})]


def test_a_foreign_file_as_receipt_is_refused_calmly(page: PacketsPage, answers: Answers, tmp_path: Path) -> None:
    before = page.desk.open_book().receipts()
    wrong = tmp_path / "别的.wdr"
    wrong.write_bytes(b"hello")
    answers.next(True)
    drop(page.drop, wrong)
    assert answers.seen[0].said
    assert page.desk.open_book().receipts() == before


def test_the_branch_card_is_saved_for_the_street(
    page: PacketsPage, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wdbranch.packet.keys import Card

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "卡"), ""))
    answers.next(False)
    page.keys.card.click()
    card = Card.load(tmp_path / "卡.wdcard")
    assert card.code == page.desk.open_book().branch().code
    assert card.fingerprint in answers.seen[0].said


def test_the_street_card_is_registered_only_after_its_fingerprint_was_compared(
    window: MainWindow, answers: Answers, sample: Path, tmp_path: Path
) -> None:
    from wdbranch.operations import book

    window.desk.take(book=book.create(tmp_path / "新.wdbook", "拟安社区第二支部", "urban"))
    window.navigate("packets")
    page = window.page("packets")
    card = sample / "街道公钥卡.wdcard"
    answers.next(False)
    page.keys.register_street(card)
    assert packets.street_card(window.desk.open_book()) is None
    answers.next(True)
    page.keys.register_street(card)
    assert packets.street_card(window.desk.open_book()).fingerprint in answers.seen[1].said


def test_without_the_street_card_the_packet_is_written_only_when_confirmed(
    branch_window: MainWindow, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch_window.desk.open_book().set_meta("street_card", None)
    branch_window.navigate("packets")
    page = branch_window.page("packets")
    page.sending.period.setCurrentIndex(page.sending.period.findData("2026-Q2"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    answers.next(False)
    page.sending.write.click()
    assert not list(tmp_path.glob("*.wdp"))
    answers.next(True)
    answers.next(False)
    page.sending.write.click()
    assert len(list(tmp_path.glob("*.wdp"))) == 1
    assert page.desk.open_book().sent()[-1]["sealed"] is False


def test_writing_beside_the_window_really_uses_another_thread(
    qtbot: QtBot, settings: Settings, sample: Path, answers: Answers, tmp_path: Path
) -> None:
    desk = Desk(settings, today=lambda: TODAY)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    assert desk.open_file(sample / "branch.wdbook")
    window.navigate("packets")
    page = window.page("packets")
    page.sending.period.setCurrentIndex(page.sending.period.findData("2026-Q2"))
    answers.next(False)
    page.sending.write_to(tmp_path)
    assert desk.jobs.busy
    assert not list(tmp_path.glob("*.wdp"))
    qtbot.waitUntil(lambda: desk.open_book().sent()[-1]["period"] == "2026-Q2", timeout=60_000)   # other jobs end too
    assert len(list(tmp_path.glob("*.wdp"))) == 1
    desk.close_book()


def test_periods_offered_are_of_this_year_and_the_end_of_last() -> None:
    offered = periods(TODAY)
    assert offered[:2] == ["2026-Q4", "2026-Q3"]
    assert "2026-11" in offered and "2026-12" not in offered and "2025-Q4" in offered
    assert len(set(offered)) == len(offered)
    assert last_quarter(TODAY) == "2026-Q3"
    assert last_quarter(TODAY.replace(month=2)) == "2025-Q4"


def test_the_recovery_sheet_is_shown_and_never_written(page: PacketsPage, answers: Answers, sample: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in sample.rglob("*") if path.suffix not in (".wdbook", ".lock")}
    answers.next(False)
    page.keys.sheet.click()
    assert "恢复单" in answers.seen[0].windowTitle()
    assert not answers.seen[0].save.isVisibleTo(answers.seen[0])
    after = {path: path.stat().st_mtime_ns for path in sample.rglob("*") if path.suffix not in (".wdbook", ".lock")}
    assert {path: time for path, time in after.items() if not path.name.startswith("branch.wdbook-")} == {
        path: time for path, time in before.items() if not path.name.startswith("branch.wdbook-")
    }


# --- the passphrase of one's own, new keys, lost ones -------------------------------------------------------


def typed(*texts: str) -> Callable[[QDialog], bool]:
    """Fill the lines of a box in order and accept it."""

    def act(box: QDialog) -> bool:
        for line, text in zip(box.findChildren(QLineEdit), texts, strict=True):
            line.setText(text)
        return box.yes.isEnabled()

    return act


@pytest.fixture
def own_words(page: PacketsPage, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The keys of the sample branch locked with a passphrase of the person's own."""
    monkeypatch.setattr(Suite25519, "cost", {"n": 4, "r": 1, "p": 1})
    words, path = "拟安社区银杏树下的第一支部", page.desk.open_book().path
    answers.next(typed(words, words))
    page.keys.lock.click()
    yield words
    remember(path, None)


def test_the_strength_of_a_passphrase_is_shown_and_both_must_agree(page: PacketsPage, answers: Answers) -> None:
    def act(box: QDialog) -> bool:
        says = []
        for first, second in (("短", "短"), ("12345678", "12345678"), ("拟安社区银杏树下的第一支部", "两遍不同")):
            box.first.setText(first)
            box.second.setText(second)
            says.append((box.bar.value(), box.says.text()[:2], box.yes.isEnabled()))
        assert says == [(0, "至少", False), (1, "弱：", True), (3, "两遍", False)]
        return False

    answers.next(act)
    page.keys.lock.click()


def test_the_passphrase_is_asked_for_once_after_a_start(
    page: PacketsPage, answers: Answers, own_words: str, tmp_path: Path
) -> None:
    page.sending.period.setCurrentIndex(page.sending.period.findData("2026-Q2"))
    assert page.keys.lock.text() == "改口令"
    remember(page.desk.open_book().path, None)                # as after a new start
    answers.next(typed("不是这一句口令"))
    answers.next(typed(own_words))
    answers.next(False)                                       # the packet is written
    with_keys(page.desk, lambda: page.sending.write_to(tmp_path))
    assert "口令不对" in answers.seen[-2].said
    assert "写好了" in answers.seen[-1].windowTitle()
    answers.next(False)
    with_keys(page.desk, lambda: page.keys.sheet.click())     # not asked again
    assert "恢复单" in answers.seen[-1].windowTitle()


def test_the_computer_keeps_the_passphrase_again(page: PacketsPage, answers: Answers, own_words: str) -> None:
    answers.next(True)
    page.keys.unlock.click()
    page.freshen()
    remember(page.desk.open_book().path, None)
    assert not keyring.asks(page.desk.open_book())
    assert (page.keys.lock.text(), page.keys.unlock.isEnabled()) == ("设口令", False)


def test_new_keys_are_made_and_their_card_is_vouched_for(
    page: PacketsPage, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = packets.keys(page.desk.open_book()).card
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "新卡"), ""))
    for answer in (True, False, True):
        answers.next(answer)
    page.keys.renew.click()
    card, succession = load_card(tmp_path / "新卡.wdcard")
    assert succession is not None
    assert succession.by([old]) == old
    assert packets.keys(page.desk.open_book()).card == card


def test_a_forgotten_passphrase_is_walked_around_with_the_recovery_sheet(
    page: PacketsPage, answers: Answers, own_words: str
) -> None:
    book = page.desk.open_book()
    before = packets.keys(book)
    remember(book.path, None)

    def copy_out(box: QDialog) -> bool:
        box.code.setPlainText(before.recovery_code().lower())
        return True

    answers.next(copy_out)
    answers.next(True)
    page.keys.recover.click()
    assert before.card.fingerprint in answers.seen[-1].said
    assert packets.keys(book) == before


def test_a_street_with_other_algorithms_asks_for_new_keys_first(
    page: PacketsPage, answers: Answers, tmp_path: Path
) -> None:
    """What is signed with one suite cannot be sealed to a card of another: a sentence, not a crash."""
    with street.create_desk(tmp_path / "国密.wddesk", "拟和街道党工委", "NH", suite=NATIONAL) as desk:
        street.save_card(desk, tmp_path / "街道.wdcard")
    packets.register_street(page.desk.open_book(), tmp_path / "街道.wdcard")
    page.freshen()
    page.sending.period.setCurrentIndex(page.sending.period.findData("2026-Q2"))
    stick = tmp_path / "U盘"
    stick.mkdir()
    sent = len(page.desk.open_book().sent())
    answers.next(True)
    page.sending.write_to(stick)
    assert "换了密码算法" in answers.seen[-1].said
    assert list(stick.iterdir()) == []
    packets.renew_keys(page.desk.open_book(), tmp_path / "新卡.wdcard")
    answers.next(False)
    page.sending.write_to(stick)
    assert len(list(stick.glob("*.wdp"))) == 1
    assert len(page.desk.open_book().sent()) == sent + 1


def test_the_tools_of_the_keys_fit_in_large_type(page: PacketsPage) -> None:
    for link in (page.keys.lock, page.keys.unlock, page.keys.renew, page.keys.recover):
        assert link.width() >= link.minimumSizeHint().width()
