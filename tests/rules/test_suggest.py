"""What the book fills in by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules_branch import BRANCH, IDS, ROSTER, assembly, attendance, committee, editions, lecture, snapshot, theme_day

from wdbranch.book.vocabulary import SUGGESTIONS as NAMES
from wdbranch.rules.suggest import SUGGESTIONS, Draft

DAY = date(2026, 9, 18)


def ask(name, form="party_assembly", day=DAY, snap=None, **values):
    snap = snap or snapshot(committee(), assembly(), theme_day(), lecture())
    return SUGGESTIONS[name](Draft(editions()["2026"].forms[form], values, day), snap)


def test_both_sides_know_the_same_names():
    assert set(SUGGESTIONS) == NAMES


FROM_DATA = {"estate_conditions", "star_holder", "one", "worker_duty"}
"""What these give stands in our own data or the branch's name, not in a record or the roster."""


def test_every_suggestion_answers_for_every_form_and_an_empty_book():
    empty = snapshot()
    for form in editions()["2026"].forms:
        for name, function in SUGGESTIONS.items():
            function(Draft(editions()["2026"].forms[form], {}, DAY), empty)
            answer = function(Draft(editions()["2026"].forms[form], {}, None), empty)
            assert name in FROM_DATA or answer in (None, ())


def test_headcounts_follow_the_roster_of_the_day():
    assert ask("due_all") == 24
    assert ask("due_vote") == 22
    assert ask("due_all", day=date(2026, 9, 17)) == 27        # the exclusion is passed on the 18th
    assert ask("due_all", day=date(2026, 3, 19)) == 25        # two joined on the 20th
    assert ask("due_all", form="committee") == 5
    assert ask("roster_total", form="theme_day") == 27
    assert ask("due_all", form="lecture") == 27
    assert ask("mobile_infirm") == 4


def test_present_counts_follow_the_attendance():
    rows = assembly().get("attendance")
    assert ask("present_all", attendance=rows) == 20
    assert ask("present_vote", attendance=rows) == 18
    assert ask("leave_count", attendance=rows) == 4
    assert ask("exempt_count", attendance=rows) == 3
    rows = theme_day().get("attendance")
    assert ask("home_study_count", form="theme_day", attendance=rows) == 2
    assert ask("online_count", form="theme_day", attendance=rows) == 2
    assert ask("absent_count", form="theme_day", attendance=rows) == 0


def test_nothing_is_counted_before_anybody_is_marked():
    assert ask("present_all") is None
    assert ask("present_all", attendance=ask("attendance", form="lecture"), form="lecture") is None


def test_attendance_lists_everybody_and_marks_the_approved_exclusions():
    rows = ask("attendance")
    assert len(rows) == 27
    assert {row["name"] for row in rows if row["status"] == "exempt"} == {"沈拟松", "梁拟菊", "贺拟帆"}
    assert {row["status"] for row in rows} == {None, "exempt"}
    assert next(row for row in rows if row["name"] == "贺拟帆")["reason"] == "应转未转"
    assert [row["name"] for row in ask("attendance", form="committee")] == ["陈拟舟", "韩拟秋", "马拟川", "宋拟真", "许拟禾"]
    assert len(ask("attendance", form="theme_day")) == 27


def test_attendance_keeps_what_is_already_marked():
    kept = attendance(leave=["丁拟白:病假"])
    rows = ask("attendance", attendance=kept)
    assert next(row for row in rows if row["member"] == IDS["丁拟白"]) == kept[0]


def test_numbers_titles_and_what_was_used_last():
    assert ask("next_seq") == 4
    assert ask("next_seq", snap=snapshot()) == 1
    assert ask("next_seq", day=date(2027, 1, 5)) == 1
    assert ask("meeting_title", day=date(2026, 12, 1)) == "2026年第4次党支部党员大会（四季度）"
    assert ask("meeting_title", form="committee", seq=9) == "2026年第9次支部委员会会议"
    assert ask("last_place") == "拟安社区党员活动室"
    assert ask("last_recorder") == "马拟川"
    assert ask("last_recorder", snap=snapshot()) is None
    assert ask("secretary") == "陈拟舟"
    assert ask("secretary", day=date(2024, 2, 1)) is None


def test_a_recorder_who_left_is_not_suggested():
    left = replace(ROSTER, members=tuple(
        replace(m, out_date="2026-10-01", out_reason="转出") if m.name == "马拟川" else m for m in ROSTER.members
    ))
    assert ask("last_recorder", day=date(2026, 10, 2), snap=snapshot(assembly(), roster=left, branch=BRANCH)) is None


def test_prior_committee_is_the_last_one_shortly_before():
    assert ask("prior_committee") == "c00000000009"
    assert ask("prior_committee", day=date(2026, 8, 19)) is None
    assert ask("prior_committee", day=date(2026, 12, 19)) is None


def test_month_and_hours():
    assert ask("month", day=date(2026, 10, 9)) == 10
    assert ask("study_hours", start="2026-10-09T15:00", end="2026-10-09T16:40") == 1.5
    assert ask("study_hours", start="2026-10-09T15:00") is None
    assert ask("study_hours", segments=({"name": "学习", "hours": 1}, {"name": "服务", "hours": None})) == 1
