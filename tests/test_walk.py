"""One value walks the whole house: 实到人数, from the key press to the street's sum."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from tests.operations.conftest import sample
from wdbranch.operations import book as books
from wdbranch.operations import demo, overview, packets, printing, street
from wdbranch.operations import record as records
from wdbranch.settings import Settings
from wdbranch.ui import messages, start, style

NOW = datetime(2026, 9, 19, 9, 20)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with books.create(tmp_path / "支部.wdbook", clock=lambda: NOW, **demo.sample("branch.json")) as book:
        demo.sample_roster(book)
        data = sample("party_assembly")
        data.pop("present_all")
        records.add_json(book, "party_assembly", data)
    return tmp_path


@pytest.fixture(autouse=True)
def _no_box_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(box: Any) -> bool:
        raise AssertionError(f"a box opened: {getattr(box, 'said', box.windowTitle())}")

    monkeypatch.setattr(messages, "show", refuse)


def type_into_the_sheet(qtbot: Any, place: Path) -> None:
    """Open the record in the window and key 20 into 实到党员."""
    app = start.make_app(Settings())
    assert app is not None
    style.apply(app, style.Look())
    window = start.make_window(Settings(), place / "支部.wdbook", today=NOW.date)
    qtbot.addWidget(window)
    window.show()
    desk = window.desk
    made = desk.open_book().records()[0]
    desk.navigate("record", record_id=made.id)
    page = window.page("record")
    page.view.focus_box("present_all")
    editor = page.view.editor("present_all")
    box = editor.focusProxy() or editor
    qtbot.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(box, "20")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.open_book().record(made.id).get("present_all") == 20)
    window.close()
    desk.close_book()


def test_one_value_from_the_key_to_the_sum(qtbot: Any, place: Path) -> None:
    type_into_the_sheet(qtbot, place)

    with books.open_book(place / "支部.wdbook", clock=lambda: NOW) as book:
        made = book.records()[0]
        assert made.get("present_all") == 20

        # an inspector agrees with it, and objects to another number
        assert not [f for f in overview.findings(book) if f.rule in ("A-01", "A-02")]
        records.set_value(book, made.id, "present_all", 19)
        assert [f for f in overview.findings(book) if f.rule == "A-02"]
        records.undo(book, made.id)

        # it stands on the paper
        printing.print_record(book, made.id, place / "一页.pdf")
        pdf = pypdfium2.PdfDocument(place / "一页.pdf")
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
        pdf.close()
        assert "实到党员20人" in "".join(text.split())

        # it leaves the branch, signed and sealed
        finish(book, made.id)
        with street.create_desk(place / "街道.wddesk", "拟和街道党工委", "NH", clock=lambda: NOW) as desk:
            street.save_card(desk, place / "街道.wdcard")
            packets.register_street(book, place / "街道.wdcard")
            packets.save_card(book, place / "支部.wdcard")
            street.register_card(desk, place / "支部.wdcard", by="卢拟衡", paper="公钥卡")
            packets.export(book, "2026-Q3", place / "U盘")

            # and is added up at the street
            swept = street.sweep(desk, place / "U盘")
            assert [(entry["ok"], entry["branch"]) for entry in swept] == [(True, "NH-NA-01")]
            line = street.overview(desk)[0]
            form = line.forms[0]
            assert (form.form, form.count, form.present, form.due) == ("party_assembly", 1, 20, 24)


def finish(book: Any, made: str) -> None:
    """Fill what the sample leaves open, then 定稿."""
    records.set_values(book, made, {
        "place": "拟安社区党员活动室",
        "speeches": [{"agenda": 3, "speaker": "白拟远", "text": "我有个不同看法，今天投弃权。"}],
        "decisions": [{"text": "整理材料报批", "owner": "韩拟秋", "due": "2026-09-21"}],
        "title": "2026年第3次党支部党员大会", "seq": 3,
    })
    for finding in records.findings_of(book, book.record(made)):
        if finding.level == "必" and finding.waivable and finding.field:
            records.waive(book, made, finding.key, "样例情况如实")
    records.finalize(book, made)
