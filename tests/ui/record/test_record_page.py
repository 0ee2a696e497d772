"""One record in the window, over a real workbook: written, marked, checked, finished, corrected."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from ui_hands import Answers, ime_commit

from wdbranch.book.record import State
from wdbranch.operations import record as operations
from wdbranch.ui.beside import panel as side
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.record import RecordPage

DAY = date(2026, 11, 20)


@pytest.fixture
def open_page(branch_window: MainWindow) -> Callable[..., RecordPage]:
    def make(form: str = "party_assembly", **values: Any) -> RecordPage:
        desk = branch_window.desk
        record = operations.new(desk.open_book(), form, day=DAY, values=values).record
        branch_window.activateWindow()
        desk.navigate("record", record_id=record.id)
        QApplication.processEvents()
        page = branch_window.page("record")
        assert isinstance(page, RecordPage) and page.record is not None and page.view is not None
        return page

    return make


def stored(page: RecordPage) -> Any:
    return page.desk.open_book().record(page.record.id)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def write(page: RecordPage, field: str, text: str) -> None:
    page.view.focus_box(field)
    focused().selectAll()
    ime_commit(focused(), text)


def test_a_box_is_saved_when_left_and_the_header_says_when(open_page) -> None:
    page = open_page()
    write(page, "place", "拟安社区二楼")
    page.view.focus_box("host")
    assert stored(page).get("place") == "拟安社区二楼"
    assert page.header.state.whole.startswith("草稿 · 已自动保存 ")


def test_autosave_does_not_take_what_is_being_composed(open_page, qtbot: QtBot) -> None:
    page = open_page()
    page.view.focus_box("minutes")
    editor = page.view.editor("minutes")
    editor._timer.setInterval(10)
    ime_commit(focused(), "会议开始")
    QApplication.sendEvent(focused(), QInputMethodEvent("xuexi", []))
    qtbot.wait(60)
    assert stored(page).get("minutes") is None
    ime_commit(focused(), "，学习")
    qtbot.waitUntil(lambda: stored(page).get("minutes") == "会议开始，学习")
    assert editor.text.toPlainText() == "会议开始，学习"


def test_idle_saving_writes_no_history_leaving_writes_one_line(open_page, qtbot: QtBot) -> None:
    page = open_page()
    before = len(operations.history(page.desk.open_book(), page.record.id))
    page.view.focus_box("minutes")
    page.view.editor("minutes")._timer.setInterval(10)
    for part in ("甲", "乙", "丙"):
        ime_commit(focused(), part)
        qtbot.wait(30)
    assert len(operations.history(page.desk.open_book(), page.record.id)) == before
    page.view.focus_box("place")
    assert len(operations.history(page.desk.open_book(), page.record.id)) == before + 1


def test_undo_takes_the_last_box_back_and_the_button_says_which(open_page, qtbot: QtBot) -> None:
    page = open_page()
    write(page, "place", "一楼")
    page.view.focus_box("host")
    assert page.header.undo.accessibleName() == "撤销：地点" and page.header.undo.isVisible()
    qtbot.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(page).get("place") != "一楼"
    assert page.view.editor("place").raw() == stored(page).get("place")
    qtbot.keyClick(focused(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert stored(page).get("place") == "一楼"


def test_a_box_undoes_its_own_letters_first(open_page, qtbot: QtBot) -> None:
    page = open_page()
    write(page, "place", "一楼")
    page.view.focus_box("host")
    page.view.focus_box("observers")
    qtbot.keyClicks(focused(), "abc")
    qtbot.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.view.editor("observers").raw() == ()
    assert stored(page).get("place") == "一楼"


def test_attendance_changes_the_counts_at_once(open_page, qtbot: QtBot) -> None:
    page = open_page()
    card = page.panel.attendance
    qtbot.mouseClick(card.everyone, Qt.MouseButton.LeftButton)
    assert "实到 24" in card.figures.text() and "可以表决" in card.quorum.text()
    assert stored(page).get("present_all") == 24 and page.view.editor("present_all").raw() == "24"
    toggle = card.toggles["丁拟白"]
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert toggle.accessibleName() == "丁拟白 请假" and "实到 23" in card.figures.text()
    assert "已同步" in page.header.also.whole and "23" in page.header.also.whole
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert toggle.status == "absent"
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert toggle.status == "present" and stored(page).get("present_all") == 24


def test_the_keys_of_a_toggle(open_page, qtbot: QtBot) -> None:
    page = open_page()
    card = page.panel.attendance
    card.focus_first()
    names = list(card.toggles)
    qtbot.keyClick(focused(), Qt.Key.Key_2)
    assert card.toggles[names[0]].status == "leave"
    qtbot.keyClick(focused(), Qt.Key.Key_Right)
    assert focused() is card.toggles[names[1]]
    qtbot.keyClick(focused(), Qt.Key.Key_Space)
    assert card.toggles[names[1]].status == "present"
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() not in card.toggles.values()


def test_people_are_found_by_initials_and_marked_with_enter(open_page, qtbot: QtBot) -> None:
    page = open_page()
    card = page.panel.attendance
    card.search.setFocus()
    qtbot.keyClicks(card.search, "mnc")
    assert [name for name, toggle in card.toggles.items() if not toggle.isHidden()] == ["马拟川"]
    qtbot.keyClick(card.search, Qt.Key.Key_Return)
    assert card.toggles["马拟川"].status == "present" and card.search.text() == ""
    assert all(not toggle.isHidden() for toggle in card.toggles.values())


def test_a_pasted_list_is_ticked_and_unknown_names_are_told(open_page, answers: Answers) -> None:
    page = open_page()

    def fill(box: Any) -> bool:
        box.names.setPlainText("陈拟舟 韩拟秋\n马拟川、周拟外")
        return True

    answers.next(fill)
    answers.next(True)
    page.panel.attendance.paste.click()
    assert "周拟外" in answers.seen[-1].said
    assert sum(1 for toggle in page.panel.attendance.toggles.values() if toggle.status == "present") == 3


def test_a_reason_is_chosen_or_written_beside_the_name(open_page, qtbot: QtBot) -> None:
    page = open_page()
    card = page.panel.attendance
    card.everyone.click()
    card.toggles["丁拟白"].chosen.emit("leave")
    line = next(card._lines.itemAt(i).widget() for i in range(card._lines.count()) if card._lines.itemAt(i).widget().property("who") == "丁拟白")
    line.reason.setFocus()
    ime_commit(line.reason.lineEdit(), "住院")
    qtbot.keyClick(line.reason.lineEdit(), Qt.Key.Key_Return)
    row = next(row for row in stored(page).rows("attendance") if row["name"] == "丁拟白")
    assert (row["status"], row["reason"]) == ("leave", "住院")
    assert "丁拟白（住院）" in page.view.paper.by_field["attendance"][1].editors["attendance"].button.text().replace("\u2060", "")


def test_a_written_opinion_is_kept(open_page, answers: Answers) -> None:
    page = open_page()
    page.panel.attendance.toggles["葛拟春"].chosen.emit("leave")

    def fill(box: Any) -> bool:
        box._boxes["opinion_on"].put("2026-11-19")
        box._boxes["opinion"].put("yes")
        return True

    answers.next(fill)
    page.panel.attendance.opinion_wanted.emit("葛拟春")
    row = next(row for row in stored(page).rows("attendance") if row["name"] == "葛拟春")
    assert (row["opinion_on"], row["opinion"]) == ("2026-11-19", "yes")


def test_finishing_too_early_shows_what_is_missing_and_goes_there(open_page) -> None:
    page = open_page()
    assert not page.view.paper.by_field["agenda"][0].remarks
    page.header.finish.click()
    assert stored(page).state is State.DRAFT
    assert "必须先改" in page.header.also.whole
    assert page.view.paper.by_field["agenda"][0].remarks
    first = next(one for one in page.findings if one.level == "必" and one.field)
    assert page.view.current_field() in (first.field, "start", "end") or page.panel.attendance.isAncestorOf(focused())


def test_a_finding_is_one_click_from_its_box(open_page) -> None:
    page = open_page(place="一楼", recorder="马拟川", end="2026-11-20T11:00")
    write(page, "minutes", "开会。")
    line = next(card for card in page.panel.checks.findChildren(QWidget) if card.accessibleName().startswith("还有"))
    line.click()
    assert page.view.paper.isAncestorOf(focused()) or page.panel.attendance.isAncestorOf(focused())


def test_a_waiver_needs_a_reason_and_travels_with_the_record(open_page, answers: Answers) -> None:
    page = open_page()
    found = next(one for one in page.findings if one.waivable)

    def fill(box: Any) -> bool:
        box.answer.setPlainText("已电话说明")
        return True

    answers.next(fill)
    page._errands.waive(found)
    assert stored(page).waivers[found.key] == "已电话说明"
    page.panel.checks.unwaive.emit(found.key)
    assert found.key not in stored(page).waivers


def test_a_value_that_cannot_be_read_is_told_in_the_cell_and_kept(open_page, answers: Answers) -> None:
    page = open_page()
    before = stored(page).get("start")
    write(page, "start", "那天晚上")
    page.view.focus_box("place")
    assert stored(page).get("start") == before
    assert page.view.paper.by_field["start"][0].problem
    answers.next(False)
    assert not page.leave()
    assert page.view.editor("start").line.text() == "那天晚上"
    write(page, "start", "2026.11.20 19:00")
    page.view.focus_box("place")
    assert stored(page).get("start") == "2026-11-20T19:00" and not page.view.has_problem()
    assert page.leave()


def test_leaving_the_page_saves_the_box_that_is_open(open_page) -> None:
    page = open_page()
    record_id = page.record.id
    write(page, "place", "临走写的")
    page.desk.navigate("home")
    assert page.desk.open_book().record(record_id).get("place") == "临走写的"


def test_two_records_in_turn_never_mix(open_page) -> None:
    page = open_page()
    first = page.record.id
    write(page, "place", "甲地")
    second = operations.new(page.desk.open_book(), "committee", day=DAY).record.id
    page.desk.navigate("record", record_id=second)
    write(page, "place", "乙地")
    page.desk.navigate("record", record_id=first)
    book = page.desk.open_book()
    assert (book.record(first).get("place"), book.record(second).get("place")) == ("甲地", "乙地")
    assert page.view.editor("place").raw() == "甲地"


def test_a_change_elsewhere_is_shown(open_page) -> None:
    page = open_page()
    page.desk.change(None, operations.set_value, page.record.id, "place", "别处写的")
    assert page.view.editor("place").raw() == "别处写的"


# ---- finished --------------------------------------------------------------------------------------------


@pytest.fixture
def finished(branch_window: MainWindow) -> RecordPage:
    desk = branch_window.desk
    record = next(one for one in desk.open_book().records(form="party_assembly") if one.state is not State.DRAFT)
    desk.navigate("record", record_id=record.id)
    page = branch_window.page("record")
    assert isinstance(page, RecordPage)
    return page


def test_a_final_record_is_read_only_until_a_correction_with_a_reason(finished: RecordPage, answers: Answers, qtbot: QtBot) -> None:
    page = finished
    assert page.header.state.whole.startswith("已") and "第 1 版" in page.header.state.whole
    assert not page.header.finish.isVisibleTo(page) and page.view.editor("place").stops()[0].isReadOnly()
    toggle = next(iter(page.panel.attendance.toggles.values()))
    before = toggle.status
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert toggle.status == before
    answers.next(False)
    page.header.correct.click()
    assert stored(page).state is not State.DRAFT

    def fill(box: Any) -> bool:
        assert not box.yes.isEnabled()
        box.answer.setPlainText("漏记列席人员")
        return True

    answers.next(fill)
    page.header.correct.click()
    assert stored(page).state is State.DRAFT and stored(page).version == 2
    assert "更正为第 2 版" in page.header.state.whole
    assert not page.view.editor("place").stops()[0].isReadOnly()
    write(page, "place", "更正后的地点")
    page.view.focus_box("host")
    assert stored(page).get("place") == "更正后的地点"


def test_the_recycle_bin_gives_back(open_page) -> None:
    page = open_page()
    record_id = page.record.id
    page.discard()
    book = page.desk.open_book()
    assert page.desk.window.current == "book"
    assert record_id not in {one.id for one in book.records()}
    operations.restore(book, record_id)
    assert record_id in {one.id for one in book.records()}


# ---- papers and links ------------------------------------------------------------------------------------


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "签到表 11月.png"
    picture = QImage(320, 240, QImage.Format.Format_RGB32)
    picture.fill(0xFFDDEEFF)
    assert picture.save(str(path))
    return path


def test_photographs_are_kept_by_dropping_them(open_page, photograph: Path) -> None:
    page = open_page()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photograph))])
    kept = page.panel.kept
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(kept, QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none))
    QApplication.sendEvent(kept, QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert [one.kind for one in stored(page).attachments] == ["photo"]
    assert page.panel.tabs.tabText(side.KEPT) == "附件 1" and kept.list.count() == 1
    assert "照片 1 张" in page.view.editor("@attachments").button.text()
    kept.removed.emit(stored(page).attachments[0].digest)
    assert stored(page).attachments == ()


def test_a_bad_picture_is_told_and_nothing_is_kept(open_page, tmp_path: Path, answers: Answers) -> None:
    page = open_page()
    bad = tmp_path / "坏照片.jpg"
    bad.write_bytes(b"")
    answers.next(True)
    page.panel.kept.added.emit([bad], "photo")
    assert stored(page).attachments == ()


def test_records_are_linked_and_unlinked(open_page, answers: Answers) -> None:
    page = open_page()

    def choose(box: Any) -> bool:
        box.search.setText("DR-10")
        row = next(row for row in range(box.list.count()) if not box.list.item(row).isHidden())
        box.list.setCurrentRow(row)
        return True

    answers.next(choose)
    page.panel.links.add_wanted.emit()
    assert len(stored(page).links) == 1 and page.panel.tabs.tabText(side.LINKS) == "关联 1"
    page.panel.links.cut.emit(stored(page).links[0])
    assert stored(page).links == ()


# ---- width -----------------------------------------------------------------------------------------------


def test_a_narrow_page_folds_the_panel_and_opens_it_on_demand(open_page, branch_window: MainWindow) -> None:
    page = open_page()
    assert page.panel.isVisible() and not page.header.panel.isVisible()
    branch_window.resize(1000, 700)
    QApplication.processEvents()
    assert not page.panel.isVisible() and page.header.panel.isVisible()
    page.header.panel.click()
    assert page.panel.isVisible() and page.rect().contains(page.panel.geometry())
    page.view.paper.by_field["attendance"][0].editors["attendance"].button.click()
    assert page.panel.attendance.isAncestorOf(focused())
    branch_window.resize(1366, 728)
    QApplication.processEvents()
    assert page.panel.isVisible() and not page.header.panel.isVisible()


# ---- the whole way by keyboard -----------------------------------------------------------------------------


def press(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(focused(), key, held)


def tab_to(qtbot: QtBot, name: str) -> QWidget:
    for _ in range(200):
        if focused().accessibleName() == name:
            return focused()
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reached {name}; at {focused().accessibleName()}")


def test_a_meeting_with_a_vote_is_recorded_by_keyboard_alone(open_page, qtbot: QtBot) -> None:
    page = open_page()
    record_id = page.record.id
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier

    def fill(name: str, text: str) -> None:
        box = tab_to(qtbot, name)
        box.selectAll()
        (qtbot.keyClicks(box, text) if text.isascii() else ime_commit(box, text))
        press(qtbot, Qt.Key.Key_Return)

    page.view.focus_box("title")
    fill("散会时间", "11:00")
    fill("地点", "拟安社区一楼")
    fill("记录人", "马拟川")
    # F6 to the panel: everybody came
    press(qtbot, Qt.Key.Key_F6)
    assert page.panel.attendance.isAncestorOf(focused())
    press(qtbot, Qt.Key.Key_Backtab, shift, times=2)
    assert focused() is page.panel.attendance.everyone, focused().accessibleName()
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_F6)
    voters = str(stored(page).get("present_vote"))
    kind = tab_to(qtbot, "议题：类型")
    kind.setCurrentIndex(kind.findData("vote"))     # the list itself is Qt's: opened with Space, chosen with arrows
    kind.activated.emit(kind.currentIndex())
    fill("议题：题目", "讨论年度工作打算")
    fill("讨论发言：发言人", "李拟桐")
    box = tab_to(qtbot, "讨论发言：发言要点")
    ime_commit(box, "我同意。")
    fill("表决情况：议题", "1")
    method = tab_to(qtbot, "表决情况：方式")
    method.setCurrentIndex(method.findData("hands"))
    method.activated.emit(method.currentIndex())
    for name, text in (("赞成", voters), ("反对", "0"), ("弃权", "0")):
        fill(f"表决情况：{name}", text)
    box = tab_to(qtbot, "决议、议定事项：事项")
    ime_commit(box, "同意年度工作打算。")
    page.view.flush()
    blocking = [found.say for found in page.findings if found.level == "必" and found.waived is None]
    assert blocking == []
    page.header.finish.setFocus()
    press(qtbot, Qt.Key.Key_Space, none)
    record = page.desk.open_book().record(record_id)
    assert record.state is State.FINAL, json.dumps([found.say for found in page.findings], ensure_ascii=False)
    assert record.rows("votes")[0]["yes"] == int(voters)


def test_the_sign_in_sheet_is_in_the_menu(open_page, answers: Answers) -> None:
    page = open_page()
    names = [row["name"] for row in stored(page).rows("attendance") if row["status"] != "exempt"]
    shown: list[str] = []
    answers.next(lambda box: bool(shown.append("".join(text.text for leaf in box.plan.pages for text in leaf.texts))))
    page.header.menu.aboutToShow.emit()
    next(action for action in page.header.menu.actions() if action.text() == "打印签到表…").trigger()
    assert names and all(name in shown[0] for name in names)


def test_the_year_of_a_draft_is_chosen_in_the_menu(open_page) -> None:
    page = open_page()
    page.header.menu.aboutToShow.emit()
    below = next(action for action in page.header.menu.actions() if action.text().startswith("所属年度：2026年"))
    years = {action.text(): action for action in below.menu().actions()}
    assert list(years) == ["2025年", "2026年", "2027年"]
    assert [text for text, action in years.items() if action.isChecked()] == ["2026年"]
    years["2025年"].trigger()
    assert stored(page).year == 2025
    assert "2025-" in page.header.number.text()


def test_an_appraisal_prints_its_ballot_from_the_menu(open_page, answers: Answers) -> None:
    page = open_page("appraisal")
    shown: list[str] = []
    answers.next(lambda box: bool(shown.append("".join(text.text for leaf in box.plan.pages for text in leaf.texts))))
    page.header.menu.aboutToShow.emit()
    next(action for action in page.header.menu.actions() if action.text() == "打印民主测评票…").trigger()
    assert "民主测评票" in shown[0] and "李拟桐" in shown[0]


def test_what_an_inspection_found_goes_to_the_ledger_from_the_menu(open_page) -> None:
    page = open_page("inspection")
    problems = [{"problem": "联系流动党员没有记内容", "request": "写明方式和内容", "due": "2026-12-31"}, {"problem": "党课没有讨论"}]
    page.do(operations.set_value, "problems", problems)
    page.header.menu.aboutToShow.emit()
    verb = next(action for action in page.header.menu.actions() if action.text() == "问题转整改台账")
    inspection = page.record.id
    verb.trigger()
    assert page.desk.window.current == "book", "where the new lines stand"
    book = page.desk.open_book()
    lines = [one for one in book.snapshot().of("issue") if inspection in one.links]
    assert [one.get("problem") for one in lines] == ["联系流动党员没有记内容", "党课没有讨论"]


def test_the_papers_of_an_election_and_the_posts_are_in_the_menu(open_page, answers: Answers) -> None:
    page = open_page("election")
    page.do(operations.set_values, {"seats": 3, "candidates": ("李拟桐", "陈拟舟", "马拟川", "许拟禾")})
    shown: list[str] = []
    answers.next(lambda box: bool(shown.append("".join(text.text for leaf in box.plan.pages for text in leaf.texts))))
    page.header.menu.aboutToShow.emit()
    verbs = {action.text(): action for action in page.header.menu.actions()}
    assert "打印选举结果报告…" in verbs
    verbs["打印选票…"].trigger()
    assert "另选他人" in shown[0] and "李拟桐" in shown[0]
    first = open_page("election_committee")
    first.do(operations.set_values, {"start": "2026-10-09T20:00", "division": [{"name": "李拟桐", "post": "publicity"}]})
    first.header.menu.aboutToShow.emit()
    next(action for action in first.header.menu.actions() if action.text() == "分工登记到花名册").trigger()
    assert "publicity" in first.desk.open_book().roster().by_label["李拟桐"].posts(date(2026, 10, 10))


def test_one_record_goes_to_word_and_to_its_own_check_up(
    open_page, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("theme_day")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(tmp_path / "一份"), "")))
    page.header.menu.aboutToShow.emit()
    acts = {act.text(): act for act in page.header.menu.actions()}
    acts["导出 Word…"].trigger()
    assert (tmp_path / "一份.docx").stat().st_size > 5000
    acts["只查这一份…"].trigger()
    window = page.window()
    assert window.current == "findings"
    checked = window.page("findings")
    assert page.header.number.text() in checked.told()
    assert {found.record for found in checked.chosen()} == {page.record.id}


def verbs(page: RecordPage) -> dict[str, Any]:
    page.header.menu.aboutToShow.emit()
    return {action.text(): action for action in page.header.menu.actions()}


def test_an_agreement_is_printed_from_the_menu(open_page, answers: Answers) -> None:
    page = open_page("agreement", party="拟和医院")
    shown: list[str] = []
    answers.next(lambda box: bool(shown.append("".join(text.text for leaf in box.plan.pages for text in leaf.texts))))
    verbs(page)["打印共驻共建协议书…"].trigger()
    assert "拟和医院" in shown[0] and "乙方留存" in shown[0]


def test_a_copied_table_becomes_rows_from_the_menu(open_page, qapp: QApplication) -> None:
    page = open_page("service_list", title="高频服务事项清单")
    qapp.clipboard().setText("医保参保\t身份证\n老年证\t身份证、照片\n")
    verb = verbs(page)["把复制的表格粘贴到"]
    below = {action.text(): action for action in verb.menu().actions()}
    assert list(below) == ["事项"]
    below["事项"].trigger()
    assert [row["name"] for row in stored(page).rows("items")] == ["医保参保", "老年证"]
    page.undo()
    assert stored(page).rows("items") == ()


def test_a_list_item_that_is_done_becomes_an_activity_from_the_menu(open_page) -> None:
    page = open_page("list_item", kind="need", content="修凉亭", step="claimed", matched="拟丰商行")
    assert "转成共建活动记录" not in verbs(page)
    page.do(operations.set_values, {"step": "done", "done_on": "2026-11-18"})
    verbs(page)["转成共建活动记录"].trigger()
    made = stored(page)
    assert (made.form, made.get("topic"), made.get("held_on")) == ("co_activity", "修凉亭", "2026-11-18")
