"""What people type, what is kept, what is printed."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wdbranch.book.form import Column, Edition, Field, FieldType
from wdbranch.book.loader import load_editions
from wdbranch.book.names import split_names
from wdbranch.book.record import Record
from wdbranch.book.values import (
    ValueProblem,
    clean,
    record_number,
    show,
    show_column,
    show_day,
    show_span,
)
from wdbranch.paths import forms_dir

EDITION: Edition = load_editions(forms_dir())["2026"]
FORMS = EDITION.ordered()
ASSEMBLY = EDITION.forms["party_assembly"]


def box(kind: str, **more: Any) -> Field:
    return Field("box", FieldType(kind), "栏目", **more)


def read(kind: str, raw: Any, *, year: int | None = None, **more: Any) -> Any:
    return clean(box(kind, **more), raw, EDITION, year=year)


# --- days and times -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-09-18", "2026-09-18"),
        ("2026-9-18", "2026-09-18"),
        ("2026.9.18", "2026-09-18"),
        ("2026/9/18", "2026-09-18"),
        ("20260918", "2026-09-18"),
        ("2026年9月18日", "2026-09-18"),
        ("2026 年 9 月 18 日", "2026-09-18"),
        ("2026年9月18号", "2026-09-18"),
        ("2026年9月18日（星期五）", "2026-09-18"),
        ("2026年9月18日(周五)", "2026-09-18"),
        ("２０２６．９．１８", "2026-09-18"),
        ("　2026-9-18　", "2026-09-18"),
        ("2026-09-18 00:00:00", "2026-09-18"),
        ("2026-09-18T18:30", "2026-09-18"),
        ("1990-05", "1990-05"),
        ("1990.5", "1990-05"),
        ("1990年5月", "1990-05"),
        ("199005", "1990-05"),
        ("9月18日", "2026-09-18"),
        ("9.18", "2026-09-18"),
        ("", None),
        ("   ", None),
        (None, None),
        (date(2026, 9, 18), "2026-09-18"),
        (datetime(2026, 9, 18, 18, 30), "2026-09-18"),
    ],
)
def test_days(typed: Any, kept: str | None) -> None:
    assert read("date", typed, year=2026) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-09-18T18:30", "2026-09-18T18:30"),
        ("2026-09-18 18:30:59", "2026-09-18T18:30"),
        ("2026年9月18日 18:30", "2026-09-18T18:30"),
        ("2026年9月18日18：30", "2026-09-18T18:30"),
        ("2026年9月18日（星期五）18:30", "2026-09-18T18:30"),
        ("2026.9.18 18.30", "2026-09-18T18:30"),
        ("9月18日18:30", "2026-09-18T18:30"),
        ("9月18日晚上6点半", "2026-09-18T18:30"),
        ("2026-9-18 上午9点", "2026-09-18T09:00"),
        ("2026-9-18 下午3点20分", "2026-09-18T15:20"),
        ("2026-9-18 15时", "2026-09-18T15:00"),
        ("2026-9-18 中午12点一刻", "2026-09-18T12:15"),
        ("2026-9-18 凌晨12点", "2026-09-18T00:00"),
        ("２０２６年９月１８日　下午３：２０", "2026-09-18T15:20"),
        (datetime(2026, 9, 18, 18, 30, 5), "2026-09-18T18:30"),
        ("", None),
    ],
)
def test_moments(typed: Any, kept: str | None) -> None:
    assert read("datetime", typed, year=2026) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("18:30", "18:30"), ("18：30", "18:30"), ("8:05", "08:05"), ("下午3点", "15:00"), ("9点整", "09:00"), (time(7, 5), "07:05"), ("", None)],
)
def test_times(typed: Any, kept: str | None) -> None:
    assert read("time", typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "say"),
    [
        ("date", "26.9.18", "年份"),
        ("date", "9月18日", "没有写年份"),
        ("date", "2026-2-30", "没有“2026-2-30”这一天"),
        ("date", "2026-13-1", "没有"),
        ("date", "1026-9-18", "年份"),
        ("date", "昨天", "看懂"),
        ("date", "2026年9月18日（星期四）", "是星期五，不是星期四"),
        ("date", "2026-9-18 开会", "看懂"),
        ("date", 20260918, "看懂"),
        ("datetime", "2026-9-18", "没有写几点几分"),
        ("datetime", "18:30", "没有日期"),
        ("datetime", "2026-9-18 25:00", "没有"),
        ("datetime", "2026-9-18 18:60", "没有"),
        ("datetime", "2026-9-18 上午15点", "说不清"),
        ("datetime", "2026-9-18 晚上12点", "说不清"),
        ("datetime", "2026-9-18 会后", "看不懂"),
        ("time", "两点", "看不懂"),
    ],
)
def test_what_is_no_day_or_time_is_said_so(kind: str, typed: Any, say: str) -> None:
    with pytest.raises(ValueProblem, match=say) as caught:
        read(kind, typed)
    assert caught.value.what.startswith("“栏目”")
    assert caught.value.todo


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_printed_moments_are_read_back(moment: datetime) -> None:
    kept = moment.strftime("%Y-%m-%dT%H:%M")
    for kind, value in (("datetime", kept), ("date", kept[:10]), ("date", kept[:7]), ("time", kept[11:])):
        assert read(kind, value) == value
        assert read(kind, show(box(kind), value, EDITION)) == value


@given(st.text(alphabet="0123456789 年月日号-./:：点时分半（）星期五上下午晚T", max_size=24))
def test_any_typing_of_a_moment_is_read_once_for_all_or_refused(typed: str) -> None:
    for kind in ("date", "datetime", "time"):
        try:
            kept = read(kind, typed, year=2026)
        except ValueProblem:
            continue
        assert kept is None or read(kind, kept) == kept


def test_spans() -> None:
    assert show_span("2026-09-18T18:30", "2026-09-18T20:10") == "2026年9月18日（星期五）18:30—20:10"
    assert show_span("2026-09-18T18:30", "2026-09-19T08:10") == "2026年9月18日（星期五）18:30—2026年9月19日（星期六）08:10"
    assert show_span("2026-09-18T18:30", None) == "2026年9月18日（星期五）18:30"
    assert show_span(None, None) == ""
    assert show_day(date(2026, 9, 8)) == "2026年9月8日"
    assert show_day("1990-05") == "1990年5月"


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("20", 20), ("20人", 20), ("２０", 20), (" 20 人次", 20), ("第3次", 3), ("17票", 17), ("1,024", 1024), (20, 20), (20.0, 20), ("3.0", 3), ("", None), (None, None)],
)
def test_whole_numbers(typed: Any, kept: int | None) -> None:
    got = read("int", typed)
    assert got == kept
    assert got is None or type(got) is int


@pytest.mark.parametrize("typed", ["二十", "20个人来", "3.5", 3.5, True, "1e3", "0x10", "--3", [20], float("nan"), float("inf"), "9" * 40, 10**12])
def test_what_is_no_whole_number_is_refused(typed: Any) -> None:
    with pytest.raises(ValueProblem):
        read("int", typed)


@pytest.mark.parametrize(("typed", "kept"), [("1.5", 1.5), ("1.5学时", 1.5), ("１．５", 1.5), ("2", 2.0), (".5", 0.5), ("2小时", 2.0), (1, 1.0), (0, 0.0), (0.1 + 0.2, 0.3), ("", None)])
def test_numbers(typed: Any, kept: float | None) -> None:
    got = read("number", typed)
    assert got == kept
    assert got is None or type(got) is float
    assert repr(got) == repr(kept)      # 0.3, not 0.30000000000000004


@pytest.mark.parametrize("typed", ["一个半", "1.255", 1.255, True, float("nan"), float("inf"), "9" * 40, {}])
def test_what_is_no_number_is_refused(typed: Any) -> None:
    with pytest.raises(ValueProblem):
        read("number", typed)


@pytest.mark.parametrize(("kind", "typed", "unit", "kept"), [("int", "12 棵", "棵", 12), ("number", "1.5亩", "亩", 1.5), ("money", "20元", "元", 20.0)])
def test_the_unit_behind_a_box_may_be_typed_with_the_number(kind: str, typed: str, unit: str, kept: float) -> None:
    assert read(kind, typed, unit=unit) == kept


def test_limits_hold_and_are_said() -> None:
    assert read("int", 0, minimum=0, maximum=5) == 0
    with pytest.raises(ValueProblem, match="应当在 0 到 5 之间，这里是 6"):
        read("int", "6人", minimum=0, maximum=5)
    with pytest.raises(ValueProblem):
        read("number", -0.01, minimum=0, maximum=5)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**8), 10**8))
def test_printed_numbers_are_read_back(whole: int, hundredths: int) -> None:
    assert read("int", show(box("int", unit="人"), whole, EDITION)) == whole
    number = hundredths / 100
    assert read("number", show(box("number", unit="学时"), number, EDITION)) == number


# --- ticks, choices, people -----------------------------------------------------------------------


def test_ticks() -> None:
    for yes in (True, "是", "√", "已完成", "1", "１", "true"):
        assert read("tick", yes) is True
    for no in (False, "否", "×", "未完成", "0", "no"):
        assert read("tick", no) is False
    assert read("tick", "") is None
    with pytest.raises(ValueProblem, match="是"):
        read("tick", "也许")
    for value in (True, False, None):
        assert read("tick", show(box("tick"), value, EDITION)) is value


@pytest.mark.parametrize(("typed", "kept"), [("secret", "secret"), ("无记名", "secret"), ("票决", "secret"), ("无记名投票", "secret"), (" 举手 ", "hands"), ("", None)])
def test_choices_by_id_label_or_other_words(typed: str, kept: str | None) -> None:
    assert read("choice", typed, choices="vote_method") == kept


def test_an_unknown_choice_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueProblem, match="没有“鼓掌”") as caught:
        read("choice", "鼓掌", choices="vote_method")
    assert caught.value.todo == "请从这些里选：无记名、举手、口头。"
    assert read("choices", "无记名、举手，无记名", choices="vote_method") == ("secret", "hands")
    assert show(box("choices", choices="vote_method"), ("secret", "gone"), EDITION) == "无记名、gone"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("陈拟舟、韩拟秋，马拟川,宋拟真；许拟禾;李拟桐", ["陈拟舟", "韩拟秋", "马拟川", "宋拟真", "许拟禾", "李拟桐"]),
        ("陈拟舟 韩拟秋　马拟川\n宋拟真\t许拟禾", ["陈拟舟", "韩拟秋", "马拟川", "宋拟真", "许拟禾"]),
        ("王　拟、李拟 赵拟", ["王拟", "李拟", "赵拟"]),
        ("王　拟 李拟舟 赵　拟", ["王拟", "李拟舟", "赵拟"]),
        ("陈拟舟、陈拟舟", ["陈拟舟"]),
        ("拟买提•拟力、拟古丽．拟尔", ["拟买提·拟力", "拟古丽·拟尔"]),
        ("王拟(1956)、王拟（1980）", ["王拟（1956）", "王拟（1980）"]),
        ("𠮷拟田、李拟𬭎", ["𠮷拟田", "李拟𬭎"]),
        ("、 ，", []),
    ],
)
def test_lists_of_names(typed: str, names: list[str]) -> None:
    assert split_names(typed) == names
    assert read("persons", typed) == (tuple(names) or None)


def test_one_person() -> None:
    assert read("person", " 陈 拟 舟 ") == "陈拟舟"
    assert read("person", "") is None
    with pytest.raises(ValueProblem):
        read("person", ["陈拟舟"])


def test_references() -> None:
    assert read("ref", "0123456789AB") == "0123456789ab"
    assert read("ref", None) is None
    with pytest.raises(ValueProblem, match="不是一份记录"):
        read("ref", "2026-ZW-09")


# --- text -----------------------------------------------------------------------------------------


def test_text_loses_only_what_nobody_sees() -> None:
    assert read("text", "　二楼\u200b会议室\r\n") == "二楼会议室"
    assert read("text", "第一行\n第二行") == "第一行 第二行"
    assert read("text", "李拟𬭎 王拟𫗧 拟䶮") == "李拟𬭎 王拟𫗧 拟䶮"
    assert read("text", "﨑") == "﨑"      # a compatibility ideograph is a name's own character
    assert read("text", 301) == "301"
    assert read("long", "　　第一段\r\n\r\n  第二段  \n") == "第一段\n第二段"
    assert read("long", "\x00\x1b\n") is None
    with pytest.raises(ValueProblem, match="残缺"):
        read("text", "半个\ud842字")
    for wrong in (True, ["a"], {"a": 1}):
        with pytest.raises(ValueProblem):
            read("text", wrong)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_cleaning_text_twice_changes_nothing(typed: str) -> None:
    for kind in ("text", "long", "person", "persons"):
        once = read(kind, typed)
        assert read(kind, once) == once
        assert read(kind, show(box(kind), once, EDITION)) == once


# --- every field of every form --------------------------------------------------------------------

names = st.sampled_from(["陈拟舟", "韩拟秋", "马拟川", "王拟（1956）", "拟买提·拟力", "李拟𬭎"])
days = st.dates(date(1950, 1, 1), date(2099, 12, 31)).map(date.isoformat)
clock = st.times().map(lambda t: t.strftime("%H:%M"))
texts = st.text("会议记录议题一二三《》，。abc12 ", min_size=1, max_size=30)


def values_of(part: Field | Column) -> st.SearchStrategy[Any]:
    low = int(part.minimum or 0) if isinstance(part, Field) else 0
    high = int(part.maximum if isinstance(part, Field) and part.maximum is not None else 9999)
    choices = [choice.id for choice in EDITION.choices.get(part.choices or "", ())]
    table: dict[FieldType, st.SearchStrategy[Any]] = {
        FieldType.TEXT: texts, FieldType.LONG: texts, FieldType.PERSON: names, FieldType.DATE: days, FieldType.TIME: clock,
        FieldType.INT: st.integers(low, high), FieldType.TICK: st.booleans(),
        FieldType.NUMBER: st.integers(low * 100, high * 100).map(lambda n: n / 100),
        FieldType.MONEY: st.integers(low * 100, high * 100).map(lambda n: n / 100),
        FieldType.DATETIME: st.tuples(days, clock).map("T".join),
        FieldType.PERSONS: st.lists(names, max_size=4), FieldType.REF: st.just("0123456789ab"),
        FieldType.CHOICE: st.sampled_from(choices or [None]),
        FieldType.CHOICES: st.lists(st.sampled_from(choices or ["a"]), max_size=3, unique=True).map(tuple),
    }
    return st.none() | table[part.type]


def raw_field(field: Field) -> st.SearchStrategy[Any]:
    if field.type is FieldType.ROWS:
        return st.lists(st.fixed_dictionaries({}, optional={c.id: values_of(c) for c in field.columns}), max_size=3)
    if field.type is FieldType.ATTENDANCE:
        row = st.fixed_dictionaries(
            {"name": names, "status": st.sampled_from(field.statuses)}, optional={"reason": st.none() | texts, "opinion_on": days}
        )
        return st.lists(row, max_size=4, unique_by=lambda r: r["name"])
    return values_of(field)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_box_keeps_its_value(form: Any, data: st.DataObject) -> None:
    for field in form.fields:
        kept = clean(field, data.draw(raw_field(field)), EDITION)
        assert clean(field, kept, EDITION) == kept
        assert kept is None or kept != ()
        shown = show(field, kept, EDITION)
        assert isinstance(shown, str)
        if kept is not None and field.type not in (FieldType.ROWS, FieldType.ATTENDANCE):
            assert shown
            assert clean(field, shown, EDITION) == kept
        if field.type is FieldType.ROWS:
            for row in kept or ():
                assert list(row) == [column.id for column in field.columns]
                for column in field.columns:
                    assert clean(column, show_column(column, row[column.id], EDITION), EDITION) == row[column.id]


stored = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(stored)
def test_showing_never_fails_on_what_is_stored(value: Any) -> None:
    for form in FORMS:
        for field in form.fields:
            assert isinstance(show(field, value, EDITION), str)
            for column in field.columns:
                assert isinstance(show_column(column, value, EDITION), str)


@given(stored)
def test_cleaning_takes_anything_or_says_what_is_wrong(value: Any) -> None:
    for form in FORMS:
        for field in form.fields:
            try:
                kept = clean(field, value, EDITION, year=2026)
            except ValueProblem as problem:
                assert problem.what.startswith(f"“{field.label}”")
                assert problem.say().endswith("。")
            else:
                assert clean(field, kept, EDITION) == kept


# --- rows -----------------------------------------------------------------------------------------


def test_rows_carry_every_column_and_empty_ones_go() -> None:
    decisions = ASSEMBLY.field("decisions")
    kept = clean(decisions, [{"text": "报批", "due": "2026.9.21"}, {"text": " "}, {}], EDITION)
    assert kept == ({"text": "报批", "owner": None, "due": "2026-09-21", "done_on": None},)
    assert clean(decisions, [{}], EDITION) is None
    assert show(decisions, kept, EDITION) == "报批，2026年9月21日"


@pytest.mark.parametrize(
    ("field", "raw", "say"),
    [
        ("decisions", [{"txt": "报批"}], "“决议、议定事项”第 1 行，没有“txt”这一栏"),
        ("decisions", [{"text": "报批"}, {"due": "下周"}], "“决议、议定事项”第 2 行，“时限”"),
        ("decisions", ["报批"], "第 1 行，应当是一行内容"),
        ("decisions", "报批", "一行一行"),
        ("attendance", [{"name": "陈拟舟", "status": "online"}], "情况不能是“线上参加”"),
        ("attendance", [{"status": "present"}], "没有姓名"),
        ("attendance", [{"name": "陈拟舟", "status": "present"}, {"name": "陈 拟 舟", "status": "leave"}], "出现了两次"),
        ("attendance", [{"member": 1, "name": "甲", "status": "present"}, {"member": 1, "name": "乙", "status": "leave"}], "出现了两次"),
        ("attendance", [{"name": "陈拟舟", "status": "came"}], "没有“came”这一项"),
    ],
)
def test_a_wrong_row_is_named(field: str, raw: Any, say: str) -> None:
    with pytest.raises(ValueProblem, match=say):
        clean(ASSEMBLY.field(field), raw, EDITION)


def test_attendance_in_one_line() -> None:
    field = ASSEMBLY.field("attendance")
    kept = clean(
        field,
        [{"name": "陈拟舟", "status": "到会"}, {"name": "丁拟白", "status": "请假", "reason": "病假"}, {"name": "韩拟秋", "status": "present"}],
        EDITION,
    )
    assert show(field, kept, EDITION) == "到会：陈拟舟、韩拟秋；请假：丁拟白（病假）"


def test_record_numbers() -> None:
    record = Record(id="0" * 12, form="party_assembly", edition="2026", year=2026, values={"seq": 3})
    assert record_number(ASSEMBLY, record) == "2026-DH-03"
    assert record_number(ASSEMBLY, Record(id="0" * 12, form="party_assembly", edition="2026", year=2026, values={})) == "2026-DH-未编号"
