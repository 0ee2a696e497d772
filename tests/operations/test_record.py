"""Writing in the book, through the operations that window and command line both call."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.operations.conftest import sample
from wdbranch.book.record import State
from wdbranch.errors import UserError
from wdbranch.operations import record as records
from wdbranch.store.workbook import Workbook


def assembly(book: Workbook) -> str:
    return records.new(book, "party_assembly", day=date(2026, 9, 18)).record.id


def test_a_new_record_knows_what_the_book_knows(book: Workbook) -> None:
    saved = records.new(book, "party_assembly", day=date(2026, 9, 18))
    record = saved.record
    assert record.get("host") == "陈拟舟"
    assert record.get("seq") == 1
    assert record.get("start") == "2026-09-18T09:00"
    assert len(record.rows("attendance")) == 27
    assert record.state is State.DRAFT


def test_counts_follow_the_attendance_until_someone_writes_another(book: Workbook) -> None:
    made = assembly(book)
    saved = records.all_present(book, made)
    assert saved.record.get("present_all") == saved.record.get("due_all")
    due = saved.record.get("due_all")
    saved = records.mark(book, made, ["丁拟白"], "leave", "病假")
    assert saved.record.get("present_all") == due - 1
    assert any("实到" in line for line in saved.also)
    saved = records.set_value(book, made, "present_all", "20人")
    saved = records.mark(book, made, ["邱拟江"], "absent", "无故")
    assert saved.record.get("present_all") == 20, "what the person wrote stands"
    assert any(finding.rule == "A-02" for finding in saved.findings)


def test_a_value_that_cannot_be_read_changes_nothing(book: Workbook) -> None:
    made = assembly(book)
    before = book.record(made)
    with pytest.raises(UserError) as told:
        records.set_value(book, made, "present_all", "二十来个")
    assert told.value.what
    assert book.record(made) == before


def test_another_day_asks_other_people_and_keeps_marks(book: Workbook) -> None:
    made = assembly(book)
    records.mark(book, made, ["丁拟白"], "leave", "病假")
    saved = records.set_value(book, made, "start", "2026年6月30日 18:30")
    row = next(row for row in saved.record.rows("attendance") if row["name"] == "丁拟白")
    assert (row["status"], row["reason"]) == ("leave", "病假")


def test_only_what_the_form_knows_and_who_is_listed_can_be_marked(book: Workbook) -> None:
    made = assembly(book)
    before = book.record(made)
    for names, status, code in ((["丁拟白"], "home_study", "no_status"), (["丁拟白", "生拟人"], "leave", "not_on_list")):
        with pytest.raises(UserError) as told:
            records.mark(book, made, names, status)
        assert told.value.code == code
    assert book.record(made) == before


def test_undo_takes_back_what_followed_too(book: Workbook) -> None:
    made = assembly(book)
    records.all_present(book, made)
    full = book.record(made).values
    records.mark(book, made, ["丁拟白"], "leave", "病假")
    assert "到会情况" in (records.undo_label(book, made) or "")
    saved = records.undo(book, made)
    assert dict(saved.record.values) == dict(full)
    assert records.redo(book, made).record.get("present_all") == full["present_all"] - 1
    records.undo(book, made)
    records.undo(book, made)
    with pytest.raises(UserError) as told:
        records.undo(book, made)
    assert told.value.code == "nothing_to_undo"


def test_undo_after_undo_goes_further_back(book: Workbook) -> None:
    made = assembly(book)
    for place in ("甲室", "乙室", "丙室"):
        records.set_value(book, made, "place", place)
    assert records.undo(book, made).record.get("place") == "乙室"
    assert records.undo(book, made).record.get("place") == "甲室"
    records.set_value(book, made, "place", "丁室")
    assert records.undo(book, made).record.get("place") == "甲室"


def test_pasted_names_are_ticked_and_strangers_named(book: Workbook) -> None:
    made = assembly(book)
    saved, unknown = records.paste_present(book, made, "陈拟舟、韩拟秋，查无此拟人 丁拟白")
    present = {row["name"] for row in saved.record.rows("attendance") if row["status"] == "present"}
    assert {"陈拟舟", "韩拟秋", "丁拟白"} <= present
    assert unknown == ("查无此拟人",)


@pytest.mark.parametrize(("name", "form"), [("party_assembly", "party_assembly"), ("committee", "committee"), ("theme_day", "theme_day")])
def test_the_samples_go_in(book: Workbook, name: str, form: str) -> None:
    saved, _ = records.add_json(book, form, sample(name))
    assert saved.record.get("present_all") in (4, 20)
    wrong = [f for f in saved.findings if f.level == "必" and f.rule != "required"]
    assert wrong == []


def test_final_is_frozen_and_a_correction_keeps_its_reason(book: Workbook, clock: list[datetime]) -> None:
    data = sample("theme_day")
    data.pop("recorded_at")
    clock[0] = datetime(2026, 10, 9, 20, 0)
    saved, _ = records.add_json(book, "theme_day", data)
    made = saved.record.id
    with pytest.raises(UserError) as told:
        records.finalize(book, made)
    assert told.value.code == "blocked"
    fill_required(book, made)
    done = records.finalize(book, made).record
    assert (done.state, done.version, done.late, done.recorded_at) == (State.FINAL, 1, False, "2026-10-09T20:00")
    with pytest.raises(UserError) as told:
        records.set_value(book, made, "place", "别处")
    assert told.value.code == "frozen"
    with pytest.raises(UserError):
        records.correct(book, made, "  ")
    again = records.correct(book, made, "地点写错").record
    assert (again.state, again.version) == (State.DRAFT, 2)
    assert any(entry.why == "地点写错" for entry in records.history(book, made))
    assert records.undo_label(book, made) is None, "a correction is a wall for undo"


def test_finished_long_after_is_marked_for_ever(book: Workbook, clock: list[datetime]) -> None:
    data = sample("theme_day")
    data.pop("recorded_at")
    clock[0] = datetime(2026, 11, 2, 9, 0)
    made = records.add_json(book, "theme_day", data)[0].record.id
    fill_required(book, made)
    waive_all(book, made)
    assert records.finalize(book, made).record.late
    records.correct(book, made, "再看一遍")
    waive_all(book, made)
    assert records.finalize(book, made).record.late


def test_arithmetic_cannot_be_explained_away(book: Workbook) -> None:
    made = assembly(book)
    records.all_present(book, made)
    saved = records.set_value(book, made, "present_all", "3")
    finding = next(f for f in saved.findings if f.rule == "A-02")
    with pytest.raises(UserError) as told:
        records.waive(book, made, finding.key, "就是这样")
    assert told.value.code == "not_waivable"


def test_the_recycle_bin_gives_back(book: Workbook) -> None:
    made = assembly(book)
    records.discard(book, made)
    assert book.records() == []
    assert records.restore(book, made).record.id == made
    assert [r.id for r in book.records()] == [made]


def test_a_broken_picture_changes_nothing(book: Workbook, tmp_path: object) -> None:
    made = assembly(book)
    path = book.path.with_name("坏图.jpg")
    path.write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    with pytest.raises(UserError) as told:
        records.attach(book, made, path, "photo")
    assert told.value.code == "bad_picture"
    assert book.record(made).attachments == ()


def fill_required(book: Workbook, made: str) -> None:
    """Fill whatever box is still asked for."""
    record = book.record(made)
    form = book.editions[record.edition].forms[record.form]
    fillers = {"text": "拟写", "long": "拟写的正文", "int": 1, "number": 1}
    for finding in records.findings_of(book, record):
        if finding.rule == "required" and finding.field:
            field = form.field(finding.field)
            if field.type.value == "rows":
                rows = [dict(row) for row in book.record(made).rows(field.id)] or [{}]
                for row in rows:
                    for column in field.columns:
                        if column.required and row.get(column.id) in (None, ""):
                            row[column.id] = {"int": 1, "choice": "other", "person": "陈拟舟"}.get(column.type.value, "拟写")
                records.set_value(book, made, field.id, rows)
            else:
                records.set_value(book, made, field.id, fillers[field.type.value])


def waive_all(book: Workbook, made: str) -> None:
    """Explain whatever may be explained."""
    for finding in records.findings_of(book, book.record(made)):
        if finding.waivable and finding.waived is None:
            records.waive(book, made, finding.key, "情况如实")


def test_the_day_of_publication_follows_a_known_title(book: Workbook) -> None:
    made = assembly(book)
    saved = records.set_value(book, made, "materials", ({"name": "《中国共产党支部工作条例（试行）》"}, {"name": "拟和街道微网格工作办法"}))
    assert [row["published_on"] for row in saved.record.rows("materials")] == ["2018-10-28", None]
    records.new(
        book, "study_material", day=date(2026, 9, 1),
        values={"name": "拟和街道微网格工作办法", "published_on": "2026-08-20"},
    )
    rows = [{"name": row["name"], "published_on": None} for row in saved.record.rows("materials")]
    saved = records.set_value(book, made, "materials", tuple([*rows, {"name": "党章"}]))
    assert [row["published_on"] for row in saved.record.rows("materials")] == ["2018-10-28", "2026-08-20", "2022-10-22"]


def test_what_is_searched_for_is_found_until_it_is_thrown_away(book: Workbook) -> None:
    from wdbranch.book.search import Wanted
    from wdbranch.operations.search import search

    made = records.new(book, "lecture", day=date(2026, 9, 18), values={"topic": "桐油怎么刷"}).record.id
    assert [hit.record for hit in search(book, Wanted("桐油")).hits] == [made]
    records.set_value(book, made, "topic", "清漆怎么刷")
    assert search(book, Wanted("桐油")).total == 0
    assert search(book, Wanted("清漆")).total == 1
    records.discard(book, made)
    assert search(book, Wanted("清漆")).total == 0
    records.restore(book, made)
    assert search(book, Wanted("清漆")).total == 1
