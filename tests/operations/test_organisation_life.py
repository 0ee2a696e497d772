"""Making the records of organisation life as the secretary does: what fills itself, which year they belong to."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.operations.test_printing import text_of
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations import overview, printing, roster, sitting, talks
from wdbranch.operations import record as records
from wdbranch.paths import resource
from wdbranch.store.workbook import Workbook

FIRST = ["陈拟舟", "马拟川", "李拟桐", "白拟远", "曾拟书", "于拟晴", "丁拟白", "乔拟雨", "董拟星"]


def names(book: Workbook, record_id: str, field: str = "attendance", column: str = "name") -> list[str]:
    return [row[column] for row in book.record(record_id).rows(field)]


def test_a_group_meeting_knows_its_group_its_leader_and_its_people(book: Workbook) -> None:
    made = records.new(book, "group_meeting", day=date(2026, 9, 16)).record
    assert made.get("group") == "第一党小组"
    assert made.get("title") == "2026年9月第一党小组会"
    assert made.get("host") == "李拟桐"
    assert names(book, made.id) == FIRST
    assert made.get("due_all") == 9


def test_the_next_meeting_of_the_month_is_that_of_the_next_group(book: Workbook) -> None:
    records.new(book, "group_meeting", day=date(2026, 9, 16))
    second = records.new(book, "group_meeting", day=date(2026, 9, 17)).record
    assert (second.get("group"), second.get("host"), second.get("seq")) == ("第二党小组", "郭拟山", 2)
    records.new(book, "group_meeting", day=date(2026, 9, 18))
    assert records.new(book, "group_meeting", day=date(2026, 9, 20)).record.get("group") == "第一党小组"      # all have met
    assert records.new(book, "group_meeting", day=date(2026, 10, 8)).record.get("group") == "第一党小组"


def test_another_group_brings_its_own_people_leader_place_and_recorder(book: Workbook) -> None:
    earlier = records.new(book, "group_meeting", day=date(2026, 8, 18), values={"group": "第三党小组"}).record
    records.set_values(book, earlier.id, {"place": "9号院小饭桌", "recorder": "葛拟春"})
    made = records.new(book, "group_meeting", day=date(2026, 9, 16)).record
    records.mark(book, made.id, ["李拟桐"], "present")
    saved = records.set_value(book, made.id, "group", "第三党小组").record
    assert (saved.get("host"), saved.get("title"), saved.get("due_all")) == ("高拟兰", "2026年9月第三党小组会", 9)
    assert (saved.get("place"), saved.get("recorder")) == ("9号院小饭桌", "葛拟春")
    assert "李拟桐" not in names(book, made.id)


def test_a_host_that_was_typed_stays(book: Workbook) -> None:
    made = records.new(book, "group_meeting", day=date(2026, 9, 16)).record
    records.set_value(book, made.id, "host", "白拟远")
    assert records.set_value(book, made.id, "group", "第三党小组").record.get("host") == "白拟远"


def test_open_items_come_along_until_their_outcome_is_written(book: Workbook) -> None:
    first = records.new(book, "group_meeting", day=date(2026, 8, 18)).record
    rows = ({"text": "清理东单元楼道", "owner": "李拟桐", "due": "2026-08-31"}, {"text": "张贴通知", "done_on": "2026-08-20"})
    records.set_value(book, first.id, "decisions", rows)
    carried = records.new(book, "group_meeting", day=date(2026, 9, 16)).record.rows("carried")
    assert [(row["text"], row["owner"], row["progress"]) for row in carried] == [("清理东单元楼道", "李拟桐", None)]
    records.set_value(book, first.id, "decisions", tuple({**row, "done_on": "2026-09-30"} for row in rows))
    later = records.new(book, "group_meeting", day=date(2026, 10, 20), values={"group": "第一党小组"}).record
    assert later.rows("carried") == ()


def test_rows_that_were_taken_out_do_not_come_back(book: Workbook) -> None:
    first = records.new(book, "group_meeting", day=date(2026, 8, 18)).record
    records.set_value(book, first.id, "decisions", ({"text": "清理东单元楼道"},))
    made = records.new(book, "group_meeting", day=date(2026, 9, 16)).record
    records.set_value(book, made.id, "carried", ())
    assert records.set_value(book, made.id, "place", "凉亭").record.rows("carried") == ()


def test_a_life_meeting_in_february_belongs_to_the_year_before(book: Workbook) -> None:
    made = records.new(book, "life_meeting", day=date(2026, 2, 6)).record
    assert (made.year, made.get("title"), made.get("seq")) == (2025, "2025年度组织生活会", 1)
    assert records.new(book, "life_meeting", day=date(2026, 11, 20)).record.year == 2026
    assert records.new(book, "committee", day=date(2026, 2, 5)).record.year == 2026
    assert records.new(book, "life_meeting", day=date(2026, 2, 7), year=2026).record.year == 2026


def test_the_year_can_be_chosen_with_number_and_title(book: Workbook) -> None:
    records.new(book, "life_meeting", day=date(2026, 11, 20))
    made = records.new(book, "life_meeting", day=date(2026, 2, 6)).record
    assert records.years_to_choose(book, made) == (2025, 2026, 2027)
    moved = records.set_year(book, made.id, 2026).record
    assert (moved.year, moved.get("seq"), moved.get("title")) == (2026, 2, "2026年度组织生活会")
    assert book.record(made.id) == moved
    assert book.history(made.id)[-1].action == "year"
    assert records.undo_label(book, made.id) is None                 # a change of the year is a wall
    back = records.set_year(book, made.id, 2025).record
    assert (back.year, back.get("seq"), back.get("title")) == (2025, 1, "2025年度组织生活会")


def test_a_title_that_was_typed_keeps_its_words(book: Workbook) -> None:
    made = records.new(book, "life_meeting", day=date(2026, 2, 6)).record
    records.set_value(book, made.id, "title", "年度组织生活会（扩大）")
    assert records.set_year(book, made.id, 2026).record.get("title") == "年度组织生活会（扩大）"


def test_years_that_cannot_be_are_refused(book: Workbook) -> None:
    made = records.new(book, "life_meeting", day=date(2026, 2, 6)).record
    with pytest.raises(WrongUseError) as far:
        records.set_year(book, made.id, 2020)
    assert far.value.code == "far_year"
    assert records.set_year(book, made.id, 2025).record.rev == made.rev           # nothing to change
    plan = records.new(book, "year_plan", day=date(2026, 1, 8)).record
    records.new(book, "year_plan", day=date(2027, 1, 8))
    with pytest.raises(UserError) as twice:
        records.set_year(book, plan.id, 2027)
    assert twice.value.code == "one_a_year"


def test_who_is_due_at_a_life_meeting_follows_how_it_is_held(book: Workbook) -> None:
    made = records.new(book, "life_meeting", day=date(2026, 2, 6)).record
    assert (made.get("held_as"), made.get("due_all")) == ("members", 27)
    assert len(made.rows("self_criticism")) == len(made.rows("criticism")) == 27
    group = records.set_values(book, made.id, {"held_as": "党小组会", "group": "第一党小组"}).record
    assert names(book, made.id) == FIRST
    assert (group.get("due_all"), len(group.rows("self_criticism"))) == (9, 9)
    assert records.set_value(book, made.id, "held_as", "支委会").record.get("due_all") == 5


def test_whoever_stays_away_is_not_waited_for_and_what_is_written_stays(book: Workbook) -> None:
    made = records.new(book, "life_meeting", day=date(2026, 2, 6)).record
    saved = records.mark(book, made.id, ["丁拟白"], "leave", "病假").record
    assert "丁拟白" not in names(book, made.id, "self_criticism", "person")
    rows = [{**row, "text": "缺席四次，两次没有请假。" if row["person"] == "曾拟书" else None} for row in saved.rows("self_criticism")]
    records.set_value(book, made.id, "self_criticism", tuple(rows))
    after = records.mark(book, made.id, ["潘拟洋"], "leave", "公差").record
    assert "潘拟洋" in names(book, made.id, "self_criticism", "person")
    assert [row["text"] for row in after.rows("self_criticism") if row["text"]] == ["缺席四次，两次没有请假。"]


def test_theme_and_team_problems_come_from_what_went_before(book: Workbook) -> None:
    values = {"theme": "把急事办在前头", "held_as": "支委会"}
    records.new(book, "life_prep", day=date(2026, 2, 3), values=values)
    for subject, text in (("班子", "议定事项回访少。"), ("党员", "缺席四次。"), ("班子", "楼道堆物反复。")):
        records.new(book, "life_problem", day=date(2026, 2, 3), values={"subject": subject, "problem": text})
    made = records.new(book, "life_meeting", day=date(2026, 2, 6)).record
    assert (made.get("theme"), made.get("held_as"), made.get("due_all")) == ("把急事办在前头", "committee", 5)
    assert made.get("team_findings") == "1．议定事项回访少。\n2．楼道堆物反复。"


def test_the_preparation_counts_the_talks(book: Workbook) -> None:
    for day, one, other in ((12, "陈拟舟", "韩拟秋"), (14, "陈拟舟", "白拟远"), (20, "白拟远", "李拟桐")):
        records.new(book, "talk", day=date(2026, 1, day), values={"talker": one, "partner": other})
    said = records.new(book, "life_prep", day=date(2026, 2, 3)).record.get("talks")
    assert said.startswith("2026年1月12日至2026年2月3日，谈心谈话 3 次；支委以外的党员 22 名，支委谈到 1 名。")
    assert "李拟桐" in said and "白拟远" not in said


def test_an_appraisal_lists_its_people_and_counts_the_excellent(book: Workbook) -> None:
    made = records.new(book, "appraisal", day=date(2026, 2, 10)).record
    assert (made.year, len(made.rows("tally")), len(made.rows("grades"))) == (2025, 25, 27)
    ungraded = {row["person"] for row in made.rows("grades") if row["grade"] == "none"}
    assert ungraded == {"董拟星", "夏拟安"}
    tally = [{**row, "excellent": 15, "qualified": 5} if row["person"] == "李拟桐" else row for row in made.rows("tally")]
    saved = records.set_value(book, made.id, "tally", tuple(tally)).record
    row = next(row for row in saved.rows("grades") if row["person"] == "李拟桐")
    assert row["result"] == "优秀15、合格5"
    grades = [{**row, "grade": "excellent" if row["person"] == "李拟桐" else "qualified" if row["grade"] is None else row["grade"]} for row in saved.rows("grades")]
    graded = records.set_value(book, made.id, "grades", tuple(grades)).record
    assert (graded.get("excellent_count"), graded.get("graded_count")) == (1, 25)
    again = [{**row, "excellent": 16, "qualified": 4} if row["person"] == "李拟桐" else row for row in graded.rows("tally")]
    after = records.set_value(book, made.id, "tally", tuple(again)).record
    row = next(row for row in after.rows("grades") if row["person"] == "李拟桐")
    assert (row["result"], row["grade"]) == ("优秀16、合格4", "excellent")


def test_the_ballot_names_those_who_get_a_grade_and_no_voter(book: Workbook, tmp_path: Path) -> None:
    made = records.new(book, "appraisal", day=date(2026, 2, 10)).record
    assert printing.write(printing.plan_ballot(book, made.id), tmp_path / "票.pdf").pages == 1
    text = text_of(tmp_path / "票.pdf")
    assert all(row["person"] in text for row in made.rows("tally"))
    assert "董拟星" not in text                                             # probationary: no grade
    assert "基本合格" in text and "无记名" in text and "签字" not in text
    empty = records.new(book, "appraisal").record
    with pytest.raises(UserError) as told:
        printing.plan_ballot(book, empty.id)
    assert told.value.code == "no_ballot"


def test_the_kind_of_a_talk_follows_from_who_talks(book: Workbook) -> None:
    def kind(one: str, other: str) -> str | None:
        values = {"talker": one, "partner": other}
        return records.new(book, "talk", day=date(2026, 3, 5), values=values).record.get("kind")

    assert kind("陈拟舟", "韩拟秋") == "committee_committee"
    assert kind("陈拟舟", "白拟远") == kind("白拟远", "陈拟舟") == "committee_member"
    assert kind("李拟桐", "白拟远") == "member_member"
    applicants = roster.preview_import(book, resource("sample", "roster.xlsx"), sheet="积极分子和发展对象")
    roster.apply_import(book, applicants, source="样例")
    assert kind("马拟川", "方拟竹") == "applicant"
    assert kind("马拟川", "居民拟某") is None


def test_political_birthdays_come_one_after_another(book: Workbook) -> None:
    made = records.new(book, "political_birthday", day=date(2026, 12, 4)).record
    assert (made.get("person"), made.get("join_date"), made.get("party_years")) == ("尹拟谷", "1994-12-20", 30)
    assert records.new(book, "political_birthday", day=date(2026, 12, 4)).record.get("person") == "贺拟帆"
    third = records.new(book, "political_birthday", day=date(2026, 12, 4)).record
    assert (third.get("person"), third.get("party_years")) == ("董拟星", None)          # not yet a full member


def test_the_theme_announced_last_month_is_taken_over(book: Workbook) -> None:
    last = records.new(book, "theme_day", day=date(2026, 9, 11)).record
    records.set_value(book, last.id, "next_theme", "敬老月里亮身份")
    assert records.new(book, "theme_day", day=date(2026, 10, 9)).record.get("theme") == "敬老月里亮身份"
    assert records.new(book, "theme_day", day=date(2026, 12, 11)).record.get("theme") is None


def test_an_appraisal_held_on_the_theme_day_belongs_to_its_own_year(book: Workbook, clock: list[datetime]) -> None:
    clock[0] = datetime(2026, 2, 13, 20, 0)
    begun = sitting.begin(book, ["theme_day", "appraisal", "group_meeting"], day=date(2026, 2, 13))
    assert {record.form: record.year for record in begun.records} == {"theme_day": 2026, "appraisal": 2025, "group_meeting": 2026}


def test_the_strict_count_of_talks_is_the_branch_s_choice(book: Workbook) -> None:
    def wanted() -> str:
        found = overview.findings(book, date(2026, 11, 23))
        return next(f.subject for f in found if f.rule == "C-33" and f.subject != "2026-committee")

    assert (talks.strict(book), wanted()) == (False, "2026-members")
    talks.set_strict(book, on=True)
    assert (talks.strict(book), wanted()) == (True, "2026-strict")
    talks.set_strict(book, on=False)
    assert wanted() == "2026-members"
