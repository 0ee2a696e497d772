"""The sheet: the form's own grid, whatever form it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_hands import ime_commit

from wdbranch.book.finding import MUST, SHOULD, Finding
from wdbranch.book.form import CONTENT_WIDTH_MM, CellKind, Edition
from wdbranch.book.record import Record
from wdbranch.book.values import clean
from wdbranch.operations.book import editions
from wdbranch.store.workbook import Workbook
from wdbranch.ui import style
from wdbranch.ui.beside.header import RecordHeader
from wdbranch.ui.editors.kinds import Setting
from wdbranch.ui.editors.rows import RowsEditor
from wdbranch.ui.form_view import FormView
from wdbranch.ui.sheet.cells import page_rows

FORMS = ("party_assembly", "committee", "theme_day", "lecture")


@pytest.fixture
def sheet(qtbot: QtBot, edition: Edition):
    def make(form: str, width: int = 760) -> FormView:
        made = FormView(edition.forms[form], Setting(edition))
        qtbot.addWidget(made)
        made.resize(width, 640)
        made.show()
        made.activateWindow()
        QApplication.processEvents()
        return made

    return make


@pytest.fixture(scope="module")
def records(demo: Path) -> list[Record]:
    book = Workbook.open(demo / "branch.wdbook", editions=editions(), readonly=True)
    found = book.records()
    book.close()
    return found


@pytest.mark.parametrize("form", FORMS)
def test_the_cells_keep_the_proportions_of_the_paper(sheet, form: str) -> None:
    paper = sheet(form).paper
    width = paper.width() - 2 * style.px(20)
    for boxes, row in zip(paper.rows, page_rows(paper.form), strict=True):
        assert boxes[0].rect.left() == style.px(20)
        assert boxes[-1].rect.right() == style.px(20) + width - 1
        for box, cell in zip(boxes, row.cells, strict=True):
            assert abs(box.rect.width() - width * cell.width / CONTENT_WIDTH_MM) <= 1
        assert len({box.rect.height() for box in boxes}) == 1
    bottoms = [boxes[0].rect.bottom() for boxes in paper.rows]
    tops = [boxes[0].rect.top() for boxes in paper.rows]
    assert tops[1:] == [bottom + 1 for bottom in bottoms[:-1]]


@pytest.mark.parametrize("form", FORMS)
def test_every_field_has_a_box_and_every_box_a_name(sheet, form: str) -> None:
    view = sheet(form)
    assert {field.id for field in view.form.fields} <= set(view.paper.by_field)
    assert all(stop.accessibleName() for stop in view.paper.stops())
    assert all(not box.editors for box in view.paper.boxes if box.cell.kind is CellKind.SIGN)


def test_showing_any_record_changes_nothing_and_reads_back_the_same(sheet, records: list[Record], edition: Edition) -> None:
    views = {form: sheet(form) for form in {record.form for record in records}}
    assert len(records) >= 20
    for record in records:
        view = views[record.form]
        sent: list[object] = []
        view.value_committed.connect(lambda raws, _settled, sent=sent: sent.append(raws))
        view.show_record(record)
        view.flush()
        assert sent == []
        for field in view.form.fields:
            raw = view.editor(field.id).raw()
            if field.id != "attendance":
                assert clean(field, raw, edition) == clean(field, record.get(field.id), edition), field.id
        view.value_committed.disconnect()


@pytest.mark.parametrize("form", FORMS)
def test_tab_visits_every_box_in_page_order_and_gets_out(sheet, qtbot: QtBot, form: str) -> None:
    view = sheet(form)
    next(stop for stop in view.paper.stops() if stop.focusPolicy() & Qt.FocusPolicy.TabFocus).setFocus()
    seen = [QApplication.focusWidget()]
    for _ in range(300):        # tables get their first boxes on the way
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is seen[0]:
            break
        seen.append(QApplication.focusWidget())
    wanted = [stop for stop in view.paper.stops() if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert all(editor.lines[0].made for editor in view.paper.editors() if isinstance(editor, RowsEditor))
    assert [one.accessibleName() for one in seen] == [one.accessibleName() for one in wanted]


def test_enter_walks_down_the_page(sheet, qtbot: QtBot) -> None:
    view = sheet("party_assembly")
    view.focus_box("title")
    names = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        names.append(QApplication.focusWidget().accessibleName())
    assert names == ["次序", "开会时间", "散会时间", "地点"]


def test_the_cell_with_the_keyboard_is_framed_in_red(sheet) -> None:
    view = sheet("party_assembly")
    view.focus_box("place")
    QApplication.processEvents()
    box = view.paper.by_field["place"][0]
    picture = view.paper.grab().toImage()
    assert picture.pixelColor(box.rect.left() + 1, box.rect.center().y()).name() == style.colour("red").name()
    other = view.paper.by_field["title"][0]
    assert picture.pixelColor(other.rect.left() + 1, other.rect.center().y()).name() != style.colour("red").name()


def test_a_finding_stands_in_its_cell_and_the_row_makes_room(sheet) -> None:
    view = sheet("party_assembly")
    box = view.paper.by_field["recorder"][0]
    before = box.rect.height()
    view.show_findings([Finding("A-09", MUST, "记录人没有到会，请核对记录人是不是写对了。", field="recorder")])
    assert box.rect.height() > before and box.remarks[0].level == MUST
    view.show_findings([Finding("A-09", MUST, "记录人没有到会。", field="recorder", waived="请假前已写好")])
    assert box.rect.height() == before and not box.remarks


def test_an_empty_box_nobody_visited_is_not_nagged_about_before_the_end(sheet) -> None:
    view = sheet("party_assembly")
    missing = [Finding("required", MUST, "“地点”还没有填写。", field="place"), Finding("required", MUST, "“主持人”还没有填写。", field="host")]
    view.show_findings(missing)
    place, host = view.paper.by_field["place"][0], view.paper.by_field["host"][0]
    assert not place.remarks and not host.remarks
    view.focus_box("place")
    view.focus_box("host")
    assert place.remarks and not host.remarks
    view.show_findings(missing, insist=True)
    assert host.remarks


def test_the_rest_of_many_findings_is_counted(sheet) -> None:
    view = sheet("party_assembly")
    view.show_findings([Finding(f"E-{n}", SHOULD, f"第 {n} 句。", field="votes", row=n) for n in range(5)])
    box = view.paper.by_field["votes"][0]
    assert [text for _, text in view.paper._remark_lines(box)] == ["第 0 句。", "第 1 句。", "还有 3 条，见右边的“检查”。"]


def test_long_text_makes_its_cell_grow(sheet) -> None:
    view = sheet("party_assembly")
    box = view.paper.by_field["minutes"][0]
    before = box.rect.height()
    view.focus_box("minutes")
    ime_commit(QApplication.focusWidget(), "会议开始，同志们逐一发言，记录在案，不得遗漏。" * 30)
    QApplication.processEvents()
    assert box.rect.height() > before * 2
    assert box.editors["minutes"].text.verticalScrollBar().maximum() == 0


def test_what_cannot_be_read_stays_in_its_box_with_the_reason(sheet, records: list[Record]) -> None:
    view = sheet("party_assembly")
    record = next(one for one in records if one.form == "party_assembly")
    view.show_record(record)
    view.focus_box("start")
    line = QApplication.focusWidget()
    line.selectAll()
    ime_commit(line, "那天晚上")
    view.focus_box("place")
    view.show_problem("start", "看不懂“那天晚上”。")
    view.show_record(record)
    assert line.text() == "那天晚上" and view.has_problem()
    assert "没有保存" in view.paper._remark_lines(view.paper.by_field["start"][0])[0][1]


def test_the_end_moves_along_when_the_beginning_moves_to_another_day(sheet, records: list[Record]) -> None:
    view = sheet("party_assembly")
    record = next(one for one in records if one.get("start", ) == "2026-09-18T18:30")
    view.show_record(record)
    sent: list[dict[str, object]] = []
    view.value_committed.connect(lambda raws, _settled: sent.append(dict(raws)))
    view.focus_box("start")
    QApplication.focusWidget().selectAll()
    ime_commit(QApplication.focusWidget(), "2026年9月19日 18:30")
    view.focus_box("place")
    assert sent == [{"start": "2026年9月19日 18:30", "end": "2026-09-19T20:10"}]


def test_a_locked_sheet_takes_no_key_and_can_still_be_copied(sheet, qtbot: QtBot, records: list[Record]) -> None:
    view = sheet("party_assembly")
    record = next(one for one in records if one.form == "party_assembly")
    view.lock(True)
    view.show_record(record)
    sent: list[object] = []
    view.value_committed.connect(lambda raws, _settled: sent.append(raws))
    for stop in view.paper.stops():
        stop.setFocus()
        qtbot.keyClick(stop, Qt.Key.Key_5)
        qtbot.keyClick(stop, Qt.Key.Key_Down)
    view.flush()
    assert sent == []
    view.focus_box("place")
    QApplication.focusWidget().selectAll()
    QApplication.focusWidget().copy()
    assert QApplication.clipboard().text() == record.get("place")
    rows = view.editor("agenda")
    assert isinstance(rows, RowsEditor) and not rows.more.isVisible()


def test_a_second_leaf_begins_where_the_printer_begins_it(sheet) -> None:
    view = sheet("party_assembly")
    high = view.paper.height()
    view.paper.set_leaves({20: 1})
    assert len(view.paper._leaves) == 2 and view.paper.height() > high + style.px(60)
    row = view.paper.rows[20][0]
    assert view.paper._leaves[1].contains(row.rect.topLeft())
    assert view.paper._leaves[0].contains(view.paper.rows[19][0].rect)


def test_the_paper_has_a_greatest_width_and_stands_in_the_middle(sheet) -> None:
    view = sheet("committee", 1600)
    QApplication.processEvents()
    paper = view.paper
    assert paper.width() <= style.px(1040) + 8
    assert abs(paper.x() - (view.viewport().width() - paper.geometry().right())) < 24


@pytest.mark.parametrize("factor", [1.0, 1.4])
def test_no_title_of_a_form_widens_the_window(qapp: QApplication, edition: Edition, factor: float) -> None:
    style.apply(qapp, style.Look(factor))
    try:
        header = RecordHeader()
        for form in edition.forms.values():
            record = Record("r", form.id, edition.id, 2026, values={"seq": 3}, updated_at="2026-11-23T10:32:00")
            header.show_record(form, record, "改了一格很长很长的内容")
            header.tell_panel("实到 20", 4)
            assert header.minimumSizeHint().width() <= 1366 - style.px(236), form.title
            assert header.title.whole in form.title
        header.deleteLater()
    finally:
        style.apply(qapp, style.Look())
