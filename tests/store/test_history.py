"""The log holds changes only, and tells every settled state as if it held them all."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_book import attendance, make, reopen
from test_rows import VALUES, filled

from wdbranch.book.record import State
from wdbranch.store.history import WHOLE_EVERY, broken

GUIDE = (Path(__file__).parents[2] / "docs" / "workbook.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    path = tmp_path_factory.mktemp("history") / "a.wdbook"
    make(path).close()
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.wdbook"


@dataclass
class Model:
    """What a log that holds whole states would hold: one state for each settled edit that changed anything."""

    now: dict
    lines: list = field(default_factory=list)

    def settle(self, action):
        if not self.lines or self.lines[-1][1] != self.now:
            self.lines.append((action, dict(self.now)))


CHANCE = st.integers(0, 1000)
STEP = st.one_of(
    st.tuples(st.just("write"), VALUES, st.booleans()),
    st.tuples(st.just("revert"), CHANCE),
    st.tuples(st.just("again")),
    st.tuples(st.just("waiver"), st.sampled_from(["A-03:place:", "B-15::"]), st.sampled_from(["在户外", "换届", None])),
    st.tuples(st.just("links"), st.booleans()),
    st.tuples(st.just("final and back")),
    st.tuples(st.just("bin and back")),
    st.tuples(st.just("file"), st.sampled_from([b"%PDF-1.7 a", b"%PDF-1.7 b"])),
    st.tuples(st.just("reopen")),
)


def do(book, record_id, step, model, other):
    """One step upon the workbook and upon the model."""
    now = model.now
    match step:
        case ("write", values, settled):
            book.write(record_id, values, settled=settled)
            now["values"] = filled(now["values"] | values)
            if settled:
                model.settle("write")
        case ("again",):
            book.write(record_id, {})
            model.settle("write")
        case ("revert", chance):
            lines = book.history(record_id)
            at = chance % len(lines)
            book.revert(record_id, lines[at].seq, "撤销")
            now["values"] = model.lines[at][1]["values"]
            model.settle("revert")
        case ("waiver", key, reason):
            before = now["waivers"]
            book.set_waiver(record_id, key, reason)
            rest = {k: why for k, why in before.items() if k != key}
            now["waivers"] = rest | ({key: reason} if reason else {})
            if now["waivers"] != before:
                model.settle("waiver")
        case ("links", wanted):
            before, now["links"] = now["links"], (other,) if wanted else ()
            book.set_links(record_id, now["links"])
            if now["links"] != before:
                model.settle("links")
        case ("final and back",):
            for state, version in (("final", now["version"]), ("draft", now["version"] + 1)):
                book.set_state(record_id, State(state), version=version)
                now |= {"state": state, "version": version}
                model.settle("state")
        case ("bin and back",):
            for action in ("discard", "restore"):
                getattr(book, action)(record_id)
                now["deleted"] = action == "discard"
                model.settle(action)
        case ("file", data):
            twin = next((a for a in book.record(record_id).attachments if a.name == data.decode()), None)
            if twin is None:
                kept = book.attach(record_id, data, data.decode(), "file")
                now["attachments"] = (*now["attachments"], kept.digest)
                model.settle("attach")
            else:
                book.detach(record_id, twin.digest)
                now["attachments"] = tuple(d for d in now["attachments"] if d != twin.digest)
                model.settle("detach")


@settings(max_examples=100, deadline=None)
@given(VALUES, st.lists(STEP, max_size=25))
def test_the_same_history_as_of_whole_states(shared, first, steps):
    book = reopen(shared)
    other = book.add_record("note", "2026", 2026, {}).id
    record = book.add_record("meeting", "2026", 2026, first)
    model = Model({
        "values": filled(first), "state": "draft", "version": 1, "waivers": {}, "links": (), "attachments": (),
        "deleted": False,
    })
    model.settle("add")
    for step in steps:
        if step == ("reopen",):
            book.close()
            book = reopen(shared)
        do(book, record.id, step, model, other)
    with book:
        told = book.history(record.id)
        assert [(line.action, dict(line.values), line.state, line.version) for line in told] == [
            (action, state["values"], state["state"], state["version"]) for action, state in model.lines
        ]
        assert dict(book.record(record.id).values) == model.now["values"]
        assert list(broken(book._connection)) == []
        by_hand = by_the_guide(book._connection, record.id)
        assert [state.get("waivers", {}) for state in by_hand] == [state["waivers"] for _, state in model.lines]
        assert [tuple(a[0] for a in state.get("attachments", ())) for state in by_hand] == [
            state["attachments"] for _, state in model.lines
        ]
        assert [state.get("deleted", False) for state in by_hand] == [state["deleted"] for _, state in model.lines]


def by_the_guide(connection, record_id):
    """The states of a record as the guide says to read them, without this program."""
    queries = [query for query in re.findall(r"```sql\n(.*?)```", GUIDE, re.S) if "json_patch" in query]
    assert len(queries) == 1
    rows = connection.execute(queries[0].replace("记录编号", record_id)).fetchall()
    return [json.loads(row[-1]) for row in rows]


def bodies(book, record_id):
    return [
        (step, json.loads(body))
        for step, body in book._connection.execute("SELECT step, body FROM log WHERE record=? ORDER BY seq", (record_id,))
    ]


def test_a_line_holds_only_what_changed(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {
            "title": "一", "minutes": "长" * 5000, "order": "甲", "attendance": attendance("拟甲", "拟乙", "拟丙"),
        })
        rows = [dict(row) for row in record.rows("attendance")]
        rows[1] |= {"status": "leave", "reason": "出差"}
        book.write(record.id, {"title": "二", "order": None})
        book.write(record.id, {"attendance": tuple(rows)})
        book.write(record.id, {"attendance": tuple(rows[:2])})
        book.set_waiver(record.id, "A-03:place:", "在户外")
        told = bodies(book, record.id)
        assert told[0][0] == 0
        assert told[0][1]["values"]["minutes"] == "长" * 5000
        assert told[1:] == [
            (1, {"values": {"title": "二", "order": None}}),
            (2, {"values": {"attendance": {"1": {"status": "leave", "reason": "出差"}}}}),
            (3, {"values": {"attendance": {"2": None}}}),
            (4, {"waivers": {"A-03:place:": "在户外"}}),
        ]
        assert book.history(record.id)[-1].values["attendance"] == book.record(record.id).values["attendance"]


def test_an_idle_save_is_told_by_the_next_line_whatever_it_is(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"title": "一"})
        book.write(record.id, {"minutes": "写到一半"}, settled=False)
        book.set_waiver(record.id, "A-03:place:", "在户外")
        assert bodies(book, record.id)[1:] == [
            (1, {"values": {"minutes": "写到一半"}, "waivers": {"A-03:place:": "在户外"}})
        ]
        book.write(record.id, {"minutes": "改了"}, settled=False)
        book.write(record.id, {"minutes": "写到一半"})      # and back: the log need not hear of it
        assert len(book.history(record.id)) == 2


def test_a_box_emptied_while_typing_is_empty_in_the_whole_state_that_follows(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"title": "一", "minutes": "写了"})
        book.write(record.id, {"minutes": ""}, settled=False)
        book.set_state(record.id, State.FINAL)
        assert [dict(line.values) for line in book.history(record.id)] == [{"title": "一", "minutes": "写了"}, {"title": "一"}]


def test_two_records_in_turn(path):
    with make(path) as book:
        left, right = (book.add_record("meeting", "2026", 2026, {"title": side, "order": side}) for side in "左右")
        for number in range(3):
            book.write(left.id, {"seq": number})
            book.write(right.id, {"title": f"第{number}次"})
        assert bodies(book, left.id)[1:] == [(n + 1, {"values": {"seq": n}}) for n in range(3)]
        assert bodies(book, right.id)[1:] == [(n + 1, {"values": {"title": f"第{n}次"}}) for n in range(3)]
        assert book.history(left.id)[-1].values == {"title": "左", "order": "左", "seq": 2}


def test_more_than_nine_rows_stay_in_order(path):
    rows = tuple({"no": number, "text": f"第{number}项"} for number in range(25))
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"agenda": rows[:9]})
        for count in (11, 25, 12):
            after = book.write(record.id, {"agenda": rows[:count]})
            assert book.history(record.id)[-1].values == after.values
            assert [row["no"] for row in after.values["agenda"]] == list(range(count))


def test_whole_states_come_with_every_standing_and_often_enough(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"minutes": "长" * 500})
        for number in range(130):
            book.write(record.id, {"seq": number})
        book.set_state(record.id, State.FINAL)
        book.set_state(record.id, State.DRAFT, version=2)
        book.write(record.id, {"seq": 1})
        told = bodies(book, record.id)
        assert [index for index, (step, _) in enumerate(told) if step == 0] == [0, 50, 100, 131, 132]
        assert max(step for step, _ in told) == WHOLE_EVERY - 1
        assert all((step == 0) == ("edition" in body) for step, body in told)
        assert [line.values.get("seq") for line in book.history(record.id)] == [None, *range(130), 129, 129, 1]
        assert by_the_guide(book._connection, record.id)[-1] == {
            "form": "meeting", "edition": "2026", "year": 2026, "state": "draft", "version": 2,
            "values": {"minutes": "长" * 500, "seq": 1},
        }


def spoil(path, statement):
    other = sqlite3.connect(path)
    other.execute("DROP TRIGGER log_no_update")
    other.execute("DROP TRIGGER log_no_delete")
    other.execute(statement)
    other.commit()
    other.close()


@pytest.mark.parametrize("statement, left", [
    ("DELETE FROM log WHERE seq=3", [1, 2]),
    ("DELETE FROM log WHERE seq=1", []),
    ("UPDATE log SET body='{' WHERE seq=3", [1, 2]),
    ("UPDATE log SET body='[]' WHERE seq=1", []),
    ("UPDATE log SET body='{\"values\":{\"seq\":7}}' WHERE seq=4", [1, 2, 3, 4]),
])
def test_a_spoilt_log_is_named_left_out_and_healed_by_the_next_line(path, statement, left):
    with make(path) as book:
        record = book.add_record("note", "2026", 2026, {"title": "一"})
        for number in range(3):
            book.write(record.id, {"seq": number})
        book.backup()
    spoil(path, statement)
    with reopen(path) as book:
        assert [line.seq for line in book.history(record.id)] == left
        assert [problem.code for problem in book.doctor()] == ["log_broken"]
        book.write(record.id, {"title": "二"})
        after = book.write(record.id, {"seq": 9})
        told = book.history(record.id)
        assert [(line.seq, dict(line.values)) for line in told[-2:]] == [
            (5, {"title": "二", "seq": 2}), (6, dict(after.values))
        ]
        steps = book._connection.execute("SELECT step FROM log WHERE record=? ORDER BY seq", (record.id,)).fetchall()
        assert steps[-2:] == [(0,), (1,)]


def test_a_refused_write_leaves_no_trace_in_what_follows(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"title": "一"})
        book._connection.execute("PRAGMA max_page_count=1")      # SQLite takes it as: no page more
        with pytest.raises(Exception, match="磁盘已满"):
            book.write(record.id, {"title": "二", "minutes": "长" * 100_000})
        book._connection.execute("PRAGMA max_page_count=100000")
        book.write(record.id, {"title": "二", "order": "甲"})
        assert bodies(book, record.id)[1:] == [(1, {"values": {"title": "二", "order": "甲"}})]


def test_minus_zero_is_zero(path):
    with make(path) as book:
        record = book.add_record("meeting", "2026", 2026, {"agenda": ({"no": 1, "hours": 0.0}, {"no": 2})})
        book.write(record.id, {"agenda": ({"no": 1, "hours": -0.0}, {"no": 3})})
        assert list(broken(book._connection)) == []


def test_the_guide_names_every_table(path):
    with make(path) as book:
        tables = {
            name for (name,) in book._connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")
            if not name.startswith(("f_", "_sqlite", "sqlite_"))
        }
        columns = {row[1] for row in book._connection.execute("PRAGMA table_info(log)")}
    assert tables | (columns - {"seq"}) <= set(re.findall(r"`(\w+)`", GUIDE))
    assert str(WHOLE_EVERY - 1) in GUIDE
