"""The workbook as its users know it: write, read again, history, undo, recycle bin."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest
from store_book import BRANCH, EDITIONS, MEMBERS, attendance, make, reopen

from wdbranch.book.people import Span
from wdbranch.book.record import State
from wdbranch.errors import UserError, WrongUseError

VALUES = {
    "title": "党员大会", "minutes": "第一段\n第二段", "seq": 3, "hours": 1.5, "day": "2026-09-18",
    "start": "2026-09-18T18:30", "at": "18:30", "done": True, "kind": "study", "kinds": ("study", "vote"),
    "host": "拟建国", "guests": ("拟甲", "拟乙"), "order": "甲",
    "agenda": (
        {"no": 1, "text": "学习", "people": ("拟甲",), "done": False, "hours": 0.5, "order": "一"},
        {"no": None, "text": None, "people": None, "done": None, "hours": None, "order": None},
    ),
    "attendance": attendance("拟建国", "拟秀英"),
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "branch.wdbook"


@pytest.fixture
def book(path):
    with make(path) as opened:
        yield opened


def test_a_record_comes_back_as_it_was_written(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, VALUES, recorded_at="2026-09-18T20:30:00")
        assert book.record(record.id) == record
        assert dict(record.values) == VALUES
    with reopen(path) as book:
        assert book.record(record.id) == record
        assert book.snapshot().records == (record,)
        assert book.branch() == BRANCH


def test_every_fact_has_a_real_column(path):
    with make(path) as book:
        book.add_record("meeting", "2026", 2026, VALUES)
    plain = sqlite3.connect(path)
    assert plain.execute('SELECT title, seq, hours, done, guests, "order" FROM f_meeting').fetchall() == [
        ("党员大会", 3, 1.5, 1, '["拟甲","拟乙"]', "甲")
    ]
    assert plain.execute("SELECT _idx, name, status FROM f_meeting__attendance ORDER BY _idx").fetchall() == [
        (0, "拟建国", "present"), (1, "拟秀英", "present")
    ]
    strict = dict(plain.execute("SELECT name, strict FROM pragma_table_list WHERE type='table' AND name LIKE 'f!_%' ESCAPE '!'"))
    plain.close()
    assert strict == {"f_meeting": 1, "f_meeting__agenda": 1, "f_meeting__attendance": 1, "f_note": 1}


def test_writing_one_field_leaves_the_others(book):
    record = book.add_record("meeting", "2026", 2026, VALUES)
    after = book.write(record.id, {"seq": 4})
    assert dict(after.values) == VALUES | {"seq": 4}
    assert after.rev == record.rev + 1
    assert book.record(record.id) == after


def test_an_empty_box_is_absent(book):
    record = book.add_record("meeting", "2026", 2026, VALUES)
    after = book.write(record.id, {"title": "", "guests": (), "agenda": (), "seq": None})
    for field in ("title", "guests", "agenda", "seq"):
        assert field not in after.values
        assert after.get(field) is None
    assert book.record(record.id) == after


def test_two_windows_on_one_record_keep_both_edits(book):
    record = book.add_record("meeting", "2026", 2026, {})
    left, right = book.record(record.id), book.record(record.id)     # what each window shows
    book.write(left.id, {"title": "左边改的"})
    book.write(right.id, {"minutes": "右边改的"})
    assert dict(book.record(record.id).values) == {"title": "左边改的", "minutes": "右边改的"}


def test_typing_writes_no_log_line_and_leaving_the_field_writes_one(book):
    record = book.add_record("meeting", "2026", 2026, {})
    for text in ("会", "会议", "会议开"):
        book.write(record.id, {"minutes": text}, settled=False)
    assert [line.action for line in book.history(record.id)] == ["add"]
    assert book.record(record.id).get("minutes") == "会议开"
    book.write(record.id, {"minutes": "会议开"})       # nothing new in the row, but the log has not heard of it
    assert [(line.action, line.values.get("minutes")) for line in book.history(record.id)] == [
        ("add", None), ("write", "会议开")
    ]
    before = book.record(record.id)
    assert book.write(record.id, {"minutes": "会议开"}) == before
    assert len(book.history(record.id)) == 2


def test_history_says_who_when_and_why(book):
    record = book.add_record("meeting", "2026", 2026, {"title": "一"})
    book.write(record.id, {"title": "二"}, why="写错了")
    first, second = book.history(record.id)
    assert (second.who, second.why, second.values["title"], second.state, second.version) == (
        "拟建国", "写错了", "二", "draft", 1
    )
    assert first.at < second.at
    assert first.seq < second.seq


def test_revert_takes_back_fields_of_several_writes_and_is_itself_logged(book):
    record = book.add_record("meeting", "2026", 2026, VALUES)
    start = book.history(record.id)[0].seq
    book.write(record.id, {"title": "改了", "kind": None})
    book.write(record.id, {"agenda": ()})
    after = book.revert(record.id, start, "撤销")
    assert dict(after.values) == VALUES
    assert book.record(record.id) == after
    last = book.history(record.id)[-1]
    assert (last.action, last.back_to, last.why) == ("revert", start, "撤销")
    undone = book.history(record.id)[-2].seq
    assert "agenda" not in book.revert(record.id, undone, "重做").values
    with pytest.raises(UserError) as refusal:
        book.revert(record.id, 10_000, "")
    assert refusal.value.code == "no_entry"


def test_what_is_final_keeps_its_values(book):
    record = book.add_record("meeting", "2026", 2026, VALUES)
    for state in (State.FINAL, State.PRINTED, State.ARCHIVED):
        book.set_state(record.id, state, recorded_at="2026-09-18T21:00:00")
        with pytest.raises(UserError) as refusal:
            book.write(record.id, {"seq": 9})
        assert refusal.value.code == "frozen"
        with pytest.raises(UserError) as refusal:
            book.revert(record.id, book.history(record.id)[0].seq, "")
        assert refusal.value.code == "frozen"
    assert book.record(record.id).get("seq") == 3
    book.set_state(record.id, State.DRAFT, why="更正：次序写错", version=2)
    assert book.write(record.id, {"seq": 4}).version == 2
    assert "更正：次序写错" in [line.why for line in book.history(record.id)]


def test_a_late_record_stays_late(book):
    record = book.add_record("note", "2026", 2026, {})
    assert not record.late
    assert book.set_state(record.id, State.FINAL, late=True).late
    assert book.set_state(record.id, State.DRAFT, late=False).late
    assert book.add_record("note", "2026", 2026, {}, late=True).late


def test_recycle_bin(book):
    record = book.add_record("note", "2026", 2026, {"title": "一"})
    other = book.add_record("note", "2026", 2026, {"title": "二"})
    gone = book.discard(record.id)
    assert gone.deleted_at is not None
    assert book.discard(record.id) == gone
    assert book.records() == [other]
    assert book.records(deleted=True) == [gone]
    assert book.snapshot().records == (other,)
    with pytest.raises(UserError) as refusal:
        book.write(record.id, {"title": "三"})
    assert refusal.value.code == "deleted"
    assert book.restore(record.id).deleted_at is None
    assert {r.id for r in book.records()} == {record.id, other.id}
    assert [line.action for line in book.history(record.id)] == ["add", "discard", "restore"]


def test_records_by_form_and_year(book):
    a = book.add_record("meeting", "2026", 2026, {})
    b = book.add_record("note", "2026", 2026, {})
    c = book.add_record("note", "2026", 2025, {})
    assert book.records(form="note") == [b, c]
    assert book.records(year=2026) == [a, b]
    assert book.records(form="note", year=2025) == [c]


def test_links(book):
    a = book.add_record("meeting", "2026", 2026, {})
    b = book.add_record("note", "2026", 2026, {}, links=[a.id])
    assert book.record(b.id).links == (a.id,)
    assert book.set_links(a.id, [b.id, b.id]).links == (b.id,)
    assert book.record(a.id).links == (b.id,)
    for wrong in ("000000000000", a.id):
        with pytest.raises(UserError) as refusal:
            book.set_links(a.id, [wrong])
        assert refusal.value.code == "no_record"
    assert book.record(a.id).links == (b.id,)
    with pytest.raises(UserError):
        book.add_record("note", "2026", 2026, {}, links=["000000000000"])
    assert len(book.records()) == 2


def test_waivers_travel_with_the_record_or_the_branch(book):
    record = book.add_record("note", "2026", 2026, {})
    book.set_waiver(record.id, "A-03:place:", "在户外召开")
    book.set_waiver(None, "E-51::", "正在换届")
    assert book.record(record.id).waivers == {"A-03:place:": "在户外召开"}
    taken = book.snapshot()
    assert taken.records[0].waivers == {"A-03:place:": "在户外召开"}
    assert taken.finding_waivers == {"E-51::": "正在换届"}
    book.set_waiver(record.id, "A-03:place:", "改了理由")
    assert book.record(record.id).waivers == {"A-03:place:": "改了理由"}
    book.set_waiver(record.id, "A-03:place:", None)
    book.set_waiver(None, "E-51::", None)
    assert book.record(record.id).waivers == {}
    assert book.snapshot().finding_waivers == {}


def test_wrong_calls_are_refused_and_change_nothing(book):
    record = book.add_record("note", "2026", 2026, {"title": "一"})
    with pytest.raises(WrongUseError) as refusal:
        book.write(record.id, {"title": "二", "place": "无此项"})
    assert refusal.value.code == "no_field"
    with pytest.raises(WrongUseError) as refusal:
        book.add_record("nothing", "2026", 2026, {})
    assert refusal.value.code == "no_form"
    with pytest.raises(UserError) as unknown:
        book.record("000000000000")
    assert unknown.value.code == "no_record"
    with pytest.raises(TypeError):
        book.write(record.id, {"seq": "3"})
    assert book.record(record.id) == record


def test_roster_all_or_nothing(book):
    ids = book.put_members(MEMBERS, "首次录入")
    people = book.roster()
    assert [m.name for m in people.members] == ["拟建国", "拟秀英"]
    assert people.members[0] == replace(MEMBERS[0], id=ids[0])
    assert people.members[1].infirm is True
    with pytest.raises(UserError) as refusal:
        book.put_members([replace(people.members[0], name="改名"), replace(people.members[1], id=99)], "")
    assert refusal.value.code == "no_member"
    assert book.roster() == people
    moved = replace(people.members[1], spans=(Span("away", "2026-01-01", None, "拟市"),))
    assert book.put_members([people.members[0], moved], "外出") == ids
    assert book.roster().by_id[ids[1]].spans == moved.spans


def test_roster_changes_are_logged_once(path):
    with make(path) as book:
        book.put_members(MEMBERS, "首次录入")
        book.put_members(book.roster().members, "再次导入，内容一样")
        book.set_groups(["一组", "二组"])
        assert book.roster().groups == ("一组", "二组")
        book.save_branch(replace(BRANCH, short="三支部", settings={"street": "拟和"}), "改简称")
        assert book.branch().settings == {"street": "拟和"}
    plain = sqlite3.connect(path)
    lines = plain.execute("SELECT action, why, body FROM log ORDER BY seq").fetchall()
    plain.close()
    assert [(a, w) for a, w, _ in lines] == [("roster", "首次录入"), ("groups", ""), ("branch", "改简称")]
    assert [m["name"] for m in json.loads(lines[0][2])] == ["拟建国", "拟秀英"]


def test_the_file_itself_refuses_to_change_the_log(path):
    with make(path) as book:
        book.add_record("note", "2026", 2026, {"title": "一"})
    plain = sqlite3.connect(path)
    for statement in ("UPDATE log SET why='x'", "DELETE FROM log"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            plain.execute(statement)
    plain.close()


def test_evidence_and_small_facts(book):
    judged = {"met": True, "note": "有照片", "on": "2026-09-18", "by": "拟建国"}
    book.set_evidence("D-07:2026", judged)
    book.set_evidence("G-02", {"met": False})
    assert book.evidence() == {"D-07:2026": judged, "G-02": {"met": False, "note": "", "on": None, "by": ""}}
    assert book.snapshot().evidence == book.evidence()
    book.set_evidence("G-02", None)
    assert set(book.evidence()) == {"D-07:2026"}
    with pytest.raises(WrongUseError):
        book.set_evidence("G-02", {"met": True, "colour": "红"})
    assert book.meta("wizard") is None
    assert book.meta("wizard", 1) == 1
    book.set_meta("wizard", {"step": 3})
    assert book.meta("wizard") == {"step": 3}


def test_packets_and_receipts(book):
    book.add_sent({"digest": "ab", "sequence": 1, "at": "2026-09-30T10:00:00"})
    book.add_sent({"digest": "cd", "sequence": 2})
    assert [line["sequence"] for line in book.sent()] == [1, 2]
    assert book.sent()[0]["at"] == "2026-09-30T10:00:00"
    book.add_receipt({"packet": "ab", "verdict": "已收"})
    assert book.receipts()[0]["verdict"] == "已收"


def test_snapshot_is_the_same_object_until_something_changes(book):
    a = book.add_record("meeting", "2026", 2026, VALUES)
    b = book.add_record("note", "2026", 2026, {"title": "一"})
    first = book.snapshot()
    assert book.snapshot() is first
    book.write(b.id, {"title": "二"})
    second = book.snapshot()
    assert second is not first
    assert second.records[0] is first.records[0]         # not read again
    assert second.records[1].get("title") == "二"
    assert second.roster is first.roster
    assert {r.id for r in second.records} == {a.id, b.id}


def test_a_refused_write_is_not_remembered(book):
    record = book.add_record("note", "2026", 2026, {"title": "一"})
    book.snapshot()
    with pytest.raises(TypeError):
        book.write(record.id, {"title": "二", "seq": True})
    assert book.snapshot().records == (record,)


def test_a_reader_sees_what_the_writer_wrote(path):
    with make(path) as book:
        record = book.add_record("note", "2026", 2026, {"title": "一"})
        with reopen(path, readonly=True) as reader:
            assert reader.snapshot().records == (record,)
            after = book.write(record.id, {"title": "二"})
            assert reader.snapshot().records == (after,)
            for act in (
                lambda: reader.write(record.id, {"title": "三"}), lambda: reader.set_meta("x", 1),
                lambda: reader.attach(record.id, b"x", "x.txt", "file"),
            ):
                with pytest.raises(UserError) as refusal:
                    act()
                assert refusal.value.code == "readonly"


def test_opening_does_without_sqlite_utils_and_pillow(path):
    make(path).close()
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests/store')\n"
        "from store_book import reopen\n"
        f"book = reopen(Path({str(path)!r})); book.snapshot(); book.close()\n"
        "print([m for m in ('sqlite_utils', 'PIL', 'click') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
