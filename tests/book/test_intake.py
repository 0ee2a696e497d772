"""Records from JSON: the three samples as they stand, our own shape, and everything refused."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_people import ROSTER, SAMPLES, sample

from wdbranch.book.intake import Intake, from_json, to_json
from wdbranch.book.loader import load_editions
from wdbranch.book.people import Member, Roster
from wdbranch.book.problem import IntakeError
from wdbranch.book.record import Record
from wdbranch.errors import EXIT_REFUSED
from wdbranch.paths import forms_dir

EDITION = load_editions(forms_dir())["2026"]


def take(name: str, data: Any, roster: Roster = ROSTER) -> Intake:
    return from_json(EDITION.forms[name], EDITION, data, roster)


def statuses(intake: Intake) -> Counter[str]:
    return Counter(row["status"] for row in intake.values["attendance"])


def row_of(intake: Intake, name: str) -> dict[str, Any]:
    return next(row for row in intake.values["attendance"] if row["name"] == name)


def test_the_committee_sample() -> None:
    got = take("committee", sample("committee"))
    assert (got.year, got.recorded_at, got.notes) == (2026, "2026-08-20T21:05", ())
    values = got.values
    assert (values["seq"], values["start"], values["end"]) == (9, "2026-08-20T18:30", "2026-08-20T19:40")
    assert (values["host"], values["recorder"], values["due_all"], values["present_all"]) == ("陈拟舟", "韩拟秋", 5, 4)
    assert statuses(got) == {"present": 4, "leave": 1}
    assert row_of(got, "许拟禾") == {
        "member": 5, "name": "许拟禾", "status": "leave", "reason": "公差", "opinion_on": None, "opinion": None,
    }
    assert values["observers"] == ("李拟桐",)
    assert [(row["no"], row["kind"], row["title"], row["person"]) for row in values["agenda"]] == [
        (1, "review_candidate", "审查发展对象：杜拟言", "杜拟言"), (2, "arrange", "工作安排", None), (3, "points", "积分审定", None),
    ]
    assert len(values["votes"]) == 1
    assert values["votes"][0]["yes"] == 4
    assert values["votes"][0]["method"] is None        # not said, so not made up
    assert values["decisions"][1] == {"text": "补记积分并重新公示", "owner": "宋拟真", "due": "2026-08-25", "done_on": None}
    assert "title" not in values
    assert "place" not in values


def test_the_party_assembly_sample() -> None:
    got = take("party_assembly", sample("party_assembly"))
    values = got.values
    assert [values[key] for key in ("due_all", "present_all", "due_vote", "present_vote")] == [24, 20, 22, 18]
    assert statuses(got) == {"present": 20, "leave": 4, "exempt": 3}
    assert row_of(got, "葛拟春")["opinion_on"] == "2026-09-17"
    assert row_of(got, "葛拟春")["opinion"] == "yes"
    assert row_of(got, "沈拟松")["reason"] == "卧床不起"
    assert values["superiors"] == ("卢拟衡",)
    assert values["materials"] == ({"agenda": 1, "name": "中国共产党发展党员工作细则", "published_on": "2026-05-18"},)
    vote = values["votes"][0]
    assert (vote["agenda"], vote["method"], vote["issued"], vote["yes"], vote["abstain"], vote["written_yes"]) == (3, "secret", 18, 17, 1, 1)
    assert [(e.name, e.member, e.category, e.approved_on, e.passed_on) for e in got.exclusions] == [
        ("沈拟松", 23, "卧床不起", "2026-09-10", "2026-09-18"),
        ("梁拟菊", 24, "卧床不起", "2026-09-10", "2026-09-18"),
        ("贺拟帆", 25, "应转未转", "2026-09-10", "2026-09-18"),
    ]
    assert set(got.left) == {"case", "probationary_present", "roster_total"}
    assert got.left["case"]["introducers"] == ["郭拟山", "高拟兰"]
    assert len(got.notes) == 4
    assert any("2026年9月10日" in note for note in got.notes)


def test_the_theme_day_sample() -> None:
    got = take("theme_day", sample("theme_day"))
    values = got.values
    assert (values["month"], values["seq"], values["roster_total"]) == (10, 10, 27)
    counts = ("present_all", "leave_count", "absent_count", "home_study_count", "online_count", "exempt_count")
    assert [values[key] for key in counts] == [20, 3, 0, 2, 2, 0]
    assert statuses(got) == {"present": 20, "leave": 3, "home_study": 2, "online": 2}
    assert [(row["item"], row["done"], row["notice_on"]) for row in values["required_items"]] == [
        (item, True, "2026-09-28") for item in ("集中学习", "走访老党员", "交纳党费", "征集民生实事")
    ]
    assert [(row["kind"], row["from"], row["to"], row["hours"]) for row in values["segments"]] == [
        ("dues", "15:00", "15:10", None), ("oath", "15:10", "15:15", None), ("study", "15:15", "15:55", 1.0),
        ("council", "15:55", "16:25", None), ("volunteer", "16:30", "17:40", 1.0),
    ]
    assert got.left["fixed_day_rule"] == {"kind": "nth_weekday", "n": 2, "weekday": 5}
    assert len(got.left["photos"]) == 4
    assert len(got.notes) == 2


@pytest.mark.parametrize("name", SAMPLES)
def test_our_own_shape_brings_a_sample_back(name: str) -> None:
    first = take(name, sample(name))
    record = Record(
        id="0123456789ab", form=name, edition="2026", year=2026, values=first.values, recorded_at=first.recorded_at, links=("ba9876543210",),
    )
    again = take(name, to_json(record))
    assert again.values == first.values
    assert (again.year, again.recorded_at, again.links, again.notes) == (2026, first.recorded_at, ("ba9876543210",), ())


def test_an_absence_without_excuse_stays_an_absence() -> None:
    data = sample("committee") | {"absents": [{"name": "许拟禾", "reason": "无故"}]}
    assert row_of(take("committee", data), "许拟禾")["status"] == "absent"
    data = sample("committee") | {"absents": ["许拟禾"]}
    assert row_of(take("committee", data), "许拟禾")["status"] == "absent"
    day = sample("theme_day")
    day["absents"] = [{"name": day["attendees"].pop(), "reason": "外出"}]
    assert statuses(take("theme_day", day))["absent"] == 1


def test_names_are_matched_with_the_roster() -> None:
    data = sample("committee") | {"attendees": "陈 拟 舟、韩拟秋，马拟川 宋拟真"}
    assert [row["member"] for row in take("committee", data).values["attendance"]] == [1, 2, 3, 4, 5]
    data = sample("committee")
    data["attendees"][0] = "拟无此人"
    got = take("committee", data)
    assert row_of(got, "拟无此人")["member"] is None
    assert got.notes == ("花名册里没有“拟无此人”，按所写姓名登记。",)


def test_two_people_of_one_name_must_be_told_apart() -> None:
    roster = Roster((Member(1, "王拟", birth="1956-01"), Member(2, "王拟", birth="1980-02")))
    with pytest.raises(IntakeError, match="有 2 位“王拟”") as caught:
        take("committee", {"attendees": ["王拟"]}, roster)
    assert caught.value.todo == "请写明是哪一位：王拟（1956）、王拟（1980）。"
    got = take("committee", {"attendees": ["王拟(1980)"]}, roster)
    assert row_of(got, "王拟（1980）")["member"] == 2


def test_what_is_not_said_stays_empty() -> None:
    assert take("lecture", {}) == Intake({})
    assert take("lecture", {"topic": "党课", "counts": {"present": 3}}).values == {"topic": "党课", "present_all": 3}
    got = take("lecture", {"counts": {"leave": 2}})
    assert got.values == {}
    assert got.left == {"counts.leave": 2}
    assert "没有记入" in got.notes[0]


def change(name: str, **parts: Any) -> tuple[str, dict[str, Any]]:
    return name, sample(name) | parts


REFUSED: dict[str, tuple[str, Any, str, str]] = {
    "not a record": ("committee", ["a"], "", "应当是一份记录"),
    "unknown key": (*change("committee", 附件=3), "附件", "没有这一项"),
    "a box of another form": (*change("committee", theme="敬老"), "theme", "没有这一项"),
    "another kind": (*change("committee", type="党员大会"), "type", "不是支委会"),
    "another form's number": (*change("committee", rec_no="2026-DH-09"), "rec_no", "不是支委会的编号"),
    "no number": (*change("committee", rec_no=9), "rec_no", "不是支委会的编号"),
    "another year": (*change("committee", belongs_year=2025), "rec_no", "所属年度"),
    "a year in words": (*change("committee", belongs_year="今年"), "belongs_year", "应当是年份"),
    "two sequence numbers": (*change("committee", seq=8), "seq", "不一致"),
    "a day that is none": (*change("committee", start="2026-02-30T18:30"), "start", "没有"),
    "recorded at no time": (*change("committee", recorded_at="会后"), "recorded_at", "看懂"),
    "a headcount in words": (*change("committee", due_all="五"), "due_all", "整数"),
    "attendees as a number": (*change("committee", attendees=4), "attendees", "一组姓名"),
    "an attendee as a number": (*change("committee", attendees=["陈拟舟", 4]), "attendees[2]", "应当是姓名"),
    "an attendee without a name": (*change("committee", attendees=["　"]), "attendees[1]", "空的"),
    "twice in one list": (*change("committee", attendees=["陈拟舟", "陈拟舟"]), "attendees", "已经在"),
    "present and absent": (*change("committee", absents=["陈拟舟"]), "absents", "已经在“attendees”"),
    "unknown part of a person": (*change("committee", absents=[{"name": "许拟禾", "why": "公差"}]), "absents[1].why", "不认识"),
    "a reason as a number": (*change("committee", absents=[{"name": "许拟禾", "reason": 3}]), "absents[1].reason", "文字"),
    "an opinion in words": (*change("committee", absents=[{"name": "许拟禾", "written_opinion": "赞成"}]), "absents[1].written_opinion", "只能有"),
    "an unknown stance": (
        *change("committee", absents=[{"name": "许拟禾", "written_opinion": {"on": "2026-08-19", "stance": "maybe"}}]), "attendees", "没有“maybe”",
    ),
    "a status the form lacks": (*change("committee", online=["李拟桐"]), "online", "没有“线上参加”"),
    "an unknown kind of item": (*change("committee", agenda=[{"no": 1, "type": "聚餐"}]), "agenda", "没有“聚餐”"),
    "an item that is a word": (*change("committee", agenda=["聚餐"]), "agenda[1]", "一组"),
    "an agenda that is a word": (*change("committee", agenda="聚餐"), "agenda", "一行一行"),
    "materials that are words": (*change("committee", agenda=[{"no": 1, "type": "学习", "materials": ["党章"]}]), "agenda[1].materials", "学习材料"),
    "an unknown column of a vote": (*change("committee", votes=[{"agenda": 1, "yess": 4}]), "votes", "没有“yess”"),
    "a deadline that is none": (*change("committee", decisions=[{"text": "报批", "due": "尽快"}]), "decisions", "看懂"),
    "excluded in words": (*change("party_assembly", excluded="三人"), "excluded", "一组"),
    "excluded with unknown key": (*change("party_assembly", excluded={"num": 3}), "excluded.num", "不认识"),
    "excluded on no day": (*change("party_assembly", excluded={"approved_on": "上周"}), "excluded.approved_on", "看懂"),
    "excluded miscounted": (*change("party_assembly", excluded={"count": 2}), "excluded.count", "名单里有 3 人"),
    "a case that is a word": (*change("party_assembly", case="杜拟言"), "case", "一组"),
    "a total in words": (*change("party_assembly", roster_total="廿七"), "roster_total", "整数"),
    "counts in words": (*change("theme_day", counts="廿"), "counts", "一组"),
    "an unknown count": (*change("theme_day", counts={"late": 1}), "counts.late", "不认识"),
    "a count in words": (*change("theme_day", counts={"present": "廿"}), "counts.present", "整数"),
    "an unknown segment": (*change("theme_day", segments=[{"name": "聚餐"}]), "segments", "没有“聚餐”"),
    "a required item of an assembly": (*change("party_assembly", required_by_superior={"items": []}), "required_by_superior", "没有这一项"),
    "required items in words": (*change("theme_day", required_by_superior={"items": "学习"}), "required_by_superior.items", "一组文字"),
    "done but never required": (*change("theme_day", required_by_superior={"items": ["学习"], "done": ["走访"]}), "required_by_superior.done", "不在规定内容里"),
    "unknown part of required items": (*change("theme_day", required_by_superior={"item": ["学习"]}), "required_by_superior.item", "不认识"),
    "photos in words": (*change("theme_day", photos="四张"), "photos", "一组"),
    "links in words": (*change("theme_day", links="2026-DH-03"), "links", "一组记录编号"),
    "own shape, unknown key": ("committee", {"values": {}, "colour": 1}, "colour", "不认识"),
    "own shape, other form": ("committee", {"values": {}, "form": "lecture"}, "form", "不是支委会"),
    "own shape, values in words": ("committee", {"values": "x"}, "values", "一组"),
    "own shape, unknown box": ("committee", {"values": {"theme": "x"}}, "values.theme", "没有这一项"),
    "own shape, wrong value": ("committee", {"values": {"due_all": "x"}}, "values.due_all", "整数"),
    "own shape, odd year": ("committee", {"values": {}, "year": 26}, "year", "应当是年份"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_named(case: str) -> None:
    name, data, key, reason = REFUSED[case]
    with pytest.raises(IntakeError) as caught:
        take(name, data)
    error = caught.value
    assert error.key == key
    assert reason in error.what
    assert "没有写入任何内容。" in error.say()
    assert error.exit_code == EXIT_REFUSED


def test_reading_leaves_the_given_data_alone() -> None:
    for name in SAMPLES:
        data = sample(name)
        take(name, data)
        assert data == sample(name)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.text("陈拟舟学习2026-9 ", max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "type", "text", "on", "items", "no"]), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_damaged_sample_is_read_or_refused_but_never_crashes(name: str, data: st.DataObject) -> None:
    record = sample(name)
    key = data.draw(st.sampled_from(sorted(record)))
    record[key] = data.draw(json_values)
    try:
        take(name, record)
    except IntakeError as error:
        assert error.key
        assert error.what
